"""In which direction what follows from a fact goes as the fact goes up: by the formulas of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, Literal, TypeAlias

from rtctriage.explain.nearest.trial import Moves, Trial
from rtctriage.inference.calculation import names_in
from rtctriage.knowledge.model import Change, Compare, Comparison, FactValue, Formula, IsKnown, Number, Together
from rtctriage.profile import Known, Streams

Slope: TypeAlias = "Literal[-1, 0, 1] | None"
"""As the fact goes up: 1, never down; 0, not at all; -1, never up; None where it cannot be told."""

_UP: Final = (">", ">=")
_DOWN: Final = ("<", "<=")


class Slopes:
    """Looks at formulas with the values that other facts have."""

    def __init__(self, trial: Trial) -> None:
        self.trial = trial

    def of_test(self, atom: int, base: str, moves: Moves) -> Slope:
        """Which way a test goes, from false over unknown to true, for as long as the same samples can be computed."""
        test = self.trial.program.atoms[atom].atom
        if isinstance(test, Compare):
            return _times(self.of_fact(test.fact, base, moves), _direction(test))
        if isinstance(test, Together):
            return _joined(_times(self.of_fact(part.fact, base, moves), _direction(part)) for part in test.parts)
        # whether something is known does not change while the same samples can be computed
        known = isinstance(test, IsKnown) and self.of_fact(test.fact, base, moves) is not None
        return 0 if known else None

    def of_change(self, test: Change, base: str, moves: Moves) -> Slope:
        """Which way the fact goes whose change a test is about, where both of its comparisons have a direction."""
        if None in (_sign(test.before), _sign(test.after)):
            return None
        return self.of_fact(test.fact, base, moves)

    def between(self, facts: Iterable[str], base: str) -> tuple[str, ...]:
        """The facts that follow from ``base``, from which these follow, and these themselves."""
        found: dict[str, None] = {}
        for fact in facts:
            formula = self.trial.formula(fact)
            if fact != base and formula is not None and base in self.trial.bases(fact):
                found.update(dict.fromkeys((*self.between(names_in(formula), base), fact)))
        return tuple(found)

    def divisions(self, facts: Iterable[str], base: str) -> int:
        """By how many divisors that ``base`` moves the formulas of these facts divide."""
        formulas = (self.trial.formula(fact) for fact in facts)
        return len({divisor for one in formulas if one is not None for divisor in self._divisors(one, base)})

    def _divisors(self, formula: Formula, base: str) -> Iterator[Formula]:
        if isinstance(formula, Number | FactValue):
            return
        for i, part in enumerate(formula.parts):
            if formula.op == "/" and i and any(base in self.trial.bases(name) for name in names_in(part)):
                yield part
            yield from self._divisors(part, base)

    def of_fact(self, fact: str, base: str, moves: Moves) -> Slope:
        """Which way a fact goes as ``base`` goes up, in each of its samples, when others have changed so."""
        if fact == base:
            return 1
        if base not in self.trial.bases(fact):
            return 0
        formula = self.trial.formula(fact)
        return None if formula is None else self._of(formula, base, moves)

    def _of(self, formula: Formula, base: str, moves: Moves) -> Slope:
        if isinstance(formula, Number):
            return 0
        if isinstance(formula, FactValue):
            return self.of_fact(formula.name, base, moves)
        first, *rest = (self._of(part, base, moves) for part in formula.parts)
        if formula.op in ("+", "min", "max", "low", "high"):
            return _joined((first, *rest))
        if formula.op == "-":
            return _joined((first, *(_times(one, -1) for one in rest))) if rest else _times(first, -1)
        if not any((first, *rest)):
            return 0 if None not in (first, *rest) else None
        if formula.op not in ("*", "/") or not all(self._never_negative(part, base, moves) for part in formula.parts):
            return None
        return _joined((first, *(rest if formula.op == "*" else (_times(one, -1) for one in rest))))

    def _never_negative(self, formula: Formula, base: str, moves: Moves) -> bool:
        if isinstance(formula, Number):
            return formula.value >= 0
        if isinstance(formula, FactValue):
            return self._fact_never_negative(formula.name, base, moves)
        if formula.op == "-":
            return False
        return formula.op == "abs" or all(self._never_negative(part, base, moves) for part in formula.parts)

    def _fact_never_negative(self, fact: str, base: str, moves: Moves) -> bool:
        if fact != base and base in self.trial.bases(fact):
            formula = self.trial.formula(fact)
            return formula is not None and self._never_negative(formula, base, moves)
        if fact == base:
            # what is beyond its range stays there
            low = self.trial.program.facts[fact].low
            if low is None or low < 0:
                return False
        value = self.trial.value(fact, moves)
        if isinstance(value, Streams):
            return all(stream.series.low >= 0 for stream in value.streams if len(stream.series))
        return isinstance(value, Known) and not isinstance(value.value, str) and value.value >= 0


def _direction(test: Compare) -> Slope:
    """Which way a comparison goes as the fact goes up."""
    outer = _sign(test.test)
    # a share is of the time in which the inner comparison holds
    return outer if test.inner is None else _times(outer, _sign(test.inner))


def _sign(test: Comparison) -> Slope:
    return 1 if test.op in _UP else -1 if test.op in _DOWN else None


def _times(a: Slope, b: Slope) -> Slope:
    if a is None or b is None:
        # what does not move at all moves no test
        return 0 if a == 0 else None
    return 0 if not a or not b else 1 if a == b else -1


def _joined(slopes: Iterable[Slope]) -> Slope:
    """Of several that go together: nothing can be told where they go different ways."""
    found = {slope for slope in slopes if slope != 0}
    return 0 if not found else found.pop() if len(found) == 1 else None
