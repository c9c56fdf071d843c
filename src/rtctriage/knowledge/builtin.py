"""Where the knowledge is that the program carries.

In an installed package it lies inside it (``_data/rules``, ``_data/playbooks``); in a source checkout, editable
installation included, at the top of the repository. Paths are texts here and wherever every start comes by:
to import pathlib takes as long as to read all the files.
"""

from __future__ import annotations

import os
from typing import NamedTuple

PACKAGE = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))


class Places(NamedTuple):
    """The folders of the built-in knowledge, and the file beside them that holds it compiled."""

    rules: str
    playbooks: str
    compiled: str | None


def places() -> Places:
    """Raises KnowledgeError where the installation is incomplete."""
    data = os.path.join(PACKAGE, "_data")
    if os.path.isdir(rules := os.path.join(data, "rules")):
        return Places(rules, os.path.join(data, "playbooks"), os.path.join(data, "knowledge.compiled"))
    source = os.path.dirname(PACKAGE)
    top = os.path.dirname(source)
    if os.path.basename(source) == "src" and os.path.isdir(rules := os.path.join(top, "rules")):
        return Places(rules, os.path.join(top, "playbooks"), None)
    from rtctriage.errors import KnowledgeError, Problem

    raise KnowledgeError(
        [Problem("", 0, 0, "the built-in rules are not in this installation", "install rtctriage again")]
    )
