"""How a conclusion came about, on small knowledge bases and on the built-in one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any as Anything

import pytest
from inference_support import cause, compare, fact, knowledge, profile, rule, series, streams, text

from rtctriage import Engine
from rtctriage.errors import UnknownName
from rtctriage.explain.how import How, how
from rtctriage.explain.tree import AllOf, AnyOf, FactTest, NotThis, PremiseTest, TogetherTest
from rtctriage.inference.compile import compile_program
from rtctriage.inference.plain import PlainChainer
from rtctriage.inference.reasoning import Reasoning, reason
from rtctriage.knowledge.formula import parse_formula
from rtctriage.knowledge.model import (
    All,
    Any,
    KnowledgeBase,
    Not,
    Premise,
    Scenario,
    Threshold,
    Together,
)
from rtctriage.profile import EvidenceNote, Known, Profile, Source, Streams

EXAMPLES = Path(__file__).parent.parent.parent / "examples"


def reasoned(base: KnowledgeBase, facts: Mapping[str, Anything] | Profile, scenario: str | None = None) -> Reasoning:
    program = compile_program(base, scenario)
    return reason(program, facts if isinstance(facts, Profile) else profile(facts), PlainChainer(program))


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(chainer="plain")


@pytest.fixture(scope="module")
def call(engine: Engine) -> Reasoning:
    return engine.reason(engine.facts(EXAMPLES / "recorded-call.json.gz"))


LOSS = [fact("loss", unit="%"), fact("rtt", unit="ms"), fact("cpu", unit="%")]


def test_the_cause_to_act_on(call: Reasoning) -> None:
    found = how(call)
    (conclusion,) = found.conclusions
    proof = conclusion.proof
    assert (proof.cause, proof.side, proof.verdict, proof.certainty) == (
        "network.packet-loss",
        "uplink",
        "fault",
        0.93,
    )
    assert conclusion.relation is not None
    assert conclusion.relation.relation == "primary"
    (side,) = proof.sides
    # 0.8 + 0.65 * 0.2, nothing against it
    assert (side.belief, side.disbelief) == (0.93, 0.0)
    assert found.layers == ()
    assert found.t0 == "2026-11-22T21:58:50.047Z"


def test_a_fact_says_where_its_value_came_from(call: Reasoning) -> None:
    test = how(call).conclusions[0].proof.rules[0].condition
    assert isinstance(test, FactTest)
    read = test.value
    assert (read.origin, read.format, read.connection) == ("evidence", "webrtc-internals", "8-1")
    assert Path(read.file).name == "recorded-call.json.gz"
    assert read.statistic == "remote-inbound-rtp.packetsLost"
    assert read.reference.startswith("W3C webrtc-stats")
    assert [(s.label, s.samples, s.window_s) for s in read.streams] == [("all", 30, (0.7, 30.7))]
    assert (test.window_s, test.streams) == ((11.7, 22.7), ("all",))
    limit = test.named[0]
    assert (limit.name, limit.value, limit.unit, limit.of_scenario) == ("loss.poor", 5.0, "%", False)
    assert "Agora Analytics" in limit.source
    assert "声网水晶球" in limit.source_zh


def test_a_certainty_says_what_it_means(call: Reasoning) -> None:
    rules = {rule.rule: rule for rule in how(call).conclusions[0].proof.rules}
    sustained = rules["network.packet-loss/uplink-sustained"]
    assert sustained.strength == "measured"
    assert sustained.strength_because is not None
    assert sustained.strength_because.en.startswith("Measured directly")
    assert sustained.strength_because.zh.startswith("直接测得")
    assert sustained.origin.startswith("builtin rules/network/packet-loss.yaml:")
    assert sustained.window_s == (11.7, 22.7)


def test_the_tree_is_as_the_rule_is_written() -> None:
    when = All((Any((compare("loss", ">", 5.0), compare("rtt", ">", 300.0))), Not(compare("cpu", ">", 80.0))))
    base = knowledge(LOSS, [cause("network.bad", rule("network.bad/r", when, 0.8))])
    found = how(reasoned(base, {"loss": 8.0, "cpu": 20.0}))
    tree = found.conclusions[0].proof.rules[0].condition
    assert isinstance(tree, AllOf)
    either, no = tree.parts
    assert isinstance(either, AnyOf)
    assert [part.truth for part in either.parts] == ["true", "unknown"]
    assert isinstance(no, NotThis)
    assert no.truth == "true"
    assert no.part.truth == "false"
    assert isinstance(no.part, FactTest)
    # as it is written: the test itself is not turned round
    assert (no.part.operator, no.part.observed, no.part.limit) == (">", 20.0, 80.0)


def test_combinations_of_one_part_keep_their_place() -> None:
    when = Not(All((Any((Not(compare("loss", ">", 5.0)),)),)))
    base = knowledge(LOSS, [cause("network.bad", rule("network.bad/r", when, 0.8))])
    tree = how(reasoned(base, {"loss": 8.0})).conclusions[0].proof.rules[0].condition
    kinds = []
    node: Anything = tree
    while not isinstance(node, FactTest):
        kinds.append((type(node).__name__, node.truth))
        node = node.part if isinstance(node, NotThis) else node.parts[0]
    assert kinds == [("NotThis", "true"), ("AllOf", "false"), ("AnyOf", "false"), ("NotThis", "false")]
    assert node.truth == "true"


def test_together_shows_its_comparisons() -> None:
    facts = [fact("uplink.loss", series=True, unit="%"), fact("rtt", series=True, unit="ms")]
    when = Together(parts=(compare("uplink.loss", ">", 5.0), compare("rtt", ">", 300.0)), for_s=3.0)
    base = knowledge(facts, [cause("network.bad", rule("network.bad/r", when, 0.8))])
    given = {"uplink.loss": streams(a=[0, 9, 9, 9, 9, 0]), "rtt": streams(path=[0, 400, 400, 400, 400, 0])}
    tree = how(reasoned(base, given)).conclusions[0].proof.rules[0].condition
    assert isinstance(tree, TogetherTest)
    assert (tree.truth, tree.for_s, tree.window_s) == ("true", 3.0, (1.0, 5.0))
    assert [(part.fact, part.observed) for part in tree.parts] == [("uplink.loss", 9.0), ("rtt", 400.0)]
    (gap,) = tree.gaps
    assert (gap.kind, gap.have, gap.need) == ("stretch", 4.0, 3.0)


def test_a_premise_has_its_own_proof_once() -> None:
    lossy = cause("network.loss", rule("network.loss/r", compare("loss", ">", 5.0), 0.8))
    premise = Premise(cause="network.loss", state="established")
    blurry = cause(
        "media.blurry",
        rule("media.blurry/a", premise, 0.7),
        rule("media.blurry/b", All((premise, compare("rtt", ">", 300.0))), 0.5),
    )
    found = how(reasoned(knowledge(LOSS, [lossy, blurry]), {"loss": 8.0, "rtt": 400.0}), "media.blurry")
    first, second = found.conclusions[0].proof.rules
    assert isinstance(first.condition, PremiseTest)
    assert first.condition.certainty == 0.8
    assert first.condition.proof is not None
    assert [r.rule for r in first.condition.proof.rules] == ["network.loss/r"]
    assert isinstance(second.condition, AllOf)
    again = second.condition.parts[0]
    assert isinstance(again, PremiseTest)
    assert again.proof is None
    assert again.certainty == 0.8


def test_a_premise_of_which_nothing_is_known() -> None:
    lossy = cause("network.loss", rule("network.loss/r", compare("loss", ">", 5.0), 0.8))
    when = Any((Premise(cause="network.loss", state="excluded"), compare("rtt", ">", 300.0)))
    base = knowledge(LOSS, [lossy, cause("media.blurry", rule("media.blurry/a", when, 0.7))])
    tree = how(reasoned(base, {"rtt": 400.0}), "media.blurry").conclusions[0].proof.rules[0].condition
    assert isinstance(tree, AnyOf)
    premise = tree.parts[0]
    assert isinstance(premise, PremiseTest)
    assert (premise.truth, premise.certainty, premise.proof) == ("unknown", None, None)


def test_an_excluded_premise_is_proven_too() -> None:
    lossy = cause("network.loss", rule("network.loss/clean", compare("loss", "<", 1.0), -0.8))
    premise = Premise(cause="network.loss", state="excluded")
    base = knowledge(LOSS, [lossy, cause("media.blurry", rule("media.blurry/a", premise, 0.7))])
    tree = how(reasoned(base, {"loss": 0.0}), "media.blurry").conclusions[0].proof.rules[0].condition
    assert isinstance(tree, PremiseTest)
    assert tree.proof is not None
    assert (tree.proof.verdict, tree.proof.certainty) == ("excluded", -0.8)


def test_only_the_strongest_of_a_group_counts() -> None:
    base = knowledge(
        LOSS,
        [
            cause(
                "network.loss",
                rule("network.loss/a", compare("loss", ">", 5.0), 0.8, evidence_group="loss"),
                rule("network.loss/b", compare("loss", ">", 3.0), 0.65, evidence_group="loss"),
                rule("network.loss/c", compare("rtt", ">", 300.0), -0.5),
            )
        ],
    )
    (side,) = how(reasoned(base, {"loss": 8.0, "rtt": 400.0}), "network.loss").conclusions[0].proof.sides
    assert [(w.rule[-1], w.counted) for w in side.weights] == [("a", True), ("b", False), ("c", True)]
    # (0.8 - 0.5) / (1 - 0.5)
    assert (side.belief, side.disbelief, side.certainty) == (0.8, 0.5, 0.6)


def test_a_scenario_has_its_own_limit() -> None:
    limit = Threshold(name="loss.poor", value=5.0, unit="%", source="the desk")
    strict = Scenario(id="strict", title=text("strict"), thresholds={"loss.poor": 2.0})
    when = compare("loss", ">", 5.0, threshold="loss.poor", text="> {loss.poor}")
    base = knowledge(
        [*LOSS, fact("scenario", type="choice")],
        [cause("network.loss", rule("network.loss/a", when, 0.8))],
        thresholds=[limit],
        scenarios=[strict],
    )
    test = how(reasoned(base, {"loss": 3.0}, "strict")).conclusions[0].proof.rules[0].condition
    assert isinstance(test, FactTest)
    (named,) = test.named
    assert (named.value, named.of_scenario, named.source, named.source_zh) == (2.0, True, "the desk", "")
    assert test.text == "> 2 %"


def test_derived_facts_stand_on_their_inputs() -> None:
    facts = [
        *LOSS,
        fact("idle", unit="ms", question=text("idle?")),
        fact("rise", unit="ms", derive="rtt - idle", reference="A page."),
    ]
    base = knowledge(
        facts,
        [cause("network.queue", rule("network.queue/a", compare("rise", ">", 100.0), 0.8))],
        derived={"rise": parse_formula("rtt - idle")},
    )
    proven = how(reasoned(base, {"rtt": 300.0, "idle": 20.0})).conclusions[0].proof.rules[0].condition
    assert isinstance(proven, FactTest)
    assert (proven.value.origin, proven.value.formula, proven.value.value) == ("derived", "rtt - idle", 280.0)
    assert proven.value.reference == "A page."
    assert [(one.fact, one.value) for one in proven.value.inputs] == [("rtt", 300.0), ("idle", 20.0)]


def test_a_code_says_the_row_that_it_was_looked_up_in(engine: Engine) -> None:
    source = {"sdk": {"vendor": "agora", "platform": "android", "error_code": "110"}}
    found = engine.how(source)
    (either,) = (rule.condition for rule in found.conclusions[0].proof.rules)
    assert isinstance(either, AnyOf)
    test, other = either.parts
    assert isinstance(test, FactTest)
    assert isinstance(other, FactTest)
    assert test.value.origin == "looked-up"
    code = test.value.code
    assert code is not None
    assert (code.vendor, code.code, code.name) == ("agora", "110", "ERR_INVALID_TOKEN")
    assert [one.fact for one in test.value.inputs] == ["sdk.error_code"]
    # nobody gave the other code
    assert (other.value.origin, other.value.code) == ("unknown", None)
    assert [(one.fact, one.origin) for one in other.value.inputs] == [("sdk.connection_reason", "unknown")]


def test_a_typed_value_says_its_place(engine: Engine, tmp_path: Path) -> None:
    file = tmp_path / "lossy.yaml"
    file.write_text("facts:\n  uplink.packet_loss: 12 %\n", encoding="utf-8")
    typed = engine.how(file).conclusions[0].proof.rules[0].condition
    assert isinstance(typed, FactTest)
    assert (typed.value.origin, typed.value.said) == ("typed", f"{file}:2")
    bare = how(engine.reason(engine.facts({}, facts={"uplink.packet_loss": 12.0}))).conclusions[0]
    test = bare.proof.rules[0].condition
    assert isinstance(test, FactTest)
    assert (test.value.origin, test.value.said) == ("typed", "")


def test_evidence_without_a_note_is_named_by_its_source() -> None:
    base = knowledge(LOSS, [cause("network.loss", rule("network.loss/a", compare("loss", ">", 5.0), 0.8))])
    given = Profile({"loss": Known(8.0, Source("evidence", "probe: packets"))}, evidence=(EvidenceNote("x", "y"),))
    test = how(reasoned(base, given)).conclusions[0].proof.rules[0].condition
    assert isinstance(test, FactTest)
    assert (test.value.file, test.value.format, test.value.statistic) == ("probe", "", "packets")


def test_of_two_files_the_one_whose_name_fits_best() -> None:
    base = knowledge(LOSS, [cause("network.loss", rule("network.loss/a", compare("loss", ">", 5.0), 0.8))])
    notes = (EvidenceNote("a", "one"), EvidenceNote("a.gz", "other", connection="7"))
    given = Profile({"loss": Known(8.0, Source("evidence", "a.gz connection 7: packets"))}, evidence=notes)
    test = how(reasoned(base, given)).conclusions[0].proof.rules[0].condition
    assert isinstance(test, FactTest)
    assert (test.value.file, test.value.format, test.value.connection) == ("a.gz", "other", "7")
    assert test.value.statistic == "packets"


def test_an_excluded_cause(call: Reasoning) -> None:
    (conclusion,) = how(call, "network.jitter").conclusions
    assert conclusion.relation is None
    assert conclusion.proof.verdict == "excluded"
    assert [side.side for side in conclusion.proof.sides] == ["uplink", "downlink"]
    assert all(rule.certainty < 0 for rule in conclusion.proof.rules)
    one = how(call, "network.jitter", side="downlink").conclusions[0].proof
    assert [side.side for side in one.sides] == ["downlink"]
    assert {rule.side for rule in one.rules} <= {None, "downlink"}


def test_the_other_side_of_a_fault(call: Reasoning) -> None:
    (conclusion,) = how(call, "network.packet-loss", side="downlink").conclusions
    assert conclusion.proof.verdict == "excluded"
    (conclusion,) = how(call, "network.packet-loss", side="uplink").conclusions
    assert conclusion.proof.verdict == "fault"


def test_an_open_cause_and_one_whose_layer_does_not_apply(engine: Engine) -> None:
    reasoning = engine.reason(engine.facts({"facts": {"connection.established": "false"}}))
    (skipped,) = how(reasoning, "media.video-freeze").conclusions
    assert skipped.proof.verdict == "not-applicable"
    assert skipped.skip is not None
    assert skipped.skip.truth == "true"
    assert skipped.skip_because is not None
    (undecided,) = how(reasoning, "access.token-expired").conclusions
    assert undecided.proof.verdict == "undecided"
    assert undecided.skip is None


def test_a_consequence_names_what_it_follows_from(engine: Engine) -> None:
    given = {"uplink.packet_loss": "8 %", "uplink.video.frame_rate": "4 fps", "uplink.video.source_frame_rate": "30"}
    found = engine.how(engine.facts({"facts": given}), "media.framerate-too-low")
    relation = found.conclusions[0].relation
    assert relation is not None
    assert relation.relation == "consequence"
    assert relation.of is not None
    assert relation.of.cause == "network.packet-loss"
    assert relation.of.obstacles == ()
    primary = engine.how(engine.facts({"facts": given})).conclusions[0].relation
    assert primary is not None
    rival = next(r for r in primary.rivals if r.cause == "media.framerate-too-low")
    assert (rival.relation, rival.of, rival.ranks, rival.decided_by) == (
        "consequence",
        "network.packet-loss",
        "behind",
        "layer",
    )


def ranked(found: How) -> list[tuple[str, str, str, tuple[str, ...]]]:
    relation = found.conclusions[0].relation
    assert relation is not None
    return [(r.cause, r.ranks, r.decided_by, r.obstacles) for r in relation.rivals]


def test_what_decides_between_rivals() -> None:
    base = knowledge(
        LOSS,
        [
            cause("network.loss", rule("network.loss/a", compare("loss", ">", 5.0), 0.8)),
            cause("network.late", rule("network.late/a", compare("rtt", ">", 300.0), 0.7)),
            cause("resources.cpu", rule("resources.cpu/a", compare("cpu", ">", 80.0), 0.4)),
        ],
    )
    reasoning = reasoned(base, {"loss": 8.0, "rtt": 400.0, "cpu": 90.0})
    assert ranked(how(reasoning)) == [
        ("network.late", "behind", "certainty", ("leads-to",)),
        ("resources.cpu", "behind", "verdict", ("leads-to",)),
    ]
    assert ranked(how(reasoning, "resources.cpu")) == [
        ("network.loss", "before", "verdict", ("leads-to",)),
        ("network.late", "before", "verdict", ("leads-to",)),
    ]
    relation = how(reasoning, "resources.cpu").conclusions[0].relation
    assert relation is not None
    assert relation.relation == "independent"


def test_an_observation() -> None:
    base = knowledge(
        LOSS, [cause("usage.mute", rule("usage.mute/a", compare("cpu", ">", 80.0), 0.8, observation=True))]
    )
    reasoning = reasoned(base, {"cpu": 90.0})
    (conclusion,) = how(reasoning, "usage.mute").conclusions
    assert conclusion.proof.verdict == "observation"
    assert conclusion.relation is not None
    assert conclusion.relation.relation == "observation"
    verdict = how(reasoning)
    assert verdict.conclusions == ()
    usage = next(layer for layer in verdict.layers if layer.layer == "usage")
    assert [(one.cause, one.verdict, one.certainty) for one in usage.settled] == [("usage.mute", "observation", 0.8)]


def test_without_a_cause_to_act_on_the_verdict_is_explained(engine: Engine) -> None:
    reasoning = engine.reason(engine.facts({"facts": {"connection.established": "false"}}))
    found = how(reasoning)
    diagnosis = engine.diagnose({"facts": {"connection.established": "false"}})
    assert found.verdict == diagnosis.verdict
    assert [(one.layer, one.verdict) for one in found.layers] == [(o.layer, o.verdict) for o in diagnosis.layers]
    for mine, theirs in zip(found.layers, diagnosis.layers, strict=True):
        if mine.verdict == "not-applicable":
            assert mine.skip is not None
            assert mine.because is not None
            continue
        assert {one.cause for one in mine.settled if one.verdict == "excluded"} == set(theirs.ruled_out)
        assert [(one.cause, one.unknown) for one in mine.open] == [(u.cause, u.facts) for u in theirs.unmeasured]


def test_both_sides_in_one_conclusion() -> None:
    base = knowledge(
        [*LOSS, fact("down", unit="%")],
        [
            cause(
                "network.loss",
                rule("network.loss/up", compare("loss", ">", 5.0), 0.8, side="uplink"),
                rule("network.loss/down", compare("down", ">", 5.0), 0.7, side="downlink"),
            )
        ],
    )
    (conclusion,) = how(reasoned(base, {"loss": 8.0, "down": 8.0})).conclusions
    assert conclusion.proof.side == "both"
    assert [(side.side, side.certainty) for side in conclusion.proof.sides] == [("uplink", 0.8), ("downlink", 0.7)]


def test_an_unknown_cause_is_told_the_nearest(call: Reasoning) -> None:
    with pytest.raises(UnknownName, match=r'did you mean "network\.jitter"'):
        how(call, "network.jiter")


def test_series_are_summarised_stream_by_stream() -> None:
    base = knowledge(
        [fact("uplink.video.loss", series=True)],
        [cause("network.loss", rule("network.loss/a", compare("uplink.video.loss", ">", 5.0, reducer="mean"), 0.8))],
    )
    given: Streams = streams(a=series([6.0, 8.0, 10.0]), b=series([]), c=series([1.0, 1.0, 1.0]))
    test = how(reasoned(base, {"uplink.video.loss": given})).conclusions[0].proof.rules[0].condition
    assert isinstance(test, FactTest)
    assert [(s.label, s.low, s.mean, s.high) for s in test.value.streams] == [("a", 6, 8, 10), ("c", 1, 1, 1)]
    assert test.streams == ("a",)
