from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtctriage.units import UNITS, UnitError, convert, dimension, show


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
    with pytest.raises(UnitError, match='unknown unit "kbs"') as error:
        convert(1.0, "kbs", "kbps")
    assert error.value.hint == 'did you mean "kbps"?'
    with pytest.raises(UnitError):
        dimension("parsec")


@pytest.mark.parametrize(
    "text",
    ["192.168.1.7", "s3cr3tT0ken", "alice@example.org", "turn:relay", "x" * 11, "ms\n", "a b", "fe80::1", "密码"],
)
def test_what_stands_in_the_place_of_a_unit_is_repeated_only_if_it_looks_like_one(text: str) -> None:
    with pytest.raises(UnitError) as error:
        dimension(text)
    assert str(error.value) == "unknown unit"


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


@given(st.text(min_size=1).filter(lambda text: text not in UNITS))
def test_of_any_other_text_a_message_repeats_little(text: str) -> None:
    with pytest.raises(UnitError) as error:
        dimension(text)
    assert len(str(error.value)) <= len('unknown unit "0123456789"')


@given(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(["", "ms"]))
def test_any_number_can_be_shown(value: float, unit: str) -> None:
    assert show(value, unit)
