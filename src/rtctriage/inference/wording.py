"""The answer to a profile that knows nothing, in one language: every other answer differs only in what was touched."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias

from msgspec import Struct

from rtctriage.diagnosis import LayerResult, Missing, Unmeasured
from rtctriage.inference.program import Program
from rtctriage.text import Language


Open: TypeAlias = tuple[int, Missing]
"""A fact that nobody supplied, behind its rank in the list of what to find out first: by the first layer of which it
would settle something, then by how many causes it would settle (the most first), then by its place in the catalogue."""

_WIDE: Final = 1_000_000
"""More than there are facts, or causes."""


class Wording(Struct, frozen=True):
    """What can be said before anything is known."""

    titles: tuple[str, ...]
    """Of the causes."""
    unmeasured: tuple[Unmeasured, ...]
    """For each cause."""
    layers: tuple[LayerResult, ...]
    open: tuple[tuple[str, Open], ...]
    """By fact, in order."""
    asking: Mapping[str, tuple[int, ...]]
    """For each fact that has a question the causes that need it."""
    questions: Mapping[str, tuple[int, str]]
    """For each such fact its place in the catalogue and its question."""


def word(program: Program, language: Language) -> Wording:
    """Prepares a program's answers in one language."""
    unmeasured = tuple(
        Unmeasured(spec.cause.id, tuple(dict.fromkeys(fact for needs in spec.needs for fact in needs)))
        for spec in program.causes
    )
    questions = {
        name: (place, spec.question.in_(language))
        for place, (name, spec) in enumerate(program.facts.items())
        if spec.question is not None and name in program.causes_of
    }
    asking = {name: program.causes_of[name] for name in questions}
    entries = [(name, open_entry(program, questions, name, causes)) for name, causes in asking.items()]
    return Wording(
        titles=tuple(spec.cause.title.in_(language) for spec in program.causes),
        unmeasured=unmeasured,
        layers=tuple(
            LayerResult(
                layer=spec.layer.id,
                title=spec.layer.title.in_(language),
                verdict="unmeasured",
                faults=(),
                suspects=(),
                ruled_out=(),
                unmeasured=tuple(unmeasured[i] for i in spec.causes),
            )
            for spec in program.layers
        ),
        open=tuple(sorted(entries, key=lambda entry: entry[1])),
        asking=asking,
        questions=questions,
    )


def open_entry(program: Program, questions: Mapping[str, tuple[int, str]], fact: str, causes: tuple[int, ...]) -> Open:
    """The entry of a fact that would settle these causes (at least one, in the order of the layers)."""
    place, question = questions[fact]
    settles = tuple([program.causes[i].cause.id for i in causes])
    rank = ((program.causes[causes[0]].layer + 1) * _WIDE - len(causes)) * _WIDE + place
    return rank, Missing(fact, question, settles)
