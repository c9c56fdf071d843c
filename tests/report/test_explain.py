"""Explanations as people read them, against pages that were read and approved line by line.

The pages show rules of the built-in knowledge. Where those change, ``RTCTRIAGE_APPROVE=1`` writes the pages anew; read
the difference before it is committed.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from inference_support import cause, compare, fact, knowledge, profile, rule, streams

from rtctriage import Engine, Known, Series, Stream, Streams
from rtctriage.explain.compare import compare as compare_calls
from rtctriage.explain.what_if import what_if
from rtctriage.knowledge.formula import parse_formula
from rtctriage.knowledge.model import All, Comparison, Condition, Not, Premise, Together
from rtctriage.profile import Profile
from rtctriage.report import explain_how, explain_json, explain_schema, explain_tree, explain_why_not
from rtctriage.report.explain_parts import number, sum_of
from rtctriage.report.explain_tree import Branch, Page, Section
from rtctriage.report.tables import width
from rtctriage.text import LANGUAGES, Language

GOLDEN = Path(__file__).parent.parent / "data" / "explain"
EXAMPLES = Path(__file__).parent.parent.parent / "examples"
JITTERY = {"uplink.packet_loss": "8 %", "network.rtt": "600 ms", "downlink.video.freeze": "20 %", "cpu.total": "95 %"}


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine()


@pytest.fixture(scope="module")
def call(engine: Engine) -> Profile:
    return engine.facts(EXAMPLES / "recorded-call.json.gz", name="examples/recorded-call.json.gz")


def pages(engine: Engine, known: Profile, name: str, language: Language) -> tuple[Page, ...]:
    if name == "how":
        return explain_how.pages(engine.how(known), engine.knowledge, language)
    cause = {"why-not-jitter": "network.jitter", "why-not-video-freeze": "media.video-freeze"}[name]
    return (explain_why_not.page(engine.why_not(known, cause), engine.knowledge, language),)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["how", "why-not-jitter", "why-not-video-freeze"])
def test_it_reads_as_approved(engine: Engine, call: Profile, name: str, language: Language) -> None:
    made = pages(engine, call, name, language)
    for text, form in ((explain_tree.text(made), "txt"), (explain_tree.mermaid(made), "mmd")):
        # on which line a rule stands is no matter of how it reads
        shown = re.sub(r"(\.yaml):\d+", r"\1:N", text)
        approved = GOLDEN / f"{name}.{language}.{form}"
        if os.environ.get("RTCTRIAGE_APPROVE"):
            approved.write_text(shown, "utf-8")
        assert shown == approved.read_text("utf-8")


def several(engine: Engine, language: Language) -> Iterator[tuple[Page, ...]]:
    for source in ({}, {"facts": JITTERY}, {"facts": {"connection.established": "false"}}):
        known = engine.facts(source)
        yield explain_how.pages(engine.how(known), engine.knowledge, language)
        for name in ("media.video-freeze", "network.packet-loss", "resources.cpu-overload", "usage.mic-silent"):
            yield explain_how.pages(engine.how(known, name), engine.knowledge, language)
            yield (explain_why_not.page(engine.why_not(known, name), engine.knowledge, language),)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("columns", [60, 100])
def test_no_line_is_wider_than_the_terminal(engine: Engine, language: Language, columns: int) -> None:
    for made in several(engine, language):
        assert max(map(width, explain_tree.text(made, columns=columns).splitlines())) <= columns


def test_colour_adds_codes_and_nothing_else(engine: Engine, call: Profile) -> None:
    made = pages(engine, call, "how", "en")
    coloured = explain_tree.text(made, colour=True)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == explain_tree.text(made)


@pytest.mark.parametrize("language", LANGUAGES)
def test_chinese_is_chinese_and_english_is_not(engine: Engine, language: Language) -> None:
    chinese = re.compile(r"[一-鿿]")
    for made in several(engine, language):
        for line in (page.headline for page in made):
            assert bool(chinese.search(line)) is (language == "zh")


def shown(engine: Engine, source: dict[str, Any], cause: str | None, language: Language = "en") -> str:
    made = explain_how.pages(engine.how(engine.facts(source), cause), engine.knowledge, language)
    return read(made)


def refused(engine: Engine, source: dict[str, Any], cause: str, language: Language = "en") -> str:
    page = explain_why_not.page(engine.why_not(engine.facts(source), cause), engine.knowledge, language)
    return read((page,))


def test_a_consequence_and_what_ranks_before() -> None:
    facts = [fact("loss", unit="%"), fact("cpu", unit="%"), fact("rtt", unit="ms"), fact("freeze", unit="%")]
    frozen = rule("media.frozen/a", compare("freeze", ">", 5.0), 0.7, side="downlink")
    engine = Engine(
        chainer="plain",
        knowledge=knowledge(
            facts,
            [
                cause(
                    "network.loss",
                    rule("network.loss/a", compare("loss", ">", 5.0), 0.9, side="uplink"),
                    leads_to=("media.frozen",),
                ),
                cause(
                    "network.late", rule("network.late/a", compare("rtt", ">", 1.0), 0.7), leads_to=("media.frozen",)
                ),
                cause(
                    "resources.cpu", rule("resources.cpu/a", compare("cpu", ">", 9.0), 0.8), leads_to=("media.frozen",)
                ),
                cause("media.frozen", frozen),
            ],
        ),
    )
    known = profile({"loss": 8.0, "rtt": 400.0, "cpu": 95.0, "freeze": 20.0})
    why = engine.why_not(known, "media.frozen")
    said = read((explain_why_not.page(why, engine.knowledge, "en"),))
    assert said.startswith("media.frozen: it was found, and follows from another cause")
    # of the two that may have led to it, the more certain one
    assert "It follows from resources.cpu: that cause leads to it, their sides agree, and one of them is about" in said
    assert "media.frozen does not follow from network.loss: they are on different sides" in said
    assert "network.late · fault · certainty 0.70 comes before it: the earlier layer goes first it may follow" in said
    assert said.count("it may follow from this one, too") == 1
    chinese = read((explain_why_not.page(why, engine.knowledge, "zh"),))
    assert "引起：该原因会导致本问题，方向相符，且其中之一涉及整个通话。" in chinese
    primary = read(explain_how.pages(engine.how(known), engine.knowledge, "en"))
    assert "media.frozen (downlink) · fault · certainty 0.70 follows from resources.cpu comes behind it" in primary


def test_windows_of_a_consequence_are_given(engine: Engine) -> None:
    loss = Series(range(1, 31), [0.0] * 10 + [25.0] * 10 + [0.0] * 10)
    rate = Series(range(1, 31), [30.0] * 10 + [3.0] * 10 + [30.0] * 10)
    source = Series(range(1, 31), [30.0] * 30)
    known = Profile(
        {
            "uplink.packet_loss": Streams((Stream("all", loss),)),
            "uplink.video.frame_rate": Streams((Stream("video 1", rate),)),
            "uplink.video.source_frame_rate": Streams((Stream("video 1", source),)),
            "connection.established": Known(True),
        }
    )
    page = explain_why_not.page(engine.why_not(known, "media.framerate-too-low"), engine.knowledge, "en")
    said = read((page,))
    assert "its time (10.0–20.0 s) overlaps that one's (10.0–20.0 s) or begins within 5 s of its end" in said


def test_an_observation_names_the_complaints(engine: Engine) -> None:
    said = refused(engine, {"facts": {"uplink.audio.level": "0"}}, "usage.mic-silent")
    assert "no complaint was given that it explains (No sound, Sound too quiet)" in said


def test_a_skipped_layer(engine: Engine) -> None:
    said = shown(engine, {"facts": {"connection.established": "false"}}, "media.video-freeze")
    assert said.startswith("NOT APPLICABLE · Video freezes")
    assert "The layer does not apply: " in said
    assert "connection.established: no" in said


def test_no_rule_fired(engine: Engine) -> None:
    assert "no rule of it fired" in shown(engine, {}, "network.jitter")
    assert "no rule of it fired" in refused(engine, {}, "network.jitter")


def test_unknown_facts_name_their_question_and_their_formats(engine: Engine) -> None:
    said = refused(engine, {}, "network.jitter")
    assert "ask: How high is the jitter of the received audio, in ms?" in said
    assert "evidence that has it: webrtc-internals, getstats" in said
    assert "how to find it: chrome://webrtc-internals" in said


def test_a_code_names_its_row(engine: Engine) -> None:
    said = shown(engine, {"sdk": {"vendor": "agora", "platform": "android", "error_code": "110"}}, None)
    assert "looked up in the table of codes: agora error 110 ERR_INVALID_TOKEN: " in said
    assert "Error code of the SDK (sdk.error_code): 110 given by hand" in said


def small() -> Engine:
    """Rules that build on each other, on derived facts and on what holds at the same time."""
    loss, rtt = compare("loss", ">", 5.0), compare("rise", ">", 100.0)
    together = Together(parts=(compare("uplink.rate", "<", 5.0), compare("loss", ">", 3.0)), for_s=3.0)
    established = Premise(cause="network.loss", state="established", side="uplink")
    return Engine(
        chainer="plain",
        knowledge=knowledge(
            [
                fact("loss", unit="%"),
                fact("rtt", unit="ms"),
                fact("idle", unit="ms"),
                fact("rise", unit="ms", derive="rtt - idle"),
                fact("uplink.rate", unit="fps", series=True),
                fact("complaint", type="choice"),
            ],
            [
                cause(
                    "network.loss",
                    rule("network.loss/a", loss, 0.8, side="uplink", strength="for a reason", source="the desk"),
                    rule("network.loss/b", compare("loss", ">", 4.0), 0.5, side="uplink", evidence_group="loss"),
                    rule("network.loss/c", compare("loss", ">", 3.0), 0.3, side="uplink", evidence_group="loss"),
                ),
                cause("network.queue", rule("network.queue/a", rtt, 0.7)),
                cause(
                    "media.blurry",
                    rule("media.blurry/a", established, 0.7),
                    rule("media.blurry/b", All((established, together)), 0.6),
                    rule("media.blurry/c", Premise(cause="network.queue", state="excluded"), 0.6),
                ),
            ],
            derived={"rise": parse_formula("rtt - idle")},
        ),
    )


SLOW: dict[str, Any] = {"loss": 8.0, "uplink.rate": streams(a=[30, 2, 2, 2, 2, 30])}


def read(pages: tuple[Page, ...]) -> str:
    return " ".join(re.sub(r"[│├└─]", " ", explain_tree.text(pages, columns=120)).split())


def test_derived_facts_name_their_formula() -> None:
    engine, known = small(), profile({"rtt": 300.0, "idle": 20.0})
    said = read(explain_how.pages(engine.how(known, "network.queue"), engine.knowledge, "en"))
    assert "rise: 280 ms derived: rtt - idle rtt: 300 ms given by hand idle: 20 ms given by hand" in said
    said = read((explain_why_not.page(engine.why_not(profile({}), "network.queue"), engine.knowledge, "en"),))
    assert "needs: rtt, idle" in said


def test_a_rule_names_its_reason_and_its_source() -> None:
    engine = small()
    said = read(explain_how.pages(engine.how(profile(SLOW), "network.loss"), engine.knowledge, "en"))
    assert "rule network.loss/a, certainty +0.80 (for a reason) from test.yaml:network.loss/a source: the desk" in said
    assert "+0.50 network.loss/b evidence group loss: the strongest, so it counts" in said
    assert "+0.30 network.loss/c evidence group loss: another rule of it is stronger, so it does not count" in said


def test_a_premise_shows_what_it_rests_on() -> None:
    engine = small()
    said = read(explain_how.pages(engine.how(profile(SLOW), "media.blurry"), engine.knowledge, "en"))
    # 0.8 + 0.5 * 0.2
    assert "✓ network.loss (uplink) is established · certainty 0.90 network.loss/a rule network.loss/a" in said
    assert said.count("✓ network.loss (uplink) is established · certainty 0.90 explained above") == 1
    said = read((explain_why_not.page(engine.why_not(profile(SLOW), "media.blurry"), engine.knowledge, "en"),))
    assert "+0.60 media.blurry/c needs: network.queue" in said


def test_what_holds_at_the_same_time() -> None:
    engine = small()
    said = read(explain_how.pages(engine.how(profile(SLOW), "media.blurry"), engine.knowledge, "en"))
    assert "✓ at the same time for 3 s · 1.0–5.0 s uplink.rate 2 fps < 5" in said


def test_a_premise_of_which_nothing_is_known() -> None:
    engine = small()
    known = profile({"loss": 0.0, "uplink.rate": streams(a=[30, 2, 2, 30])})
    said = read((explain_why_not.page(engine.why_not(known, "media.blurry"), engine.knowledge, "en"),))
    assert "? network.loss (uplink) is established nothing is known of it" in said
    assert "longest stretch 0 s, 3 s needed: 3 s short" in said


def test_gaps_in_words() -> None:
    facts = [fact("loss", unit="%"), fact("course", unit="%", series=True)]

    def gap(when: Condition, given: dict[str, Any]) -> str:
        base = knowledge(facts, [cause("network.bad", rule("network.bad/r", when, 0.8))])
        engine = Engine(chainer="plain", knowledge=base)
        return read((explain_why_not.page(engine.why_not(profile(given), "network.bad"), engine.knowledge, "en"),))

    limit = compare("loss", ">", 5.0)
    assert "4 %, 5 % needed: 1 % off (20 % of the limit)" in gap(limit, {"loss": 4.0})
    assert "8 %, beyond the limit of 5 % by 3 %" in gap(Not(limit), {"loss": 8.0})
    # more than all of the limit is said in the fact's unit alone
    assert "9 %, 1 % needed: 8 % off" in gap(compare("loss", "<", 1.0), {"loss": 9.0})
    assert "% of the limit" not in gap(compare("loss", "<", 1.0), {"loss": 9.0})
    lasting = compare("course", ">", 5.0, for_s=4.0, text="> 5 % for 4 s")
    assert "longest stretch 2 s, 4 s needed: 2 s short" in gap(lasting, {"course": streams(a=[9, 9, 0, 0])})
    held = gap(Not(lasting), {"course": streams(a=[9, 9, 9, 9, 9, 0])})
    assert "longest stretch 5 s, and it must be under 4 s" in held
    assert "2 samples, 3 needed" in gap(lasting, {"course": streams(a=[9, 9])})
    share = compare("course", ">", 50.0, reducer="share", inner=Comparison(">", 5.0))
    assert "share of time 25 %, 50 % needed: 25 % off (50 % of the limit)" in gap(
        share, {"course": streams(a=[9, 0, 0, 0])}
    )


def test_a_scenario_names_its_own_limit(engine: Engine) -> None:
    scenario = next(s for s in engine.knowledge.scenarios.values() if s.thresholds.get("rtt.high") == 300)
    known = engine.facts({"facts": {"network.rtt": "250 ms"}}, scenario=scenario.id)
    said = read((explain_why_not.page(engine.why_not(known, "network.high-latency"), engine.knowledge, "en"),))
    assert "limit rtt.high = 300 ms in this scenario: " in said
    usual = engine.facts({"facts": {"network.rtt": "250 ms"}})
    said = read((explain_why_not.page(engine.why_not(usual, "network.high-latency"), engine.knowledge, "en"),))
    assert "limit rtt.high = 400 ms: " in said


def test_the_verdict_is_explained_layer_by_layer(engine: Engine) -> None:
    said = shown(engine, {}, None)
    assert said.startswith("INCONCLUSIVE What the verdict rests on, layer by layer")
    assert "? Jitter: could not be decided needs: Uplink audio jitter, " in said
    assert "not measured either, though the layer does not hang on them: " in said
    said = shown(engine, {"facts": {"uplink.packet_loss": "0 %", "downlink.packet_loss": "0 %"}}, None)
    assert "✓ Packet loss: ruled out, certainty −0.9" in said
    said = shown(engine, {"facts": {"uplink.audio.level": "0"}}, None)
    assert "✗ Microphone sends silence: observation, certainty 0.30" in said


def test_long_lists_are_cut_in_the_text_alone(engine: Engine) -> None:
    found = engine.how({})
    network = next(layer for layer in found.layers if layer.layer == "network")
    needs = next(one.unknown for one in network.open if one.cause == "network.jitter")
    assert len(needs) > 6
    english, chinese = (read(explain_how.pages(found, engine.knowledge, language)) for language in LANGUAGES)
    last = engine.knowledge.facts[needs[5]].title
    assert f"{last.en} and {len(needs) - 6} more" in english
    assert f"{last.zh}等 {len(needs)} 项" in chinese


def test_what_is_held_says_so(engine: Engine) -> None:
    codes = {"access.rejection": "token-expired", "token.expires_in": "-3600 s"}
    held = {"sdk": {"vendor": "agora", "platform": "android", "error_code": "109"}, "facts": codes}
    said = shown(engine, {**held, "complaint": "authentication-failed"}, "access.token-expired")
    assert "held at 0.99: rules are never quite certain" in said


@pytest.mark.parametrize(
    ("certainties", "said"),
    [
        ([], "0"),
        ([0.65], "0.65"),
        ([-0.8, -0.65], "0.80 + 0.65 × (1 − 0.80)"),
        # 0.5 + 0.5 * 0.5 = 0.75, of which a quarter is left
        ([0.5, 0.5, 0.333], "0.50 + 0.50 × (1 − 0.50) + 0.333 × (1 − 0.75)"),
    ],
)
def test_sums_that_can_be_recomputed(certainties: list[float], said: str) -> None:
    assert sum_of(certainties) == said


def test_numbers_have_the_digits_that_it_takes() -> None:
    assert [number(value) for value in (0.5, 0.488, 0.7725, -0.988)] == ["0.50", "0.488", "0.7725", "−0.988"]


HOSTILE = 'a "b" ]--> n9["x"]\nend <script> `%%{init}`; 画面'


def test_no_label_breaks_out_of_a_flowchart() -> None:
    page = Page(HOSTILE, "bold", (HOSTILE,), (Section(HOSTILE, (Branch(HOSTILE, (HOSTILE,), (Branch(HOSTILE),)),)),))
    lines = explain_tree.mermaid((page, page)).splitlines()
    nodes = [line for line in lines if "[" in line]
    assert len(nodes) == 8
    for line in nodes:
        assert re.fullmatch(r'  n\d+\["[\w .,:/()+%#;-]*(?:<br/>[\w .,:/()+%#;-]*)?"\]', line, re.ASCII)
    edges = [line for line in lines[1:] if "[" not in line]
    assert edges == [f"  n{a} --> n{b}" for a, b in ((1, 2), (2, 3), (3, 4), (5, 6), (6, 7), (7, 8))]


def test_nothing_steers_the_terminal() -> None:
    page = Page("a\x1b[31m", "plain", ("b\x07",), (Section("c", (Branch("d\x1b[2J", ("e\r",)),)),))
    assert not re.search(r"[\x00-\x09\x0b-\x1f]", explain_tree.text((page,)))


jsonschema = pytest.importorskip("jsonschema")


@pytest.mark.parametrize("language", LANGUAGES)
def test_json_obeys_the_schema(engine: Engine, call: Profile, language: Language) -> None:
    schema = json.loads(explain_schema.text())
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for known in (call, engine.facts({}), engine.facts({"facts": JITTERY})):
        for name in ("network.packet-loss", "network.jitter", "media.video-freeze", "access.token-expired"):
            for explanation in (engine.how(known, name), engine.why_not(known, name), engine.how(known)):
                document = json.loads(explain_json.render(explanation, language))
                validator.validate(document)
                assert document["schema"] == "rtctriage/explanation@1"
    changed = what_if(engine, call, {"uplink.packet_loss": "0 %"})
    for other in (changed, compare_calls(engine, call, engine.facts({}))):
        validator.validate(json.loads(explain_json.render(other, language)))


def test_texts_follow_the_language_and_ids_never_change(engine: Engine, call: Profile) -> None:
    english, chinese = (
        json.loads(explain_json.render(engine.why_not(call, "network.jitter"), language)) for language in LANGUAGES
    )
    assert (english["title"], chinese["title"]) == ("Jitter", "网络抖动")
    assert english["cause"] == chinese["cause"] == "network.jitter"

    def ids(value: Any) -> list[str]:
        if isinstance(value, dict):
            own = [str(value[name]) for name in ("rule", "fact", "origin", "kind") if name in value]
            return own + [one for part in value.values() for one in ids(part)]
        return [one for part in value for one in ids(part)] if isinstance(value, list) else []

    assert ids(english) == ids(chinese)
