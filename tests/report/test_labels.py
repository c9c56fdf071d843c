from __future__ import annotations

import pytest

from rtctriage.diagnosis import ConditionResult
from rtctriage.knowledge.model import FactSpec, KnowledgeBase
from rtctriage.profile import Known, Stream, Streams
from rtctriage.report.labels import Labels
from rtctriage.series import Series
from rtctriage.text import Text


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


def test_what_was_measured_against_what() -> None:
    labels = Labels(None, "en")
    with_text = ConditionResult("a.b", 1.0, ">=", 2.0, "ms", "true", text="a.b: p95 >= 2 ms")
    assert labels.tested(with_text) == ("p95 1 ms", "≥ 2 ms")
    assert labels.tested(with_text, once=True) == ("1 ms", "≥ 2 ms")
    assert labels.tested(ConditionResult("a.b", 1.0, ">=", 2.0, "ms", "true")) == ("1 ms", "≥ 2 ms")
    assert labels.tested(ConditionResult("a.b", "x", "in", ("x", "y"), "", "true")) == ("x", "one of x, y")
    assert labels.tested(ConditionResult("a.b", False, "==", False, "", "true")) == ("no", "= no")


def test_a_conclusion_is_as_sure_as_it_is() -> None:
    premise = ConditionResult(
        "network.packet-loss", 0.9, "established", 0.6, "", "true", text="established: network.packet-loss"
    )
    assert Labels(None, "en").tested(premise) == ("certainty 0.9", "established")
    assert Labels(None, "zh").tested(premise) == ("置信度 0.9", "已确认")


def test_complaints_have_titles_and_common_words_are_translated(knowledge: KnowledgeBase) -> None:
    labels = Labels(knowledge, "zh")
    complaint = ConditionResult("complaint", "stutter", "in", ("stutter", "noise"), "", "true")
    assert labels.tested(complaint) == ("卡顿", "为其中之一：卡顿、noise")
    error = FactSpec(name="mic.error", type="choice", title=Text("Error", "错误"), meaning=Text("", ""))
    knowledge = knowledge.replace(facts={"mic.error": error})
    assert Labels(knowledge, "zh").shown("mic.error", "none", "") == "无"
    assert Labels(knowledge, "zh").shown("app.name", "none", "") == "none"


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


def test_what_was_typed_as_a_series_is_of_no_stream() -> None:
    """Only what is one of several is named."""
    assert Labels(None, "en").streams(["", "all", "path", "video 3471"]) == ["video 3471"]
