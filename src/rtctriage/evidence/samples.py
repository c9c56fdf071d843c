"""From cumulative counters to series: what happened between two polls.

Counters restart when a stream, a pair or a layer changes: a step backwards is a restart, so that step is dropped. It is
neither zero nor a loss. What was not measured leaves no sample.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import isfinite

from rtctriage.evidence.recording import Cell, Column, Report
from rtctriage.series import Series

Points = tuple[Sequence[float], Sequence[float]]
"""Times (seconds into the call) and values of one member."""

Step = tuple[float, float, float]
"""From, to (seconds into the call), and by how much a counter grew."""


def number(cell: Cell) -> float | None:
    """A cell as a finite number; legacy statistics write numbers as text."""
    if isinstance(cell, bool):
        return float(cell)
    if isinstance(cell, str):
        try:
            cell = float(cell)
        except ValueError:
            return None
    if isinstance(cell, (int, float)):
        value = float(cell)
        return value if isfinite(value) else None
    return None


def points(report: Report, member: str, begins: float) -> Points:
    """A numeric member of a report, in order of time; polls that brought nothing new in time are left out."""
    column = report.column(member)
    return ((), ()) if column is None else column_points(column, begins)


def column_points(column: Column, begins: float) -> Points:
    """The same for one column. ``begins`` is the wall-clock time of second 0 in milliseconds."""
    times, values = array("d"), array("d")
    last = float("-inf")
    for at, cell in zip(column.times, column.cells, strict=False):
        value = cell if type(cell) is float else number(cell)
        if value is None or at <= last:
            continue
        last = at
        times.append((at - begins) / 1000.0)
        values.append(value)
    return times, values


def growth(report: Report, member: str, begins: float) -> list[Step]:
    """How a counter grew between two polls; restarts are dropped."""
    return grown(points(report, member, begins))


def grown(known: Points) -> list[Step]:
    """The same from points."""
    t, v = known
    return [
        (t0, t1, v1 - v0) for t0, t1, v0, v1 in zip(t, t[1:], v, v[1:], strict=False) if v1 >= v0
    ]


def per_second(steps: Iterable[Step], factor: float = 1.0) -> Series | None:
    """A counter's rate of growth."""
    rows = [(t1, d * factor / (t1 - t0)) for t0, t1, d in steps]
    return series(rows)


def quotient(
    report: Report, over: str, under: str, begins: float, factor: float = 1.0, *, least: float = 0.0
) -> Series | None:
    """Growth of one counter over the growth of another, such as encoding time a frame.

    No sample where the second one grew by ``least`` or less: nothing happened, so nothing was measured.
    """
    return series(
        (t1, factor * a / b) for _, t1, a, b in joined(points(report, over, begins), points(report, under, begins)) if b > least
    )


def joined(first: Points, second: Points) -> Iterator[tuple[float, float, float, float]]:
    """Steps of two counters of one report side by side: from, to, growth of the first, growth of the second."""
    t, a = first
    if t != second[0]:
        at = dict(zip(*second, strict=True))
        rows = [(x, y, at[x]) for x, y in zip(t, a, strict=True) if x in at]
        t, a, b = ([r[i] for r in rows] for i in range(3))
    else:
        b = list(second[1])
    for t0, t1, a0, a1, b0, b1 in zip(t, t[1:], a, a[1:], b, b[1:], strict=False):
        if a1 >= a0 and b1 >= b0:
            yield t0, t1, a1 - a0, b1 - b0


def plain(report: Report, member: str, begins: float, factor: float = 1.0) -> Series | None:
    """A gauge as it was polled."""
    t, v = points(report, member, begins)
    return series((x, y * factor) for x, y in zip(t, v, strict=True))


def series(rows: Iterable[tuple[float, float]]) -> Series | None:
    """A series of rows of time and value; None where there are none."""
    times, values = array("d"), array("d")
    for t, v in rows:
        times.append(t)
        values.append(v)
    return Series(times, values) if times else None


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
    return series(
        ((at - begins) / 1000.0, 100.0 if cell == text else 0.0)
        for at, cell in zip(column.times, column.cells, strict=False)
        if isinstance(cell, str)
    )


def share_of_duration(report: Report, member: str, key: str, begins: float) -> Series | None:
    """Share of each interval that a counter inside a mapping (seconds by key) grew, in percent."""
    column = report.column(member)
    if column is None:
        return None
    cells = [c.get(key) if isinstance(c, Mapping) else None for c in column.cells]
    known = column_points(Column(column.times, [number(c) if isinstance(c, (int, float, str)) else None for c in cells]), begins)
    return series((t1, min(100.0, 100.0 * d / (t1 - t0))) for t0, t1, d in grown(known))
