"""Names, values and limits as people read them, in one language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from rtctriage.diagnosis import ConditionResult
from rtctriage.knowledge.model import KnowledgeBase
from rtctriage.knowledge.places import fill_limits
from rtctriage.profile import Known, Value
from rtctriage.report import phrases
from rtctriage.report.conditions import listed, worded
from rtctriage.report.tables import clean
from rtctriage.text import Language, Text
from rtctriage.units import show

_LONGEST_VALUE: Final = 80
_NO_STREAM: Final = ("", "all", "path")  # what a series of the whole connection is labelled with, or a typed one


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

    def how(self, name: str) -> str:
        """How a fact can be found, wherever it may be; empty where the catalogue does not say."""
        known = self._knowledge.facts.get(name) if self._knowledge else None
        return known.how.in_(self.language) if known and known.how else ""

    def layer(self, layer: str) -> str:
        """The title of a layer."""
        layers = self._knowledge.layers if self._knowledge else ()
        return next((one.title.in_(self.language) for one in layers if one.id == layer), layer)

    def complaint(self, name: str) -> str:
        """The title of a complaint."""
        known = self._knowledge.complaints.get(name) if self._knowledge else None
        return known.title.in_(self.language) if known else name

    def scenario(self, name: str) -> str:
        """The title of a scenario."""
        known = self._knowledge.scenarios.get(name) if self._knowledge else None
        return known.title.in_(self.language) if known else name

    @staticmethod
    def streams(labels: Iterable[str]) -> list[str]:
        """Those that are one of several, and not all there is of the connection."""
        return [clean(label) for label in labels if label not in _NO_STREAM]

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
            return self.shown(name, value.value, unit)
        series = [stream.series for stream in value.streams if len(stream.series)]
        if not series:
            return self.value(None, unit)
        low, high = min(s.low for s in series), max(s.high for s in series)
        if low == high:
            return show(low, unit)
        mean = sum(s.mean() * len(s) for s in series) / sum(map(len, series))
        return self.say(phrases.RANGE, low=show(low, ""), high=show(high, unit), mean=show(mean, unit))

    def shown(self, fact: str, value: float | bool | str | None, unit: str) -> str:
        """A value of this fact; a complaint or a scenario by its title."""
        return self.choice(fact, self.value(value, unit)) if isinstance(value, str) else self.value(value, unit)

    def choice(self, fact: str, word: str) -> str:
        """A word that is the value of this fact; what is not in the knowledge base stands for itself."""
        if fact == "complaint":
            return self.complaint(word)
        if fact == "scenario":
            return self.scenario(word)
        spec = self._knowledge.facts.get(fact) if self._knowledge else None
        if spec is None or spec.type != "choice":
            return word
        if spec.lookup is not None and self._knowledge and word in self._knowledge.causes:
            return self.cause(word)
        label = spec.labels.get(word)
        return self.word(phrases.CHOICE, word) if label is None else label.in_(self.language)

    def tested(self, condition: ConditionResult, *, once: bool = False) -> tuple[str, str]:
        """What was measured, such as ``mean 6.48 %``, and what it was tested against: ``≥ 3 %``.

        ``once`` says that it is one value for the whole call, of which there is no mean.
        """
        c = condition
        state = phrases.PREMISE.get(c.operator)
        if state is not None:
            value = "" if c.observed is None else self.say(phrases.CERTAINTY, value=self.value(c.observed, ""))
            return value, self.say(state)
        text = self.without_fact(clean(c.text), c.fact)
        if not text:
            limit = c.limit
            inside = ", ".join(limit) if isinstance(limit, tuple) else ""
            text = f"{c.operator} [{inside}]" if inside else f"{c.operator} {self._written(limit, c.unit)}"
        test = worded(text, self.language, lambda word: self.choice(c.fact, word))
        value = "" if c.observed is None else self.shown(c.fact, c.observed, c.unit)
        if test.of and value and not once:
            value = f"{test.of} {value}"
        return value, test.test

    @staticmethod
    def _written(limit: float | bool | str | tuple[str, ...] | None, unit: str) -> str:
        """A limit as rules write it."""
        if isinstance(limit, bool):
            return str(limit).lower()
        return show(limit, unit) if isinstance(limit, (int, float)) else str(limit or "")

    @staticmethod
    def without_fact(text: str, fact: str) -> str:
        """The test of a condition that may begin with the name of its fact."""
        text = text.strip()
        if text.startswith("not "):
            return "not " + Labels.without_fact(text[4:], fact)
        return text[len(fact) :].lstrip(": ") if text.startswith(fact) else text

    def test(self, text: str, fact: str = "") -> str:
        """A condition as it is written, in words, with the scenario's values in the place of named thresholds."""
        if self._knowledge is not None:
            scenario = self._knowledge.scenarios.get(self._scenario or "")
            text = fill_limits(text, self._knowledge.thresholds, scenario.thresholds if scenario else {})
        return str(worded(text, self.language, lambda word: self.choice(fact, word)))

    def sentences(self, *sentences: str) -> str:
        """Sentences one after the other, as far as they say something."""
        return ("" if self.language == "zh" else " ").join(filter(None, sentences))

    def listed(self, names: list[str]) -> str:
        """Names in a row."""
        return listed(names, self.language)

    def plain(self, text: str, inside: str) -> str:
        """A remark in brackets behind a text."""
        return f"{text}（{inside}）" if self.language == "zh" else f"{text} ({inside})"

    @property
    def comma(self) -> str:
        """What parts two remarks."""
        return "，" if self.language == "zh" else ", "

    @property
    def semicolon(self) -> str:
        """What parts remarks that have commas in them."""
        return "；" if self.language == "zh" else "; "

    @property
    def colon(self) -> str:
        """What stands between a name and what it stands for."""
        return "：" if self.language == "zh" else ": "

    @property
    def separator(self) -> str:
        """What stands between the parts of a line."""
        return " · "


def certainty(value: float) -> str:
    """A certainty factor with two digits: ``0.93``, ``−0.85``."""
    return f"{value:.2f}".replace("-", "−")
