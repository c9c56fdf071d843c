"""What a person says to a question, understood: accepted, in doubt, or refused with the way out."""

from __future__ import annotations

import re
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from rtctriage.consult import phrases
from rtctriage.consult.dates import NotADateError, is_moment, read_moment
from rtctriage.consult.numbers import NotANumberError, Reading, plain, read_number
from rtctriage.consult.options import Option, names_of, near_options, options_of
from rtctriage.consult.sayings import NO, YES, means_unknown
from rtctriage.knowledge.labels import labels_of
from rtctriage.knowledge.model import FactSpec, KnowledgeBase
from rtctriage.knowledge.values import FactValueError, read_version
from rtctriage.privacy import masked
from rtctriage.profile import Scalar
from rtctriage.text import Language, Text
from rtctriage.units import show


class Alternative(Struct, frozen=True):
    """One thing that an answer may have meant. Giving it to ``Consultation.answer`` says so."""

    key: str
    value: Scalar
    label: str


class Accepted(Struct, frozen=True):
    """An answer that was understood and taken."""

    fact: str
    value: Scalar | None
    """None for "I don't know"."""
    label: str
    """How it was understood, for people."""


class Doubt(Struct, frozen=True):
    """An answer that must be confirmed before it is taken; nothing was changed."""

    fact: str
    text: str
    """As it was given."""
    question: str
    alternatives: tuple[Alternative, ...]
    """The likeliest first; the literal reading is among them where it is possible at all."""


class Refused(Struct, frozen=True):
    """An answer that cannot be this fact's; nothing was changed."""

    fact: str
    text: str
    message: str
    hint: str = ""
    """The way out."""


Understanding: TypeAlias = Accepted | Doubt | Refused
_VERSION: Final = re.compile(r"\bv?\d+(?:\.\d+)+(?:[-+.][0-9A-Za-z.]+)?")
_Kind: TypeAlias = Literal["choice", "yes-no", "number", "version", "text", "date"]


def understand(
    knowledge: KnowledgeBase,
    spec: FactSpec,
    given: str | float | bool | Alternative,
    language: Language,
    *,
    limits: tuple[float, ...] = (),
    joined: float | None = None,
    sure: bool = False,
) -> Understanding:
    """What an answer means as a value of the fact.

    ``limits`` are the numbers that rules hold against the fact, ``joined`` when the call was joined (seconds since the
    epoch); ``sure``: the literal reading is meant, whatever it looks like.
    """
    reader = _Reader(knowledge, spec, language, limits, joined, sure)
    if isinstance(given, Alternative):
        return reader.take(given.value)
    if isinstance(given, bool | int | float):
        return reader.value(given)
    return reader.text(given)


class _Reader:
    """Reads the answers to one question."""

    def __init__(
        self,
        knowledge: KnowledgeBase,
        spec: FactSpec,
        language: Language,
        limits: tuple[float, ...],
        joined: float | None,
        sure: bool,
    ) -> None:
        self.knowledge, self.spec, self.language = knowledge, spec, language
        self.limits, self.joined, self.sure = limits, joined, sure

    def take(self, value: Scalar) -> Accepted:
        return Accepted(self.spec.name, value, shown_value(self.knowledge, self.spec, value, self.language))

    def value(self, given: float | bool) -> Understanding:
        """A value from a program: a number is in the unit of the fact."""
        if self.spec.type == "boolean" and isinstance(given, bool):
            return self.take(given)
        if self.spec.type == "number" and not isinstance(given, bool):
            low, high = self.spec.low, self.spec.high
            if (low is None or given >= low) and (high is None or given <= high):
                return self.take(float(given))
        return self.text(str(given).lower() if isinstance(given, bool) else repr(given))

    def text(self, given: str) -> Understanding:
        """A text as a person types it."""
        if not given.strip():
            return self.refuse(given, phrases.EMPTY)
        if means_unknown(given):
            return Accepted(self.spec.name, None, phrases.UNKNOWN.in_(self.language))
        if self.spec.type == "number":
            return self.date(given) if is_moment(self.spec) else self.number(given, self.limits)
        if self.spec.type == "boolean":
            return self.yes_or_no(given)
        if self.spec.type == "choice":
            return self.choice(given)
        if self.spec.type == "version":
            return self.version(given)
        return self.take(masked(given.strip()))

    def version(self, given: str) -> Understanding:
        """The version in "Agora 4.2.1" or "4.2.1版"; what has none is as the catalogue reads it."""
        numbers = _VERSION.search(plain(given))
        try:
            return self.take(read_version(numbers[0] if numbers else plain(given)))
        except FactValueError:
            return self.refuse(given, phrases.NO_VERSION)

    def date(self, given: str) -> Understanding:
        try:
            seconds = read_moment(plain(given), self.joined)
        except NotADateError as error:
            return self.refuse(given, error.message)
        if seconds is None:
            # a token may well be good for a day, though its limit is a minute
            return self.number(given, ())
        return self.take(seconds)

    def number(self, given: str, limits: tuple[float, ...]) -> Understanding:
        """A number with or without a unit; asked back where several readings, or an odd one, are possible."""
        try:
            numbers = read_number(given, self.spec, limits)
        except NotANumberError as error:
            return self.refuse(given, error.message)
        literal, *others = numbers.readings
        if numbers.several:
            return self.doubt(given, phrases.WHICH_ONE, numbers.readings)
        if numbers.bound and not self.sure:
            return self.doubt(
                given, phrases.DID_YOU_MEAN, tuple(one for one in numbers.readings if self._possible(one))
            )
        possible = self._possible(literal)
        if not others or (self.sure and possible):
            return self.take(literal.value)
        likely = (*others, literal) if possible else tuple(others)
        return self.doubt(given, phrases.DID_YOU_MEAN, likely)

    def _possible(self, reading: Reading) -> bool:
        low, high = self.spec.low, self.spec.high
        return (low is None or reading.value >= low) and (high is None or reading.value <= high)

    def yes_or_no(self, given: str) -> Understanding:
        word = plain(given).rstrip(".。!！").casefold()
        if word in YES or word in NO:
            return self.take(word in YES)
        return self.refuse(given, phrases.NOT_YES_OR_NO)

    def choice(self, given: str) -> Understanding:
        """One of the choices: by its id, its key, its label, or what is near enough to one of them to be asked back."""
        options = options_of(self.knowledge, self.spec, self.language)
        word = plain(given).rstrip(".。").casefold()
        for names in (_ids, _keys, self.labels):
            found = next((option for option in options if word in names(option)), None)
            if found is not None:
                return self.take(found.id)
        near = near_options(self.knowledge, self.spec, word)
        if not near:
            return self.refuse(given, phrases.NO_CHOICE.fill(count=len(options)))
        alternatives = tuple(
            Alternative(str(i), id_, shown_value(self.knowledge, self.spec, id_, self.language))
            for i, id_ in enumerate(near, 1)
        )
        question = (phrases.DID_YOU_MEAN if len(near) == 1 else phrases.WHICH_CHOICE).fill(meant=alternatives[0].label)
        return Doubt(self.spec.name, given, question.in_(self.language), alternatives)

    def labels(self, option: Option) -> tuple[str, ...]:
        return tuple(plain(name).casefold() for name in names_of(self.knowledge, self.spec, option.id))

    def doubt(self, given: str, question: Text, readings: tuple[Reading, ...]) -> Doubt:
        alternatives = tuple(
            Alternative(str(i), reading.value, self._shown(reading)) for i, reading in enumerate(readings, 1)
        )
        asked = question.fill(meant=alternatives[0].label).in_(self.language)
        return Doubt(self.spec.name, given, asked, alternatives)

    def _shown(self, reading: Reading) -> str:
        return show(reading.value, self.spec.unit)

    def refuse(self, given: str, message: Text) -> Refused:
        return Refused(self.spec.name, given, message.in_(self.language), phrases.WAY_OUT.in_(self.language))


def _ids(option: Option) -> tuple[str, ...]:
    return (option.id.casefold(), option.id.casefold().replace("-", " "))


def _keys(option: Option) -> tuple[str, ...]:
    return (option.key,)


def shown_value(knowledge: KnowledgeBase, spec: FactSpec, value: Scalar, language: Language) -> str:
    """A value as people read it: the label of a choice, yes or no, a number with its unit."""
    if isinstance(value, bool):
        return (phrases.YES if value else phrases.NO).in_(language)
    if isinstance(value, str):
        label = labels_of(knowledge, spec).get(value)
        return value if label is None else label.in_(language)
    return show(value, spec.unit)
