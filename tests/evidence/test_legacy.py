from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dumps import connection, dump, profile_of, report, scalar, streams, times, values

from rtctriage.evidence.legacy import translate
from rtctriage.evidence.recording import Cell, Column, Report


def texts(rate: float, polls: int = 10) -> list[str]:
    """A counter as legacy statistics write it."""
    return [str(int(rate * i)) for i in range(polls)]


SENT = {
    "ssrc": ["11"] * 10,
    "bytesSent": texts(125_000),
    "packetsSent": texts(100),
    "packetsLost": ["-1", "0", "0", "0", "0", "0", "0", "40", "40", "40"],
    "googRtt": ["-1", "80", "80", "80", "80", "80", "80", "90", "90", "90"],
    "googJitterReceived": ["-1", "3", "3", "3", "3", "3", "3", "4", "4", "4"],
    "googFrameRateSent": ["25"] * 10,
    "googFrameRateInput": ["30"] * 10,
    "googFrameWidthSent": ["640"] * 10,
    "googFrameHeightSent": ["360"] * 10,
    "googFrameWidthInput": ["1280"] * 10,
    "googFrameHeightInput": ["720"] * 10,
    "googNacksReceived": texts(2),
    "googPlisReceived": texts(1),
    "googFirsReceived": texts(1),
    "googCodecName": ["VP8"] * 10,
    "googCpuLimitedResolution": ["false"] * 5 + ["true"] * 5,
    "googBandwidthLimitedResolution": ["true"] + ["false"] * 8 + ["true"],
}
RECEIVED = {
    "ssrc": ["22"] * 10,
    "bytesReceived": texts(5000),
    "packetsReceived": texts(50),
    "packetsLost": texts(0),
    "googJitterReceived": ["12"] * 10,
    "audioOutputLevel": ["32767"] * 5 + ["0"] * 5,
    "googCodecName": ["opus"] * 10,
}
PAIR = {
    "googActiveConnection": ["true"] * 10,
    "googRtt": ["80"] * 10,
    "bytesReceived": texts(1),
    "packetsSent": texts(150),
    "googLocalCandidateType": ["stun"] * 10,
    "googRemoteCandidateType": ["relayed"] * 10,
    "googTransportType": ["udp"] * 10,
}


def legacy(**more: dict[str, Any]) -> bytes:
    reports = {
        "ssrc_11_send": SENT,
        "ssrc_22_recv": RECEIVED,
        "Conn-audio-1-0": PAIR,
        "bweforvideo": {"googAvailableSendBandwidth": ["2000000"] * 10},
        "Channel-audio-1": {"googComponent": ["1"] * 10},
        **more,
    }
    return dump(connection(*(report(id, "", members, era=40) for id, members in reports.items())))


def test_what_was_sent() -> None:
    profile = profile_of(legacy())
    assert list(streams(profile, "uplink.video.bitrate")) == ["video 11"]
    assert values(profile, "uplink.video.bitrate") == [1000.0] * 9
    assert values(profile, "uplink.video.frame_rate") == [25.0] * 10
    assert values(profile, "uplink.video.source_frame_rate") == [30.0] * 10
    assert values(profile, "uplink.video.height") == [360.0] * 10
    assert values(profile, "uplink.video.source_height") == [720.0] * 10
    assert values(profile, "uplink.video.nacks") == [120.0] * 9
    assert values(profile, "uplink.video.keyframe_requests") == [120.0] * 9
    assert scalar(profile, "uplink.video.codec") == "VP8"


def test_minus_one_was_not_measured() -> None:
    profile = profile_of(legacy())
    assert times(profile, "uplink.video.jitter")[0] == 1.0
    assert min(values(profile, "uplink.video.jitter")) == 3.0
    # 40 of the 600 packets since the last report that was another, not of the last 100
    assert values(profile, "uplink.video.packet_loss")[0] == 100.0 * 40 / 600


def test_what_was_received() -> None:
    profile = profile_of(legacy())
    assert values(profile, "downlink.audio.bitrate") == [40.0] * 9
    assert values(profile, "downlink.audio.jitter") == [12.0] * 10
    assert values(profile, "downlink.audio.level") == [1.0] * 5 + [0.0] * 5
    assert scalar(profile, "downlink.audio.codec") == "OPUS"


def test_the_path() -> None:
    profile = profile_of(legacy())
    assert values(profile, "network.rtt") == [80.0] * 6 + [90.0] * 3
    assert values(profile, "network.available_outgoing_bitrate") == [2000.0] * 10
    assert values(profile, "network.packets_sent") == [150.0] * 9
    assert [scalar(profile, f"ice.{n}") for n in ("local_type", "remote_type", "protocol")] == ["srflx", "relay", "udp"]


def test_why_the_picture_was_made_smaller() -> None:
    profile = profile_of(legacy())
    # bandwidth goes before the CPU, as in the standard's reason
    assert values(profile, "uplink.video.cpu_limited") == [0.0] * 5 + [100.0] * 4 + [0.0]
    assert values(profile, "uplink.video.bandwidth_limited") == [100.0] + [0.0] * 8 + [100.0]


def test_what_legacy_statistics_never_had_is_not_measured() -> None:
    profile = profile_of(legacy())
    for name in ("uplink.video.target_bitrate", "uplink.video.feedback_age", "downlink.audio.concealment"):
        assert name not in profile.facts


def test_gauges_that_mean_what_a_fact_does() -> None:
    picture = {
        "ssrc": ["33"] * 10,
        "packetsReceived": texts(100),
        "bytesReceived": texts(100_000),
        "googFrameRateReceived": ["24"] * 10,
        "googFrameRateDecoded": ["20"] * 10,
        "googDecodeMs": ["7"] * 10,
        "googJitterBufferMs": ["25"] * 10,
        "googTargetDelayMs": ["40"] * 10,
    }
    profile = profile_of(
        legacy(
            ssrc_11_send={**SENT, "googAvgEncodeMs": ["-1", *["9"] * 9], "googEncodeUsagePercent": ["80"] * 10},
            ssrc_22_recv={**RECEIVED, "googJitterBufferMs": ["60"] * 10, "googPreferredJitterBufferMs": ["50"] * 10},
            ssrc_33_recv=picture,
        )
    )
    assert values(profile, "uplink.video.encode_time") == [9.0] * 9
    assert values(profile, "downlink.video.decode_time") == [7.0] * 10
    assert values(profile, "downlink.video.received_frame_rate") == [24.0] * 10
    assert values(profile, "downlink.video.frame_rate") == [20.0] * 10
    assert values(profile, "downlink.audio.buffer_delay") == [60.0] * 10
    # what video waits for its audio is not in it, and so nothing follows for the offset between the two
    assert values(profile, "downlink.video.buffer_delay") == values(profile, "downlink.av_offset") == []
    assert "cpu.total" not in profile.facts


def test_without_flags_nothing_is_known_of_limits() -> None:
    sent = {k: v for k, v in SENT.items() if k != "googCpuLimitedResolution"}
    profile = profile_of(legacy(ssrc_11_send=sent))
    assert "uplink.video.cpu_limited" not in profile.facts


def test_a_pair_that_is_not_active() -> None:
    profile = profile_of(legacy(**{"Conn-audio-1-0": {**PAIR, "googActiveConnection": ["false"] * 10}}))
    assert "network.available_outgoing_bitrate" not in profile.facts
    assert scalar(profile, "ice.local_type") is None


def of(id: str, type: str, **members: Sequence[Cell]) -> Report:
    return Report(id, type, list(members), lambda m: Column([0.0, 1.0], members[m]))


def test_standard_reports_stay_as_they_are() -> None:
    reports = [of("a", "inbound-rtp", kind=["audio"]), of("b", "transport")]
    assert translate(reports) == reports


def test_an_id_of_another_kind() -> None:
    (inbound,) = translate([of("strange_recv", "ssrc", bytesReceived=["1", "2"])])
    assert (inbound.type, inbound.last("ssrc"), inbound.last("kind")) == ("inbound-rtp", "recv", "audio")
    (out, *_) = translate([of("strange", "ssrc", packetsSent=["x", "2"])])
    column = out.column("packetsSent")
    assert column is not None
    assert list(column.cells) == [None, 2.0]
    assert out.last("kind") is None  # nothing tells when it was polled
