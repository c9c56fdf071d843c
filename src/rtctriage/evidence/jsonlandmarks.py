"""Where reading can go on after a damage: places that can only be the beginning of a certain member.

An object is known again by its first key, when others in the same object or array begin with that key; and the keys of
a ``chrome://webrtc-internals`` dump are known by name, so that the rest of a dump is found even where the damage hid
how deep it lies.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, TypeAlias

from rtctriage.evidence.jsonwriter import Frame

Place: TypeAlias = tuple[int, tuple[bytes, ...]]
"""The index of an open frame, and the keys of the objects missing between it and the member."""

CANDIDATE: Final = re.compile(
    rb'(?<!\\)"((?:[^"\\\x00-\x1f]|\\["\\/bfnrtu]){1,300})"\s*:\s*(?:(\{)\s*"([^"\\\x00-\x1f]{1,80})"\s*:|([\[{])|)'
    rb'|[,\[]\s*(?=\{\s*"([^"\\\x00-\x1f]{1,80})"\s*:)'
)
_SERIES_KEYS: Final = frozenset({b"startTime", b"endTime", b"statsType", b"values"})
SERIES_STARTS: Final = _SERIES_KEYS - {b"values"}
_LOG_KEYS: Final = frozenset({b"time", b"timestamp", b"type", b"value"})
TOP_KEYS: Final = frozenset(
    {b"PeerConnections", b"getUserMedia", b"UserAgent", b"UserAgentData", b"hardwareConcurrency", b"deviceMemory"}
)
_CONNECTION_ID: Final = re.compile(rb"\d{1,9}-\d{1,9}")
SERIES_KEY: Final = re.compile(rb'"(startTime|endTime|statsType|values)"\s*:')
MORE_MEMBERS: Final = re.compile(rb'\s*,\s*(?=")')
MORE_SERIES: Final = re.compile(
    rb'\s*,\s*(?="(?:[^"\\\x00-\x1f]|\\["\\/bfnrtu]){1,300}"\s*:\s*\{\s*"(?:startTime|endTime|statsType)")'
)
"""After a member: another one, or another series of a dump."""


def place(stack: Sequence[Frame], match: re.Match[bytes]) -> Place | None:
    """Where the member that :data:`CANDIDATE` matched belongs; None where that cannot be told."""
    key, first, element = match[1], match[3], match[5]
    opens_object = match[2] is not None
    if element is not None or opens_object:
        wanted = element if element is not None else first
        for index in range(len(stack) - 1, -1, -1):
            frame = stack[index]
            if frame.is_object == opens_object and wanted in frame.firsts:
                return index, ()
    if element is not None:
        return _frame_named(stack, b"updateLog") if element in _LOG_KEYS else None
    if key in TOP_KEYS and stack[0].is_object:
        return None if len(stack) == 1 and match[4] is None and not opens_object else (0, ())
    if opens_object and first in _SERIES_KEYS:
        return _frame_named(stack, b"stats") or _missing(stack, b"stats")
    if opens_object and _CONNECTION_ID.fullmatch(key):
        return _frame_named(stack, b"PeerConnections")
    if (key == b"updateLog" and match[4] == b"[") or (key == b"stats" and opens_object):
        missing = _missing(stack, key)
        return (missing[0], missing[1][:-1]) if missing else None
    return None


def _frame_named(stack: Sequence[Frame], key: bytes) -> Place | None:
    for index in range(len(stack) - 1, -1, -1):
        if stack[index].key == key:
            return index, ()
    return None


def _missing(stack: Sequence[Frame], member: bytes) -> Place | None:
    """The way down to a member of a dump's connection, whose beginning may have been lost."""
    if not stack[0].is_object:
        return None
    if len(stack) == 1 or stack[1].key != b"PeerConnections":
        return 0, (b"PeerConnections", b"unknown-1", member)
    if len(stack) > 2 and member not in stack[2].seen:
        return 2, (member,)
    return 1, (b"unknown-%d" % (len(stack[1].seen) + 1), member)
