from __future__ import annotations

from typing import Any

import pytest
from dumps import (
    Stats,
    audio_in,
    connection,
    counting,
    dump,
    profile_of,
    report,
    scalar,
    streams,
    times,
    values,
    video_in,
)


def facts(*reports: Stats) -> Any:
    return profile_of(dump(connection(*reports)))


def test_what_was_received() -> None:
    profile = facts(video_in(frameWidth=640, frameHeight=360))
    assert values(profile, "downlink.video.bitrate") == [800.0] * 9
    assert values(profile, "downlink.video.packets") == [100.0] * 9
    assert values(profile, "downlink.video.frame_rate") == [25.0] * 9
    assert values(profile, "downlink.video.received_frame_rate") == [25.0] * 9
    assert values(profile, "downlink.video.jitter") == [4.0] * 10
    assert values(profile, "downlink.video.bits_per_frame") == [32.0] * 9  # 4000 bytes a frame
    assert values(profile, "downlink.video.packet_loss") == [0.0] * 9
    assert scalar(profile, "downlink.video.flowing") is True
    assert scalar(profile, "uplink.video.flowing") is False


def test_the_work_of_the_decoder() -> None:
    codec = report("CIT01_98", "codec", {"mimeType": "video/VP9"})
    profile = facts(
        codec,
        video_in(
            codecId="CIT01_98",
            totalDecodeTime=counting(0.1),
            qpSum=counting(25 * 51),
            totalInterFrameDelay=counting(1.0),
            framesDropped=counting(5),
        ),
    )
    assert values(profile, "downlink.video.decode_time") == pytest.approx([4.0] * 9)
    assert values(profile, "downlink.video.qp_share") == pytest.approx([20.0] * 9)  # 51 of 255
    assert values(profile, "downlink.video.frame_gap") == [40.0] * 9
    assert values(profile, "downlink.video.dropped") == [20.0] * 9
    assert scalar(profile, "downlink.video.codec") == "VP9"


def test_packets_that_were_lost() -> None:
    profile = facts(video_in(packetsLost=[0, 0, 25, 25, 25, 25, 25, 25, 25, 25]))
    assert values(profile, "downlink.video.packet_loss") == [0.0, 20.0, *[0.0] * 7]  # 25 of 125
    assert values(profile, "downlink.packet_loss") == [0.0, 20.0, *[0.0] * 7]


@pytest.mark.parametrize("lost", [[0, 5, 3, 0, 0, 0, 0, 0, 0, 0], [-3] * 10, [0, -1, -2, -3, -4, -4, -4, -4, -4, -4]])
def test_packets_that_came_late_or_twice_are_not_lost(lost: list[int]) -> None:
    assert values(facts(video_in(packetsLost=lost)), "downlink.video.packet_loss") == [0.0] * 9


def test_holes_in_the_virtual_streams_of_a_conference_server() -> None:
    virtual = [
        report(
            f"IT01A{ssrc}",
            "inbound-rtp",
            {
                "kind": "audio",
                "ssrc": ssrc,
                "packetsReceived": [0, 50, 50, 50, 100, 150, 150, 150, 200, 250],
                "packetsLost": [0, 0, 0, 0, 40, 40, 40, 40, 116, 116],
            },
        )
        for ssrc in (6666, 6667)
    ]
    profile = facts(*virtual)
    assert list(streams(profile, "downlink.audio.packet_loss")) == ["audio 6666", "audio 6667"]
    for series in streams(profile, "downlink.audio.packet_loss").values():
        assert max(series.values) == 0.0
    assert max(values(profile, "downlink.packet_loss")) == 0.0


def test_a_throttled_tab_loses_nothing_and_freezes_nothing() -> None:
    at = [0, 1, 2, 3, 4, 64, 124, 125, 126]
    frames, packets, size = ([rate * t for t in at] for rate in (25, 100, 1000))
    profile = facts(
        video_in(
            at=at,
            totalFreezesDuration=0,
            framesDecoded=frames,
            framesReceived=frames,
            packetsReceived=packets,
            bytesReceived=size,
        )
    )
    assert values(profile, "downlink.video.packet_loss") == [0.0] * 8
    assert values(profile, "downlink.video.freeze") == [0.0] * 8
    assert values(profile, "downlink.video.frame_rate") == [25.0] * 8
    assert values(profile, "downlink.video.bitrate") == [8.0] * 8
    (series,) = streams(profile, "downlink.video.frame_rate").values()
    # a stretch does not run through what nobody looked at
    assert series.stretches([True] * 8) == [(0.0, 4.0), (63.0, 64.0), (123.0, 126.0)]


def test_a_freeze_is_counted_at_its_end_and_lasted_before() -> None:
    profile = facts(video_in(totalFreezesDuration=[0, 0, 0, 0, 0, 2.5, 2.5, 2.5, 2.5, 2.5]))
    # it ended at second 5 and had begun at 2.5
    assert values(profile, "downlink.video.freeze") == [0.0, 0.0, 50.0, 100.0, 100.0, 0.0, 0.0, 0.0, 0.0]


def test_a_freeze_longer_than_the_recording() -> None:
    profile = facts(video_in(at=[0, 1, 2], totalFreezesDuration=[0, 0, 60]))
    assert values(profile, "downlink.video.freeze") == [100.0, 100.0]


def test_samples_made_up_without_those_of_silence() -> None:
    profile = facts(
        audio_in(
            totalSamplesReceived=counting(48_000),
            concealedSamples=counting(4800),
            silentConcealedSamples=counting(2400),
        )
    )
    assert values(profile, "downlink.audio.concealment") == [5.0] * 9


def test_silence_that_is_not_told_apart_is_not_measured() -> None:
    profile = facts(audio_in(totalSamplesReceived=counting(48_000), concealedSamples=counting(4800)))
    assert "downlink.audio.concealment" not in profile.facts


def test_silence_alone_is_no_concealment() -> None:
    made_up = counting(48_000)
    profile = facts(
        audio_in(totalSamplesReceived=counting(48_000), concealedSamples=made_up, silentConcealedSamples=made_up)
    )
    assert values(profile, "downlink.audio.concealment") == [0.0] * 9


def test_how_long_the_jitter_buffer_holds_back() -> None:
    profile = facts(audio_in(jitterBufferDelay=counting(960), jitterBufferEmittedCount=counting(48_000)))
    assert values(profile, "downlink.audio.buffer_delay") == [20.0] * 9


def test_what_was_counted_on_the_track_up_to_chromium_111() -> None:
    track = report(
        "DEPRECATED_TI1",
        "track",
        {
            "jitterBufferDelay": counting(2.5),
            "jitterBufferEmittedCount": counting(25),
            "framesReceived": counting(24),
            "frameWidth": 320,
            "frameHeight": 180,
            "totalFreezesDuration": counting(0.1),
        },
    )
    inbound = video_in(trackId="DEPRECATED_TI1")
    del inbound["IT01V2222-framesReceived"]
    profile = facts(inbound, track)
    assert values(profile, "downlink.video.buffer_delay") == [100.0] * 9
    assert values(profile, "downlink.video.received_frame_rate") == [24.0] * 9
    assert values(profile, "downlink.video.width") == [320.0] * 10
    assert values(profile, "downlink.video.freeze") == pytest.approx([10.0] * 9)


def test_a_track_that_is_not_there() -> None:
    assert "downlink.video.buffer_delay" not in facts(video_in(trackId="gone")).facts


def test_how_loud_it_was() -> None:
    profile = facts(audio_in(totalAudioEnergy=counting(0.09), totalSamplesDuration=counting(1)))
    assert values(profile, "downlink.audio.level") == pytest.approx([0.3] * 9)


NTP = 3_900_000_000_000.0


def test_audio_ahead_of_its_video() -> None:
    profile = facts(
        audio_in(estimatedPlayoutTimestamp=counting(1000, begin=NTP)),
        video_in(estimatedPlayoutTimestamp=counting(1000, begin=NTP - 150)),
    )
    assert values(profile, "downlink.av_offset") == [150.0] * 10


def test_without_playout_times_the_buffers_tell() -> None:
    profile = facts(
        audio_in(jitterBufferDelay=counting(2400), jitterBufferEmittedCount=counting(48_000)),  # 50 ms
        video_in(jitterBufferDelay=counting(50), jitterBufferEmittedCount=counting(25)),  # 2 s
    )
    assert values(profile, "downlink.av_offset") == [1950.0] * 9


def test_playout_times_that_never_meet_leave_it_to_the_buffers() -> None:
    buffers: dict[str, Any] = {"jitterBufferDelay": counting(1), "jitterBufferEmittedCount": counting(25)}
    profile = facts(
        audio_in(estimatedPlayoutTimestamp=[NTP] * 3 + [None] * 7, **buffers),
        video_in(estimatedPlayoutTimestamp=[None] * 5 + [NTP] * 5, **buffers),
    )
    assert values(profile, "downlink.av_offset") == [0.0] * 9


def test_several_streams_of_a_kind_belong_to_nobody_in_particular() -> None:
    stamped: dict[str, Any] = {"estimatedPlayoutTimestamp": NTP}
    other = {k.replace("1111", "5555"): v for k, v in audio_in(ssrc=5555, **stamped).items()}
    assert "downlink.av_offset" not in facts(audio_in(**stamped), other, video_in(**stamped)).facts


def test_restarts_are_no_loss() -> None:
    profile = facts(
        video_in(
            packetsReceived=[1000, 1100, 1200, 0, 100, 200, 300, 400, 500, 600],
            packetsLost=[50, 50, 50, 0, 0, 0, 0, 0, 0, 0],
        )
    )
    assert set(values(profile, "downlink.video.packet_loss")) == {0.0}
    assert 3.0 not in times(profile, "downlink.video.packet_loss")


def test_streams_that_call_themselves_alike_are_told_apart() -> None:
    twin = {k.replace("1111", "9999"): v for k, v in audio_in(packetsReceived=counting(20)).items()}
    found = streams(facts(audio_in(), twin), "downlink.audio.packets")
    assert {label: s.values[0] for label, s in found.items()} == {"audio 1111": 50.0, "audio 1111 #2": 20.0}


def test_frame_rates_of_a_received_screen_are_facts_of_their_own() -> None:
    screen = {k.replace("2222", "3333"): v for k, v in video_in(ssrc=3333, contentType="screenshare").items()}
    screen["IT01V3333-framesDecoded"]["values"] = str(counting(2))
    screen["IT01V3333-framesReceived"]["values"] = str(counting(3))
    profile = facts(video_in(), screen)
    seen = {
        name: {label: s.values[0] for label, s in streams(profile, f"downlink.{name}").items()}
        for name in ("video.frame_rate", "video.received_frame_rate", "screen.frame_rate", "screen.received_frame_rate")
    }
    assert seen == {
        "video.frame_rate": {"video 2222": 25.0},
        "video.received_frame_rate": {"video 2222": 25.0},
        "screen.frame_rate": {"video 3333": 2.0},
        "screen.received_frame_rate": {"video 3333": 3.0},
    }
    assert list(streams(profile, "downlink.video.bitrate")) == ["video 2222", "video 3333"]


def test_a_pause_of_the_sender_is_no_freeze() -> None:
    packets = [0, 100, 200, 200, 200, 200, 300, 400, 500, 600]
    # the first frame after the pause ends a "freeze" of four seconds
    profile = facts(video_in(packetsReceived=packets, totalFreezesDuration=[0] * 6 + [4] * 4))
    # nothing came in the intervals that end at 3, 4 and 5: they say nothing of freezes, and took three of the seconds
    assert times(profile, "downlink.video.freeze") == [1.0, 2.0, 6.0, 7.0, 8.0, 9.0]
    assert values(profile, "downlink.video.freeze") == [0.0, 0.0, 100.0, 0.0, 0.0, 0.0]


def test_a_freeze_while_packets_arrive_is_one() -> None:
    profile = facts(video_in(totalFreezesDuration=[0] * 6 + [4] * 4))
    assert values(profile, "downlink.video.freeze") == [0.0, 0.0, 100.0, 100.0, 100.0, 100.0, 0.0, 0.0, 0.0]
