from __future__ import annotations

import pytest

from rtctriage.errors import Problem
from rtctriage.knowledge.conditions import ConditionReader
from rtctriage.knowledge.limits import Names
from rtctriage.knowledge.model import (
    All,
    Any,
    Compare,
    Comparison,
    Condition,
    FactSpec,
    IsKnown,
    Not,
    Premise,
    Threshold,
    Together,
)
from rtctriage.knowledge.reading import Reader
from rtctriage.knowledge.yamltext import parse


@pytest.fixture(scope="session")
def names(facts: dict[str, FactSpec], thresholds: dict[str, Threshold]) -> Names:
    return Names(facts, thresholds)


def read(text: str, names: Names) -> tuple[Condition, list[str], list[str]]:
    """The condition, the problems, and the causes that premises name."""
    problems: list[Problem] = []
    premises: list[str] = []
    reader = ConditionReader(Reader("f", problems), names, lambda _, cause: premises.append(cause))
    return reader.when(parse(text, "f").root), [str(p) for p in problems], premises


KNOWN = IsKnown(fact="up", text="known")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{up: known}", KNOWN),
        ("{up: known, model: known}", All((KNOWN, IsKnown(fact="model", text="known")))),
        ("{all: [{up: known}, {model: known}]}", All((KNOWN, IsKnown(fact="model", text="known")))),
        ("{any: [{up: known}, {not: {up: known}}]}", Any((KNOWN, Not(KNOWN)))),
        ("{established: a.b}", Premise(cause="a.b", state="established")),
        ("{excluded: {cause: a.b, side: downlink}}", Premise(cause="a.b", state="excluded", side="downlink")),
        (
            "{up: known, any: [{all: [{up: known}]}, {up: known, model: known}]}",
            All((KNOWN, Any((All((KNOWN,)), All((KNOWN, IsKnown(fact="model", text="known"))))))),
        ),
        (
            "{together: {of: [{loss: '>= {loss.poor}'}, {rtt: '> 0.3 s', packets: '== 0'}], for: 5 s}}",
            Together(
                parts=(
                    Compare(fact="loss", test=Comparison(">=", 5.0, "loss.poor"), text=">= {loss.poor}"),
                    Compare(fact="rtt", test=Comparison(">", 300.0), text="> 0.3 s"),
                    Compare(fact="packets", test=Comparison("==", 0.0), text="== 0"),
                ),
                for_s=5.0,
                text="loss >= {loss.poor}, rtt > 0.3 s, packets == 0 for 5 s",
            ),
        ),
    ],
)
def test_trees(text: str, expected: Condition, names: Names) -> None:
    condition, problems, _ = read(text, names)
    assert problems == []
    assert condition == expected


def test_premises_are_told(names: Names) -> None:
    assert read("{all: [{established: a.b}, {not: {excluded: {cause: c.d}}}]}", names)[2] == ["a.b", "c.d"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{}", "f:1:1: when is empty"),
        ("[up]", "f:1:1: when must be a mapping"),
        ("{all: []}", "f:1:2: all has no parts"),
        ("{any: {up: known}}", "f:1:7: any must be a list"),
        ("{any: [up]}", "f:1:8: a part of any must be a mapping"),
        ("{not: {}}", "f:1:7: not is empty"),
        ("{nott: {up: known}}", 'f:1:2: unknown fact "nott" (did you mean "not"?)'),
        ("{up: [known]}", "f:1:6: the test of up must be a text"),
        ("{established: ''}", "f:1:15: established must be a text, not empty"),
        ("{established: {cause: a.b, side: both}}", 'f:1:34: side cannot be "both"'),
        ("{established: {side: uplink}}", 'f:1:15: established needs the key "cause"'),
        ("{together: {of: [{loss: '> 1 %', rtt: '> 1 s'}]}}", 'f:1:12: together needs the key "for"'),
        ("{together: {of: [{loss: '> 1 %'}], for: 5 s}}", "f:1:12: together needs two tests or more"),
        ("{together: {of: [{loss: '> 1 %', rtt: 'max > 1 s'}], for: 5 s}}", "f:1:40: together takes plain comparisons"),
        ("{together: {of: [{loss: '> 1 %', rtt: '> 1 s'}], for: 5}}", "f:1:55: the number 5 needs a unit"),
        ("{loss: 'max > 1 ms'}", "f:1:15: ms measures time"),
        ("{loss: max > 1 ms}", "f:1:14: ms measures time"),
    ],
)
def test_mistakes(text: str, problem: str, names: Names) -> None:
    _, problems, _ = read(text, names)
    assert len(problems) == 1
    assert problems[0].startswith(problem)


def test_no_premise_where_nothing_was_concluded(names: Names) -> None:
    problems: list[Problem] = []
    ConditionReader(Reader("f", problems), names, None).when(parse("{established: a.b}", "f").root)
    assert [p.message for p in problems] == ["established has no place here"]
