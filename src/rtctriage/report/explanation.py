"""Any explanation, as text for a terminal, as JSON or as a flowchart in Mermaid's language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, TypeAlias

from rtctriage.knowledge.model import KnowledgeBase
from rtctriage.report.times import Zone
from rtctriage.text import Language

if TYPE_CHECKING:
    # each is imported only where one of its kind is told
    from rtctriage.explain.compare import Comparison
    from rtctriage.explain.how import How
    from rtctriage.explain.nearest import Nearest
    from rtctriage.explain.what_if import WhatIf
    from rtctriage.explain.why_not import WhyNot
    from rtctriage.report.explain_tree import Page

Explanation: TypeAlias = "How | WhyNot | Nearest | WhatIf | Comparison"
Form: TypeAlias = Literal["text", "json", "mermaid"]


def render(
    explanation: Explanation,
    form: Form,
    knowledge: KnowledgeBase,
    language: Language,
    *,
    columns: int = 100,
    colour: bool = False,
    zone: Zone = "utc",
) -> str:
    """An explanation in one form and language; ends with a line end.

    ``knowledge`` is that of the engine that gave it. ``columns``, ``colour`` and ``zone`` are for people. What holds
    whole diagnoses (what-if and compare) is told in the language of these.
    """
    if form == "json":
        from rtctriage.report import explain_json

        return explain_json.render(explanation, language)
    if explanation.kind == "what-if":
        from rtctriage.report.what_if import what_if_flowchart, what_if_page

        if form == "mermaid":
            return what_if_flowchart(explanation, knowledge)
        return what_if_page(explanation, knowledge, columns=columns, colour=colour, zone=zone)
    if explanation.kind == "compare":
        from rtctriage.report.compare import compare_flowchart, compare_page

        if form == "mermaid":
            return compare_flowchart(explanation, knowledge)
        return compare_page(explanation, knowledge, columns=columns, colour=colour, zone=zone)
    from rtctriage.report import explain_tree

    pages = _pages(explanation, knowledge, language, zone)
    if form == "mermaid":
        return explain_tree.mermaid(pages)
    return explain_tree.text(pages, columns=columns, colour=colour)


def _pages(
    explanation: How | WhyNot | Nearest, knowledge: KnowledgeBase, language: Language, zone: Zone
) -> Sequence[Page]:
    if explanation.kind == "how":
        from rtctriage.report import explain_how

        return explain_how.pages(explanation, knowledge, language, zone)
    if explanation.kind == "why-not":
        from rtctriage.report import explain_why_not

        return (explain_why_not.page(explanation, knowledge, language, zone),)
    from rtctriage.report import explain_nearest

    return (explain_nearest.page(explanation, knowledge, language, zone),)
