from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtctriage.knowledge.formula import check_formula, facts_of, family_of, parse_formula
from rtctriage.knowledge.limits import ConditionError
from rtctriage.knowledge.model import Calculation, FactSpec, FactValue, Formula, Number
from rtctriage.text import Text


def spec(name: str, **more: Any) -> FactSpec:
    fields: dict[str, Any] = {"type": "number", "series": True, **more}
    return FactSpec(name=name, title=Text("T", "题"), meaning=Text("M", "义"), **fields)


def value(formula: Formula, facts: dict[str, float]) -> float:
    """What a formula comes to, worked out the plain way."""
    if isinstance(formula, Number):
        return formula.value
    if isinstance(formula, FactValue):
        return facts[formula.name]
    parts = [value(part, facts) for part in formula.parts]
    if formula.op == "abs":
        return abs(parts[0])
    if formula.op in ("min", "max"):
        return min(parts) if formula.op == "min" else max(parts)
    if len(parts) == 1:
        return -parts[0]
    a, b = parts
    return {"+": a + b, "-": a - b, "*": a * b, "/": a / b if b else float("nan")}[formula.op]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", 7.0),
        ("(1 + 2) * 3", 9.0),
        ("10 - 4 - 3", 3.0),
        ("24 / 4 / 2", 3.0),
        ("2 * -a", -10.0),
        ("-a * b.c", -10.0),
        ("-(a - b.c)", -3.0),
        ("a / b.c * 100", 250.0),
        ("min(a, b.c, 1.5)", 1.5),
        ("max(a, b.c) + abs(b.c - a)", 8.0),
        ("((((a))))", 5.0),
        ("min", 4.0),
    ],
)
def test_what_a_formula_means(text: str, expected: float) -> None:
    assert value(parse_formula(text), {"a": 5.0, "b.c": 2.0, "min": 4.0}) == expected


def test_the_extremes_of_a_stream() -> None:
    formula = parse_formula("a.x / high(a.x) * low(b)")
    ratio = Calculation("/", (FactValue("a.x"), Calculation("high", (FactValue("a.x"),))))
    assert formula == Calculation("*", (ratio, Calculation("low", (FactValue("b"),))))
    assert facts_of(formula) == ("a.x", "b")


def test_its_shape_and_its_facts() -> None:
    formula = parse_formula("a.x / max(b, a.x)")
    assert formula == Calculation("/", (FactValue("a.x"), Calculation("max", (FactValue("b"), FactValue("a.x")))))
    assert facts_of(formula) == ("a.x", "b")
    assert msgspec.json.decode(msgspec.json.encode(formula), type=Formula) == formula


@pytest.mark.parametrize(
    ("text", "offset", "message"),
    [
        ("", 0, "a number, a fact or a bracket"),
        ("a +", 3, "a number, a fact or a bracket"),
        ("a b", 2, "an operator is expected"),
        ("(a", 2, '")" is expected'),
        ("a)", 1, "an operator is expected"),
        ("a ** b", 3, "a number, a fact or a bracket"),
        ("a ^ b", 2, "an operator is expected"),
        ("sqrt(a)", 0, 'unknown function "sqrt"'),
        ("max(a)", 3, "max takes two values or more"),
        ("abs(a, b)", 3, "abs takes one value"),
        ("low(a, b)", 3, "low takes one value"),
        ("high(a + b)", 4, "high takes the name of a fact"),
        ("max(a,)", 6, "a number, a fact or a bracket"),
        ("1.5.2", 3, "an operator is expected"),
        ("__import__('os')", 0, "a number, a fact or a bracket"),
        ("(" * 200 + "a" + ")" * 200, 31, "nested too deep"),
        ("-" * 200 + "a", 31, "nested too deep"),
        ("a + " * 200 + "a", 0, "longer than 500"),
    ],
)
def test_mistakes_are_placed(text: str, offset: int, message: str) -> None:
    with pytest.raises(ConditionError) as caught:
        parse_formula(text)
    assert message in caught.value.message
    assert caught.value.offset == offset


CATALOGUE = {
    s.name: s
    for s in [
        spec("uplink.video.bitrate"),
        spec("uplink.audio.bitrate"),
        spec("downlink.video.bitrate"),
        spec("network.rtt"),
        spec("device.cores", series=False),
        spec("sdk.version", type="version", series=False),
    ]
}


@pytest.mark.parametrize(
    ("name", "series", "text"),
    [
        ("uplink.video.share", True, "uplink.video.bitrate / network.rtt"),
        ("network.double", True, "network.rtt * device.cores"),
        ("device.half", False, "device.cores / 2"),
    ],
)
def test_what_can_be_computed(name: str, series: bool, text: str) -> None:
    check_formula(spec(name, series=series), parse_formula(text), CATALOGUE)


@pytest.mark.parametrize(
    ("derived", "text", "message"),
    [
        (spec("uplink.video.x"), "uplink.video.bitrat", 'unknown fact "uplink.video.bitrat"'),
        (spec("uplink.video.x"), "sdk.version + 1", "sdk.version is a version"),
        (spec("uplink.video.x"), "uplink.video.bitrate - uplink.audio.bitrate", "is a series of uplink.audio"),
        (spec("uplink.video.x"), "downlink.video.bitrate", "is a series of downlink.video"),
        (spec("network.x"), "uplink.video.bitrate", "is a series of uplink.video"),
        (spec("device.x", series=False), "network.rtt", "makes it a series"),
        (spec("device.x"), "device.cores", "makes it one value"),
        (spec("device.x", type="text", series=False), "device.cores", "a derived fact is a number"),
    ],
)
def test_what_cannot_be_computed(derived: FactSpec, text: str, message: str) -> None:
    with pytest.raises(ConditionError, match=message):
        check_formula(derived, parse_formula(text), CATALOGUE)


def test_families() -> None:
    assert family_of("uplink.video.bitrate") == "uplink.video"
    assert family_of("uplink.packet_loss") is None
    assert family_of("network.rtt") is None


_formulas = st.recursive(
    st.sampled_from(["a", "b", "1", "2.5"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        inner.map(lambda t: f"abs({t})"),
        inner.map(lambda t: f"(-{t})"),
        st.tuples(inner, inner).map(lambda t: f"max({t[0]},{t[1]})"),
    ),
    max_leaves=8,
)


@given(_formulas)
def test_it_computes_what_python_computes(text: str) -> None:
    facts = {"a": 3.0, "b": 7.0}
    got = value(parse_formula(text), facts)
    try:
        expected = eval(text, {"abs": abs, "max": max}, dict(facts))
    except ZeroDivisionError:
        return
    assert got == pytest.approx(expected, nan_ok=True) or got != got


@given(st.text("ab.12+-*/(), minmaxabs丢_$", max_size=60))
def test_any_text_is_a_formula_or_a_problem(text: str) -> None:
    try:
        facts_of(parse_formula(text))
        return
    except ConditionError as caught:
        offset = caught.offset
    assert 0 <= offset <= len(text)
