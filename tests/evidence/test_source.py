"""Bytes of any kind: inflated, decoded, refused."""

from __future__ import annotations

import gzip
import zlib
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtctriage.errors import EvidenceError, TooLarge
from rtctriage.evidence.source import open_noted, open_source

TEXT = b'{"PeerConnections": {}, "UserAgent": "\xe4\xb8\xad"}'
LONG = bytes(Random(1).choices(b'abc{}":,0123456789', k=200_000))


def test_a_file_and_its_content(tmp_path: Path) -> None:
    path = tmp_path / "dump.txt"
    path.write_bytes(TEXT)
    assert open_source(path) == open_source(str(path)) == open_source(TEXT) == TEXT


@pytest.mark.parametrize(
    "packed",
    [
        gzip.compress(TEXT),
        gzip.compress(gzip.compress(TEXT)),
        gzip.compress(TEXT[:20]) + gzip.compress(TEXT[20:]),
        gzip.compress(b"") + gzip.compress(TEXT),
        gzip.compress(TEXT) + bytes(100),
    ],
    ids=["once", "twice", "members", "empty-member", "padded"],
)
def test_gzip(packed: bytes) -> None:
    opened = open_noted(packed)
    assert opened.data == TEXT
    assert opened.notes == ()


def test_gzip_that_was_cut_off() -> None:
    packed = gzip.compress(LONG)
    opened = open_noted(packed[: len(packed) // 2])
    assert len(LONG) // 3 < len(opened.data) < len(LONG)
    assert LONG.startswith(opened.data)
    (note,) = opened.notes
    assert note.en
    assert note.zh


def test_gzip_with_a_wrong_checksum_loses_nothing() -> None:
    packed = bytearray(gzip.compress(LONG))
    packed[-8] ^= 1
    opened = open_noted(bytes(packed))
    assert opened.data == LONG
    assert len(opened.notes) == 1


def test_gzip_with_damage_keeps_what_is_before() -> None:
    packed = bytearray(gzip.compress(LONG))
    half = len(packed) // 2
    packed[half : half + 2000] = bytes(2000)
    opened = open_noted(bytes(packed))
    assert opened.data[:50_000] == LONG[:50_000]
    assert len(opened.notes) == 1


def test_gzip_of_which_nothing_is_left() -> None:
    for packed in (b"\x1f\x8b", gzip.compress(TEXT)[:8], b"\x1f\x8b\x08\x00" + b"\xff" * 50):
        with pytest.raises(EvidenceError, match="cut off or damaged"):
            open_source(packed)


def test_gzip_too_deep() -> None:
    with pytest.raises(EvidenceError, match="more than twice"):
        open_source(gzip.compress(gzip.compress(gzip.compress(TEXT))))


@pytest.mark.parametrize("limit", [10, 1000])
def test_limit(limit: int, tmp_path: Path) -> None:
    path = tmp_path / "big"
    path.write_bytes(LONG)
    for source in (path, LONG, gzip.compress(LONG)):
        with pytest.raises(TooLarge, match=f"more than {limit} bytes"):
            open_source(source, limit=limit)
    assert open_source(gzip.compress(LONG), limit=len(LONG)) == LONG


def test_bomb() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = b" " * (1 << 22)
    bomb = b"".join(packer.compress(block) for _ in range(400)) + packer.flush()
    with pytest.raises(TooLarge):
        open_source(bomb)


def test_bomb_of_zeros_is_seen_at_once() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = packer.compress(bytes(1 << 24)) + packer.flush()
    with pytest.raises(EvidenceError, match="binary"):
        open_source(bomb)


@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
)
def test_encodings(encoding: str) -> None:
    data = TEXT.decode().encode(encoding)
    assert open_source(data) == TEXT
    assert open_source(gzip.compress(data)) == TEXT


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"PK\x03\x04\x14\x00\x00\x00", "ZIP"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "PNG"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
        (b"\xd4\xc3\xb2\xa1\x02\x00\x04\x00", "PCAP"),
        (b"\x0a\x0d\x0d\x0a\x1c\x00\x00\x00", "PCAPNG"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"\x00\x00\x00\x18ftypmp42", "MP4"),
        (Random(2).randbytes(5000), "binary"),
        (bytes(5000), "binary"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, what: str) -> None:
    with pytest.raises(EvidenceError, match=what):
        open_source(data)
    with pytest.raises(EvidenceError, match=what):
        open_source(gzip.compress(data))


def test_a_text_with_a_damaged_block_is_a_text() -> None:
    for block in (bytes(4096), b"\xff" * 4096, Random(3).randbytes(4096)):
        assert block in open_source(LONG[:30_000] + block + LONG[30_000:])


@pytest.mark.parametrize("data", [b"", b" \n\t", b"\xef\xbb\xbf", b"\xff\xfe", gzip.compress(b"")])
def test_empty(data: bytes) -> None:
    with pytest.raises(EvidenceError, match="empty"):
        open_source(data)


def test_what_a_content_is_called() -> None:
    with pytest.raises(EvidenceError, match=r"^stdin: the file is empty"):
        open_noted(b"", name="stdin")


def test_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(EvidenceError, match="directory"):
        open_source(tmp_path)
    with pytest.raises(EvidenceError, match="no such file"):
        open_source(tmp_path / "none")
    with pytest.raises(EvidenceError, match="name"):
        open_source("a\0b")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "secret"
    path.write_bytes(TEXT)
    monkeypatch.setattr("builtins.open", refuse)
    with pytest.raises(EvidenceError, match="permission"):
        open_source(path)


@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    for source in (data, b"\x1f\x8b" + data, b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03" + data):
        with suppress(EvidenceError):
            assert open_source(source)


@given(st.integers(0, 2000), st.integers(0, 255))
def test_any_single_damage_of_gzip(where: int, byte: int) -> None:
    packed = bytearray(gzip.compress(LONG[:4000]))
    packed[where % len(packed)] = byte
    with suppress(EvidenceError):
        assert open_source(bytes(packed))
