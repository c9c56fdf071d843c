"""Facts about what this end sends: source, encoder, and what the far end reports of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator

from rtctriage.evidence import loss
from rtctriage.evidence.codecs import codec_of, codecs_of, quantiser_limit
from rtctriage.evidence.gathered import Gathered
from rtctriage.evidence.loudness import level
from rtctriage.evidence.recording import Connection, Report
from rtctriage.evidence.samples import (
    growth,
    number,
    per_second,
    plain,
    points,
    quotient,
    rate,
    series,
    share_of_duration,
    share_of_text,
)
from rtctriage.series import Series

# RFC 8851, section 10, and the characters that browsers allow beside
_RID = re.compile(r"[A-Za-z0-9_-]{1,32}")


def sent_facts(connection: Connection, out: Gathered) -> None:
    """``uplink.*``."""
    begins = connection.begins
    if begins is None:
        return
    sources = {r.id: r for r in connection.of_type("media-source")}
    remote: dict[object, Report] = {}
    for r in connection.of_type("remote-inbound-rtp"):
        remote[r.last("localId")] = remote[number(r.last("ssrc"))] = r
    remote.pop(None, None)
    codecs = codecs_of(connection)
    intervals: list[list[loss.Interval]] = []
    for report, kind, label in labelled(connection.of_type("outbound-rtp")):
        at = f"uplink.{kind}"
        _common(report, at, label, begins, out)
        codec = codec_of(codecs, report)
        out.scalar(f"{at}.codec", codec, "codec.mimeType")
        far = remote.get(report.id) or remote.get(number(report.last("ssrc")))
        if far is not None:
            found = loss.sent(far, report, begins)
            intervals.append(found)
            out.stream(f"{at}.packet_loss", label, loss.share(found), "remote-inbound-rtp.packetsLost")
            out.stream(f"{at}.jitter", label, plain(far, "jitter", begins, 1e3), "remote-inbound-rtp.jitter")
        out.stream(f"{at}.feedback_age", label, _feedback_age(report, far, begins), "remote-inbound-rtp.timestamp")
        if kind == "video":
            _video(report, codec, label, begins, out)
        at = rate_of(report, "uplink")
        _source(sources.get(str(report.last("mediaSourceId"))), kind, at, label, begins, out)
    flowing(connection, "uplink", out)
    _idle_layers(connection, out)
    out.stream("uplink.packet_loss", "all", loss.together(intervals, 1.0), "remote-inbound-rtp.packetsLost")


def _idle_layers(connection: Connection, out: Gathered) -> None:
    """How many layers of simulcast never sent a packet while another stream of video did."""
    layers = [
        (isinstance(r.last("rid"), str), number(r.last("packetsSent")) or 0.0)
        for r in connection.of_type("outbound-rtp")
        if kind_of(r) == "video"
    ]
    if any(sent > 0 for _, sent in layers):
        idle = sum(1 for has_rid, sent in layers if has_rid and sent == 0)
        out.scalar("uplink.video.idle_layers", float(idle), "outbound-rtp.rid")


def kind_of(report: Report) -> str | None:
    """``audio`` or ``video``."""
    kind = report.last("kind") or report.last("mediaType")
    return kind if kind in ("audio", "video") else None


def flowing(connection: Connection, direction: str, out: Gathered) -> None:
    """Whether media of each kind flowed at all; not known where there are no statistics."""
    if not connection.reports:
        return
    uplink = direction == "uplink"
    kind_of_report, member = ("outbound-rtp", "packetsSent") if uplink else ("inbound-rtp", "packetsReceived")
    reports = connection.of_type(kind_of_report)
    for kind in ("audio", "video"):
        counts = [number(r.last(member)) or 0.0 for r in reports if kind_of(r) == kind]
        out.scalar(f"{direction}.{kind}.flowing", any(c > 0 for c in counts), f"{kind_of_report}.{member}")


def labelled(reports: Iterable[Report]) -> Iterator[tuple[Report, str, str]]:
    """The streams of this end with their kinds and labels. Labels are unique, whatever the file says."""
    seen: Counter[str] = Counter()
    for report in reports:
        kind = kind_of(report)
        if kind is None or report.last("isRemote") is True:
            continue
        label = stream_label(kind, report)
        seen[label] += 1
        yield report, kind, label if seen[label] == 1 else f"{label} #{seen[label]}"


def rate_of(report: Report, direction: str) -> str:
    """Where the frame rates of a video stream belong: a screen has only as many frames as there are changes on it."""
    return f"{direction}.screen" if report.last("contentType") == "screenshare" else f"{direction}.video"


def stream_label(kind: str, report: Report) -> str:
    """Such as ``video 3471``, with the layer where there are several."""
    known = number(report.last("ssrc"))
    parts = [kind] if known is None else [kind, str(int(known))]
    rid = report.last("rid")
    if isinstance(rid, str) and _RID.fullmatch(rid):
        parts.append(rid)
    return " ".join(parts)


def _common(report: Report, at: str, label: str, begins: float, out: Gathered) -> None:
    out.stream(f"{at}.bitrate", label, rate(report, "bytesSent", begins, 8e-3), "outbound-rtp.bytesSent")
    out.stream(f"{at}.packets", label, rate(report, "packetsSent", begins), "outbound-rtp.packetsSent")
    target = plain(report, "targetBitrate", begins, 1e-3)
    out.stream(f"{at}.target_bitrate", label, target, "outbound-rtp.targetBitrate")
    out.stream(
        f"{at}.retransmitted",
        label,
        quotient(report, "retransmittedPacketsSent", "packetsSent", begins, 100.0, least=5),
        "outbound-rtp.retransmittedPacketsSent",
    )


def _feedback_age(report: Report, far: Report | None, begins: float) -> Series | None:
    """How long ago the far end last reported, at each poll from the first packet on.

    Before its first report it counts from the first packet. There is no sample where the far end never reported, or
    where the reports do not tell one from the next: legacy statistics know neither their time nor fractions of a
    millisecond.
    """
    polls, packets = points(report, "packetsSent", begins)
    if far is None or "legacy" in far.members or not polls or not packets[-1]:
        return None
    reported = loss.arrivals(far, begins)
    if not reported:
        return None
    first = next((t for t, p in zip(polls, packets, strict=True) if p > 0), polls[0])
    rows = []
    for t in polls:
        i = bisect_right(reported, t)
        since = reported[i - 1] if i else first
        if t >= first:
            rows.append((t, max(0.0, t - since)))
    return series(rows)


def _video(report: Report, codec: str | None, label: str, begins: float, out: Gathered) -> None:
    at = "uplink.video"
    encoded = rate(report, "framesEncoded", begins) or plain(report, "framesPerSecond", begins)
    out.stream(f"{rate_of(report, 'uplink')}.frame_rate", label, encoded, "outbound-rtp.framesEncoded")
    out.stream(f"{at}.width", label, plain(report, "frameWidth", begins), "outbound-rtp.frameWidth")
    out.stream(f"{at}.height", label, plain(report, "frameHeight", begins), "outbound-rtp.frameHeight")
    out.stream(
        f"{at}.encode_time",
        label,
        quotient(report, "totalEncodeTime", "framesEncoded", begins, 1e3) or plain(report, "legacyEncodeMs", begins),
        "outbound-rtp.totalEncodeTime",
    )
    limit = quantiser_limit(codec)
    if limit:
        quantiser = quotient(report, "qpSum", "framesEncoded", begins, 100.0 / limit)
        out.stream(f"{at}.qp_share", label, quantiser, "outbound-rtp.qpSum")
    for reason in ("bandwidth", "cpu"):
        limited = share_of_duration(report, "qualityLimitationDurations", reason, begins) or share_of_text(
            report, "qualityLimitationReason", reason, begins
        )
        out.stream(f"{at}.{reason}_limited", label, limited, "outbound-rtp.qualityLimitationDurations")
    out.stream(
        f"{at}.send_delay",
        label,
        quotient(report, "totalPacketSendDelay", "packetsSent", begins, 1e3),
        "outbound-rtp.totalPacketSendDelay",
    )
    out.stream(
        f"{at}.bits_per_frame",
        label,
        quotient(report, "bytesSent", "framesEncoded", begins, 8e-3),
        "outbound-rtp.bytesSent",
    )
    requests_and_nacks(report, at, label, begins, out, "outbound-rtp")


def requests_and_nacks(report: Report, at: str, label: str, begins: float, out: Gathered, kind: str) -> None:
    """Key-frame requests (PLI and FIR together) and NACKs a minute."""
    requests = [growth(report, member, begins) for member in ("pliCount", "firCount")]
    plis = {end: (start, grew) for start, end, grew in requests[0]}
    for start, end, grew in requests[1]:
        plis[end] = (start, plis.get(end, (start, 0.0))[1] + grew)
    steps = [(start, end, grew) for end, (start, grew) in sorted(plis.items())]
    out.stream(f"{at}.keyframe_requests", label, per_second(steps, 60.0), f"{kind}.pliCount")
    out.stream(f"{at}.nacks", label, rate(report, "nackCount", begins, 60.0), f"{kind}.nackCount")


def _source(source: Report | None, kind: str, at: str, label: str, begins: float, out: Gathered) -> None:
    if source is None:
        return
    if kind == "audio":
        out.stream("uplink.audio.level", label, level(source, begins), "media-source.totalAudioEnergy")
        return
    frames = rate(source, "frames", begins) or plain(source, "framesPerSecond", begins)
    out.stream(f"{at}.source_frame_rate", label, frames, "media-source.frames")
    out.stream("uplink.video.source_width", label, plain(source, "width", begins), "media-source.width")
    out.stream("uplink.video.source_height", label, plain(source, "height", begins), "media-source.height")
