from __future__ import annotations

import pytest
from dumps import connection, dump, entry, poll, stat, video_in

from rtctriage import evidence
from rtctriage.errors import EvidenceError, NothingReadable, UnknownFormat


def test_dumps_and_polls_are_recognised() -> None:
    assert evidence.read(dump(connection(video_in())), name="x").format == "webrtc-internals"
    assert evidence.read(poll("A", 0, [stat("T", "transport", 0)]), name="x").format == "getstats"


def test_a_profile_is_no_recording() -> None:
    with pytest.raises(UnknownFormat, match=r"^ticket\.yaml is a symptom profile"):
        evidence.read(b"complaint: stutter\n", name="ticket.yaml")


@pytest.mark.parametrize(
    "data",
    [
        b'{"PeerConnections": {}, "getUserMedia": []}',
        dump(connection()),
        poll("A", 0, []),
        b'{"pc": "A", "timestamp": 1, "stats": 7}',
    ],
)
def test_nothing_readable(data: bytes) -> None:
    with pytest.raises(EvidenceError):
        evidence.read(data, name="x")


def test_what_cannot_be_read_is_named() -> None:
    with pytest.raises(NothingReadable, match=r"^x holds no statistics, no log and no media request"):
        evidence.read(dump(), name="x")


def test_one_sign_of_life_is_enough() -> None:
    recording = evidence.read(dump(connection(), connection(log=[entry("close", "", 0.0)])), name="x")
    assert recording.chosen == 1
