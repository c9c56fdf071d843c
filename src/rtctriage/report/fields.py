"""A vendor's statistics as people read them: what a field means, the fact that it supplies, and what misleads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rtctriage.knowledge.model import KnowledgeBase, VendorField
from rtctriage.report.labels import Labels
from rtctriage.report.style import Painter
from rtctriage.report.tables import Cell, table, wrap
from rtctriage.text import Language, Text

_FIELD: Final = Text("Field", "字段")
_UNIT: Final = Text("Unit", "单位")
_FACT: Final = Text("Fact", "事实")
_MEANING: Final = Text("Meaning", "含义")
_TRAP: Final = Text("Beware", "注意")
_ABSENT: Final = Text("Not measured", "未测量的取值")
_SOURCE: Final = Text("Source", "依据")


def explained(
    fields: Sequence[VendorField], knowledge: KnowledgeBase, language: Language, *, columns: int, colour: bool
) -> str:
    """Each field with all that is known of it; ends with a line end."""
    labels, paint = Labels(knowledge, language), Painter(colour)
    blocks: list[str] = []
    for field in fields:
        full = f"{field.vendor} {field.structure}.{field.field}"
        where = labels.plain(full, field.platform) if field.platform else full
        notes = [
            (_UNIT, field.unit),
            (_FACT, "" if field.fact is None else f"{field.fact} {labels.fact(field.fact)}"),
            (_TRAP, field.trap.in_(language) if field.trap else ""),
            (_ABSENT, labels.listed([f"{value:g}" for value in field.absent])),
            (_SOURCE, field.source),
        ]
        lines = [paint(where, "title"), *wrap(field.meaning.in_(language), columns - 2)]
        for name, text in notes:
            if text:
                lines += wrap(f"{labels.say(name)}{labels.colon}{text}", columns - 2)
        blocks.append("\n".join([lines[0], *(f"  {line}" for line in lines[1:])]))
    return "\n\n".join(blocks) + "\n"


def listed(
    fields: Sequence[VendorField], knowledge: KnowledgeBase, language: Language, *, columns: int, colour: bool
) -> str:
    """The fields of each object below its heading; ends with a line end."""
    labels, paint = Labels(knowledge, language), Painter(colour)
    head = [Cell(labels.say(t), "dim") for t in (_FIELD, _UNIT, _FACT, _MEANING)]
    groups: dict[str, list[list[Cell]]] = {}
    for field in fields:
        name = f"{field.vendor} {field.structure}"
        heading = labels.plain(name, field.platform) if field.platform else name
        row = [
            Cell(field.field, "bold"),
            Cell(field.unit),
            Cell(field.fact or ""),
            Cell(field.meaning.in_(language)),
        ]
        groups.setdefault(heading, [head]).append(row)
    blocks = [
        "\n".join([paint(heading, "title"), *table(rows, columns, paint, indent=2)]) for heading, rows in groups.items()
    ]
    return "\n\n".join(blocks) + "\n"
