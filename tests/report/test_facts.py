from __future__ import annotations

import json

import pytest

from rtctriage.knowledge.model import KnowledgeBase
from rtctriage.profile import EvidenceNote, Known, Profile, Source, Stream, Streams
from rtctriage.report import facts
from rtctriage.report.tables import width
from rtctriage.series import Series
from rtctriage.text import Text


@pytest.fixture
def profile() -> Profile:
    frames = Series(range(8), [15.0] * 4 + [0.0] * 4)
    return Profile(
        facts={
            "uplink.video.frame_rate": Streams((Stream("video 1", frames), Stream("video 2", Series([], [])))),
            "connection.ice_connected": Known(True, Source("evidence")),
            "cpu.total": Known(91.0),
        },
        evidence=(
            EvidenceNote(
                file="a.json",
                format="webrtc-internals",
                connection="7-1",
                samples=8,
                t0=1795378323897.0,
                seconds=8.0,
                notes=(Text("cut", "截断"),),
            ),
        ),
        conflicts=(Text("two values", "两个值"),),
    )


def test_table(profile: Profile, knowledge: KnowledgeBase) -> None:
    assert facts.text(profile, knowledge, "en").splitlines() == [
        "a.json · webrtc-internals · connection 7-1 · 8 s · from 2026-11-22 20:12:03 UTC · 8 samples",
        "Note: cut",
        "Note: two values",
        "",
        "Facts of the whole call",
        "  Fact                      Value  Source         Title",
        "  connection.ice_connected  yes    recorded       ICE connected",
        "  cpu.total                 91 %   given by hand  CPU use",
        "",
        "Facts over time",
        "    Fact        Samples  Min  Mean  Max  Unit  Course",
        "  uplink.video.* · video 1",
        "    frame_rate  8        0    7.5   15   fps   ████▁▁▁▁",
    ]


def test_in_chinese_and_narrow(profile: Profile, knowledge: KnowledgeBase) -> None:
    lines = facts.text(profile, knowledge, "zh", columns=60).splitlines()
    assert "说明：截断" in lines
    assert max(map(width, lines)) <= 60


def test_json(profile: Profile, knowledge: KnowledgeBase) -> None:
    document = json.loads(facts.json(profile, knowledge, "zh", with_samples=True))
    assert document["facts"]["connection.ice_connected"] == {
        "value": True,
        "unit": "",
        "source": {"kind": "evidence", "detail": ""},
    }
    streams = document["facts"]["uplink.video.frame_rate"]["streams"]
    assert [s["label"] for s in streams] == ["video 1"]
    assert streams[0]["times_s"] == list(range(8))
    assert streams[0]["window_s"] == [0.0, 7.0]
    assert document["evidence"][0]["t0"] == "2026-11-22T20:12:03.897Z"
    assert document["evidence"][0]["notes"] == ["截断"]
    assert document["notes"] == ["两个值"]
