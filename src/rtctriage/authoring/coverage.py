"""What the tests beside the rules leave out: rules that never fire, truths never seen, limits never tried closely."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from typing import Final

from msgspec import Struct

from rtctriage.authoring.cases import Bench
from rtctriage.inference.compare import OPERATORS
from rtctriage.inference.program import AtomSpec, Program
from rtctriage.inference.truth import Truth, truth_name
from rtctriage.inference.walk import Walk
from rtctriage.knowledge.model import Cause, Compare, IsKnown, Together
from rtctriage.profile import Known, Scalar

NEAR: Final = 0.1
"""How far from a limit, as a share of it, a test may be that tries it; of counts it may be the next one."""


class Uncovered(Struct, frozen=True):
    """What no test of a cause shows."""

    cause: str
    rule: str
    """The id of the rule; empty where the cause has no test at all."""
    what: str
    origin: str


class Coverage(Struct, frozen=True):
    """How much the tests have to show, and what they do not.

    Every rule fires; every condition is seen true, false and unknown; every limit is tried closely on both sides.
    """

    causes: int
    rules: int
    unfired: tuple[Uncovered, ...]
    truths: int
    unseen: tuple[Uncovered, ...]
    sides: int
    untried: tuple[Uncovered, ...]

    @property
    def complete(self) -> bool:
        """Whether nothing is left out."""
        return not (self.unfired or self.unseen or self.untried)


class _Condition(Struct, frozen=True):
    """A test of a fact in a rule: the rule's number, and the test's place among the rule's literals."""

    rule: int
    place: int


class _Seen(Struct, frozen=True):
    """What the tests of one cause showed of it."""

    fired: set[int]
    truths: set[tuple[_Condition, Truth]]
    sides: set[tuple[_Condition, int, bool]]
    """Of which limits of a test, by their order, a value near by was tried where the test holds, or fails."""


def measure(bench: Bench, only: Collection[str] | None = None) -> Coverage:
    """Runs the tests of these causes, or of all, and looks at what those of each show of its own rules."""
    counted = Counter[str]()
    unfired: list[Uncovered] = []
    unseen: list[Uncovered] = []
    untried: list[Uncovered] = []
    for cause in bench.knowledge.causes.values():
        if only is not None and cause.id not in only:
            continue
        bench_of_it = bench.of(cause.id)
        program = bench_of_it.program()
        number = list(bench_of_it.knowledge.causes).index(cause.id)
        own = [n for n, spec in enumerate(program.rules) if spec.cause == number]
        seen = _look(bench_of_it, cause, number, own)
        counted["causes"] += 1
        counted["rules"] += len(own)
        if not cause.tests:
            unfired.append(Uncovered(cause.id, "", "has no test", cause.origin))
        for n in own:
            rule = program.rules[n].rule
            if n not in seen.fired:
                unfired.append(Uncovered(cause.id, rule.id, "fires in no test", rule.origin))
        for condition, atom in _conditions(program, own):
            rule = program.rules[condition.rule].rule
            for truth in _possible(atom):
                counted["truths"] += 1
                if (condition, truth) not in seen.truths:
                    what = f"{_words(atom)}: never {truth_name(truth)}"
                    unseen.append(Uncovered(cause.id, rule.id, what, rule.origin))
            for part, limit in enumerate(_limits(atom)):
                for side in (True, False) if limit else ():
                    counted["sides"] += 1
                    if (condition, part, side) not in seen.sides:
                        shown = atom.shown[part]
                        what = f"{shown.fact} {shown.text}: never tried closely where it {'holds' if side else 'fails'}"
                        untried.append(Uncovered(cause.id, rule.id, what, rule.origin))
    return Coverage(
        causes=counted["causes"],
        rules=counted["rules"],
        unfired=tuple(unfired),
        truths=counted["truths"],
        unseen=tuple(unseen),
        sides=counted["sides"],
        untried=tuple(untried),
    )


def _look(bench: Bench, cause: Cause, number: int, own: list[int]) -> _Seen:
    seen = _Seen(set(), set(), set())
    for case in cause.tests:
        walked = bench.walk(bench.profile(case), case.scenario)
        program = bench.program(case.scenario)
        seen.fired.update(rule for belief in walked.beliefs.get(number, ()) for rule in belief.rules)
        for condition, atom in _conditions(program, own):
            literal = program.rules[condition.rule].literals[condition.place]
            truth = walked.truths[literal >> 1]
            seen.truths.add((condition, truth))
            if truth is not None:
                near = _near_together if isinstance(atom.atom, Together) else _near
                seen.sides.update((condition, part, truth) for part in near(atom, literal >> 1, walked))
    return seen


def _conditions(program: Program, own: list[int]) -> Iterator[tuple[_Condition, AtomSpec]]:
    """The tests of facts in these rules."""
    for n in own:
        for place, literal in enumerate(program.rules[n].literals):
            if literal >> 1 < len(program.atoms):
                yield _Condition(n, place), program.atoms[literal >> 1]


def _possible(atom: AtomSpec) -> tuple[Truth, ...]:
    """What a test may come to: whether a fact is known is never unknown."""
    return (True, False) if isinstance(atom.atom, IsKnown) else (True, False, None)


def _limits(atom: AtomSpec) -> tuple[float | None, ...]:
    """The numbers that a test compares with, None for what is no number or nothing is near to: zero."""
    shown = atom.shown if isinstance(atom.atom, Compare | Together) and atom.type == "number" else ()
    return tuple(
        limit if isinstance(limit := one.limit, float) and limit and one.operator not in ("==", "!=") else None
        for one in shown
    )


def _near(atom: AtomSpec, number: int, walked: Walk) -> Iterator[int]:
    """The limit of a test of one fact, where the value that it saw is near to it."""
    result = walked.results.get(number)
    value = walked.known.get(atom.facts[0])
    seen = result.observed if result is not None else value.value if isinstance(value, Known) else None
    if _is_near(atom, 0, seen):
        yield 0


def _near_together(atom: AtomSpec, number: int, walked: Walk) -> Iterator[int]:
    """Of tests at the same time, which limits some value is near to that passes where all of it holds, or fails else.

    Where it fails there is no moment to look at, so that all samples are.
    """
    assert isinstance(atom.atom, Together)
    truth = walked.truths[number]
    for part, compare in enumerate(atom.atom.parts):
        passes, limit = OPERATORS[compare.test.op], compare.test.limit
        if any(_is_near(atom, part, one) and passes(one, limit) is truth for one in _values(walked, compare.fact)):
            yield part


def _values(walked: Walk, fact: str) -> Iterator[Scalar]:
    value = walked.known.get(fact)
    if isinstance(value, Known):
        yield value.value
    elif value is not None:
        for stream in value.streams:
            yield from stream.series.values


def _is_near(atom: AtomSpec, part: int, seen: Scalar | None) -> bool:
    limit = _limits(atom)[part] if _limits(atom) else None
    if limit is None or not isinstance(seen, float):
        return False
    is_count = not atom.shown[part].unit and limit.is_integer()
    return abs(seen - limit) <= max(NEAR * abs(limit), is_count) * (1 + 1e-9)


def _words(atom: AtomSpec) -> str:
    return ", ".join(f"{shown.fact} {shown.text}" for shown in atom.shown)
