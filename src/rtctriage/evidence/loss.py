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
from rtctriage.series import Series

LEAST_PACKETS = 10.0
"""A share of fewer packets says little: such intervals are joined with the next."""


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
    times, lost = points(report, "packetsLost", begins)
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
            rows.append((interval.end, 100.0 * lost / expected))
            lost = expected = 0.0
    return series(rows)


def together(streams: Iterable[Sequence[Interval]], step: float) -> Series | None:
    """Percent lost over all streams of a direction, weighted by packets.

    Streams report at times of their own (audio every five seconds, video every second), so what an interval counted is
    spread evenly over the steps that it covers.
    """
    known = [s for s in streams if s]
    if not known or step <= 0:
        return None
    begin, end = min(s[0].start for s in known), max(s[-1].end for s in known)
    count = max(1, round((end - begin) / step))
    lost, expected = [0.0] * count, [0.0] * count
    for stream in known:
        for interval in stream:
            length = interval.end - interval.start
            first = max(0, int((interval.start - begin) / step))
            last = min(count - 1, int((interval.end - begin - 1e-9) / step))
            for i in range(first, last + 1):
                a, b = begin + i * step, begin + (i + 1) * step if i < count - 1 else max(end, begin + count * step)
                part = max(0.0, min(b, interval.end) - max(a, interval.start)) / length if length > 0 else 0.0
                lost[i] += interval.lost * part
                expected[i] += interval.expected * part
    steps = (Interval(begin + i * step, begin + (i + 1) * step, lost[i], expected[i]) for i in range(count))
    return share(steps)
