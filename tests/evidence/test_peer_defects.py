"""What other readers of the same recordings get wrong, and this one must not.

The list of thirty defects found in peers, each by what it looked like from outside, with the tests here (or, marked *,
in ``tests/rules/test_judgement_defects.py``) that fail where it comes back:

 1  not connected and not negotiated, because events of one age are looked for under names of another:
    test_names_of_events_never_hide_the_connection
 2  a file with one broken line is lost whole: test_a_truncated_dump_is_not_lost_whole
 3  one report without times costs all of its connection: test_one_statistic_without_times_does_not_cost_the_others
 4  an error where a selected pair's candidate is missing: test_a_selected_pair_without_its_candidates_is_no_error
 5  an error where nothing is said of the browser: test_a_dump_with_connections_alone_is_read
 6  candidates never matched by name: test_candidates_are_never_missed_by_their_name
 7  times read anew for each member; what RTCP brought placed at the end:
    test_times_of_a_report_are_read_once, test_reports_of_the_far_end_are_not_aligned_from_the_end
 8  the score rises with the delay: test_a_longer_delay_is_never_better*, test_loss_is_not_outweighed_by_delay*
 9  the same, copied: test_a_longer_delay_is_never_better*
10  one score, written differently in two places: no score is made here; test_bands_have_no_holes*
11  the score rises again beyond a second of delay: test_a_longer_delay_is_never_better*
12  detectors of reports that are gone, rates 8 times too high, jitter in seconds, blame on the server for delay alone:
    test_facts_do_not_hang_on_reports_that_browsers_no_longer_write, test_a_long_round_trip_alone_blames_no_server*
13  what a browser does not report counts as perfect: test_what_firefox_does_not_write_is_not_perfect,
    test_no_fact_is_made_up_of_nothing, test_nothing_measured_is_not_a_good_call*
14  freezes that end after one tick, loss of all streams in one sum:
    test_a_freeze_lasts_as_long_as_it_lasted*, test_loss_of_one_stream_is_not_hidden_by_another
15  shares divided by the seconds between polls: test_shares_do_not_depend_on_how_often_was_polled
16  values between two bands of a score: test_bands_have_no_holes*
17  every failure to capture is a denied permission:
    test_not_every_failure_is_a_denied_permission, test_only_a_denied_permission_is_one*
18  a limit in seconds that is called milliseconds: test_seconds_and_milliseconds_are_not_confused
19  a median of numbers in the order of their letters: test_numbers_are_not_sorted_as_texts
    (its pacing of probe packets cannot happen here: nothing is sent)
20  loss as a share of what was sent, resolutions in the order of their letters:
    test_loss_is_of_those_expected_not_of_those_sent, test_numbers_are_not_sorted_as_texts
21  NaN from statistics that browsers removed: test_statistics_that_are_gone_give_no_nan
22  NaN from a limit that is not defined: test_statistics_that_are_gone_give_no_nan
    (an unknown limit is an error when rules are loaded: tests/knowledge/test_loader.py)
23  names cut at the wrong dash, times spread, loss of the whole call, issues in a perfect one:
    test_names_with_dashes_are_not_cut_in_two (perfect calls: tests/test_healthy_calls.py)
24  means of the whole call, only the first stream, shares of the time since the tool began:
    test_means_are_not_those_of_the_whole_call, test_a_freeze_is_a_share_of_its_own_interval
25  only the last sample is judged: test_not_only_the_last_sample_is_known, test_a_fault_that_is_over_is_found*
26  only rises count as change, the delay is a constant, answers contradict themselves:
    test_both_directions_of_a_change_count*, test_delay_that_was_not_measured_is_not_assumed*,
    test_an_answer_does_not_contradict_itself*
27  a TURN server without port and transport does not count: test_a_bare_turn_server_counts
28  reports classified by the members they happen to have: test_a_type_that_was_not_written_is_told_from_the_id_alone
29  limits without causes: test_limits_are_joined_to_causes*
30  a recording that lasts less than nothing: test_a_recording_never_lasts_less_than_nothing
"""

from __future__ import annotations

import json
import re
from math import isfinite
from pathlib import Path
from typing import Any

import pytest
from dumps import (
    VIDEO_IN,
    VIDEO_OUT,
    audio_in,
    connection,
    counting,
    dump,
    entry,
    poll,
    profile_of,
    raw_series,
    report,
    scalar,
    stat,
    streams,
    times,
    values,
    video_in,
    video_out,
)

from rtctriage import evidence
from rtctriage.evidence import clock, rawstats
from rtctriage.profile import Known, Streams
from rtctriage.series import Series

OFFER, ANSWER = {"type": "offer", "sdp": "v=0\r\n"}, {"type": "answer", "sdp": "v=0\r\n"}
JUDGEMENT = Path(__file__).parent.parent / "rules" / "test_judgement_defects.py"
CANDIDATE = "candidate:1 1 udp 2122260223 192.0.2.1 5000 typ host"


def test_the_list_is_whole() -> None:
    """Each of the thirty has a test, and each test that the list names is there."""
    entries = re.split(r"^ ?(\d+)  ", __doc__ or "", flags=re.MULTILINE)[1:]
    numbers, texts = list(map(int, entries[::2])), entries[1::2]
    assert numbers == list(range(1, 31))
    judged = re.findall(r"^def (test_\w+)", JUDGEMENT.read_text(encoding="utf-8"), re.MULTILINE)
    there = dict.fromkeys(globals(), "") | dict.fromkeys(judged, "*")
    for number, text in zip(numbers, texts, strict=True):
        named = re.findall(r"(?<!/)\b(test_\w+)(\*?)", text)
        assert named, number
        assert [name for name, mark in named if there.get(name) != mark] == []


@pytest.mark.parametrize(
    ("prefix", "era", "checking", "connected"),
    [
        ("", 117, "checking", "connected"),
        ("on", 144, '"checking"', '"connected"'),
        ("", 90, "ICEConnectionStateChecking", "ICEConnectionStateConnected"),
    ],
)
def test_names_of_events_never_hide_the_connection(prefix: str, era: int, checking: str, connected: str) -> None:
    """Defect 1: event names of one age looked for under those of another: not connected, not negotiated, no servers."""
    described = (lambda d: d) if era >= 144 else (lambda d: f"type: {d['type']}, sdp: {d['sdp']}")
    log = [
        entry("setLocalDescription", described(OFFER), 0.0, era=era),
        entry("setLocalDescriptionOnSuccess", "", 0.0, era=era),
        entry("setRemoteDescription", described(ANSWER), 1.0, era=era),
        entry("setRemoteDescriptionOnSuccess", "", 1.0, era=era),
        entry(f"{prefix}iceconnectionstatechange", checking, 1.0, era=era),
        entry(f"{prefix}iceconnectionstatechange", connected, 2.0, era=era),
        entry(f"{prefix}connectionstatechange", connected.removeprefix("ICEConnectionState").lower(), 2.0, era=era),
    ]
    servers = '{"iceServers":[{"urls":["stun:a.example"]}]}' if era >= 144 else "{ iceServers: [stun:a.example] }"
    profile = profile_of(dump(connection(video_in(era=era), log=log, rtcConfiguration=servers)))
    assert scalar(profile, "connection.ice_connected") is True
    assert scalar(profile, "connection.established") is True
    assert scalar(profile, "connection.negotiated") is True
    assert scalar(profile, "connection.ice_state") == "connected"
    assert scalar(profile, "ice.stun_servers") == 1.0


def test_a_truncated_dump_is_not_lost_whole() -> None:
    """Defect 2: any line that cannot be parsed ended the reader."""
    data = dump(connection(video_in()), connection(audio_in()))
    assert values(profile_of(data[:-200]), "downlink.video.bitrate") == [800.0] * 9


def test_one_statistic_without_times_does_not_cost_the_others() -> None:
    """Defect 3: one report without a timestamp series dropped all statistics of its connection."""
    audio = audio_in()
    del audio["IT01A1111-timestamp"]
    profile = profile_of(dump(connection(video_in(), audio)))
    assert values(profile, "downlink.video.bitrate") == [800.0] * 9
    assert values(profile, "downlink.audio.packets") == [50.0] * 9


def test_a_selected_pair_without_its_candidates_is_no_error() -> None:
    """Defect 4: a TypeError where the report of a selected pair's candidate is absent."""
    pair = report(
        "CP1",
        "candidate-pair",
        {"localCandidateId": "I1", "remoteCandidateId": "I2", "nominated": True, "state": "succeeded"},
    )
    transport = report("T01", "transport", {"selectedCandidatePairId": "CP1", "dtlsState": "connected"})
    profile = profile_of(dump(connection(pair, transport)))
    assert scalar(profile, "ice.local_type") is None
    assert scalar(profile, "connection.established") is True


def test_a_dump_with_connections_alone_is_read() -> None:
    """Defect 5: an error for a dump that says nothing of the browser and its media requests."""
    data = json.dumps({"PeerConnections": {"7-1": connection(video_in())}}).encode()
    profile = profile_of(data)
    assert values(profile, "downlink.video.bitrate") == [800.0] * 9
    assert scalar(profile, "device.browser") is None


@pytest.mark.parametrize("name", ["icecandidate", "onicecandidate", "onIceCandidate"])
def test_candidates_are_never_missed_by_their_name(name: str) -> None:
    """Defect 6: compared with a name whose first letter is Cyrillic, so that no candidate was ever counted."""
    log = [entry(name, {"sdpMid": "0", "sdpMLineIndex": 0, "candidate": CANDIDATE}, 0.0)]
    assert scalar(profile_of(dump(connection(log=log))), "ice.local_candidates") == 1.0
    assert name.isascii()


def test_times_of_a_report_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Defect 7: the times of a report were parsed anew for each of its members."""
    parsed: list[object] = []

    def cells(series: rawstats.RawSeries) -> list[Any] | None:
        parsed.append(series)
        return rawstats.cells(series)

    monkeypatch.setattr(clock, "cells", cells)
    profile = profile_of(dump(connection(video_in(framesDropped=counting(1), nackCount=0, pliCount=0, firCount=0))))
    assert len([name for name in profile.facts if name.startswith("downlink.video.")]) > 5
    assert len(parsed) == 1


def test_reports_of_the_far_end_are_not_aligned_from_the_end() -> None:
    """Defect 7: members that appeared late were aligned from the end, which is wrong for reports that RTCP brings."""
    far = report(
        "RIV4444",
        "remote-inbound-rtp",
        {"kind": "video", "localId": VIDEO_OUT, "packetsLost": [0, 10, 10]},
        at=(1, 2, 3),
    )
    profile = profile_of(dump(connection(video_out(), far)))
    assert times(profile, "uplink.video.packet_loss") == [2.0, 3.0]
    assert values(profile, "uplink.video.packet_loss") == [10.0, 0.0]


def test_facts_do_not_hang_on_reports_that_browsers_no_longer_write() -> None:
    """Defect 12: detectors read ``track`` reports, which are gone; packet rates 8 times too high; jitter in seconds."""
    profile = profile_of(
        dump(
            connection(
                video_in(totalFreezesDuration=0, estimatedPlayoutTimestamp=counting(1000, begin=3.9e12)),
                audio_in(estimatedPlayoutTimestamp=counting(1000, begin=3.9e12)),
            )
        )
    )
    assert values(profile, "downlink.av_offset") == [0.0] * 10
    assert values(profile, "downlink.video.freeze") == [0.0] * 9
    assert values(profile, "downlink.video.packets") == [100.0] * 9
    assert values(profile, "downlink.video.jitter") == [4.0] * 10


def test_what_firefox_does_not_write_is_not_perfect() -> None:
    """Defect 13: members that Firefox lacks were taken for 0, and the call for perfect."""
    lines = []
    for s in range(5):
        inbound = stat("in", "inbound-rtp", s, kind="video", ssrc=1, packetsReceived=100 * s, bytesReceived=1000 * s)
        pair = stat("p", "candidate-pair", s, selected=True, state="succeeded", nominated=True, bytesSent=9 * s)
        out = stat("out", "outbound-rtp", s, kind="video", ssrc=2, packetsSent=100 * s, bytesSent=1000 * s)
        lines.append(poll("A", s, [inbound, pair, out]))
    profile = profile_of(b"".join(lines))
    assert values(profile, "downlink.video.packets") == [100.0] * 4
    for name in (
        "network.rtt",
        "network.available_outgoing_bitrate",
        "downlink.packet_loss",
        "downlink.video.packet_loss",
        "uplink.packet_loss",
        "downlink.video.freeze",
        "downlink.video.jitter",
        "uplink.video.bandwidth_limited",
        "uplink.video.cpu_limited",
        "uplink.video.target_bitrate",
    ):
        assert name not in profile.facts, name


def test_loss_of_one_stream_is_not_hidden_by_another() -> None:
    """Defect 14: loss was summed over all streams."""
    audio = audio_in(packetsReceived=counting(25), packetsLost=counting(25))
    profile = profile_of(dump(connection(video_in(), audio)))
    assert values(profile, "downlink.audio.packet_loss") == [50.0] * 9
    assert values(profile, "downlink.video.packet_loss") == [0.0] * 9
    assert values(profile, "downlink.packet_loss") == pytest.approx([100.0 * 25 / 150] * 9)


@pytest.mark.parametrize("step", [0.5, 1, 2, 5])
def test_shares_do_not_depend_on_how_often_was_polled(step: float) -> None:
    """Defect 15: shares of packets were divided by the seconds between two polls."""
    at = [step * i for i in range(6)]
    received, lost = [90 * t for t in at], [10 * t for t in at]
    profile = profile_of(dump(connection(video_in(at=at, packetsReceived=received, packetsLost=lost))))
    assert values(profile, "downlink.video.packet_loss") == pytest.approx([10.0] * 5)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        ("NotFoundError", "NotFoundError"),
        ("NotReadableError", "NotReadableError"),
        ("NotAllowedError", "NotAllowedError"),
        ("OverconstrainedError", "OverconstrainedError"),
        ("SomethingNew", "UnknownError"),
    ],
)
def test_not_every_failure_is_a_denied_permission(error: str, expected: str) -> None:
    """Defect 17: no device, unsupported and unknown failures were all told as permission denied."""
    base = {"pid": 7, "rid": 3, "request_id": 0, "request_type": "getUserMedia"}
    rows = [{**base, "audio": "", "origin": "x"}, {**base, "error": error, "error_message": ""}]
    assert scalar(profile_of(dump(requests=rows)), "capture.audio_error") == expected


def test_seconds_and_milliseconds_are_not_confused() -> None:
    """Defect 18: a limit called milliseconds that held seconds."""
    pair = report("CP1", "candidate-pair", {"nominated": True, "state": "succeeded", "currentRoundTripTime": 0.4})
    profile = profile_of(dump(connection(pair, video_in(jitter=0.03))))
    assert values(profile, "network.rtt") == [400.0] * 10
    assert values(profile, "downlink.video.jitter") == [30.0] * 10


def test_numbers_are_not_sorted_as_texts() -> None:
    """Defects 19 and 20: medians and resolutions of numbers in the order of their letters."""
    assert Series(range(5), [10.0, 100.0, 11.0, 8.0, 9.0]).percentile(50) == 10.0
    assert Series(range(3), [1280.0, 320.0, 640.0]).ordered == [320.0, 640.0, 1280.0]


def test_loss_is_of_those_expected_not_of_those_sent() -> None:
    """Defect 20: loss was lost over sent, or over received."""
    profile = profile_of(dump(connection(video_in(packetsReceived=counting(80), packetsLost=counting(20)))))
    assert values(profile, "downlink.video.packet_loss") == [20.0] * 9


def test_statistics_that_are_gone_give_no_nan() -> None:
    """Defects 21 and 22: ``goog*`` statistics that Chrome 122 removed, and undefined limits, gave NaN."""
    durations: list[Any] = [
        {"cpu": None},
        {},
        None,
        7,
        "x",
        {"cpu": "NaN"},
        {"cpu": 1},
        {"cpu": 2},
        {"cpu": 3},
        {"cpu": 4},
    ]
    members: dict[str, Any] = {
        "qpSum": None,
        "totalEncodeTime": "NaN",
        "frameWidth": [None] * 10,
        "qualityLimitationDurations": durations,
    }
    profile = profile_of(
        dump(connection(video_out(**members), video_in(totalAudioEnergy=1, framesDropped=counting(1))))
    )
    assert values(profile, "uplink.video.frame_rate") == [25.0] * 9
    for value in profile.facts.values():
        if isinstance(value, Streams):
            assert all(
                isfinite(v) and isfinite(t)
                for s in value.streams
                for t, v in zip(s.series.times, s.series.values, strict=True)
            )
            assert all(len(s.series) for s in value.streams)
        else:
            assert not isinstance(value.value, float) or isfinite(value.value)


def test_names_with_dashes_are_not_cut_in_two() -> None:
    """Defect 23: the last dash cut ``[framesReceived-framesDecoded]``; times were spread; loss of the whole call."""
    stats = video_in(
        packetsLost=[0, 100, 100, 100, 100, 100, 100, 100, 100, 100], at=[0, 1, 2, 3, 4, 34, 35, 36, 37, 38]
    )
    stats[f"{VIDEO_IN}-[framesReceived-framesDecoded]"] = raw_series([9] * 10, 0, 0, "inbound-rtp")
    stats[f"{VIDEO_IN}-with-dash-framesDecoded"] = raw_series([9] * 10, 0, 0, "inbound-rtp")
    profile = profile_of(dump(connection(stats)))
    assert times(profile, "downlink.video.packets") == [1.0, 2.0, 3.0, 4.0, 34.0, 35.0, 36.0, 37.0, 38.0]
    assert values(profile, "downlink.video.packet_loss") == [50.0, *[0.0] * 8]


def test_means_are_not_those_of_the_whole_call() -> None:
    """Defect 24: loss and buffer delay since the beginning, and only the first stream of each kind."""
    delay = [0.0, 0.5, 1.0, 1.5, 2.0, 27.0, 52.0, 77.0, 102.0, 127.0]
    other = {k.replace(VIDEO_IN, "IT01V9"): v for k, v in video_in(ssrc=9).items()}
    stats = video_in(jitterBufferDelay=delay, jitterBufferEmittedCount=counting(25))
    profile = profile_of(dump(connection(stats, other)))
    assert values(profile, "downlink.video.buffer_delay") == [20.0] * 4 + [1000.0] * 5
    assert list(streams(profile, "downlink.video.bitrate")) == ["video 2222", "video 9"]


def test_a_freeze_is_a_share_of_its_own_interval() -> None:
    """Defect 24: the share frozen was of the time since the tool was attached."""
    profile = profile_of(
        dump(connection(video_in(at=[100 + i for i in range(10)], totalFreezesDuration=[0] * 9 + [0.5])))
    )
    assert values(profile, "downlink.video.freeze") == [0.0] * 8 + [50.0]


def test_not_only_the_last_sample_is_known() -> None:
    """Defect 25: only the last sample was judged."""
    loss = [0, 0, 100, 200, 300, 300, 300, 300, 300, 300]
    profile = profile_of(dump(connection(video_in(packetsLost=loss))))
    assert values(profile, "downlink.video.packet_loss") == [0.0, 50.0, 50.0, 50.0, 0.0, 0.0, 0.0, 0.0, 0.0]


@pytest.mark.parametrize("url", ["turn:turn.example", "turn:turn.example:3478?transport=udp", "turns:turn.example"])
def test_a_bare_turn_server_counts(url: str) -> None:
    """Defect 27: a URL without port and transport was not counted as TURN."""
    new = profile_of(dump(connection(video_in(), rtcConfiguration=json.dumps({"iceServers": [{"urls": url}]}))))
    old = profile_of(
        dump(connection(video_in(), rtcConfiguration=f"{{ iceServers: [{url}], iceTransportPolicy: all }}"))
    )
    assert scalar(new, "ice.turn_servers") == scalar(old, "ice.turn_servers") == 1.0


def test_a_type_that_was_not_written_is_told_from_the_id_alone() -> None:
    """Defect 28: reports classified by which members they happen to have."""
    odd = report("RTCTransport_0_1", "", {"packetsReceived": counting(9), "kind": "video", "ssrc": 1}, era=90)
    profile = profile_of(dump(connection(odd, video_in(era=90))))
    assert list(streams(profile, "downlink.video.packets")) == ["video 2222"]
    assert values(profile, "network.packets_received") == [9.0] * 9


@pytest.mark.parametrize("written", [-1e6, 0, 1e300, None])
def test_a_recording_never_lasts_less_than_nothing(written: float | None) -> None:
    """Defect 30: a start later than the events gave a negative number of minutes."""
    log = [entry("createOffer", "", 50.0), entry("onconnectionstatechange", '"connected"', 40.0)]
    (note,) = profile_of(dump(connection(video_in(), log=log), timestamp=written)).evidence
    assert note.seconds == 50.0


def test_no_fact_is_made_up_of_nothing() -> None:
    """Defect 13 again: a connection that says nothing supplies nothing."""
    profile = evidence.facts_of(
        evidence.read(dump(connection(), requests=[{"audio": "", "origin": "x", "pid": 1}]), name="x")
    )
    assert {n: v.value for n, v in profile.facts.items() if isinstance(v, Known)} == {}
