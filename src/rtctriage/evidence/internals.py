"""Reads the dump that ``chrome://webrtc-internals`` creates, of any age of Chromium.

The dump is decoded only as deep as facts need it: members stay raw slices of the file until a fact asks for them. What
of a damaged file can be read is read, and the rest is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any

import msgspec
from msgspec import Raw

from rtctriage.evidence.choose import plain_name
from rtctriage.evidence.clock import Clock, wall_clock
from rtctriage.evidence.iceconfig import read_ice_config
from rtctriage.evidence.jsontext import salvage
from rtctriage.evidence.legacy import translate
from rtctriage.evidence.media_requests import read_media_requests
from rtctriage.evidence.rawstats import RawSeries, all_series, cells, members, plain
from rtctriage.evidence.recording import Column, Connection, MediaRequest, Recording, Report
from rtctriage.evidence.report_types import type_of
from rtctriage.evidence.samples import number
from rtctriage.evidence.updatelog import read_log
from rtctriage.evidence.user_agent import read_user_agent
from rtctriage.text import Text

FORMAT = "webrtc-internals"

# their times tell when RTCP arrived
_FAR = ("remote-inbound-rtp", "remote-outbound-rtp")
# reports whose times say nothing about how long was recorded
_STATIC = frozenset({"certificate", "codec", "local-candidate", "remote-candidate", "stream", *_FAR})
_POLLED = ("inbound-rtp", "outbound-rtp", "transport", "candidate-pair", "ssrc")

_HOUR_MS = 3_600_000.0

# More than any browser has had; what a file has beyond is left out, so that no file takes long.
_MOST_REQUESTS = 50_000
_MOST_CONNECTIONS = 5_000
_MOST_SERIES = 200_000


def read_dump(data: bytes) -> Recording:
    """Reads a whole dump; see :class:`Recording`. The choice among its connections is made elsewhere."""
    notes: list[Text] = []
    top = members(data)
    if top is None:
        saved = salvage(data)
        notes.extend(saved.problems)
        top = members(saved.data) or {}
    rows = plain(top.get("getUserMedia"))
    if isinstance(rows, list) and len(rows) > _MOST_REQUESTS:
        notes.append(_left_out(len(rows) - _MOST_REQUESTS, Text("media requests", "条媒体请求记录")))
        rows = rows[-_MOST_REQUESTS:]
    requests = read_media_requests(rows)
    written = plain(top.get("timestamp"))
    browser = read_user_agent(plain(top.get("UserAgent")), plain(top.get("UserAgentData")))
    cores = number(plain(top.get("hardwareConcurrency")))
    connections = []
    peers = members(top.get("PeerConnections")) or {}
    if len(peers) > _MOST_CONNECTIONS:
        notes.append(_left_out(len(peers) - _MOST_CONNECTIONS, Text("connections", "个连接")))
    room = _MOST_SERIES
    for key, raw in islice(peers.items(), _MOST_CONNECTIONS):
        parts = members(raw)
        if parts is not None:
            connections.append(_connection(key, parts, requests, wall_clock(written), room))
            room -= sum(len(r.members) for r in connections[-1].reports)
        else:
            named = plain_name(key, "of an unusual name")
            notes.append(Text(f"connection {named} could not be read", f"连接 {named} 无法读取"))
    return Recording(
        format=FORMAT,
        connections=tuple(connections),
        requests=requests,
        browser=browser.name,
        browser_version=browser.version,
        os=browser.os,
        cores=int(cores) if cores is not None and 1 <= cores <= 4096 else None,
        notes=tuple(notes),
    )


def _left_out(number: int, what: Text) -> Text:
    return Text(
        f"{number} {what.en} were left out: there are more than any recording has",
        f"{number} {what.zh}未读取：数量超过正常记录",
    )


def _connection(
    key: str, parts: Mapping[str, Raw], requests: Sequence[MediaRequest], written: float | None, room: int
) -> Connection:
    """One connection; of its series no more are read than there is ``room`` for."""
    stats, unreadable = all_series(parts.get("stats"))
    excess = len(stats) - max(0, room)
    if excess > 0:
        stats = dict(islice(stats.items(), max(0, room)))
    unread: set[str] = set()
    reports, span, samples = _reports(stats, unread)
    log, notes = read_log(plain(parts.get("updateLog")), stats_start_ms=span[0], stats_end_ms=span[1])
    if unreadable:
        notes = (*notes, Text(f"{unreadable} series could not be read", f"有 {unreadable} 个统计序列无法读取"))
    if excess > 0:
        notes = (*notes, _left_out(excess, Text("series", "个统计序列")))
    times = [e.at for e in log if e.at is not None]
    # of a log that was cut short, the first entry may be later than the first sample
    starts = [t for t in (min(times, default=None), span[0]) if t is not None]
    ends = [t for t in (max(times, default=None), span[1]) if t is not None]
    # the state that was logged last lasted until the dump was written
    if written is not None and ends and max(ends) <= written < max(ends) + _HOUR_MS:
        ends.append(written)
    page = plain(parts.get("pid"))
    pages = {str(page) if page is not None else "", key.split("-")[0]} - {""}
    return Connection(
        id=key,
        page=key.split("-")[0],
        closed=any(e.kind == "close" for e in log),
        log=log,
        reports=reports,
        servers=read_ice_config(plain(parts.get("rtcConfiguration"))),
        requests=tuple(r for r in requests if pages & set(r.page.split("/"))),
        begins=min(starts, default=None),
        ends=max(ends, default=None),
        samples=samples,
        notes=notes,
        unread=unread,
    )


def split_key(key: str) -> tuple[str, str]:
    """Report id and member: both may hold dashes, and what the page computed itself stands in brackets."""
    bracket = key.find("-[")
    if bracket >= 0:
        return key[:bracket], key[bracket + 1 :]
    id, _, member = key.rpartition("-")
    return id, member.rstrip("*")


def _reports(
    stats: Mapping[str, RawSeries], unread: set[str]
) -> tuple[tuple[Report, ...], tuple[float | None, float | None], int]:
    """The reports, first and last time of any sample, and how many samples the longest report has.

    Series that turn out to be damaged when they are read are put into ``unread``.
    """
    grouped: dict[str, dict[str, RawSeries]] = {}
    for key, value in stats.items():
        id, member = split_key(key)
        # what the page computed is recomputed from the counters, with a clock
        if member.startswith("[") or not id:
            continue
        grouped.setdefault(id, {})[member] = value
    reports: list[Report] = []
    clocks: list[tuple[str, Clock]] = []
    for id, found in grouped.items():
        clock = Clock(found)
        read = partial(_column, id, found, clock, unread)
        written = next((m.statsType for m in found.values() if m.statsType), "")
        reports.append(Report(id, type_of(id, written, read), list(found), read))
        clocks.append((reports[-1].type, clock))
    spans = [c.span for kind, c in clocks if c.span is not None and kind not in _STATIC]
    longest: Sequence[float] = max((c.stamps for kind, c in clocks if kind in _POLLED), key=len, default=())
    for kind, clock in clocks:
        if kind in _FAR and not clock.own and longest:
            clock.follow(longest)
    first, last = min((a for a, _ in spans), default=None), max((b for _, b in spans), default=None)
    return tuple(translate(reports)), (first, last), len(longest)


def _column(id: str, found: Mapping[str, RawSeries], clock: Clock, unread: set[str], member: str) -> Column | None:
    series = found.get(member)
    if series is None:
        return None
    samples = cells(series)
    if samples is None:
        unread.add(f"{id}-{member}")
    if not samples:
        return None
    if member.endswith("Durations"):
        samples = [_object(c) for c in samples]
    return Column(clock.times(series, len(samples)), samples)


def _object(cell: Any) -> Any:
    """``qualityLimitationDurations`` is an object, or (Chromium 130 to 135) an object in a string."""
    if not isinstance(cell, str):
        return cell
    try:
        return msgspec.json.decode(cell)
    except (msgspec.MsgspecError, RecursionError, UnicodeEncodeError):
        return None
