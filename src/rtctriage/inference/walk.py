"""The walk: tests once, then layer by layer what fires, how certain that makes each hypothesis, what builds on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from rtctriage.inference.atoms import AtomResult, evaluate, is_known
from rtctriage.inference.belief import Belief, believe, premise_truth
from rtctriage.inference.chainer import Chainer
from rtctriage.inference.derived import add_derived
from rtctriage.inference.program import CauseSpec, Program, QuickTest
from rtctriage.inference.shape import Shape, shape_of
from rtctriage.inference.tree import tree_truth
from rtctriage.inference.truth import Truth
from rtctriage.profile import Known, Scalar, Streams, Value


class Walk(Struct, frozen=True):
    """What came out of a walk, by the program's numbers."""

    known: Mapping[str, Value]
    """All known facts, the derived ones too."""
    shape: Shape
    """What follows from which these are."""
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
    shape = shape_of(program, tuple(known))
    truths, literals = list(shape.truths), set(shape.literals)
    results = _test(program, known, truths, literals)
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
            beliefs[cause] = believe(program, cause, rules)
            spec = program.causes[cause]
            if spec.premises:
                _conclude(program, spec, beliefs[cause], truths, literals)
    return Walk(known, shape, results, truths, frozenset(skipped), beliefs)


def _with_derived(program: Program, facts: Mapping[str, Value]) -> Mapping[str, Value]:
    """The facts that have a value, with those derived from them."""
    known = dict(facts)
    for name, value in facts.items():
        if isinstance(value, Streams) and not is_known(value):
            del known[name]
    add_derived(program, known)
    return known


def _test(
    program: Program, known: Mapping[str, Value], truths: list[Truth], literals: set[int]
) -> dict[int, AtomResult]:
    """Evaluates the atoms about known facts into ``truths`` and ``literals``; gives what there is to show of them."""
    results: dict[int, AtomResult] = {}
    atoms, catalogue = program.atoms, program.facts
    quick_tests_of, atoms_of = program.quick_tests_of, program.atoms_of
    for fact, value in known.items():
        numbers = atoms_of.get(fact)
        if numbers is None:
            continue
        if isinstance(value, Known):
            quick = quick_tests_of.get(fact)
            if quick is not None:
                _compare(value.value, quick, truths, literals)
            numbers = program.other_atoms_of.get(fact, ())
        for number in numbers:
            if number in results:
                continue
            result = results[number] = evaluate(atoms[number], value, known, catalogue)
            truth = truths[number] = result.truth
            if truth is not None:
                literals.add(2 * number if truth else 2 * number + 1)
    return results


def _compare(value: Scalar, tests: Iterable[QuickTest], truths: list[Truth], literals: set[int]) -> None:
    """The quick tests of one value. What is not of one kind with the value stays unknown."""
    kind: type = type(value)
    if kind is int:
        value, kind = float(value), float
    for number, wanted, test in tests:
        if wanted is kind:
            truth = truths[number] = test(value)
            literals.add(2 * number if truth else 2 * number + 1)


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
