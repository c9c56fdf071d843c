"""Facts about microphone, camera and screen: what the page asked for, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable

from rtctriage.evidence.gathered import Gathered
from rtctriage.evidence.media_requests import UNKNOWN_ERROR
from rtctriage.evidence.recording import MediaRequest

# Media Capture and Streams, section 10.2; Screen Capture, section 5.1
_ERRORS = frozenset(
    {
        "none",
        "NotAllowedError",
        "NotFoundError",
        "NotReadableError",
        "OverconstrainedError",
        "AbortError",
        "SecurityError",
        "TypeError",
    }
)


def capture_facts(requests: Iterable[MediaRequest], out: Gathered) -> None:
    """``capture.*`` and ``screen.error``: for each kind, whether the last that asked for it failed for good.

    A request that failed and was made good by a later one (a permission given at the second try) is no error.
    """
    state: dict[str, str] = {}
    for request in requests:
        if not request.answered:
            continue
        audio, video = ("audio", request.audio, request.got_audio), ("video", request.video, request.got_video)
        for kind, asked, got in (audio, video):
            if not asked:
                continue
            name = "screen.error" if request.call == "getDisplayMedia" else f"capture.{kind}_error"
            error = request.error or "none"
            state[name] = "none" if got else error if error in _ERRORS else UNKNOWN_ERROR
    for name, error in state.items():
        out.scalar(name, error, "getUserMedia")
