"""Consultations with the built-in knowledge, and with small knowledge bases made in code."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import count

from generated import Generator

from rtctriage import Engine
from rtctriage.consult import Accepted, Conclusion, Consultation, Question
from rtctriage.text import Language


@cache
def builtin() -> Engine:
    return Engine(chainer="plain")


@cache
def generated(seed: int) -> Engine:
    """An engine over a random knowledge base."""
    return Engine(chainer="plain", knowledge=Generator(seed).knowledge)


def clocked(engine: Engine, **options: object) -> Consultation:
    """A consultation whose clock counts seconds."""
    ticks = count(1_764_300_000)
    return Consultation(engine, clock=lambda: float(next(ticks)), **options)  # type: ignore[arg-type]


def question(consultation: Consultation) -> Question:
    asked = consultation.ask()
    assert isinstance(asked, Question), asked
    return asked


def consult(
    facts: Mapping[str, str], *, language: Language = "en", limit: int = 60
) -> tuple[Conclusion, list[str], Consultation]:
    """Somebody who knows these facts, and says so when asked; of all others they do not know."""
    consultation = clocked(builtin(), language=language)
    asked: list[str] = []
    while isinstance(step := consultation.ask(), Question):
        asked.append(step.fact)
        if step.fact in facts:
            understood = consultation.answer(facts[step.fact])
            assert isinstance(understood, Accepted), understood
        else:
            consultation.unknown()
        if len(asked) == limit:
            return consultation.finish(), asked, consultation
    return step, asked, consultation
