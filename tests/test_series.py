from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtctriage.series import GAP, Series

numbers = st.floats(-1e19, 1e19)


@st.composite
def courses(draw: st.DrawFn, least: int = 1) -> Series:
    """Samples at times that rise, with gaps between them."""
    gaps = draw(st.lists(st.sampled_from([0.5, 1.0, 1.0, 1.0, 2.0, 30.0]), min_size=least, max_size=30))
    times = [sum(gaps[: i + 1]) for i in range(len(gaps))]
    return Series(times, draw(st.lists(numbers, min_size=len(times), max_size=len(times))))


def test_times_and_values_go_together() -> None:
    with pytest.raises(ValueError, match="2 times and 1 values"):
        Series([1.0, 2.0], [1.0])


def test_equality_is_by_content() -> None:
    assert Series([1], [2]) == Series(array("d", [1]), array("d", [2]))
    assert Series([1], [2]) != Series([1], [3])
    assert Series([1], [2]) != "Series([1.0], [2.0])"
    assert len({Series([1], [2]), Series([1], [2]), Series([], [])}) == 2
    assert repr(Series([1], [2])) == "Series([1.0], [2.0])"


def test_the_usual_step_is_the_median() -> None:
    assert Series([0, 1, 2, 60, 61], [0] * 5).step == 1.0
    assert Series([5], [0]).step == 1.0
    assert Series([], []).step == 1.0


def test_what_a_sample_stands_for() -> None:
    course = Series([1, 2, 3, 60, 61], [0] * 5)
    assert course.starts == [0.0, 1.0, 2.0, 59.0, 60.0]
    assert course.window == (0.0, 61.0)
    assert Series([], []).starts == []


def test_a_window_never_begins_before_the_call() -> None:
    assert Series([0, 1], [0, 0]).window == (0.0, 1.0)


def test_a_gap_is_more_than_so_many_steps() -> None:
    assert Series([0, 1, 2, 2 + GAP], [0] * 4).starts[-1] == 2.0
    assert Series([0, 1, 2, 2.01 + GAP], [0] * 4).starts[-1] == 1.01 + GAP


def test_the_part_after_some_seconds() -> None:
    course = Series([10, 11, 12, 13], [1, 2, 3, 4])
    assert course.after(2) == Series([12, 13], [3, 4])
    assert course.after(0) is course
    assert course.after(-1) is course
    assert len(course.after(100)) == 0
    empty = Series([], [])
    assert empty.after(5) is empty


def test_extremes_and_the_mean() -> None:
    course = Series([1, 2, 3], [5, 1, 3])
    assert (course.low, course.high, course.mean(), course.ordered) == (1.0, 5.0, 3.0, [1.0, 3.0, 5.0])


def test_percentiles_lie_between_the_nearest_ranks() -> None:
    course = Series(range(5), [40, 10, 30, 20, 50])
    assert [course.percentile(p) for p in (0, 25, 50, 90, 100)] == [10.0, 20.0, 30.0, 46.0, 50.0]
    assert Series([1], [7]).percentile(50) == 7.0


def test_percentiles_of_numbers_are_not_those_of_their_texts() -> None:
    assert Series(range(5), [10, 100, 11, 8, 9]).percentile(50) == 10.0


def test_stretches_end_at_gaps_and_where_the_flag_falls() -> None:
    course = Series([1, 2, 3, 4, 20, 21, 22], [0] * 7)
    assert course.stretches([True, True, False, True, True, False, True]) == [
        (0.0, 2.0),
        (3.0, 4.0),
        (19.0, 20.0),
        (21.0, 22.0),
    ]
    assert course.stretches([False] * 7) == []
    assert course.stretches([True] * 7) == [(0.0, 4.0), (19.0, 22.0)]
    with pytest.raises(ValueError, match="flags"):
        course.stretches([True])


@given(courses(), st.data())
def test_stretches_cover_exactly_the_true_samples(course: Series, data: st.DataObject) -> None:
    flags = data.draw(st.lists(st.booleans(), min_size=len(course), max_size=len(course)))
    found = course.stretches(flags)
    for time, flag in zip(course.times, flags, strict=True):
        assert any(begin < time <= end for begin, end in found) == flag
    ends = [x for stretch in found for x in stretch]
    assert ends == sorted(ends)
    # no two of them meet where nothing was false in between
    covered = sum(end - max(0.0, start) for start, end, f in zip(course.starts, course.times, flags, strict=True) if f)
    assert sum(end - begin for begin, end in found) == pytest.approx(covered)


@given(courses(), st.floats(0, 100), st.floats(0, 100))
def test_percentiles_rise(course: Series, p: float, q: float) -> None:
    low, high = sorted((p, q))
    assert course.low <= course.percentile(low) <= course.percentile(high) <= course.high


@given(courses(), st.floats(0, 200))
def test_what_comes_after_is_the_rest(course: Series, seconds: float) -> None:
    rest = course.after(seconds)
    assert list(rest.times) == [t for t in course.times if seconds <= 0 or t >= course.times[0] + seconds]
    assert list(rest.values) == list(course.values)[len(course) - len(rest) :]


@given(courses())
def test_samples_stand_for_times_that_do_not_overlap(course: Series) -> None:
    assert all(start < time for start, time in zip(course.starts, course.times, strict=True))
    assert all(start >= before for start, before in zip(course.starts[1:], course.times, strict=False))


def test_other_values_at_the_same_times() -> None:
    first = Series([1.0, 2.0, 3.0, 20.0], [5.0, 6.0, 7.0, 8.0])
    other = first.with_values([0.0, 0.0, 0.0, 9.0])
    assert other == Series([1.0, 2.0, 3.0, 20.0], [0.0, 0.0, 0.0, 9.0])
    assert (other.high, other.mean(), other.ordered) == (9.0, 2.25, [0.0, 0.0, 0.0, 9.0])
    assert (other.step, other.starts, other.breaks) == (first.step, first.starts, first.breaks)


def test_where_the_samples_of_another_time_are() -> None:
    one = Series([1.0, 2.0, 3.0, 20.0], [5.0, 6.0, 7.0, 8.0])
    times = [0.5, 1.0, 2.9, 5.5, 5.6, 20.0]
    # up to 2.5 steps of a second after the third sample, and no longer
    assert one.places(times) == [-1, 0, 1, 2, -1, 3]
    assert one.places(list(times)) == one.places(times)
    assert one.with_values([0.0] * 4).places(times) is one.places(times)
