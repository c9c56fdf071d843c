from __future__ import annotations

from typing import Any

import pytest
from dumps import (
    VIDEO_OUT,
    Stats,
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
    video_out,
)


def far(at: tuple[float, ...], **members: Any) -> Stats:
    usual: dict[str, Any] = {"kind": "video", "ssrc": 4444, "localId": VIDEO_OUT, "packetsLost": 0, "jitter": 0.005}
    return report("RIV4444", "remote-inbound-rtp", {**usual, **members}, at=at)


def facts(*reports: Stats) -> Any:
    return profile_of(dump(connection(*reports)))


def test_what_was_sent() -> None:
    profile = facts(video_out(frameWidth=640, frameHeight=360, targetBitrate=1_500_000))
    assert values(profile, "uplink.video.bitrate") == [1000.0] * 9
    assert values(profile, "uplink.video.packets") == [100.0] * 9
    assert values(profile, "uplink.video.frame_rate") == [25.0] * 9
    assert values(profile, "uplink.video.bits_per_frame") == [40.0] * 9  # 5000 bytes a frame
    assert values(profile, "uplink.video.target_bitrate") == [1500.0] * 10
    assert values(profile, "uplink.video.width") == [640.0] * 10
    assert values(profile, "uplink.video.height") == [360.0] * 10
    assert scalar(profile, "uplink.video.flowing") is True
    assert scalar(profile, "uplink.audio.flowing") is False
    assert scalar(profile, "downlink.video.flowing") is False


def test_the_work_of_the_encoder() -> None:
    codec = report("COT01_96", "codec", {"mimeType": "video/VP8"})
    profile = facts(
        codec,
        video_out(
            codecId="COT01_96",
            totalEncodeTime=counting(0.25),
            qpSum=counting(25 * 12.7),
            totalPacketSendDelay=counting(2.0),
        ),
    )
    assert values(profile, "uplink.video.encode_time") == pytest.approx([10.0] * 9)  # 0.25 s for 25 frames
    assert values(profile, "uplink.video.qp_share") == pytest.approx([10.0] * 9)  # 12.7 of 127
    assert values(profile, "uplink.video.send_delay") == pytest.approx([20.0] * 9)  # 2 s for 100 packets
    assert scalar(profile, "uplink.video.codec") == "VP8"


def test_the_quantiser_of_an_unknown_codec_has_no_limit() -> None:
    assert "uplink.video.qp_share" not in facts(video_out(qpSum=counting(9))).facts


def test_nothing_encoded_is_not_measured() -> None:
    profile = facts(video_out(framesEncoded=[0] * 10, totalEncodeTime=0))
    assert values(profile, "uplink.video.frame_rate") == [0.0] * 9
    assert "uplink.video.encode_time" not in profile.facts


def test_packets_sent_again() -> None:
    profile = facts(video_out(retransmittedPacketsSent=counting(5)))
    assert values(profile, "uplink.video.retransmitted") == [5.0] * 9


def test_requests_a_minute() -> None:
    profile = facts(video_out(pliCount=counting(1), firCount=counting(0.5), nackCount=counting(2)))
    assert values(profile, "uplink.video.keyframe_requests") == [90.0] * 9
    assert values(profile, "uplink.video.nacks") == [120.0] * 9


def test_why_quality_was_limited() -> None:
    profile = facts(video_out(qualityLimitationReason=["none"] * 4 + ["cpu"] * 6))
    assert values(profile, "uplink.video.cpu_limited") == [0.0] * 4 + [100.0] * 6
    assert values(profile, "uplink.video.bandwidth_limited") == [0.0] * 10


def test_what_the_far_end_reports() -> None:
    profile = facts(video_out(), far((1, 3, 5, 7, 9), packetsLost=[0, 0, 20, 20, 20]))
    assert values(profile, "uplink.video.packet_loss") == [0.0, 10.0, 0.0, 0.0]  # 20 of 200
    assert times(profile, "uplink.video.packet_loss") == [3.0, 5.0, 7.0, 9.0]
    assert values(profile, "uplink.video.jitter") == [5.0] * 5
    assert max(values(profile, "uplink.packet_loss")) == pytest.approx(10.0)


def test_the_far_ends_report_is_found_by_its_ssrc_as_well() -> None:
    found = far((1, 3, 5))
    del found["RIV4444-localId"]
    assert values(facts(video_out(ssrc=["4444"] * 10), found), "uplink.video.packet_loss") == [0.0, 0.0]
    stranger = far((1, 3, 5), ssrc=1, localId="other")
    assert "uplink.video.packet_loss" not in facts(video_out(), stranger).facts


def test_reports_that_stay_away() -> None:
    profile = facts(video_out(), far((2, 4)))
    assert values(profile, "uplink.video.feedback_age") == [0.0, 0.0, 1.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0]
    assert times(profile, "uplink.video.feedback_age")[0] == 1.0  # the first packets


def test_a_far_end_that_never_reported_is_not_measured() -> None:
    assert "uplink.video.feedback_age" not in facts(video_out()).facts


def test_nothing_sent_needs_no_report() -> None:
    assert "uplink.video.feedback_age" not in facts(video_out(packetsSent=[0] * 10), far((1, 2))).facts


def test_the_source_of_the_picture() -> None:
    source = report("SV1", "media-source", {"kind": "video", "frames": counting(30), "width": 1280, "height": 720})
    profile = facts(video_out(mediaSourceId="SV1"), source)
    assert values(profile, "uplink.video.source_frame_rate") == [30.0] * 9
    assert values(profile, "uplink.video.source_width") == [1280.0] * 10
    assert values(profile, "uplink.video.source_height") == [720.0] * 10


def test_the_gauge_of_the_source_where_frames_are_not_counted() -> None:
    source = report("SV1", "media-source", {"kind": "video", "framesPerSecond": 15})
    assert values(facts(video_out(mediaSourceId="SV1"), source), "uplink.video.source_frame_rate") == [15.0] * 10


def test_how_loud_the_microphone_is() -> None:
    out = report(
        "OT01A3", "outbound-rtp", {"kind": "audio", "ssrc": 3, "packetsSent": counting(50), "mediaSourceId": "SA1"}
    )
    source = report(
        "SA1",
        "media-source",
        {"kind": "audio", "totalAudioEnergy": counting(0.25), "totalSamplesDuration": counting(1)},
    )
    assert values(facts(out, source), "uplink.audio.level") == [0.5] * 9


def test_layers_of_one_picture() -> None:
    layers = [
        video_out(id=f"OT01V{i}", ssrc=i, rid=rid, packetsSent=counting(i), framesEncoded=counting(fps))
        for i, (rid, fps) in enumerate((("q", 15), ("h", 15), ("f", 0)), 10)
    ]
    found = streams(facts(*layers), "uplink.video.frame_rate")
    assert {label: s.values[0] for label, s in found.items()} == {
        "video 10 q": 15.0,
        "video 11 h": 15.0,
        "video 12 f": 0.0,
    }


@pytest.mark.parametrize(
    ("rids", "idle"),
    [(("q", "h", "f"), 2.0), (("q",), 0.0), ((None, None), 0.0)],
    ids=["simulcast", "one", "no layers"],
)
def test_layers_that_nobody_wants(rids: tuple[str | None, ...], idle: float) -> None:
    layers = [
        video_out(id=f"OT01V{i}", ssrc=i, rid=rid, packetsSent=counting(0 if i else 30)) for i, rid in enumerate(rids)
    ]
    assert facts(*layers).facts["uplink.video.idle_layers"].value == idle


def test_layers_are_not_idle_where_nothing_is_sent_at_all() -> None:
    assert "uplink.video.idle_layers" not in facts(video_out(rid="q", packetsSent=counting(0))).facts


def test_a_stream_that_got_another_ssrc() -> None:
    first = video_out(id="OT01V1", ssrc=1, at=[0, 1, 2, 3], packetsSent=[900, 1000, 1100, 1200])
    second = video_out(id="OT01V2", ssrc=2, at=[4, 5, 6], packetsSent=[10, 110, 210])
    found = streams(facts(first, second), "uplink.video.packets")
    assert {label: list(s.values) for label, s in found.items()} == {"video 1": [100.0] * 3, "video 2": [100.0] * 2}


def test_counters_that_restart_in_the_middle() -> None:
    sent = [1000, 1100, 1200, 5, 105, 205, 305, 405, 505, 605]
    profile = facts(video_out(packetsSent=sent))
    assert values(profile, "uplink.video.packets") == [100.0] * 8
    assert 3.0 not in times(profile, "uplink.video.packets")


@pytest.mark.parametrize(
    ("ssrc", "rid", "label"), [(7, "", "video 7"), ("x", "10.0.0.1/x", "video"), ("8", "hi", "video 8 hi")]
)
def test_labels(ssrc: Any, rid: str, label: str) -> None:
    assert list(streams(facts(video_out(ssrc=ssrc, rid=rid)), "uplink.video.packets")) == [label]


def test_reports_of_no_kind_and_of_the_other_end_are_passed_over() -> None:
    profile = facts(video_out(kind="data"), video_in(isRemote=True))
    assert "uplink.video.bitrate" not in profile.facts
    assert "downlink.video.bitrate" not in profile.facts


def test_streams_that_call_themselves_alike_are_told_apart() -> None:
    twins = [video_out(id=f"OT01V{i}", ssrc=7, packetsSent=counting(10 * i)) for i in (1, 2, 3)]
    found = streams(facts(*twins), "uplink.video.packets")
    assert {label: s.values[0] for label, s in found.items()} == {
        "video 7": 10.0,
        "video 7 #2": 20.0,
        "video 7 #3": 30.0,
    }


def test_frame_rates_of_a_screen_are_facts_of_their_own() -> None:
    sources = [
        report(f"SV{i}", "media-source", {"kind": "video", "frames": counting(fps), "width": 1920, "height": 1080})
        for i, fps in ((1, 30), (2, 4))
    ]
    camera = video_out(id="OT01V1", ssrc=1, mediaSourceId="SV1")
    screen = video_out(
        id="OT01V2", ssrc=2, mediaSourceId="SV2", contentType="screenshare", framesEncoded=counting(3), frameHeight=1080
    )
    profile = facts(camera, screen, *sources)
    seen = {
        name: {label: s.values[0] for label, s in streams(profile, f"uplink.{name}").items()}
        for name in ("video.frame_rate", "video.source_frame_rate", "screen.frame_rate", "screen.source_frame_rate")
    }
    assert seen == {
        "video.frame_rate": {"video 1": 25.0},
        "video.source_frame_rate": {"video 1": 30.0},
        "screen.frame_rate": {"video 2": 3.0},
        "screen.source_frame_rate": {"video 2": 4.0},
    }
    # it is a picture in all else
    assert list(streams(profile, "uplink.video.bitrate")) == ["video 1", "video 2"]
    assert list(streams(profile, "uplink.video.height")) == ["video 2"]


def test_a_camera_that_says_so_is_no_screen() -> None:
    assert values(facts(video_out(contentType="")), "uplink.video.frame_rate") == [25.0] * 9
