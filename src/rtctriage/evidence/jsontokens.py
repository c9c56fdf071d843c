"""The lexical side of tolerant JSON: patterns that eat long strict stretches at once, and the mending of single tokens.

Everything works on bytes that are valid UTF-8, and takes time that is linear in what it looks at.
"""

from __future__ import annotations

import codecs
import math
import re
from typing import Final

_WS: Final = rb"[ \t\n\r]*"
_ESCAPE: Final = (
    rb'\\(?:["\\/bfnrt]|u(?:[0-9a-cefA-CEF][0-9a-fA-F]{3}|[dD][0-7][0-9a-fA-F]{2}'
    rb"|[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}))"
)
_PLAIN: Final = rb'[^"\\\x00-\x1f]*'
# The bounds on repetition bound the memory that a match can take; longer strings go the slower way.
_STRING: Final = rb'"' + _PLAIN + rb"(?:" + _ESCAPE + _PLAIN + rb'){0,4000}"'
# What cannot be out of a double's range; the others are looked at one by one.
_NUMBER: Final = rb"-?(?:0|[1-9][0-9]{0,199})(?:\.[0-9]{1,999})?(?:[eE][-+]?[0-9]{1,2})?"
_SCALAR: Final = rb"(?:" + _STRING + rb"|" + _NUMBER + rb"|true|false|null)"

SPACE: Final = re.compile(_WS)
MEMBERS: Final = re.compile(
    rb"(?:" + _WS + _STRING + _WS + rb":" + _WS + _SCALAR + rb"(?:" + _WS + rb",|(?=" + _WS + rb"\}))){1,64}"
)
"""A run of members of an object whose values are strict scalars, each with its comma or before the closing brace."""
ELEMENTS: Final = re.compile(rb"(?:" + _WS + _SCALAR + rb"(?:" + _WS + rb",|(?=" + _WS + rb"\]))){1,512}")
"""The same for the elements of an array."""
_ODD: Final = rb"(?:-?(?:NaN|Infinity)|" + _NUMBER + rb"|true|false|null)"
ODD_MEMBERS: Final = re.compile(
    rb"(?:" + _WS + rb'"[^"\\IN\x00-\x1f]{0,100}"' + _WS + rb":" + _WS + _ODD + _WS + rb",){1,64}"
)
"""A run of members whose values are NaN and infinities as many programs write them, or other scalars without texts."""
ODD_ELEMENTS: Final = re.compile(rb"(?:" + _WS + _ODD + _WS + rb",){1,512}")
"""The same for the elements of an array."""
NOT_FINITE: Final = (b"-Infinity", b"Infinity", b"NaN")
NUMBER: Final = re.compile(_NUMBER + rb"(?=[ \t\n\r,\]}])")
LITERAL: Final = re.compile(rb"(?:true|false|null)(?![A-Za-z0-9_])")
WORD: Final = re.compile(rb'[^\s,:\[\]{}"\x00-\x1f\x7f-\xff]{1,5000}(?=[ \t\n\r,\]}])')
"""What stands where a value should be and is none, such as NaN."""
ANY_WORD: Final = re.compile(rb"[-+.\w]{1,300}")
WORDS: Final = re.compile(rb"(?:" + _WS + rb"[-+.\w]{1,300}" + _WS + rb",){1,512}")
"""A run of such words in an array, some of which may be numbers."""
FIRST_KEY: Final = re.compile(_WS + rb'"([^"\\\x00-\x1f]{1,80})"' + _WS + rb":")
RISKY_NUMBER: Final = re.compile(rb"[0-9][eE]\+?[0-9]{3}|[0-9]{200}")
"""What may be out of a double's range."""

_PIECES: Final = re.compile(rb'(?:[^"\\\x00-\x1f]+|' + _ESCAPE + rb"){0,4000}")
_LONE_SURROGATE: Final = re.compile(rb"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
_REPLACED: Final = "\ufffd".encode()
_CONTROL: Final = rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
_DAMAGE: Final = re.compile(_CONTROL + rb"(?:" + _CONTROL + rb"|" + _REPLACED + rb"){2}")
_REPLACED_RUN: Final = re.compile(rb"(?:" + _REPLACED + rb"){8,}")
_DECIMAL: Final = re.compile(rb"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,9})?")
_CHUNK: Final = 1 << 20
_MENDS: Final = 20_000
"""A string that needs more mending is no text."""


def is_utf8(data: bytes) -> bool:
    """Whether the bytes are valid UTF-8."""
    if data.isascii():
        return True
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), _CHUNK):
            decoder.decode(data[start : start + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def to_utf8(data: bytes) -> bytes:
    """The bytes with U+FFFD for what is no UTF-8; long runs of it, which no text has, become control characters."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    parts = [decoder.decode(data[start : start + _CHUNK]).encode() for start in range(0, len(data), _CHUNK)]
    parts.append(decoder.decode(b"", final=True).encode())
    return _REPLACED_RUN.sub(b"\0\0\0", b"".join(parts))


def read_string(data: bytes, start: int) -> tuple[int, bytes | None, bool]:
    """The string that begins with the quote at ``start``.

    Returns where it ends (-1 where it is not closed), its text with quotes as strict JSON if it had to be mended (else
    None), and whether it can be trusted: overwritten blocks leave runs of control characters.
    """
    parts: list[bytes] = []
    position = kept = start + 1
    size = len(data)
    while True:
        match = _PIECES.match(data, position)
        advanced = match is not None and match.end() > position
        if match is not None:
            position = match.end()
        if position >= size:
            return -1, None, False
        byte = data[position]
        if byte == 0x22:
            break
        if advanced and byte >= 0x20 and byte != 0x5C:
            continue  # a bound on repetition was met
        mended, after = _mend(data, position)
        if mended is None:
            if not advanced:
                return -1, None, False
            continue
        if len(parts) > _MENDS:
            return position, None, False
        parts.append(data[kept:position])
        parts.append(mended)
        position = kept = after
    end = position + 1
    if not parts:
        return end, None, True
    parts.append(data[kept:position])
    trusted = _DAMAGE.search(data, start, end) is None
    return end, b'"' + b"".join(parts) + b'"', trusted


def _mend(data: bytes, position: int) -> tuple[bytes | None, int]:
    """A strict form of the control character or the wrong escape at ``position``, and where the text goes on."""
    byte = data[position]
    if byte < 0x20:
        return b"\\u%04x" % byte, position + 1
    if re.match(_ESCAPE, data[position : position + 12]):
        return None, position  # a bound on repetition was met
    if _LONE_SURROGATE.match(data, position):
        return b"\\ufffd", position + 6
    if position + 1 >= len(data):
        return None, position
    return b"\\\\", position + 1


def mend_word(word: bytes) -> bytes:
    """The strict value nearest to what stands in a value's place: a number if it can be one, else ``null``."""
    if word in (b"true", b"false", b"True", b"False"):
        return word.lower()
    if not _DECIMAL.fullmatch(word):
        return b"null"
    try:
        whole = word.lstrip(b"+-").isdigit() and len(word) <= 200
        number: float = int(word) if whole else float(word)
        if not math.isfinite(number):
            return b"null"
        # A strict one stays as it was written.
        return word if NUMBER.match(word + b",") else repr(number).encode()
    except (ValueError, OverflowError):
        return b"null"
