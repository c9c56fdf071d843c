"""Checks of the rules of one cause against each other: what one says beside another one, and where they meet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from msgspec import Struct

from rtctriage.authoring.lint.finding import Draft
from rtctriage.authoring.lint.subject import Compiled, Subject, path_of
from rtctriage.inference.program import AtomSpec, RuleSpec
from rtctriage.inference.values import Point, numbers_near
from rtctriage.knowledge.model import SideName
from rtctriage.profile import Known
from rtctriage.units import show

NARROW: Final = 0.02
"""How wide a gap is, as a share of the value above it, that nobody meant."""


def check_pairs(subject: Subject) -> Iterator[Draft]:
    """R201 to R204, among the rules of each cause; R203 also with the limits of every scenario."""
    said: set[tuple[str, ...]] = set()
    for rules in subject.rules.values():
        live = [rule for rule in rules if subject.base.can_fire(rule)]
        yield from _repeating(subject.base, live)
        yield from _meeting(subject.base, live, said)
    for scenario, compiled, affected in subject.variants:
        by_cause: dict[int, list[RuleSpec]] = {}
        for rule in compiled.program.rules:
            by_cause.setdefault(rule.cause, []).append(rule)
        for rules in by_cause.values():
            if any(rule.rule.id in affected for rule in rules):
                live = [rule for rule in rules if compiled.can_fire(rule)]
                yield from _meeting(compiled, live, said, f" in the scenario {scenario}")


def _repeating(compiled: Compiled, rules: Sequence[RuleSpec]) -> Iterator[Draft]:
    """Rules that do not fire without a stronger one."""
    about = [_about(compiled, rule) for rule in rules]
    for x, rule in enumerate(rules):
        told: Draft | None = None
        for y, other in enumerate(rules):
            if x == y or not _as_strong(rule, other) or not _may_imply(about[x], about[y]):
                continue
            if not compiled.ways_imply(rule.alternatives, other.alternatives):
                continue
            same = compiled.ways_imply(other.alternatives, rule.alternatives)
            if same and y > x and abs(rule.rule.certainty) == abs(other.rule.certainty):
                # of two that say the same the later one is told of
                continue
            draft = _repeated(rule, other, same)
            if told is None or draft.code < told.code:
                told = draft
        if told is not None:
            yield told


def _about(compiled: Compiled, rule: RuleSpec) -> list[frozenset[str]]:
    """For each alternative of a rule that can hold what its tests are about."""
    return [
        frozenset(word for n in way for word in compiled.topics(n))
        for way in rule.alternatives
        if not compiled.impossible(way)
    ]


def _may_imply(about: Iterable[frozenset[str]], other: Sequence[frozenset[str]]) -> bool:
    """A condition says nothing of what it does not test; this is found out sooner than what it says."""
    return all(any(wanted <= way for wanted in other) for way in about)


def _as_strong(rule: RuleSpec, other: RuleSpec) -> bool:
    """Whether the other rule says the same of the cause, on the same side and as strongly."""
    a, b = rule.rule, other.rule
    return a.certainty * b.certainty > 0 and abs(a.certainty) <= abs(b.certainty) and b.side in (None, a.side)


def _repeated(rule: RuleSpec, other: RuleSpec, same: bool) -> Draft:
    a, b = rule.rule, other.rule
    name = b.id.partition("/")[2]
    grouped = a.evidence_group is not None and a.evidence_group == b.evidence_group
    # what stands alone or is no mere observation is so by each rule for itself
    effect = (a.stands_alone and not b.stands_alone) or (b.observation and not a.observation)
    if same:
        code, message = "R201", f"{a.id} has the condition of {name} (certainty {b.certainty:g})"
    elif grouped and not effect:
        code = "R201"
        message = f"{a.id} never counts: where it fires, {name} of its group does ({b.certainty:g})"
    else:
        code, message = "R202", f"where {a.id} fires, {name} fires as well ({b.certainty:g}), and both are added up"
    return Draft(code, message, a.origin, path_of(a), a.id)


class _Group(Struct, frozen=True):
    """The rules of a cause on one side that look at one number and at nothing else."""

    fact: str
    unit: str
    rules: list[RuleSpec]


def _meeting(
    compiled: Compiled, rules: Sequence[RuleSpec], said: set[tuple[str, ...]], where: str = ""
) -> Iterator[Draft]:
    """What the rules for and against the cause say of one value of one fact."""
    for group in _groups(compiled, rules):
        literals = {n for rule in group.rules for n in rule.literals}
        atoms = [spec for n in sorted(literals) if isinstance(spec := compiled.claim(n).spec, AtomSpec)]
        points = numbers_near(atoms, compiled.program.facts[group.fact])
        held = [_holding(compiled, group, point.value) for point in points]
        yield from _overlaps(group, points, held, said, where)
        if not where:
            yield from _gaps(group, points, held, said)


def _holding(compiled: Compiled, group: _Group, value: float) -> list[RuleSpec]:
    known = {group.fact: Known(value)}
    return [rule for rule in group.rules if compiled.truth(rule.tree, known)]


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


def _overlaps(
    group: _Group, points: Sequence[Point], held: Sequence[Sequence[RuleSpec]], said: set[tuple[str, ...]], where: str
) -> Iterator[Draft]:
    for point, rules in zip(points, held, strict=True):
        for a in rules:
            for b in rules:
                pair = (a.rule.id, b.rule.id)
                if a.rule.certainty < 0 or b.rule.certainty > 0 or pair in said:
                    continue
                said.add(pair)
                message = (
                    f"at {group.fact} {show(point.value, group.unit)}{where} {_name(a)} speaks for {_cause(a)} and "
                    f"{_name(b)} against it"
                )
                yield Draft("R203", message, b.rule.origin, path_of(b.rule), b.rule.id)


def _gaps(
    group: _Group, points: Sequence[Point], held: Sequence[Sequence[RuleSpec]], said: set[tuple[str, ...]]
) -> Iterator[Draft]:
    """Where neither speaks, at one value or in a narrow range, and on its two sides they are of opposite minds."""
    for start in range(1, len(points)):
        end = next((n for n in range(start, len(points)) if held[n]), start)
        if not held[start - 1] or end == start or not _opposite(held[start - 1], held[end]):
            continue
        low = points[start if points[start].is_limit else start - 1].value
        high = points[end - 1 if points[end - 1].is_limit else end].value
        before, after = held[start - 1][0], held[end][0]
        if high - low <= NARROW * abs(high) and (after.rule.id, "gap") not in said:
            said.add((after.rule.id, "gap"))
            at = show(low, group.unit) if low == high else f"{show(low, group.unit)} to {show(high, group.unit)}"
            message = f"neither {_name(before)} nor {_name(after)} of {_cause(after)} holds at {group.fact} {at}"
            yield Draft("R204", message, after.rule.origin, path_of(after.rule), after.rule.id)


def _opposite(rules: Iterable[RuleSpec], others: Iterable[RuleSpec]) -> bool:
    one, other = ({rule.rule.certainty > 0 for rule in some} for some in (rules, others))
    return one.isdisjoint(other)


def _name(rule: RuleSpec) -> str:
    return rule.rule.id.partition("/")[2]


def _cause(rule: RuleSpec) -> str:
    return rule.rule.id.partition("/")[0]
