from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import inf, isfinite, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtctriage.evidence.recording import Cell, Column, Report
from rtctriage.evidence.samples import (
    LARGEST,
    NEAREST_S,
    column_points,
    grown,
    growth,
    joined,
    number,
    per_second,
    plain,
    points,
    quotient,
    rate,
    series,
    share_of_duration,
    share_of_text,
    texts,
)

cells = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.sampled_from(["1", "-3.5", "", "none", "1e400", "NaN"]),
    st.just({"cpu": 1.0}),
)
counters = st.lists(st.one_of(st.integers(0, 2**63), st.floats(0, 1e18)), min_size=2, max_size=40)


def of(begins: float = 0.0, **members: Sequence[Cell]) -> Report:
    """A report that was polled once a second."""
    times = [begins + 1000.0 * i for i in range(max(map(len, members.values()), default=0))]
    return Report("r", "inbound-rtp", list(members), lambda m: Column(times[: len(members[m])], members[m]))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (3, 3.0),
        (2.5, 2.5),
        ("17", 17.0),
        (" 1.5 ", 1.5),
        (True, 1.0),
        ("false", None),
        ("", None),
        (None, None),
        (nan, None),
        (inf, None),
        ("inf", None),
        ("1e400", None),
        (10**400, None),
        (-(10**400), None),
        ({"a": 1}, None),
        ([1], None),
    ],
)
def test_number_takes_numbers_and_texts_of_numbers(cell: Cell, expected: float | None) -> None:
    assert number(cell) == expected


def test_points_are_in_seconds_from_the_beginning() -> None:
    report = of(begins=5000.0, bytes=[1, 2, 3])
    assert [list(x) for x in points(report, "bytes", 4000.0)] == [[1.0, 2.0, 3.0], [1.0, 2.0, 3.0]]


def test_points_leave_out_what_is_no_number() -> None:
    t, v = points(of(bytes=[1, None, "3", "x", 5.0, True]), "bytes", 0.0)
    assert (list(t), list(v)) == ([0.0, 2.0, 4.0, 5.0], [1.0, 3.0, 5.0, 1.0])


def test_points_of_a_member_that_is_not_there() -> None:
    assert points(of(bytes=[1]), "packets", 0.0) == ((), ())


def test_points_leave_out_polls_that_brought_nothing_new_in_time() -> None:
    column = Column([1000.0, 2000.0, 2000.0, 1500.0, 3000.0], [1, 2, 9, 9, 3])
    t, v = column_points(column, 0.0)
    assert (list(t), list(v)) == ([1.0, 2.0, 3.0], [1.0, 2.0, 3.0])


def test_points_of_a_column_without_times_are_none() -> None:
    assert [list(x) for x in column_points(Column([], [1, 2]), 0.0)] == [[], []]


def test_points_are_drawn_once() -> None:
    asked = []

    def read(member: str) -> Column:
        asked.append(member)
        return Column([0.0, 1000.0], [1, 2])

    report = Report("r", "t", ["bytes"], read)
    assert points(report, "bytes", 0.0) == points(report, "bytes", 0.0)
    assert asked == ["bytes"]
    assert list(points(report, "bytes", 1000.0)[0]) == [-1.0, 0.0]


def test_a_step_backwards_is_a_restart() -> None:
    assert growth(of(bytes=[10, 30, 5, 25]), "bytes", 0.0) == [(0.0, 1.0, 20.0), (2.0, 3.0, 20.0)]


def test_the_rate_of_growth() -> None:
    rate = per_second(grown(([0.0, 2.0, 3.0], [0.0, 10.0, 20.0])), 8.0)
    assert rate is not None
    assert (list(rate.times), list(rate.values)) == ([2.0, 3.0], [40.0, 80.0])


def test_a_quotient_of_two_counters() -> None:
    found = quotient(of(time=[0, 1, 3, 3], frames=[0, 10, 20, 20]), "time", "frames", 0.0, 1e3)
    assert found is not None
    assert list(found.values) == [100.0, 200.0]  # nothing was encoded in the last second


def test_a_quotient_needs_more_than_the_least() -> None:
    assert quotient(of(a=[0, 1], b=[0, 5]), "a", "b", 0.0, least=5) is None


def test_counters_with_different_times_meet_where_both_are_known() -> None:
    first, second = ([0.0, 1.0, 2.0, 3.0], [0.0, 1.0, 2.0, 3.0]), ([1.0, 3.0], [10.0, 30.0])
    assert list(joined(first, second)) == [(1.0, 3.0, 2.0, 20.0)]


def test_plain_is_a_gauge_in_another_unit() -> None:
    gauge = plain(of(jitter=[0.5, None, 0.25]), "jitter", 0.0, 1e3)
    assert gauge is not None
    assert (list(gauge.times), list(gauge.values)) == ([0.0, 2.0], [500.0, 250.0])
    assert plain(of(jitter=[None]), "jitter", 0.0) is None
    assert plain(of(jitter=[1.0]), "rtt", 0.0) is None


def test_series_of_no_rows_is_none() -> None:
    assert series([]) is None


def test_texts_in_the_order_of_their_appearance() -> None:
    assert texts(of(state=["new", "connected", 7, "new"]), "state") == ["new", "connected"]
    assert texts(of(state=["new"]), "other") == []


def test_the_share_of_a_text() -> None:
    found = share_of_text(of(reason=["none", "cpu", None, "cpu"]), "reason", "cpu", 0.0)
    assert found is not None
    assert (list(found.times), list(found.values)) == ([0.0, 1.0, 3.0], [0.0, 100.0, 100.0])
    assert share_of_text(of(reason=["cpu"]), "other", "cpu", 0.0) is None


def test_the_share_of_a_duration_in_a_mapping() -> None:
    durations: list[Cell] = [{"cpu": 0.0}, {"cpu": 0.25}, None, {"cpu": "1.25"}, {"none": 1.0}]
    found = share_of_duration(of(durations=durations), "durations", "cpu", 0.0)
    assert found is not None
    assert (list(found.times), list(found.values)) == ([1.0, 3.0], [25.0, 50.0])
    assert share_of_duration(of(durations=durations), "other", "cpu", 0.0) is None


def test_the_share_of_a_duration_is_a_hundred_at_most() -> None:
    found = share_of_duration(of(durations=[{"cpu": 0}, {"cpu": 9}]), "durations", "cpu", 0.0)
    assert found is not None
    assert list(found.values) == [100.0]


@given(st.lists(st.tuples(st.floats(0, 1e14), cells), max_size=30))
def test_points_are_finite_and_rise_in_time(rows: list[tuple[float, Cell]]) -> None:
    t, v = column_points(Column([r[0] for r in rows], [r[1] for r in rows]), 0.0)
    assert all(b - a >= NEAREST_S for a, b in pairwise(t))
    assert all(abs(x) <= LARGEST for x in v)


@given(st.lists(st.one_of(st.integers(-100, 100), st.floats(-1e3, 1e3)), max_size=30))
def test_the_quick_way_and_the_slow_way_agree(values: list[float]) -> None:
    times = [1000.0 * i for i in range(len(values) + 1)]
    quick = column_points(Column(times[:-1], values), 0.0)
    slow = column_points(Column(times, [*values, "text"]), 0.0)
    assert [list(x) for x in quick] == [list(x) for x in slow]


@given(counters, st.lists(st.floats(NEAREST_S, 100.0), min_size=40, max_size=40))
def test_restarts_never_give_negative_or_endless_rates(values: list[float], gaps: list[float]) -> None:
    at = 0.0
    times = []
    for gap in gaps[: len(values)]:
        at += gap
        times.append(at)
    steps = grown((times, values))
    assert all(d >= 0.0 for _, _, d in steps)
    assert sum(d for _, _, d in steps) <= len(values) * max(values)
    rate = per_second(steps)
    assert rate is None or all(isfinite(v) and 0.0 <= v <= max(values) / (NEAREST_S / 2) for v in rate.values)


@given(st.lists(st.integers(0, 1000), min_size=2, max_size=30), st.data())
def test_a_counter_that_only_grows_loses_nothing(growths: list[int], data: st.DataObject) -> None:
    values = [float(sum(growths[: i + 1])) for i in range(len(growths))]
    steps = grown(([float(i) for i in range(len(values))], values))
    assert sum(d for _, _, d in steps) == values[-1] - values[0]


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=30))
def test_both_ways_to_a_rate_agree(values: list[int]) -> None:
    quick, slow = rate(of(bytes=values), "bytes", 0.0, 8.0), per_second(growth(of(bytes=values), "bytes", 0.0), 8.0)
    assert quick == slow
