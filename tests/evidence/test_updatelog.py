"""The update log of every era of Chromium in one vocabulary."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtctriage.evidence.recording import LogEntry
from rtctriage.evidence.updatelog import read_log
from rtctriage.text import Text

UTC = timezone.utc
NOON = datetime(2021, 6, 8, 12, 0, 0, tzinfo=UTC).timestamp() * 1000


def read(*entries: Any, start: float | None = None, end: float | None = None) -> list[LogEntry]:
    log, _ = read_log(list(entries), stats_start_ms=start, stats_end_ms=end)
    return list(log)


def one(kind: str, value: object) -> LogEntry:
    (entry,) = read({"timestamp": NOON, "type": kind, "value": value})
    return entry


def notes(*entries: Any, start: float | None = None) -> tuple[Text, ...]:
    return read_log(list(entries), stats_start_ms=start, stats_end_ms=None)[1]


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("onIceCandidate", "icecandidate"),
        ("icecandidate", "icecandidate"),
        ("oniceconnectionstatechange", "iceconnectionstatechange"),
        ("iceConnectionStateChange", "iceconnectionstatechange"),
        ("iceconnectionstatechange (legacy)", "iceconnectionstatechange"),
        ("legacyIceConnectionStateChange", "iceconnectionstatechange"),
        ("onRenegotiationNeeded", "negotiationneeded"),
        ("onnegotiationneeded", "negotiationneeded"),
        ("createOfferOnSuccess", "createofferonsuccess"),
        ("addIceCandidateFailed", "addicecandidatefailed"),
        ("ontrack", "track"),
        ("stop", "close"),
        ("addStream", "addstream"),
        ("onAddStream", "streamadded"),
    ],
)
def test_names(kind: str, name: str) -> None:
    value = "checking" if "state" in kind.lower() else '{"candidate":"candidate:1"}' if "andidate" in kind else ""
    assert one(kind, value).kind == name


@pytest.mark.parametrize(
    ("kind", "value", "state"),
    [
        ("iceConnectionStateChange", "ICEConnectionStateChecking", "checking"),
        ("iceConnectionStateChange", "kICEConnectionStateFailed", "failed"),
        ("iceConnectionStateChange", "ICEConnectionStateStarting", "new"),
        ("iceConnectionStateChange", "kIceConnectionCompleted", None),
        ("iceconnectionstatechange", "checking", "checking"),
        ("oniceconnectionstatechange", '"checking"', "checking"),
        ("signalingStateChange", "SignalingStateHaveRemoteOffer", "have-remote-offer"),
        ("signalingStateChange", "SignalingStateHaveLocalPrAnswer", "have-local-pranswer"),
        ("onsignalingstatechange", '"have-local-offer"', "have-local-offer"),
        ("signalingstatechange", "kHaveLocalOffer", "have-local-offer"),
        ("iceGatheringStateChange", "ICEGatheringStateComplete", "complete"),
        ("connectionStateChange", "connecting", "connecting"),
        ("onconnectionstatechange", '"disconnected"', "disconnected"),
        ("onconnectionstatechange", "nonsense", None),
        ("onconnectionstatechange", {"a": 1}, None),
    ],
)
def test_states(kind: str, value: object, state: str | None) -> None:
    entries = read({"timestamp": NOON, "type": kind, "value": value})
    assert [e.value for e in entries] == ([] if state is None else [state])


def test_the_legacy_ice_state_stands_in_only_where_the_other_is_missing() -> None:
    legacy = {"timestamp": NOON, "type": "legacyIceConnectionStateChange", "value": "completed"}
    standard = {"timestamp": NOON, "type": "iceConnectionStateChange", "value": "connected"}
    assert [e.value for e in read(legacy, standard)] == ["connected"]
    assert [e.value for e in read(legacy)] == ["completed"]


SDP = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\nm=audio 9 RTP/SAVPF 111\r\n"


@pytest.mark.parametrize(
    "value", [f"type: offer, sdp: {SDP}", json.dumps({"type": "offer", "sdp": SDP}), {"type": "offer", "sdp": SDP}]
)
@pytest.mark.parametrize("kind", ["setLocalDescription", "setRemoteDescription", "createOfferOnSuccess"])
def test_descriptions(kind: str, value: object) -> None:
    assert one(kind, value).value == {"type": "offer", "sdp": SDP}


def test_descriptions_that_the_browser_made_itself() -> None:
    assert one("setLocalDescription", "").value == ""
    assert one("setLocalDescription", "type: rollback, sdp: ").value == {"type": "rollback", "sdp": ""}
    assert one("createOffer", "options: {offerToReceiveVideo: 0}").value == "options: {offerToReceiveVideo: 0}"
    assert one("createOffer", '{"voiceActivityDetection":true}').value == '{"voiceActivityDetection":true}'
    assert one("setLocalDescriptionOnSuccess", "").value == ""


LINE = "candidate:1 1 udp 2122194687 192.0.2.1 37876 typ host generation 0"


@pytest.mark.parametrize("kind", ["onIceCandidate", "addIceCandidate", "addIceCandidateFailed"])
def test_candidates(kind: str) -> None:
    expected: dict[str, object] = {"sdpMid": "audio", "sdpMLineIndex": 0, "candidate": LINE}
    assert one(kind, f"sdpMid: audio, sdpMLineIndex: 0, candidate: {LINE}").value == expected
    assert one(kind, json.dumps(expected)).value == expected
    expected["sdpMid"] = ""
    assert one(kind, f"sdpMid: , sdpMLineIndex: 0, candidate: {LINE}").value == expected
    extended = one(
        kind, f"sdpMid: 0, sdpMLineIndex: 0, candidate: {LINE}, url: stun:s.invalid, relayProtocol: tls"
    ).value
    assert extended == {
        "sdpMid": "0", "sdpMLineIndex": 0, "candidate": LINE, "url": "stun:s.invalid", "relayProtocol": "tls"
    }  # fmt: skip
    assert one(kind, "").value == ""


@pytest.mark.parametrize(
    "value",
    [
        "url: turns:t.invalid:443?transport=tcp\naddress: 192.0.2.x\nport: 37356\nhost_candidate: 192.0.2.x:37356\n"
        "error_text: TURN allocate request timed out.\nerror_code: 701",
        '{"url":"turns:t.invalid:443?transport=tcp","address":"192.0.2.x","port":37356,'
        '"host_candidate":"192.0.2.x:37356","error_text":"TURN allocate request timed out.","error_code":701}',
        '{"url":"turns:t.invalid:443?transport=tcp","address":"192.0.2.x","port":37356,'
        '"errorText":"TURN allocate request timed out.","errorCode":701}',
    ],
)
def test_candidate_errors(value: str) -> None:
    assert one("onicecandidateerror", value).value == {
        "url": "turns:t.invalid:443?transport=tcp",
        "error_code": 701,
        "error_text": "TURN allocate request timed out.",
        "address": "192.0.2.x",
        "port": 37356,
    }


BLOCK = (
    "Caused by: addTrack\n\ngetTransceivers()[0]:{\n  mid:null,\n  kind:'audio',\n  sender:{\n    track:'6bd2',\n"
    "    streams:['7cc7','8dd8'],\n    encodings: [\n      {active: true, },\n    ],\n  },\n  receiver:{\n"
    "    track:'434c',\n    streams:[],\n  },\n  direction:'sendrecv',\n  currentDirection:null,\n}"
)


def test_transceivers_as_text() -> None:
    assert one("transceiverAdded", BLOCK).value == {
        "mid": None,
        "kind": "audio",
        "direction": "sendrecv",
        "currentDirection": None,
        "sender": {"track": "6bd2", "streams": ["7cc7", "8dd8"]},
        "receiver": {"track": "434c", "streams": []},
        "reason": "addTrack",
        "transceiverIndex": 0,
    }


def test_transceivers_of_chromium_69_to_85() -> None:
    block = (
        "Caused by: setRemoteDescription\n\ngetTransceivers()[1]:{\n  mid:'1',\n  sender:{\n    track:null,\n"
        "    streams:[],\n  },\n  receiver:{\n    track:'r',\n    streams:['s'],\n  },\n  stopped:false,\n"
        "  direction:'recvonly',\n  currentDirection:'inactive',\n}"
    )
    value = one("transceiverModified", block).value
    assert isinstance(value, dict)
    assert (value["mid"], value["kind"], value["direction"], value["currentDirection"]) == (
        "1", None, "recvonly", "inactive"
    )  # fmt: skip
    assert value["sender"] == {"track": None, "streams": []}


def test_transceivers_as_json() -> None:
    value = one(
        "transceiverModified",
        '{"mid":"0","kind":"video","sender":{"track":"a","streams":["b"]},"receiver":{"track":"c","streams":[]},'
        '"direction":"sendonly","currentDirection":"sendonly","reason":"setLocalDescription","transceiverIndex":0}',
    ).value
    assert isinstance(value, dict)
    assert (value["mid"], value["kind"], value["direction"]) == ("0", "video", "sendonly")
    assert value["sender"] == {"track": "a", "streams": ["b"]}


def test_other_values_stay_text() -> None:
    track = '{"kind":"audio","id":"a","label":"remote audio","streams":["s"]}'
    assert one("ontrack", track).value == track
    assert one("createOfferOnFailure", '"Session error"').value == "Session error"
    assert one("close", None).value == ""


def test_what_is_malformed_is_skipped_and_counted() -> None:
    good = {"timestamp": NOON, "type": "close", "value": ""}
    bad: list[Any] = [None, 3, "x", [], {}, {"type": 4}, {"type": "onicecandidate", "value": "x", "timestamp": NOON}]
    log, said = read_log([good, *bad], stats_start_ms=None, stats_end_ms=None)
    assert [e.kind for e in log] == ["close"]
    assert "7 of 8" in said[0].en
    assert "7" in said[0].zh


def test_no_log() -> None:
    assert read_log(None, stats_start_ms=None, stats_end_ms=None) == ((), ())
    assert read_log([], stats_start_ms=None, stats_end_ms=None) == ((), ())
    log, said = read_log("x", stats_start_ms=None, stats_end_ms=None)
    assert (log, len(said)) == ((), 1)


# times


def test_milliseconds() -> None:
    (number, text, neither) = read(
        {"timestamp": 1795384510568.71, "type": "close"},
        {"timestamp": "1795384510568.71", "type": "close"},
        {"timestamp": float("nan"), "type": "close"},
    )
    assert number.at == text.at == 1795384510568.71
    assert neither.at is None


# 2021-06-08 16:32:03 at +02:00 is 14:32:03 UTC; statistics began two seconds later
WRITTEN = [
    "6/8/2021, 4:32:03 PM",
    "6/8/2021, 4:32:03\u202fPM",
    "08/06/2021, 16:32:03",
    "8.6.2021, 16:32:03",
    "8.6.2021 16.32.03",
    "8-6-2021 16:32:03",
    "2021-06-08 16:32:03",
    "2021/6/8 16:32:03",
    "2021/6/8 下午4:32:03",
    "2021. 6. 8. 오후 4:32:03",
    "08/06/2021, 4:32:03 pm",
    "8/6/2021, 4:32:03 p. m.",
    "8/6/2564 16:32:03",
    "\u200e8\u200f/6\u200f/2021, 16:32:03",
]


@pytest.mark.parametrize("written", WRITTEN)
def test_local_times(written: str) -> None:
    utc = datetime(2021, 6, 8, 14, 32, 3, tzinfo=UTC).timestamp() * 1000
    (entry,) = read({"time": written, "type": "close"}, start=utc + 2000, end=utc + 60_000)
    assert entry.at == utc


@pytest.mark.parametrize("hours", [-9.5, -8, 0, 5.5, 5.75, 8, 12.75, 14])
def test_zones(hours: float) -> None:
    utc = datetime(2025, 7, 15, 12, 33, 31, tzinfo=UTC)
    local = utc + timedelta(hours=hours)
    (entry,) = read(
        {"time": f"{local.month}/{local.day}/{local.year}, {local.hour % 12 or 12}:{local:%M:%S %p}", "type": "close"},
        start=utc.timestamp() * 1000 + 1500,
        end=utc.timestamp() * 1000 + 60_000,
    )
    assert entry.at == utc.timestamp() * 1000


def test_one_unambiguous_entry_settles_the_order_for_all() -> None:
    first, second = read(
        {"time": "12/8/2020, 23:59:58", "type": "close"}, {"time": "13/8/2020, 00:00:03", "type": "close"}
    )
    assert first.at is not None
    assert second.at == first.at + 5000


def test_statistics_that_lost_their_beginning() -> None:
    # 1000 samples of a call of an hour: the log is 43 minutes older than they are
    utc = datetime(2025, 7, 15, 12, 0, 0, tzinfo=UTC).timestamp() * 1000
    log, said = read_log(
        [{"time": "7/15/2025, 8:00:00 PM", "type": "transceiverAdded", "value": BLOCK}],
        stats_start_ms=utc + 43 * 60_000,
        stats_end_ms=utc + 60 * 60_000,
    )
    assert log[0].at == utc
    assert any("zone" in n.en for n in said)


def test_iso_times_with_a_zone() -> None:
    for written in ("2021-06-08T14:32:03.5Z", "2021-06-08T16:32:03.500+02:00", "2021-06-08T16:32:03.500+0200"):
        (entry,) = read({"time": written, "type": "close"})
        assert entry.at == datetime(2021, 6, 8, 14, 32, 3, 500_000, tzinfo=UTC).timestamp() * 1000


def test_without_statistics_order_and_distances_are_kept() -> None:
    entries = [{"time": f"6/8/2021, 4:32:0{i} PM", "type": "close"} for i in range(3)]
    log = read(*entries)
    assert [e.at - log[0].at for e in log if e.at is not None and log[0].at is not None] == [0, 1000, 2000]
    assert log[0].at == datetime(2021, 6, 8, 16, 32, 0, tzinfo=UTC).timestamp() * 1000
    assert any("UTC" in n.en and "UTC" in n.zh for n in notes(*entries))


def test_times_of_another_year_fit_no_zone() -> None:
    (entry,) = read({"time": "6/8/2019, 4:32:03 PM", "type": "close"}, start=NOON)
    assert entry.at is None
    assert notes({"time": "6/8/2019, 4:32:03 PM", "type": "close"}, start=NOON)


def test_unreadable_times() -> None:
    written: list[Any] = ["", "yesterday", "99/99/2021, 1:2:3", None, {}, "x" * 200]
    entries = [{"time": time, "type": "close"} for time in written]
    assert [e.at for e in read(*entries)] == [None] * 6
    assert "6" in notes(*entries)[-1].en


VALUES = st.none() | st.booleans() | st.floats() | st.text(max_size=40) | st.lists(st.integers(), max_size=2)
KINDS = st.sampled_from(
    ["onicecandidate", "icecandidateerror", "transceiverAdded", "setLocalDescription", "signalingStateChange", "x"]
) | st.text(max_size=5)  # fmt: skip
PIECES = st.sampled_from(
    ["sdpMid: ", ", ", "candidate: ", "type: offer, sdp: ", "url: ", "\n", "error_code: ", "direction:'", "'", "{", "}",
     "mid:null", "sender:{", "streams:[", "]", '"', "701", "sendrecv"]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=3), max_size=12).map("".join)


@given(
    st.lists(
        st.dictionaries(st.sampled_from(["time", "timestamp", "type", "value"]), VALUES)
        | st.fixed_dictionaries({"type": KINDS, "value": TEXTS | VALUES, "time": TEXTS | st.sampled_from(WRITTEN)}),
        max_size=8,
    ),
    st.none() | st.floats(1e12, 2e12),
)
def test_any_entries(entries: list[Any], start: float | None) -> None:
    log, _ = read_log(entries, stats_start_ms=start, stats_end_ms=start)
    assert len(log) <= len(entries)
    for entry in log:
        assert isinstance(entry.value, (str, dict))
        assert entry.kind == entry.kind.lower()


@given(st.text(max_size=60))
def test_any_time(text: str) -> None:
    read({"time": text, "type": "close"}, start=NOON)


def test_recorded_logs(shared: Any) -> None:
    import gzip

    import msgspec

    def logs(name: str, start: str | None) -> list[list[LogEntry]]:
        text = gzip.decompress((shared / name).read_bytes())
        since = datetime.fromisoformat(start).timestamp() * 1000 if start else None
        found = []
        for connection in msgspec.json.decode(text)["PeerConnections"].values():
            log, said = read_log(connection["updateLog"], stats_start_ms=since, stats_end_ms=None)
            assert said == ()
            found.append(list(log))
        return found

    # its statistics begin at 09:46:53 UTC, its log at 10:46:48 in the viewer's zone
    log, _ = logs("real/webrtc-internals/chrome40-legacy-apprtc.txt.gz", "2014-12-11T09:46:53+00:00")
    assert log[0].at == datetime(2014, 12, 11, 9, 46, 48, tzinfo=UTC).timestamp() * 1000
    assert [e.value for e in log if e.kind == "iceconnectionstatechange"] == ["checking", "connected", "completed"]
    first, second = logs("real/webrtc-internals/chrome90-jitsi-p2p.txt.gz", "2021-06-08T14:32:10+00:00")
    for log in (first, second):
        assert [e.value for e in log if e.kind == "connectionstatechange"] == ["connecting", "connected"]
        (error,) = (e.value for e in log if e.kind == "icecandidateerror")
        assert isinstance(error, dict)
        assert error["error_code"] == 600
    (log,) = logs("corpus/calls/healthy.caller.json.gz", None)
    assert [e.value for e in log if e.kind == "iceconnectionstatechange"] == ["checking", "connected"]
