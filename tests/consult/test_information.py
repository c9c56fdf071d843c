"""What answers tell, against figures that were computed by hand."""

from __future__ import annotations

import pytest

from rtctriage.consult.information import Class, information
from rtctriage.consult.weights import OTHER

CAUSE = 0
EVEN = {CAUSE: 0.5, OTHER: 0.5}
SHOWN_OR_NOT = (Class("shown", {CAUSE: 0.9}, {CAUSE: 0.9}), Class("none", {}, {}))


def test_what_speaks_for_a_cause_is_likelier_under_it() -> None:
    """Without the cause half of the answers alarm; with it 100 ** 0.9 = 63.1 times as many against the others."""
    told = information(SHOWN_OR_NOT, EVEN, lambda cause: 0.0)
    with_it = 0.5 * 63.0957 / (0.5 * 63.0957 + 0.5)
    assert told.chances[0] == pytest.approx(0.5 * 0.5 + 0.5 * with_it, abs=1e-4)


def test_what_is_seldom_shown_tells_less() -> None:
    """Where 0.35 of the calls with the cause show it, and 0.5 * 0.35 of the others: 0.0134 + 0.0155 bits."""
    told = information(SHOWN_OR_NOT, EVEN, lambda cause: 0.0, {CAUSE: 0.35})
    assert told.chances == pytest.approx((0.2625, 0.7375))
    assert told.told[CAUSE] == pytest.approx(0.01342, abs=1e-5)
    assert told.told[OTHER] == pytest.approx(0.01553, abs=1e-5)
    assert told.gain == pytest.approx(0.02896, abs=1e-5)


def test_the_cap_on_what_is_shown_does_nothing_where_every_answer_speaks() -> None:
    classes = (Class("this", {0: 0.5}, {0: 0.5}), Class("that", {1: 0.5}, {1: 0.5}))
    told = information(classes, {0: 0.4, 1: 0.4, OTHER: 0.2}, lambda cause: 0.0, {0: 0.35, 1: 0.35})
    assert told.chances == pytest.approx((0.5, 0.5))


def test_no_error_is_likelier_than_one_that_tells_nothing() -> None:
    """Hardly any call has the cause; of the others the answer that rules it out has 1 in 1.2."""
    classes = (*SHOWN_OR_NOT[:1], Class("none", {CAUSE: -0.5}, {CAUSE: -0.5}), Class("odd", {}, {}))
    told = information(classes, {CAUSE: 1e-9, OTHER: 1.0}, lambda cause: 0.0)
    assert told.chances == pytest.approx((2e-9, 1 / 1.2, 0.2 / 1.2), abs=1e-8)
