"""Reads raw ``getStats()`` reports: one poll of one connection a line.

A line is ``{"pc": "A", "timestamp": ms, "stats": [report, …]}``; the reports may also stand in an object by id, and a bare
array of reports is one poll of an unnamed connection. A line that cannot be read costs that poll, not the file.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import Any

import msgspec

from rtctriage.evidence.jsontext import salvage
from rtctriage.evidence.recording import Cell, Column, Connection, Recording, Report
from rtctriage.text import Text

FORMAT = "getstats"

# static, large, or an address: no fact is drawn from them over time
_STATIC = frozenset({"id", "type", "base64Certificate", "fingerprint", "fingerprintAlgorithm", "address", "ip", "url"})


class _Table:
    """The polls of one report."""

    __slots__ = ("cells", "id", "times", "type")

    def __init__(self, id: str, type: str) -> None:
        self.id = id
        self.type = type
        self.times: array[float] = array("d")
        self.cells: dict[str, list[Cell]] = {}

    def add(self, at: float, report: dict[str, Any]) -> None:
        before = len(self.times)
        self.times.append(at)
        for member, value in report.items():
            if member in _STATIC:
                continue
            column = self.cells.get(member)
            if column is None:
                column = self.cells[member] = []
            if len(column) < before:
                column.extend([None] * (before - len(column)))
            column.append(value)

    def read(self, member: str) -> Column | None:
        cells = self.cells.get(member)
        return Column(self.times[: len(cells)], cells) if cells else None


def read_polls(data: bytes) -> Recording:
    """Reads a whole file; see :class:`Recording`. Each ``pc`` becomes a connection of its own."""
    tables: dict[str, dict[str, _Table]] = {}
    polls: dict[str, int] = {}
    lost = 0
    for poll in _polls(data):
        if poll is None:
            lost += 1
            continue
        name, at, reports = poll
        polls[name] = polls.get(name, 0) + 1
        mine = tables.setdefault(name, {})
        for report in reports:
            id, kind = report.get("id"), report.get("type")
            if not isinstance(id, str) or not isinstance(kind, str):
                continue
            stamp = report.get("timestamp")
            time = stamp if isinstance(stamp, (int, float)) and not isinstance(stamp, bool) else at
            if time is None:
                continue
            table = mine.get(id)
            if table is None:
                table = mine[id] = _Table(id, kind)
            table.add(float(time), report)
    notes = (
        (Text(f"{lost} lines could not be read and were left out", f"有 {lost} 行无法读取,已略过"),) if lost else ()
    )
    return Recording(
        format=FORMAT,
        connections=tuple(_connection(name, list(mine.values()), polls[name]) for name, mine in tables.items()),
        notes=notes,
    )


def _connection(name: str, tables: list[_Table], polls: int) -> Connection:
    # a remote report carries the time of the RTCP packet, which may lie before the recording
    own = [t.times for t in tables if t.times and not t.type.startswith("remote-")]
    return Connection(
        id=name,
        reports=tuple(Report(t.id, t.type, list(t.cells), t.read) for t in tables),
        begins=min((t[0] for t in own), default=None),
        ends=max((t[-1] for t in own), default=None),
        samples=polls,
    )


def _polls(data: bytes) -> Iterator[tuple[str, float | None, list[dict[str, Any]]] | None]:
    """Connection name, time (ms) and reports of each poll; None for a line that cannot be read."""
    whole = _decode(data) if data.lstrip()[:1] == b"[" else None
    if isinstance(whole, list):
        if whole and isinstance(whole[0], dict) and "stats" in whole[0]:
            yield from map(_poll, whole)
        else:
            yield _poll(whole)
        return
    lines = data.splitlines()
    for i, line in enumerate(lines):
        if not line.strip():
            continue
        value = _decode(line)
        if value is None and i == len(lines) - 1:
            # the last line of a recording that was cut off still has its complete reports
            value = _decode(salvage(line).data)
        yield _poll(value)


def _decode(data: bytes) -> Any:
    try:
        return msgspec.json.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def _poll(value: Any) -> tuple[str, float | None, list[dict[str, Any]]] | None:
    name, at = "1", None
    if isinstance(value, dict) and "stats" in value:
        name = str(value.get("pc", name))
        stamp = value.get("timestamp")
        at = float(stamp) if isinstance(stamp, (int, float)) else None
        value = value["stats"]
    if isinstance(value, dict):
        value = [{"id": k, **v} for k, v in value.items() if isinstance(v, dict)]
    if not isinstance(value, list):
        return None
    reports = [r for r in (_report(item) for item in value) if r is not None]
    return name, at, reports


def _report(item: Any) -> dict[str, Any] | None:
    """One report: itself, or the second of a pair of id and report."""
    if isinstance(item, list) and len(item) == 2 and isinstance(item[0], str) and isinstance(item[1], dict):
        return {"id": item[0], **item[1]}
    return item if isinstance(item, dict) else None
