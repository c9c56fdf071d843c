"""What is known at one moment of a consultation, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from rtctriage.consult.state import Attached, State
from rtctriage.engine import Engine
from rtctriage.inference.program import Program
from rtctriage.inference.reasoning import Reasoning
from rtctriage.inference.verdict import established
from rtctriage.knowledge.model import FactSpec, Medium
from rtctriage.profile import Known, Profile, Source, Value


class Situation:
    """A state with the files that belong to it, thought through. It depends on nothing else."""

    def __init__(self, engine: Engine, state: State, files: Mapping[Attached, Profile]) -> None:
        self.engine = engine
        self.state = state
        self.profile = profile_of(state, files, engine.knowledge.facts)

    def with_fact(self, fact: str, value: Known) -> Situation:
        """The same with one more fact known."""
        other = Situation(self.engine, self.state, {})
        other.profile = Profile({**self.profile.facts, fact: value}, self.profile.evidence, self.profile.conflicts)
        return other

    @cached_property
    def reasoning(self) -> Reasoning:
        """What follows from the profile."""
        return self.engine.reason(self.profile)

    @property
    def program(self) -> Program:
        """The knowledge for the scenario that is known."""
        return self.reasoning.program

    @property
    def medium(self) -> Medium | None:
        """What the complaint is about, where it is about one medium."""
        complaint = self.engine.knowledge.complaints.get(self.reasoning.complaint or "")
        return None if complaint is None else complaint.medium

    @cached_property
    def open_causes(self) -> frozenset[int]:
        """The causes that are neither established nor excluded, and whose layer applies."""
        reasoning = self.reasoning
        sure = {c.cause for c in reasoning.found if established(c.certainty) and c.level != "observation"}
        suspects = {c.cause for c in reasoning.found} - sure
        return frozenset(n for n in range(len(self.program.causes)) if n not in reasoning.settled or n in suspects)

    @cached_property
    def answerable(self) -> tuple[str, ...]:
        """The facts that could still be asked, those that were postponed included, in the order of the catalogue.

        They have a question, nobody knows them or what implies them, and nobody said that they cannot be known.
        """
        known, declined = self.reasoning.walk.known, self.state.declined
        return tuple(
            name
            for name, spec in self.program.facts.items()
            if name not in known and name not in declined and has_question(spec) and not self._implied(spec)
        )

    def _implied(self, spec: FactSpec) -> bool:
        return any(name in self.reasoning.walk.known for name in spec.implied_by)


def has_question(spec: FactSpec) -> bool:
    """Whether a person can be asked for the fact."""
    return spec.question is not None and (spec.type != "choice" or bool(spec.choices))


def profile_of(state: State, files: Mapping[Attached, Profile], catalogue: Iterable[str]) -> Profile:
    """All that is known, in the order of the catalogue: what a person typed stands over recordings.

    Of two recordings the one attached later stands, and of two things typed the later one. A file that could not be
    read again says nothing.
    """
    recorded: dict[str, Value] = {}
    typed: dict[str, Value] = {}
    profiles = [state.base, *(files[one] for one in state.attached if one in files)]
    for profile in profiles:
        for name, value in profile.facts.items():
            (typed if value.source.kind == "typed" else recorded)[name] = value
    for name, entry in state.answered.items():
        if entry.value is not None:
            typed[name] = Known(entry.value, Source("typed", "answer"))
    below = Profile(
        recorded,
        tuple(note for profile in profiles for note in profile.evidence),
        tuple(conflict for profile in profiles for conflict in profile.conflicts),
    )
    order = {name: i for i, name in enumerate(catalogue)}
    said = dict(sorted(typed.items(), key=lambda pair: order.get(pair[0], len(order))))
    whole = Profile(said).over(below)
    facts = dict(sorted(whole.facts.items(), key=lambda pair: order.get(pair[0], len(order))))
    return Profile(facts, whole.evidence, whole.conflicts)
