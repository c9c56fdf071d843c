"""A question as whoever shows it needs it: in one language, with everything that belongs to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

from rtctriage.consult import phrases
from rtctriage.consult.dates import is_moment
from rtctriage.consult.known import Situation
from rtctriage.consult.options import Option, options_of
from rtctriage.inference.verdict import layer_verdict
from rtctriage.knowledge.model import Effort, FactSpec, KnowledgeBase
from rtctriage.profile import Known
from rtctriage.text import Language

Kind: TypeAlias = Literal["choice", "yes-no", "number", "version", "text", "date"]

_NAMED: int = 4


class Progress(Struct, frozen=True):
    """How far a consultation has come."""

    answered: int
    """Questions that have an answer, "I don't know" included."""
    layers: int
    layers_decided: tuple[str, ...]
    """The ids of the layers that are at fault, clear, or do not apply."""
    open_causes: int
    """Causes that could explain the call and are neither established nor excluded."""


class Question(Struct, frozen=True, kw_only=True):
    """One question. Texts are in the language of the consultation; ids never change."""

    fact: str
    title: str
    text: str
    meaning: str
    how: str
    """How to find the answer, on the platform that is known; empty where the catalogue does not say."""
    why: str
    """What hangs on the answer, in a sentence."""
    causes: tuple[str, ...]
    """The ids of the open causes that hang on it, in the order of the layers."""
    layer: str
    """The id of the first layer of those."""
    kind: Kind
    options: tuple[Option, ...] = ()
    """What to choose from: of a choice, and of yes or no."""
    unit: str = ""
    low: float | None = None
    high: float | None = None
    effort: Effort
    effort_text: str
    cost: float
    """What it takes to answer, as a multiple of a look at a screen."""
    again: bool = False
    """Whether it was skipped before."""
    progress: Progress


def question_of(situation: Situation, fact: str) -> Question:
    """The question for a fact, as things stand."""
    knowledge, program = situation.engine.knowledge, situation.program
    spec, language = program.facts[fact], situation.state.language
    numbers = [n for n in program.causes_of.get(fact, ()) if n in situation.open_causes]
    layer = program.layers[program.causes[numbers[0]].layer if numbers else 0].layer
    causes = tuple(program.causes[n].cause.id for n in numbers)
    return Question(
        fact=fact,
        title=spec.title.in_(language),
        text=(spec.question or spec.title).in_(language),
        meaning=spec.meaning.in_(language),
        how=how_to_find(spec, situation, language),
        why=_why(knowledge, fact, causes, layer.title.in_(language), language),
        causes=causes,
        layer=layer.id,
        kind=kind_of(spec),
        options=options_of(knowledge, spec, language),
        unit=spec.unit,
        low=spec.low,
        high=spec.high,
        effort=spec.effort,
        effort_text=phrases.EFFORTS[spec.effort].in_(language),
        cost=spec.cost,
        again=fact in situation.state.postponed,
        progress=progress_of(situation),
    )


def kind_of(spec: FactSpec) -> Kind:
    """What kind of answer is expected."""
    if spec.type == "boolean":
        return "yes-no"
    if is_moment(spec):
        return "date"
    return spec.type


def how_to_find(spec: FactSpec, situation: Situation, language: Language) -> str:
    """Where to look, on the platform that is known; else wherever it may be."""
    platform = situation.profile.facts.get("sdk.platform")
    special = spec.how_on.get(str(platform.value)) if isinstance(platform, Known) else None
    text = special or spec.how
    return "" if text is None else text.in_(language)


def progress_of(situation: Situation) -> Progress:
    """How far the consultation has come."""
    reasoning, program = situation.reasoning, situation.program
    named = {c.cause for c in reasoning.found}
    decided = [
        spec.layer.id
        for number, spec in enumerate(program.layers)
        if layer_verdict(
            number in reasoning.walk.skipped,
            [c.level for c in reasoning.found if c.layer == number],
            spec.core,
            {*(reasoning.out & {*spec.causes}), *(named & {*spec.causes})},
        )
        in ("fault", "clear", "not-applicable")
    ]
    answered = sum(entry.reply != "skip" for entry in situation.state.entries)
    return Progress(answered, len(program.layers), tuple(decided), len(situation.open_causes))


def named_causes(knowledge: KnowledgeBase, causes: Sequence[str], language: Language) -> str:
    """The titles of the first few causes, and how many more there are."""
    titles = [knowledge.causes[cause].title.in_(language) for cause in causes[:_NAMED] if cause in knowledge.causes]
    listed = ("、" if language == "zh" else ", ").join(titles)
    if len(causes) <= _NAMED:
        return listed
    count = len(causes) - _NAMED if language == "en" else len(causes)
    return phrases.AND_MORE.fill(causes=listed, count=count).in_(language)


def _why(knowledge: KnowledgeBase, fact: str, causes: Sequence[str], layer: str, language: Language) -> str:
    if fact == "complaint":
        return phrases.COMPLAINT_FIRST.in_(language)
    listed = named_causes(knowledge, causes, language)
    return phrases.WHY.fill(causes=listed, layer=layer).in_(language) if listed else ""
