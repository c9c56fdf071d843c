"""The ``getUserMedia`` list of a dump: who asked for microphone, camera or screen, and what came of it.

Up to about Chromium 100 the page recorded one object a call and never its outcome. Since then a call has a row for the
request (``origin``, ``audio``, ``video``) and another for the answer (``audio_track_info``, ``video_track_info`` or
``error``, ``error_message``), joined by ``pid``, ``rid`` and ``request_id``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Literal

import msgspec

from rtctriage.evidence.recording import MediaRequest

_ANSWER: Final = ("stream_id", "audio_track_info", "video_track_info", "error", "error_message")
_REQUEST: Final = ("origin", "audio", "video", "url")
_NAME: Final = re.compile(r"[A-Za-z]{3,60}")

# Names that Chromium gave before the W3C settled on today's (Media Capture and Streams, section 10.2).
_OLD_NAMES: Final = {
    "PermissionDeniedError": "NotAllowedError",
    "PermissionDismissedError": "NotAllowedError",
    "InvalidStateError": "NotAllowedError",
    "DevicesNotFoundError": "NotFoundError",
    "TrackStartError": "NotReadableError",
    "SourceUnavailableError": "NotReadableError",
    "ConstraintNotSatisfiedError": "OverconstrainedError",
}
_NAME_BY_MESSAGE: Final = (
    ("permission", "NotAllowedError"),
    ("not found", "NotFoundError"),
    ("could not start", "NotReadableError"),
    ("timeout", "AbortError"),
)
UNKNOWN_ERROR: Final = "UnknownError"


def read_media_requests(rows: object) -> tuple[MediaRequest, ...]:
    """The calls in the order of the file, each joined with its answer; rows that are no objects are passed over."""
    calls: list[MediaRequest] = []
    waiting: dict[tuple[str, ...], list[int]] = {}
    for row in rows if isinstance(rows, list) else ():
        if not isinstance(row, Mapping):
            continue
        key = (*(_text(row.get(k)) for k in ("pid", "rid", "request_id")), _call(row))
        asks = any(k in row for k in _REQUEST)
        if asks:
            calls.append(_request(row))
            if "request_id" in row:
                waiting.setdefault(key, []).append(len(calls) - 1)
        if any(k in row for k in _ANSWER) or not asks:
            open_calls = waiting.get(key)
            if open_calls:
                # A page that was loaded anew counts from 0 again: the answer belongs to the latest request.
                index = open_calls.pop()
            elif asks:
                index = len(calls) - 1
            elif "request_id" in row or any(k in row for k in _ANSWER):
                calls.append(_request(row))
                index = len(calls) - 1
            else:
                continue
            calls[index] = _answer(calls[index], row)
    return tuple(calls)


def _request(row: Mapping[str, object]) -> MediaRequest:
    return MediaRequest(
        call=_call(row),
        at=_time(row.get("timestamp")),
        audio=_asked(row, "audio"),
        video=_asked(row, "video"),
        page=page_of(row),
        answered=False,
    )


def _answer(request: MediaRequest, row: Mapping[str, object]) -> MediaRequest:
    got_audio, got_video = _got(row, "audio_track_info"), _got(row, "video_track_info")
    return msgspec.structs.replace(
        request,
        # An answer without its request still tells what had been asked for.
        audio=request.audio or got_audio,
        video=request.video or got_video,
        answered=True,
        error=_error(row),
        got_audio=got_audio,
        got_video=got_video,
    )


def page_of(row: Mapping[str, object]) -> str:
    """The page as ``pid/rid``, as far as both are there.

    Connections are named after the ``pid`` in older dumps, and in newer ones after the ``rid`` with the ``pid`` beside.
    """
    return "/".join(part for part in (_text(row.get("pid")), _text(row.get("rid"))) if part)


def _call(row: Mapping[str, object]) -> Literal["getUserMedia", "getDisplayMedia"]:
    kind = _text(row.get("request_type")).lower()
    return "getDisplayMedia" if "display" in kind or "screen" in kind else "getUserMedia"


def _asked(row: Mapping[str, object], kind: str) -> bool:
    """Constraint text, the empty one included, is a request; no member is none."""
    return kind in row and row[kind] not in (None, False, "false", "null")


def _got(row: Mapping[str, object], member: str) -> bool:
    return row.get(member) not in (None, False, "", "null")


def _error(row: Mapping[str, object]) -> str | None:
    name, message = row.get("error"), row.get("error_message")
    if not name and not message:
        return None
    if isinstance(name, str) and _NAME.fullmatch(name):
        return _OLD_NAMES.get(name, name)
    # Messages are free text, which may name a device: only what they mean is kept.
    said = f"{name} {message}".lower()
    return next((n for words, n in _NAME_BY_MESSAGE if words in said), UNKNOWN_ERROR)


def _time(value: object) -> float | None:
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return float(value) if 0 < value < 1e14 else None


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value) if isinstance(value, (int, str)) and not isinstance(value, bool) else ""
