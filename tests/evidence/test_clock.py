from __future__ import annotations

import msgspec
import pytest
from dumps import T0, iso, raw_series
from hypothesis import given
from hypothesis import strategies as st

from rtctriage.evidence.clock import Clock, mended, spread, wall_clock
from rtctriage.evidence.rawstats import RawSeries


def _raw(values: object, begin: float, end: float) -> RawSeries:
    return msgspec.json.decode(
        msgspec.json.encode(raw_series(values, T0 + 1000 * begin, T0 + 1000 * end)), type=RawSeries
    )


def seconds(clock: Clock, series: RawSeries, size: int) -> list[float]:
    return [round((t - T0) / 1000, 3) for t in clock.times(series, size)]


def stamped(*at: float, page: float = 0.0) -> Clock:
    """A report with times of its own; the page's clock is ``page`` seconds ahead."""
    own = _raw([T0 + 1000 * a for a in at], at[0] + page, at[-1] + page)
    return Clock({"timestamp": own})


def test_a_member_that_is_there_at_each_poll() -> None:
    assert seconds(stamped(0, 1, 5, 6), _raw([1, 2, 3, 4], 0, 6), 4) == [0, 1, 5, 6]


def test_a_member_that_appeared_late() -> None:
    assert seconds(stamped(0, 1, 2, 3, 4), _raw([1, 2], 3, 4), 2) == [3, 4]


def test_a_member_that_went_away_early() -> None:
    assert seconds(stamped(0, 1, 2, 3, 4), _raw([1, 2], 0, 1), 2) == [0, 1]


def test_a_member_that_was_there_in_between() -> None:
    assert seconds(stamped(0, 1, 2, 3, 4, 5), _raw([1, 2], 2, 3), 2) == [2, 3]


def test_a_member_with_one_sample() -> None:
    assert seconds(stamped(0, 1, 2, 3, 4), _raw([1], 2, 2), 1) == [2]


def test_a_member_that_was_missing_now_and_then_stays_on_the_polls() -> None:
    assert seconds(stamped(0, 1, 2, 3, 4, 5, 6), _raw([1, 2, 3, 4], 0, 6), 4) == [0, 2, 4, 6]


def test_a_first_time_that_is_a_poll_off() -> None:
    assert seconds(stamped(0, 1, 2, 3, 4), _raw([1, 2, 3], 1.4, 4), 3) == [2, 3, 4]
    assert seconds(stamped(0, 1, 2, 3, 4, 5, 6), _raw([1, 2, 3], 0, 2.6), 3) == [0, 1, 2]


def test_without_first_and_last_time_a_short_member_is_a_late_one() -> None:
    assert seconds(stamped(0, 1, 2, 3), RawSeries(), 2) == [2, 3]


def test_a_page_whose_clock_is_not_the_reports_clock() -> None:
    # after a suspension the page is an hour ahead of the statistics
    assert seconds(stamped(0, 1, 2, 3, 4, page=3600.0), _raw([1, 2], 3600, 3601), 2) == [0, 1]
    assert seconds(stamped(0, 1, 2, 3, 4, page=3600.0), _raw([1, 2], 3603, 3604), 2) == [3, 4]


def test_more_samples_than_times_are_spread() -> None:
    assert seconds(stamped(0, 1), _raw([1, 2, 3], 0, 4), 3) == [0, 2, 4]


def test_without_times_of_its_own_a_report_is_spread_over_its_span() -> None:
    longest, late = _raw([1, 2, 3, 4, 5], 0, 8), _raw([1, 2], 6, 8)
    clock = Clock({"bytesSent": longest, "freezeCount": late})
    assert not clock.own
    assert seconds(clock, longest, 5) == [0, 2, 4, 6, 8]
    assert seconds(clock, late, 2) == [6, 8]


def test_texts_with_commas_are_not_counted_by_their_commas() -> None:
    name = _raw(["SimulcastEncoderAdapter (a, b, c)"] * 3, 0, 2)
    assert seconds(Clock({"encoderImplementation": name}), name, 3) == [0, 1, 2]


def test_a_report_without_any_time() -> None:
    series = RawSeries(values=msgspec.Raw(b'"[1,2]"'))
    assert list(Clock({"a": series}).times(series, 2)) == []
    assert list(Clock({"a": _raw([1], 3, 5)}).times(series, 3)) == [T0 + 3000, T0 + 4000, T0 + 5000]


def test_what_the_far_end_said_follows_the_polls() -> None:
    # the first report came 2.5 s before the first poll, the last one 4 s before the last poll
    far = _raw([0] * 6, -2.5, 5)
    clock = Clock({"packetsLost": far})
    clock.follow([T0 + 1000 * s for s in range(10)])
    assert seconds(clock, far, 6) == [0, 1, 2, 3, 4, 5]
    late = _raw([0] * 3, 8.5, 9)
    assert seconds(clock, late, 3) == [7, 8, 9]


def test_holes_among_times_are_filled() -> None:
    assert list(mended([1000.0, None, 3000.0, 4000.0])) == [1000.0, 2000.0, 3000.0, 4000.0]
    assert list(mended(["x", 2000.0, 3000.0, None])) == [1000.0, 2000.0, 3000.0, 4000.0]
    assert list(mended([1000.0, 1e300, 3000.0, True, 7000.0])) == [1000.0, 2000.0, 3000.0, 5000.0, 7000.0]
    assert list(mended([None, None, 1000.0])) == []


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2023-11-14T22:13:20.000Z", T0),
        ("2023-11-14T22:13:20", T0),
        ("2023-11-14T23:13:20+01:00", T0),
        (T0, T0),
        ("1970-01-01T00:00:00.000Z", None),
        ("yesterday", None),
        ("", None),
        (None, None),
        (True, None),
        (0, None),
        (1e300, None),
        ("0001-01-01T00:00:00+14:00", None),
    ],
)
def test_wall_clock(written: object, expected: float | None) -> None:
    assert wall_clock(written) == expected


def test_iso_of_the_tests_is_read_back() -> None:
    assert wall_clock(iso(T0 + 1234.0)) == T0 + 1234.0


@given(st.integers(1, 30), st.integers(0, 30), st.floats(-100, 100), st.floats(-100, 100))
def test_there_is_a_time_for_each_sample(polls: int, size: int, begin: float, end: float) -> None:
    clock = stamped(*range(polls))
    found = clock.times(_raw([0] * size, begin, end), size)
    assert len(found) == size
    if size <= polls:
        assert set(found) <= set(clock.stamps)


@given(st.floats(0, 1e13), st.floats(0, 1e6), st.integers(0, 50))
def test_spread_goes_from_the_first_to_the_last(start: float, length: float, size: int) -> None:
    found = spread(start, start + length, size)
    assert len(found) == size
    assert found == sorted(found)
    if size > 1:
        assert found[0] == start
        assert found[-1] == pytest.approx(start + length)
