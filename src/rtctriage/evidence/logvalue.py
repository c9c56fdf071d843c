"""The values of update log entries: one shape for each kind of event, whatever Chromium's age.

Up to about Chromium 141 values were texts of several ad-hoc syntaxes; later ones are JSON, states in quotes included.
"""

from __future__ import annotations

import re
from typing import Final, TypeAlias

import msgspec

STATE_KINDS: Final = frozenset(
    {"iceconnectionstatechange", "connectionstatechange", "signalingstatechange", "icegatheringstatechange"}
)
_STATES: Final = {
    state.replace("-", ""): state
    for state in (
        "new", "checking", "connected", "completed", "disconnected", "failed", "closed", "connecting", "gathering",
        "complete", "stable", "have-local-offer", "have-remote-offer", "have-local-pranswer", "have-remote-pranswer",
    )
} | {"starting": "new"}  # fmt: skip
_STATE_PREFIX: Final = re.compile(r"^k?(?:IceConnectionState|IceGatheringState|IceState|SignalingState|"
                                  r"PeerConnectionState|ConnectionState)", re.IGNORECASE)  # fmt: skip

_DESCRIPTION: Final = re.compile(r"\s*type:\s*(offer|answer|pranswer|rollback)\s*(?:,\s*sdp:\s*)?", re.IGNORECASE)
_CANDIDATE: Final = re.compile(r"(?:^|,)\s*(sdpMid|sdpMLineIndex|candidate|url|relayProtocol|mid|midx|cand):\s*")
_CANDIDATE_NAMES: Final = {"mid": "sdpMid", "midx": "sdpMLineIndex", "cand": "candidate"}
_ERROR_LINE: Final = re.compile(r"^\s*(url|address|port|host_candidate|error_text|error_code):[ \t]*(.*?)\s*$", re.M)
_ERROR_NAMES: Final = {"errorCode": "error_code", "errorText": "error_text", "hostCandidate": "host_candidate"}
_DIRECTIONS: Final = ("sendrecv", "sendonly", "recvonly", "inactive", "stopped")

Value: TypeAlias = str | dict[str, object]


class MalformedError(Exception):
    """The value is not of the shape that its kind of event has."""


def read_value(kind: str, value: object) -> Value:
    """The value in the shape that ``recording.LogEntry`` tells; raises :class:`MalformedError` where it has none."""
    decoded = _decoded(value)
    if kind in STATE_KINDS:
        return _state(decoded)
    if kind in ("icecandidate", "addicecandidate", "addicecandidatefailed"):
        return _candidate(decoded)
    if kind == "icecandidateerror":
        return _candidate_error(decoded)
    if kind.startswith("transceiver"):
        return _transceiver(decoded)
    if kind.startswith(("setlocaldescription", "setremotedescription", "createoffer", "createanswer")):
        return _description(kind, decoded)
    if isinstance(decoded, str):
        return decoded
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _decoded(value: object) -> object:
    """JSON in a text decoded, with a text in quotes as the text; other texts, and what is no text, as they are."""
    if isinstance(value, str) and value.lstrip()[:1] in ("{", '"', "["):
        try:
            return msgspec.json.decode(value)
        except (msgspec.MsgspecError, RecursionError, UnicodeEncodeError):
            return value
    return "" if value is None else value


def _state(value: object) -> str:
    if not isinstance(value, str):
        raise MalformedError
    bare = _STATE_PREFIX.sub("", value.strip())
    state = _STATES.get(re.sub(r"[-_ ]", "", bare).lower()) or _STATES.get(bare.lower().removeprefix("k"))
    if state is None:
        raise MalformedError
    return state


def _description(kind: str, value: object) -> Value:
    if isinstance(value, dict):
        if isinstance(value.get("sdp"), str) or isinstance(value.get("type"), str):
            return {"type": _string(value.get("type")).lower(), "sdp": _string(value.get("sdp"))}
        # Options of createOffer, which nothing is read from.
        return msgspec.json.encode(value).decode()
    if not isinstance(value, str):
        raise MalformedError
    match = _DESCRIPTION.match(value)
    if match:
        return {"type": match[1].lower(), "sdp": value[match.end() :]}
    # Descriptions that the browser made itself are logged without a value, errors and options as text.
    if value.strip() and kind in ("setlocaldescription", "setremotedescription"):
        raise MalformedError
    return value


def _candidate(value: object) -> Value:
    if isinstance(value, dict):
        found = {k: value[k] for k in ("sdpMid", "sdpMLineIndex", "candidate", "url", "relayProtocol") if k in value}
    elif isinstance(value, str):
        if value.strip() in ("", "null"):
            return ""  # the end of candidates
        matches = list(_CANDIDATE.finditer(value))
        found = {}
        ends = [m.start() for m in matches[1:]] + [len(value)]
        for match, end in zip(matches, ends, strict=False):
            text = value[match.end() : end]
            found.setdefault(_CANDIDATE_NAMES.get(match[1], match[1]), text.strip())
        if not found and "candidate:" in value:
            found = {"candidate": value.strip()}
    else:
        raise MalformedError
    if not isinstance(found.get("candidate"), str):
        raise MalformedError
    mid = found.get("sdpMid")
    return {
        **found,
        "sdpMid": None if mid is None else _string(mid),
        "sdpMLineIndex": _integer(found.get("sdpMLineIndex")),
        "candidate": found["candidate"],
    }


def _candidate_error(value: object) -> Value:
    if isinstance(value, dict):
        found: dict[str, object] = {_ERROR_NAMES.get(str(k), str(k)): v for k, v in value.items()}
    elif isinstance(value, str):
        found = {str(m[1]): m[2] for m in _ERROR_LINE.finditer(value)}
    else:
        raise MalformedError
    code = _integer(found.get("error_code"))
    if code is None and not found.get("url") and not found.get("error_text"):
        raise MalformedError
    return {
        "url": _string(found.get("url")),
        "error_code": code,
        "error_text": _string(found.get("error_text")),
        "address": _string(found.get("address")),
        "port": _integer(found.get("port")),
    }


def _transceiver(value: object) -> Value:
    if isinstance(value, dict):
        found: dict[str, object] = dict(value)
    elif isinstance(value, str):
        found = _transceiver_text(value)
    else:
        raise MalformedError
    if not {"direction", "currentDirection", "sender", "receiver"} & found.keys():
        raise MalformedError
    mid, kind = found.get("mid"), found.get("kind")
    current = found.get("currentDirection")
    return {
        **found,
        "mid": None if mid is None else _string(mid),
        "kind": kind if kind in ("audio", "video") else None,
        "direction": found.get("direction") if found.get("direction") in _DIRECTIONS else None,
        "currentDirection": current if current in _DIRECTIONS else None,
        "sender": _end(found.get("sender")),
        "receiver": _end(found.get("receiver")),
    }


def _end(value: object) -> dict[str, object] | None:
    return value if isinstance(value, dict) else None


_REASON: Final = re.compile(r"Caused by:\s*(\w+)")
_INDEX: Final = re.compile(r"getTransceivers\(\)\s*\[(\d{1,4})\]")
_MEMBER: Final = r"(?<!\w){name}\s*:\s*(?:'([^'\n]*)'|(\w[\w-]*))"
_TRACK: Final = re.compile(_MEMBER.format(name="track"))
_STREAMS: Final = re.compile(r"(?<!\w)streams\s*:\s*\[([^\]\n]*)\]")
_END: Final = r"(?<!\w){name}\s*:\s*\{{(.*?)(?=(?<!\w)(?:sender|receiver|direction|stopped)\s*:|\Z)"
_ENDS: Final = {name: re.compile(_END.format(name=name), re.DOTALL) for name in ("sender", "receiver")}
_MEMBERS: Final = {name: re.compile(_MEMBER.format(name=name)) for name in
                   ("mid", "kind", "direction", "currentDirection", "stopped")}  # fmt: skip


def _transceiver_text(text: str) -> dict[str, object]:
    """The block that Chromium 69 to 141 wrote: JavaScript's object syntax, with a line before that tells the reason."""
    if len(text) > 100_000:
        raise MalformedError
    found: dict[str, object] = {}
    for name, pattern in _MEMBERS.items():
        match = pattern.search(text)
        if match:
            found[name] = _unquoted(match)
    for name, pattern in _ENDS.items():
        match = pattern.search(text)
        if match:
            track, streams = _TRACK.search(match[1]), _STREAMS.search(match[1])
            found[name] = {
                "track": _unquoted(track) if track else None,
                "streams": re.findall(r"'([^']*)'", streams[1]) if streams else [],
            }
    if reason := _REASON.search(text):
        found["reason"] = reason[1]
    if index := _INDEX.search(text):
        found["transceiverIndex"] = int(index[1])
    return found


def _unquoted(match: re.Match[str]) -> str | None:
    quoted, bare = match[1], match[2]
    return quoted if quoted is not None else None if bare in ("null", "undefined") else bare


def _string(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)


def _integer(value: object) -> int | None:
    if isinstance(value, bool) or value is None:
        return None
    try:
        return int(str(value)[:12])
    except ValueError:
        return None
