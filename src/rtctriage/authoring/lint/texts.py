"""Checks of texts: that what is there in two languages was translated, and that choices have words of a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from rtctriage.authoring.lint.finding import Draft, Item, Step
from rtctriage.authoring.lint.subject import Subject, path_of
from rtctriage.knowledge.model import Cause, KnowledgeBase, Playbook
from rtctriage.text import Text

_CHINESE: Final = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_PLACES: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_LETTER: Final = re.compile(r"[^\W\d_]")
_GENERAL: Final = ("none", "unknown", "other")
"""Choices that reports have words for, whatever fact they are of."""

Place = tuple[str, tuple[Step, ...], str, Text]
"""An origin, the path to a text, what it belongs to, and the text."""


def check_texts(subject: Subject) -> Iterator[Draft]:
    """R701 to R703."""
    yield from _half_labelled(subject.knowledge)
    for origin, path, about, text in _texts(subject.knowledge):
        zh = text.zh
        if _CHINESE.search(zh) or not _LETTER.search(_PLACES.sub("", zh)):
            continue
        said = f"{about}: {' '.join(step for step in path[-1:] if isinstance(step, str)) or 'a text'}"
        place = (*path, "zh")
        if zh == text.en:
            yield Draft("R701", f"{said} is the same in English and Chinese", origin, place, about)
        else:
            yield Draft("R702", f"{said} has no Chinese character under zh", origin, place, about)


def _half_labelled(knowledge: KnowledgeBase) -> Iterator[Draft]:
    """Facts that people are asked for, and some of whose choices have labels: those that have none."""
    for spec in knowledge.facts.values():
        if spec.question is None or not spec.labels:
            continue
        bare = [word for word in spec.choices if word not in spec.labels and word not in _GENERAL]
        if bare:
            message = f"{spec.name}: no label for {', '.join(bare)}, where other choices have one"
            yield Draft("R703", message, spec.origin, ("facts", spec.name, "labels"), spec.name)


def _texts(knowledge: KnowledgeBase) -> Iterator[Place]:
    for cause in knowledge.causes.values():
        yield from _of_cause(cause)
    for book in knowledge.playbooks.values():
        yield from _of_playbook(book)
    for spec in knowledge.facts.values():
        for key, text in (
            ("title", spec.title), ("meaning", spec.meaning), ("question", spec.question), ("how", spec.how)
        ):  # fmt: skip
            if text is not None:
                yield spec.origin, ("facts", spec.name, key), spec.name, text
        for key, texts in (("labels", spec.labels), ("how_on", spec.how_on)):
            for word, text in texts.items():
                yield spec.origin, ("facts", spec.name, key, word), spec.name, text
    for layer in knowledge.layers:
        for key, text in (("title", layer.title), ("summary", layer.summary), ("skip_because", layer.skip_because)):
            if text is not None:
                yield layer.origin, ("layers", Item("id", layer.id), key), layer.id, text
    for scenario in knowledge.scenarios.values():
        yield scenario.origin, ("scenarios", scenario.id, "title"), scenario.id, scenario.title
    for complaint in knowledge.complaints.values():
        yield complaint.origin, ("complaints", complaint.id, "title"), complaint.id, complaint.title


def _of_cause(cause: Cause) -> Iterator[Place]:
    yield cause.origin, ("title",), cause.id, cause.title
    yield cause.origin, ("summary",), cause.id, cause.summary
    for rule in cause.rules:
        yield rule.origin, (*path_of(rule), "because"), rule.id, rule.because


def _of_playbook(book: Playbook) -> Iterator[Place]:
    yield book.origin, ("title",), book.id, book.title
    yield book.origin, ("escalate",), book.id, book.escalate
    for number, step in enumerate(book.steps):
        yield book.origin, ("steps", number, "action"), book.id, step.action
        yield book.origin, ("steps", number, "expect"), book.id, step.expect
    for number, text in enumerate(book.attach):
        yield book.origin, ("attach", number), book.id, text
