"""The getUserMedia list of a dump."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtctriage.evidence.media_requests import read_media_requests
from rtctriage.evidence.recording import MediaRequest

JOIN = {"pid": 17, "rid": 8, "request_id": 0, "request_type": "getUserMedia"}
REQUEST = {**JOIN, "audio": "", "video": '{"width":{"ideal":640}}', "origin": "https://a.invalid", "timestamp": 1.7e12}


def test_one_object_of_old() -> None:
    rows = [{"audio": "", "origin": "https://a.invalid", "pid": 5, "rid": 6, "video": "optional: {minWidth:1280}"}]
    assert read_media_requests(rows) == (MediaRequest("getUserMedia", None, True, True, "5/6", answered=False),)


def test_request_and_answer() -> None:
    answer = {**JOIN, "audio_track_info": '{"id":"a","label":"Mic"}', "video_track_info": "null", "stream_id": "s"}
    assert read_media_requests([REQUEST, answer]) == (
        MediaRequest("getUserMedia", 1.7e12, True, True, "17/8", answered=True, got_audio=True, got_video=False),
    )


def test_track_info_as_text() -> None:
    (request,) = read_media_requests([REQUEST, {**JOIN, "audio_track_info": "id:6b label:Default - Mic"}])
    assert (request.answered, request.got_audio, request.got_video) == (True, True, False)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"error": "NotAllowedError", "error_message": "Permission denied"}, "NotAllowedError"),
        ({"error": "NotFoundError", "error_message": "Requested device not found"}, "NotFoundError"),
        ({"error": "PermissionDeniedError"}, "NotAllowedError"),
        ({"error": "TrackStartError"}, "NotReadableError"),
        ({"error_message": "Permission dismissed"}, "NotAllowedError"),
        ({"error_message": "Could not start video source"}, "NotReadableError"),
        ({"error": "x y z", "error_message": "Logi Cam of J. Doe"}, "UnknownError"),
    ],
)
def test_failures(answer: dict[str, str], error: str) -> None:
    (request,) = read_media_requests([REQUEST, {**JOIN, **answer, "timestamp": 1.7e12 + 60}])
    assert (request.answered, request.error, request.got_audio, request.got_video) == (True, error, False, False)
    assert request.at == 1.7e12


def test_a_request_without_answer() -> None:
    (request,) = read_media_requests([REQUEST])
    assert (request.answered, request.error) == (False, None)


def test_an_answer_without_request() -> None:
    (request,) = read_media_requests([{**JOIN, "video_track_info": '{"id":"a"}', "stream_id": "s"}])
    assert (request.answered, request.audio, request.video, request.got_video) == (True, False, True, True)


def test_answers_go_to_their_requests() -> None:
    rows = [
        REQUEST,
        {**REQUEST, "request_id": 1, "request_type": "getDisplayMedia"},
        {**REQUEST, "rid": 9},
        {**JOIN, "request_id": 1, "request_type": "getDisplayMedia", "error": "NotAllowedError"},
        {**JOIN, "rid": 9, "audio_track_info": "{}", "stream_id": "s"},
    ]
    first, screen, other = read_media_requests(rows)
    assert (first.answered, screen.error, other.got_audio) == (False, "NotAllowedError", True)
    assert (screen.call, other.page) == ("getDisplayMedia", "17/9")


def test_a_page_loaded_anew_counts_from_zero_again() -> None:
    failed = {**JOIN, "error": "NotAllowedError"}
    granted = {**JOIN, "audio_track_info": "{}", "stream_id": "s"}
    first, second = read_media_requests([REQUEST, failed, REQUEST, granted])
    assert (first.error, second.error, second.got_audio) == ("NotAllowedError", None, True)


def test_audio_that_was_not_asked_for() -> None:
    (request,) = read_media_requests([{"video": "", "origin": "x", "pid": 1, "rid": 2, "audio": False}])
    assert (request.audio, request.video) == (False, True)


@pytest.mark.parametrize("rows", [None, {}, "x", [None, 3, "x", [], {}]])
def test_nothing_to_read(rows: object) -> None:
    assert read_media_requests(rows) == ()


KEYS = st.sampled_from(
    ["pid", "rid", "request_id", "request_type", "audio", "video", "origin", "error", "error_message", "timestamp",
     "stream_id", "audio_track_info"]
)  # fmt: skip
VALUES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.lists(st.integers())


@given(st.lists(st.dictionaries(KEYS, VALUES) | VALUES, max_size=8))
def test_any_rows(rows: list[Any]) -> None:
    assert len(read_media_requests(rows)) <= len(rows)


def test_labelled_calls(shared: Any) -> None:
    import gzip

    import msgspec

    def requests(name: str) -> tuple[MediaRequest, ...]:
        text = gzip.decompress((shared / "corpus" / "calls" / name).read_bytes())
        return read_media_requests(msgspec.json.decode(text)["getUserMedia"])

    assert [r.error for r in requests("permission_denied.caller.json.gz")] == ["NotAllowedError"]
    assert [r.error for r in requests("no_camera.caller.json.gz")] == ["NotFoundError"]
    (request,) = requests("healthy.caller.json.gz")
    assert (request.got_audio, request.got_video) == (True, True)
