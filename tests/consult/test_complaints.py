"""For every complaint somebody who knows what a user, a console or a statistics page shows is led to the right cause.

What they know is written down from the side of the fault; whatever else is asked they do not know.
"""

from __future__ import annotations

import re

import pytest
from consult_support import builtin, consult

from rtctriage.text import Language

PEOPLE: dict[str, tuple[dict[str, str], str]] = {
    "stutter": (
        {"connection.established": "yes", "downlink.packet_loss": "12 %", "network.rtt": "80 ms"},
        "network.packet-loss",
    ),
    "choppy-audio": (
        {
            "connection.established": "是",
            "uplink.packet_loss": "9％",
            "downlink.packet_loss": "0.0",
            "network.rtt": "60",
        },
        "network.packet-loss",
    ),
    "no-audio": (
        {"connection.established": "yes", "playback.error": "NotAllowedError"},
        "usage.autoplay-blocked",
    ),
    "no-video": (
        {"connection.established": "yes", "capture.video_error": "NotAllowedError", "capture.audio_error": "none"},
        "usage.permission-denied",
    ),
    "black-screen": (
        {"connection.established": "yes", "capture.video_error": "NotFoundError", "capture.audio_error": "none"},
        "usage.device-not-found",
    ),
    "blurry": (
        {"connection.established": "yes", "picture.cured_by": "more-light", "uplink.packet_loss": "0 %"},
        "media.dark-scene",
    ),
    "av-out-of-sync": (
        {"connection.established": "yes", "downlink.packet_loss": "0 %", "downlink.av_offset": "600 ms"},
        "media.av-desync",
    ),
    "noise": ({"sound.heard_as": "whistle", "sound.cured_by": "devices-apart"}, "media.howling"),
    "echo": ({"sound.heard_as": "own-voice", "sound.cured_by": "far-end-headset"}, "media.echo"),
    "low-volume": ({"connection.established": "yes", "sound.playback_volume": "30%"}, "media.volume-too-low"),
    "delay": ({"connection.established": "yes", "network.rtt": "0.7 s"}, "network.high-latency"),
    "cannot-connect": (
        {"connection.established": "no", "access.rejection": "token-expired", "token.expires_in": "-1 h"},
        "access.token-expired",
    ),
    "authentication-failed": (
        {"connection.established": "no", "token.problem": "wrong-channel"},
        "access.token-wrong-channel",
    ),
    "channel-creation-failed": (
        {"connection.established": "no", "access.channel_name_form": "too-long"},
        "access.channel-name-invalid",
    ),
    "disconnects": ({"connection.established": "yes", "access.rejection": "kicked"}, "access.kicked"),
    "slow-to-connect": ({"connection.join_time": "4 s", "connection.setup_time": "0.2 s"}, "access.slow-to-connect"),
    "crash": ({"app.native_libraries": "duplicate"}, "compatibility.native-library-conflict"),
    "beauty-without-effect": (
        {"beauty.provider": "third-party", "beauty.result": "licence-invalid"},
        "usage.third-party-beauty",
    ),
    "screen-share-failed": (
        {"connection.established": "yes", "screen.failure": "system-permission"},
        "usage.screen-share-failed",
    ),
    "mixing-abnormal": ({"mixing.result": "cannot-open"}, "usage.audio-mixing-abnormal"),
    "hot-or-slow-device": ({"connection.established": "yes", "cpu.total": "97 %"}, "resources.cpu-overload"),
}


def test_there_is_somebody_for_every_complaint() -> None:
    assert set(PEOPLE) == set(builtin().knowledge.complaints)


@pytest.mark.parametrize("complaint", PEOPLE)
def test_the_right_cause_is_found(complaint: str) -> None:
    facts, cause = PEOPLE[complaint]
    language: Language = "zh" if list(PEOPLE).index(complaint) % 2 else "en"
    conclusion, asked, consultation = consult({"complaint": complaint, **facts}, language=language)
    assert asked[0] == "complaint"
    assert len(asked) == len(set(asked))
    primary = conclusion.diagnosis.primary
    assert primary is not None
    assert primary.cause == cause
    assert conclusion.ending == "established"
    assert bool(re.search(r"[一-鿿]", conclusion.text)) is (language == "zh")
    assert [step.fact for step in consultation.replay()] == asked


def test_it_ends_where_no_question_tells_much_any_more() -> None:
    conclusion, asked, consultation = consult({"complaint": "mixing-abnormal"}, limit=100)
    assert conclusion.ending == "spent"
    assert conclusion.diagnosis.primary is None
    # there was more to ask, and causes are open
    questions = [spec for spec in builtin().knowledge.facts.values() if spec.question is not None]
    assert len(asked) < len(questions) / 2
    assert consultation.progress.open_causes > 0
