"""What is left out of a search changes no answer: where formulas show the direction of a test, and what cannot hold."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any as Anything
from typing import Literal, TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inference_support import cause, compare, fact, knowledge, profile, rule, streams

from rtctriage import Engine
from rtctriage.explain.nearest import Answer, nearest
from rtctriage.explain.nearest.guesses import Guesses
from rtctriage.explain.nearest.looks import Looks
from rtctriage.explain.nearest.slopes import Slope, Slopes
from rtctriage.explain.nearest.trial import Trial
from rtctriage.inference.compile import compile_program
from rtctriage.inference.plain import PlainChainer
from rtctriage.inference.reasoning import Reasoning, reason
from rtctriage.knowledge.model import (
    Calculation,
    Change,
    Comparison,
    Condition,
    FactValue,
    Formula,
    IsKnown,
    Not,
    Number,
    Together,
)
from rtctriage.profile import Value

RECORDED = Path(__file__).parents[3] / "examples" / "recorded-call.json.gz"
A, B = FactValue("a"), FactValue("b")


@cache
def call() -> Reasoning:
    engine = Engine(chainer="plain")
    return engine.reason(engine.facts(RECORDED))


def without_shortcuts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Looks, "telling", lambda self, line, atom, given, found, start: found)
    monkeypatch.setattr(Guesses, "between", lambda *_: None)
    monkeypatch.setattr(Trial, "hopeless", lambda *_: False)


def sizes(answers: tuple[Answer, ...]) -> list[tuple[tuple[str, ...], float, float]]:
    return [(tuple(f"{c.fact} {c.how}" for c in one.changes), one.size, one.certainty) for one in answers]


@pytest.mark.parametrize(
    ("name", "establish"),
    [
        ("network.packet-loss", False),
        ("network.bandwidth-limited", True),
        ("resources.cpu-overload", True),
        ("media.bitrate-too-low", True),
        ("media.no-video", True),
    ],
)
def test_the_answers_are_those_of_the_search_without_them(
    name: str, establish: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = nearest(call(), name, establish=establish)
    assert quick.status == "found"
    without_shortcuts(monkeypatch)
    slow = nearest(call(), name, establish=establish)
    assert sizes(quick.answers) == sizes(slow.answers)
    assert quick.considered == slow.considered


def op(name: Anything, *parts: Formula) -> Calculation:
    return Calculation(name, parts)


def slope(formula: Formula, base: str = "a", *, low: float | None = 0.0, a: float = 4.0, b: float = 2.0) -> Slope:
    facts = [
        fact("a", series=True, low=low),
        fact("b", series=True),
        fact("c", series=True),
    ]
    made = knowledge(
        facts,
        [cause("network.loss", rule("network.loss/r", compare("c", ">", 5.0, reducer="mean"), 0.8))],
        derived={"c": formula},
    )
    program = compile_program(made)
    known: dict[str, Value] = {"a": streams(all=[a, a]), "b": streams(all=[b, b])}
    return Slopes(Trial(reason(program, profile(known), PlainChainer(program)))).of_fact("c", base, ())


@pytest.mark.parametrize(
    ("formula", "up"),
    [
        (A, 1),
        (op("-", A), -1),
        (op("+", A, B), 1),
        (op("-", B, A), -1),
        (op("-", A, A), None),
        (op("*", A, B, Number(2.0)), 1),
        (op("/", A, B), 1),
        (op("/", B, A), -1),
        (op("/", op("+", A, B), A), None),
        (op("/", op("*", B, Number(100.0)), op("*", A, op("min", B, Number(30.0)))), -1),
        (op("min", A, B), 1),
        (op("max", A, Number(3.0)), 1),
        (op("abs", A), None),
        (op("low", A), 1),
        (op("/", A, op("low", A)), None),
        (op("*", A, Number(-1.0)), None),
        (op("abs", B), 0),
    ],
)
def test_the_direction_of_a_formula(formula: Formula, up: Slope) -> None:
    assert slope(formula) == up


def test_a_factor_that_may_be_negative_has_no_direction() -> None:
    product = op("*", A, B)
    assert slope(product) == 1
    assert slope(product, b=-2.0) is None
    # what is moved may become negative, too
    assert slope(product, low=None) is None
    assert slope(product, "b") is None


def test_only_what_follows_from_a_fact_goes_with_it() -> None:
    assert slope(A, "b") == 0


Operator: TypeAlias = Literal["<", "<=", ">", ">="]
DIRECTIONS: list[tuple[Operator, Operator]] = [("<", ">="), (">", "<=")]
VALUES = st.lists(st.sampled_from([0.0, 1.0, 2.0, 3.0, 5.0, 8.0, 20.0]), min_size=6, max_size=6)
LIMITS = st.sampled_from([0.4, 1.0, 2.5, 6.0])
FORMULAS = st.sampled_from(
    # where a test may break several times, one of its breaks is found, by either search: none of these formulas bends
    [
        op("/", B, A),
        op("/", A, B),
        op("/", B, op("*", A, Number(2.0))),
        op("*", A, B),
        op("-", A, B),
    ]
)


@st.composite
def conditions(draw: st.DrawFn) -> Condition:
    low, high = sorted(draw(st.lists(LIMITS, min_size=2, max_size=2, unique=True)))
    more: Operator
    up, more = draw(st.sampled_from(DIRECTIONS))
    written: list[Condition] = [
        compare("c", up, low, reducer="mean"),
        compare("c", more, high, reducer="p75", every=True),
        compare("c", up, high, for_s=2.0),
        compare("c", ">", 40.0, reducer="share", inner=Comparison(up, low)),
        Change(fact="c", before=Comparison("<", low), after=Comparison(">=", high), for_s=2.0, text="up"),
        Change(fact="c", before=Comparison(">=", high), after=Comparison("<", low), for_s=2.0, text="down"),
        IsKnown(fact="c", text="known"),
        Together(parts=(compare("c", up, high), compare("a", ">=", 2.0)), for_s=2.0, text="both"),
    ]
    c = draw(st.sampled_from(written))
    return Not(c) if draw(st.booleans()) else c


@settings(max_examples=150, derandomize=True)
@given(FORMULAS, conditions(), VALUES, VALUES, st.booleans())
def test_generated_calls_have_the_same_answers(
    formula: Formula, when: Condition, a: list[float], b: list[float], establish: bool
) -> None:
    facts = [fact(name, series=True, low=0.0, high=100.0) for name in ("a", "b", "c")]
    made = knowledge(facts, [cause("network.loss", rule("network.loss/r", when, 0.8))], derived={"c": formula})
    program = compile_program(made)
    given_ = profile({"a": streams(all=a), "b": streams(all=b)})
    reasoned = reason(program, given_, PlainChainer(program))
    quick = nearest(reasoned, "network.loss", establish=establish)
    with pytest.MonkeyPatch.context() as patch:
        without_shortcuts(patch)
        slow = nearest(reasoned, "network.loss", establish=establish)
    assert quick.status == slow.status
    assert [one.certainty for one in quick.answers] == [one.certainty for one in slow.answers]
    assert [one.size for one in quick.answers] == pytest.approx([one.size for one in slow.answers], abs=1e-6)
