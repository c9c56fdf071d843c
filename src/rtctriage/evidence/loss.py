"""Packets lost on the way.

``packetsLost`` is signed and may fall again: a packet that turned up late was counted as lost for a while. What a later
sample takes back was never lost, so the counter is first lowered to the least value it takes from there on. A restart
(the counter of packets falls as well) begins anew.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from msgspec import Struct

from rtctriage.evidence.recording import Report
from rtctriage.evidence.samples import points, series
from rtctriage.series import GAP, Series

LEAST_PACKETS = 10.0
"""A share of fewer packets says little: such intervals are joined with the next."""

MOST_STEPS = 200_000
"""Intervals of all streams are spread over so many steps at most, however long they claim to be."""


class Interval(Struct, frozen=True):
    """Packets lost of those expected between two times (seconds into the call)."""

    start: float
    end: float
    lost: float
    expected: float


def received(report: Report, begins: float) -> list[Interval]:
    """Intervals of an ``inbound-rtp`` report.

    An interval after one in which nothing arrived says nothing: a mixer that switches speakers leaves holes in its
    sequence numbers that nobody ever sent.
    """
    times, got = points(report, "packetsReceived", begins)
    lost_at = dict(zip(*points(report, "packetsLost", begins), strict=True))
    rows = [(t, g, lost_at[t]) for t, g in zip(times, got, strict=True) if t in lost_at]
    found: list[Interval] = []
    for run in _runs(rows):
        kept = _taken_back([r[2] for r in run])
        flowing = True
        for (t0, g0, _), (t1, g1, _), l0, l1 in zip(run, run[1:], kept, kept[1:], strict=False):
            if flowing or g1 == g0:
                found.append(Interval(t0, t1, l1 - l0, g1 - g0 + l1 - l0))
            flowing = g1 > g0
    return found


def sent(report: Report, outbound: Report, begins: float) -> list[Interval]:
    """Intervals of a ``remote-inbound-rtp`` report: what the far end says of the packets of ``outbound``."""
    times, lost = _without_repeats(_reported(report, begins))
    sent_times, sent_values = points(outbound, "packetsSent", begins)
    if not times or not sent_times:
        return []
    rows = [(t, _at(sent_times, sent_values, t), v) for t, v in zip(times, lost, strict=True)]
    found: list[Interval] = []
    for run in _runs(rows):
        kept = _taken_back([r[2] for r in run])
        found.extend(
            Interval(t0, t1, min(l1 - l0, g1 - g0), g1 - g0)
            for (t0, g0, _), (t1, g1, _), l0, l1 in zip(run, run[1:], kept, kept[1:], strict=False)
        )
    return found


def arrivals(report: Report, begins: float) -> list[float]:
    """When the far end's reports came."""
    return [t for t, _, fresh in _reported(report, begins) if fresh]


def _reported(report: Report, begins: float) -> list[tuple[float, float, bool]]:
    """Time, packets lost, and whether this is a new report.

    Before Chromium 117 the far end's report does not say when it came, and polls repeat it until the next one comes; a
    new one shows by its figures.
    """
    times, lost = points(report, "packetsLost", begins)
    if "timestamp" in report.members:
        return [(t, v, True) for t, v in zip(times, lost, strict=True)]
    others = [dict(zip(*points(report, m, begins), strict=True)) for m in ("jitter", "roundTripTime")]
    rows: list[tuple[float, float, bool]] = []
    before: tuple[float | None, ...] = ()
    for t, v in zip(times, lost, strict=True):
        said = (v, *(o.get(t) for o in others))
        rows.append((t, v, said != before))
        before = said
    return rows


def _without_repeats(rows: Iterable[tuple[float, float, bool]]) -> tuple[list[float], list[float]]:
    """Times and packets lost. What was lost since the last report is not to be counted against the last poll only."""
    kept: list[tuple[float, float, bool]] = []
    for row in rows:
        while kept and row[1] != kept[-1][1] and not kept[-1][2]:
            kept.pop()
        kept.append(row)
    return [t for t, _, _ in kept], [v for _, v, _ in kept]


def _at(times: Sequence[float], values: Sequence[float], t: float) -> float:
    """A counter between two polls."""
    i = bisect_right(times, t)
    if i == 0:
        return values[0]
    if i == len(times):
        return values[-1]
    share = (t - times[i - 1]) / (times[i] - times[i - 1])
    return values[i - 1] + (values[i] - values[i - 1]) * share


def _runs(rows: Sequence[tuple[float, float, float]]) -> Iterable[Sequence[tuple[float, float, float]]]:
    """Cut where the count of packets falls."""
    begin = 0
    for i in range(1, len(rows)):
        if rows[i][1] < rows[i - 1][1]:
            yield rows[begin:i]
            begin = i
    yield rows[begin:]


def _taken_back(lost: Sequence[float]) -> list[float]:
    kept = list(lost)
    for i in range(len(kept) - 2, -1, -1):
        kept[i] = min(kept[i], kept[i + 1])
    return kept


def share(intervals: Iterable[Interval]) -> Series | None:
    """Percent lost; intervals with too few packets are joined."""
    rows: list[tuple[float, float]] = []
    lost = expected = 0.0
    for interval in intervals:
        lost += interval.lost
        expected += interval.expected
        if expected >= LEAST_PACKETS:
            rows.append((interval.end, min(100.0, 100.0 * lost / expected)))
            lost = expected = 0.0
    return series(rows)


def together(streams: Iterable[Sequence[Interval]], step: float) -> Series | None:
    """Percent lost over all streams of a direction, weighted by packets.

    Streams report at times of their own (audio every five seconds, video every second). What a long interval counted
    is spread over the steps that it covers: its packets evenly, its losses as other streams lost packets in these
    steps, for they share the path; evenly where none did.
    """
    # reports that are polled together have the same intervals
    sums: dict[tuple[float, float], tuple[float, float]] = {}
    for stream in streams:
        for one in stream:
            if one.end > one.start:
                lost, expected = sums.get((one.start, one.end), (0.0, 0.0))
                sums[one.start, one.end] = (lost + one.lost, expected + one.expected)
    known = [Interval(*times, *counts) for times, counts in sums.items()]
    if not known or step <= 0:
        return None
    step = max(step, sum(i.end - i.start for i in known) / MOST_STEPS)
    begin, end = min(i.start for i in known), max(i.end for i in known)
    # what is left at the end goes into the last whole step
    final = max(1, round((end - begin) / step)) - 1
    counted: dict[int, tuple[float, float]] = {}
    for interval in sorted(known, key=lambda i: i.end - i.start > GAP * step):
        parts = _parts(interval, begin, step, final)
        coarse = interval.end - interval.start > GAP * step
        seen = [_share(counted.get(i)) if coarse else 0.0 for i, _ in parts]
        total = sum(seen)
        for (i, part), weight in zip(parts, seen, strict=True):
            lost, expected = counted.get(i, (0.0, 0.0))
            mine = weight / total if total else part
            counted[i] = (lost + interval.lost * mine, expected + interval.expected * part)
    return share(Interval(begin + i * step, begin + (i + 1) * step, *counted[i]) for i in sorted(counted))


def _parts(interval: Interval, begin: float, step: float, final: int) -> list[tuple[int, float]]:
    """The steps that an interval covers, and how much of it lies in each."""
    length = interval.end - interval.start
    first = min(final, int((interval.start - begin) / step))
    last = min(final, max(first, int((interval.end - begin - 1e-9) / step)))
    found = []
    for i in range(first, last + 1):
        a = interval.start if i == first else begin + i * step
        b = interval.end if i == last else begin + (i + 1) * step
        if b > a:
            found.append((i, (b - a) / length))
    return found


def _share(counts: tuple[float, float] | None) -> float:
    return counts[0] / counts[1] if counts is not None and counts[1] > 0 else 0.0
