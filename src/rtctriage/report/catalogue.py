"""The facts that the rules can test: what a profile may hold."""

from __future__ import annotations

from typing import Final

from rtctriage.knowledge.model import FactSpec, KnowledgeBase
from rtctriage.report import phrases
from rtctriage.report.labels import Labels
from rtctriage.report.style import Painter
from rtctriage.report.tables import Cell, table
from rtctriage.text import Language, Text

_ANSWER: Final = Text("Answer", "取值")
_TYPES: Final = {
    "number": Text("a number", "数值"),
    "boolean": Text("yes or no", "是或否"),
    "text": Text("a text", "文本"),
    "choice": Text("a word", "选项"),
    "version": Text("a version", "版本号"),
}


def text(knowledge: KnowledgeBase, language: Language, *, columns: int = 100, colour: bool = False) -> str:
    """The facts that somebody can supply, in a table; those that follow from others by a formula are left out."""
    labels, paint = Labels(knowledge, language), Painter(colour)
    specs = [spec for spec in knowledge.facts.values() if spec.derive is None]
    head = [Cell(labels.say(name), "dim") for name in (phrases.NAME, _ANSWER, phrases.TITLE)]
    rows = [(Cell(spec.name, "bold"), _answer(spec, labels), spec.title.in_(language)) for spec in specs]
    return "\n".join(table([head, *rows], columns, paint)) + "\n"


def _answer(spec: FactSpec, labels: Labels) -> str:
    """What a value looks like: its unit, the words to choose from, or its type."""
    if spec.choices:
        return labels.listed(list(spec.choices))
    if spec.type == "number" and spec.unit not in ("", "ratio"):
        return spec.unit
    return labels.word(_TYPES, spec.type)
