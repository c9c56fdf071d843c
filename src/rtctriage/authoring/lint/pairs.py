"""Checks of the rules of one cause against each other: what one says beside another one, and where they meet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from msgspec import Struct

from rtctriage.authoring.lint.finding import Draft
from rtctriage.authoring.lint.repeating import repeating
from rtctriage.authoring.lint.subject import Compiled, Subject, path_of
from rtctriage.authoring.lint.witnesses import spread
from rtctriage.inference.program import AtomSpec, RuleSpec
from rtctriage.inference.values import Point, limits_of, numbers_near
from rtctriage.knowledge.model import SideName
from rtctriage.profile import Known
from rtctriage.units import show

NARROW: Final = 0.02
"""How wide a gap is, as a share of the value above it, that nobody meant."""


def check_pairs(subject: Subject) -> Iterator[Draft]:
    """R201 to R204, among the rules of each cause; R203 also with the limits of every scenario."""
    said: set[tuple[str, str]] = set()
    for rules in subject.rules.values():
        live = [rule for rule in rules if subject.base.can_fire(rule)]
        yield from repeating(subject.base, live)
        yield from _meeting(subject.base, live, said)
    for scenario, compiled, affected in subject.variants:
        by_cause: dict[int, list[RuleSpec]] = {}
        for rule in compiled.program.rules:
            by_cause.setdefault(rule.cause, []).append(rule)
        for rules in by_cause.values():
            if any(rule.rule.id in affected for rule in rules):
                live = [rule for rule in rules if compiled.can_fire(rule)]
                yield from _meeting(compiled, live, said, f" in the scenario {scenario}")


class _Group(Struct, frozen=True):
    """The rules of a cause on one side that look at one number and at nothing else."""

    fact: str
    unit: str
    rules: list[RuleSpec]


class _Held(Struct, frozen=True):
    """For which of some values the rules of a group hold: a bit of an integer for each value, in ascending order."""

    points: list[Point]
    by_rule: list[int]
    speaking_for: int
    speaking_against: int

    def first(self, group: _Group, at: int, sign: int = 0) -> RuleSpec:
        """The first rule that holds for a value; of those with that sign where one is given."""
        return next(
            rule
            for rule, held in zip(group.rules, self.by_rule, strict=True)
            if held >> at & 1 and rule.rule.certainty * sign >= 0
        )

    def minds(self, at: int) -> set[bool]:
        """Whether rules for and against the cause hold for a value."""
        return {sign for sign, held in ((True, self.speaking_for), (False, self.speaking_against)) if held >> at & 1}


def _meeting(
    compiled: Compiled, rules: Sequence[RuleSpec], said: set[tuple[str, str]], where: str = ""
) -> Iterator[Draft]:
    """What the rules for and against the cause say of one value of one fact."""
    for group in _groups(compiled, rules):
        held = _held(compiled, group)
        yield from _overlaps(group, held, said, where)
        if not where:
            yield from _gaps(group, held, said)


def _held(compiled: Compiled, group: _Group) -> _Held:
    fact = compiled.program.facts[group.fact]
    tests = [_tests(compiled, rule) for rule in group.rules]
    points = numbers_near({id(spec): spec for own in tests for spec in own}.values(), fact)
    values = [point.value for point in points]
    by_rule: list[int] = []
    of_sign = {True: 0, False: 0}
    for rule, own in zip(group.rules, tests, strict=True):

        def holds(value: float, rule: RuleSpec = rule) -> bool:
            return compiled.truth(rule.tree, {group.fact: Known(value)}) is True

        by_rule.append(spread(limits_of(own, group.fact), values, holds))
        of_sign[rule.rule.certainty > 0] |= by_rule[-1]
    return _Held(points, by_rule, of_sign[True], of_sign[False])


def _tests(compiled: Compiled, rule: RuleSpec) -> list[AtomSpec]:
    return [spec for n in rule.literals if isinstance(spec := compiled.claim(n).spec, AtomSpec)]


def _groups(compiled: Compiled, rules: Iterable[RuleSpec]) -> Iterator[_Group]:
    by_fact: dict[tuple[str, SideName | None], list[RuleSpec]] = {}
    for rule in rules:
        facts = {fact for n in rule.literals for fact in compiled.claim(n).facts or ("",)}
        if len(facts) == 1:
            fact = facts.pop()
            if fact and compiled.program.facts[fact].type == "number":
                by_fact.setdefault((fact, rule.rule.side), []).append(rule)
    for (fact, side), own in by_fact.items():
        together = own if side is None else [*own, *by_fact.get((fact, None), ())]
        if {rule.rule.certainty > 0 for rule in together} == {True, False}:
            yield _Group(fact, compiled.program.facts[fact].unit, together)


def _overlaps(group: _Group, held: _Held, said: set[tuple[str, str]], where: str) -> Iterator[Draft]:
    """Of each rule against the cause the lowest value at which a rule for it holds, too; how many do in all."""
    supporting = [own for rule, own in zip(group.rules, held.by_rule, strict=True) if rule.rule.certainty > 0]
    found: list[tuple[int, RuleSpec, int]] = []
    for rule, own in zip(group.rules, held.by_rule, strict=True):
        both = own & held.speaking_for
        if rule.rule.certainty < 0 and both and (rule.rule.id, "overlap") not in said:
            said.add((rule.rule.id, "overlap"))
            found.append((_lowest(both), rule, sum(1 for other in supporting if other & own)))
    for at, rule, count in sorted(found, key=lambda one: one[0]):
        other = held.first(group, at, 1)
        more = f" (as {count - 1} more do)" if count > 1 else ""
        message = (
            f"at {group.fact} {show(held.points[at].value, group.unit)}{where} {_name(other)}{more} speaks for "
            f"{_cause(rule)} and {_name(rule)} against it"
        )
        yield Draft("R203", message, rule.rule.origin, path_of(rule.rule), rule.rule.id)


def _gaps(group: _Group, held: _Held, said: set[tuple[str, str]]) -> Iterator[Draft]:
    """Where neither speaks, at one value or in a narrow range, and on its two sides they are of opposite minds."""
    points = held.points
    speaking = held.speaking_for | held.speaking_against
    for start in range(1, len(points)):
        above = speaking >> start
        if above & 1 or not above or not speaking >> start - 1 & 1:
            continue
        end = start + _lowest(above)
        if not held.minds(start - 1).isdisjoint(held.minds(end)):
            continue
        low = points[start if points[start].is_limit else start - 1].value
        high = points[end - 1 if points[end - 1].is_limit else end].value
        if high - low > NARROW * abs(high):
            continue
        before, after = held.first(group, start - 1), held.first(group, end)
        if (after.rule.id, "gap") not in said:
            said.add((after.rule.id, "gap"))
            at = show(low, group.unit) if low == high else f"{show(low, group.unit)} to {show(high, group.unit)}"
            message = f"neither {_name(before)} nor {_name(after)} of {_cause(after)} holds at {group.fact} {at}"
            yield Draft("R204", message, after.rule.origin, path_of(after.rule), after.rule.id)


def _lowest(bits: int) -> int:
    """The place of the lowest bit that is set."""
    return (bits & -bits).bit_length() - 1


def _name(rule: RuleSpec) -> str:
    return rule.rule.id.partition("/")[2]


def _cause(rule: RuleSpec) -> str:
    return rule.rule.id.partition("/")[0]
