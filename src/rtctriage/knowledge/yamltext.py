"""YAML text into nodes that know their places.

Built from the parser's events with a stack of its own: nothing is constructed, no tag is resolved (``4.10`` stays
``4.10`` and ``no`` stays ``no``), nothing recurses. Anchors, aliases and tags have no use in rules and profiles and are
refused, which also ends every alias bomb before it starts.
"""

from __future__ import annotations

import re
from typing import Any, Final

from msgspec import Struct

from rtctriage.errors import Problem
from rtctriage.knowledge.bounds import MAX_DEPTH, MAX_PROBLEMS
from rtctriage.knowledge.jsontext import parse_json
from rtctriage.knowledge.nodes import Mapping, Node, Scalar, Sequence, UnreadableError, decode

_LOOKS_LIKE_JSON = re.compile(r'\s*(\{\s*["}]|\[)')
_TOO_DEEP: Final = f"nested more than {MAX_DEPTH} levels deep"
_HINTS: Final = {
    "mapping values are not allowed": "put a text that holds a colon in quotes",
    "cannot start any token": "indent with spaces, not tabs; quote a text that begins with a special character",
    "found a tab character": "indent with spaces, not tabs",
    "did not find expected key": "look at the indentation, and at the quotes of the line before",
    "expected <block end>": "look at the indentation, and at the quotes of the line before",
    "could not find expected ':'": "look for a key without a colon, or a line that is not indented",
    "did not find expected ',' or": "in flow style, put a text that holds a comma, bracket or colon in quotes",
    "expected ',' or": "in flow style, put a text that holds a comma, bracket or colon in quotes",
}


class Parsed(Struct, frozen=True):
    """A file's tree, and what is wrong with it. Without a root there is at least one problem."""

    root: Node | None
    problems: tuple[Problem, ...] = ()


def parse(data: bytes | str, file: str) -> Parsed:
    """Reads YAML or JSON text; whatever is wrong with it ends up in ``problems``, in the order of the file."""
    try:
        text = decode(data) if isinstance(data, bytes) else data
        if not text.strip():
            raise UnreadableError(0, 0, "the file is empty")
        root, problems = _parse_text(text, file)
    except UnreadableError as error:
        return Parsed(None, (error.problem(file),))
    return Parsed(root, tuple(problems))


def _parse_text(text: str, file: str) -> tuple[Node, list[Problem]]:
    if text.lstrip()[0] not in "{[":
        return _parse_yaml(text, file)
    try:
        return parse_json(text, file)
    except UnreadableError as json_error:
        # what begins with a brace may as well be YAML in flow style
        try:
            return _parse_yaml(text, file)
        except UnreadableError:
            if _LOOKS_LIKE_JSON.match(text):
                raise json_error from None
            raise


class _Open:
    """A sequence or mapping whose end has not come yet."""

    __slots__ = ("column", "items", "key", "line", "mapping", "pairs")

    def __init__(self, mapping: bool, line: int, column: int) -> None:
        self.mapping, self.line, self.column = mapping, line, column
        self.items: list[Node] = []
        self.pairs: dict[str, tuple[Scalar, Node]] = {}
        self.key: Scalar | None = None

    def node(self) -> Node:
        if self.mapping:
            return Mapping(tuple(self.pairs.values()), self.line, self.column)
        return Sequence(tuple(self.items), self.line, self.column)


def _parse_yaml(text: str, file: str) -> tuple[Node, list[Problem]]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    builder = _Builder(file)
    try:
        for event in yaml.parse(text, Loader=loader):
            builder.take(type(event).__name__, event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message = error.problem or error.context or "this is not YAML"
        if "nesting depth" in message:
            # libyaml counts as well, and reads ahead of what was taken here
            message = _TOO_DEEP
        hint = next((h for part, h in _HINTS.items() if part in message), "")
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        said = message if message == _TOO_DEEP else f"not valid YAML: {message}"
        raise UnreadableError(line, column, said, hint) from None
    except yaml.YAMLError:
        raise UnreadableError(0, 0, "not valid YAML") from None
    if builder.root is None:
        raise UnreadableError(0, 0, "the file is empty")
    return builder.root, builder.problems


class _Builder:
    """Takes the parser's events one by one."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self._stack: list[_Open] = []
        self._documents = 0

    def take(self, kind: str, event: Any) -> None:
        """Builds the nodes from one event of the parser; ``kind`` is the name of its class."""
        if kind == "ScalarEvent":
            self._refuse_extras(event)
            self._place(_scalar(event))
        elif kind in ("MappingStartEvent", "SequenceStartEvent"):
            self._refuse_extras(event)
            self._open(kind == "MappingStartEvent", event)
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            self._place(self._stack.pop().node())
        elif kind == "AliasEvent":
            raise _unreadable(event, "aliases (*name) are not allowed", "write the value out")
        elif kind == "DocumentStartEvent":
            self._documents += 1
            if self._documents > 1:
                raise _unreadable(event, "a second document begins here", "one file holds one document")

    def _refuse_extras(self, event: Any) -> None:
        if event.anchor is not None:
            raise _unreadable(event, "anchors (&name) are not allowed", "write the value out")
        if event.tag is not None:
            raise _unreadable(event, "tags (!name) are not allowed", "put a text that begins with ! in quotes")

    def _open(self, mapping: bool, event: Any) -> None:
        if len(self._stack) >= MAX_DEPTH:
            raise _unreadable(event, _TOO_DEEP)
        if self._stack and self._stack[-1].mapping and self._stack[-1].key is None:
            raise _unreadable(event, "a key must be a text", "put a key that holds brackets or braces in quotes")
        mark = event.start_mark
        self._stack.append(_Open(mapping, mark.line + 1, mark.column + 1))

    def _place(self, node: Node) -> None:
        if not self._stack:
            self.root = node
            return
        inside = self._stack[-1]
        if not inside.mapping:
            inside.items.append(node)
        elif inside.key is not None:
            inside.pairs.setdefault(inside.key.text, (inside.key, node))
            inside.key = None
        elif isinstance(node, Scalar):
            before = inside.pairs.get(node.text)
            if before is not None and len(self.problems) < MAX_PROBLEMS:
                hint = f"first in line {before[0].line}"
                problem = Problem(self.file, node.line, node.column, "this key is given twice", hint, "twice")
                self.problems.append(problem)
            inside.key = node


def _scalar(event: Any) -> Scalar:
    begin, end = event.start_mark, event.end_mark
    quoted = event.style in ("'", '"')
    length = end.column - begin.column - (2 if quoted else 0)
    return Scalar(
        event.value,
        begin.line + 1,
        begin.column + 1,
        quoted=event.style is not None and event.style != "",
        verbatim=begin.line == end.line and length == len(event.value),
    )


def _unreadable(event: Any, message: str, hint: str = "") -> UnreadableError:
    return UnreadableError(event.start_mark.line + 1, event.start_mark.column + 1, message, hint)
