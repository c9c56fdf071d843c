"""Which codec a stream uses, and how far its quantiser goes."""

from __future__ import annotations

from rtctriage.evidence.recording import Connection, Report

# Largest quantiser that qpSum adds up: VP8 RFC 6386 section 9.6 (0..127), VP9 and AV1 base_q_idx (0..255),
# H.264 and H.265 (0..51).
_QUANTISER = {"VP8": 127.0, "VP9": 255.0, "AV1": 255.0, "H264": 51.0, "H265": 51.0}


def codec_of(connection: Connection, report: Report) -> str | None:
    """The codec's name in capitals, such as ``VP8`` or ``OPUS``; None where the recording does not tell."""
    id = report.last("codecId")
    for codec in connection.of_type("codec"):
        if codec.id == id:
            mime = codec.last("mimeType")
            return mime.rpartition("/")[2].upper() if isinstance(mime, str) else None
    name = report.last("googCodecName")
    return name.upper() if isinstance(name, str) else None


def quantiser_limit(codec: str | None) -> float | None:
    """The largest quantiser; None for a codec that is not known."""
    return _QUANTISER.get(codec or "")
