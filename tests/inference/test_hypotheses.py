"""Sides, windows and streams of hypotheses."""

from __future__ import annotations

from typing import Any as Anything

import pytest
from inference_support import cause, compare, diagnose, fact, knowledge, rule, series, streams

from rtctriage.diagnosis import Hypothesis
from rtctriage.knowledge.model import All, Any, Not, Rule
from rtctriage.profile import EvidenceNote, Profile, Streams

FACTS = [fact(f"f{i}", series=True) for i in range(6)]


def bad(number: int) -> Anything:
    return compare(f"f{number}", ">", 5.0, for_s=3.0)


def at(begin: float, end: float, label: str = "video 1", seconds: int = 60) -> Streams:
    return streams(**{label: series([9.0 if begin < t <= end else 0.0 for t in range(1, seconds + 1)])})


def run(rules: list[Rule], facts: dict[str, Anything]) -> list[Hypothesis]:
    found = diagnose(knowledge(FACTS, [cause("network.x", *rules)]), facts)
    return [*([found.primary] if found.primary else []), *found.others]


def sided(number: int, side: str | None, certainty: float = 0.9, **changes: Anything) -> Rule:
    return rule(f"network.x/r{number}", bad(number), certainty, side=side, **changes)


UP, DOWN, ANY = "uplink", "downlink", None


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        # both sides established (or both suspected), each by a finding of its own
        ([(UP, 0.9), (DOWN, 0.7)], [("both", "fault", 0.9)]),
        ([(UP, 0.3), (DOWN, 0.4)], [("both", "suspect", 0.4)]),
        # only findings without a side
        ([(ANY, 0.9), (UP, 0.0), (DOWN, 0.0)], [(None, "fault", 0.9)]),
        # a side of its own says more than what bears on every side
        ([(ANY, 0.7), (UP, 0.5), (DOWN, 0.0)], [("uplink", "fault", 0.85)]),
        ([(ANY, 0.5), (UP, 0.5), (DOWN, 0.0)], [("uplink", "fault", 0.75)]),
        # one side is excluded: the other one remains
        ([(ANY, 0.7), (UP, -0.9), (DOWN, 0.0)], [("downlink", "fault", 0.7)]),
        ([(ANY, 0.7), (UP, -0.1), (DOWN, 0.0)], [(None, "fault", 0.7)]),
        # what bears on both sides is weaker on one of them
        ([(ANY, 0.7), (UP, -0.5), (DOWN, 0.0)], [("downlink", "fault", 0.7)]),
        # unequal, each with a finding of its own
        ([(UP, 0.9), (DOWN, 0.3)], [("uplink", "fault", 0.9), ("downlink", "suspect", 0.3)]),
        ([(ANY, 0.7), (UP, 0.1), (UP, -0.5), (DOWN, 0.0)], [("downlink", "fault", 0.7), ("uplink", "suspect", 0.46)]),
        ([(UP, 0.9)], [("uplink", "fault", 0.9)]),
        ([(ANY, 0.9)], [(None, "fault", 0.9)]),
    ],
)
def test_sides(rules: list[tuple[str | None, float]], expected: list[tuple[str | None, str, float]]) -> None:
    made = [sided(i, side, certainty) for i, (side, certainty) in enumerate(rules)]
    found = run(made, {f"f{i}": at(10, 20) for i in range(len(rules))})
    assert [(h.side, h.verdict, pytest.approx(h.certainty, abs=1e-3)) for h in found] == [
        (side, verdict, pytest.approx(certainty, abs=1e-3)) for side, verdict, certainty in expected
    ]


def test_two_sides_made_one() -> None:
    (found,) = run([sided(0, UP, 0.7), sided(1, DOWN, 0.9)], {"f0": at(10, 20, "out"), "f1": at(30, 40, "in")})
    assert found.window_s == (10.0, 40.0)
    assert found.streams == ("in", "out")
    assert [f.rule for f in found.findings] == ["network.x/r1", "network.x/r0"]


def test_the_window_is_that_of_the_strongest_finding() -> None:
    (found,) = run([sided(0, None, 0.5), sided(1, None, 0.7)], {"f0": at(1, 50), "f1": at(30, 40)})
    assert found.window_s == (30.0, 40.0)


def test_of_equally_strong_findings_the_union() -> None:
    (found,) = run([sided(0, None, 0.5), sided(1, None, 0.5)], {"f0": at(10, 20), "f1": at(30, 40)})
    assert found.window_s == (10.0, 40.0)


def test_the_whole_call_gives_way_to_a_window_that_is_as_strong() -> None:
    whole = rule("network.x/w", compare("f0", ">", 1.0, reducer="p95"), 0.7)
    facts = {"f0": streams(a=[9.0] * 60), "f1": at(30, 40)}
    assert run([whole], facts)[0].window_s is None
    assert run([whole, sided(1, None, 0.7)], facts)[0].window_s == (30.0, 40.0)
    assert run([whole, sided(1, None, 0.6)], facts)[0].window_s is None


def finding_window(when: Anything, facts: dict[str, Anything]) -> tuple[float, float] | None:
    (found,) = run([rule("network.x/r", when, 0.9)], facts)
    return found.findings[0].window_s


def test_a_findings_window_is_the_overlap_where_there_is_one_else_the_span() -> None:
    both = All((bad(0), bad(1)))
    assert finding_window(both, {"f0": at(10, 20), "f1": at(15, 30)}) == (15.0, 20.0)
    assert finding_window(both, {"f0": at(10, 20), "f1": at(30, 40)}) == (10.0, 40.0)
    whole = compare("f1", ">", 1.0, reducer="max")
    assert finding_window(All((bad(0), whole)), {"f0": at(10, 20), "f1": at(30, 40)}) == (10.0, 20.0)


def test_of_alternatives_only_what_holds_counts() -> None:
    either = Any((bad(0), All((bad(1), bad(2)))))
    assert finding_window(either, {"f0": at(10, 20), "f1": at(30, 40), "f2": at(0, 0)}) == (10.0, 20.0)
    assert finding_window(either, {"f0": at(0, 0), "f1": at(30, 40), "f2": at(35, 50)}) == (35.0, 40.0)


def test_what_is_known_to_be_false_has_no_window() -> None:
    assert finding_window(All((bad(0), Not(bad(1)))), {"f0": at(10, 20), "f1": at(0, 0)}) == (10.0, 20.0)


def test_where() -> None:
    weaker = sided(1, None, 0.4, where="path")
    (found,) = run([sided(0, None, 0.5), weaker], {"f0": at(10, 20), "f1": at(10, 20)})
    assert found.where == "path"
    (found,) = run([sided(0, None, 0.5, where="local"), weaker], {"f0": at(10, 20), "f1": at(10, 20)})
    assert found.where == "local"


def test_what_speaks_against_it_is_shown_last() -> None:
    made = [sided(0, None, -0.3), sided(1, None, 0.5), sided(2, None, 0.7)]
    (found,) = run(made, {f"f{i}": at(10, 20) for i in range(3)})
    assert [f.certainty for f in found.findings] == [0.7, 0.5, -0.3]
    assert found.certainty == pytest.approx(0.7857, abs=1e-4)  # (0.85 - 0.3) / (1 - 0.3)


def test_a_window_that_never_ends_runs_to_the_end_of_the_recording() -> None:
    """Statistics stop where a connection fails; the log goes on."""
    base = knowledge(FACTS, [cause("network.x", sided(0, None))])

    def window(begin: float, end: float) -> tuple[float, float] | None:
        note = EvidenceNote(file="a.json", format="webrtc-internals", seconds=75.0)
        found = diagnose(base, Profile({"f0": at(begin, end)}, (note,)))
        assert found.primary is not None
        (condition,) = found.primary.findings[0].conditions
        assert condition.window_s == found.primary.window_s
        return found.primary.window_s

    assert window(40, 60) == (40.0, 75.0)
    assert window(40, 59) == (40.0, 75.0)  # one sample late is as good as the last
    assert window(40, 58) == (40.0, 58.0)
    assert window(40, 50) == (40.0, 50.0)


def test_a_window_that_ends_with_its_own_stream_alone_has_ended() -> None:
    base = knowledge(FACTS, [cause("network.x", sided(0, None))])
    note = EvidenceNote(file="a.json", format="webrtc-internals", seconds=75.0)
    facts = {"f0": at(30, 40, seconds=40), "f1": at(0, 0, seconds=60)}
    found = diagnose(base, Profile(facts, (note,)))
    assert found.primary is not None
    assert found.primary.window_s == (30.0, 40.0)
