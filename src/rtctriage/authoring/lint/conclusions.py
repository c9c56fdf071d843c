"""Checks of causes: that they can be established, ruled out, used and traced to a source."""

from __future__ import annotations

from collections.abc import Iterator

from rtctriage.authoring.lint.finding import Draft, TestOf
from rtctriage.authoring.lint.subject import Subject, path_of, tests_in
from rtctriage.inference.certainty import combine
from rtctriage.inference.program import RuleSpec
from rtctriage.inference.verdict import ESTABLISHED, EXCLUDED, established, excluded
from rtctriage.knowledge.model import (
    All,
    Any,
    Atom,
    Cause,
    Change,
    Compare,
    Condition,
    FactSpec,
    KnowledgeBase,
    Not,
    Premise,
    SideName,
    Together,
)


def check_causes(subject: Subject) -> Iterator[Draft]:
    """R501 to R504."""
    read = _read_causes(subject.knowledge)
    for spec in subject.base.program.causes:
        cause = spec.cause
        rules = [rule for rule in subject.rules[cause.id] if subject.base.can_fire(rule)]
        yield from _certainty(cause, spec.sides, rules)
        if cause.playbook is None and not cause.leads_to and cause.id not in read:
            message = f"{cause.id} has no playbook, leads to nothing, and nothing builds on it"
            yield Draft("R503", message, cause.origin, ("cause",), cause.id)
        if not cause.sources:
            yield from _without_source(cause, subject.knowledge)


def _certainty(cause: Cause, sides: tuple[SideName | None, ...], rules: list[RuleSpec]) -> Iterator[Draft]:
    against = {side: _sum(rules, side, -1) for side in sides}
    left = [side for side, certainty in against.items() if not excluded(certainty)]
    if left:
        where = "" if left == [None] else " on the " + " and the ".join(str(side) for side in left)
        message = f"no rule can exclude {cause.id}{where}"
        worst = min(0.0, *(against[side] for side in left))
        if worst < 0:
            message = f"the rules against {cause.id}{where} come to {worst:g}; to exclude it takes {EXCLUDED:g}"
        yield Draft("R501", message, cause.origin, ("cause",), cause.id)
    best = max(_sum(rules, side, 1) for side in sides)
    if not established(best):
        message = f"the rules for {cause.id} come to {best:g}; to establish it takes {ESTABLISHED:g}"
        yield Draft("R502", message, cause.origin, ("cause",), cause.id)


def _sum(rules: list[RuleSpec], side: SideName | None, sign: int) -> float:
    """What the rules of one sign come to if all of them fire."""
    own = [spec.rule for spec in rules if spec.rule.side in (None, side) and spec.rule.certainty * sign > 0]
    return combine([(rule.certainty, rule.evidence_group) for rule in own])


def _read_causes(knowledge: KnowledgeBase) -> set[str]:
    """The causes that a rule or a layer builds on."""
    conditions = [rule.when for cause in knowledge.causes.values() for rule in cause.rules]
    conditions += [layer.skip_when for layer in knowledge.layers if layer.skip_when is not None]
    return {name for condition in conditions for name in _premises(condition)}


def _premises(condition: Condition) -> Iterator[str]:
    if isinstance(condition, Premise):
        yield condition.cause
    elif isinstance(condition, Not):
        yield from _premises(condition.part)
    elif isinstance(condition, All | Any):
        for part in condition.parts:
            yield from _premises(part)


def _without_source(cause: Cause, knowledge: KnowledgeBase) -> Iterator[Draft]:
    for rule in cause.rules:
        for test in tests_in(rule.when):
            fact = _bare(test, knowledge)
            if fact is not None:
                message = f"{rule.id} compares {fact} with a number of its own, and {cause.id} names no source"
                place = (*path_of(rule), "when", TestOf(fact, test.text))
                yield Draft("R504", message, rule.origin, place, rule.id)
                return


def _bare(test: Atom, knowledge: KnowledgeBase) -> str | None:
    """The fact that a test compares with a number that has no name."""
    for part in test.parts if isinstance(test, Together) else (test,):
        if isinstance(part, Compare):
            comparisons = [part.test] if part.inner is None else [part.inner]
        elif isinstance(part, Change):
            comparisons = [part.before, part.after]
        else:
            continue
        spec = knowledge.facts[part.fact]
        if any(one.threshold is None and _chosen(one.limit, spec) for one in comparisons):
            return part.fact
    return None


def _chosen(limit: object, spec: FactSpec) -> bool:
    """Whether a number was chosen by somebody: nothing, one, and the ends of what a fact can be need no reason."""
    if spec.type != "number" or isinstance(limit, bool) or not isinstance(limit, int | float):
        return False
    return limit not in (0.0, spec.low, spec.high) and not (limit == 1.0 and spec.unit in ("", "/s"))
