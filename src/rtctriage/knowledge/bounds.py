"""How much is read at most: far more than anybody writes, and little enough to be refused quickly."""

from __future__ import annotations

from typing import Final

MAX_BYTES: Final = 2_000_000
"""The largest file."""
MAX_FILES: Final = 5000
"""The most files of one folder."""
MAX_PROBLEMS: Final = 1000
"""How many problems are told at once; looking for similar names takes its time. That there are more is told as well."""
MAX_DEPTH: Final = 50
"""Levels of nesting; it bounds every walk over a tree."""
