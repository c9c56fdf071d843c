"""Reads nodes by a closed schema, and collects what is wrong instead of stopping at the first mistake.

Every method answers with something of the right type even where the file is wrong (an empty text, an empty list): the
problem is noted, reading goes on, and nobody uses the result because the whole pack is refused in the end.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import TypeVar

from rtctriage.errors import Problem, ProblemKind, did_you_mean
from rtctriage.knowledge.bounds import MAX_PROBLEMS
from rtctriage.knowledge.nodes import Mapping, Node, Scalar, Sequence
from rtctriage.privacy import quote, quote_name
from rtctriage.text import Text

T = TypeVar("T", bound=str)


class Reader:
    """Reads one file; all readers of a pack share the list of problems."""

    def __init__(self, file: str, problems: list[Problem], label: str = "") -> None:
        self.file = file
        self.problems = problems
        self.label = label or file

    def origin(self, node: Node) -> str:
        """Where something stands, in a form that does not depend on the machine: ``builtin rules/x.yaml:11``."""
        return f"{self.label}:{node.line}"

    def problem(
        self, node: Node, message: str, hint: str = "", offset: int | None = None, *, kind: ProblemKind = "format"
    ) -> None:
        """Notes what is wrong at a node, or at a character of its text."""
        if len(self.problems) >= MAX_PROBLEMS:
            return
        line, column = node.line, node.column
        if offset is not None and isinstance(node, Scalar):
            line, column = node.at(offset)
        self.problems.append(Problem(self.file, line, column, message, hint, kind))

    def unknown(self, node: Node, kind: str, name: str, known: Collection[str]) -> None:
        """Notes a name that does not exist, with the nearest one that does."""
        if len(self.problems) >= MAX_PROBLEMS:
            return
        near = did_you_mean(name, known)
        hint = near or ("known: " + ", ".join(sorted(known)) if 0 < len(known) <= 12 else "")
        self.problem(node, f"unknown {kind} {quote_name(name, near)}".rstrip(), hint, kind="name")

    def entries(self, node: Node | None, what: str) -> list[tuple[Scalar, Node]]:
        """Key and value of a mapping whose keys are names that the file chooses."""
        if isinstance(node, Mapping):
            return list(node.pairs)
        if node is not None:
            self.problem(node, f"{what} must be a mapping (key: value)")
        return []

    def fields(
        self, node: Node | None, what: str, known: Collection[str], required: Iterable[str] = ()
    ) -> dict[str, Node]:
        """The fields of a mapping whose keys are fixed. A field that is there and empty counts as not given."""
        found: dict[str, Node] = {}
        for key, value in self.entries(node, what):
            if key.text not in known:
                self.unknown(key, f"key in {what}:", key.text, known)
            elif not (isinstance(value, Scalar) and value.empty):
                found[key.text] = value
        if isinstance(node, Mapping):
            for name in required:
                if name not in found:
                    self.problem(node, f'{what} needs the key "{name}"', kind="missing")
        return found

    def items(self, node: Node | None, what: str) -> tuple[Node, ...]:
        """The members of a list."""
        if isinstance(node, Sequence):
            return node.items
        if node is not None:
            self.problem(node, f"{what} must be a list", "write [a, b], or one item a line behind a dash")
        return ()

    def scalar(self, node: Node | None, what: str) -> Scalar | None:
        """A leaf that is not empty."""
        if isinstance(node, Scalar) and (node.text.strip() and not node.empty):
            return node
        if node is not None:
            self.problem(node, f"{what} must be a text" + (", not empty" if isinstance(node, Scalar) else ""))
        return None

    def text(self, node: Node | None, what: str) -> str:
        """A text that is not empty."""
        scalar = self.scalar(node, what)
        return scalar.text.strip() if scalar else ""

    def bilingual(self, node: Node | None, what: str) -> Text:
        """``{en: …, zh: …}``, both there."""
        parts = self.fields(node, what, ("en", "zh"), ("en", "zh"))
        return Text(self.text(parts.get("en"), f"{what} (en)"), self.text(parts.get("zh"), f"{what} (zh)"))

    def either(self, node: Node | None, what: str) -> Text:
        """``{en: …, zh: …}``, or one text that stands for both."""
        if isinstance(node, Scalar):
            text = self.text(node, what)
            return Text(text, text)
        return self.bilingual(node, what)

    def texts(self, node: Node | None, what: str) -> tuple[str, ...]:
        """A list of texts, none of them twice."""
        return tuple(s.text.strip() for s in self.words(node, what))

    def words(self, node: Node | None, what: str) -> tuple[Scalar, ...]:
        """A list of leaves, none of them twice."""
        found: dict[str, Scalar] = {}
        for item in self.items(node, what):
            scalar = self.scalar(item, f"a member of {what}")
            if scalar is None:
                continue
            if scalar.text in found:
                self.problem(scalar, f"{quote(scalar.text)} is given twice in {what}", kind="twice")
            found.setdefault(scalar.text, scalar)
        return tuple(found.values())

    def flag(self, node: Node | None, what: str) -> bool:
        """``true`` or ``false``; false where it is not given."""
        if node is None:
            return False
        if not isinstance(node, Scalar) or node.text not in ("true", "false"):
            self.problem(node, f"{what} must be true or false")
            return False
        return node.text == "true"

    def one_of(self, node: Node | None, what: str, choices: Collection[T]) -> T | None:
        """One of some fixed words."""
        scalar = self.scalar(node, what)
        if scalar is None:
            return None
        for choice in choices:
            if choice == scalar.text:
                return choice
        near = did_you_mean(scalar.text, choices)
        hint = near or "one of: " + ", ".join(choices)
        self.problem(scalar, f"{what} cannot be {quote_name(scalar.text, near, 'this value')}", hint)
        return None

    def number(self, node: Node | None, what: str) -> float | None:
        """A finite number without a unit."""
        scalar = self.scalar(node, what)
        if scalar is None:
            return None
        try:
            value = float(scalar.text) if re.fullmatch(r"[-+0-9.eE]+", scalar.text) else None
        except ValueError:
            value = None
        if value is None or value in (float("inf"), float("-inf")):
            self.problem(scalar, f"{what} must be a number")
            return None
        return value
