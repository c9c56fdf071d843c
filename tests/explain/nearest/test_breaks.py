"""Breaks are adjacent floats, wherever they are."""

from __future__ import annotations

from math import inf, nextafter

from hypothesis import given
from hypothesis import strategies as st

from rtctriage.explain.nearest.breaks import breaks

FINITE = st.floats(-1e300, 1e300)


@given(FINITE, st.lists(FINITE, max_size=5))
def test_a_threshold_is_found_to_the_last_digit(limit: float, hints: list[float]) -> None:
    found = list(breaks(lambda x: x >= limit, [-1e301, 1e301], sorted(hints)))
    assert found == [(nextafter(limit, -inf), limit)]


@given(FINITE, st.lists(FINITE, max_size=5))
def test_a_hint_at_the_limit_changes_nothing(limit: float, hints: list[float]) -> None:
    found = list(breaks(lambda x: x > limit, [-1e301, 1e301], sorted([*hints, limit])))
    assert found == [(limit, nextafter(limit, inf))]


@given(st.lists(FINITE, min_size=2, max_size=2, unique=True).map(sorted))
def test_unknown_in_between_makes_two_breaks(ends: list[float]) -> None:
    low, high = ends
    found = list(breaks(lambda x: False if x < low else True if x >= high else None, [-1e301, 1e301]))
    assert found == [(nextafter(low, -inf), low), (nextafter(high, -inf), high)]


def test_what_is_not_monotone_is_found_between_what_is_looked_at() -> None:
    assert list(breaks(lambda x: x == 2.0, [0.0, 1.0, 2.0, 3.0])) == [
        (nextafter(2.0, -inf), 2.0),
        (2.0, nextafter(2.0, inf)),
    ]
    assert list(breaks(lambda x: x == 2.0, [0.0, 1.5, 3.0])) == []


def test_only_what_is_wanted_is_searched_for() -> None:
    inside = [0.0, 5.0, 10.0]
    found = list(breaks(lambda x: 2.0 <= x < 8.0, inside, (), lambda was, then: bool(was)))
    assert found == [(nextafter(8.0, -inf), 8.0)]


@given(FINITE, st.floats(allow_nan=False), st.lists(FINITE, max_size=3))
def test_a_guess_right_or_wrong_changes_nothing(limit: float, guess: float, hints: list[float]) -> None:
    found = list(breaks(lambda x: x >= limit, [-1e301, 1e301], sorted(hints), guess=lambda low, high: guess))
    assert found == [(nextafter(limit, -inf), limit)]


def test_a_good_guess_saves_most_of_the_search() -> None:
    tried: list[float] = []

    def truth(x: float) -> bool:
        tried.append(x)
        return 700.0 / x <= 3.3

    def straight(low: float, high: float) -> float:
        # as if 1/x were a straight line
        a, b = 700.0 / low, 700.0 / high
        return low + (3.3 - a) / (b - a) * (high - low)

    plain = list(breaks(truth, [1.0, 32768.0]))
    without = len(tried)
    tried.clear()
    assert list(breaks(truth, [1.0, 32768.0], guess=straight)) == plain
    assert len(tried) < without / 2
