from __future__ import annotations

import json
from typing import Any

import pytest
from dumps import (
    AUDIO_IN,
    T0,
    VIDEO_IN,
    audio_in,
    connection,
    counting,
    dump,
    entry,
    iso,
    notes,
    profile_of,
    raw_series,
    report,
    scalar,
    streams,
    times,
    values,
    video_in,
    video_out,
)
from hypothesis import given
from hypothesis import strategies as st

from rtctriage import evidence
from rtctriage.errors import NoSuchConnection, NothingReadable, RtctriageError
from rtctriage.evidence import internals
from rtctriage.evidence.internals import read_dump, split_key
from rtctriage.profile import Profile

REQUEST = {"audio": "", "video": "", "origin": "x", "pid": 7, "rid": 3, "request_id": 0, "request_type": "getUserMedia"}
DENIED = {"pid": 7, "rid": 3, "request_id": 0, "request_type": "getUserMedia", "error": "NotAllowedError"}


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("T01-bytesSent", ("T01", "bytesSent")),
        ("COT01_111_minptime=10;useinbandfec=1-mimeType", ("COT01_111_minptime=10;useinbandfec=1", "mimeType")),
        ("Conn-audio-1-0-googRtt", ("Conn-audio-1-0", "googRtt")),
        ("RTCIceCandidate_a+b/c=-priority", ("RTCIceCandidate_a+b/c=", "priority")),
        (
            "IT01V1-[framesReceived-framesDecoded-framesDropped]",
            ("IT01V1", "[framesReceived-framesDecoded-framesDropped]"),
        ),
        ("a-b-[bytesReceived_in_bits/s]", ("a-b", "[bytesReceived_in_bits/s]")),
        ("RTCMediaStreamTrack_receiver_1-freezeCount*", ("RTCMediaStreamTrack_receiver_1", "freezeCount")),
        ("lonely", ("", "lonely")),
        ("", ("", "")),
    ],
)
def test_keys_are_ids_and_members(key: str, expected: tuple[str, str]) -> None:
    assert split_key(key) == expected


@pytest.mark.parametrize("era", [90, 117, 144])
def test_all_ages_of_chromium_give_the_same_facts(era: int) -> None:
    profile = profile_of(dump(connection(audio_in(era=era), video_in(era=era))))
    assert times(profile, "downlink.video.frame_rate") == [float(s) for s in range(1, 10)]
    assert values(profile, "downlink.video.frame_rate") == [25.0] * 9
    assert values(profile, "downlink.video.bitrate") == [800.0] * 9  # 100 000 bytes a second
    assert values(profile, "downlink.audio.packets") == [50.0] * 9
    assert values(profile, "downlink.packet_loss") == [0.0] * 9
    assert list(streams(profile, "downlink.audio.jitter")) == ["audio 1111"]
    assert values(profile, "downlink.audio.jitter") == [2.0] * 10
    (note,) = profile.evidence
    assert (note.format, note.connection, note.samples, note.t0) == ("webrtc-internals", "7-1", 10, T0)
    assert note.seconds == 9.0


def test_what_the_page_computed_is_no_counter() -> None:
    stats = video_in()
    stats[f"{VIDEO_IN}-[bytesReceived_in_bits/s]"] = raw_series([7] * 10, T0, T0 + 9000, "inbound-rtp")
    stats[f"{VIDEO_IN}-[framesReceived-framesDecoded-framesDropped]"] = raw_series(
        [7] * 10, T0, T0 + 9000, "inbound-rtp"
    )
    (peer,) = read_dump(dump(connection(stats))).connections
    (inbound,) = peer.reports
    assert not [m for m in inbound.members if "[" in m or "]" in m]


def test_a_star_marks_a_metric_that_is_not_in_the_standard() -> None:
    track = report("RTCMediaStreamTrack_receiver_1", "track", {"totalFreezesDuration*": counting(0.5)}, era=90)
    profile = profile_of(dump(connection(video_in(era=90, trackId="RTCMediaStreamTrack_receiver_1"), track)))
    assert values(profile, "downlink.video.freeze") == [50.0] * 9


def test_values_may_be_a_real_array() -> None:
    stats = video_in()
    for series in stats.values():
        series["values"] = json.loads(series["values"])
    assert values(profile_of(dump(connection(stats))), "downlink.video.bitrate") == [800.0] * 9


def test_numbers_and_booleans_may_be_texts() -> None:
    stats = video_in(packetsReceived=[str(100 * i) for i in range(10)], packetsLost=["0"] * 10, ssrc=["2222"] * 10)
    profile = profile_of(dump(connection(stats)))
    assert values(profile, "downlink.video.packets") == [100.0] * 9
    assert list(streams(profile, "downlink.video.packets")) == ["video 2222"]


def test_a_member_that_appeared_late() -> None:
    profile = profile_of(dump(connection(video_out(targetBitrate=[1_000_000, 2_000_000]))))
    assert times(profile, "uplink.video.target_bitrate") == [8.0, 9.0]
    assert values(profile, "uplink.video.target_bitrate") == [1000.0, 2000.0]


@pytest.mark.parametrize("era", [90, 144])
def test_a_member_that_went_away_early(era: int) -> None:
    stats = report(
        VIDEO_IN if era >= 117 else "RTCInboundRTPVideoStream_2222",
        "inbound-rtp",
        {"kind": "video", "ssrc": 2222, "packetsReceived": counting(100), "frameWidth": [640, 640, 320]},
        era=era,
        early=["frameWidth"],
    )
    profile = profile_of(dump(connection(stats)))
    assert times(profile, "downlink.video.width") == [0.0, 1.0, 2.0]


def test_polls_that_are_not_a_second_apart() -> None:
    at = [0.0, 1.0, 2.0, 32.0, 33.0]
    received = [0.0, 100.0, 200.0, 3200.0, 3300.0]
    profile = profile_of(dump(connection(video_in(at=at, packetsReceived=received))))
    assert times(profile, "downlink.video.packets") == [1.0, 2.0, 32.0, 33.0]
    assert values(profile, "downlink.video.packets") == [100.0] * 4  # 3000 packets in 30 s


def test_nan_and_endless_numbers_are_holes() -> None:
    text = dump(connection(video_in(jitter=[0.001, 0.002, 0.003, 0.004, 0.005, 0.006, 0.007, 0.008, 0.009, 0.01])))
    broken = text.replace(b"0.002", b"NaN").replace(b"0.003", b"1e400").replace(b"0.004", b"9" * 400)
    profile = profile_of(broken)
    assert times(profile, "downlink.video.jitter") == [0.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0]
    assert values(profile, "downlink.video.packets") == [100.0] * 9


def test_one_damaged_series_costs_that_series() -> None:
    stats: dict[str, Any] = video_in()
    stats[f"{VIDEO_IN}-jitter"]["values"] = "[0.1, \u0001 garbage"
    stats[f"{VIDEO_IN}-framesDecoded"] = 17
    profile = profile_of(dump(connection(stats)))
    assert "downlink.video.jitter" not in profile.facts
    assert "downlink.video.frame_rate" not in profile.facts
    assert values(profile, "downlink.video.bitrate") == [800.0] * 9
    assert "1 series could not be read" in notes(profile)
    assert "1 series are damaged and were left out" in notes(profile)


def test_damaged_times_are_filled_in() -> None:
    stats = video_in()
    stamps: list[Any] = [T0 + 1000 * i for i in range(10)]
    stamps[4] = None
    stats[f"{VIDEO_IN}-timestamp"]["values"] = json.dumps(stamps)
    assert times(profile_of(dump(connection(stats))), "downlink.video.packets") == [float(s) for s in range(1, 10)]


def test_quality_limitation_durations_as_texts_and_as_objects() -> None:
    durations = [{"none": 0.5 * i, "cpu": 0.5 * i, "bandwidth": 0, "other": 0} for i in range(10)]
    objects = profile_of(dump(connection(video_out(qualityLimitationDurations=durations))))
    texts = profile_of(dump(connection(video_out(qualityLimitationDurations=[json.dumps(d) for d in durations]))))
    assert values(objects, "uplink.video.cpu_limited") == values(texts, "uplink.video.cpu_limited") == [50.0] * 9
    assert values(texts, "uplink.video.bandwidth_limited") == [0.0] * 9
    broken = profile_of(dump(connection(video_out(qualityLimitationDurations=["{", "x"] * 5))))
    assert "uplink.video.cpu_limited" not in broken.facts


def test_the_type_may_stand_in_any_member() -> None:
    stats = audio_in()
    del next(iter(stats.values()))["statsType"]
    renamed = {k.replace(AUDIO_IN, "X"): v for k, v in stats.items()}
    assert values(profile_of(dump(connection(renamed))), "downlink.audio.packets") == [50.0] * 9


def test_the_first_second_is_the_first_entry_of_the_log() -> None:
    log = [entry("createOffer", "", 0.0), entry("onconnectionstatechange", "connected", 2.0)]
    profile = profile_of(dump(connection(video_in(at=[5, 6, 7]), log=log)))
    assert times(profile, "downlink.video.packets") == [6.0, 7.0]
    assert profile.evidence[0].t0 == T0


def test_the_recording_lasts_until_the_dump_was_written() -> None:
    log = [entry("createOffer", "", 0.0)]
    assert profile_of(dump(connection(log=log), timestamp=T0 + 20_000)).evidence[0].seconds == 20.0
    assert profile_of(dump(connection(log=log), timestamp=T0 + 86_400_000)).evidence[0].seconds == 0.0
    assert profile_of(dump(connection(log=log), timestamp=True)).evidence[0].seconds == 0.0


def test_the_connection_with_most_media_of_several_pages() -> None:
    idle = connection()
    closed = connection(video_in(at=[0, 1, 2]), log=[entry("stop", "", 3.0)])
    data = dump(idle, closed, connection(video_in()))
    profile = profile_of(data)
    assert profile.evidence[0].connection == "7-3"
    assert "connection 7-3 of 3 was chosen because it carried the most media; others: 7-1, 7-2" in notes(profile)
    other = profile_of(data, "7-2")
    assert times(other, "downlink.video.packets") == [1.0, 2.0]
    assert notes(other) == ""
    with pytest.raises(NoSuchConnection):
        profile_of(data, "7-9")


def test_a_closed_connection_says_so() -> None:
    recording = read_dump(dump(connection(log=[entry("close", "", 3.0)]), connection(log=[entry("track", "", 1.0)])))
    assert [c.closed for c in recording.connections] == [True, False]


def test_a_log_alone_is_read() -> None:
    log = [
        entry("oniceconnectionstatechange", '"checking"', 0.0),
        entry("oniceconnectionstatechange", '"failed"', 15.0),
    ]
    profile = profile_of(dump(connection(log=log)))
    assert scalar(profile, "connection.ice_state") == "failed"
    assert scalar(profile, "connection.established") is False
    assert "no statistics" in notes(profile)


def test_statistics_alone_are_read() -> None:
    profile = profile_of(dump(connection(video_in())))
    assert scalar(profile, "connection.established") is True
    assert "no update log" in notes(profile)


@pytest.mark.parametrize("connections", [(), (connection(),)])
def test_media_requests_alone_are_read(connections: tuple[dict[str, Any], ...]) -> None:
    profile = profile_of(dump(*connections, requests=[REQUEST, DENIED]))
    assert scalar(profile, "capture.audio_error") == scalar(profile, "capture.video_error") == "NotAllowedError"


@pytest.mark.parametrize(
    "data",
    [
        dump(),
        dump(connection(), connection()),
        b'{"PeerConnections": {}}',
        b'{"PeerConnections": {"7-1": {"stats": {}, "updateLog": []}}}',
        b'{"PeerConnections": {"7-1": 5}, "getUserMedia": []}',
    ],
)
def test_nothing_at_all_is_an_error(data: bytes) -> None:
    with pytest.raises(NothingReadable):
        profile_of(data)


def test_what_is_more_than_any_recording_has_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(internals, "_MOST_CONNECTIONS", 2)
    monkeypatch.setattr(internals, "_MOST_REQUESTS", 1)
    monkeypatch.setattr(internals, "_MOST_SERIES", len(video_in()) + 1)
    requests = [{"audio": "", "origin": "x", "pid": 1, "rid": 1}] * 3
    profile = profile_of(
        dump(connection(video_in(), audio_in()), connection(video_in()), connection(), requests=requests)
    )
    assert values(profile, "downlink.video.packets") == [100.0] * 9
    assert values(profile, "downlink.audio.packets") == []
    said = notes(profile)
    assert f"{len(audio_in()) - 1} series were left out" in said
    assert "1 connections were left out" in said
    assert "2 media requests were left out" in said


def test_a_connection_that_cannot_be_read_is_named() -> None:
    data = dump(connection(video_in())).replace(b'"7-1": {', b'"7-0": 5, "7-1": {')
    assert "connection 7-0 could not be read" in notes(profile_of(data))


def test_requests_belong_to_their_page() -> None:
    data = json.loads(dump(connection(video_in(), pid=12), connection(video_in(at=[0, 1]), pid=13)))
    data["PeerConnections"] = {"8-1": data["PeerConnections"]["7-1"], "9-1": data["PeerConnections"]["7-2"]}
    data["getUserMedia"] = [{**REQUEST, "pid": 13, "rid": 9}, {**DENIED, "pid": 13, "rid": 9}]
    text = json.dumps(data).encode()
    assert scalar(profile_of(text, "8-1"), "capture.audio_error") is None
    assert scalar(profile_of(text, "9-1"), "capture.audio_error") == "NotAllowedError"


def test_requests_of_an_only_connection_are_its_own() -> None:
    data = dump(
        connection(video_in(), pid=99), requests=[{**REQUEST, "pid": 1, "rid": 1}, {**DENIED, "pid": 1, "rid": 1}]
    )
    assert scalar(profile_of(data), "capture.audio_error") == "NotAllowedError"


def test_the_machine() -> None:
    agent = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/144.0.1.2 Safari/537.36"
    profile = profile_of(dump(connection(video_in()), UserAgent=agent, hardwareConcurrency=8))
    found = [scalar(profile, f"device.{n}") for n in ("browser", "browser_version", "os", "cores")]
    assert found == ["Chrome", "144.0.1.2", "windows", 8.0]


@pytest.mark.parametrize("cores", [True, 0, -1, 1e9, "many", None, [4]])
def test_cores_that_are_none(cores: Any) -> None:
    profile = profile_of(dump(connection(video_in()), hardwareConcurrency=cores))
    assert scalar(profile, "device.cores") in (None, 1.0)


def test_samples_are_counted_without_times_of_their_own() -> None:
    stats = video_out(era=90, encoderImplementation="SimulcastEncoderAdapter (libvpx, libvpx, libvpx)")
    assert profile_of(dump(connection(stats))).evidence[0].samples == 10


def test_what_the_far_end_said_is_placed_at_the_polls_before_chromium_117() -> None:
    far = report(
        "RTCRemoteInboundRtpVideoStream_4444",
        "remote-inbound-rtp",
        {
            "kind": "video",
            "ssrc": 4444,
            "localId": "RTCOutboundRTPVideoStream_4444",
            "packetsLost": [0, 0, 10, 10, 10, 10, 10, 10, 10, 10],
            "jitter": [0.1, 0.1, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2],
        },
        era=90,
    )
    for series in far.values():
        # it writes down when RTCP arrived: the last time after two seconds
        series["startTime"], series["endTime"] = iso(T0 - 500), iso(T0 + 2000)
    profile = profile_of(dump(connection(video_out(era=90), far)))
    # 10 of the 200 packets since the report before
    assert values(profile, "uplink.video.packet_loss") == [5.0, *[0.0] * 7]
    assert times(profile, "uplink.video.packet_loss") == [float(s) for s in range(2, 10)]
    assert values(profile, "uplink.video.feedback_age")[-3:] == [5.0, 6.0, 7.0]


SMALL = dump(
    connection(
        video_in(at=[0, 1, 2], framesReceived=0),
        log=[entry("oniceconnectionstatechange", '"connected"', 0.0)],
        rtcConfiguration='{"iceServers":[{"urls":["turn:turn.example.org:3478"],"credential":"geheim"}]}',
        pid=7,
    ),
    connection(audio_in(at=[0, 1]), log=[entry("onconnectionstatechange", '"failed"', 1.0)]),
    requests=[REQUEST, DENIED],
    UserAgent="Mozilla/5.0 (X11; Linux x86_64) Chrome/144.0.0.0",
)


def tells_nothing(error: RtctriageError) -> None:
    """A message may name the file, but nothing that stands in it."""
    assert "geheim" not in str(error)
    assert "example.org" not in str(error)


@given(st.integers(0, len(SMALL)))
def test_a_dump_that_was_cut_off_anywhere(cut: int) -> None:
    profile: Profile | None
    try:
        profile = profile_of(SMALL[:cut])
    except RtctriageError as error:
        tells_nothing(error)
        profile = None
    if profile is None:
        # whoever has lost all of the first connection has nothing to read
        assert cut < SMALL.index(b'"updateLog"')
    else:
        found = values(profile, "downlink.video.packets")
        assert found in ([], [100.0], [100.0, 100.0])
        if cut < len(SMALL) - 2:
            assert "cut off" in notes(profile)


def test_what_was_complete_before_the_cut_is_read() -> None:
    profile = profile_of(SMALL[: SMALL.index(b'"7-2"')])
    assert values(profile, "downlink.video.packets") == [100.0, 100.0]
    assert scalar(profile, "connection.ice_state") == "connected"
    assert scalar(profile, "ice.turn_servers") == 1.0
    assert scalar(profile, "capture.video_error") == "NotAllowedError"


@given(st.integers(0, len(SMALL) - 1), st.binary(min_size=1, max_size=60))
def test_a_dump_that_was_overwritten_anywhere(at: int, garbage: bytes) -> None:
    try:
        evidence.facts_of(evidence.read(SMALL[:at] + garbage + SMALL[at + len(garbage) :], name="x"))
    except RtctriageError as error:
        tells_nothing(error)


@given(st.randoms(use_true_random=False))
def test_the_order_of_members_does_not_matter(random: Any) -> None:
    stats = {**video_in(), **audio_in(), **video_out(targetBitrate=[1_000_000])}
    keys = list(stats)
    random.shuffle(keys)
    usual, shuffled = (profile_of(dump(connection(s))) for s in (stats, {k: stats[k] for k in keys}))
    assert usual.facts == shuffled.facts
