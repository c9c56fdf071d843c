"""What the parts of one report share."""

from __future__ import annotations

from rtctriage.diagnosis import ConditionResult, Diagnosis, Hypothesis
from rtctriage.knowledge.model import KnowledgeBase
from rtctriage.profile import Known, Profile
from rtctriage.report import phrases
from rtctriage.report.labels import Labels, certainty
from rtctriage.report.times import Clock, Zone


def clock_of(diagnosis: Diagnosis, zone: Zone = "utc") -> Clock:
    """The clock of the first recording whose wall-clock time is known."""
    t0 = next((e.t0 for e in diagnosis.evidence if e.t0), None)
    return Clock(t0, diagnosis.language, zone)


class Context:
    """A diagnosis with the words, the clock and the profile that it is told with."""

    __slots__ = ("clock", "diagnosis", "knowledge", "labels", "profile", "say", "zone")

    def __init__(
        self, diagnosis: Diagnosis, knowledge: KnowledgeBase | None, profile: Profile | None, zone: Zone
    ) -> None:
        self.diagnosis = diagnosis
        self.knowledge = knowledge
        self.profile = profile
        self.zone: Zone = zone
        self.clock = clock_of(diagnosis, zone)
        self.labels = Labels(knowledge, diagnosis.language, diagnosis.scenario)
        self.say = self.labels.say

    def tested(self, condition: ConditionResult) -> tuple[str, str]:
        """What was measured, and what it was tested against."""
        return self.labels.tested(condition, once=self._once(condition))

    def _once(self, condition: ConditionResult) -> bool:
        """Whether one value was given for the whole call."""
        value = self.profile.facts.get(condition.fact) if self.profile else None
        if value is not None:
            return isinstance(value, Known)
        # derived, or nobody says
        return not condition.streams and not self.diagnosis.evidence

    def certainty(self, hypothesis: Hypothesis) -> str:
        """How sure a hypothesis is."""
        return self.say(phrases.CERTAINTY, value=certainty(hypothesis.certainty))

    def place(self, h: Hypothesis) -> list[str]:
        """On which side a hypothesis is, and whose fault it is."""
        parts = [self.labels.word(phrases.SIDE, h.side)] if h.side else []
        if h.where in phrases.WHERE:
            parts.append(self.labels.word(phrases.WHERE, h.where))
        return parts
