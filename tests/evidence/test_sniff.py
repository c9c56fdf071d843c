"""Formats are recognised by content, whole or not."""

from __future__ import annotations

import gzip
import json
from contextlib import suppress
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtctriage.errors import UnknownFormat
from rtctriage.evidence.sniff import recognise

DUMP = {
    "getUserMedia": [{"audio": "", "origin": "https://a.invalid", "pid": 1, "rid": 2}] * 50,
    "PeerConnections": {
        "8-1": {
            "rtcConfiguration": "{}",
            "stats": {
                f"P{n}-x": {"startTime": "a", "endTime": "b", "statsType": "peer-connection", "values": "[1]"}
                for n in range(100)
            },
            "updateLog": [{"timestamp": 1, "type": "close", "value": ""}],
            "url": "https://a.invalid",
        }
    },
    "UserAgent": "Mozilla/5.0",
}


@pytest.mark.parametrize("indent", [None, 1, 4])
def test_dumps(indent: int | None) -> None:
    assert recognise(json.dumps(DUMP, indent=indent).encode()) == "webrtc-internals"
    backwards = dict(reversed(list(DUMP.items())))
    assert recognise(json.dumps(backwards, indent=indent).encode()) == "webrtc-internals"
    assert recognise(json.dumps({**DUMP, "PeerConnections": {}}, indent=indent).encode()) == "webrtc-internals"


def test_connections_after_many_media_requests() -> None:
    requests = [{"audio": "", "origin": "x" * 200, "pid": n, "rid": 2} for n in range(2000)]
    text = json.dumps({"getUserMedia": requests, "PeerConnections": {}}).encode()
    assert recognise(text) == "webrtc-internals"


@pytest.mark.parametrize("text", [b'{"PeerConnections":{}}', b' \n{ "PeerConnections" : {', b'{"getUserMedia": [{"au'])
def test_little_dumps(text: bytes) -> None:
    assert recognise(text) == "webrtc-internals"


@pytest.mark.parametrize("key", ["cpuPerformance", "deviceMemory", "hardwareConcurrency", "UserAgent"])
def test_a_dump_of_which_only_the_first_keys_are_left(key: str) -> None:
    """Some of these keys are nearly those of a profile, whose mistakes would be pointed out instead."""
    for rest in ("", " ", " 2", ' 2, "deviceMem', ' 2, "deviceMemory": 16'):
        assert recognise(f'{{"{key}":{rest}'.encode()) == "webrtc-internals"


@pytest.mark.parametrize("indent", [None, 1])
def test_dumps_cut_off_or_damaged(indent: int | None) -> None:
    text = json.dumps(DUMP, indent=indent).encode()
    for cut in range(40, len(text), 997):
        assert recognise(text[:cut]) == "webrtc-internals"
    for start in range(0, len(text) - 4096, 997):
        for block in (bytes(4096), b"X" * 4096, Random(start).randbytes(4096), b""):
            assert recognise(text[:start] + block + text[start + 4096 :]) == "webrtc-internals"


REPORT = '{"id":"P","type":"peer-connection","timestamp":1795384441737.1}'


@pytest.mark.parametrize(
    "text",
    [
        f'{{"pc": "A", "timestamp": 1, "stats": [{REPORT}]}}\n',
        f'{{"timestamp":1795384441737,"pc":"A","stats":{{"P":{REPORT}}}}}\n',
        f'{{"stats":[{REPORT}],"pc":"A","timestamp":1}}',
        f'{{"pc":"A","timestamp":1,"stats":[{REPORT[:20]}',
        '{"pc":"A","timestamp":1,"stats":[]}',
        f"[{REPORT}]\n[{REPORT}]\n",
        f"[\n {REPORT}\n]",
        f'[{{"pc":"A","timestamp":1,"stats":[{REPORT}]}}]',
        f'{{"P":{REPORT}}}',
        f'[["P",{REPORT}]]',
        f'[\n ["P", {REPORT}]\n]',
        f'[{{"key":"P","value":{REPORT}}}]',
        f'\x00\x01garbage{REPORT}]}}\n{{"pc":"B","timestamp":1,"stats":[{REPORT}]}}\n',
    ],
)
def test_getstats(text: str) -> None:
    assert recognise(text.encode()) == "getstats"


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "# nothing known yet\n",
        "---\n",
        "complaint: stutter\n",
        "# 卡顿\nsdk:\n  vendor: agora\n",
        "{complaint: stutter}",
        '{"facts": {"uplink.rtt": "310 ms"}}',
        '{"schema":"rtctriage/profile@1","facts":{}}',
        "complain: stutter\n",
        '{"facst": {}}',
        "sdk: {vendor: agora}\nwhatever: 3\n",
    ],
)
def test_profiles(text: str) -> None:
    assert recognise(text.encode()) == "profile"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('RTCStatsDump\n{"fileFormat":3}\n["create","1",{},0]\n', "rtcstats"),
        ('["connectionInfo",null,{"clientType":"x"},1600000000000]\n', "rtcstats"),
        ('["getstats","PC_0",{},1600000000000,1]\n', "rtcstats"),
        ('{"statsSessionId":"a","type":"identity","data":"{}"}\n', "rtcstats"),
        ('{"peerConnections":{"PC_0":[{"time":"x"}]},"PeerConnections":{}}', "rtcstats"),
        ('[["getstats","PC_0",{},1600000000000]]', "unknown"),
        ("{", "cut off"),
        ('{"cpuPerfor', "cut off"),
        ('[{"a": 1}, {"b"', "cut off"),
        ('<div id="content"><div class="stats"><div class="peer-connection">', "Firefox"),
        ("<!DOCTYPE html><html><body>", "HTML"),
        ("[11/22/26 10:11:12:123][4711][I]:Agora SDK ver 4.2.2 build 272568\n", "Agora"),
        ("10:11:12:123 Agora-SDK [ERROR]: [client-1] x\n", "Agora"),
        ("0: : log file opened\n0: : x\n", "coturn"),
        ("(remote_estimator_proxy.cc:152): {}\n", "libwebrtc"),
        ("v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\n", "SDP"),
        ("PK\x03\x04\x14\x00\x00\x00", "ZIP"),
        ("hello, world\n", "unknown"),
        ('{"a": 1}', "unknown"),
        ("[1, 2]", "unknown"),
        ("", "profile"),
    ],
)
def test_what_is_not_read(text: str, what: str) -> None:
    if not text:
        assert recognise(b"") == "profile"
        return
    with pytest.raises(UnknownFormat) as caught:
        recognise(text.encode())
    message = str(caught.value)
    assert what in message
    assert "chrome://webrtc-internals" in message


def test_no_content_in_the_message() -> None:
    with pytest.raises(UnknownFormat) as caught:
        recognise(b'{"token":"007secret","host":"192.0.2.1"}')
    assert "secret" not in str(caught.value)
    assert "192.0.2.1" not in str(caught.value)


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_anything(data: bytes) -> None:
    with suppress(UnknownFormat):
        assert recognise(data) in ("webrtc-internals", "getstats", "profile")


PARTS = st.sampled_from(
    ["{", "}", "[", "]", '"', ":", ",", " ", '"PeerConnections":', '"stats":', '"pc":', '"startTime":', "facts:", "\n"]
)


@given(st.lists(PARTS | st.text(max_size=3), max_size=40))
def test_anything_like_it(parts: list[str]) -> None:
    with suppress(UnknownFormat):
        recognise("".join(parts).encode())


def test_recordings(shared: Any) -> None:
    for path in (shared / "corpus" / "calls").glob("*.gz"):
        assert recognise(gzip.decompress(path.read_bytes())) == "webrtc-internals"
    for path in (shared / "corpus" / "getstats").glob("*.gz"):
        assert recognise(gzip.decompress(path.read_bytes())) == "getstats"
    for path in (shared / "real" / "webrtc-internals").glob("*.gz"):
        assert recognise(gzip.decompress(path.read_bytes())) == "webrtc-internals"
