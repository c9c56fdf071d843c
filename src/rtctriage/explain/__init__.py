"""Explanations: how an answer came about, why it is not another one, what would change it, whether a remedy helped."""

from __future__ import annotations

from typing import Final

SCHEMA: Final = "rtctriage/explanation@1"
"""What the JSON form of every explanation is marked with; its ``kind`` says which one it is."""
