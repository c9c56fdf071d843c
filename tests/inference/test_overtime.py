"""One series: reducers, shares, uninterrupted stretches and changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inference_support import compare, series

from rtctriage.inference.overtime import SLACK, change_in, compare_series, lasting, reduce
from rtctriage.knowledge.model import Change, Comparison, Operator
from rtctriage.series import GAP, Series

OPERATORS: tuple[Operator, ...] = ("<", "<=", "==", "!=", ">=", ">")
values = st.lists(st.sampled_from([0.0, 1.0, 2.0, 3.0]), min_size=1, max_size=25)


@st.composite
def courses(draw: st.DrawFn) -> Series:
    """Series with an uneven step and now and then a gap."""
    given_ = draw(values)
    steps = draw(st.lists(st.sampled_from([1.0, 1.0, 1.0, 1.0, 0.5, 2.0, 7.0]), min_size=len(given_)))
    times: list[float] = []
    at = draw(st.sampled_from([0.0, 1.0, 30.0]))
    for step, _ in zip(steps, given_, strict=False):
        at += step
        times.append(at)
    return Series(times, given_)


def satisfies(value: float, op: str, limit: float) -> bool:
    return {
        "<": value < limit,
        "<=": value <= limit,
        "==": value == limit,
        "!=": value != limit,
        ">=": value >= limit,
        ">": value > limit,
    }[op]


def longest_stretch(course: Series, flags: list[bool]) -> float:
    """By trying every pair of samples: all between them hold, and no two are further apart than 2.5 steps."""
    best = -1.0
    t = course.times
    for i in range(len(t)):
        linked = i > 0 and t[i] - t[i - 1] <= GAP * course.step
        begin = max(0.0, t[i - 1] if linked else t[i] - course.step)
        for j in range(i, len(t)):
            if not flags[j] or (j > i and t[j] - t[j - 1] > GAP * course.step):
                break
            best = max(best, t[j] - begin)
    return best


@given(
    courses(), st.sampled_from(OPERATORS), st.sampled_from([0.5, 1.0, 2.0, 4.0]), st.sampled_from([1.0, 3.0, 5.0, 9.0])
)
def test_for_against_trying_every_pair_of_samples(course: Series, op: Operator, limit: float, for_s: float) -> None:
    outcome = compare_series(compare("f", op, limit, for_s=for_s), course, 1)
    flags = [satisfies(v, op, limit) for v in course.values]
    enough = longest_stretch(course, flags) >= for_s - SLACK * course.step
    if enough:
        assert outcome.truth is True
        assert outcome.window is not None
        begin, end = outcome.window
        assert end - begin >= for_s - SLACK * course.step
        inside = [
            v for t, v, flag in zip(course.times, course.values, flags, strict=True) if flag and begin <= t <= end
        ]
        assert outcome.observed == pytest.approx(sum(inside) / len(inside))
    else:
        assert outcome.truth is (None if all(flags) else False)
        assert outcome.window is None


@given(courses(), st.sampled_from(OPERATORS), st.sampled_from([0.5, 1.0, 2.0, 4.0]))
def test_reducers_against_their_definitions(course: Series, op: Operator, limit: float) -> None:
    ordered = sorted(course.values)
    expected = {
        "max": ordered[-1],
        "min": ordered[0],
        "first": course.values[0],
        "last": course.values[-1],
        "mean": sum(ordered) / len(ordered),
    }
    for reducer, value in expected.items():
        outcome = compare_series(compare("f", op, limit, reducer=reducer), course, 1)
        assert outcome.observed == pytest.approx(value)
        assert outcome.truth is satisfies(outcome.observed or 0.0, op, limit)
        assert outcome.window is None


def test_percentiles() -> None:
    course = series([10.0, 20.0, 30.0, 40.0, 50.0])
    assert reduce("median", course) == 30.0
    assert reduce("p50", course) == 30.0
    assert reduce("p95", course) == pytest.approx(48.0)
    assert reduce("p1", course) == pytest.approx(10.4)
    assert reduce(None, course) is None
    assert reduce("average", course) is None


def test_too_few_samples_are_unknown() -> None:
    course = series([9.0, 9.0])
    assert compare_series(compare("f", ">", 1.0, reducer="max"), course, 3).truth is None
    assert compare_series(compare("f", ">", 1.0, for_s=1.0), course, 3).truth is None
    assert compare_series(compare("f", ">", 1.0, reducer="max"), course, 2).truth is True
    assert compare_series(compare("f", ">", 1.0, reducer="max"), series([]), 0).truth is None
    assert compare_series(compare("f", ">", 1.0), series([9.0] * 9), 1).truth is None


def test_five_samples_a_second_apart_are_five_seconds_give_or_take() -> None:
    good = Series([0.999 * i for i in range(1, 11)], [0, 0, 9, 9, 9, 9, 9, 0, 0, 0])
    assert compare_series(compare("f", ">=", 5.0, for_s=5.0), good, 3).truth is True
    short = series([0, 0, 9, 9, 9, 9, 0, 0, 0])
    assert compare_series(compare("f", ">=", 5.0, for_s=5.0), short, 3).truth is False


def test_a_recording_shorter_than_the_duration() -> None:
    """All of it satisfies the test: it may have gone on, nobody knows. None of it does: false."""
    assert compare_series(compare("f", ">", 5.0, for_s=10.0), series([9, 9, 9, 9]), 3).truth is None
    outcome = compare_series(compare("f", ">", 5.0, for_s=10.0), series([1, 2, 3, 4]), 3)
    assert outcome.truth is False
    assert outcome.observed == 4.0


def test_a_gap_ends_a_stretch() -> None:
    times = [1, 2, 3, 4, 14, 15, 16, 17, 18, 19]
    bad = [9, 9, 9, 9, 9, 9, 9, 0, 0, 0]
    assert compare_series(compare("f", ">", 5.0, for_s=5.0), Series(times, bad), 3).truth is False
    assert compare_series(compare("f", ">", 5.0, for_s=4.0), Series(times, bad), 3).window == (0.0, 4.0)


def test_after_drops_the_first_seconds_of_the_stream() -> None:
    course = series([9, 9, 9, 9, 9, 0, 0, 0, 0, 0], begin=40.0)
    assert compare_series(compare("f", ">", 5.0, reducer="max", after_s=5.0), course, 3).truth is False
    assert compare_series(compare("f", ">", 5.0, reducer="max", after_s=4.0), course, 3).truth is True
    assert compare_series(compare("f", ">", 5.0, reducer="max", after_s=8.0), course, 3).truth is None


def test_the_window_takes_in_neighbouring_stretches() -> None:
    course = series([0, 9, 9, 9, 0, 9, 9, 9, 9, 9, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 9, 0])
    outcome = compare_series(compare("f", ">", 5.0, for_s=5.0), course, 3)
    # stretches 1-4, 5-10, 12-13 and, eight seconds away, 20-21
    assert outcome.window == (1.0, 13.0)
    assert outcome.observed == 9.0


def test_lasting_of_nothing() -> None:
    assert lasting([], 1.0, 1.0) is None


def test_share_is_of_time_and_tells_its_window() -> None:
    course = series([0, 0, 9, 9, 0, 9, 0, 0, 0, 0])
    outcome = compare_series(compare("f", ">=", 20.0, reducer="share", inner=Comparison(">", 5.0)), course, 3)
    assert (outcome.truth, outcome.window) == (True, (2.0, 6.0))
    assert outcome.observed == pytest.approx(30.0)
    # a sample that stands for two seconds counts twice
    uneven = Series([1, 2, 3, 5, 6, 7], [0, 0, 0, 9, 0, 0])
    assert compare_series(
        compare("f", ">", 0.0, reducer="share", inner=Comparison(">", 5.0)), uneven, 3
    ).observed == pytest.approx(100 * 2 / 7)


def test_a_share_that_spans_most_of_the_call_is_about_the_whole_call() -> None:
    course = series([0, 9, 0, 9, 0, 9, 0, 0, 9, 0])
    outcome = compare_series(compare("f", ">=", 30.0, reducer="share", inner=Comparison(">", 5.0)), course, 3)
    assert (outcome.truth, outcome.window) == (True, None)
    assert outcome.observed == pytest.approx(40.0)


def test_a_share_of_all_or_nothing() -> None:
    for level, share in ((9.0, 100.0), (0.0, 0.0)):
        outcome = compare_series(
            compare("f", ">=", 50.0, reducer="share", inner=Comparison(">", 5.0)), series([level] * 5), 3
        )
        assert outcome == (share == 100.0, share, None)


@given(courses(), st.sampled_from(OPERATORS), st.sampled_from([0.5, 1.0, 2.0, 4.0]))
def test_a_share_and_that_of_the_opposite_make_a_whole(course: Series, op: Operator, limit: float) -> None:
    opposite: dict[Operator, Operator] = {"<": ">=", ">=": "<", ">": "<=", "<=": ">", "==": "!=", "!=": "=="}
    shares = [
        compare_series(compare("f", ">=", 0.0, reducer="share", inner=Comparison(o, limit)), course, 1).observed
        for o in (op, opposite[op])
    ]
    assert None not in shares
    assert sum(s for s in shares if s is not None) == pytest.approx(100.0)


def change(for_s: float = 0.0) -> Change:
    return Change(fact="f", before=Comparison(">", 0.0), after=Comparison("==", 0.0), for_s=for_s)


@pytest.mark.parametrize(
    ("course", "for_s", "truth", "window"),
    [
        ([5, 5, 5, 0, 0, 0], 3.0, True, (3.0, 6.0)),
        ([5, 5, 5, 0, 0], 3.0, False, None),
        ([5, 5, 0], 0.0, True, (2.0, 3.0)),
        ([0, 0, 0, 5, 5], 0.0, False, None),
        ([0, 5, 0, 0, 0], 2.0, False, None),  # one sample of the first is a blip
        ([0, 5, 5, 0, 0, 5, 0, 0, 0, 5], 2.0, True, (6.0, 9.0)),  # the last such stretch
        ([5, 5], 0.0, None, None),
        ([5, 5, 5], 0.0, False, None),
        ([0, 0, 0], 0.0, False, None),
    ],
)
def test_change(course: list[float], for_s: float, truth: bool | None, window: tuple[float, float] | None) -> None:
    outcome = change_in(change(for_s), series(course))
    assert outcome.truth is truth
    assert outcome.window == window


def test_what_a_series_changes_to_begins_after_what_it_changes_from() -> None:
    """Two overlapping comparisons: the samples that show the first do not count for the second."""
    overlapping = Change(fact="f", before=Comparison(">", 0.0), after=Comparison("<", 9.0), for_s=3.0)
    assert change_in(overlapping, series([5, 5, 5, 5, 9, 9])).truth is False
    assert change_in(overlapping, series([5, 5, 5, 5, 5, 9])).window == (2.0, 5.0)
