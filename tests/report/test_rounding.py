"""Few digits, on the right side."""

from __future__ import annotations

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtctriage.report.rounding import outward


@pytest.mark.parametrize(
    ("value", "up", "rounded"),
    [
        (9.8353, True, 9.84),
        (9.8353, False, 9.83),
        (-9.8353, True, -9.83),
        (-9.8353, False, -9.84),
        (0.012341, True, 0.0124),
        (1234.5, True, 1235.0),
        (1234.5, False, 1234.0),
        (5.0, False, 5.0),
        (0.0, True, 0.0),
        (4.999999999999999, True, 5.0),
    ],
)
def test_three_digits(value: float, up: bool, rounded: float) -> None:
    assert outward(value, up=up) == rounded


@given(st.floats(-1e12, 1e12, allow_subnormal=False), st.booleans())
def test_never_back_and_never_far(value: float, up: bool) -> None:
    rounded = outward(value, up=up)
    assert rounded >= value if up else rounded <= value
    assert isclose(rounded, value, rel_tol=0.011)
