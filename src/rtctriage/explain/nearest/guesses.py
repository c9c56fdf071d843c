"""Where a test is likely to break between two places on a line: a guess that shortens a search, and decides nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from statistics import median_low

from rtctriage.explain.nearest.lines import Line
from rtctriage.explain.nearest.trial import Moves, Trial, with_move
from rtctriage.inference.overtime import reduce
from rtctriage.inference.values import limits_of
from rtctriage.knowledge.model import Compare
from rtctriage.profile import Known, Streams, Value
from rtctriage.series import Series


class Guesses:
    """Looks at what samples, or their mean, are at both places, as if they went straight from one to the other."""

    def __init__(self, trial: Trial) -> None:
        self.trial = trial

    def between(self, line: Line, given: Moves, atom: int, low: float, high: float) -> float | None:
        """About where the truth of a test changes; None where nothing crosses a limit."""
        spec = self.trial.program.atoms[atom]
        reducer = spec.atom.reducer if isinstance(spec.atom, Compare) and spec.atom.for_s is None else None
        crossings: list[float] = []
        for fact in spec.facts:
            if line.fact not in self.trial.bases(fact):
                continue
            ends = [self._value(line, given, fact, amount) for amount in (low, high)]
            few, many = (_count(end) for end in ends)
            if few != many:
                # where samples come and go a test may break more than once, and a guess would choose among the breaks
                return None if few else self._lost(line, given, (low, high), ends[1])
            for limit in limits_of((spec,), fact):
                crossings += _shares(ends[0], ends[1], limit, reducer)
        if not crossings:
            return None
        return low + median_low(crossings) * (high - low)

    def _lost(self, line: Line, given: Moves, at: tuple[float, float], many: Value | None) -> float | None:
        """Where the last sample of what follows is lost: a divisor is 0 there, or too small for the quotient.

        ``many`` are the samples at the upper place; there are none at the lower one.
        """
        low, high = at
        if line.how == "shifted":
            base = self._value(line, given, line.fact, 0.0)
            zeros = [-v for s in base.streams for v in s.series.values] if isinstance(base, Streams) else []
            return min((zero for zero in zeros if low < zero < high), default=None)
        largest = _largest(many)
        return None if low < 0 or largest is None else largest / sys.float_info.max * high

    def _value(self, line: Line, given: Moves, fact: str, amount: float) -> Value | None:
        move = line.at(amount)
        return self.trial.value(fact, given if move is None else with_move(given, move))


def _count(value: Value | None) -> int:
    return sum(len(stream.series) for stream in value.streams) if isinstance(value, Streams) else int(value is not None)


def _largest(value: Value | None) -> float | None:
    return (
        max((s.series.high for s in value.streams if len(s.series)), default=None)
        if isinstance(value, Streams)
        else None
    )


def _shares(a: Value | None, b: Value | None, limit: float, reducer: str | None) -> Iterator[float]:
    """How far along the way from one value to the other a limit is crossed, 0 to 1."""
    for x, y in _pairs(a, b, reducer):
        if (x < limit) is not (y < limit) or (x > limit) is not (y > limit):
            yield (limit - x) / (y - x)


def _pairs(a: Value | None, b: Value | None, reducer: str | None) -> Iterator[tuple[float, float]]:
    if isinstance(a, Known) and isinstance(b, Known):
        if not isinstance(a.value, str) and not isinstance(b.value, str):
            yield float(a.value), float(b.value)
    elif isinstance(a, Streams) and isinstance(b, Streams):
        for one, other in zip(a.streams, b.streams, strict=False):
            yield from _samples(one.series, other.series, reducer)


def _samples(a: Series, b: Series, reducer: str | None) -> Iterator[tuple[float, float]]:
    if len(a) != len(b) or not len(a):
        return
    x, y = reduce(reducer, a), reduce(reducer, b)
    if x is not None and y is not None:
        yield x, y
    else:
        yield from zip(a.values, b.values, strict=True)
