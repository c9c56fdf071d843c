"""Changes of one fact along one number, or over a list of values: what is tried, and what it costs.

A fact of one value is set to another one. A series is changed in its streams within a window: shifted by a constant
(the fact's range respected), or clamped, so that it is at most, or at least, a level.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from math import inf
from operator import sub
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from rtctriage.knowledge.model import FactSpec
from rtctriage.profile import Known, Scalar, Stream, Streams, Value
from rtctriage.series import Series, Window

How: TypeAlias = Literal["set", "supplied", "shifted", "at-most", "at-least"]
Key: TypeAlias = tuple[str, str, Scalar, Window | None]

FAR: Final = 1000.0
"""Where the catalogue gives no end to what a fact can be, it is looked at up to so many times its scale away."""


class Move(Struct, frozen=True):
    """One change of one fact."""

    fact: str
    how: How
    amount: Scalar
    """The new value, the level that is clamped to, or what the samples are shifted by; in the fact's unit."""
    window: Window | None
    streams: tuple[str, ...]
    value: Value
    """The fact as it is then."""
    size: float
    """How far that is from how it was, see :func:`scale_of`."""
    end: bool = False
    """Whether the fact cannot change any further in this way."""

    @property
    def key(self) -> Key:
        """What tells moves of one search apart."""
        return (self.fact, self.how, self.amount, self.window)


class Line(Struct, frozen=True):
    """Moves along one number: ``at`` makes them, None where nothing changes or the fact cannot be that.

    ``points`` are where tests may come out otherwise, in ascending order, its ends among them; ``start`` is where
    nothing changes (None for a value that nobody knows).
    """

    fact: str
    how: How
    window: Window | None
    at: Callable[[float], Move | None]
    points: tuple[float, ...]
    start: float | None


def scale_of(value: Value | None, limits: Sequence[float]) -> float:
    """What sizes of changes of a number are relative to, so that those of facts in other units can be compared.

    The largest of the measured values and of the limits that tests compare them with, by their amounts; 1 where all of
    them are 0.
    """
    seen = [abs(limit) for limit in limits]
    if isinstance(value, Known) and not isinstance(value.value, str):
        seen.append(abs(float(value.value)))
    elif isinstance(value, Streams):
        seen += [abs(end) for s in value.streams if len(s.series) for end in (s.series.low, s.series.high)]
    return max(seen, default=0.0) or 1.0


def number_line(spec: FactSpec, value: Known | None, limits: Sequence[float], scale: float) -> Line:
    """Another number for the whole call, or one where none is known."""
    start = float(value.value) if value is not None and not isinstance(value.value, str) else None

    def at(to: float) -> Move | None:
        if to == start or (spec.low is not None and to < spec.low) or (spec.high is not None and to > spec.high):
            return None
        size = 1.0 if start is None else _rounded(abs(to - start) / scale)
        how: How = "supplied" if start is None else "set"
        return Move(spec.name, how, to, None, (), Known(to), size)

    low, high = _ends(spec, scale, start or 0.0)
    if start is not None:
        # evidence may say what the catalogue rules out
        low, high = min(low, start), max(high, start)
    return Line(spec.name, "set", None, at, _points(low, high, (*limits, 0.0, start or 0.0)), start)


def series_lines(
    spec: FactSpec, value: Streams, scope: Scope, limits: Sequence[float], scale: float
) -> tuple[Line, Line, Line]:
    """A series kept at most, and at least, at a level, and shifted."""
    touched = scope.samples(value)
    moved = sorted({v for label, picked in touched.items() for v in _picked(value, label, picked)})
    samples = sum(len(stream.series) for stream in value.streams)
    low, high = _ends(spec, scale, 0.0)

    def line(how: How, start: float, points: tuple[float, ...]) -> Line:
        @cache
        def at(amount: float) -> Move | None:
            after, moved_by = changed_series(spec, value, touched, how, amount)
            if not moved_by:
                return None
            size = _rounded(moved_by / samples / scale)
            return Move(spec.name, how, amount, scope.window, tuple(touched), after, size)

        return Line(spec.name, how, scope.window, at, points, start)

    least, most = moved[0], moved[-1]
    few = moved if len(moved) <= _FINE else [moved[i * (len(moved) - 1) // (_FINE - 1)] for i in range(_FINE)]
    shifts = [limit - v for limit in limits for v in few]
    down, up = min(low - most, 0.0), max(high - least, 0.0)

    return (
        line("at-most", most, _points(min(low, most), most, (*limits, least))),
        line("at-least", least, _points(least, max(high, least), (*limits, most))),
        line("shifted", 0.0, _points(down, up, (*shifts, 0.0))),
    )


_FINE: Final = 256
"""Of how many different samples the breaks of a shift are known beforehand; those of others are found by bisection."""


class Scope(Struct, frozen=True):
    """Which part of a series is changed: its streams (None: all), within a window (None: the whole call)."""

    streams: frozenset[str] | None
    window: Window | None

    def samples(self, value: Streams) -> dict[str, range]:
        """The numbers of the samples in it, of each stream that has any."""
        found = {
            stream.label: self._within(stream.series)
            for stream in value.streams
            if self.streams is None or stream.label in self.streams
        }
        return {label: picked for label, picked in found.items() if picked}

    def _within(self, series: Series) -> range:
        """A sample is in a window where the time that it stands for is, by any part."""
        if self.window is None:
            return range(len(series))
        begin, end = self.window
        starts = [max(0.0, start) for start in series.starts]
        picked = [
            i
            for i, (start, time) in enumerate(zip(starts, series.times, strict=True))
            if (time > begin or start >= begin) and (start < end or time <= end)
        ]
        # times and starts ascend, so that they follow one another
        return range(picked[0], picked[-1] + 1) if picked else range(0)


def _picked(value: Streams, label: str, samples: range) -> list[float]:
    return [v for s in value.streams if s.label == label for v in s.series.values[samples.start : samples.stop]]


def changed_series(
    spec: FactSpec, value: Streams, touched: Mapping[str, range], how: How, amount: float
) -> tuple[Streams, float]:
    """The series with a change made to these samples of each stream, and by how much they moved in all."""
    streams: list[Stream] = []
    moved = 0.0
    for stream in value.streams:
        picked = touched.get(stream.label)
        if not picked:
            streams.append(stream)
            continue
        values = array("d", stream.series.values)
        before = values[picked.start : picked.stop]
        after = array("d", _shifted(spec, before, amount) if how == "shifted" else _clamped(before, how, amount))
        values[picked.start : picked.stop] = after
        moved = sum(map(abs, map(sub, after, before)), moved)
        streams.append(Stream(stream.label, stream.series.with_values(values)))
    return Streams(tuple(streams), value.source), moved


def _shifted(spec: FactSpec, values: Sequence[float], amount: float) -> list[float]:
    """All of them moved by so much, within what the fact can be; what is beyond its range stays there."""
    low, high = -inf if spec.low is None else spec.low, inf if spec.high is None else spec.high
    if min(values) < low or max(values) > high:
        return [min(max(v + amount, min(v, low)), max(v, high)) for v in values]
    moved = [v + amount for v in values]
    if amount < 0 and min(moved) < low:
        return [v if v > low else low for v in moved]
    return [v if v < high else high for v in moved] if amount > 0 and max(moved) > high else moved


def _clamped(values: Sequence[float], how: How, level: float) -> list[float]:
    if how == "at-most":
        return [v if v < level else level for v in values]
    return [v if v > level else level for v in values]


def _rounded(size: float) -> float:
    """So that two ways that are equally large but for the last bits of their sums are equal."""
    return round(size, 9)


def _ends(spec: FactSpec, scale: float, around: float) -> tuple[float, float]:
    low = around - FAR * scale if spec.low is None else spec.low
    high = around + FAR * scale if spec.high is None else spec.high
    return low, high


def _points(low: float, high: float, inside: Sequence[float]) -> tuple[float, ...]:
    return tuple(sorted({low, high, *(point for point in inside if low <= point <= high)}))
