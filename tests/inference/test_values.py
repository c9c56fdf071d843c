"""Single values that tests tell apart."""

from __future__ import annotations

from inference_support import cause, compare, fact, knowledge, rule

from rtctriage.inference.compile import compile_program
from rtctriage.inference.program import Program
from rtctriage.inference.values import ANOTHER, limits_of, numbers_near, values_near
from rtctriage.knowledge.model import Change, Comparison, Condition, FactSpec, Glob, Member


def program(spec: FactSpec, *tests: Condition) -> Program:
    rules = [rule(f"network.x/{i}", test, 0.5) for i, test in enumerate(tests)]
    return compile_program(knowledge([spec], [cause("network.x", *rules)]))


def test_limits_of_comparisons_changes_shares_and_lists() -> None:
    made = program(
        fact("a", series=True),
        compare("a", ">=", 5.0),
        compare("a", ">=", 50.0, reducer="share", inner=Comparison("<", 7.0)),
        Change(fact="a", before=Comparison(">", 1.0), after=Comparison("==", 0.0)),
        Member(fact="a", values=("12", "3.5")),
    )
    assert limits_of(made.atoms, "a") == [0.0, 1.0, 3.5, 5.0, 7.0, 12.0]


def test_numbers_at_and_between_limits_and_ends() -> None:
    spec = fact("a", low=0.0)
    points = numbers_near(program(spec, compare("a", ">", 4.0)).atoms, spec)
    assert [(point.value, point.is_limit) for point in points] == [(0.0, True), (2.0, False), (4.0, True), (5.0, False)]


def test_a_text_that_a_pattern_matches_comes_before_what_matches_nothing() -> None:
    spec = fact("a", type="text")
    values = values_near(program(spec, Glob(fact="a", pattern="Redmi Note ?*")).atoms, spec)
    assert values[0] == "Redmi Note x"
    assert values[-1] == ANOTHER
