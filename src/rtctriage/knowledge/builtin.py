"""Where the knowledge is that the program carries.

In an installed package it lies inside it (``_data/rules``, ``_data/playbooks``); in a source checkout, editable
installation included, at the top of the repository.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

PACKAGE = Path(__file__).resolve().parent.parent


class Places(NamedTuple):
    """The folders of the built-in knowledge, and the file beside them that holds it compiled."""

    rules: Path
    playbooks: Path
    compiled: Path | None


def places() -> Places:
    """Raises KnowledgeError where the installation is incomplete."""
    data = PACKAGE / "_data"
    if (data / "rules").is_dir():
        return Places(data / "rules", data / "playbooks", data / "knowledge.compiled")
    top = PACKAGE.parent.parent
    if PACKAGE.parent.name == "src" and (top / "rules").is_dir():
        return Places(top / "rules", top / "playbooks", None)
    from rtctriage.errors import KnowledgeError, Problem

    raise KnowledgeError(
        [Problem("", 0, 0, "the built-in rules are not in this installation", "install rtctriage again")]
    )
