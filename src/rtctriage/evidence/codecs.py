"""Which codec a stream uses, and how far its quantiser goes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rtctriage.evidence.recording import Connection, Report

# Largest quantiser that qpSum adds up: VP8 RFC 6386 section 9.6 (0..127), VP9 and AV1 base_q_idx (0..255),
# H.264 and H.265 (0..51).
_QUANTISER = {"VP8": 127.0, "VP9": 255.0, "AV1": 255.0, "H264": 51.0, "H265": 51.0}


# such as OPUS, H264, L16, X-ULPFECUC
_NAME = re.compile(r"(?=.*[A-Z])[A-Z0-9][A-Z0-9.+-]{0,30}")


def codecs_of(connection: Connection) -> Mapping[object, Report]:
    """The codecs' reports by their ids."""
    return {c.id: c for c in connection.of_type("codec")}


def codec_of(codecs: Mapping[object, Report], report: Report) -> str | None:
    """The codec's name in capitals, such as ``VP8`` or ``OPUS``; None where the recording does not tell."""
    id = report.last("codecId")
    codec = codecs.get(id) if isinstance(id, str) else None
    said = report.last("googCodecName") if codec is None else codec.last("mimeType")
    name = said.rpartition("/")[2].upper() if isinstance(said, str) else ""
    return name if _NAME.fullmatch(name) else None


def quantiser_limit(codec: str | None) -> float | None:
    """The largest quantiser; None for a codec that is not known."""
    return _QUANTISER.get(codec or "")
