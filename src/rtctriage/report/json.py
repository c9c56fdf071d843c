"""Answers as JSON; that of a diagnosis is the contract ``rtctriage/diagnosis@1``."""

from __future__ import annotations

import msgspec

from rtctriage.diagnosis import Diagnosis


def render(diagnosis: Diagnosis, *, lines: bool = False) -> str:
    """The diagnosis as one JSON object, indented, or with ``lines`` on one line; ends with a line end."""
    encoded = msgspec.json.encode(diagnosis)
    return (encoded if lines else msgspec.json.format(encoded, indent=2)).decode() + "\n"


def encode(answer: object) -> str:
    """Anything made of frozen records as one indented JSON document; ends with a line end."""
    return msgspec.json.format(msgspec.json.encode(answer), indent=2).decode() + "\n"


def ascii_only(text: str) -> str:
    """JSON text with everything outside ASCII escaped: the same document in any encoding."""
    if text.isascii():
        return text
    # only strings hold such characters, so escapes may stand for them anywhere
    return "".join(c if c < "\x80" else _escape(c) for c in text)


def _escape(char: str) -> str:
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i] << 8 | units[i + 1]:04x}" for i in range(0, len(units), 2))
