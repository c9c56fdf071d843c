"""What nobody should hand in, and people do: one clear message and exit status 2, or an answer that says what it lacks.

The large and the deep ones run as programs of their own that may take a bounded amount of memory.
"""

from __future__ import annotations

import gzip
import json
import resource
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

ROOT = Path(__file__).parent.parent.parent
MIB = 1 << 20

Run = Callable[..., Result]

SERIES = {"startTime": "2026-11-22T21:54:02.000Z", "endTime": "2026-11-22T21:54:11.000Z", "statsType": "inbound-rtp"}


def stats(**members: str) -> dict[str, Any]:
    """Ten polls of one received video stream; members are texts of arrays."""
    usual = {
        "kind": json.dumps(["video"] * 10),
        "packetsReceived": json.dumps([100 * i for i in range(10)]),
        "packetsLost": json.dumps([0] * 10),
        "timestamp": json.dumps([1795384442000 + 1000 * i for i in range(10)]),
    }
    return {f"IT01V1-{name}": {**SERIES, "values": values} for name, values in {**usual, **members}.items()}


def dump(connection: Any = None, **more: Any) -> bytes:
    return json.dumps({"PeerConnections": {} if connection is None else {"8-1": connection}, **more}).encode()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty"),
        (b" \n", "the file is empty"),
        (gzip.compress(b""), "the file is empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(2000), "PNG"),
        (bytes(range(256)) * 20, "binary"),
        ('{"a": 1}'.encode("utf-16"), "JSON of an unknown kind"),
        (b'{"a": 1}', "JSON of an unknown kind"),
        (b'{"PeerConn', "cut off"),
        (b"[1, 2", "cut off"),
        (b"<html><body>404", "HTML"),
        (dump(), "no statistics, no log and no media request"),
        (dump({}), "no statistics, no log and no media request"),
        (dump({"stats": {}, "updateLog": []}), "no statistics, no log and no media request"),
        (dump({"stats": 7, "updateLog": "x"}, getUserMedia=[]), "no statistics, no log and no media request"),
        (b"facts: {uplink.packet_los: 5 %}", 'in.txt:1:9: unknown fact "uplink.packet_los" (did you mean'),
        (b"facts: {uplink.packet_loss: 5 ms}", "in.txt:1:29: ms measures time, here % (share) is expected"),
        (b"facts: {uplink.packet_loss: 1e400}", "the number is too large"),
        (b"facts: {uplink.packet_loss: .inf}", "is not a number"),
        (b"a: &a [x]\nb: &b [*a, *a]\nfacts: [*b, *b]\n", "anchors (&name) are not allowed"),
        (b"facts: " + b"[" * 100_000, "levels deep"),
        (b'{"facts": ' + b'{"a":' * 100_000, "levels deep"),
        (b'{"PeerConnections": {"8-1": ' + b'{"a":' * 100_000, "levels deep"),
        (b'{"pc": "A", "timestamp": 1, "stats": ' + b"[" * 100_000, "levels deep"),
    ],
    ids=lambda value: repr(value[:40]) if isinstance(value, bytes) else value[:20],
)
def test_one_clear_message(run: Run, tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "in.txt").write_bytes(content)
    for command in ("diagnose", "facts"):
        result = run(command, tmp_path / "in.txt")
        assert result.exit_code == 2
        assert result.stdout == ""
        assert message in result.stderr
        assert result.stderr.count("rtctriage: ") == 1
        assert result.stderr.count("in.txt") == 1
        assert len(result.stderr.splitlines()) == 1


def test_a_directory(run: Run, tmp_path: Path) -> None:
    result = run("diagnose", tmp_path)
    assert result.exit_code == 2
    assert "this is a directory; give the files in it" in result.stderr


def test_a_pack_with_a_cycle(run: Run, tmp_path: Path, lossy: Path) -> None:
    folder = tmp_path / "pack" / "network"
    folder.mkdir(parents=True)
    for mine, other in (("ours-a", "ours-b"), ("ours-b", "ours-a")):
        lines = [
            f"cause: network.{mine}",
            "title: {en: Ours, zh: 我们的}",
            "domain: network",
            "severity: minor",
            "summary: {en: Ours., zh: 我们的。}",
            f"rules: [{{id: a, when: {{established: network.{other}}}, certainty: 0.5, because: {{en: x, zh: x}}}}]",
            "sources: [{claim: x, from: y}]",
        ]
        (folder / f"{mine}.yaml").write_text("\n".join(lines), encoding="utf-8")
    result = run("diagnose", lossy, "--rules", tmp_path / "pack")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "network.ours-a" in result.stderr
    assert "ours-a.yaml:6:" in result.stderr


@pytest.mark.parametrize(
    ("members", "note"),
    [
        ({"packetsLost": "[0,0,0,NaN,Infinity,-Infinity,1e400,0,0,0]"}, ""),
        ({"jitter": "[1,2,\x00\x01\x02,3]"}, "1 series are damaged and were left out"),
        ({}, ""),
    ],
    ids=["not-finite", "damaged", "whole"],
)
def test_an_answer_that_says_what_was_unreadable(run: Run, tmp_path: Path, members: dict[str, str], note: str) -> None:
    (tmp_path / "in.json").write_bytes(dump({"stats": stats(**members), "updateLog": []}))
    result = run("diagnose", tmp_path / "in.json", "--format", "json")
    assert result.exit_code == 0
    (evidence,) = json.loads(result.stdout)["evidence"]
    assert note in " ".join(evidence["notes"])
    assert (len(evidence["notes"]) == 2) == bool(note)  # beside that there is no log
    assert evidence["samples"] == 10


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity"])
def test_numbers_that_are_none_outside_of_texts(run: Run, tmp_path: Path, text: str) -> None:
    whole = dump({"stats": stats(), "updateLog": []}, deviceMemory=815).decode()
    (tmp_path / "in.json").write_text(whole.replace("815", text), encoding="utf-8")
    result = run("diagnose", tmp_path / "in.json", "--format", "json")
    assert result.exit_code == 0
    (evidence,) = json.loads(result.stdout)["evidence"]
    assert "1 value(s) are no valid numbers" in evidence["notes"][0]


def bounded(limit: int, *args: str | Path) -> subprocess.CompletedProcess[bytes]:
    """The program with no more memory than this."""
    return subprocess.run(
        [sys.executable, "-m", "rtctriage", *map(str, args)],
        capture_output=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
        timeout=300,
        check=False,
    )


def bomb(size: int, begin: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = b" " * (4 * MIB)
    return b"".join(
        [packer.compress(begin), *(packer.compress(block) for _ in range(size // len(block))), packer.flush()]
    )


@pytest.mark.parametrize("begin", [b"", b'{"PeerConnections": {', b"facts:"], ids=["spaces", "dump", "profile"])
def test_a_gzip_bomb(tmp_path: Path, begin: bytes) -> None:
    (tmp_path / "bomb.gz").write_bytes(bomb(384 * MIB, begin))
    done = bounded(1536 * MIB, "diagnose", tmp_path / "bomb.gz")
    assert done.returncode == 2
    assert b"bomb.gz: more than 256 MiB" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_an_alias_bomb(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 64)), "facts: {x: *a63}"]
    (tmp_path / "bomb.yaml").write_text("\n".join(lines), encoding="utf-8")
    done = bounded(512 * MIB, "diagnose", tmp_path / "bomb.yaml")
    assert done.returncode == 2
    assert b"anchors (&name) are not allowed" in done.stderr


def large(path: Path, size: int, part: Callable[[int], bytes], begin: bytes, end: bytes) -> None:
    with path.open("wb") as file:
        file.write(begin)
        for n in range(size // len(part(0))):
            file.write((b"," if n else b"") + part(n))
        file.write(end)


def test_a_large_dump_is_read(tmp_path: Path) -> None:
    inside = json.dumps({"stats": stats(note=json.dumps(["x" * 99] * 1000)), "updateLog": []}).encode()
    large(tmp_path / "in.json", 300 * MIB, lambda n: b'"8-%d":%b' % (n, inside), b'{"PeerConnections":{', b"}}")
    done = bounded(1536 * MIB, "diagnose", tmp_path / "in.json", "--format", "json")
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["evidence"][0]["samples"] == 10


def test_a_large_file_of_nothing(tmp_path: Path) -> None:
    nothing = b"NaN," * (MIB // 4 - 1) + b"NaN"
    large(tmp_path / "in.json", 300 * MIB, lambda _: nothing, b'{"PeerConnections":{"8-1":{"updateLog":[', b"]}}}")
    done = bounded(2560 * MIB, "diagnose", tmp_path / "in.json")
    assert done.returncode == 2
    assert b"no statistics, no log and no media request" in done.stderr
