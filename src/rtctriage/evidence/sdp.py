"""The media sections of a session description (RFC 8866, RFC 8829), as far as a diagnosis needs them.

Anything that is not understood is passed over: descriptions in logs are cut off, edited and damaged.
"""

from __future__ import annotations

import re
from typing import Final, Literal, TypeAlias, cast

from msgspec import Struct

from rtctriage.evidence.candidate import parse_candidate

Direction: TypeAlias = Literal["sendrecv", "sendonly", "recvonly", "inactive"]

_LINE_END: Final = re.compile(r"\r\n|\n|\r|\\r\\n|\\n")
_MEDIA: Final = re.compile(r"m=([A-Za-z][\w-]*)\s+(\d{1,5})(?:/\d+)?\s+(\S+)\s*(.*)", re.DOTALL)
_RTPMAP: Final = re.compile(r"a=rtpmap:\s*(\d{1,3})\s+([^\s/]{1,40})(?:/(\d{1,9}))?")
_DIRECTIONS: Final = ("sendrecv", "sendonly", "recvonly", "inactive")

# Companions of a codec (retransmission, redundancy, error correction, tones, comfort noise), not codecs.
_NO_CODECS: Final = frozenset({"RTX", "RED", "ULPFEC", "FLEXFEC", "FLEXFEC-03", "TELEPHONE-EVENT", "CN"})

# A section that is refused must still name some payload type (RFC 3264, section 6): Chromium writes a lone 0.
_PLACEHOLDER: Final = ["0"]

# RFC 3551, section 6: payload types that need no rtpmap line.
_STATIC: Final = {
    "0": "PCMU", "3": "GSM", "4": "G723", "8": "PCMA", "9": "G722", "13": "CN", "18": "G729",
    "26": "JPEG", "31": "H261", "34": "H263",
}  # fmt: skip


class MediaSection(Struct, frozen=True, kw_only=True):
    """One ``m=`` section of a description."""

    kind: str
    """``audio``, ``video``, ``application`` …"""
    mid: str | None = None
    port: int = 9
    rejected: bool = False
    """Port 0, and not merely bundled into another section (``a=bundle-only``)."""
    direction: Direction = "sendrecv"
    codecs: tuple[str, ...] = ()
    """Names in upper case in the order of preference, each once; see the constant for what is no codec."""
    host: int = 0
    srflx: int = 0
    prflx: int = 0
    relay: int = 0
    fingerprint: bool = False
    """A DTLS fingerprint of its own or of the session."""
    setup: str | None = None
    """The DTLS role: ``actpass``, ``active`` or ``passive``."""
    layers: int = 1
    """Simulcast layers that are offered to be sent; 1 without simulcast."""

    @property
    def candidates(self) -> int:
        """How many ICE candidates stand in the section."""
        return self.host + self.srflx + self.prflx + self.relay

    @property
    def sends(self) -> bool:
        """Whether whoever wrote the description wants to send here."""
        return not self.rejected and self.direction in ("sendrecv", "sendonly")

    @property
    def receives(self) -> bool:
        """Whether whoever wrote the description wants to receive here."""
        return not self.rejected and self.direction in ("sendrecv", "recvonly")


def parse_sdp(text: str) -> tuple[MediaSection, ...]:
    """The media sections in their order; an empty tuple where there are none or the text is no description."""
    session: list[str] = []
    blocks: list[list[str]] = []
    for raw in _LINE_END.split(text):
        line = raw.strip()
        if line.startswith("m="):
            blocks.append([line])
        elif blocks:
            blocks[-1].append(line)
        else:
            session.append(line)
    sections = (_section(block, session) for block in blocks)
    return tuple(s for s in sections if s is not None)


def _section(block: list[str], session: list[str]) -> MediaSection | None:
    media = _MEDIA.match(block[0])
    if media is None:
        return None
    types = [c.type for line in block if line.startswith("a=candidate") and (c := parse_candidate(line)) is not None]
    port = int(media[2])
    return MediaSection(
        kind=media[1].lower(),
        mid=_value(block, "a=mid:"),
        port=port,
        rejected=port == 0 and "a=bundle-only" not in block,
        direction=_direction(block) or _direction(session) or "sendrecv",
        codecs=_codecs(media[4].split(), block) if port or media[4].split() != _PLACEHOLDER else (),
        host=types.count("host"),
        srflx=types.count("srflx"),
        prflx=types.count("prflx"),
        relay=types.count("relay"),
        fingerprint=any(line.startswith("a=fingerprint:") for line in (*block, *session)),
        setup=(_value(block, "a=setup:") or _value(session, "a=setup:") or "").lower() or None,
        layers=_layers(block),
    )


def _value(lines: list[str], prefix: str) -> str | None:
    return next((line[len(prefix) :].strip() for line in lines if line.startswith(prefix)), None)


def _direction(lines: list[str]) -> Direction | None:
    # The last one counts, as in the browsers' own parsers.
    found = [line[2:] for line in lines if line.startswith("a=") and line[2:] in _DIRECTIONS]
    return cast("Direction", found[-1]) if found else None


def _codecs(payloads: list[str], block: list[str]) -> tuple[str, ...]:
    names = dict(_STATIC)
    names.update((m[1], m[2].upper()) for line in block if (m := _RTPMAP.match(line)))
    codecs = (names[p] for p in payloads if p in names)
    return tuple(dict.fromkeys(c for c in codecs if c not in _NO_CODECS))


def _layers(block: list[str]) -> int:
    """Layers to be sent: alternatives of RFC 8853's ``a=simulcast:send 1;2,3``, else Chromium's old ``SIM`` group."""
    simulcast = _value(block, "a=simulcast:")
    if simulcast:
        words = simulcast.split()
        if "send" in words[:-1]:
            return max(1, len([p for p in words[words.index("send") + 1].removeprefix("rid=").split(";") if p]))
        return 1
    group = _value(block, "a=ssrc-group:SIM")
    return max(1, len(group.split())) if group else 1
