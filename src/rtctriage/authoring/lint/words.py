"""Tests of values that are no numbers over time: choices, booleans, texts and versions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from rtctriage.authoring.lint.interval import COMPLEMENT, Interval
from rtctriage.inference.atoms import evaluate
from rtctriage.inference.program import AtomSpec
from rtctriage.knowledge.model import Compare, FactSpec, Member, Operator, VersionRange
from rtctriage.profile import Known, Scalar
from rtctriage.versions import VersionKey, version_key

Test = tuple[AtomSpec, bool]
"""A test of one value, and whether it is known to be true or to be false."""

_BOOLEANS: Final[tuple[Scalar, ...]] = (True, False)


def contradictory(tests: Sequence[Test], spec: FactSpec) -> bool:
    """Whether no value of the fact comes out of all of the tests as said. What cannot be decided is possible."""
    if spec.type == "version":
        return _no_version(tests)
    values = _candidates(tests, spec)
    return values is not None and not any(_passes(value, tests) for value in values)


def implied(given: Sequence[Test], wanted: Test, spec: FactSpec) -> bool:
    """Whether a test is known to come out as said for every value that comes out of the given ones as said."""
    if not given:
        return False
    if spec.type != "version":
        return contradictory([*given, (wanted[0], not wanted[1])], spec)
    if not any(_has_number(atom) for atom, _ in given):
        return False
    atom = wanted[0].atom
    if isinstance(atom, VersionRange) and wanted[1]:
        bounds = [(op, key) for op, limit in atom.parts if (key := version_key(limit)) is not None]
        return all(_no_version(given, (COMPLEMENT[op], key)) for op, key in bounds)
    if not _has_number(wanted[0]):
        return False
    return contradictory([*given, (wanted[0], not wanted[1])], spec)


def _candidates(tests: Sequence[Test], spec: FactSpec) -> Sequence[Scalar] | None:
    """Values of which one passes if any does; None where there is no end of them."""
    if spec.type == "boolean":
        return _BOOLEANS
    if spec.type == "choice" and spec.choices:
        return spec.choices
    for test, holds in tests:
        atom = test.atom
        if isinstance(atom, Compare) and atom.test.op == ("==" if holds else "!=") and isinstance(atom.test.limit, str):
            return (atom.test.limit,)
        if isinstance(atom, Member) and atom.negate is not holds:
            return atom.values
    return None


_NOTHING: Final[Mapping[str, Known]] = {}


def _passes(value: Scalar, tests: Sequence[Test]) -> bool:
    # the evaluator itself is what says how a test comes out
    return all(evaluate(atom, Known(value), _NOTHING, {}).truth is holds for atom, holds in tests)


def _has_number(spec: AtomSpec) -> bool:
    """Whether an answer to the test means that there is a version number in the value."""
    return isinstance(spec.atom, VersionRange | Compare)


def _no_version(tests: Sequence[Test], *more: tuple[Operator, VersionKey]) -> bool:
    interval = Interval()
    among: list[set[VersionKey | None]] = []
    for spec, holds in tests:
        atom = spec.atom
        for op, key in _bounds(spec, holds):
            interval.require(op, key)
        if isinstance(atom, Member):
            keys = {version_key(value) for value in atom.values}
            if atom.negate is not holds:
                among.append(keys)
            else:
                interval.holes.update(key for key in keys if key is not None)
    for op, key in more:
        interval.require(op, key)
    if among:
        left = set.intersection(*among)
        return None not in left and not any(_inside(interval, key) for key in left)
    return interval.empty


def _bounds(spec: AtomSpec, holds: bool) -> Iterator[tuple[Operator, VersionKey]]:
    """What the version number is compared with; nothing for what is one of several bounds."""
    atom = spec.atom
    parts: Sequence[tuple[Operator, object]] = ()
    if isinstance(atom, Compare):
        parts = ((atom.test.op, atom.test.limit),)
    elif isinstance(atom, VersionRange) and (holds or len(atom.parts) == 1):
        parts = atom.parts
    for op, limit in parts:
        key = version_key(str(limit))
        if key is not None:
            yield op if holds else COMPLEMENT[op], key


def _inside(interval: Interval, key: VersionKey | None) -> bool:
    one = Interval(interval.low, interval.high)
    one.low_open, one.high_open, one.holes = interval.low_open, interval.high_open, set(interval.holes)
    one.raise_low(key, False)
    one.lower_high(key, False)
    return not one.empty
