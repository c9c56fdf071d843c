"""What a pack takes away from the knowledge below it: ``disable.yaml``."""

from __future__ import annotations

from msgspec import Struct, field
from msgspec.structs import replace

from rtctriage.knowledge.model import Cause
from rtctriage.knowledge.nodes import Node
from rtctriage.knowledge.reading import Reader


class Disabled(Struct):
    """The causes and rules that packs took away."""

    causes: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)

    def enable(self, cause: str) -> None:
        """A pack above brings the cause anew, with rules of its own."""
        if cause in self.causes:
            self.causes.remove(cause)
        self.rules = [rule for rule in self.rules if not rule.startswith(f"{cause}/")]

    def ids(self) -> tuple[str, ...]:
        """All ids, sorted."""
        return tuple(sorted((*self.causes, *self.rules)))


def read_disabled(reader: Reader, root: Node, causes: dict[str, Cause], disabled: Disabled) -> None:
    """Takes out of ``causes`` what the file names, and notes it in ``disabled``."""
    given = reader.fields(root, "disable.yaml", ("disable",), ("disable",))
    for word in reader.words(given.get("disable"), "disable"):
        cause, _, rule = word.text.partition("/")
        below = causes.get(cause)
        if below is None:
            reader.unknown(word, "cause", cause, causes)
        elif not rule:
            del causes[cause]
            disabled.causes.append(cause)
        elif word.text in (known := [r.id for r in below.rules]):
            causes[cause] = replace(
                below,
                rules=tuple(r for r in below.rules if r.id != word.text),
                # what is said of that rule alone has nothing to be said of any more
                tests=tuple(test for test in below.tests if test.rule != word.text),
            )
            disabled.rules.append(word.text)
        else:
            reader.unknown(word, "rule", word.text, known)
