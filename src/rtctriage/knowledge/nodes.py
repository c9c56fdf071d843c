"""What YAML and JSON text is read into: a small tree that knows where everything stands, and types nothing."""

from __future__ import annotations

import re
from typing import Final, TypeAlias

from msgspec import Struct

from rtctriage.errors import Problem
from rtctriage.knowledge.bounds import MAX_BYTES


class Scalar(Struct, frozen=True):
    """A leaf: its text as it was written, without quotes and escapes. ``line`` and ``column`` count from 1."""

    text: str
    line: int = 0
    column: int = 0
    quoted: bool = False
    verbatim: bool = False
    """Whether the text stands in the file character by character, so that a column inside it can be told."""

    @property
    def empty(self) -> bool:
        """Whether nothing was given: an empty value, ``~`` or ``null`` without quotes."""
        return not self.quoted and self.text in ("", "~", "null", "Null", "NULL")

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column of a character of the text; of its beginning, where that cannot be told."""
        if not self.verbatim or not self.line:
            return self.line, self.column
        return self.line, self.column + offset + (1 if self.quoted else 0)


class Sequence(Struct, frozen=True):
    """A list."""

    items: tuple[Node, ...]
    line: int = 0
    column: int = 0


class Mapping(Struct, frozen=True):
    """Keys with their values, in the order of the file; each key once."""

    pairs: tuple[tuple[Scalar, Node], ...]
    line: int = 0
    column: int = 0


Node: TypeAlias = Scalar | Sequence | Mapping


class UnreadableError(Exception):
    """The text cannot be read on from here."""

    def __init__(self, line: int, column: int, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.line, self.column, self.message, self.hint = line, column, message, hint

    def problem(self, file: str) -> Problem:
        """The same, as a problem of that file."""
        return Problem(file, self.line, self.column, self.message, self.hint, "file")


# what YAML does not allow, by its members: said by what it does allow, it takes 20 times as long to compile
CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


def decode(data: bytes) -> str:
    """UTF-8 bytes as text, without a byte order mark. Raises UnreadableError for anything that is not text in UTF-8."""
    if len(data) > MAX_BYTES:
        raise UnreadableError(0, 0, f"the file is larger than {MAX_BYTES // 1_000_000} MB", "split it")
    # without a byte order mark, ASCII characters at the beginning give it away: every other byte is zero
    zeros = [byte == 0 for byte in data[:4]]
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or zeros in ([True, False] * 2, [False, True] * 2):
        raise UnreadableError(0, 0, "the file is UTF-16", "save it as UTF-8")
    if b"\0" in data:
        raise UnreadableError(0, 0, "the file is binary, not text")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        line, column = position(before, len(before))
        raise UnreadableError(line, column, "not valid UTF-8 here", "save the file as UTF-8 (it may be GBK)") from None
    control = CONTROL.search(text)
    if control:
        line, column = position(text, control.start())
        raise UnreadableError(line, column, not_allowed(control[0]))
    return text


def not_allowed(control: str) -> str:
    """What is said of a control character."""
    return f"a control character U+{ord(control):04X} is not allowed here"


def position(text: str, index: int) -> tuple[int, int]:
    """Line and column, both from 1, of a character of a text."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)
