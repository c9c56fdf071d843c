"""Facts about what this end receives: packets, jitter buffer, decoder, what was heard and seen."""

from __future__ import annotations

from collections.abc import Container

from rtctriage.evidence import loss
from rtctriage.evidence.codecs import codec_of, codecs_of, quantiser_limit
from rtctriage.evidence.gathered import Gathered
from rtctriage.evidence.loudness import level
from rtctriage.evidence.recording import Connection, Report
from rtctriage.evidence.samples import Step, growth, joined, plain, points, quotient, rate, series
from rtctriage.evidence.sent_facts import flowing, kind_of, labelled, rate_of, requests_and_nacks
from rtctriage.series import Series


def received_facts(connection: Connection, out: Gathered) -> None:
    """``downlink.*``."""
    begins = connection.begins
    if begins is None:
        return
    codecs = codecs_of(connection)
    intervals: list[list[loss.Interval]] = []
    tracks = {r.id: r for r in connection.of_type("track")}
    for report, kind, label in labelled(connection.of_type("inbound-rtp")):
        at = f"downlink.{kind}"
        found = loss.received(report, begins)
        intervals.append(found)
        out.stream(f"{at}.packet_loss", label, loss.share(found), "inbound-rtp.packetsLost")
        out.stream(f"{at}.jitter", label, plain(report, "jitter", begins, 1e3), "inbound-rtp.jitter")
        bitrate = rate(report, "bytesReceived", begins, 8e-3)
        out.stream(f"{at}.bitrate", label, bitrate, "inbound-rtp.bytesReceived")
        packets = rate(report, "packetsReceived", begins)
        out.stream(f"{at}.packets", label, packets, "inbound-rtp.packetsReceived")
        codec = codec_of(codecs, report)
        out.scalar(f"{at}.codec", codec, "codec.mimeType")
        # up to Chromium 111 what is played was counted on the track
        holder = _holder(report, tracks)
        delay = quotient(holder, "jitterBufferDelay", "jitterBufferEmittedCount", begins, 1e3)
        if kind == "audio":
            delay = delay or plain(report, "legacyBufferMs", begins)
        out.stream(f"{at}.buffer_delay", label, delay, "inbound-rtp.jitterBufferDelay")
        if kind == "audio":
            out.stream(f"{at}.level", label, level(holder, begins), "inbound-rtp.totalAudioEnergy")
            out.stream(f"{at}.concealment", label, _concealment(holder, begins), "inbound-rtp.concealedSamples")
        else:
            _video(report, holder, codec, label, begins, out)
    flowing(connection, "downlink", out)
    out.stream("downlink.packet_loss", "all", loss.together(intervals, 1.0), "inbound-rtp.packetsLost")
    offset = _offset(connection, out, begins)
    out.stream("downlink.av_offset", "audio to video", offset, "inbound-rtp.estimatedPlayoutTimestamp")


def _holder(report: Report, tracks: dict[str, Report]) -> Report:
    if "jitterBufferEmittedCount" in report.members:
        return report
    track = report.last("trackId")
    return tracks.get(track, report) if isinstance(track, str) else report


def _concealment(report: Report, begins: float) -> Series | None:
    """Samples made up that were not silence, of all samples, in percent; not known where silence is not told apart."""
    total = points(report, "totalSamplesReceived", begins)
    silent = {end: grew for _, end, grew in growth(report, "silentConcealedSamples", begins)}
    return series(
        (t1, min(100.0, 100.0 * max(0.0, made_up - silent[t1]) / all_))
        for _, t1, made_up, all_ in joined(points(report, "concealedSamples", begins), total)
        if all_ > 0 and t1 in silent
    )


def _video(report: Report, holder: Report, codec: str | None, label: str, begins: float, out: Gathered) -> None:
    at = "downlink.video"
    decoded = rate(report, "framesDecoded", begins) or plain(report, "framesPerSecond", begins)
    pace = rate_of(report, "downlink")
    out.stream(f"{pace}.frame_rate", label, decoded, "inbound-rtp.framesDecoded")
    received = rate(report, "framesReceived", begins) or rate(holder, "framesReceived", begins)
    received = received or plain(report, "legacyReceivedRate", begins)
    out.stream(f"{pace}.received_frame_rate", label, received, "inbound-rtp.framesReceived")
    for side in ("Width", "Height"):
        size = plain(report, f"frame{side}", begins) or plain(holder, f"frame{side}", begins)
        out.stream(f"{at}.{side.lower()}", label, size, f"inbound-rtp.frame{side}")
    frozen = growth(report, "totalFreezesDuration", begins) or growth(holder, "totalFreezesDuration", begins)
    quiet = {end for _, end, grew in growth(report, "packetsReceived", begins) if not grew}
    out.stream(f"{at}.freeze", label, _spread_back(frozen, quiet), "inbound-rtp.totalFreezesDuration")
    decoding = quotient(report, "totalDecodeTime", "framesDecoded", begins, 1e3)
    decoding = decoding or plain(report, "legacyDecodeMs", begins)
    out.stream(f"{at}.decode_time", label, decoding, "inbound-rtp.totalDecodeTime")
    dropped = quotient(report, "framesDropped", "framesReceived", begins, 100.0)
    out.stream(f"{at}.dropped", label, dropped, "inbound-rtp.framesDropped")
    limit = quantiser_limit(codec)
    if limit:
        quantiser = quotient(report, "qpSum", "framesDecoded", begins, 100.0 / limit)
        out.stream(f"{at}.qp_share", label, quantiser, "inbound-rtp.qpSum")
    gap = quotient(report, "totalInterFrameDelay", "framesDecoded", begins, 1e3)
    out.stream(f"{at}.frame_gap", label, gap, "inbound-rtp.totalInterFrameDelay")
    size = quotient(report, "bytesReceived", "framesDecoded", begins, 8e-3)
    out.stream(f"{at}.bits_per_frame", label, size, "inbound-rtp.bytesReceived")
    requests_and_nacks(report, at, label, begins, out, "inbound-rtp")


def _spread_back(steps: list[Step], quiet: Container[float]) -> Series | None:
    """Share of each interval spent frozen, in percent.

    A freeze is counted when it ends, so one that lasted longer than an interval belongs to the intervals before, too.
    Chromium counts a pause of the sender as well (a call on hold, a camera switched off and on): an interval that ends
    at a ``quiet`` time, in which nothing was sent, shows nothing of freezes.
    """
    rows: list[tuple[float, float]] = []
    carry = 0.0
    for start, end, grew in reversed(steps):
        length = end - start
        carry += grew
        here = min(carry, length)
        carry -= here
        if end not in quiet:
            rows.append((end, 100.0 * here / length))
    return series(reversed(rows))


def _offset(connection: Connection, out: Gathered, begins: float) -> Series | None:
    """Audio ahead of the video that belongs to it, in milliseconds.

    ``estimatedPlayoutTimestamp`` is the sender's clock of what is being played. Without it, what the jitter buffers
    hold back is all there is: video held back longer than audio means that audio is ahead.
    """
    stamps: dict[str, list[dict[float, float]]] = {"audio": [], "video": []}
    for report in connection.of_type("inbound-rtp"):
        kind = kind_of(report)
        times, values = points(report, "estimatedPlayoutTimestamp", begins)
        if kind and times:
            stamps[kind].append(dict(zip(times, values, strict=True)))
    if len(stamps["audio"]) == 1 and len(stamps["video"]) == 1:
        audio, video = stamps["audio"][0], stamps["video"][0]
        found = series((t, audio[t] - video[t]) for t in audio if t in video)
        if found is not None:
            return found
    held = [out.series(f"downlink.{kind}.buffer_delay") for kind in ("video", "audio")]
    if any(len(streams) != 1 for streams in held):
        return None
    video_held, audio_held = (dict(zip(s[0].series.times, s[0].series.values, strict=True)) for s in held)
    return series((t, video_held[t] - audio_held[t]) for t in video_held if t in audio_held)
