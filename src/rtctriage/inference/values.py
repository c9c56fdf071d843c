"""Single values that tell tests apart: the limits, and what lies between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from msgspec import Struct

from rtctriage.inference.atoms import evaluate
from rtctriage.inference.program import AtomSpec
from rtctriage.inference.truth import Truth
from rtctriage.knowledge.model import Change, Compare, Comparison, FactSpec, Glob, Member, Together, VersionRange
from rtctriage.profile import Known, Scalar


class Point(Struct, frozen=True):
    """A value, and whether it is itself a limit (or an end of what the fact can be)."""

    value: float
    is_limit: bool


def truth_of(spec: AtomSpec, known: Mapping[str, Known], facts: Mapping[str, FactSpec]) -> Truth:
    """How a test comes out, of one value for each fact."""
    return evaluate(spec, known.get(spec.facts[0]), known, facts).truth


def numbers_near(atoms: Iterable[AtomSpec], spec: FactSpec) -> list[Point]:
    """The limits of the tests of a fact and the values between, below and above them, in ascending order."""
    ordered = sorted({*limits_of(atoms, spec.name), *(end for end in (spec.low, spec.high) if end is not None)})
    if not ordered:
        return []
    points = [Point(ordered[0], True)]
    for low, high in pairwise(ordered):
        points += [Point((low + high) / 2, False), Point(high, True)]
    if spec.low is None:
        points.insert(0, Point(ordered[0] - 1, False))
    if spec.high is None:
        points.append(Point(ordered[-1] + 1, False))
    return points


def limits_of(atoms: Iterable[AtomSpec], fact: str) -> list[float]:
    """The numbers that tests compare a fact with, in ascending order."""
    specs = tuple(atoms)
    limits = {float(one.limit) for one in _comparisons(specs, fact) if not isinstance(one.limit, str)}
    limits.update(map(float, _listed(specs, fact)))
    return sorted(limits)


def _listed(atoms: Iterable[AtomSpec], fact: str) -> Iterator[str]:
    """The numbers in the lists that a fact is looked for in."""
    for spec in atoms:
        if isinstance(spec.atom, Member) and spec.atom.fact == fact and spec.type == "number":
            yield from spec.atom.values


ANOTHER: Final = "another one"
"""A text that stands for all those that no test names."""

UNLIKELY: Final = ("0.0.1", "99999", ANOTHER)
"""Tried last: what no test is likely to name."""
_NO_WILDCARDS: Final = str.maketrans({"*": "", "?": "x"})


def values_near(atoms: Sequence[AtomSpec], spec: FactSpec) -> list[Scalar]:
    """Values of a fact of any type of which each test holds for some and fails for others, if it can."""
    if spec.type == "number":
        # what is nearest to nothing is the likeliest
        numbers = [point.value for point in numbers_near(atoms, spec)]
        return [*sorted(numbers, key=abs)]
    if spec.type == "boolean":
        return [True, False]
    if spec.type == "choice" and spec.choices:
        return list(spec.choices)
    words = [str(one.limit) for one in _comparisons(atoms, spec.name)]
    for atom in atoms:
        if spec.name not in atom.facts:
            continue
        if isinstance(atom.atom, Member):
            words += atom.atom.values
        elif isinstance(atom.atom, VersionRange):
            words += [limit for _, limit in atom.atom.parts]
        elif isinstance(atom.atom, Glob):
            words.append(atom.atom.pattern.translate(_NO_WILDCARDS))
    return list(dict.fromkeys((*words, *UNLIKELY)))


def _comparisons(atoms: Iterable[AtomSpec], fact: str) -> Iterator[Comparison]:
    """What single values of a fact are compared with."""
    for spec in atoms:
        atom = spec.atom
        for part in atom.parts if isinstance(atom, Together) else (atom,):
            if isinstance(part, Compare) and part.fact == fact:
                yield part.test if part.inner is None else part.inner
            elif isinstance(part, Change) and part.fact == fact:
                yield from (part.before, part.after)
