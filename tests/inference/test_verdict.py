"""Section 3 of the design, "certainty to verdict"."""

from __future__ import annotations

import pytest
from inference_support import cause, compare, diagnose, fact, knowledge, rule

from rtctriage.diagnosis import LayerVerdict
from rtctriage.inference import verdict
from rtctriage.inference.verdict import Level, established, excluded, layer_verdict, level, overall, suspected
from rtctriage.knowledge.model import Premise


@pytest.mark.parametrize(
    ("certainty", "is_established", "is_suspected", "is_excluded"),
    [
        (0.99, True, True, False),
        (0.6, True, True, False),
        (0.5999, False, True, False),
        (0.2, False, True, False),
        (0.1999, False, False, False),
        (0.0, False, False, False),
        (-0.1999, False, False, False),
        (-0.2, False, False, True),
        (-0.99, False, False, True),
    ],
)
def test_certainty(certainty: float, is_established: bool, is_suspected: bool, is_excluded: bool) -> None:
    assert established(certainty) is is_established
    assert suspected(certainty) is is_suspected
    assert excluded(certainty) is is_excluded


@pytest.mark.parametrize(
    ("certainty", "only_observed", "explains", "expected"),
    [
        (0.7, False, False, "fault"),
        (0.3, False, False, "suspect"),
        (0.7, True, False, "observation"),
        (0.3, True, False, "observation"),
        (0.7, True, True, "fault"),
        (0.3, True, True, "suspect"),
    ],
)
def test_level(certainty: float, only_observed: bool, explains: bool, expected: Level) -> None:
    assert level(certainty, only_observed, explains) == expected


@pytest.mark.parametrize(
    ("skipped", "levels", "core", "settled", "expected"),
    [
        (True, ["fault"], {1}, {1}, "not-applicable"),
        (False, ["suspect", "fault"], {1}, {1}, "fault"),
        (False, ["suspect", "observation"], {1}, {1}, "suspect"),
        (False, [], {1, 2}, {1, 2, 3}, "clear"),
        (False, ["observation"], {1, 2}, {1, 2}, "clear"),
        (False, [], {1, 2}, {1, 3}, "unmeasured"),
        (False, [], {1}, set(), "unmeasured"),
        (False, [], set(), set(), "unmeasured"),
    ],
)
def test_layer(skipped: bool, levels: list[Level], core: set[int], settled: set[int], expected: str) -> None:
    assert layer_verdict(skipped, levels, frozenset(core), settled) == expected


def test_it_is_written_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever moves a limit there has moved it everywhere: levels, layers, what comes first, what others build on."""
    facts = [fact("a"), fact("b"), fact("c")]
    base = knowledge(
        facts,
        [
            cause("access.a", rule("access.a/r", compare("a", ">", 0.0), 0.9)),
            cause("network.b", rule("network.b/r", Premise(cause="access.a", state="established"), 0.9)),
            cause("media.c", rule("media.c/r", compare("b", ">", 0.0), 0.96)),
            cause("usage.d", rule("usage.d/r", compare("c", ">", 0.0), -0.9)),
            cause("compatibility.e", rule("compatibility.e/r", Premise(cause="usage.d", state="excluded"), 0.9)),
        ],
    )

    def said() -> list[str]:
        found = diagnose(base, {"a": 1.0, "b": 1.0, "c": 1.0})
        assert found.primary is not None
        return [found.primary.cause, found.primary.verdict, *(layer.verdict for layer in found.layers)]

    assert said() == ["access.a", "fault", "fault", "fault", "unmeasured", "fault", "clear", "fault"]
    monkeypatch.setattr(verdict, "ESTABLISHED", 0.95)
    monkeypatch.setattr(verdict, "EXCLUDED", -0.95)
    assert said() == [
        "media.c", "fault", "suspect", "unmeasured", "unmeasured", "fault", "unmeasured", "unmeasured",
    ]  # fmt: skip
    monkeypatch.setattr(verdict, "SUSPECTED", 0.92)
    assert said()[2:6] == ["unmeasured", "unmeasured", "unmeasured", "fault"]


def test_overall() -> None:
    clear: dict[str, LayerVerdict] = {"access": "unmeasured", "network": "clear", "media": "clear"}
    assert overall([], clear) == "healthy"
    assert overall(["observation"], clear) == "healthy"
    assert overall(["suspect"], clear) == "suspect"
    assert overall(["suspect", "fault"], clear) == "fault"
    assert overall([], {"network": "clear", "media": "unmeasured"}) == "inconclusive"
    assert overall([], {"network": "clear", "media": "not-applicable"}) == "inconclusive"
    assert overall([], {}) == "inconclusive"
