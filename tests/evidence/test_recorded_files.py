"""Recordings that lie beside the project: other people's dumps, and labelled calls."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from dumps import notes, scalar, streams, values

from rtctriage import evidence
from rtctriage.profile import Known, Profile, Streams

# an address of four numbers (not a browser's version), one of colons, a URL, a certificate's fingerprint
PRIVATE = re.compile(
    r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])|(?:[0-9a-f]{1,4}:){4,}|\b(?:turns?|stuns?|https?|wss?):|(?:[0-9A-F]{2}:){5}"
)


def read(path: Path, connection: str | None = None) -> Profile:
    data = gzip.decompress(path.read_bytes())
    return evidence.facts_of(evidence.read(data, name=path.name, connection=connection), path.name)


def said(profile: Profile) -> Iterator[str]:
    """All texts that a profile holds, except the browser's version, which looks like an address."""
    for name, value in profile.facts.items():
        yield name
        yield value.source.detail
        if isinstance(value, Known) and name != "device.browser_version":
            yield str(value.value)
        if isinstance(value, Streams):
            yield from (s.label for s in value.streams)
    for note in profile.evidence:
        yield f"{note.connection} {note.format}"
        yield from (t for n in note.notes for t in (n.en, n.zh))


def test_chrome_90(shared: Path) -> None:
    profile = read(shared / "real/webrtc-internals/chrome90-jitsi-p2p.txt.gz")
    assert profile.evidence[0].connection == "10348-2"
    assert profile.evidence[0].samples == 35
    # polled from 14:32:11 on, the first entry of the log is of 14:32:04
    assert profile.evidence[0].t0 == 1623162724000.0
    machine = ("device.browser", "device.browser_version", "device.os", "ice.protocol", "network.type")
    assert [scalar(profile, n) for n in machine] == ["Chrome", "90.0.4430.212", "linux", "udp", "ethernet"]
    states = ("connection.established", "connection.ice_state", "connection.dtls_state")
    assert [scalar(profile, n) for n in states] == [True, "connected", "connected"]
    # RTCOutboundRTPVideoStream_834781157: frameHeight 360, 540, 720
    assert sorted(set(values(profile, "uplink.video.height"))) == [360.0, 540.0, 720.0]
    # RTCMediaStreamTrack_receiver: freezeCount* stays 0
    assert set(values(profile, "downlink.video.freeze")) == {0.0}
    assert len(values(profile, "downlink.video.jitter")) == 35


def test_chrome_90_by_its_counters(shared: Path) -> None:
    """Bytes and packets of the raw file, against what the series say of the whole recording."""
    path = shared / "real/webrtc-internals/chrome90-jitsi-p2p.txt.gz"
    stats = json.loads(gzip.decompress(path.read_bytes()))["PeerConnections"]["10348-2"]["stats"]
    profile = read(path)
    for fact, key, factor in (
        ("downlink.video.bitrate", "RTCInboundRTPVideoStream_3964108098-bytesReceived", 8e-3),
        ("uplink.video.packets", "RTCOutboundRTPVideoStream_834781157-packetsSent", 1.0),
        ("downlink.audio.packets", "RTCInboundRTPAudioStream_3549081716-packetsReceived", 1.0),
    ):
        counter = json.loads(stats[key]["values"])
        (series,) = streams(profile, fact).values()
        seconds = [b - a for a, b in zip(series.starts, series.times, strict=True)]
        total = sum(v * s for v, s in zip(series.values, seconds, strict=True)) / factor
        assert total == pytest.approx(counter[-1] - counter[0], rel=0.01)


def test_chrome_40(shared: Path) -> None:
    path = shared / "real/webrtc-internals/chrome40-legacy-apprtc.txt.gz"
    profile = read(path)
    stats = json.loads(gzip.decompress(path.read_bytes()))["PeerConnections"]["5294-1"]["stats"]
    assert profile.evidence[0].connection == "5294-1"
    assert profile.evidence[0].samples == 99
    assert scalar(profile, "device.browser") is None
    assert scalar(profile, "connection.established") is True
    assert [scalar(profile, n) for n in ("ice.local_type", "ice.protocol", "ice.turn_servers")] == ["host", "udp", 4.0]
    trips = {
        float(v)
        for ssrc in ("479548481", "2189529031")
        for v in json.loads(stats[f"ssrc_{ssrc}_send-googRtt"]["values"])
    }
    assert {round(v, 6) for v in values(profile, "network.rtt")} <= trips - {-1.0}
    assert values(profile, "uplink.video.height") == [720.0] * 99
    # 98 seconds, from 23 packets in the first second to 240 in the last
    sent = [int(v) for v in json.loads(stats["ssrc_479548481_send-packetsSent"]["values"])]
    assert values(profile, "uplink.video.packets") == pytest.approx([b - a for a, b in pairwise(sent)], rel=0.01)
    assert min(values(profile, "uplink.audio.jitter")) >= 0.0


def test_labelled_calls_are_read_without_damage(shared: Path) -> None:
    for path in sorted((shared / "corpus/calls").glob("*.json.gz")):
        profile = read(path)
        assert notes(profile) in ("", "no statistics: only the log and the media requests were read"), path.name
        assert scalar(profile, "device.browser") == "Chrome"
        assert scalar(profile, "recording.truncated") is not True


def test_both_formats_of_a_call_agree(shared: Path) -> None:
    """The dump and the polls of one end were not taken at the same moments, but of the same call."""
    dump, polls = (
        read(shared / "corpus/calls/loss_up.caller.json.gz"),
        read(shared / "corpus/getstats/loss_up.getstats.jsonl.gz", "A"),
    )
    for name in (
        "uplink.video.bitrate",
        "uplink.video.frame_rate",
        "downlink.audio.packets",
        "uplink.video.packet_loss",
    ):
        (one,), (other,) = streams(dump, name).values(), streams(polls, name).values()
        assert one.mean() == pytest.approx(other.mean(), rel=0.1), name


def test_ends_in_one_file_are_apart(shared: Path) -> None:
    path = shared / "corpus/getstats/healthy.getstats.jsonl.gz"
    caller, callee = read(path, "A"), read(path, "B")
    assert list(streams(caller, "uplink.video.bitrate")) == list(streams(callee, "downlink.video.bitrate"))
    assert list(streams(caller, "downlink.video.bitrate")) == list(streams(callee, "uplink.video.bitrate"))


@pytest.mark.parametrize("folder", ["corpus/calls", "corpus/getstats", "real/webrtc-internals"])
def test_nothing_private_is_kept(shared: Path, folder: str) -> None:
    for path in sorted((shared / folder).glob("*.gz")):
        for text in said(read(path)):
            assert not PRIVATE.search(text), (path.name, text)
