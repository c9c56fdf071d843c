"""What people call the choices of a fact."""

from __future__ import annotations

from collections.abc import Mapping

from rtctriage.knowledge.model import FactSpec, KnowledgeBase
from rtctriage.text import Text


def labels_of(knowledge: KnowledgeBase, spec: FactSpec) -> Mapping[str, Text]:
    """The choices that have a name, with it: complaints and scenarios have theirs in files of their own."""
    if spec.name == "complaint" and knowledge.complaints:
        return {id_: complaint.title for id_, complaint in knowledge.complaints.items()}
    if spec.name == "scenario" and knowledge.scenarios:
        return {id_: scenario.title for id_, scenario in knowledge.scenarios.items()}
    return spec.labels
