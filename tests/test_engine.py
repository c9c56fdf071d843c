"""The library as a program uses it."""

from __future__ import annotations

import gzip
import io
import json
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import msgspec
import pytest

import rtctriage
from rtctriage import Engine, Known, Profile
from rtctriage.engine import ChainerChoice
from rtctriage.errors import (
    ChainerError,
    EvidenceError,
    KnowledgeError,
    NoSuchConnection,
    ProfileError,
    RtctriageError,
    UnknownFormat,
    UnknownName,
    UnusableSource,
)
from rtctriage.text import Language

NO_CHAINER: Any = "fast"
LOSS = {"facts": {"uplink.packet_loss": "12 %", "connection.established": True}}
DUMP = '{"PeerConnections": {}, "UserAgent": "Mozilla/5.0", "getUserMedia": []}'
POLL = '{"pc": "A", "timestamp": 1, "stats": {"T01": {"id": "T01", "type": "transport", "timestamp": 1}}}'


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(chainer="plain")


def test_everything_that_is_listed_is_there() -> None:
    for name in rtctriage.__all__:
        assert getattr(rtctriage, name) is not None
    assert dir(rtctriage) == sorted(rtctriage.__all__)
    with pytest.raises(AttributeError, match="nonsense"):
        _ = rtctriage.nonsense


def test_a_mapping_a_file_its_content_and_a_profile_are_the_same(engine: Engine, tmp_path: Path) -> None:
    content = json.dumps(LOSS).encode()
    file = tmp_path / "loss.json"
    file.write_bytes(content)
    squeezed = tmp_path / "loss.json.gz"
    squeezed.write_bytes(gzip.compress(content))
    expected = engine.diagnose(LOSS)
    assert expected.verdict == "fault"
    assert expected.primary
    assert expected.primary.cause == "network.packet-loss"
    buffers: list[bytes | bytearray | memoryview] = [content, bytearray(content), memoryview(content)]
    for source in (file, str(file), squeezed, *buffers, engine.facts(LOSS)):
        assert engine.diagnose(source) == expected
    assert rtctriage.diagnose(LOSS).primary == expected.primary


def test_numbers_and_booleans_of_a_program_are_taken(engine: Engine) -> None:
    known = engine.facts(
        {}, facts={"uplink.packet_loss": 12, "network.rtt": "0.3 s", "connection.established": True}
    ).facts
    assert known["network.rtt"].value == 300.0  # type: ignore[union-attr]
    assert known["uplink.packet_loss"].value == 12.0  # type: ignore[union-attr]
    assert known["connection.established"].value is True  # type: ignore[union-attr]


def test_facts_stand_over_the_profile_and_that_over_the_source(engine: Engine) -> None:
    below = {"facts": {"network.rtt": "1 ms", "cpu.total": "1 %", "cpu.app": "1 %"}}
    over = {"facts": {"network.rtt": "2 ms", "cpu.total": "2 %"}}
    known = engine.facts(below, profile=over, facts={"network.rtt": "3 ms"})
    values = {name: known.facts[name].value for name in known.facts}  # type: ignore[union-attr]
    assert values == {"network.rtt": 3.0, "cpu.total": 2.0, "cpu.app": 1.0}
    assert len(known.conflicts) == 3


def test_complaint_and_scenario_are_facts(engine: Engine) -> None:
    diagnosis = engine.diagnose({"complaint": "stutter"}, scenario="show-live")
    assert diagnosis.complaint == "stutter"
    assert diagnosis.scenario == "show-live"
    assert engine.diagnose({"scenario": "show-live"}, complaint="blurry").complaint == "blurry"


def test_the_language_is_that_of_the_call_else_of_the_engine(engine: Engine) -> None:
    english, chinese = engine.diagnose(LOSS), engine.diagnose(LOSS, language="zh")
    assert english.primary
    assert chinese.primary
    assert english.primary.title == "Packet loss"
    assert chinese.primary.title == "丢包"
    assert english.primary.cause == chinese.primary.cause
    assert Engine(chainer="plain", language="zh").diagnose({}).language == "zh"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_known_is_inconclusive_and_says_what_to_ask(engine: Engine, language: Language) -> None:
    diagnosis = engine.diagnose({}, language=language)
    assert diagnosis.verdict == "inconclusive"
    assert diagnosis.primary is None
    assert diagnosis.missing


def test_a_wrong_type_is_what_python_calls_it_too(engine: Engine) -> None:
    wrong: Any = 7
    with pytest.raises(TypeError):
        engine.diagnose(wrong)


def test_one_pack_needs_no_list(engine: Engine) -> None:
    pack = Path(__file__).parent.parent / "examples" / "our-rules"
    for given in (pack, str(pack)):
        assert Engine(packs=given).knowledge.causes.keys() - engine.knowledge.causes.keys() == {
            "network.weak-mobile-signal"
        }


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda e: e.diagnose({}, complaint="stuter"), UnknownName, 'did you mean "stutter"'),
        (lambda e: e.diagnose({}, scenario="nowhere"), UnknownName, "unknown scenario"),
        (lambda e: e.diagnose({}, language="de"), UnknownName, "unknown language"),
        (lambda e: e.diagnose({}, facts={"cpu.totl": 1}), ProfileError, 'did you mean "cpu.total"'),
        (lambda e: e.diagnose({"fact": {}}), ProfileError, 'did you mean "facts"'),
        (lambda e: e.diagnose({"facts": {"cpu.total": float("nan")}}), ProfileError, "not finite"),
        (lambda e: e.diagnose(b"", name="x.json"), EvidenceError, "empty"),
        (lambda e: e.diagnose(b"What is this?", name="x.txt"), EvidenceError, r"^x\.txt: "),
        (lambda e: e.diagnose("/nowhere/x.json"), EvidenceError, "/nowhere/x.json"),
        (lambda e: e.diagnose(json.dumps(LOSS).encode(), connection="1"), NoSuchConnection, "no connections"),
        (lambda e: e.diagnose(LOSS, profile={"fact": {}}), ProfileError, 'did you mean "facts"'),
        (lambda e: e.diagnose(None), UnusableSource, "NoneType cannot be diagnosed"),
        (lambda e: e.diagnose([LOSS]), UnusableSource, "list cannot be diagnosed"),
        (lambda e: e.diagnose(io.BytesIO(b"{}")), UnusableSource, "give a path, bytes, a mapping or a Profile"),
        (lambda e: e.diagnose(json.loads(DUMP)), UnknownFormat, "webrtc-internals dump; give the path of its file"),
        (lambda e: e.diagnose(LOSS, profile=json.loads(DUMP)), UnknownFormat, "give the path of its file"),
        (lambda e: e.diagnose(json.loads(POLL), name="a poll"), UnknownFormat, "^a poll is a parsed getStats"),
        (lambda e: e.diagnose(json.loads(POLL)["stats"]), UnknownFormat, "the bytes of it"),
        (lambda e: e.diagnose(Profile({"cpu.totl": Known(1.0)})), ProfileError, 'did you mean "cpu.total"'),
        (lambda e: Engine(packs=["/nowhere"]), KnowledgeError, "/nowhere"),
        (lambda e: Engine(chainer=NO_CHAINER), UnknownName, "unknown chainer"),
    ],
)
def test_errors_are_of_one_tree(engine: Engine, call: object, error: type[RtctriageError], message: str) -> None:
    with pytest.raises(error, match=message.replace("?", r"\?")):
        call(engine)  # type: ignore[operator]
    assert issubclass(error, RtctriageError)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"hello", b'{"PeerConnections":{}}', b"complain: x\n"])
def test_a_message_names_the_source_once(engine: Engine, content: bytes) -> None:
    with pytest.raises(RtctriageError) as caught:
        engine.diagnose(content, name="ticket.json")
    assert str(caught.value).startswith("ticket.json")
    assert str(caught.value).count("ticket.json") == 1
    assert "the input" not in str(caught.value)


def test_a_pack_is_laid_over(tmp_path: Path) -> None:
    (tmp_path / "disable.yaml").write_text("disable: [network.packet-loss]\n", encoding="utf-8")
    diagnosis = Engine(packs=[tmp_path], chainer="plain").diagnose(LOSS)
    assert diagnosis.primary is None or diagnosis.primary.cause != "network.packet-loss"
    assert diagnosis.knowledge != Engine(chainer="plain").knowledge.hash
    assert rtctriage.diagnose(LOSS, packs=[str(tmp_path)]).knowledge == diagnosis.knowledge


def test_later_packs_lie_over_earlier_ones(tmp_path: Path) -> None:
    for name, limit in (("a", "30 %"), ("b", "90 %")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "thresholds.yaml").write_text(
            f"thresholds: {{loss.poor: {{value: {limit}, source: s}}}}", encoding="utf-8"
        )
    a, b = tmp_path / "a", tmp_path / "b"
    assert Engine([a, b]).knowledge.thresholds["loss.poor"].value == 90.0
    assert Engine([b, a]).knowledge.thresholds["loss.poor"].value == 30.0


def test_both_chainers_answer_alike(engine: Engine) -> None:
    other = Engine()
    sources: list[Mapping[str, object]] = [{}, LOSS, {"facts": {"cpu.total": "99 %"}}]
    for source in sources:
        mine, theirs = engine.diagnose(source), other.diagnose(source)
        assert msgspec.structs.replace(theirs, chainer="plain", notes=()) == msgspec.structs.replace(mine, notes=())


@pytest.mark.parametrize("choice", ["auto", "plain"])
def test_the_chainer_is_named(choice: ChainerChoice) -> None:
    engine = Engine(chainer=choice)
    assert engine.diagnose(LOSS).chainer == engine.chainer.name


def test_a_chainer_that_fails_is_replaced_and_the_answer_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    from rtctriage.inference import chainer as chainers
    from rtctriage.inference.plain import PlainChainer
    from rtctriage.inference.program import Program

    class Broken(PlainChainer):
        name = "durable_rules"  # type: ignore[misc]  # a double that calls itself so

        def run(self, layer: int, known: object) -> tuple[int, ...]:
            raise ChainerError("out of order")

    def broken(program: Program) -> Broken:
        return Broken(program)

    monkeypatch.setattr(chainers, "best_chainer", broken)
    diagnosis = Engine().diagnose(LOSS)
    assert diagnosis.chainer == "plain"
    assert diagnosis.primary
    assert any("out of order" in note for note in diagnosis.notes)
    with pytest.raises(ChainerError, match="out of order"):
        Engine(chainer="durable_rules").diagnose(LOSS)


def test_threads_share_an_engine(engine: Engine) -> None:
    slow = {"facts": {"network.rtt": "900 ms"}}
    sources: list[Mapping[str, object]] = [LOSS, {}, slow, {"complaint": "stutter"}] * 25
    alone = [engine.diagnose(source) for source in sources]
    shared = Engine()
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(shared.diagnose, sources))
    assert [d.primary for d in together] == [d.primary for d in alone]
    assert [d.layers for d in together] == [d.layers for d in alone]


def test_results_are_frozen_all_the_way_down(engine: Engine) -> None:
    def objects(value: object) -> Iterator[msgspec.Struct]:
        if isinstance(value, msgspec.Struct):
            yield value
            for member in value.__struct_fields__:
                yield from objects(getattr(value, member))
        elif isinstance(value, tuple):
            for item in value:
                yield from objects(item)
        else:
            assert value is None or isinstance(value, str | float | int), type(value)

    seen = set()
    for result in objects(engine.diagnose(LOSS)):
        seen.add(type(result).__name__)
        with pytest.raises(AttributeError):
            setattr(result, result.__struct_fields__[0], None)
    assert seen >= {"Diagnosis", "Hypothesis", "Finding", "ConditionResult", "LayerResult", "Unmeasured", "Missing"}


def test_nothing_is_printed(engine: Engine, capfd: pytest.CaptureFixture[str]) -> None:
    engine.diagnose(LOSS)
    Engine().diagnose(LOSS)
    assert capfd.readouterr() == ("", "")


def test_a_name_that_is_no_text_can_be_shown(engine: Engine, tmp_path: Path) -> None:
    if os.name == "nt":
        pytest.skip("names are text here")
    file = tmp_path / os.fsdecode(b"x\xff.json")
    file.write_bytes(b'{"facts": {"cpu.totl": 1}}')
    with pytest.raises(ProfileError) as caught:
        engine.diagnose(file)
    str(caught.value).encode()


def test_derived_facts_can_be_seen(engine: Engine) -> None:
    known = engine.derived(Profile(facts={"uplink.video.width": Known(1280.0), "uplink.video.height": Known(720.0)}))
    assert set(known.facts) >= {"uplink.video.width", "uplink.video.height"}
    pixels = Profile(
        facts={
            "uplink.video.width": Known(1000.0),
            "uplink.video.height": Known(100.0),
            "uplink.video.bits_per_frame": Known(10.0),
        }
    )
    assert engine.derived(pixels).facts["uplink.video.bits_per_pixel"].value == pytest.approx(0.1)  # type: ignore[union-attr]
