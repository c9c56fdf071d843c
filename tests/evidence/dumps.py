"""Builds small recordings in code: dumps of three ages of Chromium, and lines of ``getStats()`` reports.

Every recording begins at :data:`T0`; a time in seconds counts from there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timezone
from typing import Any

from rtctriage import evidence
from rtctriage.profile import Known, Profile, Scalar, Streams
from rtctriage.series import Series

T0 = 1_700_000_000_000.0
"""2023-11-14T22:13:20Z in milliseconds since the epoch."""

Stats = dict[str, dict[str, Any]]


def iso(ms: float) -> str:
    """A time as Chromium writes it."""
    at = datetime.fromtimestamp(ms / 1000.0, tz=timezone.utc)
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def raw_series(values: Any, begin: float, end: float, kind: str | None = None) -> dict[str, Any]:
    """One series of a dump; a list becomes JSON inside a string, a text is taken as it is."""
    text = values if isinstance(values, str) else json.dumps(values)
    written = {"startTime": iso(begin), "endTime": iso(end), "values": text}
    return written if kind is None else {**written, "statsType": kind}


def report(
    id: str,
    kind: str,
    members: Mapping[str, Any],
    *,
    era: int = 144,
    at: Sequence[float] = tuple(range(10)),
    early: Iterable[str] = (),
) -> Stats:
    """The series of one report, polled at the seconds ``at``.

    A member that is no list has the same value at each poll. A shorter list belongs to the last polls, or to the first
    where it is named in ``early``. Before Chromium 117 there was neither a time nor a type.
    """
    times = [T0 + 1000.0 * s for s in at]
    stats: Stats = {}
    whole = {**members, "timestamp": times} if era >= 117 else members
    for name, given in whole.items():
        values = given if isinstance(given, list) else [given] * len(times)
        own = times[: len(values)] if name in early else times[len(times) - len(values) :]
        stats[f"{id}-{name}"] = raw_series(values, own[0], own[-1], kind if era >= 117 else None)
    return stats


def entry(kind: str, value: Any, at: float, *, era: int = 144) -> dict[str, Any]:
    """One entry of the update log."""
    if era >= 144:
        return {
            "timestamp": T0 + 1000.0 * at,
            "type": kind,
            "value": value if isinstance(value, str) else json.dumps(value),
        }
    moment = datetime.fromtimestamp(T0 / 1000.0 + at, tz=timezone.utc)
    return {"time": moment.strftime("%m/%d/%Y, %I:%M:%S %p"), "type": kind, "value": value}


def connection(*reports: Stats, log: Iterable[Mapping[str, Any]] = (), **more: Any) -> dict[str, Any]:
    """One connection of a dump."""
    return {"stats": {k: v for r in reports for k, v in r.items()}, "updateLog": list(log), **more}


def dump(*connections: Mapping[str, Any], requests: Iterable[Mapping[str, Any]] = (), **more: Any) -> bytes:
    """A dump whose connections are called ``7-1``, ``7-2`` …"""
    named = {f"7-{i}": c for i, c in enumerate(connections, 1)}
    return json.dumps({"getUserMedia": list(requests), "PeerConnections": named, **more}, indent=1).encode()


def counting(rate: float, polls: int = 10, begin: float = 0.0) -> list[float]:
    """A counter that grows by so much a second."""
    return [begin + rate * i for i in range(polls)]


AUDIO_IN = "IT01A1111"
VIDEO_IN = "IT01V2222"
AUDIO_OUT = "OT01A3333"
VIDEO_OUT = "OT01V4444"


def audio_in(*, era: int = 144, at: Sequence[float] = tuple(range(10)), **members: Any) -> Stats:
    """Received audio: 50 packets of 100 bytes a second, nothing lost."""
    n = len(at)
    usual = {
        "kind": "audio",
        "ssrc": 1111,
        "packetsReceived": counting(50, n),
        "packetsLost": 0,
        "bytesReceived": counting(5000, n),
        "jitter": 0.002,
    }
    return report(
        AUDIO_IN if era >= 117 else "RTCInboundRTPAudioStream_1111", "inbound-rtp", {**usual, **members}, era=era, at=at
    )


def video_in(*, era: int = 144, at: Sequence[float] = tuple(range(10)), **members: Any) -> Stats:
    """Received video: 100 packets of 1000 bytes and 25 frames a second, nothing lost."""
    n = len(at)
    usual = {
        "kind": "video",
        "ssrc": 2222,
        "packetsReceived": counting(100, n),
        "packetsLost": 0,
        "bytesReceived": counting(100_000, n),
        "framesDecoded": counting(25, n),
        "framesReceived": counting(25, n),
        "jitter": 0.004,
    }
    return report(
        VIDEO_IN if era >= 117 else "RTCInboundRTPVideoStream_2222", "inbound-rtp", {**usual, **members}, era=era, at=at
    )


def video_out(*, era: int = 144, at: Sequence[float] = tuple(range(10)), id: str = VIDEO_OUT, **members: Any) -> Stats:
    """Sent video: 100 packets of 1250 bytes and 25 frames a second."""
    n = len(at)
    usual = {
        "kind": "video",
        "ssrc": 4444,
        "packetsSent": counting(100, n),
        "bytesSent": counting(125_000, n),
        "framesEncoded": counting(25, n),
    }
    return report(
        id if era >= 117 else "RTCOutboundRTPVideoStream_4444", "outbound-rtp", {**usual, **members}, era=era, at=at
    )


def poll(name: str | None, at: float, reports: Any) -> bytes:
    """One line of getStats() reports."""
    line: dict[str, Any] = {"timestamp": T0 + 1000.0 * at, "stats": reports}
    return json.dumps(line if name is None else {"pc": name, **line}).encode() + b"\n"


def stat(id: str, type: str, at: float, /, **members: Any) -> dict[str, Any]:
    """One report of a poll."""
    return {"id": id, "type": type, "timestamp": T0 + 1000.0 * at, **members}


def profile_of(data: bytes, connection: str | None = None) -> Profile:
    """The facts of a recording."""
    return evidence.facts_of(evidence.read(data, name="call", connection=connection), "call")


def scalar(profile: Profile, name: str) -> Scalar | None:
    """The value of a fact of the whole call; None where it is unknown."""
    value = profile.facts.get(name)
    assert value is None or isinstance(value, Known)
    return None if value is None else value.value


def streams(profile: Profile, name: str) -> dict[str, Series]:
    """The series of a fact by their labels; none where it is unknown."""
    value = profile.facts.get(name)
    assert value is None or isinstance(value, Streams)
    return {} if value is None else {s.label: s.series for s in value.streams}


def values(profile: Profile, name: str) -> list[float]:
    """The values of the only stream of a fact; empty where it is unknown."""
    found = list(streams(profile, name).values())
    assert len(found) <= 1
    return list(found[0].values) if found else []


def times(profile: Profile, name: str) -> list[float]:
    """The times of the only stream of a fact."""
    (found,) = streams(profile, name).values()
    return list(found.times)


def notes(profile: Profile) -> str:
    """All notes on the evidence, in English."""
    return " | ".join(n.en for e in profile.evidence for n in e.notes)
