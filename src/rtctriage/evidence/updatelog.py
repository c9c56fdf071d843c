"""The update log of a connection in one vocabulary, whatever the browser's age."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rtctriage.evidence.logtime import LocalTime, absolute, day_first, local, zone_offset
from rtctriage.evidence.logvalue import MalformedError, read_value
from rtctriage.evidence.recording import LogEntry
from rtctriage.text import Text

_ALIASES: Final = {
    "renegotiationneeded": "negotiationneeded",
    "stop": "close",  # how RTCPeerConnection.close() was logged at first
    "signalingstate": "signalingstatechange",
    "iceconnectionstate": "iceconnectionstatechange",
    "connectionstate": "connectionstatechange",
    "icegatheringstate": "icegatheringstatechange",
    "addicecandidateonfailure": "addicecandidatefailed",
}
_LEGACY_ICE: Final = frozenset({"legacyiceconnectionstatechange", "iceconnectionstatechange (legacy)"})

_ZONE_UNKNOWN: Final = Text(
    "the times of the update log carry no time zone and no statistics tell it: they are taken as UTC, "
    "so wall-clock times may be off by hours; seconds into the call are right",
    "更新日志的时间不带时区，也没有统计数据可供推算，故按 UTC 处理：钟点时间可能相差数小时，通话内的秒数不受影响",
)
_ZONE_UNSURE: Final = Text(
    "the times of the update log carry no time zone; it was inferred from the statistics, which begin at another "
    "time than the log, so log and statistics may be shifted by half an hour or an hour",
    "更新日志的时间不带时区；时区由统计数据推算，但两者起始时间不一致，日志与统计之间可能相差半小时或一小时",
)
_ZONE_UNFIT: Final = Text(
    "the times of the update log fit no time zone when compared with the statistics: the log's times are left out",
    "更新日志的时间与统计数据对照后不符合任何时区，故不采用日志时间",
)

_MOST_ENTRIES = 500_000
"""No log is longer, and no file may take long: of more the last ones are read."""


def read_log(
    entries: object, *, stats_start_ms: float | None, stats_end_ms: float | None
) -> tuple[tuple[LogEntry, ...], tuple[Text, ...]]:
    """The entries in the order of the file, and notes on what could not be read.

    ``entries`` is the decoded ``updateLog``; the statistics' first and last time (milliseconds since the epoch) tell
    the zone of times that were written without one.
    """
    if entries is None:
        return (), ()
    if not isinstance(entries, list):
        return (), (Text("the update log is damaged and could not be read", "更新日志已损坏，无法读取"),)
    of = len(entries)
    entries = entries[-_MOST_ENTRIES:]
    read: list[tuple[str, object, str | dict[str, object]]] = []
    skipped = 0
    standard = any(_name(e) == "iceconnectionstatechange" for e in entries)
    for entry in entries:
        name = _name(entry)
        if not name or not isinstance(entry, dict):
            skipped += 1
            continue
        if name in _LEGACY_ICE:
            if standard:
                continue  # the same transitions, as they were defined before; the standard's own are there
            name = "iceconnectionstatechange"
        try:
            read.append((name, _when(entry), read_value(name, entry.get("value"))))
        except MalformedError:
            skipped += 1
    notes: list[Text] = []
    skipped += of - len(entries)
    if skipped:
        notes.append(
            Text(
                "{n} of {of} entries of the update log could not be read",
                "更新日志共 {of} 条，其中 {n} 条无法读取",
            ).fill(n=skipped, of=of)
        )
    times, said = _times([when for _, when, _ in read], stats_start_ms, stats_end_ms)
    notes.extend(said)
    log = (LogEntry(at=at, kind=kind, value=value) for at, (kind, _, value) in zip(times, read, strict=True))
    return tuple(log), tuple(notes)


def _name(entry: object) -> str:
    """The kind of an entry, in lower case and under today's name; empty where it has none."""
    kind = entry.get("type") if isinstance(entry, dict) else None
    if not isinstance(kind, str):
        return ""
    name = kind.strip().lower()
    if name in ("onaddstream", "onremovestream"):
        return "stream" + {"onaddstream": "added", "onremovestream": "removed"}[name]  # the event, not the call
    if name.startswith("on"):
        name = name[2:]
    if name in _LEGACY_ICE:
        return name
    name = name.removesuffix(" (legacy)").rstrip()
    return _ALIASES.get(name, name)


def _when(entry: Mapping[str, object]) -> object:
    stamp = entry.get("timestamp")
    return entry.get("time") if stamp is None else stamp


def _times(
    written: list[object], start_ms: float | None, end_ms: float | None
) -> tuple[list[float | None], list[Text]]:
    """Each time in milliseconds since the epoch, and notes on the zone and on what could not be read."""
    times: list[float | None] = [absolute(w) for w in written]
    zoneless: dict[int, LocalTime] = {}
    for index, value in enumerate(written):
        if times[index] is None and (parts := local(value)) is not None:
            zoneless[index] = parts
    notes: list[Text] = []
    if zoneless:
        order = day_first(list(zoneless.values()), start_ms)
        naive = {i: ms for i, parts in zoneless.items() if (ms := parts.as_if_utc(order)) is not None}
        offset: float | None = 0.0
        if start_ms is None:
            notes.append(_ZONE_UNKNOWN)
        elif naive:
            found = zone_offset(naive.values(), start_ms, end_ms)
            offset = found[0] if found else None
            if found is None or not found[1]:
                notes.append(_ZONE_UNSURE if found else _ZONE_UNFIT)
        for index, ms in naive.items():
            times[index] = None if offset is None else ms - offset
    # The order of the file is kept even where times are missing, so that first and last stay what they were.
    unknown = sum(1 for t in times if t is None)
    if unknown and _ZONE_UNFIT not in notes:
        notes.append(
            Text("{n} entries of the update log have no readable time", "更新日志中有 {n} 条没有可读的时间").fill(
                n=unknown
            )
        )
    return times, notes
