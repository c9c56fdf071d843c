"""What a file says to the linter: ``lint: {ignore: [{code: R202, about: some-rule, because: "…"}]}``."""

from __future__ import annotations

from typing import Final

from rtctriage.knowledge.model import LintNote
from rtctriage.knowledge.nodes import Mapping, Node
from rtctriage.knowledge.reading import Reader

KEY: Final = "lint"


def take_notes(reader: Reader, root: Node) -> tuple[Node, list[LintNote]]:
    """The notes of a file of any kind, and its tree without them.

    What a note lacks (a reason, a code that exists) is for the linter to say: rules run without it.
    """
    if not isinstance(root, Mapping):
        return root, []
    notes: list[LintNote] = []
    for key, node in root.pairs:
        if key.text != KEY:
            continue
        given = reader.fields(node, KEY, ("ignore",), ("ignore",))
        for number, item in enumerate(reader.items(given.get("ignore"), "ignore")):
            fields = reader.fields(item, "a member of ignore", ("code", "about", "because"), ("code",))
            notes.append(
                LintNote(
                    code=reader.text(fields.get("code"), "code"),
                    because=reader.text(fields.get("because"), "because"),
                    about=reader.text(fields.get("about"), "about"),
                    number=number,
                    origin=reader.origin(item),
                )
            )
    rest = Mapping(tuple(pair for pair in root.pairs if pair[0].text != KEY), root.line, root.column)
    return rest, notes
