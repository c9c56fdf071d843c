"""Resolves a test of facts: limits as numbers in the fact's unit, for one scenario."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec

from rtctriage import units
from rtctriage.inference.program import AtomSpec, Shown
from rtctriage.knowledge.model import (
    Atom,
    Change,
    Compare,
    Comparison,
    FactSpec,
    Glob,
    IsKnown,
    Member,
    Threshold,
    Together,
    VersionRange,
)
from rtctriage.knowledge.places import fill_limits

FEW_SAMPLES: Final = 3
"""How many samples a statement about the course of a series needs where its threshold does not say."""


class AtomSpecs:
    """Makes the AtomSpec of a test, given the catalogue, the thresholds and the scenario's own values for them."""

    def __init__(
        self, facts: Mapping[str, FactSpec], thresholds: Mapping[str, Threshold], overrides: Mapping[str, float]
    ) -> None:
        self._facts = facts
        self._thresholds = thresholds
        self._overrides = overrides

    def spec(self, atom: Atom) -> AtomSpec:
        """Raises KeyError for a name that is not there, UnitError for a threshold of another dimension."""
        parts = atom.parts if isinstance(atom, Together) else (atom,)
        first = self._facts[parts[0].fact]
        for part in parts:
            self._facts[part.fact]
        names = threshold_names(atom)
        resolved = self._resolve(atom)
        return AtomSpec(
            atom=resolved,
            facts=tuple(dict.fromkeys(part.fact for part in parts)),
            type=first.type,
            shown=tuple(
                self._shown(part) for part in (resolved.parts if isinstance(resolved, Together) else (resolved,))
            ),
            min_samples=max([self._thresholds[name].min_samples for name in names] or [_usual_samples(atom)]),
        )

    def _shown(self, atom: Compare | Member | Glob | VersionRange | IsKnown | Change) -> Shown:
        unit = self._facts[atom.fact].unit
        if isinstance(atom, Compare):
            unit = "%" if atom.reducer == "share" else unit
            return Shown(atom.fact, atom.test.op, atom.test.limit, unit, atom.text)
        if isinstance(atom, Member):
            return Shown(atom.fact, "not in" if atom.negate else "in", atom.values, unit, atom.text)
        if isinstance(atom, Glob):
            return Shown(atom.fact, "matches", atom.pattern, unit, atom.text)
        if isinstance(atom, VersionRange):
            return Shown(atom.fact, "version", ",".join(op + limit for op, limit in atom.parts), unit, atom.text)
        if isinstance(atom, IsKnown):
            return Shown(atom.fact, "known", None, unit, atom.text)
        limit = f"{atom.before.op} {atom.before.limit} -> {atom.after.op} {atom.after.limit}"
        return Shown(atom.fact, "changed", limit, unit, atom.text)

    def _resolve(self, atom: Atom) -> Atom:
        if isinstance(atom, Together):
            parts = tuple(self._compare(part) for part in atom.parts)
            return msgspec.structs.replace(
                atom, parts=parts, text=fill_limits(atom.text, self._thresholds, self._overrides)
            )
        if isinstance(atom, Compare):
            return self._compare(atom)
        if isinstance(atom, Change):
            unit = self._facts[atom.fact].unit
            return msgspec.structs.replace(
                atom,
                before=self._limit(atom.before, unit),
                after=self._limit(atom.after, unit),
                text=fill_limits(atom.text, self._thresholds, self._overrides),
            )
        return atom

    def _compare(self, atom: Compare) -> Compare:
        unit = self._facts[atom.fact].unit
        return msgspec.structs.replace(
            atom,
            test=self._limit(atom.test, "%" if atom.reducer == "share" else unit),
            inner=None if atom.inner is None else self._limit(atom.inner, unit),
            text=fill_limits(atom.text, self._thresholds, self._overrides),
        )

    def _limit(self, comparison: Comparison, unit: str) -> Comparison:
        if comparison.threshold is None:
            return comparison
        value = units.convert(self._value(comparison.threshold), self._thresholds[comparison.threshold].unit, unit)
        return msgspec.structs.replace(comparison, limit=value)

    def _value(self, name: str) -> float:
        return self._overrides.get(name, self._thresholds[name].value)


def threshold_names(atom: Atom) -> list[str]:
    """The names of the thresholds that a test takes its limits from."""
    comparisons: tuple[Comparison | None, ...] = ()
    if isinstance(atom, Together):
        return [name for part in atom.parts for name in threshold_names(part)]
    if isinstance(atom, Compare):
        comparisons = (atom.test, atom.inner)
    elif isinstance(atom, Change):
        comparisons = (atom.before, atom.after)
    return [c.threshold for c in comparisons if c is not None and c.threshold is not None]


def _usual_samples(atom: Atom) -> int:
    return 1 if isinstance(atom, Compare) and atom.reducer in ("first", "last") else FEW_SAMPLES
