"""Names, values and limits as people read them, in one language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from rtctriage.diagnosis import ConditionResult
from rtctriage.knowledge.model import KnowledgeBase
from rtctriage.knowledge.places import fill_limits
from rtctriage.profile import Known, Value
from rtctriage.report import phrases
from rtctriage.report.tables import clean
from rtctriage.text import Language, Text
from rtctriage.units import show

_LONGEST_VALUE: Final = 80
_QUANTITY: Final = r"([\d.]+ ?(?:us|ms|s|min|h|d))\b"

# the words of the condition language; symbols, numbers and units need no translation
_RULE_WORDS: Final = (
    (rf"\bfor {_QUANTITY}", r"持续 \1"),
    (rf" ?\bafter {_QUANTITY}", r"（开始 \1 后）"),
    (r"\bchanged from (.+?) to (?=[<>=!])", r"由 \1 变为 "),
    (r"\bmean\b", "均值"),
    (r"\bmedian\b", "中位数"),
    (r"\bmax\b", "最大值"),
    (r"\bmin\b(?= *[<>=!])", "最小值"),
    (r"\bfirst\b", "首值"),
    (r"\blast\b", "末值"),
    (r"\bshare\(", "占比("),
    (r"\bevery (?=p\d)", "每路 "),
    (r"\bevery ", "每路"),
    (r"^not (?!in \[)", "不满足 "),
    (r"\bnot in \[", "不属于 ["),
    (r"\bin \[", "属于 ["),
    (r"\bmatches\b", "匹配"),
    (r"\bversion\b", "版本"),
    (r"^known$", "已知"),
    (r"\btogether\b", "同时"),
    (r"\bestablished\b", "已确认"),
    (r"\bexcluded\b", "已排除"),
    (r"\btrue\b", "是"),
    (r"\bfalse\b", "否"),
)


@cache
def _rule_words() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(english), chinese) for english, chinese in _RULE_WORDS)


class Labels:
    """Looks up titles in the knowledge base; without one, ids stand for themselves."""

    __slots__ = ("_knowledge", "_scenario", "language")

    def __init__(self, knowledge: KnowledgeBase | None, language: Language, scenario: str | None = None) -> None:
        self._knowledge = knowledge
        self._scenario = scenario
        self.language: Language = language

    def say(self, text: Text, **values: object) -> str:
        """A fixed phrase with its places filled in."""
        phrase = text.in_(self.language)
        return phrase.format(**values) if values else phrase

    def word(self, words: Mapping[str, Text], key: str) -> str:
        """A word of a closed vocabulary; a key that is not in it stands for itself."""
        text = words.get(key)
        return key if text is None else text.in_(self.language)

    def cause(self, cause: str) -> str:
        """The title of a cause."""
        known = self._knowledge.causes.get(cause) if self._knowledge else None
        return known.title.in_(self.language) if known else cause

    def fact(self, name: str) -> str:
        """The title of a fact; a premise is about a cause."""
        known = self._knowledge.facts.get(name) if self._knowledge else None
        return known.title.in_(self.language) if known else self.cause(name)

    def complaint(self, name: str) -> str:
        """The title of a complaint."""
        known = self._knowledge.complaints.get(name) if self._knowledge else None
        return known.title.in_(self.language) if known else name

    def scenario(self, name: str) -> str:
        """The title of a scenario."""
        known = self._knowledge.scenarios.get(name) if self._knowledge else None
        return known.title.in_(self.language) if known else name

    def value(self, value: float | bool | str | None, unit: str) -> str:
        """A measured value with its unit."""
        if value is None:
            return self.say(phrases.NOT_MEASURED)
        if isinstance(value, bool):
            return self.say(phrases.YES if value else phrases.NO)
        if isinstance(value, str):
            text = clean(value)
            return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"
        return show(value, unit)

    def known(self, name: str, value: Value) -> str:
        """A fact in a few words: its value, or the range and mean of what was measured over time."""
        spec = self._knowledge.facts.get(name) if self._knowledge else None
        unit = spec.unit if spec else ""
        if isinstance(value, Known):
            return self.value(value.value, unit)
        series = [stream.series for stream in value.streams if len(stream.series)]
        if not series:
            return self.value(None, unit)
        low, high = min(s.low for s in series), max(s.high for s in series)
        if low == high:
            return show(low, unit)
        mean = sum(s.mean() * len(s) for s in series) / sum(map(len, series))
        return self.say(phrases.RANGE, low=show(low, ""), high=show(high, unit), mean=show(mean, unit))

    def limit(self, condition: ConditionResult) -> str:
        """What the value was tested against, such as ``>= 5 % for 5 s``, in the words of the rule."""
        text = self.without_fact(condition.text, condition.fact)
        if not text:
            limit = condition.limit
            shown = ", ".join(limit) if isinstance(limit, tuple) else self.value(limit, condition.unit)
            text = f"{condition.operator} {shown}"
        return self.in_rule_words(clean(text))

    @staticmethod
    def without_fact(text: str, fact: str) -> str:
        """The test of a condition that may begin with the name of its fact."""
        text = text.strip()
        if text.startswith("not "):
            return "not " + Labels.without_fact(text[4:], fact)
        return text[len(fact) :].lstrip(": ") if text.startswith(fact) else text

    def in_rule_words(self, text: str) -> str:
        """A condition with the words of the condition language in the reader's language."""
        if self.language == "zh":
            for english, chinese in _rule_words():
                text = english.sub(chinese, text)
        return text

    def test(self, text: str) -> str:
        """A condition as it is written, with the scenario's values in the place of named thresholds."""
        if self._knowledge is not None:
            scenario = self._knowledge.scenarios.get(self._scenario or "")
            text = fill_limits(text, self._knowledge.thresholds, scenario.thresholds if scenario else {})
        return self.in_rule_words(text)

    def listed(self, names: list[str]) -> str:
        """Names in a row."""
        return ("、" if self.language == "zh" else ", ").join(names)

    def plain(self, text: str, inside: str) -> str:
        """A remark in brackets behind a text."""
        return f"{text}（{inside}）" if self.language == "zh" else f"{text} ({inside})"

    @property
    def comma(self) -> str:
        """What parts two remarks."""
        return "，" if self.language == "zh" else ", "

    @property
    def colon(self) -> str:
        """What stands between a name and what it stands for."""
        return "：" if self.language == "zh" else ": "

    @property
    def separator(self) -> str:
        """What stands between the parts of a line."""
        return " · "


def certainty(value: float) -> str:
    """A certainty factor with two digits."""
    return f"{value:.2f}"
