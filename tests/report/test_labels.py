from __future__ import annotations

import pytest

from rtctriage.diagnosis import ConditionResult
from rtctriage.knowledge.model import KnowledgeBase
from rtctriage.profile import Known, Stream, Streams
from rtctriage.report.labels import Labels
from rtctriage.series import Series


@pytest.mark.parametrize(
    ("text", "zh"),
    [
        (">= 5 % for 5 s", ">= 5 % 持续 5 s"),
        ("every p95 < 1 % after 10 s", "每路 p95 < 1 %（开始 10 s 后）"),
        ("median >= 20 ms", "中位数 >= 20 ms"),
        ("min < 5 fps for 2 min", "最小值 < 5 fps 持续 2 min"),
        ("changed from > 0 to == 0 for 5 s", "由 > 0 变为 == 0 持续 5 s"),
        ("share(>= 5 %) > 20 %", "占比(>= 5 %) > 20 %"),
        ("not in [wifi, ethernet]", "不属于 [wifi, ethernet]"),
        ("in [failed]", "属于 [failed]"),
        ("not == 0 for 3 s", "不满足 == 0 持续 3 s"),
        ("version >=4.2,<4.2.6", "版本 >=4.2,<4.2.6"),
        ("known", "已知"),
        ("== true", "== 是"),
    ],
)
def test_the_words_of_conditions_are_translated(text: str, zh: str) -> None:
    assert Labels(None, "zh").in_rule_words(text) == zh
    assert Labels(None, "en").in_rule_words(text) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (8.2, "%", "8.2 %"),
        (True, "", "yes"),
        (False, "", "no"),
        (None, "%", "not measured"),
        ("failed\x1b[1m", "", "failed [1m"),
        ("x" * 200, "", "x" * 79 + "…"),
    ],
)
def test_values(value: float | bool | str | None, unit: str, text: str) -> None:
    assert Labels(None, "en").value(value, unit) == text


def test_a_limit_is_the_rule_s_text_else_made_of_its_parts() -> None:
    labels = Labels(None, "en")
    with_text = ConditionResult("a.b", 1.0, ">=", 2.0, "ms", "true", text="a.b: p95 >= 2 ms")
    assert labels.limit(with_text) == "p95 >= 2 ms"
    assert labels.limit(ConditionResult("a.b", 1.0, ">=", 2.0, "ms", "true")) == ">= 2 ms"
    assert labels.limit(ConditionResult("a.b", "x", "in", ("x", "y"), "", "true")) == "in x, y"


def test_what_was_measured_over_time_is_a_range(knowledge: KnowledgeBase) -> None:
    labels = Labels(knowledge, "en")
    streams = Streams((Stream("1", Series([0, 1], [100.0, 200.0])), Stream("2", Series([0, 1], [50.0, 50.0]))))
    assert labels.known("network.rtt", streams) == "50 to 200 ms (mean 100 ms)"
    assert labels.known("network.rtt", Streams((Stream("1", Series([0], [7.0])),))) == "7 ms"
    assert labels.known("network.rtt", Streams(())) == "not measured"
    assert labels.known("network.rtt", Known(7.0)) == "7 ms"
    assert Labels(knowledge, "zh").known("network.rtt", streams) == "50 至 200 ms（均值 100 ms）"


def test_thresholds_take_the_scenario_s_value() -> None:
    from rtctriage.knowledge.model import Scenario, Threshold
    from rtctriage.text import Text

    knowledge = KnowledgeBase(
        hash="",
        facts={},
        thresholds={"rtt.high": Threshold(name="rtt.high", value=400.0, unit="ms", source="x")},
        layers=(),
        scenarios={"ai": Scenario(id="ai", title=Text("AI", "AI"), thresholds={"rtt.high": 300.0})},
        complaints={},
        causes={},
        playbooks={},
    )
    assert Labels(knowledge, "en").test("p95 < {rtt.high}") == "p95 < 400 ms"
    assert Labels(knowledge, "en", "ai").test("p95 < {rtt.high}") == "p95 < 300 ms"
    assert Labels(knowledge, "en").test("p95 < {nothing}") == "p95 < {nothing}"
