"""Legacy ``goog*`` statistics (removed in Chromium 122) as W3C reports, as far as their fields go.

Most were gauges where W3C has counters. A gauge that means what a fact does keeps its own name (``legacyEncodeMs``) and
stands in for the counters; what legacy statistics never had (freezes, concealed samples told from silence) stays not
measured. ``googTargetDelayMs``, ``googPreferredJitterBufferMs`` and ``googEncodeUsagePercent`` are aims and estimates
that no fact means, and a video's ``googJitterBufferMs`` leaves out what it waits for its audio.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from rtctriage.evidence.recording import Cell, Column, Report
from rtctriage.evidence.samples import number

# W3C member -> (legacy member, factor)
_Map = Mapping[str, tuple[str, float]]

_OUT: _Map = {
    "bytesSent": ("bytesSent", 1),
    "packetsSent": ("packetsSent", 1),
    "framesPerSecond": ("googFrameRateSent", 1),
    "frameWidth": ("googFrameWidthSent", 1),
    "frameHeight": ("googFrameHeightSent", 1),
    "nackCount": ("googNacksReceived", 1),
    "pliCount": ("googPlisReceived", 1),
    "firCount": ("googFirsReceived", 1),
    "googCodecName": ("googCodecName", 1),
    "legacyEncodeMs": ("googAvgEncodeMs", 1),
}
_SOURCE: _Map = {
    "framesPerSecond": ("googFrameRateInput", 1),
    "width": ("googFrameWidthInput", 1),
    "height": ("googFrameHeightInput", 1),
    "audioLevel": ("audioInputLevel", 1 / 32767),
}
_REMOTE_IN: _Map = {
    "packetsLost": ("packetsLost", 1),
    "roundTripTime": ("googRtt", 1e-3),
    "jitter": ("googJitterReceived", 1e-3),
}
_IN: _Map = {
    "bytesReceived": ("bytesReceived", 1),
    "packetsReceived": ("packetsReceived", 1),
    "packetsLost": ("packetsLost", 1),
    "jitter": ("googJitterReceived", 1e-3),
    "framesPerSecond": ("googFrameRateDecoded", 1),
    "frameWidth": ("googFrameWidthReceived", 1),
    "frameHeight": ("googFrameHeightReceived", 1),
    "audioLevel": ("audioOutputLevel", 1 / 32767),
    "nackCount": ("googNacksSent", 1),
    "pliCount": ("googPlisSent", 1),
    "firCount": ("googFirsSent", 1),
    "googCodecName": ("googCodecName", 1),
    "legacyDecodeMs": ("googDecodeMs", 1),
    "legacyBufferMs": ("googJitterBufferMs", 1),
    "legacyReceivedRate": ("googFrameRateReceived", 1),
}
_PAIR: _Map = {
    "bytesSent": ("bytesSent", 1),
    "bytesReceived": ("bytesReceived", 1),
    "packetsSent": ("packetsSent", 1),
    "currentRoundTripTime": ("googRtt", 1e-3),
}
_BWE = "googAvailableSendBandwidth"
_LIMITS = (("cpu", "googCpuLimitedResolution"), ("bandwidth", "googBandwidthLimitedResolution"))
_VIDEO = frozenset({"googFrameRateSent", "googFrameRateInput", "googFrameRateReceived", "googFrameWidthReceived"})


def translate(reports: Iterable[Report]) -> list[Report]:
    """W3C reports unchanged; each legacy report as the W3C reports that say the same."""
    whole = list(reports)
    if not any(r.type in ("ssrc", "googCandidatePair") for r in whole):
        return whole
    bandwidth = next((r for r in whole if r.type == "VideoBwe"), None)
    out: list[Report] = []
    for report in whole:
        if report.type == "ssrc":
            out.extend(_stream(report))
        elif report.type == "googCandidatePair":
            out.append(_pair(report, bandwidth))
        elif not report.type.startswith("goog") and report.type != "VideoBwe":
            out.append(report)
    return out


def _stream(report: Report) -> Iterator[Report]:
    kind = "video" if report.members & _VIDEO else "audio"
    ssrc = report.id.split("_")[1] if "_" in report.id else report.id
    common: dict[str, Cell] = {"kind": kind, "ssrc": ssrc}
    if report.id.endswith("_recv"):
        yield _as("inbound-rtp", f"in-{ssrc}", report, _IN, common)
    else:
        out = _as("outbound-rtp", f"out-{ssrc}", report, _OUT, {**common, "mediaSourceId": f"source-{ssrc}"})
        yield _with(out, "qualityLimitationReason", partial(_limited, report)) if _limited(report) else out
        yield _as("media-source", f"source-{ssrc}", report, _SOURCE, common)
        far: dict[str, Cell] = {**common, "localId": f"out-{ssrc}", "legacy": True}
        yield _as("remote-inbound-rtp", f"far-{ssrc}", report, _REMOTE_IN, far)


def _pair(report: Report, bandwidth: Report | None) -> Report:
    active = report.last("googActiveConnection") in (True, "true")
    constant: dict[str, Cell] = {
        "nominated": active,
        "state": "succeeded" if active else "waiting",
        "legacyLocalType": report.last("googLocalCandidateType"),
        "legacyRemoteType": report.last("googRemoteCandidateType"),
        "legacyProtocol": report.last("googTransportType"),
    }
    pair = _as("candidate-pair", report.id, report, _PAIR, constant)
    if bandwidth is None or not active:
        return pair
    return _with(pair, "availableOutgoingBitrate", partial(bandwidth.column, _BWE))


def _limited(report: Report) -> Column | None:
    """Why the picture was made smaller, as W3C's reason; Chromium names bandwidth where both hold, and so does this."""
    flags = {reason: c for reason, member in _LIMITS if (c := report.column(member)) is not None}
    if len(flags) < len(_LIMITS):
        return None
    cells: list[Cell] = ["none"] * min(len(c.cells) for c in flags.values())
    for reason, column in flags.items():
        for i, cell in enumerate(column.cells[-len(cells) :]):
            if cell in (True, "true"):
                cells[i] = reason
    return Column(flags["cpu"].times[-len(cells) :], cells)


def _with(report: Report, member: str, column: Callable[[], Column | None]) -> Report:
    """The report with one more member."""

    def read(name: str) -> Column | None:
        return column() if name == member else report.column(name)

    return Report(report.id, report.type, [*report.members, member], read)


def _as(kind: str, id: str, report: Report, mapping: _Map, constant: Mapping[str, Cell]) -> Report:
    present = {name: source for name, source in mapping.items() if source[0] in report.members}
    return Report(id, kind, [*present, *constant], partial(_translated, report, present, constant))


def _translated(report: Report, mapping: _Map, constant: Mapping[str, Cell], member: str) -> Column | None:
    if member in constant:
        clock = report.column("bytesSent") or report.column("bytesReceived") or report.column("ssrc")
        return Column(clock.times, [constant[member]] * len(clock.times)) if clock else None
    name, factor = mapping[member]
    column = report.column(name)
    if column is None or member == "googCodecName":
        return column
    values = map(number, column.cells)
    # -1 stands for what was not measured
    return Column(column.times, [None if v is None or v < 0 else v * factor for v in values])
