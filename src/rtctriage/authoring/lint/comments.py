"""Looks into the files for texts that YAML cut short: what follows `` #`` without quotes is a comment to it.

Nothing of it is left in the knowledge that the other checks look at, so this one reads the files again; those alone in
which it may be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from rtctriage.authoring.lint.finding import Draft, Step
from rtctriage.knowledge.nodes import Mapping, Node, Scalar
from rtctriage.knowledge.nodes import Sequence as Items
from rtctriage.knowledge.sources import KnowledgeFile, KnowledgeSource
from rtctriage.knowledge.yamltext import parse
from rtctriage.privacy import quote

_LOST: Final = re.compile(r"[ \t]+(#\w.*)")
"""What may have been meant as text: a comment has a space, or a line, behind its ``#``."""
_NUMBER: Final = re.compile(r" +#\d")
"""A line of its own that was broken off a text; with a word there, it is more likely something taken out."""
_TEXT: Final = re.compile(r"(?:[=!]= *)?[^\W\d_]")
"""How a text begins, or a comparison with one; a number with its unit does not."""
_PROSE: Final = frozenset(("en", "zh", "claim", "from", "source", "because", "grounds"))
"""Keys of sentences: in them a word behind ``#`` is as likely a part of the text as a number is."""
_HINT: Final = 'put the text in quotes; where a comment is meant, write a space behind "#"'

Value = tuple[tuple[Step, ...], Scalar]
"""The path to a value without quotes, and the value."""


def check_comments(sources: Iterable[KnowledgeSource]) -> Iterator[Draft]:
    """R704."""
    for source in sources:
        for file in source.files:
            text = file.data.decode("utf-8-sig", "replace")
            root = parse(file.data, file.shown).root if _LOST.search(text) else None
            if root is not None:
                yield from _check(file, text.splitlines(), root)


def _check(file: KnowledgeFile, lines: Sequence[str], root: Node) -> Iterator[Draft]:
    for path, value in _values(root, ()):
        lost = _lost(value, lines)
        if not lost or not _is_text(value, path, lost):
            continue
        message = f"the text ends before {quote(lost, 'this')}, which YAML reads as a comment"
        yield Draft("R704", message, f"{file.label}:{value.line}", path, _about(root, path), _HINT)


def _is_text(value: Scalar, path: tuple[Step, ...], lost: str) -> bool:
    """Whether the value is a text that may have gone on; of a sentence nothing at all may be left."""
    prose = bool(_PROSE.intersection(path[-1:]))
    if not value.text:
        return prose
    return _TEXT.match(value.text) is not None and (prose or lost[1].isdigit())


def _values(node: Node, path: tuple[Step, ...]) -> Iterator[Value]:
    """All values without quotes below a node, in the order of the file."""
    if isinstance(node, Mapping):
        for key, value in node.pairs:
            yield from _values(value, (*path, key.text))
    elif isinstance(node, Items):
        for number, item in enumerate(node.items):
            yield from _values(item, (*path, number))
    elif not node.quoted:
        yield path, node


def _lost(value: Scalar, lines: Sequence[str]) -> str:
    """The first word of what may be lost behind a value; an empty text where nothing is."""
    words = value.text.split()
    column = value.column - 1
    for number in range(value.line - 1, len(lines)):
        line = lines[number]
        # a long text goes on in the next line
        while words and (at := _after(line, column, words[0])):
            words.pop(0)
            column = at
        if not words:
            rest = line[column:]
            found = _LOST.match(rest if rest.strip() else _continued(lines, value, number + 1))
            return found[1].split()[0] if found else ""
        if line[column:].strip():
            # the lines count otherwise than the parser's do
            return ""
        column = 0
    return ""


def _continued(lines: Sequence[str], value: Scalar, number: int) -> str:
    """A line that would go on with the value, were it not a comment with a number."""
    line = lines[number] if number < len(lines) else ""
    begin = _indent(lines[value.line - 1])
    # behind a key it has to stand deeper than that; below a value with a line of its own, no deeper
    least = begin if value.column - 1 == begin else begin + 1
    return line if _NUMBER.match(line) and _indent(line) >= least else ""


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" -"))


def _after(line: str, column: int, word: str) -> int:
    """The column behind a word, where the line goes on with it; else 0."""
    begin = len(line) - len(line[column:].lstrip())
    return begin + len(word) if line.startswith(word, begin) else 0


def _about(root: Node, path: tuple[Step, ...]) -> str:
    """The cause with the rule, the playbook, or the name under the first key of a catalogue."""
    top = {key.text: value for key, value in root.pairs} if isinstance(root, Mapping) else {}
    for kind in ("cause", "playbook"):
        name = top.get(kind)
        if isinstance(name, Scalar):
            rule = _id_at(top.get("rules"), path[1]) if path[0] == "rules" and len(path) > 1 else ""
            return f"{name.text}/{rule}" if rule else name.text
    name_of = path[1] if len(path) > 1 else ""
    return name_of if isinstance(name_of, str) else ""


def _id_at(rules: Node | None, number: Step) -> str:
    item = rules.items[number] if isinstance(rules, Items) and isinstance(number, int) else None
    pairs = item.pairs if isinstance(item, Mapping) else ()
    return next((value.text for key, value in pairs if key.text == "id" and isinstance(value, Scalar)), "")
