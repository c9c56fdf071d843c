"""ICE candidate lines (RFC 8839, section 5.1), without the addresses in them."""

from __future__ import annotations

import re
from typing import Final, Literal, TypeAlias, cast

from msgspec import Struct

CandidateType: TypeAlias = Literal["host", "srflx", "prflx", "relay"]
Protocol: TypeAlias = Literal["udp", "tcp", "tls"]

_LINE: Final = re.compile(
    r"candidate:\s*\S{1,64}\s+(?P<component>\d{1,3})\s+(?P<protocol>[A-Za-z-]{2,12})\s+(?P<priority>\d{1,10})\s+"
    r"\S{1,255}\s+\d{1,5}\s+typ\s+(?P<type>host|srflx|prflx|relay)\b(?P<rest>[^\r\n]{0,2000})",
    re.IGNORECASE,
)
_TCP_TYPE: Final = re.compile(r"\btcptype\s+(active|passive|so)\b", re.IGNORECASE)

# libwebrtc's type preference, the top byte of the priority, tells how a TURN server was reached
# (webrtc/p2p/base/port.h: ICE_TYPE_PREFERENCE_RELAY_TLS 0, RELAY_TCP 1, RELAY_UDP 2).
_RELAY_BY_PREFERENCE: Final[dict[int, Protocol]] = {0: "tls", 1: "tcp", 2: "udp"}


class Candidate(Struct, frozen=True):
    """One ICE candidate; where it leads is not kept."""

    type: CandidateType
    protocol: Literal["udp", "tcp"]
    """Between the peers; for a relayed candidate between the TURN server and the other peer."""
    tcptype: Literal["active", "passive", "so"] | None = None
    relay_protocol: Protocol | None = None
    """Between this end and its TURN server; None where it is no relay or the line does not tell."""
    component: int = 1
    """1 is RTP (and all of it with rtcp-mux), 2 is RTCP."""


def parse_candidate(line: str, relay_protocol: object = None) -> Candidate | None:
    """The candidate in ``candidate:…`` or ``a=candidate:…``; None where there is none, as at the end of candidates.

    ``relay_protocol`` is what the log said beside the line, and goes before what the priority tells.
    """
    match = _LINE.search(line)
    if match is None:
        return None
    kind = cast("CandidateType", match["type"].lower())
    tcp = _TCP_TYPE.search(match["rest"])
    return Candidate(
        type=kind,
        protocol="tcp" if "tcp" in match["protocol"].lower() else "udp",
        tcptype=cast('Literal["active", "passive", "so"]', tcp[1].lower()) if tcp else None,
        relay_protocol=_relay(match, relay_protocol) if kind == "relay" else None,
        component=int(match["component"]),
    )


def _relay(match: re.Match[str], said: object) -> Protocol | None:
    if isinstance(said, str) and said.lower() in ("udp", "tcp", "tls"):
        return cast("Protocol", said.lower())
    # Other stacks use other preferences; only libwebrtc writes the generation.
    if " generation " not in match["rest"]:
        return None
    return _RELAY_BY_PREFERENCE.get(int(match["priority"]) >> 24)
