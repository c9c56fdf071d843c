"""The tables of vendors' codes and fields: what holds for every row, and rows compared with the vendors by hand."""

from __future__ import annotations

import math
from collections import Counter

import pytest

from rtctriage.engine import Engine
from rtctriage.evidence.profile_file import read_profile
from rtctriage.inference.compile import compile_program
from rtctriage.knowledge import load
from rtctriage.knowledge.codes import FAMILIES, find_codes, normal
from rtctriage.knowledge.model import Code, VendorField
from rtctriage.profile import Known, Profile, Streams, Value
from rtctriage.report.codes import explained

KNOWLEDGE = load()
ENGINE = Engine(knowledge=KNOWLEDGE, chainer="plain")
CODES = KNOWLEDGE.codes
FIELDS = KNOWLEDGE.fields
VENDORS = {"agora", "trtc", "zego", "volcengine", "livekit", "twilio", "vonage", "daily", "chime"}
CHINESE = range(0x4E00, 0xA000)


def in_both_languages(en: str, zh: str) -> bool:
    """One English sentence in ASCII, and a Chinese one with a full stop of its own."""
    chinese = any(ord(c) in CHINESE for c in zh) and zh.endswith("。")
    return en.isascii() and not en[0].islower() and en.endswith(".") and chinese


@pytest.mark.parametrize("code", CODES, ids=lambda c: f"{c.vendor} {c.family} {c.platform} {c.code}")
def test_a_code_has_all_that_a_reader_needs(code: Code) -> None:
    assert in_both_languages(code.meaning.en, code.meaning.zh)
    assert len(code.source) > 8
    assert code.cause is None or code.cause in KNOWLEDGE.causes
    # what is no number is its own name
    # Chime's numbers stand for another name in each of its SDKs, so that none of them can be called by it
    nameless = {"twilio", "trtc", "volcengine", "chime"}
    assert code.name or not code.code.lstrip("-").isdigit() or code.vendor in nameless


def test_every_vendor_has_a_table() -> None:
    assert {code.vendor for code in CODES} >= VENDORS
    assert {code.family for code in CODES} == set(FAMILIES)


def test_codes_and_names_are_there_once() -> None:
    numbers = Counter((c.vendor, c.family, c.platform, normal(c.code)) for c in CODES)
    names = Counter((c.vendor, c.family, c.platform, normal(c.name)) for c in CODES if c.name)
    assert [key for key, count in (numbers + names).items() if count > 1] == []


def test_every_family_has_its_pair_of_facts_and_its_name() -> None:
    looked_up = {spec.lookup.family: spec.lookup.code for spec in KNOWLEDGE.facts.values() if spec.lookup is not None}
    assert set(looked_up) == set(FAMILIES)
    assert all(KNOWLEDGE.facts[code].question is not None for code in looked_up.values())
    for language in ("en", "zh"):
        assert explained(CODES, KNOWLEDGE, language).count("\n\n") == len(CODES) - 1


# vendor, family, platform, code, name: as the vendors' own headers and documents have them
ROWS = [
    ("agora", "error", "native", "2", "ERR_INVALID_ARGUMENT"),
    ("agora", "error", "native", "17", "ERR_JOIN_CHANNEL_REJECTED"),
    ("agora", "error", "native", "101", "ERR_INVALID_APP_ID"),
    ("agora", "error", "native", "119", "ERR_SET_CLIENT_ROLE_NOT_AUTHORIZED"),
    ("agora", "error", "native", "120", "ERR_DECRYPTION_FAILED"),
    ("agora", "error", "native", "1501", "ERR_VDM_CAMERA_NOT_AUTHORIZED"),
    ("agora", "error", "web", "119", "ERR_STATIC_USE_DYNAMIC_KEY"),
    ("agora", "error", "web", "120", "ERR_DYNAMIC_USE_STATIC_KEY"),
    ("agora", "connection-reason", "native", "3", "CONNECTION_CHANGED_BANNED_BY_SERVER"),
    ("agora", "connection-reason", "native", "19", "CONNECTION_CHANGED_SAME_UID_LOGIN"),
    ("agora", "connection-reason", "native", "20", "CONNECTION_CHANGED_TOO_MANY_BROADCASTERS"),
    ("agora", "audio-reason", "native", "8", "LOCAL_AUDIO_STREAM_REASON_INTERRUPTED"),
    ("agora", "video-reason", "native", "6", "LOCAL_VIDEO_STREAM_REASON_CAPTURE_INBACKGROUND"),
    ("agora", "video-reason", "native", "101", "LOCAL_VIDEO_STREAM_REASON_DEVICE_SYSTEM_PRESSURE"),
    ("agora", "remote-video-reason", "native", "13", "REMOTE_VIDEO_STATE_REASON_CODEC_NOT_SUPPORT"),
    ("agora", "warning", "native", "119", "WARN_SET_CLIENT_ROLE_NOT_AUTHORIZED"),
    ("agora", "warning", "native", "1051", "WARN_APM_HOWLING"),
    ("agora", "exception", "web", "2001", "AUDIO_INPUT_LEVEL_TOO_LOW"),
    ("agora", "exception", "web", "4001", "AUDIO_INPUT_LEVEL_TOO_LOW_RECOVER"),
    ("agora", "token-result", "native", "2", "RENEW_TOKEN_TOKEN_EXPIRED"),
    ("agora", "role-reason", "native", "2", "CLIENT_ROLE_CHANGE_FAILED_NOT_AUTHORIZED"),
    ("agora", "mixing-reason", "native", "702", "AUDIO_MIXING_REASON_TOO_FREQUENT_CALL"),
    ("agora", "background-reason", "native", "3", "VIRTUAL_BACKGROUND_SOURCE_STATE_REASON_DEVICE_NOT_SUPPORTED"),
    ("trtc", "error", "native", "-1314", "ERR_CAMERA_NOT_AUTHORIZED"),
    ("trtc", "error", "native", "-3301", "ERR_TRTC_ENTER_ROOM_FAILED"),
    ("trtc", "error", "native", "-3320", "ERR_TRTC_INVALID_USER_SIG"),
    ("trtc", "error", "native", "-70001", "ERR_SERVER_SSO_SIG_EXPIRED"),
    ("trtc", "error", "native", "-100013", "ERR_TRTC_SERVICE_SUSPENDED"),
    ("trtc", "error", "native", "-102014", "ERR_SERVER_CENTER_ROUTE_TABLE_ERROR"),
    ("trtc", "error", "web", "0x4003", "ICE_TRANSPORT_ERROR"),
    ("trtc", "error", "web", "5998", "OPERATION_ABORT"),
    ("trtc", "warning", "native", "1107", "WARNING_VIDEO_ENCODER_SW_TO_HW"),
    ("trtc", "warning", "native", "6001", "WARNING_IGNORE_UPSTREAM_FOR_AUDIENCE"),
    ("zego", "error", "native", "1002033", "RoomErrorAuthenticationFailed"),
    ("zego", "error", "native", "1002050", "RoomKickedOut"),
    ("zego", "error", "native", "1006005", "DeviceErrorTypeInUseByOther"),
    ("zego", "error", "native", "1002055", "RoomManualKickedOut"),
    ("zego", "error", "native", "1002077", "RoomTokenUseridError"),
    ("zego", "error", "native", "1004061", "PlayerDecryptionFailed"),
    ("zego", "connection-reason", "native", "6", "KickOut"),
    ("zego", "audio-reason", "native", "9", "SiriIsRecording"),
    ("zego", "video-reason", "native", "4", "ZeroCaptureFps"),
    ("zego", "remote-video-reason", "native", "12", "InBackground"),
    ("volcengine", "error", "native", "-1004", "ByteRTCErrorCodeDuplicateLogin"),
    ("volcengine", "error", "native", "-1009", "ByteRTCErrorCodeTokenExpired"),
    ("livekit", "connection-reason", "", "2", "DUPLICATE_IDENTITY"),
    ("livekit", "connection-reason", "", "16", "AGENT_ERROR"),
    ("livekit", "error", "", "1", "SE_CODEC_UNSUPPORTED"),
    ("twilio", "error", "", "53205", "ParticipantDuplicateIdentityError"),
    ("twilio", "error", "", "53405", "MediaConnectionError"),
    ("twilio", "error", "", "53501", "ConfigurationAcquireTurnFailedError"),
    ("vonage", "error", "", "1004", "OTAuthorizationFailure"),
    ("vonage", "error", "", "1022", "OTConnectionDropped"),
    ("daily", "warning", "", "availableOutgoingBitrate", ""),
    ("daily", "warning", "", "scheduleDuration", ""),
    ("daily", "error", "", "exp-token", ""),
    ("daily", "error", "", "undefined-mediadevices", ""),
    ("chime", "connection-reason", "", "ICEGatheringTimeoutWorkaround", ""),
    ("chime", "connection-reason", "", "SignalingChannelClosedUnexpectedly", ""),
]


@pytest.mark.parametrize(("vendor", "family", "platform", "number", "name"), ROWS)
def test_a_row_is_as_its_vendor_has_it(vendor: str, family: str, platform: str, number: str, name: str) -> None:
    rows = [c for c in find_codes(CODES, vendor, number) if (c.family, c.platform) == (family, platform)]
    assert [(c.code, c.name) for c in rows] == [(number, name)]
    if name:
        assert rows[0] in find_codes(CODES, vendor, name.lower())


DAILY = [
    "ejected", "nbf-room", "nbf-token", "exp-room", "exp-token", "no-room", "meeting-full", "end-of-life",
    "not-allowed", "connection-error",
    "cam-in-use", "mic-in-use", "cam-mic-in-use", "permissions", "undefined-mediadevices", "not-found", "constraints",
    "unknown",
    "input-settings-error", "screen-share-error", "local-audio-level-observer-error", "video-processor-error",
    "audio-processor-error", "remote-media-player-error", "meeting-session-data-error",
]  # fmt: skip
CHIME_NATIVE = [*range(14), *range(59, 66), 69, 75, 78, 206]
EXCEPTIONS = [1001, 1002, 1003, 1005, 2001, 2002, 2003, 2005, 3001, 3002, 3003, 3005, 4001, 4002, 4003, 4005]
TWILIO = [
    *range(20101, 20108), 20157,
    *range(53000, 53007),
    *range(53100, 53119), 53124, 53125,
    *range(53200, 53206),
    *range(53300, 53306),
    *range(53400, 53406), 53407,
    53500, 53501,
]  # fmt: skip


# the lists as their vendors have them
@pytest.mark.parametrize(
    ("vendor", "family", "platform", "numbers"),
    [
        ("agora", "connection-reason", "native", range(21)),
        ("agora", "audio-reason", "native", range(11)),
        ("agora", "exception", "web", EXCEPTIONS),
        ("agora", "token-result", "native", range(7)),
        ("agora", "role-reason", "native", range(1, 5)),
        ("agora", "background-reason", "native", range(1, 4)),
        ("livekit", "connection-reason", "", range(17)),
        ("twilio", "error", "", TWILIO),
        ("zego", "connection-reason", "native", range(9)),
        ("zego", "audio-reason", "native", [n for n in range(14) if n != 4]),
        ("zego", "video-reason", "native", range(9)),
        ("zego", "remote-video-reason", "native", range(16)),
        ("daily", "error", "", DAILY),
        ("chime", "connection-reason", "native", CHIME_NATIVE),
        ("chime", "connection-reason", "web", range(27)),
    ],
)
def test_a_list_is_whole(vendor: str, family: str, platform: str, numbers: list[int | str]) -> None:
    rows = [c.code for c in CODES if (c.vendor, c.family, c.platform) == (vendor, family, platform)]
    assert sorted(rows) == sorted(map(str, numbers))


# what is over, and what is normal, points to nothing
@pytest.mark.parametrize(
    ("vendor", "name"),
    [
        ("agora", "CONNECTION_CHANGED_JOIN_SUCCESS"),
        ("agora", "CONNECTION_CHANGED_REJOIN_SUCCESS"),
        ("agora", "CONNECTION_CHANGED_LEAVE_CHANNEL"),
        ("agora", "RENEW_TOKEN_SUCCESS"),
        ("agora", "FRAMERATE_INPUT_TOO_LOW_RECOVER"),
        ("agora", "LOCAL_VIDEO_STREAM_REASON_SCREEN_CAPTURE_RESUMED"),
        ("agora", "AUDIO_MIXING_REASON_ALL_LOOPS_COMPLETED"),
        ("agora", "LEAVE"),
        ("livekit", "CLIENT_INITIATED"),
        ("chime", "Left"),
        ("daily", "none"),
        ("zego", "Logined"),
        ("zego", "Logout"),
        ("zego", "Reconnected"),
    ],
)
def test_what_is_normal_points_to_no_cause(vendor: str, name: str) -> None:
    assert [code.cause for code in find_codes(CODES, vendor, name)] == [None]


@pytest.mark.parametrize(
    ("vendor", "code", "number", "cause"),
    [
        ("agora", "error_code", "110", "access.token-invalid"),
        ("agora", "error_code", "-110", "access.token-invalid"),
        ("agora", "error_code", "109", "access.token-expired"),
        ("agora", "error_code", "101", "access.app-id-invalid"),
        ("agora", "error_code", "114", "other"),
        ("agora", "connection_reason", "3", "access.kicked"),
        ("agora", "connection_reason", "7", "access.channel-name-invalid"),
        ("agora", "connection_reason", "19", "access.duplicate-user"),
        ("agora", "audio_reason", "2", "usage.permission-denied"),
        ("agora", "video_reason", "8", "usage.device-not-found"),
        ("agora", "remote_video_reason", "13", "compatibility.codec-mismatch"),
        ("agora", "exception_code", "2001", "usage.mic-silent"),
        ("agora", "exception_code", "4001", "other"),
        ("agora", "token_result", "2", "access.token-expired"),
        ("agora", "token_result", "4", "access.token-wrong-channel"),
        ("agora", "error_code", "CONSTRAINT_NOT_SATISFIED", "usage.device-not-found"),
        ("agora", "video_reason", "5", "compatibility.hardware-codec"),
        ("agora", "error_code", "INVALID_TOKEN", "access.token-invalid"),
        ("agora", "connection_reason", "same-uid login", "access.duplicate-user"),
        ("agora", "error_code", "code: \uff11\uff11\uff10", "access.token-invalid"),
        # no network, blocked UDP, a firewall and a VPN all end in these; only -3307 tells which
        ("trtc", "error_code", "-3303", "other"),
        ("trtc", "error_code", "-3304", "other"),
        ("trtc", "error_code", "-3306", "other"),
        ("trtc", "error_code", "-3307", "access.udp-blocked"),
        ("trtc", "error_code", "-3308", "other"),
        ("trtc", "error_code", "-102052", "access.no-server-resource"),
        ("trtc", "error_code", "-70001", "access.token-expired"),
        ("trtc", "error_code", "-70013", "access.token-wrong-user"),
        ("trtc", "error_code", "-100013", "access.account-suspended"),
        ("trtc", "error_code", "16387", "access.ice-failed"),
        ("trtc", "warning_code", "1103", "compatibility.hardware-codec"),
        ("trtc", "warning_code", "2106", "compatibility.hardware-codec"),
        ("trtc", "warning_code", "2108", "compatibility.hardware-codec"),
        ("trtc", "warning_code", "5103", "network.bandwidth-limited"),
        ("zego", "error_code", "1002012", "access.channel-name-invalid"),
        ("zego", "error_code", "1002030", "access.signalling-lost"),
        ("zego", "error_code", "1002031", "other"),
        ("zego", "error_code", "1002034", "access.no-server-resource"),
        ("zego", "error_code", "1002056", "access.token-expired"),
        ("zego", "error_code", "1002067", "access.token-missing"),
        ("zego", "error_code", "1002076", "access.token-wrong-app-id"),
        ("zego", "error_code", "1004061", "access.encryption-mismatch"),
        ("zego", "connection_reason", "5", "network.interruption"),
        # by whom, and why, is in the error code beside it
        ("zego", "connection_reason", "KickOut", "other"),
        ("zego", "audio_reason", "3", "usage.permission-denied"),
        ("zego", "audio_reason", "9", "usage.interrupted-by-phone-call"),
        ("zego", "video_reason", "5", "usage.device-busy"),
        ("zego", "remote_video_reason", "12", "usage.app-in-background"),
        ("volcengine", "error_code", "-1009", "access.token-expired"),
        ("livekit", "error_code", "1", "compatibility.codec-mismatch"),
        ("twilio", "error_code", "20105", "access.clock-wrong"),
        ("twilio", "error_code", "53005", "access.signalling-lost"),
        ("twilio", "error_code", "53006", "access.no-server-resource"),
        ("twilio", "error_code", "53105", "access.no-server-resource"),
        ("twilio", "error_code", "53407", "access.dtls-failed"),
        ("vonage", "error_code", "1006", "other"),
        ("vonage", "error_code", "1022", "network.interruption"),
        ("vonage", "error_code", "1023", "access.signalling-lost"),
        ("vonage", "error_code", "1027", "access.no-server-resource"),
        ("vonage", "error_code", "1520", "access.token-lacks-privilege"),
        ("daily", "warning_code", "roundTripTime", "network.high-latency"),
        ("daily", "error_code", "exp-token", "access.token-expired"),
        ("daily", "error_code", "exp_room", "other"),
        ("daily", "error_code", "ejected", "access.kicked"),
        ("daily", "error_code", "end-of-life", "compatibility.sdk-outdated"),
        ("daily", "error_code", "not-allowed", "other"),
        ("daily", "error_code", "cam-in-use", "usage.device-busy"),
        ("chime", "connection_reason", "AudioAuthenticationRejected", "access.token-invalid"),
        ("chime", "connection_reason", "AudioCallAtCapacity", "access.no-server-resource"),
        # candidates that are not gathered are not candidates that do not connect
        ("chime", "connection_reason", "ICEGatheringTimeoutWorkaround", "other"),
    ],
)
def test_a_reported_code_leads_to_its_cause(vendor: str, code: str, number: str, cause: str) -> None:
    known: dict[str, Value] = {"sdk.vendor": Known(vendor), f"sdk.{code}": Known(number)}
    value = ENGINE.derived(Profile(facts=known)).facts[f"sdk.{code.removesuffix('_code')}_cause"]
    assert isinstance(value, Known)
    assert value.value == cause


@pytest.mark.parametrize(
    ("platform", "number", "cause"),
    [
        ("android", "4", "access.token-invalid"),
        ("ios", "63", "access.token-invalid"),
        ("ios", "64", "access.no-server-resource"),
        ("web", "2", "access.duplicate-user"),
        # 3.x: the meeting is full; 2.x: the credentials were refused
        ("web", "4", "other"),
        ("web", "22", "other"),
    ],
)
def test_a_number_of_chime_depends_on_the_sdk(platform: str, number: str, cause: str) -> None:
    known: dict[str, Value] = {
        "sdk.vendor": Known("chime"),
        "sdk.platform": Known(platform),
        "sdk.connection_reason": Known(number),
    }
    value = ENGINE.derived(Profile(facts=known)).facts["sdk.connection_reason_cause"]
    assert isinstance(value, Known)
    assert value.value == cause


def test_media_that_ceased_is_told_of_as_well() -> None:
    (row,) = find_codes(CODES, "twilio", "53405")
    assert "no media came any more" in row.meaning.en
    assert "不再有媒体数据" in row.meaning.zh


# the same number in two namespaces means two things
def test_a_family_keeps_its_numbers_apart() -> None:
    meant = {(c.family, c.platform): c.name for c in find_codes(CODES, "agora", "119")}
    assert meant == {
        ("error", "native"): "ERR_SET_CLIENT_ROLE_NOT_AUTHORIZED",
        ("error", "web"): "ERR_STATIC_USE_DYNAMIC_KEY",
        ("warning", "native"): "WARN_SET_CLIENT_ROLE_NOT_AUTHORIZED",
    }


@pytest.mark.parametrize("field", FIELDS, ids=lambda f: f"{f.vendor} {f.platform} {f.structure}.{f.field}")
def test_a_field_has_all_that_a_reader_needs(field: VendorField) -> None:
    assert in_both_languages(field.meaning.en, field.meaning.zh)
    assert field.trap is None or in_both_languages(field.trap.en, field.trap.zh)
    assert len(field.source) > 8


def test_a_fact_comes_from_one_field_of_an_object() -> None:
    """Who copies a whole object into a profile must not be told that a fact is given twice."""
    supplied = Counter((f.vendor, f.platform, f.structure, f.fact) for f in FIELDS if f.fact is not None)
    assert [key for key, count in supplied.items() if count > 1] == []


def test_what_is_measured_after_repair_or_from_end_to_end_is_no_fact() -> None:
    repaired = {
        "RemoteVideoStats.packetLossRate",
        "RemoteAudioStats.audioLossRate",
        "RemoteAudioStats.networkTransportDelay",
    }
    for field in FIELDS:
        name = f"{field.structure}.{field.field}"
        if field.platform == "native" and field.vendor == "agora" and name in repaired:
            assert field.fact is None
        if "peerToPeer" in name or "point2Point" in name or "e2eDelay" in name or "gatewayRtt" in name:
            assert field.fact is None


# vendor, platform, the fields as the SDK gives them, and the facts in the units of the catalogue
PROFILES: list[tuple[str, str, dict[str, object], dict[str, float | list[float]]]] = [
    (
        "agora", "android",
        {
            "RtcStats.txPacketLossRate": 8, "RtcStats.rxPacketLossRate": 0, "RtcStats.lastmileDelay": 310,
            "RtcStats.gatewayRtt": 4, "connectTimeMs": 850, "cpuTotalUsage": 0, "cpuAppUsage": 41.5,
            "memoryTotalUsageRatio": 78,
            "LocalAudioStats.sentBitrate": 48, "LocalVideoStats.sentBitrate": 350, "sentFrameRate": 14,
            "encoderOutputFrameRate": 15, "captureFrameRate": 15, "targetBitrate": 400, "encodedFrameWidth": 640,
            "LocalVideoStats.txPacketLossRate": 9, "RemoteAudioStats.jitterBufferDelay": 120,
            "RemoteVideoStats.frozenRate": 6, "RemoteVideoStats.packetLossRate": 1, "decoderOutputFrameRate": 12,
            "RemoteVideoStats.rendererOutputFrameRate": 11, "avSyncTimeMs": -90, "mosValue": 350,
        },
        {
            "uplink.packet_loss": 8, "downlink.packet_loss": 0, "network.rtt": 310, "connection.join_time": 0.85,
            "cpu.app": 41.5, "memory.used": 78,
            "uplink.audio.bitrate": 48, "uplink.video.bitrate": 350, "uplink.video.frame_rate": 15,
            "uplink.video.source_frame_rate": 15, "uplink.video.target_bitrate": 400, "uplink.video.width": 640,
            "uplink.video.packet_loss": 9, "downlink.audio.buffer_delay": 120, "downlink.video.freeze": 6,
            "downlink.video.frame_rate": 12, "downlink.video.render_frame_rate": 11, "downlink.av_offset": -90,
        },
    ),
    (
        "agora", "web",
        {
            "RTT": 310, "OutgoingAvailableBandwidth": 1200, "LocalAudioTrackStats.sendBitrate": 48000,
            "LocalVideoTrackStats.sendBitrate": 350000, "targetSendBitrate": 400000, "sendVolumeLevel": 32767,
            "LocalVideoTrackStats.currentPacketLossRate": 0.08, "LocalAudioTrackStats.sendJitterMs": 30,
            "encodeDelay": 12, "RemoteVideoTrackStats.packetLossRate": 0.05, "RemoteVideoTrackStats.freezeRate": 0.1,
            "RemoteVideoTrackStats.totalFreezeTime": 2, "RemoteVideoTrackStats.receiveBitrate": 1130000,
            "renderFrameRate": 14,
        },
        {
            "network.rtt": 310, "network.available_outgoing_bitrate": 1200, "uplink.audio.bitrate": 48,
            "uplink.video.bitrate": 350, "uplink.video.target_bitrate": 400, "uplink.audio.level": 1,
            "uplink.video.packet_loss": 8, "uplink.audio.jitter": 30, "uplink.video.encode_time": 12,
            "downlink.video.packet_loss": 5, "downlink.video.freeze": 10, "downlink.video.bitrate": 1130,
            "downlink.video.render_frame_rate": 14,
        },
    ),
    (
        "agora", "ios",
        {"20002": 91, "20017": [1, 12.5], "20021": 640, "20022": 9, "20024": 1130, "20018": 3},
        {
            "cpu.total": 91, "uplink.video.packet_loss": [1, 12.5], "app.main_thread_delay": 640,
            "uplink.video.bitrate": 1130,
        },
    ),
    (
        "trtc", "windows",
        {
            "upLoss": 12, "downLoss": 0, "rtt": 85, "systemCpu": 92, "gatewayRtt": 3, "videoPacketLoss": 11,
            "TRTCLocalStatistics.videoBitrate": 550, "TRTCLocalStatistics.width": 640, "jitterBufferDelay": 200,
            "TRTCRemoteStatistics.frameRate": 14, "videoBlockRate": 7, "point2PointDelay": 0,
        },
        {
            "uplink.packet_loss": 12, "downlink.packet_loss": 0, "network.rtt": 85, "cpu.total": 92,
            "uplink.video.bitrate": 550, "uplink.video.width": 640, "downlink.audio.buffer_delay": 200,
            "downlink.video.frame_rate": 14, "downlink.video.freeze": 7,
        },
    ),
    (
        "zego", "android",
        {
            "ZegoPublishStreamQuality.packetLostRate": 0.03, "ZegoPlayStreamQuality.packetLostRate": 0.125, "rtt": 60,
            "videoCaptureFPS": 15, "videoEncodeFPS": 14, "ZegoPublishStreamQuality.videoKBPS": 600,
            "videoDecodeFPS": 13, "avTimestampDiff": -120, "audioCumulativeBreakRate": 4,
            "videoCumulativeBreakRate": 0.04, "peerToPeerPacketLostRate": 0.2, "mos": -1,
        },
        {
            "uplink.packet_loss": 3, "downlink.packet_loss": 12.5, "network.rtt": 60,
            "uplink.video.source_frame_rate": 15, "uplink.video.frame_rate": 14, "uplink.video.bitrate": 600,
            "downlink.video.frame_rate": 13, "downlink.av_offset": -120, "downlink.video.freeze": 4,
        },
    ),
    (
        "volcengine", "ios",
        {
            "txLostrate": 0.08, "rxLostrate": 0.5, "RTCRoomStats.rtt": 45, "cpuTotalUsage": 0.92, "cpuAppUsage": 0.4,
            "LocalVideoStats.jitter": 25, "RemoteVideoStats.frozenRate": 9, "RemoteVideoStats.videoLossRate": 0.01,
            "RemoteAudioStats.e2eDelay": 400,
        },
        {
            "uplink.packet_loss": 8, "downlink.packet_loss": 50, "network.rtt": 45, "cpu.total": 92, "cpu.app": 40,
            "uplink.video.jitter": 25, "downlink.video.freeze": 9, "downlink.video.packet_loss": 1,
        },
    ),
    (
        "webrtc", "web",
        {
            "currentRoundTripTime": 0.31, "availableOutgoingBitrate": 1200000,
            "remote-inbound-rtp.video.fractionLost": 0.08, "remote-inbound-rtp.audio.jitter": 0.03,
            "remote-inbound-rtp.audio.roundTripTime": 0.3,
            "outbound-rtp.video.targetBitrate": 400000, "inbound-rtp.audio.audioLevel": 0.25,
            "inbound-rtp.video.framesPerSecond": 24, "totalFreezesDuration": 3, "media-source.video.height": 720,
        },
        {
            "network.rtt": 310, "network.available_outgoing_bitrate": 1200, "uplink.video.packet_loss": 8,
            "uplink.audio.jitter": 30, "uplink.video.target_bitrate": 400, "downlink.audio.level": 0.25,
            "downlink.video.frame_rate": 24, "uplink.video.source_height": 720,
        },
    ),
    ("livekit", "web", {"connectionQuality": 3}, {}),
    ("twilio", "web", {"networkQualityLevel": 5}, {}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("vendor", "platform", "fields", "facts"), PROFILES, ids=lambda v: v if isinstance(v, str) else ""
)
def test_what_a_vendor_counts_becomes_facts(
    vendor: str, platform: str, fields: dict[str, object], facts: dict[str, float | list[float]]
) -> None:
    text = "\n".join(f'  "{name}": {value}' for name, value in fields.items())
    profile = read_profile(
        f"sdk: {{vendor: {vendor}, platform: {platform}}}\nfields:\n{text}\n".encode(),
        name="p",
        facts=KNOWLEDGE.facts,
        fields=FIELDS,
    )
    read = {
        name: list(value.streams[0].series.values) if isinstance(value, Streams) else value.value
        for name, value in profile.facts.items()
        if not name.startswith("sdk.") and isinstance(value, (Known, Streams))
    }
    assert set(read) == set(facts)
    for name, wanted in facts.items():
        got = read[name]
        pairs = zip(got, wanted, strict=True) if isinstance(got, list) and isinstance(wanted, list) else [(got, wanted)]
        assert all(math.isclose(float(a), float(b), rel_tol=1e-6) for a, b in pairs), (name, got, wanted)  # type: ignore[arg-type]


def test_every_code_that_names_a_cause_reaches_it() -> None:
    """The cause has a rule that reads the fact in which the code is looked up."""
    program = compile_program(KNOWLEDGE, None)
    read = {(shown.fact, shown.limit) for atom in program.atoms for shown in atom.shown if shown.operator == "=="}
    looked_up = {spec.lookup.family: name for name, spec in KNOWLEDGE.facts.items() if spec.lookup is not None}
    unread = {(c.family, c.cause) for c in KNOWLEDGE.codes if c.cause and (looked_up[c.family], c.cause) not in read}
    assert unread == set()
