"""From cumulative counters to series: what happened between two polls.

Counters restart when a stream, a pair or a layer changes: a step backwards is a restart, so that step is dropped. It is
neither zero nor a loss. What was not measured leaves no sample.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import isfinite
from operator import sub
from typing import TypeAlias, cast

from rtctriage.evidence.recording import Cell, Column, Report
from rtctriage.series import Series

Points: TypeAlias = tuple[Sequence[float], Sequence[float]]
"""Times (seconds into the call) and values of one member."""

Step: TypeAlias = tuple[float, float, float]
"""From, to (seconds into the call), and by how much a counter grew."""

Clocks: TypeAlias = dict[tuple[int, float], tuple[Sequence[float], Sequence[float], Sequence[int]]]

LARGEST = 1e19
"""No statistic is larger: 64-bit counters end before."""

NEAREST_S = 0.01
"""Polls nearer than this are one poll: Chromium answers from a cache for 50 ms."""


def number(cell: object) -> float | None:
    """A cell as a finite number; legacy statistics write numbers as text."""
    if isinstance(cell, str):
        try:
            cell = float(cell)
        except ValueError:
            return None
    if isinstance(cell, (int, float)):
        return float(cell) if -LARGEST <= cell <= LARGEST else None
    return None


def points(report: Report, member: str, begins: float) -> Points:
    """A numeric member of a report, in order of time; polls that brought nothing new in time are left out."""
    known = report.drawn.get((member, begins))
    if known is None:
        column = report.column(member)
        known = ((), ()) if column is None else column_points(column, begins, report.clocks)
        report.drawn[member, begins] = known
    return known


def column_points(column: Column, begins: float, clocks: Clocks | None = None) -> Points:
    """The same for one column. ``begins`` is the wall-clock time of second 0 in milliseconds.

    ``clocks`` keeps the times that columns of one report have in common.
    """
    shared = {} if clocks is None else clocks
    known = shared.get((id(column.times), begins))
    # the times are kept beside, so that their identity is not given away
    if known is None:
        known = shared[id(column.times), begins] = (column.times, *_rising(column.times, begins))
    times, seconds, kept = known
    if len(times) == len(column.cells):
        cells = cast("Sequence[float]", column.cells)
        try:
            values = array("d", cells if len(kept) == len(cells) else [cells[i] for i in kept])
        except (TypeError, OverflowError):
            pass  # texts and holes among the numbers
        else:
            if isfinite(sum(values)) and (not values or (max(values) <= LARGEST and min(values) >= -LARGEST)):
                return seconds, values
    return _read_one_by_one(column, begins)


def _rising(times: Sequence[float], begins: float) -> tuple[Sequence[float], Sequence[int]]:
    """Seconds into the call, and which of the times they are: those that bring something new."""
    seconds = array("d", [(t - begins) / 1000.0 for t in times])
    if all(b - a >= NEAREST_S for a, b in pairwise(seconds)):
        return seconds, range(len(seconds))
    kept = []
    last = float("-inf")
    for i, second in enumerate(seconds):
        if second - last >= NEAREST_S:
            last = second
            kept.append(i)
    return array("d", [seconds[i] for i in kept]), kept


def _read_one_by_one(column: Column, begins: float) -> Points:
    times, values = array("d"), array("d")
    last = float("-inf")
    for at, cell in zip(column.times, column.cells, strict=False):
        value = number(cell)
        second = (at - begins) / 1000.0
        if value is None or second - last < NEAREST_S:
            continue
        last = second
        times.append(second)
        values.append(value)
    return times, values


def growth(report: Report, member: str, begins: float) -> list[Step]:
    """How a counter grew between two polls; restarts are dropped."""
    return grown(points(report, member, begins))


def grown(known: Points) -> list[Step]:
    """The same from points."""
    t, v = known
    return [(t0, t1, v1 - v0) for t0, t1, v0, v1 in zip(t, t[1:], v, v[1:], strict=False) if v1 >= v0]


def per_second(steps: Iterable[Step], factor: float = 1.0) -> Series | None:
    """How fast a counter grew in each step."""
    return series([(t1, d * factor / (t1 - t0)) for t0, t1, d in steps])


def rate(report: Report, member: str, begins: float, factor: float = 1.0) -> Series | None:
    """How fast a counter of a report grew between two polls; restarts are dropped."""
    t, v = points(report, member, begins)
    if len(t) < 2:
        return None
    grew = array("d", map(sub, v[1:], v))
    if min(grew) < 0.0:
        return per_second(grown((t, v)), factor)
    return Series(t[1:], array("d", [d * factor / s for d, s in zip(grew, map(sub, t[1:], t), strict=True)]))


def quotient(
    report: Report, over: str, under: str, begins: float, factor: float = 1.0, *, least: float = 0.0
) -> Series | None:
    """Growth of one counter over the growth of another, such as encoding time a frame.

    No sample where the second one grew by ``least`` or less: nothing happened, so nothing was measured.
    """
    t, a, b = _aligned(points(report, over, begins), points(report, under, begins))
    if len(t) < 2:
        return None
    xs, ys = array("d", map(sub, a[1:], a)), array("d", map(sub, b[1:], b))
    if min(ys) > least and min(xs) >= 0.0:
        return Series(t[1:], array("d", [factor * x / y for x, y in zip(xs, ys, strict=True)]))
    steps = zip(t[1:], xs, ys, strict=True)
    return series([(t1, factor * x / y) for t1, x, y in steps if y > least and x >= 0.0])


def joined(first: Points, second: Points) -> Iterator[tuple[float, float, float, float]]:
    """Steps of two counters of one report side by side: from, to, growth of the first, growth of the second."""
    t, a, b = _aligned(first, second)
    for t0, t1, a0, a1, b0, b1 in zip(t, t[1:], a, a[1:], b, b[1:], strict=False):
        if a1 >= a0 and b1 >= b0:
            yield t0, t1, a1 - a0, b1 - b0


def _aligned(first: Points, second: Points) -> tuple[Sequence[float], Sequence[float], Sequence[float]]:
    """Two members at the times at which both are known."""
    (t, a), b = first, second[1]
    if t is second[0] or t == second[0]:
        return t, a, b
    at = dict(zip(*second, strict=True))
    both = [i for i, x in enumerate(t) if x in at]
    return [t[i] for i in both], [a[i] for i in both], [at[t[i]] for i in both]


def plain(report: Report, member: str, begins: float, factor: float = 1.0) -> Series | None:
    """A gauge as it was polled."""
    t, v = points(report, member, begins)
    if not t:
        return None
    return Series(t, v if factor == 1.0 else array("d", [y * factor for y in v]))


def series(rows: Iterable[tuple[float, float]]) -> Series | None:
    """A series of rows of time and value; None where there are none."""
    known = list(rows)
    if not known:
        return None
    times, values = zip(*known, strict=True)
    return Series(array("d", times), array("d", values))


def texts(report: Report, member: str) -> list[str]:
    """The different texts that a member had, in order of appearance."""
    column = report.column(member)
    seen: dict[str, None] = {}
    for cell in column.cells if column else ():
        if isinstance(cell, str):
            seen.setdefault(cell)
    return list(seen)


def share_of_text(report: Report, member: str, text: str, begins: float) -> Series | None:
    """100 where a polled text is this one, 0 where it is another."""
    column = report.column(member)
    if column is None:
        return None
    flags: list[Cell] = [float(cell == text) if isinstance(cell, str) else None for cell in column.cells]
    t, v = column_points(Column(column.times, flags), begins)
    return series([(x, 100.0 * y) for x, y in zip(t, v, strict=True)])


def share_of_duration(report: Report, member: str, key: str, begins: float) -> Series | None:
    """Share of each interval that a counter inside a mapping (seconds by key) grew, in percent."""
    column = report.column(member)
    if column is None:
        return None
    cells: list[Cell] = [number(c.get(key)) if isinstance(c, Mapping) else None for c in column.cells]
    steps = grown(column_points(Column(column.times, cells), begins))
    return series([(t1, min(100.0, 100.0 * d / (t1 - t0))) for t0, t1, d in steps])
