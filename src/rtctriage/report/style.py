"""Colour for terminals, or none."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

Style: TypeAlias = Literal["plain", "bold", "dim", "fault", "suspect", "clear", "title"]

_CODES: Final[dict[str, str]] = {
    "bold": "1",
    "dim": "2",
    "fault": "1;31",
    "suspect": "33",
    "clear": "32",
    "title": "1;36",
}

OF_VERDICT: Final[dict[str, Style]] = {
    "fault": "fault",
    "suspect": "suspect",
    "clear": "clear",
    "healthy": "clear",
    "inconclusive": "suspect",
    "unmeasured": "dim",
    "not-applicable": "dim",
}


class Painter:
    """Wraps text in the terminal's codes where colour is wanted."""

    __slots__ = ("on",)

    def __init__(self, on: bool) -> None:
        self.on = on

    def __call__(self, text: str, style: Style = "plain") -> str:
        if not self.on or style == "plain" or not text:
            return text
        return f"\x1b[{_CODES[style]}m{text}\x1b[0m"
