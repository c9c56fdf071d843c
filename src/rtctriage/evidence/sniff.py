"""Recognises what a text is, by its content and without parsing it: it may be damaged or cut off anywhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from rtctriage.errors import UnknownFormat, did_you_mean
from rtctriage.evidence.magic import known_binary, looks_like_text
from rtctriage.evidence.source import READABLE

Format: TypeAlias = Literal["webrtc-internals", "getstats", "profile"]

PROFILE_KEYS: Final = ("schema", "complaint", "scenario", "sdk", "device", "facts")

_HEAD: Final = 65_536
_KEY: Final = rb'(?<!\\)"%s"\s{0,50}:\s{0,50}'

# A dump's own keys may come in any order, so they are looked for in all of the text; they never stand in its strings,
# where the quotes are escaped.
_CONNECTIONS: Final = re.compile(_KEY % b"PeerConnections" + rb"\{")
_DUMP_PARTS: Final = (
    re.compile(_KEY % b"getUserMedia" + rb"\["),
    re.compile(_KEY % b"updateLog" + rb"\["),
    re.compile(rb'(?<!\\)"startTime"\s{0,50}:[^{}\[]{1,300}"endTime"\s{0,50}:[^{}\[]{1,300}"values"\s{0,50}:'),
)
# The first keys of a dump that was cut off before anything that can be read.
_DUMP_BEGUN: Final = re.compile(
    rb'\s*\{\s*"(?:cpuPerformance|deviceMemory|hardwareConcurrency|getUserMedia|PeerConnections|UserAgent(?:Data)?)"\s*:'
)
_RTCSTATS_EXPORT: Final = re.compile(_KEY % b"peerConnections" + rb"\{")
_POLL: Final = re.compile(
    rb'^\s{0,50}\{(?:\s{0,50}"(?:pc|timestamp)"\s{0,50}:\s{0,50}(?:"[^"\n]{0,300}"|[-\d.eE+]{1,40})\s{0,50},){0,4}'
    rb'\s{0,50}"stats"\s{0,50}:\s{0,50}[\[{]',
    re.MULTILINE,
)
_POLL_BEGUN: Final = re.compile(rb'\s{0,50}\{\s{0,50}"pc"\s{0,50}:')
_REPORTS: Final = re.compile(rb'\s*\[\s*(?:\{[^\[\]]{0,3000}?"(?:type|timestamp|stats|id)"\s*:|\]\s*$)')
_REPORTS_BY_ID: Final = re.compile(rb'\s*\{\s*"[^"\n]{1,300}"\s*:\s*\{[^{}\[\]]{0,3000}?"(?:type|timestamp)"\s*:')
# a Map that was dumped as its entries
_REPORTS_AS_ENTRIES: Final = re.compile(
    rb'\s*\[\s*(?:\[\s*"[^"\n]{1,300}"\s*,|\{\s*"key"\s*:\s*"[^"\n]{1,300}"\s*,\s*"value"\s*:)\s*'
    rb'\{[^{}\[\]]{0,3000}?"(?:type|timestamp)"\s*:'
)
_OBJECT_KEY: Final = re.compile(rb"""[{,]\s*["']?([A-Za-z_]{1,40})["']?\s*:""")
_YAML_KEY: Final = re.compile(rb"""^["']?([A-Za-z_]{1,40})["']?[ \t]*:(?=\s|$)""", re.MULTILINE)
_EMPTY_PROFILE: Final = re.compile(rb"(?:\s|#[^\n]*(?:\n|$)|---|\.\.\.|\{\s*\}|null|~)*")

_LATER: Final[tuple[tuple[re.Pattern[bytes], str], ...]] = (
    (re.compile(rb"\ARTCStatsDump\r?\n"), "an rtcstats dump (RTCStatsDump)"),
    (re.compile(rb'\A\s*\{[^\n]{0,2000}"statsSessionId"'), "a server-side rtcstats log"),
    (re.compile(rb'\A\s*\[\s*"[^"\n]{1,80}"\s*,\s*(?:null|"[^"\n]{0,80}")\s*,'), "an rtcstats log (JSON lines)"),
)
_LOGS_AND_PAGES: Final[tuple[tuple[re.Pattern[bytes], str], ...]] = (
    (re.compile(rb'(?i)about-webrtc-|class="?peer-connection'), "a page saved from Firefox's about:webrtc"),
    (re.compile(rb"(?i)\A\s*<(?:!doctype html|html|head|body|div|script|!--)"), "an HTML page"),
    (re.compile(rb"\A\s*<\?xml|\A\s*<[A-Za-z]"), "an XML or HTML file"),
    (re.compile(rb"Agora SDK ver|Agora-SDK \[|AgoraRTC|(?m:^\[\d\d/\d\d/\d\d \d\d:\d\d:\d\d:\d{3}\]\[\d+\]\[[A-Z]\])"),
     "an Agora SDK log"),
    (re.compile(rb"(?i)\[[DIWEF]\]\[[\w.]+(?:,[^\],\n]{1,80}){1,2}\]:|TRTCCloud|liteav"), "a Tencent TRTC log"),
    (re.compile(rb"\t(?:INFO|DEBUG|WARN|ERROR)\tlivekit|livekit-server"), "a LiveKit log"),
    (re.compile(rb"(?m)^(?:JVB|Jicofo) \d{4}-|org\.jitsi\."), "a Jitsi server log"),
    (re.compile(rb"(?m)^\d{1,9}: : "), "a coturn log"),
    (re.compile(rb"\([\w/]{1,80}\.cc:\d{1,6}\):"), "a libwebrtc log"),
    (re.compile(rb"v=0\r?\no="), "a session description (SDP)"),
)  # fmt: skip


def recognise(data: bytes) -> Format:
    """Which of the formats that can be read here the text is; it is UTF-8, as ``source.open_source`` gives it.

    Raises :class:`~rtctriage.errors.UnknownFormat`, which says what the text looks like and what can be read.
    """
    head = data[:_HEAD]
    binary = known_binary(head)
    if binary is None and not head.lstrip().startswith(b"<"):
        found = _readable(data, head)
        if found is not None:
            return found
    if binary is not None or not looks_like_text(head):
        raise UnknownFormat(f"this is {binary or 'binary content'}, not a recording of call statistics; {READABLE}")
    for pattern, what in (*_LATER, *_LOGS_AND_PAGES):
        if pattern.search(head):
            raise UnknownFormat(f"this looks like {what}, which this version does not read; {READABLE}")
    if _is_profile(head):
        return "profile"
    if head.lstrip()[:1] not in (b"{", b"["):
        raise UnknownFormat(f"this is text of an unknown kind; {READABLE}")
    if _is_unfinished(data):
        raise UnknownFormat(
            f"this is the beginning of a JSON file that was cut off ({len(data)} B), too little to tell what it is; "
            f"get the whole file ({READABLE})"
        )
    raise UnknownFormat(f"this is JSON of an unknown kind; {READABLE}")


def refuse_parsed(mapping: Mapping[str, object], name: str) -> None:
    """Raises UnknownFormat for a recording that somebody has parsed already: recordings are read from their text."""
    if not mapping.keys().isdisjoint(("PeerConnections", "getUserMedia")):
        what = "a parsed webrtc-internals dump"
    elif mapping.keys().isdisjoint(PROFILE_KEYS) and (
        "stats" in mapping or any(isinstance(value, Mapping) and "timestamp" in value for value in mapping.values())
    ):
        what = "a parsed getStats() poll"
    else:
        return
    raise UnknownFormat(f"{name} is {what}; give the path of its file, or the bytes of it")


def _readable(data: bytes, head: bytes) -> Format | None:
    """The formats that say what they are by names of their own."""
    if _POLL.search(head) or _POLL_BEGUN.match(head):
        return "getstats"
    # a plain search first: patterns over tens of megabytes take longer than all the reading
    export = b'"peerConnections"' in data and _RTCSTATS_EXPORT.search(data) is not None
    connections = _CONNECTIONS.search(data) if b'"PeerConnections"' in data else None
    if connections and not export:
        return "webrtc-internals"
    if connections is None and any(part.search(data) for part in _DUMP_PARTS):
        # A dump that was cut off before its connections, or whose beginning was overwritten.
        return None if export else "webrtc-internals"
    if connections is not None or _RTCSTATS_EXPORT.search(head):
        raise UnknownFormat(f"this looks like an rtcstats export, which this version does not read; {READABLE}")
    if any(pattern.search(head) for pattern, _ in _LATER):
        return None
    if any(shape.match(head) for shape in (_REPORTS, _REPORTS_BY_ID, _REPORTS_AS_ENTRIES)):
        return "getstats"
    return "webrtc-internals" if _DUMP_BEGUN.match(head) else None


def _is_unfinished(data: bytes) -> bool:
    """Whether JSON ends before its last bracket."""
    import msgspec

    try:
        msgspec.json.decode(data, type=msgspec.Raw)
    except (msgspec.MsgspecError, RecursionError) as error:
        return "truncated" in str(error)
    return False


def _is_profile(head: bytes) -> bool:
    """A mapping with one of a profile's keys, one that is nearly such a key, or nothing at all."""
    if _EMPTY_PROFILE.fullmatch(head):
        return True
    start = head.lstrip()
    in_braces = start.startswith(b"{")
    keys = {key.decode() for key in (_OBJECT_KEY if in_braces else _YAML_KEY).findall(head)}
    if keys & set(PROFILE_KEYS):
        return True
    # A key that is misspelt is the profile reader's to point out.
    return len(keys) < 20 and any(did_you_mean(key, PROFILE_KEYS) for key in keys)
