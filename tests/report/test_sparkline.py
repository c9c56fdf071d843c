from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rtctriage.report.sparkline import BLOCKS, sparkline
from rtctriage.series import Series


def test_a_ramp_rises() -> None:
    assert sparkline(Series(range(8), range(8)), 8) == "▁▂▃▄▅▆▇█"


def test_zeros_are_low_and_a_steady_value_is_not() -> None:
    assert sparkline(Series(range(4), [0.0] * 4), 4) == "▁▁▁▁"
    assert sparkline(Series(range(4), [30.0, 30.0, 30.0, 29.9]), 4) == "████"


def test_negative_values_have_their_own_floor() -> None:
    assert sparkline(Series(range(2), [-90.0, -50.0]), 2) == "▁█"


def test_what_was_not_measured_is_blank() -> None:
    line = sparkline(Series([0, 1, 2, 17, 18, 19], [1.0] * 6), 20)
    assert len(line) == 6
    assert line == "█    █"


def test_an_irregular_step_is_bridged() -> None:
    assert " " not in sparkline(Series([0, 1, 2, 4.2, 5, 6, 7], [1.0] * 7), 7)


def test_nothing_gives_nothing() -> None:
    assert sparkline(Series([], [])) == ""


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=300), st.integers(1, 60))
def test_never_longer_than_asked_for(values: list[float], columns: int) -> None:
    line = sparkline(Series(range(len(values)), values), columns)
    assert 0 < len(line) <= columns
    assert set(line) <= {*BLOCKS, " "}
