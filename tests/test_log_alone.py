"""A dump without statistics still settles a case by its log and its media requests."""

from __future__ import annotations

from typing import Any

import pytest
from dumps import connection, dump, entry

from rtctriage import Diagnosis, Engine

HOST = "candidate:1 1 udp 2122260223 192.0.2.1 5000 typ host"
SDP = "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=rtpmap:111 opus/48000/2\r\na=sendrecv\r\n"
TURN = '{"iceServers":[{"urls":["turn:turn.example:3478"]}]}'


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(chainer="plain")


def candidate(line: str = HOST) -> dict[str, Any]:
    return {"sdpMid": "0", "sdpMLineIndex": 0, "candidate": line}


def log(*more: tuple[str, Any, float], state: str) -> list[dict[str, Any]]:
    """A negotiation with one local candidate, whatever else happened, and how it ended."""
    begun = [
        entry("setLocalDescription", {"type": "offer", "sdp": SDP}, 0.0),
        entry("setLocalDescriptionOnSuccess", "", 0.1),
        entry("onicecandidate", candidate(), 0.2),
        entry("setRemoteDescription", {"type": "answer", "sdp": SDP}, 0.5),
        entry("setRemoteDescriptionOnSuccess", "", 0.6),
        entry("oniceconnectionstatechange", '"checking"', 0.7),
    ]
    ended = [
        entry("oniceconnectionstatechange", f'"{state}"', 25.0),
        entry("onconnectionstatechange", f'"{state}"', 25.0),
    ]
    return [*begun, *(entry(*one) for one in more), *ended]


def primary(diagnosis: Diagnosis) -> tuple[str, str] | None:
    (evidence,) = diagnosis.evidence
    assert evidence.samples == 0
    return None if diagnosis.primary is None else (diagnosis.verdict, diagnosis.primary.cause)


def test_a_denied_permission(engine: Engine) -> None:
    base = {"pid": 7, "rid": 7, "request_id": 0, "request_type": "getUserMedia"}
    rows = [{**base, "audio": "", "origin": "x"}, {**base, "error": "NotAllowedError", "error_message": "x"}]
    assert primary(engine.diagnose(dump(requests=rows))) == ("fault", "usage.permission-denied")


def test_candidates_that_never_came(engine: Engine) -> None:
    data = dump(connection(log=log(state="failed")))
    assert primary(engine.diagnose(data)) == ("fault", "access.candidates-not-exchanged")


def test_a_turn_server_that_cannot_be_reached(engine: Engine) -> None:
    error = {"url": "turn:turn.example:3478", "error_code": 701, "error_text": "x", "address": "", "port": 0}
    more = (("onicecandidateerror", error, 1.0), ("addIceCandidate", candidate(), 1.5))
    data = dump(connection(log=log(*more, state="failed"), rtcConfiguration=TURN))
    assert primary(engine.diagnose(data)) == ("fault", "access.turn-unreachable")


def test_a_log_of_a_call_that_came_up_settles_nothing_else(engine: Engine) -> None:
    data = dump(connection(log=log(("addIceCandidate", candidate(), 1.0), state="connected")))
    diagnosis = engine.diagnose(data)
    assert diagnosis.primary is None
    assert diagnosis.verdict == "inconclusive"
