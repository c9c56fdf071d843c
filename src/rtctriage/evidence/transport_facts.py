"""Facts about the path: round trips, bandwidth, packets, connectivity checks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from operator import itemgetter

from rtctriage.evidence.gathered import Gathered
from rtctriage.evidence.recording import Connection, Report
from rtctriage.evidence.samples import Step, growth, number, per_second, plain, points, series
from rtctriage.series import Series

_TRUE = (True, "true")

LEAST = 3
"""So many round trips are needed before the media's own reports are preferred to those of connectivity checks."""

SAME_POLL_S = 0.1
"""Reports of one poll carry times that differ by less."""


def transport_facts(connection: Connection, out: Gathered) -> None:
    """``network.*`` and what the selected pair of candidates tells."""
    begins = connection.begins
    if begins is None:
        return
    pairs = connection.of_type("candidate-pair")
    transports = connection.of_type("transport")
    selected = selected_pairs(connection)
    _round_trip(connection, selected, begins, out)
    out.stream(
        "network.available_outgoing_bitrate",
        "path",
        _merged([plain(p, "availableOutgoingBitrate", begins, 1e-3) for p in selected]),
        "candidate-pair.availableOutgoingBitrate",
    )
    for name, member in (("received", "packetsReceived"), ("sent", "packetsSent")):
        counted = [growth(r, member, begins) for r in transports] or [growth(p, member, begins) for p in selected]
        if not any(counted):
            kind = "inbound-rtp" if name == "received" else "outbound-rtp"
            counted = [growth(r, member, begins) for r in connection.of_type(kind)]
        out.stream(f"network.packets_{name}", "path", per_second(summed(counted)), f"transport.{member}")
    sent, answered, received = (
        _total(pairs, *members)
        for members in (("requestsSent", "consentRequestsSent"), ("responsesReceived",), ("requestsReceived",))
    )
    out.scalar("ice.checks_sent", sent, "candidate-pair.requestsSent")
    out.scalar("ice.checks_answered", answered, "candidate-pair.responsesReceived")
    out.scalar("ice.checks_received", received, "candidate-pair.requestsReceived")
    out.stream("network.checks_unanswered", "path", _unanswered(selected, begins), "candidate-pair.consentRequestsSent")


def selected_pairs(connection: Connection) -> list[Report]:
    """The pairs of candidates that carried the call, the last one at the end; empty where none did."""
    pairs = {p.id: p for p in connection.of_type("candidate-pair")}
    ids: dict[str, None] = {}
    for transport in connection.of_type("transport"):
        column = transport.column("selectedCandidatePairId")
        for cell in column.cells if column else ():
            if isinstance(cell, str):
                ids.setdefault(cell)
    named = [pairs[i] for i in ids if i in pairs]
    if named:
        return named
    chosen = [
        p
        for p in pairs.values()
        if p.last("selected") in _TRUE or (p.last("nominated") in _TRUE and p.last("state") in ("succeeded", None))
    ]
    return sorted(chosen, key=lambda p: number(p.last("bytesReceived")) or 0.0)


def _round_trip(connection: Connection, selected: Sequence[Report], begins: float, out: Gathered) -> None:
    """RTCP's round trips of the stream that has most of them; else those of the connectivity checks."""
    far = connection.of_type("remote-inbound-rtp")
    rtcp = [_measured(r, "roundTripTime", "roundTripTimeMeasurements", begins) for r in far]
    best = max((s for s in rtcp if s), key=len, default=None)
    if best is not None and len(best) >= LEAST:
        out.stream("network.rtt", "path", best, "remote-inbound-rtp.roundTripTime")
        return
    checks = _merged([_measured(p, "currentRoundTripTime", "responsesReceived", begins) for p in selected])
    longest = max((s for s in (best, checks) if s), key=len, default=None)
    out.stream("network.rtt", "path", longest, "candidate-pair.currentRoundTripTime")


def _measured(report: Report, gauge: str, counter: str, begins: float) -> Series | None:
    """A round trip in milliseconds for each new measurement; between two of them the gauge only repeats itself.

    A round trip of 0 was not measured.
    """
    t, v = points(report, gauge, begins)
    answered = dict(zip(*points(report, counter, begins), strict=True))
    if not answered:
        return series((x, y * 1e3) for x, y in zip(t, v, strict=True) if y > 0)
    rows, before = [], -1.0
    for x, y in zip(t, v, strict=True):
        now = answered.get(x, before)
        if now > before and y > 0:
            rows.append((x, y * 1e3))
        before = now
    return series(rows)


def _merged(parts: Sequence[Series | None]) -> Series | None:
    """One series of several that follow each other in time."""
    known = [s for s in parts if s is not None]
    if len(known) < 2:
        return known[0] if known else None
    rows = dict(sorted((t, v) for s in known for t, v in zip(s.times, s.values, strict=True)))
    return series(rows.items())


def summed(counters: Sequence[list[Step]]) -> list[Step]:
    """Growth of several counters together; intervals that end at nearly the same time are of one poll."""
    known = [c for c in counters if c]
    if len(known) < 2:
        return known[0] if known else []
    total: list[Step] = []
    for start, end, grew in sorted((step for steps in known for step in steps), key=itemgetter(1)):
        if total and end - total[-1][1] <= SAME_POLL_S:
            first, last, sum_ = total[-1]
            total[-1] = (first, last, sum_ + grew)
        else:
            total.append((start, end, grew))
    return total


def _total(pairs: Sequence[Report], *members: str) -> float | None:
    """Sum over all pairs of the last value; None where no pair counts it."""
    values = [number(p.last(m)) for p in pairs for m in members]
    known = [v for v in values if v is not None]
    return sum(known) if known else None


def _unanswered(selected: Sequence[Report], begins: float) -> Series | None:
    """Checks sent less checks answered since the poll before, never below zero."""
    parts = []
    for pair in selected:
        times, answered = points(pair, "responsesReceived", begins)
        asked = _asked(pair, begins)
        rows = [(t, asked[t] - v) for t, v in zip(times, answered, strict=True) if t in asked]
        parts.append(series((t1, max(0.0, b - a)) for (_, a), (t1, b) in pairwise(rows)))
    return _merged(parts)


def _asked(pair: Report, begins: float) -> dict[float, float]:
    """Checks sent so far. Some versions count checks of consent within ``requestsSent``, others beside it."""
    sent = dict(zip(*points(pair, "requestsSent", begins), strict=True))
    consent = dict(zip(*points(pair, "consentRequestsSent", begins), strict=True))
    if not consent or not sent:
        return sent or consent
    first, last = min(sent), max(sent)
    within = sent[last] - sent[first] >= consent.get(last, 0.0) - consent.get(first, 0.0)
    return sent if within else {t: v + consent.get(t, 0.0) for t, v in sent.items()}
