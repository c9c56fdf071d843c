"""What was asked, said and attached, step by step, and what each step changed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

from rtctriage.consult import phrases
from rtctriage.consult.answers import shown_value
from rtctriage.consult.known import Situation
from rtctriage.consult.state import Attached, Reply, State
from rtctriage.diagnosis import Diagnosis, Verdict
from rtctriage.engine import Engine
from rtctriage.profile import Profile, Scalar

Changed: TypeAlias = Literal["nothing", "certainty", "verdict", "cause"]


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
    def changed(self) -> Changed:
        """The most that the answer changed."""
        return _changed(self.before, self.after)


class FileStep(Struct, frozen=True, kw_only=True):
    """A file that was attached between two entries of a transcript."""

    path: str
    place: int
    """After how many entries."""
    before: Standing
    after: Standing

    @property
    def changed(self) -> Changed:
        """The most that the file changed."""
        return _changed(self.before, self.after)


def _changed(before: Standing, after: Standing) -> Changed:
    if before.cause != after.cause:
        return "cause"
    if before.verdict != after.verdict:
        return "verdict"
    return "nothing" if before == after else "certainty"


def standing(diagnosis: Diagnosis) -> Standing:
    """A diagnosis in short."""
    primary = diagnosis.primary
    return Standing(diagnosis.verdict, primary.cause if primary else None, primary.certainty if primary else None)


class Standings:
    """How things stood after so many entries and files of a state, each worked out once.

    What a state and the one that follows it begin with alike is kept: then one more answer costs one more diagnosis.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._state = State()
        self._kept: dict[tuple[int, int], Standing] = {}

    def after(self, state: State, files: Mapping[Attached, Profile], entries: int, attached: int) -> Standing:
        """The standing after so many of the entries and of the files."""
        if state is not self._state:
            self._keep_what_holds(state)
        # "I do not know" and "ask me later" say nothing of the call
        while entries and state.entries[entries - 1].reply != "answer":
            entries -= 1
        place = (entries, attached)
        if place not in self._kept:
            profile = Situation(self.engine, state.until(entries, attached), files).profile
            self._kept[place] = standing(self.engine.diagnose(profile, language=state.language))
        return self._kept[place]

    def _keep_what_holds(self, state: State) -> None:
        before, self._state = self._state, state
        said = _alike(before.entries, state.entries) if before.base is state.base else -1
        given = _alike(before.attached, state.attached)
        self._kept = {at: kept for at, kept in self._kept.items() if at[0] <= said and at[1] <= given}

    def forget(self) -> None:
        """Forgets all: a file says something else now."""
        self._kept.clear()


def _alike(one: Sequence[object], other: Sequence[object]) -> int:
    """How many they have in common at their beginnings."""
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def steps_of(standings: Standings, state: State, files: Mapping[Attached, Profile]) -> tuple[Step, ...]:
    """Every entry in its order, with the standing before and after it: the conversation once more."""
    return tuple(_step(standings, state, files, i) for i in range(len(state.entries)))


def file_steps_of(standings: Standings, state: State, files: Mapping[Attached, Profile]) -> tuple[FileStep, ...]:
    """Every file in its order, with the standing before and after it."""
    return tuple(
        FileStep(
            path=one.path,
            place=place,
            before=standings.after(state, files, place, i),
            after=standings.after(state, files, place, i + 1),
        )
        for i, (one, place) in enumerate(zip(state.attached, state.places, strict=True))
    )


def _step(standings: Standings, state: State, files: Mapping[Attached, Profile], i: int) -> Step:
    entry, language = state.entries[i], state.language
    knowledge = standings.engine.knowledge
    spec = knowledge.facts[entry.fact]
    attached = bisect_right(state.places, i)
    if entry.value is not None:
        label = shown_value(knowledge, spec, entry.value, language)
    else:
        label = (phrases.UNKNOWN if entry.reply == "unknown" else phrases.SKIPPED).in_(language)
    return Step(
        fact=entry.fact,
        question=(spec.question or spec.title).in_(language),
        reply=entry.reply,
        text=entry.text,
        value=entry.value,
        label=label,
        at=entry.at,
        before=standings.after(state, files, i, attached),
        after=standings.after(state, files, i + 1, attached),
    )
