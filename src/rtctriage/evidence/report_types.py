"""The W3C type of a statistics report, also where an old browser did not write it down."""

from __future__ import annotations

from collections.abc import Callable

from rtctriage.evidence.recording import Column

# Chromium up to 101 wrote no type. Its ids begin with the class name; the later short ids are here for files
# whose type went lost. "Never infer the type from the id" holds wherever the type was written.
_LONG = {
    "RTCInboundRTP": "inbound-rtp",
    "RTCOutboundRTP": "outbound-rtp",
    "RTCRemoteInboundRtp": "remote-inbound-rtp",
    "RTCRemoteOutboundRTP": "remote-outbound-rtp",
    "RTCRemoteOutboundRtp": "remote-outbound-rtp",
    "RTCIceCandidatePair": "candidate-pair",
    "RTCIceCandidate": "candidate",
    "RTCCodec": "codec",
    "RTCTransport": "transport",
    "RTCMediaStreamTrack": "track",
    "RTCMediaStream": "stream",
    "RTCPeerConnection": "peer-connection",
    "RTCVideoSource": "media-source",
    "RTCAudioSource": "media-source",
    "RTCCertificate": "certificate",
    "RTCDataChannel": "data-channel",
}
_LONGEST_FIRST = sorted(_LONG, key=len, reverse=True)
_SHORT = (
    ("IT", "inbound-rtp"),
    ("OT", "outbound-rtp"),
    ("RIV", "remote-inbound-rtp"),
    ("RIA", "remote-inbound-rtp"),
    ("ROV", "remote-outbound-rtp"),
    ("ROA", "remote-outbound-rtp"),
    ("CP", "candidate-pair"),
    ("CIT", "codec"),
    ("COT", "codec"),
    ("CF", "certificate"),
    ("SV", "media-source"),
    ("SA", "media-source"),
    ("AP", "media-playout"),
    ("DEPRECATED_", "track"),
)
# Firefox of 2015
_FIREFOX = {
    "candidatepair": "candidate-pair",
    "localcandidate": "local-candidate",
    "remotecandidate": "remote-candidate",
}
_LEGACY = (
    ("ssrc_", "ssrc"),
    ("Conn-", "googCandidatePair"),
    ("Channel-", "googComponent"),
    ("bweforvideo", "VideoBwe"),
    ("googTrack_", "googTrack"),
    ("googLibjingleSession_", "googLibjingleSession"),
    ("googCertificate_", "googCertificate"),
)


def kind_of(written: str) -> str:
    """The type as it was written, under today's name."""
    return _FIREFOX.get(written, written)


def type_of(id: str, written: str, column: Callable[[str], Column | None]) -> str:
    """The type as written, else told from the id; an empty string where nothing tells it."""
    if written:
        return kind_of(written)
    name = id.partition("_")[0]
    for prefix in _LONGEST_FIRST:
        if name.startswith(prefix):
            kind = _LONG[prefix]
            return _candidate(column) if kind == "candidate" else kind
    for start, kind in _LEGACY:
        if id.startswith(start):
            return kind
    for start, kind in _SHORT:
        if id.startswith(start):
            return kind
    if id == "P":
        return "peer-connection"
    if id.startswith("T") and id[1:].isdigit():
        return "transport"
    return _candidate(column) if id.startswith("I") else ""


def _candidate(column: Callable[[str], Column | None]) -> str:
    remote = column("isRemote")
    return "remote-candidate" if remote and remote.cells and remote.cells[-1] in (True, "true") else "local-candidate"
