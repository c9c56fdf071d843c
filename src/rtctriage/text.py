"""Texts in the two languages that every report, question and playbook speaks."""

from __future__ import annotations

import re
from typing import Final, Literal, TypeAlias

from msgspec import Struct

Language: TypeAlias = Literal["en", "zh"]
LANGUAGES: Final[tuple[Language, ...]] = ("en", "zh")

_GAP: Final = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")


def closed_up(text: str) -> str:
    """A Chinese sentence with a word put into it: a space stands beside Latin words and numbers, not within Chinese."""
    return _GAP.sub("", text)


class Text(Struct, frozen=True):
    """One sentence or term, in English and in Chinese."""

    en: str
    zh: str

    def in_(self, language: Language) -> str:
        """The text in that language."""
        return self.zh if language == "zh" else self.en

    def fill(self, **values: object) -> Text:
        """The text with its ``{name}`` places filled in, in both languages."""
        return Text(self.en.format(**values), self.zh.format(**values))
