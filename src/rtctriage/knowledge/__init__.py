"""The knowledge base: what rules and playbooks say, read and checked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rtctriage.knowledge.model import KnowledgeBase

__all__ = ["load"]


def load(packs: Sequence[Path] = ()) -> KnowledgeBase:
    """The built-in knowledge with the packs laid over it in their order.

    A pack is a folder of the shape of ``rules/``, with ``playbooks/`` inside it. Raises KnowledgeError with everything
    that is wrong in any of the files.
    """
    from rtctriage.knowledge.store import load_knowledge

    return load_knowledge(packs)
