"""The knowledge base: what rules and playbooks say, read and checked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from rtctriage.knowledge.base import KnowledgeBase

__all__ = ["load"]


def load(packs: Sequence[Path] = (), *, drafts: bool = False, cases: bool = False) -> KnowledgeBase:
    """The built-in knowledge with the packs laid over it in their order.

    ``drafts``: with the causes that are drafts. ``cases``: with the tests beside the rules, which no diagnosis needs.
    A pack is a folder of the shape of ``rules/``, with ``playbooks/`` inside it. Raises KnowledgeError with everything
    that is wrong in any of the files.
    """
    from rtctriage.knowledge.store import load_knowledge

    knowledge = load_knowledge(packs, cases=cases)
    return with_drafts(knowledge) if drafts else knowledge


def with_drafts(knowledge: KnowledgeBase) -> KnowledgeBase:
    """The knowledge with its drafts in their places; one of the id of another cause stands over that."""
    if not knowledge.drafts:
        return knowledge
    order = {layer.id: number for number, layer in enumerate(knowledge.layers)}
    causes = {**knowledge.causes, **{cause.id: cause for cause in knowledge.drafts}}
    return knowledge.replace(
        causes=dict(sorted(causes.items(), key=lambda item: (order[item[1].layer], item[0]))),
        disabled=tuple(name for name in knowledge.disabled if name not in causes),
        drafts=(),
    )
