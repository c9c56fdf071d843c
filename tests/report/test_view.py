from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from rtctriage.diagnosis import ConditionResult, Diagnosis, Missing
from rtctriage.knowledge.model import KnowledgeBase
from rtctriage.report.questions import QUESTIONS
from rtctriage.report.view import view

Maker = Callable[..., Diagnosis]

CPU = Missing("cpu.total", "How busy is the CPU?", ("resources.cpu-overload",))
WIFI = Missing("device.wifi_rssi", "How strong is the Wi-Fi?", ("network.weak-wifi", "network.packet-loss"))
RTT = Missing("network.rtt", "How long are round trips?", ("network.high-latency", "network.gone"))
LEVEL = Missing("uplink.audio.level", "How loud is the microphone?", ("usage.mic-silent",))
NOTHING = Missing("app.name", "Which app is it?", ())


@pytest.fixture
def explaining(knowledge: KnowledgeBase) -> KnowledgeBase:
    """Loss explains stutter, and a silent microphone that nothing is heard."""
    explains = {"network.packet-loss": ("stutter", "noise"), "usage.mic-silent": ("no-audio",)}
    causes = {
        name: msgspec.structs.replace(cause, explains=explains.get(name, ()))
        for name, cause in knowledge.causes.items()
    }
    return knowledge.replace(causes=causes)


def asked(diagnosis: Diagnosis, knowledge: KnowledgeBase | None, complaint: str | None, *missing: Missing) -> list[str]:
    given = msgspec.structs.replace(diagnosis, complaint=complaint, missing=missing)
    return [question.fact for question in view(given, knowledge).questions]


@pytest.mark.parametrize(
    ("complaint", "order"),
    [
        ("stutter", [WIFI, CPU, RTT, LEVEL, NOTHING]),
        ("no-audio", [LEVEL, CPU, RTT, WIFI, NOTHING]),
        ("blurry", [CPU, RTT, WIFI, LEVEL, NOTHING]),  # explained by none of them
        (None, [CPU, RTT, WIFI, LEVEL, NOTHING]),
    ],
)
def test_what_explains_the_complaint_is_asked_first(
    empty: Maker, explaining: KnowledgeBase, complaint: str | None, order: list[Missing]
) -> None:
    found = asked(empty("en"), explaining, complaint, CPU, RTT, WIFI, LEVEL, NOTHING)
    assert found == [missing.fact for missing in order]


def test_without_knowledge_questions_stay_in_order(fault: Maker) -> None:
    assert asked(fault("en"), None, "stutter", CPU, WIFI) == [CPU.fact, WIFI.fact]


def test_what_explains_the_complaint_is_among_the_few_that_are_asked(empty: Maker, explaining: KnowledgeBase) -> None:
    others = [Missing(f"cpu.{i}", "How busy is the CPU?", CPU.would_settle) for i in range(QUESTIONS)]
    found = asked(empty("en"), explaining, "stutter", *others, WIFI)
    assert found == [WIFI.fact, *[missing.fact for missing in others[:-1]]]


def test_of_two_limits_of_one_measurement_the_stricter_one_is_shown(fault: Maker, knowledge: KnowledgeBase) -> None:
    def condition(fact: str, operator: str, limit: float, observed: float = 90.0) -> ConditionResult:
        return ConditionResult(fact, observed, operator, limit, "", "true")

    tests = (
        condition("network.rtt", ">=", 15.0),
        condition("network.rtt", ">=", 30.0),
        condition("network.rtt", "<", 200.0),
        condition("network.rtt", "<", 100.0),
        condition("network.rtt", ">=", 40.0, observed=95.0),
        condition("cpu.total", ">=", 10.0),
    )
    d = fault("en")
    assert d.primary is not None
    finding = msgspec.structs.replace(d.primary.findings[0], conditions=tests)
    primary = msgspec.structs.replace(d.primary, findings=(finding,))
    shown = view(msgspec.structs.replace(d, primary=primary), knowledge).primary
    assert shown is not None
    assert [(m.fact, m.limit) for m in shown.findings[0].measured] == [
        ("Round-trip time", "≥ 30"),
        ("Round-trip time", "< 100"),
        ("Round-trip time", "≥ 40"),
        ("CPU use", "≥ 10"),
    ]
