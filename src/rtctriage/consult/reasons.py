"""Why a question is asked: the causes that are open, what each answer would do, what is gained for which effort."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from rtctriage.consult import phrases
from rtctriage.consult.answers import shown_value
from rtctriage.consult.choice import Candidate, Choice
from rtctriage.consult.information import Class
from rtctriage.consult.known import Situation
from rtctriage.consult.weights import OTHER
from rtctriage.inference.verdict import excluded, suspected
from rtctriage.profile import Known
from rtctriage.units import show

_OPEN: Final = 8
_LIKELIEST: Final = 3
_NAMED: Final = 3
_INSTEAD: Final = 3


class OpenCause(Struct, frozen=True):
    """A cause that could still explain the call."""

    cause: str
    title: str
    layer: str
    chance: float
    """How likely it is held to be, between 0 and 1: with "something else" all of them are 1."""


class Outlook(Struct, frozen=True):
    """What one kind of answer would do."""

    label: str
    """The answer, or an example of the values that all do the same."""
    chance: float
    """How likely such an answer is held to be."""
    cause: str | None
    """The primary cause then."""
    text: str
    """The same in a sentence."""


class Competitor(Struct, frozen=True):
    """A question that was not chosen."""

    fact: str
    title: str
    worth: float


class Reasons(Struct, frozen=True, kw_only=True):
    """Why one question is asked now and no other one."""

    fact: str
    text: str
    """The choice in a few sentences."""
    open: tuple[OpenCause, ...]
    """The likeliest first."""
    something_else: float
    """The chance that it is none of them."""
    answers: tuple[Outlook, ...]
    """The likeliest first."""
    gain: float
    """By how many bits an answer is expected to lower the uncertainty over the causes."""
    cost: float
    """What it takes to answer, as a multiple of a look at a screen."""
    worth: float
    """Gain for cost, less for a layer whose turn has not come."""
    instead: tuple[Competitor, ...]
    """The next best questions."""


def reasons_of(situation: Situation, choice: Choice | None, fact: str) -> Reasons:
    """Why the fact is asked for; ``choice`` is what it was chosen from, None where it always comes first."""
    spec, language = situation.program.facts[fact], situation.state.language
    candidate = next((c for c in choice.candidates if c.fact == fact), None) if choice is not None else None
    open_ = _open(situation, choice) if choice is not None else ()
    if choice is None or candidate is None:
        text = phrases.COMPLAINT_FIRST if choice is None else phrases.LAST_TO_CHANGE
        return Reasons(
            fact=fact,
            text=text.in_(language),
            open=open_,
            something_else=1.0 if choice is None else choice.chances[OTHER],
            answers=(),
            gain=0.0,
            cost=spec.cost,
            worth=0.0,
            instead=(),
        )
    others = [c for c in choice.candidates if c.fact != fact][:_INSTEAD]
    return Reasons(
        fact=fact,
        text=_text(situation, candidate, open_, others),
        open=open_,
        something_else=choice.chances[OTHER],
        answers=_answers(situation, candidate),
        gain=candidate.gain,
        cost=candidate.cost,
        worth=candidate.worth,
        instead=tuple(Competitor(c.fact, situation.program.facts[c.fact].title.in_(language), c.worth) for c in others),
    )


def _open(situation: Situation, choice: Choice) -> tuple[OpenCause, ...]:
    language = situation.state.language
    likeliest = sorted(
        (cause for cause in situation.open_causes if cause in choice.chances), key=lambda n: (-choice.chances[n], n)
    )
    found = []
    for number in likeliest[:_OPEN]:
        cause = situation.program.causes[number].cause
        found.append(OpenCause(cause.id, cause.title.in_(language), cause.layer, choice.chances[number]))
    return tuple(found)


def _text(situation: Situation, candidate: Candidate, open_: Sequence[OpenCause], others: Sequence[Candidate]) -> str:
    language, facts = situation.state.language, situation.program.facts
    listed = _listed([f"{one.title} ({one.chance:.0%})" for one in open_[:_LIKELIEST]], language)
    said = phrases.WHY_THIS.fill(
        open=len(situation.open_causes),
        likeliest=listed,
        gain=show(candidate.gain, ""),
        effort=phrases.EFFORTS[facts[candidate.fact].effort].in_(language),
    ).in_(language)
    if others:
        title = facts[others[0].fact].title.in_(language)
        said += ("" if language == "zh" else " ") + phrases.NEXT_BEST.fill(title=title).in_(language)
    return said


def _answers(situation: Situation, candidate: Candidate) -> tuple[Outlook, ...]:
    """What the answers would do, those that do the same together."""
    groups: dict[tuple[str | None, str], list[Class]] = {}
    for one in candidate.classes:
        primary, text = _outcome(situation, candidate.fact, one)
        groups.setdefault((primary, text), []).append(one)
    outlooks = [
        Outlook(_label(situation, candidate.fact, group), sum(one.chance for one in group), primary, text)
        for (primary, text), group in groups.items()
    ]
    return tuple(sorted(outlooks, key=lambda outlook: -outlook.chance))


def _outcome(situation: Situation, fact: str, one: Class) -> tuple[str | None, str]:
    language = situation.state.language
    reasoning = situation.with_fact(fact, Known(one.value)).reasoning
    causes, primary = reasoning.program.causes, reasoning.primary
    if primary is not None:
        cause = causes[primary.cause].cause
        phrase = phrases.WOULD_BE_FAULT if primary.level == "fault" else phrases.WOULD_BE_SUSPECT
        return cause.id, phrase.fill(cause=cause.title.in_(language)).in_(language)
    out = [causes[n].cause.title.in_(language) for n, certainty in sorted(one.certain.items()) if excluded(certainty)]
    if out:
        return None, phrases.WOULD_EXCLUDE.fill(causes=_listed(out, language)).in_(language)
    likelier = [n for n, certainty in one.certainties.items() if suspected(certainty)]
    phrase = phrases.WOULD_NARROW if likelier else phrases.WOULD_LEAVE
    return None, phrase.in_(language)


def _label(situation: Situation, fact: str, group: Sequence[Class]) -> str:
    spec, language = situation.program.facts[fact], situation.state.language
    shown = [shown_value(situation.engine.knowledge, spec, one.value, language) for one in group]
    if spec.type in ("choice", "boolean"):
        return _listed(shown, language)
    return phrases.SUCH_AS.fill(values=_listed(shown, language)).in_(language)


def _listed(words: Sequence[str], language: str) -> str:
    first = ("、" if language == "zh" else ", ").join(words[:_NAMED])
    return first if len(words) <= _NAMED else f"{first}…"
