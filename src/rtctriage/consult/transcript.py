"""What was asked and said, step by step, and what each step changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from rtctriage.consult import phrases
from rtctriage.consult.answers import shown_value
from rtctriage.consult.known import Situation
from rtctriage.consult.state import Attached, Reply, State
from rtctriage.diagnosis import Diagnosis, Verdict
from rtctriage.engine import Engine
from rtctriage.profile import Profile, Scalar


class Standing(Struct, frozen=True):
    """A diagnosis in short."""

    verdict: Verdict
    cause: str | None
    """The primary one."""
    certainty: float | None

    def __str__(self) -> str:
        return self.verdict if self.cause is None else f"{self.verdict}: {self.cause} ({self.certainty})"


class Step(Struct, frozen=True, kw_only=True):
    """One entry of a transcript."""

    fact: str
    question: str
    reply: Reply
    text: str
    """As it was given."""
    value: Scalar | None
    label: str
    """The value as people read it."""
    at: float | None
    """Seconds since the epoch."""
    before: Standing
    after: Standing

    @property
    def changed(self) -> Literal["nothing", "certainty", "verdict", "cause"]:
        """The most that the answer changed."""
        before, after = self.before, self.after
        if before.cause != after.cause:
            return "cause"
        if before.verdict != after.verdict:
            return "verdict"
        return "nothing" if before == after else "certainty"


def standing(diagnosis: Diagnosis) -> Standing:
    """A diagnosis in short."""
    primary = diagnosis.primary
    return Standing(diagnosis.verdict, primary.cause if primary else None, primary.certainty if primary else None)


def steps_of(engine: Engine, state: State, files: Mapping[Attached, Profile]) -> tuple[Step, ...]:
    """Every entry in its order, with the standing before and after it: the conversation once more."""
    language = state.language

    def stands(count: int) -> Standing:
        shorter = replace(state, entries=state.entries[:count])
        return standing(engine.diagnose(Situation(engine, shorter, files).profile, language=language))

    steps: list[Step] = []
    before = stands(0)
    for i, entry in enumerate(state.entries):
        spec = engine.knowledge.facts[entry.fact]
        after = stands(i + 1) if entry.reply == "answer" else before
        if entry.value is not None:
            label = shown_value(engine.knowledge, spec, entry.value, language)
        else:
            label = (phrases.UNKNOWN if entry.reply == "unknown" else phrases.SKIPPED).in_(language)
        steps.append(
            Step(
                fact=entry.fact,
                question=(spec.question or spec.title).in_(language),
                reply=entry.reply,
                text=entry.text,
                value=entry.value,
                label=label,
                at=entry.at,
                before=before,
                after=after,
            )
        )
        before = after
    return tuple(steps)
