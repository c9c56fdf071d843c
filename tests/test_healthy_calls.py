"""Calls of real people in which something looks wrong and nothing is: from the recording to the verdict."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from dumps import Stats, audio_in, connection, dump, entry, report, video_in, video_out

from rtctriage import Diagnosis, Engine

AT = tuple(range(40))
VIRTUAL = (6666, 6667)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(chainer="plain")


def growing(rate: float | Sequence[float], at: Sequence[float] = AT) -> list[float]:
    """A counter that grows by ``rate`` a second; of several rates, each one holds for the second that follows."""
    rates = list(rate) if isinstance(rate, Sequence) else [rate] * len(at)
    total = [0.0]
    for begin, end, each in zip(at, at[1:], rates, strict=False):
        total.append(total[-1] + each * (end - begin))
    return total


def path(at: Sequence[float] = AT, **members: Any) -> Stats:
    """20 ms there and back, room for 4 Mbit/s."""
    usual: dict[str, Any] = {
        "nominated": True,
        "state": "succeeded",
        "currentRoundTripTime": 0.02,
        "availableOutgoingBitrate": 4_000_000,
        "packetsSent": growing(90, at),
        "packetsReceived": growing(90, at),
    }
    transport = report("T01", "transport", {"selectedCandidatePairId": "CP1", "dtlsState": "connected"}, at=at)
    codecs = report("C96", "codec", {"mimeType": "video/VP8"}, at=at)
    return {**report("CP1", "candidate-pair", {**usual, **members}, at=at), **transport, **codecs}


def microphone(at: Sequence[float] = AT, energy: float | Sequence[float] = 0.09, size: float = 3000) -> Stats:
    """Sent audio: 24 kbit/s of speech, all of which arrives."""
    members = {
        "kind": "audio",
        "ssrc": 3333,
        "packetsSent": growing(50, at),
        "bytesSent": growing(size, at),
        "targetBitrate": 32_000,
        "mediaSourceId": "SA1",
    }
    source = {"kind": "audio", "totalAudioEnergy": growing(energy, at), "totalSamplesDuration": growing(1, at)}
    return {
        **report("OT01A3333", "outbound-rtp", members, at=at),
        **report("SA1", "media-source", source, at=at),
        **report(
            "RIA3333",
            "remote-inbound-rtp",
            {"kind": "audio", "localId": "OT01A3333", "packetsLost": 0, "jitter": 0.002},
            at=at,
        ),
    }


def camera(at: Sequence[float] = AT, ssrc: int = 4444, source: tuple[int, int] = (640, 360), **members: Any) -> Stats:
    """Sent video: 640x360, 24 frames a second of 9 kbit each at the finest quantiser, all of which arrive."""
    usual: dict[str, Any] = {
        "ssrc": ssrc,
        "packetsSent": growing(40, at),
        "bytesSent": growing(27_000, at),
        "framesEncoded": growing(24, at),
        "frameWidth": 640,
        "frameHeight": 360,
        "qpSum": growing(48, at),
        "totalEncodeTime": growing(0.05, at),
        "targetBitrate": 1_700_000,
        "qualityLimitationReason": "none",
        "codecId": "C96",
        "mediaSourceId": "SV1",
    }
    picture = {"kind": "video", "frames": growing(24, at), "width": source[0], "height": source[1]}
    return {
        **video_out(id=f"OT01V{ssrc}", at=at, **{**usual, **members}),
        **report("SV1", "media-source", picture, at=at),
        **report(
            f"RIV{ssrc}",
            "remote-inbound-rtp",
            {"kind": "video", "localId": f"OT01V{ssrc}", "packetsLost": 0, "jitter": 0.002},
            at=at,
        ),
    }


def voice(at: Sequence[float] = AT, energy: float | Sequence[float] = 0.09, **members: Any) -> Stats:
    """Received audio: 24 kbit/s of speech without gaps."""
    usual: dict[str, Any] = {
        "packetsReceived": growing(50, at),
        "bytesReceived": growing(3000, at),
        "totalAudioEnergy": growing(energy, at),
        "totalSamplesDuration": growing(1, at),
        "totalSamplesReceived": growing(48_000, at),
        "concealedSamples": 0,
        "silentConcealedSamples": 0,
        "jitterBufferDelay": growing(1440, at),
        "jitterBufferEmittedCount": growing(48_000, at),
    }
    return audio_in(at=at, **{**usual, **members})


def picture(at: Sequence[float] = AT, **members: Any) -> Stats:
    """Received video: 640x360, 24 frames a second of 9 kbit each, none of them late."""
    usual: dict[str, Any] = {
        "packetsReceived": growing(40, at),
        "bytesReceived": growing(27_000, at),
        "framesReceived": growing(24, at),
        "framesDecoded": growing(24, at),
        "frameWidth": 640,
        "frameHeight": 360,
        "qpSum": growing(48, at),
        "totalDecodeTime": growing(0.01, at),
        "totalFreezesDuration": 0,
        "jitterBufferDelay": growing(0.6, at),
        "jitterBufferEmittedCount": growing(24, at),
        "codecId": "C96",
    }
    return video_in(at=at, **{**usual, **members})


def diagnose(engine: Engine, *reports: Stats) -> Diagnosis:
    log = [entry("iceconnectionstatechange", '"connected"', 0.1), entry("connectionstatechange", '"connected"', 0.2)]
    return engine.diagnose(dump(connection(*reports, log=log)))


def assert_healthy(diagnosis: Diagnosis) -> None:
    assert (diagnosis.primary, diagnosis.others) == (None, ())
    assert diagnosis.verdict == "healthy"


def test_a_call_between_two_ends(engine: Engine) -> None:
    diagnosis = diagnose(engine, path(), microphone(), camera(), voice(), picture())
    assert_healthy(diagnosis)
    assert diagnosis.observations == ()
    # the same call with a fault in it is not healthy
    lossy = diagnose(engine, path(), microphone(), camera(), voice(), picture(packetsLost=growing(10)))
    assert lossy.primary is not None
    assert lossy.primary.cause == "network.packet-loss"


def test_small_frames_while_chromium_probes_for_bandwidth(engine: Engine) -> None:
    """A good link to a 720p camera: the reason is "bandwidth" for 20 seconds, for the estimate begins low."""
    ramp = camera(
        source=(1280, 720),
        frameWidth=[480] * 8 + [960] * 12 + [1280] * 20,
        frameHeight=[270] * 8 + [540] * 12 + [720] * 20,
        qualityLimitationReason=["bandwidth"] * 20 + ["none"] * 20,
        targetBitrate=[250_000] * 2 + [1_000_000] * 6 + [2_000_000] * 32,
        bytesSent=growing([20_000.0] * 8 + [50_000.0] * 12 + [90_000.0] * 20),
    )
    estimate = [300_000] * 2 + [1_500_000] * 6 + [3_600_000] * 32
    diagnosis = diagnose(engine, path(availableOutgoingBitrate=estimate), microphone(), ramp, voice(), picture())
    assert_healthy(diagnosis)


def test_a_simple_picture_needs_a_tenth_of_its_target(engine: Engine) -> None:
    little = camera(bytesSent=growing(12_000), targetBitrate=1_700_000)  # 96 kbit/s, 4 kbit a frame
    diagnosis = diagnose(engine, path(), microphone(), little, voice(), picture(bytesReceived=growing(12_000)))
    assert_healthy(diagnosis)


@pytest.mark.parametrize("energy", [[0.0] * 40, [0.09] * 12 + [0.0] * 28], ids=["from-the-start", "in-mid-call"])
def test_a_muted_player(engine: Engine, energy: list[float]) -> None:
    """What is played is silent; what arrives has the bitrate of speech."""
    assert_healthy(diagnose(engine, path(), microphone(), camera(), voice(energy=energy), picture()))


@pytest.mark.parametrize(
    "energy", [[0.0] * 40, [0.09] * 10 + [0.0] * 15 + [0.09] * 15], ids=["from-the-start", "and-unmuted"]
)
def test_a_microphone_that_was_muted_on_purpose(engine: Engine, energy: list[float]) -> None:
    """It is told, and it is no fault."""
    diagnosis = diagnose(engine, path(), microphone(energy=energy), camera(), voice(), picture())
    assert_healthy(diagnosis)
    assert [(o.cause, o.side) for o in diagnosis.observations] == [("usage.mic-silent", "uplink")]


def test_a_viewer_that_sends_nothing(engine: Engine) -> None:
    diagnosis = diagnose(engine, path(availableOutgoingBitrate=300_000, packetsSent=growing(3)), voice(), picture())
    assert_healthy(diagnosis)


def test_a_thumbnail_beside_the_full_picture_and_one_received(engine: Engine) -> None:
    thumbnail = camera(
        ssrc=4443,
        rid="q",
        frameWidth=160,
        frameHeight=90,
        bytesSent=growing(4500),
        packetsSent=growing(24),
        targetBitrate=60_000,
        qpSum=growing(24 * 20),
    )
    full = camera(ssrc=4445, rid="f", scalabilityMode="L1T1")
    small = picture(frameWidth=160, frameHeight=90, bytesReceived=growing(4500), packetsReceived=growing(24))
    assert_healthy(diagnose(engine, path(), microphone(), thumbnail, full, voice(), small))


def test_a_conference_in_which_everybody_shows_this_end_as_a_thumbnail(engine: Engine) -> None:
    small: dict[str, Any] = {
        "frameWidth": 160,
        "frameHeight": 90,
        "bytesSent": growing(4500),
        "packetsSent": growing(24),
        "targetBitrate": 60_000,
        "qpSum": growing(24 * 20),
    }
    thumbnail = camera(ssrc=4443, rid="q", **small)
    idle = video_out(
        id="OT01V4445", at=AT, ssrc=4445, rid="f", packetsSent=0, bytesSent=0, framesEncoded=0, mediaSourceId="SV1"
    )
    assert_healthy(diagnose(engine, path(), microphone(), thumbnail, idle, voice(), picture()))
    alone = diagnose(engine, path(), microphone(), camera(ssrc=4443, **small), voice(), picture())
    assert alone.primary is not None
    assert alone.primary.cause == "media.resolution-too-low"


def test_a_tab_in_the_background_is_polled_once_a_minute(engine: Engine) -> None:
    """For minutes nobody looked, and few frames were decoded for nobody; what was seen of it are three samples."""
    at = (*range(20), 79, 139, 199, *range(200, 220))
    decoded = growing([24.0] * 19 + [5.0] * 3 + [24.0] * 20, at)
    diagnosis = diagnose(engine, path(at), microphone(at), camera(at), voice(at), picture(at, framesDecoded=decoded))
    assert_healthy(diagnosis)


def test_a_far_camera_that_is_switched_off_and_on(engine: Engine) -> None:
    """The browser counts the pause as a freeze, once the next frame is there."""
    on = [1.0] * 12 + [0.0] * 8 + [1.0] * 20
    paused = picture(
        packetsReceived=growing([40 * i for i in on]),
        bytesReceived=growing([27_000 * i for i in on]),
        framesReceived=growing([24 * i for i in on]),
        framesDecoded=growing([24 * i for i in on]),
        totalFreezesDuration=[0] * 21 + [8] * 19,
    )
    assert_healthy(diagnose(engine, path(), microphone(), camera(), voice(), paused))


def test_virtual_streams_of_a_conference_server_that_count_as_lost(engine: Engine) -> None:
    """The server puts whoever speaks on a stream: its sequence numbers have holes between two speakers."""
    speaking = [50.0] * 8 + [0.0] * 4 + [50.0] * 8 + [0.0] * 4 + [50.0] * 16
    # counted with the first packets after each silence
    lost = [0] * 13 + [150] * 12 + [400] * 15
    virtual = [
        {
            name.replace("1111", str(ssrc)): series
            for name, series in voice(ssrc=ssrc, packetsReceived=growing(speaking), packetsLost=lost).items()
        }
        for ssrc in VIRTUAL
    ]
    assert_healthy(diagnose(engine, path(), microphone(), camera(), *virtual, picture()))
