from __future__ import annotations

from contextlib import suppress
from math import isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtctriage.units import UNITS, UnitError, convert, dimension, quantity, show


@pytest.mark.parametrize(
    ("value", "unit", "to", "expected"),
    [
        (0.5, "s", "ms", 500.0),
        (500, "ms", "s", 0.5),
        (2, "h", "min", 120.0),
        (1, "d", "s", 86400.0),
        (0.08, "ratio", "%", 8.0),
        (8, "%", "ratio", 0.08),
        (1.5, "Mbps", "kbps", 1500.0),
        (30, "/min", "/s", 0.5),
        (7, "", "", 7.0),
        (3, "KB", "B", 3000.0),
    ],
)
def test_units_of_one_dimension(value: float, unit: str, to: str, expected: float) -> None:
    assert convert(value, unit, to) == expected


@pytest.mark.parametrize(("unit", "to"), [("ms", "%"), ("", "ms"), ("ms", ""), ("fps", "/s"), ("dB", "dBm")])
def test_units_of_two_dimensions(unit: str, to: str) -> None:
    with pytest.raises(UnitError, match="is expected"):
        convert(1.0, unit, to)


def test_an_unknown_unit_has_a_way_out() -> None:
    with pytest.raises(UnitError, match="unknown unit 'kbs'") as error:
        convert(1.0, "kbs", "kbps")
    assert error.value.hint == 'did you mean "kbps"?'
    with pytest.raises(UnitError):
        dimension("parsec")


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("8.2 %", "%", 8.2),
        ("8.2%", "%", 8.2),
        ("0.5 s", "ms", 500.0),
        ("300", "ms", 300.0),
        (" +3 ", "", 3.0),
        ("-.5e1 ms", "ms", -5.0),
        ("1e3", "", 1000.0),
        ("4. s", "s", 4.0),
    ],
)
def test_quantities(text: str, unit: str, expected: float) -> None:
    assert quantity(text, unit) == expected


@pytest.mark.parametrize(
    "text", ["", "much", "1e400", "-1e400", "nan", "inf", "3 4", "3 furlongs", "1 %", "1,5", "--1", "1_0", "1e308 d"]
)
def test_what_is_no_quantity(text: str) -> None:
    with pytest.raises(UnitError):
        quantity(text, "us")


def test_a_long_text_of_blanks_is_refused_at_once() -> None:
    with pytest.raises(UnitError):
        quantity("1 x" + " " * 200_000 + "y", "ms")


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (0.0, "", "0"),
        (-0.0, "%", "0 %"),
        (3.0, "fps", "3 fps"),
        (8.25, "%", "8.25 %"),
        (8.256, "%", "8.26 %"),
        (31.25, "ms", "31.2 ms"),
        (312.5, "ms", "312 ms"),
        (-312.5, "ms", "-312 ms"),
        (0.00012345, "s", "0.000123 s"),
        (0.00005, "ratio", "0.00005"),
        (-0.0000123, "ratio", "-0.0000123"),
        (1e-12, "ratio", "1e-12"),
        (1e18, "B", "1000000000000000000 B"),
    ],
)
def test_numbers_for_people(value: float, unit: str, expected: str) -> None:
    assert show(value, unit) == expected


@given(st.floats(-1e12, 1e12), st.sampled_from(UNITS), st.sampled_from(UNITS))
def test_there_and_back_again(value: float, unit: str, to: str) -> None:
    if dimension(unit) == dimension(to):
        assert convert(convert(value, unit, to), to, unit) == pytest.approx(value, rel=1e-12, abs=1e-300)


@given(st.text())
def test_any_text_is_a_quantity_or_an_error(text: str) -> None:
    with suppress(UnitError):
        assert isfinite(quantity(text, "ms"))


@given(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(["", "ms"]))
def test_any_number_can_be_shown(value: float, unit: str) -> None:
    assert show(value, unit)
