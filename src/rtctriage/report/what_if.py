"""What if: the page for a terminal, and the flowchart."""

from __future__ import annotations

from typing import Final

from rtctriage.explain.what_if import FactChange, WhatIf
from rtctriage.knowledge.model import KnowledgeBase
from rtctriage.report.changes import change_lines, from_to, verdict_lines
from rtctriage.report.changes_graph import changes_flowchart
from rtctriage.report.labels import Labels
from rtctriage.report.style import Painter
from rtctriage.report.tables import Cell, table, wrap
from rtctriage.report.times import Zone
from rtctriage.text import Text

_AS_IS: Final = Text("As it is", "现状")
_THEN: Final = Text("What if", "假设后")
_CHANGED: Final = Text("Changed", "改动的事实")
_FOLLOWS: Final = Text("Follows from that", "随之变化")
_STAYS: Final = Text("Measured on their own, and as they were: {facts}", "另行测得、保持原值的事实：{facts}")


def what_if_page(
    answer: WhatIf, knowledge: KnowledgeBase, *, columns: int = 100, colour: bool = False, zone: Zone = "utc"
) -> str:
    """Both verdicts, the changed facts, and what stands differently then; ends with a line end."""
    labels = Labels(knowledge, answer.before.language, answer.after.scenario)
    paint = Painter(colour)
    answers = [(labels.say(_AS_IS), answer.before), (labels.say(_THEN), answer.after)]
    lines = list(verdict_lines(answers, knowledge, columns, paint, zone))
    for title, facts in ((_CHANGED, answer.facts), (_FOLLOWS, answer.follow)):
        if facts:
            lines += ["", paint(labels.say(title), "title")]
            lines += table([_row(fact, labels) for fact in facts], columns, paint, indent=2)
    if answer.stay:
        names = labels.listed([labels.plain(labels.fact(name), name) for name in answer.stay])
        lines += ["  " + line for line in wrap(labels.say(_STAYS, facts=names), columns - 2)]
    lines += change_lines(answer.before, answer.after, answer.changes, labels, columns, paint)
    return "\n".join(lines) + "\n"


def what_if_flowchart(answer: WhatIf, knowledge: KnowledgeBase) -> str:
    """Both answers in Mermaid's language; ends with a line end."""
    labels = Labels(knowledge, answer.before.language, answer.after.scenario)
    return changes_flowchart([(labels.say(_AS_IS), answer.before), (labels.say(_THEN), answer.after)], labels)


def _row(change: FactChange, labels: Labels) -> tuple[Cell, ...]:
    course = from_to(change.fact, change.unit, change.before, change.after, labels)
    return (Cell(labels.fact(change.fact)), *course, Cell(change.fact, "dim"))
