"""Guided diagnosis: asks, understands answers, and takes them back. A shell around a state that is plain data."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from rtctriage.consult import phrases
from rtctriage.consult.answers import Accepted, Alternative, Doubt, Refused, Understanding, understand
from rtctriage.consult.decision import Decision, Ending, decide, prepared_of
from rtctriage.consult.dossier import Dossier
from rtctriage.consult.known import Situation
from rtctriage.consult.question import Progress, Question, progress_of, question_of
from rtctriage.consult.reasons import Reasons, reasons_of
from rtctriage.consult.state import Entry
from rtctriage.diagnosis import Diagnosis
from rtctriage.privacy import masked
from rtctriage.profile import Scalar


class Conclusion(Struct, frozen=True, kw_only=True):
    """The end of a consultation, for as long as no answer is taken back or added."""

    ending: Ending
    text: str
    """The same in a sentence."""
    diagnosis: Diagnosis
    progress: Progress


class Consultation(Dossier):
    """A guided diagnosis.

    ::

        consultation = Consultation(Engine(), language="en")
        step = consultation.ask()
        while isinstance(step, Question):
            print(step.text)
            consultation.answer(input())
            step = consultation.ask()
        print(step.text, step.diagnosis.primary)

    ``start`` is what is known already: a path, bytes, a mapping or a Profile, as :meth:`Engine.diagnose` takes it; what
    it says is not asked. ``joined`` is when the call was joined (seconds since the epoch): dates in answers are counted
    from there. ``order="fixed"`` asks in the order of layers and catalogue, for comparison. ``clock`` tells the time of
    an answer. Raises RtctriageError for a source or name that cannot be used.
    """

    _decided: tuple[Situation, Decision] | None = None
    """What was decided for the situation that it was decided for."""

    def try_out(self, given: str | Alternative, *, fact: str | None = None) -> Diagnosis | Doubt | Refused:
        """The diagnosis if the question at hand were answered so; nothing is changed. Raises UnknownName."""
        name = self._at_hand(fact)
        if name is None:
            return Refused("", str(given), phrases.NOTHING_ASKED.in_(self.language))
        understood = self._understand(name, given)
        if not isinstance(understood, Accepted):
            return understood
        return self.so_far() if understood.value is None else self.what_if(name, understood.value)

    def question(self, fact: str) -> Question:
        """The question for a fact, asked or not. Raises UnknownName."""
        return question_of(self._situation(), self._known_name(fact))

    def ask(self) -> Question | Conclusion:
        """The next question, or the end. Asking twice gives the same."""
        decision = self._decision()
        if decision.ending is not None or decision.fact is None:
            return self._conclude(decision.ending or "exhausted")
        return question_of(self._situation(), decision.fact)

    def answer(
        self, given: str | float | bool | Alternative, *, fact: str | None = None, sure: bool = False
    ) -> Understanding:
        """Answers the question at hand, or says something of another fact; takes the place of an earlier answer to it.

        A text is read as people type it: with or without unit, a choice by key, id or name, yes or no, "I don't know".
        A Doubt and a Refused have changed nothing; to confirm a Doubt, give one of its alternatives, or say ``sure``.
        Raises UnknownName for a fact that is not in the catalogue.
        """
        name = self._at_hand(fact)
        if name is None:
            return Refused("", str(given), phrases.NOTHING_ASKED.in_(self.language))
        if isinstance(given, str):
            # what was pasted may hold line ends, and halves of characters that no file can
            given = "".join(letter if letter.isprintable() else " " for letter in given)
        understood = self._understand(name, given, sure)
        if isinstance(understood, Accepted):
            text = given.label if isinstance(given, Alternative) else given if isinstance(given, str) else ""
            # the transcript is for tickets, too
            self._say(name, masked(text) or understood.label, understood.value)
        return understood

    def why(self) -> Reasons | None:
        """Why the question at hand is asked and no other one; None where nothing is asked."""
        asked = self.ask()
        if not isinstance(asked, Question):
            return None
        return reasons_of(self._situation(), self._decision().choice, asked.fact)

    def unknown(self, fact: str | None = None) -> None:
        """Nobody can say: it is not asked again."""
        self._enter("unknown", fact)

    def skip(self, fact: str | None = None) -> None:
        """Not now: it is asked again when nothing else is left, and the second time it counts as unknown."""
        self._enter("skip", fact)

    def finish(self) -> Conclusion:
        """The end as things stand, now."""
        return self._conclude("finished")

    def _decision(self) -> Decision:
        situation = self._situation()
        if self._decided is None or self._decided[0] is not situation:
            self._decided = (situation, decide(situation, self.order))
        return self._decided[1]

    def _understand(self, fact: str, given: str | float | bool | Alternative, sure: bool = False) -> Understanding:
        return understand(
            self.engine.knowledge,
            self.engine.knowledge.facts[fact],
            given,
            self.language,
            limits=prepared_of(self._situation()).limits(fact),
            joined=self._state.joined,
            sure=sure,
        )

    def _at_hand(self, fact: str | None) -> str | None:
        if fact is not None:
            return self._known_name(fact)
        asked = self.ask()
        return asked.fact if isinstance(asked, Question) else None

    def _enter(self, reply: Literal["unknown", "skip"], fact: str | None) -> None:
        name = self._at_hand(fact)
        if name is not None:
            self._become(self._state.say(Entry(fact=name, reply=reply, at=round(self._clock(), 3))))

    def _say(self, fact: str, text: str, value: Scalar | None) -> None:
        reply: Literal["answer", "unknown"] = "unknown" if value is None else "answer"
        self._become(self._state.say(Entry(fact=fact, reply=reply, text=text, value=value, at=round(self._clock(), 3))))

    def _conclude(self, ending: Ending) -> Conclusion:
        situation = self._situation()
        diagnosis = self.so_far()
        bare = ending == "settled" and diagnosis.primary is None
        text = (phrases.SETTLED_WITHOUT if bare else phrases.ENDINGS[ending]).in_(self.language)
        return Conclusion(ending=ending, text=text, diagnosis=diagnosis, progress=progress_of(situation))
