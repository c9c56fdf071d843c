"""What a consultation is made of, kept and taken up: its state, its files, and what is known by them."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from typing import TypeVar

from msgspec.structs import replace

from rtctriage.consult.dates import NotADateError, read_stamp
from rtctriage.consult.decision import Order
from rtctriage.consult.files import file_hash, find_file, read_file
from rtctriage.consult.known import Situation
from rtctriage.consult.numbers import plain
from rtctriage.consult.plain import read_state, write_state
from rtctriage.consult.question import Progress, progress_of
from rtctriage.consult.state import Attached, Entry, State
from rtctriage.consult.storage import load_state, save_state
from rtctriage.consult.transcript import FileStep, Standings, Step, file_steps_of, steps_of
from rtctriage.diagnosis import Diagnosis
from rtctriage.engine import Engine
from rtctriage.engine import Source as Given
from rtctriage.errors import ConsultationError, Problem, RtctriageError, UnknownName
from rtctriage.evidence.profile_file import as_node
from rtctriage.knowledge.nodes import UnreadableError
from rtctriage.profile import Profile
from rtctriage.text import LANGUAGES, Language

D = TypeVar("D", bound="Dossier")


class Dossier:
    """All of a consultation but the questions: see ``consultation.Consultation``."""

    def __init__(
        self,
        engine: Engine,
        *,
        language: Language = "en",
        start: Given | None = None,
        scenario: str | None = None,
        joined: float | None = None,
        order: Order = "gain",
        clock: Callable[[], float] = time.time,
    ) -> None:
        if language not in LANGUAGES:
            raise UnknownName("language", language, LANGUAGES)
        self.engine = engine
        self.order: Order = order
        self._clock = clock
        self._files: dict[Attached, Profile] = {}
        self._seen: Situation | None = None
        self._standings = Standings(engine)
        self.lost: tuple[Problem, ...] = ()
        """What could not be read of a stored consultation, by line and column."""
        base = Profile() if scenario is None else engine.facts({}, scenario=scenario)
        self._state = State(language=language, base=base, joined=joined)
        if isinstance(start, str | os.PathLike):
            self.attach(start)
        elif start is not None:
            self._state = replace(self._state, base=base.over(engine.facts(start)))

    @classmethod
    def restore(
        cls: type[D],
        engine: Engine,
        state: Mapping[str, object],
        *,
        order: Order = "gain",
        clock: Callable[[], float] = time.time,
    ) -> D:
        """Takes up what :meth:`state` gave, as if nothing had come between; ``lost`` says what could not be read.

        Files of evidence are read again. Raises ConsultationError for what is no consultation.
        """
        try:
            root = as_node(state)
        except UnreadableError as error:
            raise ConsultationError([error.problem("the state")]) from None
        read, problems = read_state(root, "the state", engine.knowledge.facts)
        return cls._taken_up(engine, read, problems, order, clock)

    @classmethod
    def load(
        cls: type[D],
        engine: Engine,
        path: str | os.PathLike[str],
        *,
        order: Order = "gain",
        clock: Callable[[], float] = time.time,
    ) -> D:
        """Takes up what :meth:`save` stored; a damaged or edited file as far as it can be read, see ``lost``."""
        read, problems = load_state(os.fspath(path), engine.knowledge)
        beside = os.path.dirname(os.path.abspath(path))
        return cls._taken_up(engine, read, problems, order, clock, beside)

    @classmethod
    def _taken_up(
        cls: type[D],
        engine: Engine,
        state: State,
        problems: list[Problem],
        order: Order,
        clock: Callable[[], float],
        beside: str | None = None,
    ) -> D:
        made = cls(engine, language=state.language, order=order, clock=clock)
        for one in state.attached:
            try:
                path = find_file(one, beside)
                if file_hash(path) != one.sha256:
                    problems.append(Problem(one.path, 0, 0, "the file has changed since it was attached"))
                made._files[one] = read_file(engine, path, one.connection)
            except RtctriageError as error:
                problems.append(Problem("", 0, 0, str(error), "what it said is not known any more; attach it again"))
        made._become(state)
        made.lost = tuple(problems)
        return made

    @property
    def language(self) -> Language:
        """The language of questions, doubts and conclusions."""
        return self._state.language

    @property
    def progress(self) -> Progress:
        """How far it has come."""
        return progress_of(self._situation())

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What was said so far, in its order."""
        return self._state.entries

    @property
    def evidence(self) -> tuple[Attached, ...]:
        """The files that were attached, in their order; one that cannot be read any more is among them."""
        return self._state.attached

    @property
    def evidence_places(self) -> tuple[int, ...]:
        """For each of these files after how many of the entries it was attached."""
        return self._state.places

    def state(self) -> dict[str, object]:
        """The whole of it as plain data (``rtctriage/consultation@1``), for :meth:`restore`."""
        return write_state(self._state)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Stores it as YAML, in one step: the file is never half written. Raises ConsultationError."""
        save_state(os.fspath(path), self._state, self.replay())

    def replay(self) -> tuple[Step, ...]:
        """The conversation once more: each entry with the standing before and after it."""
        return steps_of(self._standings, self._state, self._files)

    def replay_evidence(self) -> tuple[FileStep, ...]:
        """Each file that was attached, with its place between the entries of :meth:`replay`."""
        return file_steps_of(self._standings, self._state, self._files)

    def profile(self) -> Profile:
        """All that is known, each fact with its source."""
        return self._situation().profile

    def so_far(self) -> Diagnosis:
        """The diagnosis as things stand."""
        return self.engine.diagnose(self.profile(), language=self.language)

    def what_if(self, fact: str, value: str | float | bool) -> Diagnosis:
        """The diagnosis if the fact had this value; nothing is changed. Raises ProfileError."""
        said = self.engine.facts({}, facts={fact: value})
        profile = self.profile()
        return self.engine.diagnose(
            Profile({**profile.facts, **said.facts}, profile.evidence, profile.conflicts), language=self.language
        )

    def back(self) -> bool:
        """Takes the last answer back, so that its question is asked again. False where there is none."""
        if not self._state.entries:
            return False
        self._become(self._state.back())
        return True

    def retract(self, fact: str) -> None:
        """Takes back whatever was said of a fact, as if it had never been said. Raises UnknownName."""
        self._known_name(fact)
        self._become(self._state.retract(fact))

    def attach(self, path: str | os.PathLike[str], *, connection: str | None = None) -> Profile:
        """Reads a file of evidence, or a symptom profile: what it says is not asked any more. Gives what it says.

        What a person typed stands over recordings. Raises RtctriageError, and has changed nothing then.
        """
        name = os.fspath(path)
        read = read_file(self.engine, name, connection)
        attached = Attached(name, file_hash(name), connection, None if os.path.isabs(name) else os.getcwd())
        self._files[attached] = read
        # a file that could not be read may be there again
        self._standings.forget()
        self._become(self._state.attach(attached))
        return read

    def detach(self) -> bool:
        """Takes the file back that was attached last, as if it had never been. False where there is none."""
        if not self._state.attached:
            return False
        self._become(self._state.detach())
        return True

    def joined(self, at: str | float) -> bool:
        """Says when the call was joined, as seconds since the epoch or as a point of time; False where it is none.

        Dates in later answers are counted from there.
        """
        try:
            seconds = read_stamp(plain(at)) if isinstance(at, str) else float(at)
        except NotADateError:
            seconds = None
        if seconds is None:
            return False
        self._become(replace(self._state, joined=round(seconds, 3)))
        return True

    def _situation(self) -> Situation:
        if self._seen is None:
            self._seen = Situation(self.engine, self._state, self._files)
        return self._seen

    def _become(self, state: State) -> None:
        self._state, self._seen = state, None

    def _known_name(self, fact: str) -> str:
        if fact not in self.engine.knowledge.facts:
            raise UnknownName("fact", fact, self.engine.knowledge.facts)
        return fact
