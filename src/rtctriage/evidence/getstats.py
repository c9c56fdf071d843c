"""Reads raw ``getStats()`` reports: one poll of one connection a line.

A line is ``{"pc": "A", "timestamp": ms, "stats": [report, …]}``; the reports may also stand in an object by id, and a
bare array of reports (or of a map's entries), or object of them, is one poll of an unnamed connection. All polls may
stand in one array, and one poll may take several lines. A line that cannot be read costs that poll, not the file.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Raw, Struct

from rtctriage.evidence.jsontext import salvage
from rtctriage.evidence.legacy import translate
from rtctriage.evidence.recording import Cell, Column, Connection, Recording, Report
from rtctriage.evidence.report_types import kind_of
from rtctriage.text import Text

FORMAT = "getstats"

_LATEST_MS = 1e14

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
        if not cells:
            return None
        return Column(self.times if len(cells) == len(self.times) else self.times[: len(cells)], cells)


class _Poll(Struct):
    """All reports of one connection at one time."""

    name: str
    at: float | None
    reports: list[dict[str, Any]]


class _Damage(Struct):
    """Lines that could not be read at all, or only in part."""

    lost: int = 0
    mended: int = 0


def read_polls(data: bytes) -> Recording:
    """Reads a whole file; see :class:`Recording`. Each ``pc`` becomes a connection of its own."""
    tables: dict[str, dict[str, _Table]] = {}
    polls: dict[str, int] = {}
    damage = _Damage()
    for poll in _polls(data, damage):
        polls[poll.name] = polls.get(poll.name, 0) + 1
        mine = tables.setdefault(poll.name, {})
        for report in poll.reports:
            id, kind = report.get("id"), report.get("type")
            if not isinstance(id, str) or not isinstance(kind, str):
                continue
            time = _time(report.get("timestamp"), poll.at)
            if time is None:
                continue
            table = mine.get(id)
            if table is None:
                table = mine[id] = _Table(id, kind_of(kind))
            table.add(time, report)
    return Recording(
        format=FORMAT,
        connections=tuple(_connection(name, list(mine.values()), polls[name]) for name, mine in tables.items()),
        notes=_notes(damage),
    )


def _notes(damage: _Damage) -> tuple[Text, ...]:
    notes = []
    if damage.lost:
        n = damage.lost
        notes.append(Text(f"{n} lines could not be read and were left out", f"有 {n} 行无法读取，已略过"))
    if damage.mended:
        n = damage.mended
        notes.append(
            Text(
                f"{n} lines are damaged or cut off: what is complete in them was read",
                f"有 {n} 行已损坏或被截断，其中完整的内容已读取",
            )
        )
    return tuple(notes)


def _connection(name: str, tables: list[_Table], polls: int) -> Connection:
    # a remote report carries the time of the RTCP packet, which may lie before the recording
    own = [t.times for t in tables if not t.type.startswith("remote-")]
    return Connection(
        id=name,
        reports=tuple(translate(Report(t.id, t.type, list(t.cells), t.read) for t in tables)),
        begins=min((min(t) for t in own), default=None),
        ends=max((max(t) for t in own), default=None),
        samples=polls,
    )


def _polls(data: bytes, damage: _Damage) -> Iterator[_Poll]:
    """The polls of a file, in its order."""
    # a file of lines fails here at the end of its first line
    parts = _elements(data)
    if parts is not None:
        for part in parts:
            yield from _poll(_decode(part), damage)
        return
    whole = _decode(data)
    if whole is not None:
        yield from _poll(whole, damage)
        return
    found = False
    waiting = _Damage()
    for line in _lines(data):
        value = _decode(line)
        if value is None:
            value = _salvaged(line)
            waiting.mended += value is not None
            waiting.lost += value is None
        for poll in _poll(value, waiting) if value is not None else ():
            found = True
            yield poll
    if found:
        damage.lost, damage.mended = damage.lost + waiting.lost, damage.mended + waiting.mended
        return
    # no line stands for itself: one value over several lines that is damaged
    value = _salvaged(data)
    damage.mended += value is not None
    for part in value if _several(value) else [value]:
        yield from _poll(part, damage)


def _elements(data: bytes) -> list[Raw] | None:
    """The polls of an array of polls, undecoded; None where it is none."""
    try:
        parts = msgspec.json.decode(data, type=list[Raw])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return parts if parts and _several([_decode(parts[0])]) else None


def _several(value: Any) -> bool:
    """Whether this is an array of polls, not of reports."""
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict) and "stats" in value[0]


def _lines(data: bytes) -> Iterator[bytes]:
    """The lines that are not blank."""
    start = 0
    while start < len(data):
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end
        line = data[start:end]
        if line.strip():
            yield line
        start = end + 1


def _decode(data: bytes | Raw) -> Any:
    try:
        return msgspec.json.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def _salvaged(data: bytes) -> Any:
    """What can be saved of a damaged value; None for nothing."""
    return _decode(salvage(data).data) or None


def _poll(value: Any, damage: _Damage) -> Iterator[_Poll]:
    name, at = "1", None
    if isinstance(value, dict) and "stats" in value:
        name = _name(value.get("pc"))
        at = _time(value.get("timestamp"), None)
        value = value["stats"]
    if isinstance(value, dict):
        value = [{"id": k, **v} for k, v in value.items() if isinstance(v, dict)]
    if isinstance(value, list):
        yield _Poll(name, at, [r for r in map(_report, value) if r is not None])
    else:
        damage.lost += 1


def _name(pc: object) -> str:
    return str(pc) if isinstance(pc, (str, int)) and pc != "" else "1"


def _report(item: Any) -> dict[str, Any] | None:
    """One report: itself, or an entry of a map, which is a pair of id and report, or an object of key and value."""
    if isinstance(item, dict) and isinstance(item.get("key"), str) and isinstance(item.get("value"), dict):
        return {"id": item["key"], **item["value"]}
    if isinstance(item, list) and len(item) == 2 and isinstance(item[0], str) and isinstance(item[1], dict):
        return {"id": item[0], **item[1]}
    return item if isinstance(item, dict) else None


def _time(stamp: object, otherwise: float | None) -> float | None:
    """Milliseconds since the epoch, or since whatever else the clock counts from; native SDKs write microseconds."""
    if isinstance(stamp, bool) or not isinstance(stamp, (int, float)):
        return otherwise
    if _LATEST_MS <= stamp < 1000 * _LATEST_MS:
        stamp = stamp / 1000
    return float(stamp) if 0 < stamp < _LATEST_MS else otherwise
