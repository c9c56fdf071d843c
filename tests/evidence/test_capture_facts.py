from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from rtctriage.evidence.capture_facts import capture_facts
from rtctriage.evidence.gathered import Gathered
from rtctriage.evidence.recording import MediaRequest
from rtctriage.profile import Known, Scalar


def request(**more: Any) -> MediaRequest:
    usual: dict[str, Any] = {
        "call": "getUserMedia",
        "at": 0.0,
        "audio": True,
        "video": True,
        "page": "7",
        "answered": True,
    }
    return MediaRequest(**{**usual, **more})


@pytest.mark.parametrize(
    ("requests", "expected"),
    [
        ([], {}),
        ([request(answered=False)], {}),
        ([request(got_audio=True, got_video=True)], {"capture.audio_error": "none", "capture.video_error": "none"}),
        (
            [request(error="NotAllowedError")],
            {"capture.audio_error": "NotAllowedError", "capture.video_error": "NotAllowedError"},
        ),
        ([request(video=False, error="NotFoundError")], {"capture.audio_error": "NotFoundError"}),
        ([request(audio=False, error="StrangeError")], {"capture.video_error": "UnknownError"}),
        (
            [request(error="NotAllowedError"), request(got_audio=True, got_video=True)],
            {"capture.audio_error": "none", "capture.video_error": "none"},
        ),
        ([request(audio=False, call="getDisplayMedia", error="AbortError")], {"screen.error": "AbortError"}),
        ([request(audio=False)], {"capture.video_error": "none"}),
    ],
)
def test_media_requests(requests: list[MediaRequest], expected: Mapping[str, Scalar]) -> None:
    out = Gathered("call")
    capture_facts(requests, out)
    assert {name: v.value for name, v in out.facts().items() if isinstance(v, Known)} == expected
