"""The diagnosis as a whole."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any as Anything

import msgspec
import pytest
from generated import Generator
from hypothesis import given
from hypothesis import strategies as st
from inference_support import LAYERS, cause, compare, diagnose, fact, knowledge, profile, rule, series, streams, text

from rtctriage.diagnosis import ConditionResult, Diagnosis, Finding, Missing, RuledOut, Unmeasured
from rtctriage.inference.answer import wall_clock
from rtctriage.inference.compile import compile_program
from rtctriage.knowledge.model import All, Any, KnowledgeBase, Not, Threshold, Together
from rtctriage.profile import EvidenceNote, Known, Profile
from rtctriage.text import Text

LOSS_POOR = Threshold(name="loss.poor", value=5.0, unit="%", min_samples=3, source="hand")


def base() -> KnowledgeBase:
    """The example of the design, and a cause in another layer."""
    facts = [
        fact("complaint", type="choice"),
        fact("uplink.packet_loss", unit="%", series=True, question=text("loss?")),
        fact("downlink.packet_loss", unit="%", series=True, question=text("loss down?")),
        fact("device.wifi_rssi", unit="dBm", question=text("rssi?")),
        fact("cpu.total", unit="%", series=True, question=text("cpu?")),
        fact("uplink.video.frame_rate", unit="fps", series=True),
    ]
    poor = compare("uplink.packet_loss", ">=", 0.0, threshold="loss.poor", for_s=5.0, text=">= {loss.poor} for 5 s")
    loss = cause(
        "network.packet-loss",
        rule("network.packet-loss/uplink", poor, 0.9, side="uplink", where="path"),
        rule(
            "network.packet-loss/uplink-clean",
            compare("uplink.packet_loss", "<", 1.0, reducer="p95", text="p95 < 1 %"),
            -0.9,
            side="uplink",
        ),
        rule(
            "network.packet-loss/downlink-clean",
            compare("downlink.packet_loss", "<", 1.0, reducer="p95", text="p95 < 1 %"),
            -0.8,
            side="downlink",
        ),
        core=True,
        explains=("stutter",),
        leads_to=("media.framerate",),
        ask=("device.wifi_rssi",),
        playbook="network/packet-loss",
    )
    cpu = cause(
        "resources.cpu",
        rule("resources.cpu/r", compare("cpu.total", ">", 90.0, reducer="mean", text="mean > 90 %"), 0.9),
        ask=("device.wifi_rssi", "cpu.total"),
    )
    rate = cause(
        "media.framerate",
        rule("media.framerate/low", compare("uplink.video.frame_rate", "<", 10.0, for_s=5.0), 0.9),
        rule("media.framerate/fine", compare("uplink.video.frame_rate", ">", 20.0, reducer="p50"), -0.9),
    )
    return knowledge(facts, [loss, cpu, rate], thresholds=[LOSS_POOR])


def test_the_example_of_the_design() -> None:
    loss = series([0.2] * 12 + [8.2] * 10 + [0.2] * 8)
    found = diagnose(base(), {"uplink.packet_loss": streams(uplink=loss), "complaint": "stutter"}, language="zh")
    primary = found.primary
    assert primary is not None
    assert (primary.cause, primary.side, primary.where, primary.verdict) == (
        "network.packet-loss",
        "uplink",
        "path",
        "fault",
    )
    assert primary.title == "network.packet-loss（中文）"
    assert (primary.certainty, primary.window_s, primary.streams) == (0.9, (12.0, 22.0), ("uplink",))
    assert primary.playbook == "network/packet-loss"
    assert primary.findings == (
        Finding(
            rule="network.packet-loss/uplink",
            origin="test.yaml:network.packet-loss/uplink",
            certainty=0.9,
            because="network.packet-loss/uplink（中文）",
            window_s=(12.0, 22.0),
            streams=("uplink",),
            conditions=(
                ConditionResult(
                    "uplink.packet_loss", 8.2, ">=", 5.0, "%", "true", (12.0, 22.0), ("uplink",), ">= 5 % for 5 s"
                ),
            ),
        ),
    )
    assert (found.verdict, found.complaint, found.chainer, found.language) == ("fault", "stutter", "plain", "zh")
    assert found.knowledge == "abc"


def test_a_profile_of_which_nothing_is_known() -> None:
    """The answer is what to find out first: by layer, then by how much it would settle."""
    found = diagnose(base(), {})
    assert found.verdict == "inconclusive"
    assert found.primary is None
    assert [layer.verdict for layer in found.layers] == ["unmeasured"] * 6
    assert found.layers[1].unmeasured == (
        Unmeasured("network.packet-loss", ("uplink.packet_loss", "device.wifi_rssi", "downlink.packet_loss")),
    )
    assert found.missing == (
        Missing("device.wifi_rssi", "rssi?", ("network.packet-loss", "resources.cpu")),
        Missing("uplink.packet_loss", "loss?", ("network.packet-loss",)),
        Missing("downlink.packet_loss", "loss down?", ("network.packet-loss",)),
        Missing("cpu.total", "cpu?", ("resources.cpu",)),
    )


def test_ruled_out() -> None:
    found = diagnose(base(), {"uplink.packet_loss": 0.2, "downlink.packet_loss": 0.1})
    network = found.layers[1]
    assert (network.verdict, network.ruled_out, network.unmeasured) == ("clear", ("network.packet-loss",), ())
    assert network.exclusions == (
        RuledOut(
            "network.packet-loss",
            -0.8,
            "network.packet-loss/uplink-clean",
            (
                ConditionResult("uplink.packet_loss", 0.2, "<", 1.0, "%", "true", text="p95 < 1 %"),
                ConditionResult("downlink.packet_loss", 0.1, "<", 1.0, "%", "true", text="p95 < 1 %"),
            ),
        ),
    )
    assert [m.fact for m in found.missing] == ["device.wifi_rssi", "cpu.total"]


def test_one_side_ruled_out_leaves_the_other_to_be_measured() -> None:
    found = diagnose(base(), {"uplink.packet_loss": 0.2, "device.wifi_rssi": -60.0})
    assert found.layers[1].verdict == "unmeasured"
    assert found.layers[1].unmeasured == (Unmeasured("network.packet-loss", ("downlink.packet_loss",)),)
    assert [m.fact for m in found.missing] == ["downlink.packet_loss", "cpu.total"]


def test_neither_found_nor_excluded_although_all_is_known() -> None:
    found = diagnose(base(), {"cpu.total": 50.0, "device.wifi_rssi": -60.0})
    assert found.layers[2].unmeasured == (Unmeasured("resources.cpu", ()),)


def test_what_is_found_is_not_asked_for() -> None:
    found = diagnose(base(), {"uplink.packet_loss": 9.0})
    assert [(m.fact, m.would_settle) for m in found.missing] == [
        ("device.wifi_rssi", ("resources.cpu",)),
        ("cpu.total", ("resources.cpu",)),
    ]


def test_layers_that_do_not_apply_ask_for_nothing() -> None:
    given = base().replace(
        layers=tuple(
            msgspec.structs.replace(layer, skip_when=compare("device.wifi_rssi", "<", -90.0))
            if layer.id == "resources"
            else layer
            for layer in base().layers
        ),
    )
    found = diagnose(given, {"device.wifi_rssi": -95.0})
    assert found.layers[2].verdict == "not-applicable"
    assert [m.fact for m in found.missing] == ["uplink.packet_loss", "downlink.packet_loss"]


def test_healthy() -> None:
    fine: dict[str, Anything] = {
        "uplink.packet_loss": 0.2,
        "downlink.packet_loss": 0.1,
        "uplink.video.frame_rate": streams(a=[30.0] * 9),
    }
    assert diagnose(base(), fine).verdict == "healthy"
    assert diagnose(base(), {**fine, "uplink.video.frame_rate": streams(a=[30.0] * 2)}).verdict == "inconclusive"


def conditions(when: Anything, facts: dict[str, Anything]) -> tuple[ConditionResult, ...]:
    given = knowledge([fact("a"), fact("b"), fact("c", series=True)], [cause("usage.x", rule("usage.x/r", when, 0.9))])
    found = diagnose(given, facts)
    assert found.primary is not None
    return found.primary.findings[0].conditions


def test_all_tests_of_a_rule_are_shown_as_they_came_out() -> None:
    a, b, c = (compare(name, ">", 0.0) for name in ("a", "b", "c"))
    shown = conditions(Any((a, All((b, Not(c))))), {"a": 1.0, "b": 0.0})
    assert [(s.fact, s.observed, s.operator, s.truth) for s in shown] == [
        ("a", 1.0, ">", "true"),
        ("b", 0.0, ">", "false"),
        ("c", None, "not >", "unknown"),
    ]
    (negated,) = conditions(Not(a), {"a": 0.0})
    assert (negated.operator, negated.text, negated.truth) == ("not >", "not > 0.0", "true")


def test_together_is_shown_part_by_part() -> None:
    both = Together(parts=(compare("c", ">", 0.0), compare("a", "<", 5.0)), for_s=2.0)
    shown = conditions(both, {"c": streams(x=[3.0, 3.0, 3.0]), "a": 1.0})
    assert [(s.fact, s.observed, s.window_s, s.streams) for s in shown] == [
        ("c", 3.0, (0.0, 3.0), ("x",)),
        ("a", 1.0, (0.0, 3.0), ("x",)),
    ]


def test_evidence_and_notes() -> None:
    note = EvidenceNote(
        file="a.json",
        format="webrtc-internals",
        connection="12-1",
        samples=1800,
        t0=1795378323897.0,
        seconds=30.04,
        notes=(Text("cut", "截断"),),
    )
    given = Profile({}, (note, EvidenceNote(file="b", format="profile", t0=1e300)), (Text("differs", "不一致"),))
    found = diagnose(base(), given, language="zh")
    assert found.notes == ("不一致",)
    first, second = found.evidence
    assert (first.t0, first.seconds, first.notes) == ("2026-11-22T20:12:03.897Z", 30.0, ("截断",))
    assert second.t0 is None


@pytest.mark.parametrize("milliseconds", [None, float("nan"), float("inf"), 1e18, -1e18])
def test_times_that_are_none(milliseconds: float | None) -> None:
    assert wall_clock(milliseconds) is None


def test_the_answer_survives_json() -> None:
    for seed in range(10):
        made = Generator(seed)
        program = compile_program(made.knowledge)
        for _ in range(5):
            found = diagnose(program, made.profile())
            assert msgspec.json.decode(msgspec.json.encode(found), type=Diagnosis) == found


@given(st.integers(0, 40), st.integers(0, 10))
def test_ids_do_not_depend_on_the_language(seed: int, skip: int) -> None:
    made = Generator(seed)
    program = compile_program(made.knowledge)
    for _ in range(skip):
        made.profile()
    known = made.profile()
    one, two = diagnose(program, known, language="en"), diagnose(program, known, language="zh")
    assert one.verdict == two.verdict
    assert [m.fact for m in one.missing] == [m.fact for m in two.missing]
    assert [layer.ruled_out for layer in one.layers] == [layer.ruled_out for layer in two.layers]


@given(st.integers(0, 60))
def test_every_cause_is_in_one_place_of_its_layer(seed: int) -> None:
    made = Generator(seed)
    program = compile_program(made.knowledge)
    known = made.profile()
    found = diagnose(program, known)
    observed = {h.cause for h in found.observations}
    for layer in found.layers:
        own = {c.id for c in made.causes if c.layer == layer.layer}
        named = [*{*layer.faults, *layer.suspects}, *layer.ruled_out, *(u.cause for u in layer.unmeasured)]
        named += [c for c in observed & own if c not in layer.faults and c not in layer.suspects]
        if layer.verdict == "not-applicable":
            assert named == []
        else:
            assert sorted(named) == sorted(own)
        assert not any(f in known.facts for u in layer.unmeasured for f in u.facts)
    assert not any(m.fact in known.facts for m in found.missing)
    assert [layer.layer for layer in found.layers] == list(LAYERS)


@given(st.integers(0, 60))
def test_what_is_missing_is_what_undecided_causes_need(seed: int) -> None:
    made = Generator(seed)
    program = compile_program(made.knowledge)
    found = diagnose(program, made.profile())
    needed: dict[str, set[str]] = {}
    for layer in found.layers:
        for undecided in layer.unmeasured:
            for name in undecided.facts:
                needed.setdefault(name, set()).add(undecided.cause)
    with_question = {spec.name for spec in made.facts if spec.question is not None}
    assert {m.fact: {*m.would_settle} for m in found.missing} == {
        name: causes for name, causes in needed.items() if name in with_question
    }
    rank = {c.id: LAYERS.index(c.layer) for c in made.causes}
    order = [(min(rank[c] for c in m.would_settle), -len(m.would_settle)) for m in found.missing]
    assert order == sorted(order)


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="reads the memory's size as Linux tells it")
def test_diagnoses_leak_nothing() -> None:
    made = Generator(5, causes_per_layer=6)
    program = compile_program(made.knowledge)
    profiles = [made.profile() for _ in range(20)]

    def resident() -> int:
        gc.collect()
        return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

    for given_ in profiles * 15:
        diagnose(program, given_)
    before = resident()
    for given_ in profiles * 60:
        diagnose(program, given_)
    assert resident() - before < 2_000_000


def test_the_complaint_of_the_profile_counts() -> None:
    found = diagnose(base(), profile({"complaint": Known("stutter")}))
    assert found.complaint == "stutter"
    assert diagnose(base(), {}).complaint is None
