from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inference_support import cause, compare, diagnose, fact, knowledge, rule, series, streams

from rtctriage.inference.calculation import Column, calculate, names_in
from rtctriage.inference.derived import derive
from rtctriage.inference.program import DerivedSpec
from rtctriage.knowledge.formula import parse_formula
from rtctriage.profile import Known, Source, Stream, Streams, Value
from rtctriage.series import Series


def derived(formula: str, **facts: Value | float | bool | str) -> Value | None:
    tree = parse_formula(formula)
    known = {k.replace("__", "."): v if isinstance(v, Value) else Known(v) for k, v in facts.items()}
    return derive(DerivedSpec("x", names_in(tree), tree, Source("derived", formula)), known)


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("a + b * 2", 14.0),
        ("(a + b) * 2", 20.0),
        ("a - b - 1", 1.0),
        ("-a + b", -2.0),
        ("a / b * 100", 150.0),
        ("min(a, b)", 4.0),
        ("max(a, b, 9)", 9.0),
        ("abs(b - a)", 2.0),
        ("a / (b - 4)", None),
        ("1 / (a - 6) + b", None),
    ],
)
def test_formulas(formula: str, result: float | None) -> None:
    value = derived(formula, a=6.0, b=4.0)
    assert value == (None if result is None else Known(result, Source("derived", formula)))


def test_unknown_inputs_and_texts_have_no_value() -> None:
    assert derived("a + b", a=1.0) is None
    assert derived("a + b", a=1.0, b="viele") is None


@given(st.floats(), st.floats())
def test_results_are_finite_or_none(a: float, b: float) -> None:
    tree = parse_formula("a * b / a - b")
    value = derive(DerivedSpec("x", ("a", "b"), tree, Source("derived")), {"a": Known(a), "b": Known(b)})
    assert value is None or (isinstance(value, Known) and isinstance(value.value, float) and math.isfinite(value.value))


def test_stream_by_stream() -> None:
    value = derived(
        "uplink.video.frame_rate / uplink.video.source_frame_rate * 100",
        uplink__video__frame_rate=streams(a=[10, 20, 30], b=[5, 5, 5], c=[1]),
        uplink__video__source_frame_rate=streams(b=[10, 0, 5], a=[20, 20, 30]),
    )
    assert isinstance(value, Streams)
    assert [s.label for s in value.streams] == ["a", "b"]
    assert list(value.streams[0].series.values) == [50.0, 100.0, 100.0]
    # nothing can be said where the source had no frames
    assert list(value.streams[1].series.values) == [50.0, 100.0]
    assert list(value.streams[1].series.times) == [1.0, 3.0]


def test_the_whole_calls_series_go_with_every_stream_and_by_time() -> None:
    value = derived(
        "uplink.video.bitrate / network.available",
        uplink__video__bitrate=streams(a=series([10.0] * 6), b=series([20.0] * 6)),
        network__available=Streams((Stream("", Series([0.5, 1.5, 2.5], [2.0, 4.0, 5.0])),)),
    )
    assert isinstance(value, Streams)
    first, second = (stream.series for stream in value.streams)
    # the last sample, of 2.5 s, is used until it is 2.5 steps old
    assert list(first.times) == [1.0, 2.0, 3.0, 4.0, 5.0]
    assert list(first.values) == [5.0, 2.5, 2.0, 2.0, 2.0]
    assert list(second.values) == [10.0, 5.0, 4.0, 4.0, 4.0]


def test_the_times_are_those_of_the_first_series_named() -> None:
    value = derived(
        "network.available - uplink.video.bitrate",
        uplink__video__bitrate=streams(a=series([10.0] * 4), b=series([20.0] * 4)),
        network__available=streams(x=Series([2.0, 4.0], [30.0, 40.0])),
    )
    assert isinstance(value, Streams)
    assert [(s.label, list(s.series.times), list(s.series.values)) for s in value.streams] == [
        ("a", [2.0, 4.0], [20.0, 30.0]),
        ("b", [2.0, 4.0], [10.0, 20.0]),
    ]


def test_scalars_are_constant() -> None:
    value = derived("network.rtt * factor", network__rtt=streams(x=[1, 2]), factor=10.0)
    assert isinstance(value, Streams)
    assert list(value.streams[0].series.values) == [10.0, 20.0]


def test_low_and_high_are_the_streams_own() -> None:
    value = derived(
        "uplink.video.encode_time / low(uplink.video.encode_time) + factor",
        uplink__video__encode_time=streams(a=[2.0] * 8 + [8.0, 8.0], b=[5.0] * 10),
        factor=1.0,
    )
    assert isinstance(value, Streams)
    assert list(value.streams[0].series.values) == [2.0] * 8 + [5.0, 5.0]
    assert list(value.streams[1].series.values) == [2.0] * 10


def test_one_value_has_no_lowest_and_no_highest() -> None:
    assert derived("high(a) / low(a)", a=7.0) is None
    assert derived("a - low(a)", a=7.0) is None


OPERANDS = st.one_of(
    st.none(), st.floats(-9, 9), st.lists(st.one_of(st.none(), st.floats(-9, 9)), min_size=3, max_size=3)
)


@given(OPERANDS, OPERANDS, st.sampled_from(["a + b", "a - b * 2", "a / b", "-a", "min(a, b, 1)", "max(a, 2) - abs(b)"]))
def test_columns_are_calculated_as_their_values_are(a: Column, b: Column, formula: str) -> None:
    tree = parse_formula(formula)

    def calculated(x: Column, y: Column) -> Column:
        return calculate(tree, {"a": x, "b": y}, lambda *_: None)

    def at(column: Column, i: int) -> Column:
        return column[i] if isinstance(column, list) else column

    whole = calculated(a, b)
    assert [at(whole, i) for i in range(3)] == [calculated(at(a, i), at(b, i)) for i in range(3)]


def test_no_common_stream() -> None:
    assert (
        derived(
            "uplink.video.width * uplink.video.height",
            uplink__video__width=streams(a=[1, 2]),
            uplink__video__height=streams(b=[1, 2]),
        )
        is None
    )
    assert derived("network.rtt * 2", network__rtt=streams(x=[])) is None


def test_a_rule_over_facts_derived_from_derived_ones() -> None:
    formulas = {"ratio": parse_formula("a / b"), "percent": parse_formula("ratio * 100")}
    base = knowledge(
        [
            fact("a", question=fact("a").title),
            fact("b", question=fact("b").title),
            fact("ratio", derive="a / b"),
            fact("percent", derive="ratio * 100"),
        ],
        [cause("network.x", rule("network.x/r", compare("percent", ">=", 50.0), 0.9))],
        derived=formulas,
    )
    answer = diagnose(base, {"a": 3.0, "b": 4.0})
    assert answer.primary is not None
    assert answer.primary.findings[0].conditions[0].observed == 75.0
    # what is missing for a derived fact is what it is derived from
    half = diagnose(base, {"a": 3.0})
    assert half.layers[1].unmeasured[0].facts == ("b",)
    assert [m.fact for m in half.missing] == ["b"]
    # what a person typed stands
    typed = diagnose(base, {"a": 3.0, "b": 4.0, "percent": 10.0})
    assert typed.verdict == "inconclusive"
