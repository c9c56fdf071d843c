"""Reads the dump that ``chrome://webrtc-internals`` creates, of any age of Chromium.

The dump is decoded only as deep as facts need it: members stay raw slices of the file until a fact asks for them. Bits of
a damaged file that can be read are read, and the rest is said.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from functools import partial
from typing import Any

import msgspec
from msgspec import Raw, Struct

from rtctriage.evidence.iceconfig import read_ice_config
from rtctriage.evidence.jsontext import numbers, salvage
from rtctriage.evidence.legacy import translate
from rtctriage.evidence.media_requests import read_media_requests
from rtctriage.evidence.recording import Column, Connection, MediaRequest, Recording, Report
from rtctriage.evidence.report_types import type_of
from rtctriage.evidence.updatelog import read_log
from rtctriage.evidence.user_agent import read_user_agent
from rtctriage.text import Text

FORMAT = "webrtc-internals"

KEPT = 1000
"""Chromium keeps at most so many samples of a member and drops the oldest."""


# reports whose times say nothing about how long was recorded
_STATIC = frozenset({"certificate", "codec", "local-candidate", "remote-candidate", "stream", "remote-inbound-rtp"})


class RawSeries(Struct):
    """One member of one report, as the file has it."""

    startTime: str = ""  # noqa: N815 - the file's own names
    endTime: str = ""  # noqa: N815
    statsType: str = ""  # noqa: N815
    values: Raw = Raw(b"")


def read_dump(data: bytes) -> Recording:
    """Reads a whole dump; see :class:`Recording`. The choice among its connections is made elsewhere."""
    notes: list[Text] = []
    top = _members(data)
    if top is None:
        saved = salvage(data)
        notes.extend(saved.problems)
        top = _members(saved.data) or {}
    requests = read_media_requests(_plain(top.get("getUserMedia")))
    written = _plain(top.get("timestamp"))
    browser = read_user_agent(_plain(top.get("UserAgent")), _plain(top.get("UserAgentData")))
    cores = _plain(top.get("hardwareConcurrency"))
    connections = []
    for key, raw in (_members(top.get("PeerConnections")) or {}).items():
        parts = _members(raw)
        if parts is not None:
            connections.append(_connection(key, parts, requests, written if isinstance(written, (int, float)) else None))
        else:
            notes.append(Text(f"connection {key} could not be read", f"连接 {key} 无法读取"))
    return Recording(
        format=FORMAT,
        connections=tuple(connections),
        requests=requests,
        browser=browser.name,
        browser_version=browser.version,
        os=browser.os,
        cores=cores if isinstance(cores, int) else None,
        notes=tuple(notes),
    )


def _members(raw: Raw | bytes | None) -> dict[str, Raw] | None:
    """The members of a JSON object, undecoded; None where it is none or is damaged."""
    if raw is None:
        return None
    try:
        return msgspec.json.decode(raw, type=dict[str, Raw])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def _plain(raw: Raw | None) -> Any:
    """A decoded value; None where there is none or it is damaged."""
    if raw is None:
        return None
    try:
        return msgspec.json.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        pass
    try:
        return msgspec.json.decode(salvage(bytes(raw)).data)
    except (msgspec.MsgspecError, RecursionError):
        return None


def _connection(
    key: str, parts: Mapping[str, Raw], requests: Sequence[MediaRequest], written: float | None
) -> Connection:
    stats, unreadable = _series(parts.get("stats"))
    reports, span, samples = _reports(stats)
    log, notes = read_log(_plain(parts.get("updateLog")), stats_start_ms=span[0], stats_end_ms=span[1])
    if unreadable:
        notes = (*notes, Text(f"{unreadable} series could not be read", f"有 {unreadable} 个统计序列无法读取"))
    times = [e.at for e in log if e.at is not None]
    starts = [t for t in (min(times, default=None), span[0]) if t is not None]
    ends = [t for t in (max(times, default=None), span[1]) if t is not None]
    # the state that was logged last lasted until the dump was written
    if written is not None and ends and max(ends) <= written < max(ends) + 3_600_000:
        ends.append(written)
    page = _plain(parts.get("pid"))
    pages = {str(page) if page is not None else "", key.split("-")[0]} - {""}
    return Connection(
        id=key,
        page=key.split("-")[0],
        closed=any(e.kind in ("close", "stop") for e in log),
        log=log,
        reports=reports,
        servers=read_ice_config(_plain(parts.get("rtcConfiguration"))),
        requests=tuple(r for r in requests if pages & set(r.page.split("/"))),
        begins=min(times) if times else min(starts, default=None),
        ends=max(ends, default=None),
        samples=samples,
        notes=notes,
    )


def _series(raw: Raw | None) -> tuple[dict[str, RawSeries], int]:
    """All series of a connection, and how many could not be read."""
    if raw is None:
        return {}, 0
    try:
        return msgspec.json.decode(raw, type=dict[str, RawSeries]), 0
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        pass
    found, lost = {}, 0
    for key, part in (_members(raw) or {}).items():
        try:
            found[key] = msgspec.json.decode(part, type=RawSeries)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            lost += 1
    return found, lost


def split_key(key: str) -> tuple[str, str]:
    """Report id and member: both may hold dashes, and what the page computed itself stands in brackets."""
    bracket = key.find("-[")
    if bracket >= 0:
        return key[:bracket], key[bracket + 1 :]
    id, _, member = key.rpartition("-")
    return id, member.rstrip("*")


def _reports(stats: Mapping[str, RawSeries]) -> tuple[tuple[Report, ...], tuple[float | None, float | None], int]:
    """The reports, first and last time of any sample, and how many samples the longest report has."""
    grouped: dict[str, dict[str, RawSeries]] = {}
    for key, value in stats.items():
        id, member = split_key(key)
        # what the page computed is recomputed from the counters, with a clock
        if member.startswith("[") or not id:
            continue
        grouped.setdefault(id, {})[member] = value
    first, last, samples = None, None, 0
    reports = []
    for id, members in grouped.items():
        clock = _Clock(members)
        kind = type_of(id, next(iter(members.values())).statsType, partial(_column, members, clock))
        if clock.span is not None and kind not in _STATIC:
            begin, end = clock.span
            first = begin if first is None else min(first, begin)
            last = end if last is None else max(last, end)
        reports.append(Report(id, kind, list(members), partial(_column, members, clock)))
        if kind in ("inbound-rtp", "outbound-rtp", "transport", "candidate-pair", "ssrc"):
            samples = max(samples, clock.polls)
    return tuple(translate(reports)), (first, last), samples


class _Clock:
    """When the samples of one report were taken."""

    def __init__(self, members: Mapping[str, RawSeries]) -> None:
        self._members = members
        self._polls: array[float] | None = None
        spans = [(iso_ms(m.startTime), iso_ms(m.endTime)) for m in members.values()]
        begins = [a for a, _ in spans if a]
        ends = [b for _, b in spans if b]
        self.span = (min(begins), max(ends)) if begins and ends else None

    @property
    def timestamps(self) -> array[float]:
        """The report's own time stamps in milliseconds; empty before Chromium 117, which had none."""
        if self._polls is None:
            own = self._members.get("timestamp")
            cells = _cells(own) if own is not None else []
            self._polls = array("d", [c for c in cells if isinstance(c, (int, float))] if cells else ())
        return self._polls

    @property
    def polls(self) -> int:
        """How often the report was polled, as far as it is kept."""
        if self.timestamps:
            return len(self.timestamps)
        return max((bytes(m.values).count(b",") + 1 for m in self._members.values()), default=0)

    def times(self, series: RawSeries, count: int) -> Sequence[float]:
        """A time for each of ``count`` samples of one member.

        A member that appeared late, or went away early, has fewer samples than the report: its own first and last time
        say where they belong. Where samples are missing in between, they are spread evenly.
        """
        stamps = self.timestamps
        if len(stamps) == count:
            return stamps
        start, end = iso_ms(series.startTime), iso_ms(series.endTime)
        if len(stamps) > count:
            if not start or not end:
                return stamps[len(stamps) - count :]
            i, j = _nearest(stamps, start), _nearest(stamps, end)
            if j - i + 1 == count:
                return stamps[i : j + 1]
            if count == KEPT or abs(len(stamps) - 1 - j) <= 1 < abs(j - i + 1 - count):
                return stamps[len(stamps) - count :]
            return _spread(stamps[i], stamps[j], count)
        if start is None or end is None:
            return [] if self.span is None else _spread(*self.span, count)
        return _spread(start, end, count)


def _spread(start: float, end: float, count: int) -> list[float]:
    return [start] if count == 1 else [start + (end - start) * i / (count - 1) for i in range(count)]


def _nearest(stamps: Sequence[float], at: float) -> int:
    i = bisect_left(stamps, at)
    if i == 0:
        return 0
    if i == len(stamps):
        return i - 1
    return i if stamps[i] - at < at - stamps[i - 1] else i - 1


def _cells(series: RawSeries) -> list[Any]:
    """The samples: an array inside a string, or (never seen, easily read) a real array."""
    raw = _plain(series.values)
    if isinstance(raw, str):
        return numbers(raw) or []
    return raw if isinstance(raw, list) else []


def _column(members: Mapping[str, RawSeries], clock: _Clock, member: str) -> Column | None:
    series = members.get(member) or members.get(member + "*")
    if series is None:
        return None
    cells = _cells(series)
    if not cells:
        return None
    if member.endswith("Durations"):
        cells = [_object(c) for c in cells]
    return Column(clock.times(series, len(cells)), cells)


def _object(cell: Any) -> Any:
    """``qualityLimitationDurations`` is an object, or (Chromium 130 to 135) an object in a string."""
    if not isinstance(cell, str):
        return cell
    try:
        return msgspec.json.decode(cell)
    except msgspec.MsgspecError:
        return None


def iso_ms(text: str) -> float | None:
    """An ISO 8601 time as milliseconds since the epoch; 1970 stands for "not known" in legacy dumps."""
    try:
        at = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=timezone.utc)
    ms = at.timestamp() * 1000.0
    return ms if ms > 86_400_000 else None
