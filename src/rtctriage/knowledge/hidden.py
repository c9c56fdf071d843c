"""Characters that nobody sees, in files whose texts end up in a terminal.

Some of them turn the text behind them round, so that a rule reads as another one than it is (N. Boucher and
R. Anderson, Trojan Source, 2021); the others make two words look alike. No text of a rule needs one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from rtctriage.knowledge.nodes import CONTROL, Node, Scalar, Sequence, not_allowed

# format characters, and the separators of lines and paragraphs
_INVISIBLE: Final = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def hidden_characters(data: bytes, root: Node) -> Iterator[tuple[int, int, str]]:
    """Line, column and message: of each line the first one, comments too; and those that are written as escapes.

    ``data`` is UTF-8, as it was parsed.
    """
    text = "" if data.isascii() else data.decode("utf-8-sig", "replace")
    if _INVISIBLE.search(text):
        for number, line in enumerate(text.split("\n"), start=1):
            found = _INVISIBLE.search(line)
            if found:
                yield number, found.start() + 1, _message(found[0])
    if b"\\" in data:
        for leaf in _leaves(root):
            control, found = CONTROL.search(leaf.text), _INVISIBLE.search(leaf.text)
            if control:
                yield leaf.line, leaf.column, not_allowed(control[0])
            elif found and found[0] not in text:
                yield leaf.line, leaf.column, _message(found[0])


def _message(char: str) -> str:
    return f"an invisible character U+{ord(char):04X} is not allowed here"


def _leaves(root: Node) -> Iterator[Scalar]:
    """Leaves and keys."""
    stack: list[Node] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, Scalar):
            yield node
        elif isinstance(node, Sequence):
            stack.extend(node.items)
        else:
            stack.extend(part for pair in node.pairs for part in pair)
