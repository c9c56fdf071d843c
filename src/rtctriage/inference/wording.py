"""What can be said before anything is known, in one language: every answer differs from it only in what was touched."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias

from msgspec import Struct

from rtctriage.diagnosis import LayerResult, Missing
from rtctriage.inference.program import Program
from rtctriage.inference.shape import shape_of
from rtctriage.text import Language

Needs: TypeAlias = tuple[tuple[int, tuple[str, ...]], ...]
"""Causes that need only some of their facts any more, with these."""

_KEPT: Final = 512
"""How many lists of open questions are kept before they are made anew."""


class Wording(Struct, frozen=True):
    """A program's texts, and the parts of answers that many of them share. What it keeps of those is bounded."""

    ids: tuple[str, ...]
    """Of the causes."""
    titles: tuple[str, ...]
    layers: tuple[LayerResult, ...]
    layer_of: tuple[int, ...]
    asking: Mapping[str, tuple[int, ...]]
    """For each fact that has a question the causes that need it, in the order of the layers."""
    questions: Mapping[str, str]
    """In the order of the catalogue."""
    opened: dict[tuple[tuple[str, ...], frozenset[int], Needs], tuple[Missing, ...]] = {}

    def open_questions(self, known: tuple[str, ...], settled: frozenset[int], needs: Needs) -> tuple[Missing, ...]:
        """What to find out first when these facts are known and these causes are settled.

        In the order of the first layer of which a fact would settle something, then of how many causes it would settle
        (the most first), then of the catalogue.
        """
        key = (known, settled, needs)
        found = self.opened.get(key)
        if found is None:
            if len(self.opened) >= _KEPT:
                self.opened.clear()
            found = self.opened[key] = tuple(self._open(frozenset(known), settled, dict(needs)))
        return found

    def _open(self, known: frozenset[str], settled: frozenset[int], needs: dict[int, tuple[str, ...]]) -> list[Missing]:
        entries: list[tuple[tuple[int, int], Missing]] = []
        for fact, question in self.questions.items():
            if fact in known:
                continue
            causes = [n for n in self.asking[fact] if n not in settled and (n not in needs or fact in needs[n])]
            if causes:
                settles = tuple(self.ids[n] for n in causes)
                entries.append(((self.layer_of[causes[0]], -len(causes)), Missing(fact, question, settles)))
        entries.sort(key=lambda entry: entry[0])
        return [missing for _, missing in entries]


def wording_of(program: Program, language: Language) -> Wording:
    """A program's wording in a language: made once, and kept with the program."""
    wording = program.wordings.get(language)
    if wording is None:
        # two threads may both come here: they make the same
        wording = program.wordings[language] = _word(program, language)
    return wording


def _word(program: Program, language: Language) -> Wording:
    unmeasured = shape_of(program, ()).unmeasured
    questions = {
        name: spec.question.in_(language)
        for name, spec in program.facts.items()
        if spec.question is not None and name in program.causes_of
    }
    return Wording(
        ids=tuple(spec.cause.id for spec in program.causes),
        titles=tuple(spec.cause.title.in_(language) for spec in program.causes),
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
        layer_of=tuple(spec.layer for spec in program.causes),
        asking={name: program.causes_of[name] for name in questions},
        questions=questions,
    )
