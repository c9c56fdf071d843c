from __future__ import annotations

import pytest
from dumps import connection, dump, entry, poll, report, scalar, stat, video_in

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


def test_why_nothing_can_be_read_is_said() -> None:
    with pytest.raises(NothingReadable, match="cut off after 25 bytes"):
        evidence.read(b'{"getUserMedia":[],"PeerC', name="x")


def test_one_sign_of_life_is_enough() -> None:
    recording = evidence.read(dump(connection(), connection(log=[entry("close", "", 0.0)])), name="x")
    assert recording.chosen == 1


def test_nothing_private_gets_through() -> None:
    address, host, secret = "203.0.113.77", "turn.geheim.example", "s3cr3t"
    line = f"candidate:1 1 udp 2122260223 {address} 5000 typ relay raddr {address} rport 1 ufrag {secret}"
    sdp = f"v=0\r\no=- 1 1 IN IP4 {address}\r\na=fingerprint:sha-256 AA:BB\r\na=ice-pwd:{secret}\r\nm=audio 9 X 1\r\n"
    error = {"url": f"turn:{host}:3478", "address": address, "error_code": 401, "error_text": f"{secret} {address}"}
    log = [
        entry("onicecandidate", {"sdpMid": "0", "sdpMLineIndex": 0, "candidate": line}, 0.0),
        entry("setLocalDescription", {"type": "offer", "sdp": sdp}, 0.1),
        entry("setRemoteDescription", {"type": "answer", "sdp": sdp}, 0.2),
        entry("addIceCandidate", {"candidate": line}, 0.3),
        entry("onicecandidateerror", error, 0.4),
        entry("oniceconnectionstatechange", f'"{address}"', 0.5),
    ]
    members = {"address": address, "ip": address, "url": f"turn:{host}", "candidateType": address, "protocol": secret}
    candidate = report("I1", "local-candidate", {**members, "usernameFragment": secret})
    pair = report("CP1", "candidate-pair", {"localCandidateId": "I1", "nominated": True, "state": "succeeded"})
    transport = report("T01", "transport", {"dtlsState": secret, "iceState": address, "localCertificateId": "AA:BB:CC"})
    codec = report("C1", "codec", {"mimeType": f"audio/{address}"})
    peer = connection(
        candidate,
        pair,
        transport,
        codec,
        video_in(codecId="C1", rid=address, mid=secret),
        log=log,
        url=f"https://{host}/?token={secret}",
        rtcConfiguration=f'{{"iceServers":[{{"urls":["turn:{host}"],"username":"u","credential":"{secret}"}}]}}',
    )
    request = {"audio": "", "origin": f"https://{host}", "pid": 7, "rid": 7, "request_id": 0}
    failed = {"pid": 7, "rid": 7, "request_id": 0, "error": f"https://{host}", "error_message": f"{secret} {address}"}
    data = dump(peer, requests=[request, failed], UserAgentData=[{"brand": f"http://{address}"}])
    profile = evidence.facts_of(evidence.read(data, name="x"), "x")
    assert scalar(profile, "ice.turn_auth_errors") == 1.0
    for value in (address, "geheim", secret, "AA:BB", "turn:", "http"):
        assert value not in repr(profile), value
