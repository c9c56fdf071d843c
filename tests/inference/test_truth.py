from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtctriage.inference.truth import Truth, kleene_all, kleene_any, kleene_not, truth_name

TRUTHS: tuple[Truth, ...] = (True, False, None)


@pytest.mark.parametrize(
    ("a", "b", "both", "either"),
    [
        (True, True, True, True),
        (True, False, False, True),
        (True, None, None, True),
        (False, False, False, False),
        (False, None, False, None),
        (None, None, None, None),
    ],
)
def test_the_tables_of_kleene(a: Truth, b: Truth, both: Truth, either: Truth) -> None:
    assert kleene_all([a, b]) is both
    assert kleene_all([b, a]) is both
    assert kleene_any([a, b]) is either
    assert kleene_any([b, a]) is either


def test_not() -> None:
    assert [kleene_not(t) for t in TRUTHS] == [False, True, None]


def test_nothing_at_all() -> None:
    assert kleene_all([]) is True
    assert kleene_any([]) is False


@given(st.lists(st.sampled_from(TRUTHS), max_size=6))
def test_an_answer_stands_however_the_unknowns_are_filled_in(truths: list[Truth]) -> None:
    """A known answer is the classical one for every way of filling in the unknowns; an unknown one depends on it."""
    ways = list(product(*[(t,) if t is not None else (True, False) for t in truths]))
    for mine, classical in ((kleene_all, all), (kleene_any, any)):
        answers = {classical(way) for way in ways}
        assert mine(truths) is (answers.pop() if len(answers) == 1 else None)


@given(st.lists(st.sampled_from(TRUTHS), max_size=6))
def test_de_morgan(truths: list[Truth]) -> None:
    assert kleene_not(kleene_all(truths)) is kleene_any([kleene_not(t) for t in truths])


def test_names() -> None:
    assert [truth_name(t) for t in TRUTHS] == ["true", "false", "unknown"]
