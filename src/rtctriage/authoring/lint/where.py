"""Finds the line and the column of what a check speaks of, in the file that it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from rtctriage.authoring.lint.finding import Draft, Item, Step, TestOf
from rtctriage.knowledge.model import Threshold
from rtctriage.knowledge.nodes import Mapping as Map
from rtctriage.knowledge.nodes import Node, Scalar, Sequence
from rtctriage.knowledge.places import fill_limits
from rtctriage.knowledge.sources import KnowledgeFile, KnowledgeSource
from rtctriage.knowledge.yamltext import parse

Place: TypeAlias = tuple[str, int, int]
"""File, line and column."""


class Places:
    """Looks into the files of the sources; only those that something was found in are parsed again."""

    def __init__(self, sources: Iterable[KnowledgeSource], thresholds: Mapping[str, Threshold]) -> None:
        self._files: dict[str, KnowledgeFile] = {file.label: file for source in sources for file in source.files}
        self._thresholds = thresholds
        self._roots: dict[str, Node | None] = {}
        self._members: dict[tuple[int, str], dict[str, Node]] = {}
        """The members of a list, which is in one of the roots, by what they have under a key; the first of each."""

    def of(self, draft: Draft) -> Place:
        """Where the path of a draft leads, as far as it does; the line of its origin where it leads nowhere."""
        label, _, line = draft.origin.rpartition(":")
        file = self._files.get(label)
        number = int(line) if line.isdigit() else 0
        if file is None:
            return label or draft.origin, number, 0
        found = self._follow(self._root(file), draft.path)
        return (file.shown, found[0], found[1]) if found else (file.shown, number, 1)

    def _root(self, file: KnowledgeFile) -> Node | None:
        if file.label not in self._roots:
            self._roots[file.label] = parse(file.data, file.shown).root
        return self._roots[file.label]

    def _follow(self, node: Node | None, path: Iterable[Step]) -> tuple[int, int] | None:
        place: tuple[int, int] | None = None
        for step in path:
            found = self._next(node, step) if node is not None else None
            if found is None:
                break
            at, node = found
            place = at.line, at.column
        return place

    def _next(self, node: Node, step: Step) -> tuple[Node, Node] | None:
        """What the step leads to: where that begins, and its content."""
        if isinstance(step, TestOf):
            return self._test(node, step)
        if isinstance(step, str):
            return next(((k, v) for k, v in _pairs(node) if k.text == step), None)
        if not isinstance(node, Sequence):
            return None
        if isinstance(step, Item):
            item = self._by_key(node, step.key).get(step.value)
        else:
            item = node.items[step] if 0 <= step < len(node.items) else None
        return None if item is None else (item, item)

    def _by_key(self, node: Sequence, key: str) -> dict[str, Node]:
        """Thousands of findings in one list are not looked for from its beginning each."""
        found = self._members.get((id(node), key))
        if found is None:
            found = self._members[id(node), key] = {}
            for item in node.items:
                for k, v in _pairs(item):
                    if k.text == key and isinstance(v, Scalar):
                        found.setdefault(v.text, item)
        return found

    def _test(self, node: Node, step: TestOf) -> tuple[Node, Node] | None:
        """The test of a fact; of several the one that reads so with the values in the place of names."""
        tests = list(_below(node, step.fact))
        for key, value in tests:
            if isinstance(value, Scalar) and step.text in (value.text.strip(), self._filled(value.text.strip())):
                return key, value
        return tests[0] if tests else None

    def _filled(self, text: str) -> str:
        return fill_limits(text, self._thresholds, {})


def _pairs(node: Node) -> tuple[tuple[Scalar, Node], ...]:
    return node.pairs if isinstance(node, Map) else ()


def _below(node: Node, key: str) -> Iterator[tuple[Scalar, Node]]:
    """All pairs with that key, at any depth, in the order of the file."""
    for k, value in _pairs(node):
        if k.text == key:
            yield k, value
        yield from _below(value, key)
    for item in node.items if isinstance(node, Sequence) else ():
        yield from _below(item, key)
