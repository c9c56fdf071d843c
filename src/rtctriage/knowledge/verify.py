"""The checks of a playbook's steps as tests of facts, which evidence newer than the step can be held against."""

from __future__ import annotations

from collections.abc import Iterator

from rtctriage.errors import KnowledgeError
from rtctriage.knowledge.grammar import parse_test
from rtctriage.knowledge.model import All, Any, Atom, KnowledgeBase, Not, Playbook, Premise


def verified(book: Playbook, knowledge: KnowledgeBase) -> Iterator[tuple[int, list[Atom]]]:
    """The tests of each step of a playbook that has some."""
    for number, step in enumerate(book.steps):
        tests: list[Atom] = []
        for text in (step.verify or "").split("; "):
            fact, _, said = text.partition(": ")
            try:
                test = parse_test(fact, said, knowledge.facts, knowledge.thresholds)
            except KnowledgeError:
                # a text with a semicolon inside, which was read as a whole when the playbook was
                tests = []
                break
            if not isinstance(test, All | Any | Not | Premise):
                tests.append(test)
        if tests:
            yield number, tests
