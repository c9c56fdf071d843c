"""Strict JSON (RFC 8259) into nodes that know their places, without recursion: nesting in a file costs no stack."""

from __future__ import annotations

import re
from typing import Final

from rtctriage.errors import Problem
from rtctriage.knowledge.bounds import MAX_DEPTH, MAX_PROBLEMS
from rtctriage.knowledge.nodes import Mapping, Node, Scalar, Sequence, UnreadableError

_SPACE = re.compile(r"[ \t\n\r]*")
_STRING = re.compile(r'"((?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*)"')
_ESCAPE = re.compile(
    r'\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})|\\(["\\/bfnrt])'
)
_BARE = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null")
_SIMPLE: Final = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


class _Open:
    """A list or an object whose end has not come yet."""

    __slots__ = ("column", "items", "key", "line", "object", "pairs")

    def __init__(self, is_object: bool, line: int, column: int) -> None:
        self.object, self.line, self.column = is_object, line, column
        self.items: list[Node] = []
        self.pairs: dict[str, tuple[Scalar, Node]] = {}
        self.key: Scalar | None = None

    def node(self) -> Node:
        if self.object:
            return Mapping(tuple(self.pairs.values()), self.line, self.column)
        return Sequence(tuple(self.items), self.line, self.column)


class _Scanner:
    """A place in the text, with the line it is on."""

    def __init__(self, text: str) -> None:
        self.text, self.at, self.line, self.line_start = text, 0, 1, 0

    def skip(self) -> str:
        """Passes over white space; the next character, empty at the end."""
        end = _SPACE.match(self.text, self.at).end()  # type: ignore[union-attr]  # matches the empty text as well
        breaks = self.text.count("\n", self.at, end)
        if breaks:
            self.line += breaks
            self.line_start = self.text.rfind("\n", self.at, end) + 1
        self.at = end
        return self.text[end : end + 1]

    @property
    def column(self) -> int:
        return self.at - self.line_start + 1

    def fail(self, message: str, hint: str = "") -> UnreadableError:
        return UnreadableError(self.line, self.column, message, hint)

    def string(self) -> Scalar:
        match = _STRING.match(self.text, self.at)
        if not match:
            raise self.fail("this string does not end, or holds an invalid escape")
        line, column = self.line, self.column
        self.at = match.end()
        written = match[1]
        return Scalar(_unescape(written), line, column, quoted=True, verbatim="\\" not in written)

    def bare(self) -> Scalar:
        match = _BARE.match(self.text, self.at)
        if not match:
            raise self.fail("a value is expected here")
        line, column = self.line, self.column
        self.at = match.end()
        return Scalar(match[0], line, column, verbatim=True)


def _unescape(written: str) -> str:
    def plain(match: re.Match[str]) -> str:
        high, low, code, simple = match.groups()
        if high:
            return chr(0x10000 + ((int(high, 16) & 0x3FF) << 10) + (int(low, 16) & 0x3FF))
        if code:
            number = int(code, 16)
            # half of a surrogate pair is no character, and no file or terminal takes it
            return "\ufffd" if 0xD800 <= number <= 0xDFFF else chr(number)
        return _SIMPLE.get(simple, simple)

    return _ESCAPE.sub(plain, written) if "\\" in written else written


def parse_json(text: str, file: str) -> tuple[Node, list[Problem]]:
    """The one value of a JSON text, and the problems (a key that is given twice) that do not end the reading.

    Raises UnreadableError where it is not JSON or is nested too deep.
    """
    scan = _Scanner(text)
    problems: list[Problem] = []
    stack: list[_Open] = []
    while True:
        value = _value(scan, stack, problems, file)
        while value is not None:
            if not stack:
                if scan.skip():
                    raise scan.fail("something follows after the end of the JSON value")
                return value, problems
            value = _place(scan, stack, value)


def _value(scan: _Scanner, stack: list[_Open], problems: list[Problem], file: str) -> Node | None:
    """The next value; None where it only opened a list or an object."""
    char = scan.skip()
    if stack and stack[-1].object and stack[-1].key is None:
        _key(scan, stack[-1], char, problems, file)
        char = scan.skip()
    if char and char in "{[":
        if len(stack) >= MAX_DEPTH:
            raise scan.fail(f"nested more than {MAX_DEPTH} levels deep")
        stack.append(_Open(char == "{", scan.line, scan.column))
        scan.at += 1
        if scan.skip() == ("}" if char == "{" else "]"):
            scan.at += 1
            return stack.pop().node()
        return None
    return scan.string() if char == '"' else scan.bare()


def _key(scan: _Scanner, into: _Open, char: str, problems: list[Problem], file: str) -> None:
    if char != '"':
        raise scan.fail("a key in double quotes is expected here")
    key = scan.string()
    before = into.pairs.get(key.text)
    if before is not None and len(problems) < MAX_PROBLEMS:
        problems.append(
            Problem(file, key.line, key.column, "this key is given twice", f"first in line {before[0].line}", "twice")
        )
    if scan.skip() != ":":
        raise scan.fail("a colon is expected after the key")
    scan.at += 1
    into.key = key


def _place(scan: _Scanner, stack: list[_Open], value: Node) -> Node | None:
    """Puts a value where it belongs; the list or object, if it ends with it."""
    inside = stack[-1]
    if inside.key is not None:
        inside.pairs.setdefault(inside.key.text, (inside.key, value))
        inside.key = None
    else:
        inside.items.append(value)
    char = scan.skip()
    end = "}" if inside.object else "]"
    if char == end:
        scan.at += 1
        return stack.pop().node()
    if char != ",":
        raise scan.fail(f"a comma or {end} is expected here")
    scan.at += 1
    return None
