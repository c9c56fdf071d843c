from __future__ import annotations

import pytest

from rtctriage.knowledge.model import FactSpec
from rtctriage.knowledge.values import FactValueError, read_number, read_samples, read_scalar, stream_label
from rtctriage.series import Series


@pytest.mark.parametrize(
    ("fact", "text", "expected"),
    [
        ("loss", "8.2 %", 8.2),
        ("loss", "8.2%", 8.2),
        ("loss", "8.2", 8.2),
        ("loss", "0.082 ratio", 8.2),
        ("rtt", "0.31 s", 310.0),
        ("rtt", "310", 310.0),
        ("rssi", "-75 dBm", -75.0),
        ("errors", "3", 3.0),
        ("up", "Yes", True),
        ("up", "否", False),
        ("state", "Failed", "failed"),
        ("model", " Redmi Note 8 ", "Redmi Note 8"),
        ("version", "4.10", "4.10"),
        ("version", "v4.2.6-rc1", "v4.2.6-rc1"),
        ("version", "Android 14", "Android 14"),
    ],
)
def test_values_are_typed_by_the_catalogue(fact: str, text: str, expected: object, facts: dict[str, FactSpec]) -> None:
    value = read_scalar(facts[fact], text)
    assert value == (pytest.approx(expected) if isinstance(expected, float) else expected)
    assert type(value) is type(expected)


@pytest.mark.parametrize(
    ("fact", "text", "message"),
    [
        ("loss", "108 %", "never above 100 %"),
        ("loss", "-1", "never below 0 %"),
        ("loss", "8 ms", "measures time"),
        ("loss", "8 pct", "unknown unit"),
        ("loss", "much", "is not a number"),
        ("loss", "nan", "is not a number"),
        ("loss", "inf", "is not a number"),
        ("loss", "1e400", "too large"),
        ("rtt", "1e308 h", "too large"),
        ("up", "1", "neither true nor false"),
        ("state", "faild", "cannot be"),
        ("version", "latest", "is not a version"),
        ("model", "  ", "has no value"),
    ],
)
def test_what_a_fact_cannot_be(fact: str, text: str, message: str, facts: dict[str, FactSpec]) -> None:
    with pytest.raises(FactValueError, match=message):
        read_scalar(facts[fact], text)


def test_in_rules_a_number_needs_its_unit() -> None:
    with pytest.raises(FactValueError, match="needs a unit"):
        read_number("5", "%", bare=False)
    assert read_number("0", "%", bare=False) == 0.0
    assert read_number("5", "", bare=False) == 5.0


@pytest.mark.parametrize(
    ("items", "times", "values"),
    [
        (["1 %", "2"], [1, 2], [1, 2]),
        (["0.1 % x3", "25 % x2"], [1, 2, 3, 4, 5], [0.1, 0.1, 0.1, 25, 25]),
        (["1 x2", "_ x3", "2"], [1, 2, 6], [1, 1, 2]),
        (["_", "4 %x2"], [2, 3], [4, 4]),
        (["5 ×2", "_x2", "5x1"], [1, 2, 5], [5, 5, 5]),
    ],
)
def test_a_list_is_a_series_of_one_sample_a_second(
    items: list[str], times: list[float], values: list[float], facts: dict[str, FactSpec]
) -> None:
    (stream,) = read_samples(facts["loss"], items).streams
    assert stream.series == Series(times, values)


def test_the_first_sample_stands_for_the_first_second(facts: dict[str, FactSpec]) -> None:
    (stream,) = read_samples(facts["loss"], ["0 x12", "25 x10"]).streams
    assert stream.series.window == (0.0, 22.0)
    assert stream.series.stretches([value > 5 for value in stream.series.values]) == [(12.0, 22.0)]


@pytest.mark.parametrize(
    ("fact", "items", "message"),
    [
        ("loss", [], "no sample"),
        ("loss", ["_ x5"], "no sample"),
        ("loss", ["1 x0"], "between 1 and"),
        ("loss", ["1 x999999999"], "between 1 and"),
        ("loss", ["1 x60000", "1 x60000"], "between 1 and"),
        ("loss", ["101 %"], "never above"),
        ("up", ["true"], "one value, not a series"),
    ],
)
def test_what_is_no_series(fact: str, items: list[str], message: str, facts: dict[str, FactSpec]) -> None:
    with pytest.raises(FactValueError, match=message):
        read_samples(facts[fact], items)


def test_series_of_one_kind_are_of_one_stream() -> None:
    assert stream_label("uplink.video.bitrate") == stream_label("uplink.video.frame_rate") == "video"
    assert stream_label("network.rtt") == ""
