from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtctriage.inference.certainty import LIMIT, combine, weigh

certainties = st.floats(-1, 1, allow_nan=False)
findings = st.lists(st.tuples(certainties, st.sampled_from([None, None, "loss", "回声"])), max_size=8)


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ([], 0.0),
        ([0.6], 0.6),
        ([-0.2], -0.2),
        ([0.6, 0.5], 0.8),  # 0.6 + 0.5 * 0.4
        ([0.2, 0.2, 0.2], 0.488),  # 1 - 0.8 ** 3
        ([-0.5, -0.4], -0.7),
        ([0.9, -0.5], 0.8),  # (0.9 - 0.5) / (1 - 0.5)
        ([0.5, -0.5], 0.0),
        ([0.9, 0.9, 0.9], 0.99),  # 0.999, held within the limit
        ([1.0], 0.99),
        ([-1.0], -0.99),
        ([1.0, -1.0], 0.0),
    ],
)
def test_by_hand(given_: list[float], expected: float) -> None:
    assert combine([(c, None) for c in given_]) == pytest.approx(expected, abs=1e-4)


def test_a_group_counts_once_by_its_strongest() -> None:
    assert combine([(0.5, "loss"), (0.3, "loss")]) == 0.5
    assert combine([(0.5, "loss"), (-0.7, "loss")]) == -0.7
    assert combine([(0.5, "loss"), (0.3, "loss"), (0.2, None)]) == pytest.approx(0.6)
    assert combine([(0.5, "a"), (0.5, "b")]) == 0.75


def test_of_two_that_contradict_each_other_equally_the_cautious_one_counts() -> None:
    assert combine([(0.5, "loss"), (-0.5, "loss")]) == -0.5
    assert combine([(-0.5, "loss"), (0.5, "loss")]) == -0.5


@given(findings, st.randoms())
def test_order_does_not_matter(given_: list[tuple[float, str | None]], random: Random) -> None:
    shuffled = list(given_)
    random.shuffle(shuffled)
    assert combine(shuffled) == pytest.approx(combine(given_), abs=1.1e-4)


@given(findings)
def test_bounds(given_: list[tuple[float, str | None]]) -> None:
    assert -LIMIT <= combine(given_) <= LIMIT


@given(findings, st.floats(0, 1))
def test_what_speaks_for_it_never_makes_it_less_certain(given_: list[tuple[float, str | None]], more: float) -> None:
    assert combine([*given_, (more, None)]) >= combine(given_) - 1.1e-4


@given(findings)
def test_for_and_against_are_mirrored(given_: list[tuple[float, str | None]]) -> None:
    alone = [(c, None) for c, _ in given_]
    assert combine([(-c, None) for c, _ in alone]) == pytest.approx(-combine(alone), abs=1.1e-4)


def test_what_it_was_made_of() -> None:
    made = weigh([(0.8, None), (0.5, "loss"), (0.6, "loss"), (-0.3, None)])
    assert made.counted == (True, False, True, True)
    assert made.belief == pytest.approx(0.92)  # 0.8 + 0.6 * 0.2
    assert made.disbelief == pytest.approx(0.3)
    assert made.factor == pytest.approx(0.8857, abs=1e-4)  # 0.62 / 0.7


def test_the_cautious_one_of_two_equally_strong_counts() -> None:
    assert weigh([(0.5, "loss"), (-0.5, "loss")]).counted == (False, True)
    assert weigh([(-0.5, "loss"), (0.5, "loss")]).counted == (True, False)


@given(findings)
def test_the_factor_follows_from_what_counted(given_: list[tuple[float, str | None]]) -> None:
    made = weigh(given_)
    assert made.factor == combine(given_)
    counted = [certainty for (certainty, _), counts in zip(given_, made.counted, strict=True) if counts]
    assert made.factor == pytest.approx(combine([(certainty, None) for certainty in counted]), abs=2e-4)
    groups = [group for (_, group), counts in zip(given_, made.counted, strict=True) if counts and group is not None]
    assert sorted(groups) == sorted({group for _, group in given_ if group is not None})
