"""A measured quantity over time."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise
from math import isfinite
from operator import le, sub
from typing import TypeAlias

Window: TypeAlias = tuple[float, float]
"""From, to: seconds since the connection's first entry in the update log (else its first sample)."""

GAP = 2.5
"""A gap of more than this many usual steps ends a stretch: what happened in it was not measured."""

_OF_TIMES = ("step", "starts", "breaks")
"""What of a series follows from its times alone."""


class Series:
    """Samples of one quantity, in order of time. Treat it as immutable.

    ``times`` are seconds since the connection began, ``values`` are in the unit that the fact catalogue gives. A
    sample stands for the time since the one before it; the first one, and one after a gap, stands for one usual step.
    Values are finite: what was not measured is not in here.
    """

    __slots__ = ("__dict__", "times", "values")

    def __init__(self, times: Iterable[float], values: Iterable[float]) -> None:
        self.times: Sequence[float] = times if isinstance(times, array) else array("d", times)
        self.values: Sequence[float] = values if isinstance(values, array) else array("d", values)
        if len(self.times) != len(self.values):
            raise ValueError(f"{len(self.times)} times and {len(self.values)} values")

    def __len__(self) -> int:
        return len(self.values)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Series) and self.times == other.times and self.values == other.values

    def __hash__(self) -> int:
        return hash((len(self), *self.times[:1], *self.values[:1]))

    def __repr__(self) -> str:
        return f"Series({list(self.times)!r}, {list(self.values)!r})"

    @cached_property
    def step(self) -> float:
        """The usual time between two samples in seconds (the median; 1 where there are fewer than two)."""
        from statistics import median

        t = self.times
        return median(map(sub, t[1:], t)) if len(t) > 1 else 1.0

    @cached_property
    def sound(self) -> bool:
        """Whether it is what it should be: finite, and in order of time."""
        finite = all(map(isfinite, self.times)) and all(map(isfinite, self.values))
        return finite and all(map(le, self.times, self.times[1:]))

    @cached_property
    def low(self) -> float:
        """The smallest value."""
        return min(self.values)

    @cached_property
    def high(self) -> float:
        """The largest value."""
        return max(self.values)

    @cached_property
    def ordered(self) -> list[float]:
        """The values in ascending order."""
        return sorted(self.values)

    @cached_property
    def starts(self) -> list[float]:
        """For each sample, where the time it stands for begins."""
        if not self.times:
            return []
        step = self.step
        reach = GAP * step
        starts = [self.times[0] - step]
        if max(map(sub, self.times[1:], self.times), default=0.0) <= reach:
            starts.extend(self.times[:-1])
            return starts
        starts.extend(a if b - a <= reach else b - step for a, b in pairwise(self.times))
        return starts

    @cached_property
    def breaks(self) -> list[int]:
        """The samples before which there is a gap."""
        if not self.times or self.starts[1:] == list(self.times[:-1]):
            return []
        return [i for i, (start, time) in enumerate(zip(self.starts[1:], self.times, strict=False), 1) if start > time]

    @cached_property
    def window(self) -> Window:
        """The time that the samples stand for."""
        return (max(0.0, self.starts[0]), self.times[-1])

    def after(self, seconds: float) -> Series:
        """The part of the series that is later than so many seconds after its first sample."""
        if not self.times or seconds <= 0:
            return self
        i = bisect_left(self.times, self.times[0] + seconds)
        return Series(self.times[i:], self.values[i:])

    def with_values(self, values: Iterable[float]) -> Series:
        """Other values at the same times; what is known of the times alone is not worked out again."""
        other = Series(self.times, values)
        own, others = vars(self), vars(other)
        others["_places"], others["_alike"] = self._places, self._alike
        for name in _OF_TIMES:
            if name in own:
                others[name] = own[name]
        return other

    @cached_property
    def _alike(self) -> dict[int, tuple[Sequence[float], bool]]:
        return {}

    @cached_property
    def _places(self) -> dict[int, tuple[Sequence[float], list[int]]]:
        return {}

    def places(self, times: Sequence[float]) -> list[int]:
        """For each time the number of the last sample that is not later, nor older than 2.5 usual steps; else -1."""
        kept = self._places.get(id(times))
        if kept is None or kept[0] is not times:
            known, reach = self.times, GAP * self.step
            last = [bisect_right(known, time) - 1 for time in times]
            found = [i if i >= 0 and time - known[i] <= reach else -1 for i, time in zip(last, times, strict=True)]
            # the times are kept beside it, so that no others can get their identity
            kept = self._places[id(times)] = (times, found)
        return kept[1]

    def at_times(self, times: Sequence[float]) -> bool:
        """Whether these are the times of its samples."""
        if self.times is times:
            return True
        # comparing two arrays makes an object of each of their numbers, and the same two are met again and again
        kept = self._alike.get(id(times))
        if kept is None or kept[0] is not times:
            kept = self._alike[id(times)] = (times, self.times == times)
        return kept[1]

    def mean(self) -> float:
        """The arithmetic mean of the samples."""
        return sum(self.values) / len(self.values)

    def percentile(self, p: float) -> float:
        """The ``p``-th percentile (0 to 100), linear between the two nearest ranks."""
        ordered = self.ordered
        at = (len(ordered) - 1) * p / 100.0
        i = int(at)
        rest = at - i
        if rest == 0.0 or i + 1 >= len(ordered):
            return ordered[i]
        return min(ordered[i] + (ordered[i + 1] - ordered[i]) * rest, ordered[i + 1])

    def stretches(self, true: Sequence[bool]) -> list[Window]:
        """The uninterrupted stretches of time in which ``true`` holds (one flag a sample)."""
        found: list[Window] = []
        starts, times, size = self.starts, self.times, len(self.times)
        if len(true) != size:
            raise ValueError(f"{len(true)} flags for {size} samples")
        breaks = self.breaks
        end = 0
        while True:
            # index() runs in C, and true stretches are few where flags are many
            try:
                begin = true.index(True, end)
            except ValueError:
                return found
            try:
                end = true.index(False, begin)
            except ValueError:
                end = size
            for i in breaks[bisect_right(breaks, begin) : bisect_left(breaks, end)]:
                found.append((max(0.0, starts[begin]), times[i - 1]))
                begin = i
            found.append((max(0.0, starts[begin]), times[end - 1]))
