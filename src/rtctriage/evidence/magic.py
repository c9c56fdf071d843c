"""Files that are no text, by their first bytes."""

from __future__ import annotations

import re
from typing import Final

_MAGIC: Final[tuple[tuple[bytes, str], ...]] = (
    (b"PK\x03\x04", "a ZIP archive"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ\x00", "an xz file"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"BM", "a BMP image"),
    (b"%PDF-", "a PDF document"),
    (b"\xd4\xc3\xb2\xa1", "a packet capture (PCAP)"),
    (b"\xa1\xb2\xc3\xd4", "a packet capture (PCAP)"),
    (b"\x4d\x3c\xb2\xa1", "a packet capture (PCAP)"),
    (b"\xa1\xb2\x3c\x4d", "a packet capture (PCAP)"),
    (b"\x0a\x0d\x0d\x0a", "a packet capture (PCAPNG)"),
    (b"OggS", "an Ogg recording"),
    (b"\x1aE\xdf\xa3", "a WebM or Matroska recording"),
    (b"ID3", "an MP3 recording"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Office document"),
    (b"\x93NUMPY", "a NumPy array"),
)
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SAMPLE: Final = 65_536
_BINARY_SHARE: Final = 0.4
"""With more of a file's beginning being no text, it is none; a text with an overwritten block stays below."""


def known_binary(data: bytes) -> str | None:
    """What a file is by its magic number, such as ``a ZIP archive``; None where it has none that is known."""
    if data[4:8] == b"ftyp":
        return "an MP4 or QuickTime recording"
    if data[:4] == b"RIFF":
        return "a WebP image" if data[8:12] == b"WEBP" else "a WAV or AVI recording"
    for magic, name in _MAGIC:
        if data.startswith(magic) and (len(magic) > 2 or not looks_like_text(data)):
            return name
    return None


def looks_like_text(data: bytes) -> bool:
    """Whether the beginning is text, be it damaged in places."""
    sample = data[:_SAMPLE]
    # A sequence that the sample cuts in two is no fault of the text.
    wrong = len(_CONTROL.findall(sample)) + max(0, sample.decode("utf-8", "replace").count("\ufffd") - 1)
    return wrong <= _BINARY_SHARE * len(sample)
