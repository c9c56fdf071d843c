"""Gets the text of a file of evidence: inflated, decoded to UTF-8, and refused where it is none or too much."""

from __future__ import annotations

import codecs
import io
import os
import stat
import zlib
from typing import Final, NoReturn

from msgspec import Struct

from rtctriage.errors import EvidenceError, TooLarge
from rtctriage.evidence.magic import known_binary, looks_like_text
from rtctriage.text import Text

LIMIT: Final = 1 << 30
"""Bytes of text that are read at most."""

_GZIP: Final = b"\x1f\x8b"
_FEED: Final = 1 << 16
_CHUNK: Final = 1 << 20
# A recording shrinks to a tenth, one of a silent call to a hundredth. What shrinks further and is large is a bomb.
_BOMB_SIZE: Final = 1 << 28
_BOMB_RATIO: Final = 400

READABLE: Final = (
    "readable are chrome://webrtc-internals dumps, getStats() reports as JSON lines, and symptom profiles "
    "(YAML or JSON), each also gzip-compressed"
)

# UTF-32's little-endian mark begins with that of UTF-16.
_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BY_ZEROS: Final[dict[tuple[bool, ...], str]] = {
    (True, True, True, False): "utf-32-be",
    (False, True, True, True): "utf-32-le",
    (True, False, True, False): "utf-16-be",
    (False, True, False, True): "utf-16-le",
}

_CUT: Final = Text(
    "the compressed file is cut off or damaged: what could be unpacked of it was read",
    "压缩文件被截断或已损坏，仅读取了能够解压的部分",
)


class Opened(Struct, frozen=True):
    """A text, and what was wrong with the file around it."""

    data: bytes
    """UTF-8 without a byte order mark; not empty. Damaged places may hold bytes that are no UTF-8."""
    notes: tuple[Text, ...] = ()


def open_source(source: str | os.PathLike[str] | bytes, *, limit: int = LIMIT) -> bytes:
    """The text of a file, or of its content, which standard input is given as; see :func:`open_noted`."""
    return open_noted(source, limit=limit).data


def open_noted(source: str | os.PathLike[str] | bytes, *, limit: int = LIMIT, name: str = "the input") -> Opened:
    """The text, with notes on what was wrong around it. ``name`` is what messages call a content without a file.

    gzip is recognised by content, several members and a second layer of it included. Raises
    :class:`~rtctriage.errors.EvidenceError` where there is nothing to read, and :class:`~rtctriage.errors.TooLarge`
    for more than ``limit`` bytes, inflated.
    """
    if isinstance(source, bytes):
        data = source
        if len(data) > limit:
            _too_large(name, limit)
    else:
        name = os.fspath(source)
        data = _read(name, limit)
    notes: tuple[Text, ...] = ()
    for _ in range(2):
        if not data.startswith(_GZIP):
            break
        data, whole = _Gunzip(data, name, limit).run()
        notes = notes if whole else (_CUT,)
    if not data:
        raise EvidenceError(f"{name}: the file is empty; give a recording or a symptom profile")
    data = _to_utf8(data, name)
    if not data.strip():
        raise EvidenceError(f"{name}: the file is empty; give a recording or a symptom profile")
    return Opened(data, notes)


def _read(name: str, limit: int) -> bytes:
    try:
        mode = os.stat(name)
        if stat.S_ISDIR(mode.st_mode):
            raise EvidenceError(f"{name}: this is a directory; give the files in it")
        if stat.S_ISCHR(mode.st_mode) or stat.S_ISBLK(mode.st_mode):
            raise EvidenceError(f"{name}: this is a device; give a file, or - for standard input")
        if mode.st_size > limit:
            _too_large(name, limit)
        with open(name, "rb") as file:
            # what is asked for is reserved at once, so no more than there is; a pipe has no size and comes in pieces
            pieces = [file.read(mode.st_size + 1)]
            while pieces[-1] and sum(map(len, pieces)) <= limit:
                pieces.append(file.read(_CHUNK))
            data = b"".join(pieces)
    except FileNotFoundError:
        raise EvidenceError(f"{name}: there is no such file") from None
    except PermissionError:
        raise EvidenceError(f"{name}: no permission to read this file") from None
    except OSError as error:
        raise EvidenceError(f"{name}: cannot be read ({error.strerror or type(error).__name__})") from None
    except ValueError:
        raise EvidenceError("the file's name is not a valid one") from None
    if len(data) > limit:
        _too_large(name, limit)
    return data


def _too_large(name: str, limit: int) -> NoReturn:
    size = f"{limit >> 20} MiB" if limit >= 1 << 20 else f"{limit} bytes"
    raise TooLarge(f"{name}: more than {size}; cut the recording to the time of the fault")


class _Gunzip:
    """Inflates all members of a gzip file, as far as they are whole."""

    def __init__(self, data: bytes, name: str, limit: int) -> None:
        self._view = memoryview(data)
        self._name = name
        self._limit = limit
        self._out = io.BytesIO()
        self._size = 0
        self._used = 0

    def run(self) -> tuple[bytes, bool]:
        """The text, and whether the file was whole."""
        position, whole = 0, True
        while whole and bytes(self._view[position : position + 2]) == _GZIP:
            position, whole = self._member(position)
        # Zeros may pad the last member; anything else is damage.
        whole = whole and not any(self._view[position : position + 512])
        if not self._size and not whole:
            raise EvidenceError(
                f"{self._name}: the compressed file is cut off or damaged, and nothing of it can be unpacked"
            )
        return self._out.getvalue(), whole

    def _member(self, position: int) -> tuple[int, bool]:
        """Inflates one member; returns where it ends and whether it was whole."""
        inflater = zlib.decompressobj(wbits=31)
        while position < len(self._view) and not inflater.eof:
            feed = self._view[position : position + _FEED]
            position = self._used = position + len(feed)
            before, given = inflater.copy(), 0
            try:
                piece = inflater.decompress(feed, _CHUNK)
                given += self._write(piece)
                while inflater.unconsumed_tail and not inflater.eof:
                    given += self._write(inflater.decompress(inflater.unconsumed_tail, _CHUNK))
            except zlib.error:
                # An error takes along what came before it in the same feed: that is asked for again, bit by bit.
                self._write(_until_error(before, bytes(feed))[given:])
                return position, False
        return position - len(inflater.unused_data), inflater.eof

    def _write(self, piece: bytes) -> int:
        if piece and not self._size:
            _refuse_binary(piece, self._name)
        self._size += len(piece)
        bomb = self._size > _BOMB_SIZE and self._size > _BOMB_RATIO * self._used
        if bomb or self._size > self._limit:
            _too_large(self._name, min(self._limit, _BOMB_SIZE) if bomb else self._limit)
        self._out.write(piece)
        return len(piece)


def _until_error(inflater: zlib._Decompress, feed: bytes) -> bytes:
    parts = []
    try:
        for index in range(len(feed)):
            parts.append(inflater.decompress(feed[index : index + 1]))
    except zlib.error:
        pass
    return b"".join(parts)


def _refuse_binary(data: bytes, name: str) -> None:
    if data.startswith(_GZIP) or _encoding(data) is not None:
        return
    what = known_binary(data)
    if what is not None:
        raise EvidenceError(f"{name}: this is {what}, not a recording of call statistics; {READABLE}")
    if not looks_like_text(data):
        raise EvidenceError(f"{name}: the content is binary, not text; {READABLE}")


def _encoding(data: bytes) -> str | None:
    """The Unicode encoding that is not UTF-8, by its mark or by where the zeros of ASCII characters are (RFC 4627)."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    zeros = tuple(byte == 0 for byte in data[:8])
    return _BY_ZEROS.get(zeros[:4]) if zeros[4:] in (zeros[:4], ()) else None


def _to_utf8(data: bytes, name: str) -> bytes:
    encoding = _encoding(data)
    if encoding is not None:
        data = data.decode(encoding, "replace").encode("utf-8", "replace")
    data = data.removeprefix(codecs.BOM_UTF8)
    if data.startswith(_GZIP):
        raise EvidenceError(f"{name}: compressed more than twice; unpack it and try again")
    _refuse_binary(data, name)
    return data
