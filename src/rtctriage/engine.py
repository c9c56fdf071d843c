"""The library's front door: one object that holds the knowledge, and turns what is known of a call into a diagnosis."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar, cast, get_args

from rtctriage.diagnosis import Diagnosis
from rtctriage.errors import ChainerError, UnknownName
from rtctriage.knowledge.model import KnowledgeBase
from rtctriage.profile import Known, Profile
from rtctriage.text import LANGUAGES, Language

if TYPE_CHECKING:
    from collections.abc import Callable

    from rtctriage.explain.compare import Comparison
    from rtctriage.explain.how import How
    from rtctriage.explain.nearest import Nearest
    from rtctriage.explain.what_if import WhatIf
    from rtctriage.explain.why_not import WhyNot
    from rtctriage.inference.chainer import Chainer
    from rtctriage.inference.program import Program
    from rtctriage.inference.reasoning import Reasoning
    from rtctriage.knowledge.model import SideName

T = TypeVar("T")

ChainerChoice: TypeAlias = Literal["auto", "plain", "durable_rules"]
Source: TypeAlias = "str | os.PathLike[str] | bytes | bytearray | memoryview | Mapping[str, object] | Profile"
"""A path, the content of a file, a symptom profile as a mapping (the shape of its YAML form), or a profile."""


class Engine:
    """A knowledge base, ready to diagnose. Threads may share one; it keeps nothing of a call.

    ``packs`` is a folder of rules, or several, laid over the built-in ones in this order. ``chainer`` chooses the
    forward chainer; ``auto`` takes durable_rules where it runs and the plain one elsewhere, and the answer says which.
    ``drafts``: causes that are drafts take part. ``knowledge`` is one that was loaded before, in the place of built-in
    rules and packs.
    Raises KnowledgeError for wrong rules and UnknownName for an unknown language or chainer.
    """

    def __init__(
        self,
        packs: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] = (),
        chainer: ChainerChoice = "auto",
        language: Language = "en",
        *,
        drafts: bool = False,
        knowledge: KnowledgeBase | None = None,
    ) -> None:
        if chainer not in get_args(ChainerChoice):
            raise UnknownName("chainer", chainer, get_args(ChainerChoice))
        self.language: Language = _language(language)
        self._choice: ChainerChoice = chainer
        self._lock = Lock()
        self._programs: dict[str | None, tuple[Program, Chainer]] = {}
        self._kept: dict[tuple[object, str | None], object] = {}

        self.knowledge: KnowledgeBase = _load(packs, drafts) if knowledge is None else knowledge

    @property
    def chainer(self) -> Chainer:
        """The forward chainer that runs where no scenario is given; its ``note`` says why it is not the usual one."""
        return self._program(None)[1]

    def diagnose(
        self,
        source: Source,
        *,
        language: Language | None = None,
        scenario: str | None = None,
        complaint: str | None = None,
        connection: str | None = None,
        profile: Source | None = None,
        facts: Mapping[str, str | float | bool] | None = None,
        name: str | None = None,
    ) -> Diagnosis:
        """What is wrong, on whose side, when, how sure that is, what was ruled out and what could not be measured.

        ``profile`` is laid over what the source says, and ``facts``, ``complaint`` and ``scenario`` over both; the
        answer notes where they differ. A number in ``facts`` is in the fact's own unit; a text may have another one
        (``{"network.rtt": "0.3 s"}``). ``connection`` picks one of several in a recording. ``name`` is what the answer
        calls the source. Raises RtctriageError.
        """
        known = self.facts(
            source,
            scenario=scenario,
            complaint=complaint,
            connection=connection,
            profile=profile,
            facts=facts,
            name=name,
        )
        return self.answer(self.reason(known), language)

    def facts(
        self,
        source: Source,
        *,
        scenario: str | None = None,
        complaint: str | None = None,
        connection: str | None = None,
        profile: Source | None = None,
        facts: Mapping[str, str | float | bool] | None = None,
        name: str | None = None,
    ) -> Profile:
        """What :meth:`diagnose` would reason from, with the source of every fact. Raises RtctriageError."""
        from rtctriage.sources import read_beside, read_source

        known = read_source(source, self.knowledge, connection, name)
        if profile is not None:
            known = read_source(profile, self.knowledge).over(known)
        beside = read_beside(self.knowledge, facts or {}, complaint, scenario)
        return Profile(facts=beside).over(known) if beside else known

    def derived(self, profile: Profile) -> Profile:
        """The profile with the facts that follow from others by a formula of the catalogue."""
        from rtctriage.inference.derived import add_derived

        known = dict(profile.facts)
        add_derived(self._program(None)[0], known)
        return Profile(facts=known, evidence=profile.evidence, conflicts=profile.conflicts)

    def reason(self, profile: Profile) -> Reasoning:
        """What follows from a profile, in no language: what diagnoses and explanations are made of.

        ``profile`` is one that :meth:`facts` gives. Raises ChainerError and UnknownName.
        """
        from rtctriage.inference.chainer import substitute
        from rtctriage.inference.reasoning import reason

        said = profile.facts.get("scenario")
        program, chainer = self._program(str(said.value) if isinstance(said, Known) else None)
        try:
            return reason(program, profile, chainer)
        except ChainerError as error:
            if self._choice != "auto" or chainer.name == "plain":
                raise
            return reason(program, profile, substitute(program, error))

    def answer(self, reasoning: Reasoning, language: Language | None = None) -> Diagnosis:
        """What :meth:`reason` gave, as a diagnosis in one language."""
        from rtctriage import __version__
        from rtctriage.inference.answer import answer

        return answer(reasoning, self.language if language is None else _language(language), __version__)

    def how(self, source: Source, cause: str | None = None, side: SideName | None = None) -> How:
        """How a cause came to be found, ruled out or left open, see :func:`rtctriage.explain.how.how`.

        ``source`` as for :meth:`diagnose`, or what :meth:`facts` gives. Raises RtctriageError.
        """
        from rtctriage.explain.how import how

        return how(self.reason(self.facts(source)), cause, side)

    def why_not(self, source: Source, cause: str) -> WhyNot:
        """Why a cause is not the one to act on, see :func:`rtctriage.explain.why_not.why_not`.

        Raises RtctriageError.
        """
        from rtctriage.explain.why_not import why_not

        return why_not(self.reason(self.facts(source)), cause)

    def nearest(
        self,
        source: Source,
        cause: str | None = None,
        *,
        side: SideName | None = None,
        establish: bool = False,
    ) -> Nearest:
        """The smallest change of facts that clears a cause (by default the one to act on), or establishes it.

        See :func:`rtctriage.explain.nearest.nearest`. ``source`` as for :meth:`diagnose`, or what :meth:`facts` gives.
        Raises RtctriageError.
        """
        from rtctriage.explain.nearest import nearest

        return nearest(self.reason(self.facts(source)), cause, side=side, establish=establish)

    def what_if(
        self,
        source: Source,
        facts: Mapping[str, str | float | bool | None],
        *,
        language: Language | None = None,
    ) -> WhatIf:
        """The diagnosis with other values for some facts, see :func:`rtctriage.explain.what_if.what_if`.

        Raises RtctriageError.
        """
        from rtctriage.explain.what_if import what_if

        return what_if(self, self.facts(source), facts, language)

    def compare(self, before: Source, after: Source, *, language: Language | None = None) -> Comparison:
        """Whether a remedy helped, see :func:`rtctriage.explain.compare.compare`. Raises RtctriageError."""
        from rtctriage.explain.compare import compare

        return compare(self, self.facts(before), self.facts(after), language)

    def kept(self, make: Callable[[Program], T], scenario: str | None) -> T:
        """What ``make`` prepares of the knowledge for a scenario: made once, and kept as long as the engine."""
        key = (make, scenario)
        made = self._kept.get(key)
        if made is None:
            # two threads may both come here: they make the same
            made = self._kept[key] = make(self._program(scenario)[0])
        return cast("T", made)

    def _program(self, scenario: str | None) -> tuple[Program, Chainer]:
        """The knowledge compiled for a scenario, and the chainer made for it."""
        made = self._programs.get(scenario)
        if made is None:
            with self._lock:
                made = self._programs.get(scenario)
                if made is None:
                    from rtctriage.inference.chainer import chosen_chainer
                    from rtctriage.inference.compile import compile_program

                    program = compile_program(self.knowledge, scenario)
                    made = self._programs[scenario] = (program, chosen_chainer(program, self._choice))
        return made


def _load(packs: str | os.PathLike[str] | Sequence[str | os.PathLike[str]], drafts: bool) -> KnowledgeBase:
    from rtctriage.knowledge import load

    folders = [packs] if isinstance(packs, str | os.PathLike) else packs
    return load(tuple(Path(folder) for folder in folders), drafts=drafts)


def _language(language: str) -> Language:
    for known in LANGUAGES:
        if language == known:
            return known
    raise UnknownName("language", language, LANGUAGES)
