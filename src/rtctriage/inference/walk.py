"""The walk: tests once, then layer by layer what fires, how certain that makes each hypothesis, what builds on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from rtctriage.inference.atoms import AtomResult, evaluate, is_known
from rtctriage.inference.certainty import combine
from rtctriage.inference.chainer import Chainer
from rtctriage.inference.compare import OPERATORS
from rtctriage.inference.derived import add_derived
from rtctriage.inference.program import CauseSpec, PlainComparison, PremiseSpec, Program, tree_truth
from rtctriage.inference.truth import Truth
from rtctriage.inference.verdict import established, excluded
from rtctriage.knowledge.model import SideName
from rtctriage.profile import Known, Scalar, Streams, Value


class Belief(Struct, frozen=True):
    """A cause on one of its sides, with the rules that fired for and against it."""

    cause: int
    side: SideName | None
    certainty: float
    rules: tuple[int, ...]


class Walk(Struct, frozen=True):
    """What came out of a walk, by the program's numbers."""

    known: Mapping[str, Value]
    """All known facts, the derived ones too."""
    results: dict[int, AtomResult]
    """The tests of known facts, but for those of one value for the whole call that leave no more than a truth: bare
    comparisons, and whether it is known."""
    truths: list[Truth]
    """Of all atoms and premises."""
    skipped: frozenset[int]
    """Layers that do not apply."""
    beliefs: dict[int, tuple[Belief, ...]]
    """For each cause of which any rule fired, one for each of its sides."""


def walk(program: Program, facts: Mapping[str, Value], chainer: Chainer) -> Walk:
    """Evaluates what the known facts touch, and walks the layers in their declared order.

    Conclusions reach later layers only. Raises ChainerError if the chainer fails.
    """
    known = _with_derived(program, facts)
    truths = list(program.at_start)
    results, literals = _test(program, known, truths)
    beliefs: dict[int, tuple[Belief, ...]] = {}
    skipped: set[int] = set()
    for number, layer in enumerate(program.layers):
        if layer.skip_when is not None and tree_truth(layer.skip_when, truths) is True:
            skipped.add(number)
            continue
        wanted = layer.literals & literals
        if not wanted:
            continue
        fired: dict[int, list[int]] = {}
        for rule in chainer.run(number, wanted):
            fired.setdefault(program.rules[rule].cause, []).append(rule)
        for cause, rules in fired.items():
            spec = program.causes[cause]
            beliefs[cause] = _believe(program, cause, spec, rules)
            if spec.premises:
                _conclude(program, spec, beliefs[cause], truths, literals)
    return Walk(known, results, truths, frozenset(skipped), beliefs)


def _with_derived(program: Program, facts: Mapping[str, Value]) -> Mapping[str, Value]:
    """The facts that have a value, with those derived from them."""
    known = {name: value for name, value in facts.items() if not isinstance(value, Streams) or is_known(value)}
    add_derived(program.derived, known)
    return known


def _test(program: Program, known: Mapping[str, Value], truths: list[Truth]) -> tuple[dict[int, AtomResult], set[int]]:
    """Evaluates the atoms about known facts into ``truths``; also gives the literals that hold."""
    results: dict[int, AtomResult] = {}
    literals: set[int] = set()
    atoms, catalogue = program.atoms, program.facts
    for fact, value in known.items():
        numbers = program.atoms_of.get(fact, ())
        if isinstance(value, Known):
            _compare(value.value, program.comparisons_of.get(fact, ()), truths, literals)
            numbers = program.other_atoms_of.get(fact, ())
            if fact in program.known_tests:
                number = program.known_tests[fact]
                truths[number] = True
                literals.add(2 * number)
        for number in numbers:
            if number in results:
                continue
            result = results[number] = evaluate(atoms[number], value, known, catalogue)
            truth = truths[number] = result.truth
            if truth is not None:
                literals.add(2 * number if truth else 2 * number + 1)
    for number in program.known_tests.values():
        if truths[number] is False:
            literals.add(2 * number + 1)
    return results, literals


def _compare(value: Scalar, tests: Iterable[PlainComparison], truths: list[Truth], literals: set[int]) -> None:
    """The bare comparisons of one value. What is not of one kind with the value stays unknown."""
    kind: type = type(value)
    if kind is int:
        value, kind = float(value), float
    for number, op, limit in tests:
        if type(limit) is kind:
            truth = truths[number] = OPERATORS[op](value, limit)
            literals.add(2 * number if truth else 2 * number + 1)


def _believe(program: Program, cause: int, spec: CauseSpec, fired: list[int]) -> tuple[Belief, ...]:
    """The certainty on each side; a rule without a side bears on every one."""
    if len(fired) == 1 and len(spec.sides) == 1:
        rule = program.rules[fired[0]].rule
        return (Belief(cause, spec.sides[0], combine(((rule.certainty, rule.evidence_group),)), (fired[0],)),)
    rules = [(n, program.rules[n].rule) for n in fired]
    beliefs: list[Belief] = []
    for side in spec.sides:
        numbers: list[int] = []
        weights: list[tuple[float, str | None]] = []
        for number, rule in rules:
            if rule.side is None or rule.side == side:
                numbers.append(number)
                weights.append((rule.certainty, rule.evidence_group))
        beliefs.append(Belief(cause, side, combine(weights), tuple(numbers)))
    return tuple(beliefs)


def _conclude(
    program: Program, spec: CauseSpec, beliefs: tuple[Belief, ...], truths: list[Truth], literals: set[int]
) -> None:
    """Asserts what later layers may ask about this cause."""
    for number in spec.premises:
        truth = premise_truth(program.premises[number], beliefs)
        if truth is not None:
            at = len(program.atoms) + number
            truths[at] = truth
            literals.add(2 * at if truth else 2 * at + 1)


def premise_truth(premise: PremiseSpec, beliefs: tuple[Belief, ...]) -> Truth:
    """Whether a cause is established (or excluded), given its beliefs on all its sides.

    Established on one side is established; excluded means on every side. With a side only that one counts; a cause
    without sides answers for both. Each is false where the other one is true, and unknown in between.
    """
    asked = [b for b in beliefs if premise.side is None or b.side is None or b.side == premise.side]
    if not asked:
        return None
    is_established = any(established(b.certainty) for b in asked)
    is_excluded = all(excluded(b.certainty) for b in asked)
    if not is_established and not is_excluded:
        return None
    return is_established if premise.state == "established" else is_excluded
