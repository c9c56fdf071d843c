"""The library's front door: one object that holds the knowledge, and turns what is known of a call into a diagnosis."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from rtctriage.diagnosis import Diagnosis
from rtctriage.errors import ChainerError, EvidenceError, NoSuchConnection, UnknownName
from rtctriage.knowledge.model import KnowledgeBase
from rtctriage.profile import Known, Profile, Value
from rtctriage.text import LANGUAGES, Language, Text

if TYPE_CHECKING:
    from rtctriage.inference.chainer import Chainer
    from rtctriage.inference.program import Program

ChainerChoice: TypeAlias = Literal["auto", "plain", "durable_rules"]
Source: TypeAlias = "str | os.PathLike[str] | bytes | Mapping[str, object] | Profile"
"""A path, the content of a file, a symptom profile as a mapping (the shape of its YAML form), or a profile."""

_PROFILE = "profile"


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
        return self._infer(known, self.language if language is None else _language(language))

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
        known = self._read(source, connection, name)
        if profile is not None:
            known = self._read(profile, None, None).over(known)
        given = self._given(facts or {}, complaint, scenario)
        return Profile(facts=given).over(known) if given else known

    def derived(self, profile: Profile) -> Profile:
        """The profile with the facts that follow from others by a formula of the catalogue."""
        from rtctriage.inference.derived import add_derived

        known = dict(profile.facts)
        add_derived(self._program(None)[0], known)
        return Profile(facts=known, evidence=profile.evidence, conflicts=profile.conflicts)

    def _read(self, source: Source, connection: str | None, name: str | None) -> Profile:
        """A profile of whatever it is that was given."""
        if isinstance(source, Profile):
            return source
        if isinstance(source, Mapping):
            from rtctriage.evidence.profile_file import read_profile

            return read_profile(source, name=name or _PROFILE, facts=self.knowledge.facts, fields=self.knowledge.fields)
        shown = _printable(name or ("data" if isinstance(source, bytes) else os.fspath(source)))
        try:
            return self._read_data(source, connection, shown)
        except (EvidenceError, NoSuchConnection) as error:
            if shown in str(error):
                raise
            raise type(error)(f"{shown}: {error}") from error

    def _read_data(self, source: str | os.PathLike[str] | bytes, connection: str | None, shown: str) -> Profile:
        """A profile of a file or its content. Messages need not say which file it was."""
        from rtctriage.evidence.sniff import recognise
        from rtctriage.evidence.source import open_noted

        opened = open_noted(source)
        if recognise(opened.data) != _PROFILE:
            return _recorded(opened.data, shown, connection, opened.notes)
        if connection is not None:
            raise NoSuchConnection(f"{shown}: a symptom profile has no connections to choose from")
        from rtctriage.evidence.profile_file import read_profile

        return read_profile(opened.data, name=shown, facts=self.knowledge.facts, fields=self.knowledge.fields)

    def _given(
        self, facts: Mapping[str, str | float | bool], complaint: str | None, scenario: str | None
    ) -> dict[str, Value]:
        """The facts given beside the source, typed by the catalogue."""
        given: dict[str, Value] = {}
        if facts:
            from rtctriage.evidence.profile_file import parse_fact

            for fact, value in facts.items():
                given[fact] = parse_fact(fact, _as_text(value), self.knowledge.facts)
        if complaint is not None:
            if complaint not in self.knowledge.complaints:
                raise UnknownName("complaint", complaint, self.knowledge.complaints)
            given["complaint"] = Known(complaint)
        if scenario is not None:
            if scenario not in self.knowledge.scenarios:
                raise UnknownName("scenario", scenario, self.knowledge.scenarios)
            given["scenario"] = Known(scenario)
        return given

    def _infer(self, profile: Profile, language: Language) -> Diagnosis:
        from rtctriage import __version__
        from rtctriage.inference.answer import infer

        said = profile.facts.get("scenario")
        program, chainer = self._program(str(said.value) if isinstance(said, Known) else None)
        try:
            return infer(program, profile, chainer, language, __version__)
        except ChainerError as error:
            if self._choice != "auto" or chainer.name == "plain":
                raise
            return infer(program, profile, _substitute(program, error), language, __version__)

    def _program(self, scenario: str | None) -> tuple[Program, Chainer]:
        """The knowledge compiled for a scenario, and the chainer made for it."""
        made = self._programs.get(scenario)
        if made is None:
            with self._lock:
                made = self._programs.get(scenario)
                if made is None:
                    from rtctriage.inference.compile import compile_program

                    program = compile_program(self.knowledge, scenario)
                    made = self._programs[scenario] = (program, _chainer(program, self._choice))
        return made


def _load(packs: str | os.PathLike[str] | Sequence[str | os.PathLike[str]], drafts: bool) -> KnowledgeBase:
    from rtctriage.knowledge import load

    folders = [packs] if isinstance(packs, str | os.PathLike) else packs
    return load(tuple(Path(folder) for folder in folders), drafts=drafts)


@cache
def _default() -> Engine:
    return Engine()


def diagnose(
    source: Source,
    *,
    language: Language = "en",
    scenario: str | None = None,
    complaint: str | None = None,
    connection: str | None = None,
    profile: Source | None = None,
    facts: Mapping[str, str | float | bool] | None = None,
    name: str | None = None,
    packs: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] = (),
) -> Diagnosis:
    """Diagnoses one call; see :meth:`Engine.diagnose`.

    Without packs the built-in knowledge is read once and kept. With packs it is read anew for each call: make an
    :class:`Engine` where there are many calls.
    """
    engine = Engine(packs) if packs else _default()
    return engine.diagnose(
        source,
        language=language,
        scenario=scenario,
        complaint=complaint,
        connection=connection,
        profile=profile,
        facts=facts,
        name=name,
    )


def _language(language: str) -> Language:
    for known in LANGUAGES:
        if language == known:
            return known
    raise UnknownName("language", language, LANGUAGES)


def _recorded(data: bytes, name: str, connection: str | None, notes: tuple[Text, ...]) -> Profile:
    """The facts of a recording; what was wrong with the file around it is noted first."""
    from msgspec.structs import replace

    from rtctriage import evidence

    profile = evidence.facts_of(evidence.read(data, name=name, connection=connection), name)
    if notes:
        noted = tuple(replace(e, notes=(*notes, *e.notes)) for e in profile.evidence)
        profile = replace(profile, evidence=noted)
    return profile


def _as_text(value: str | float | bool) -> str:
    return value if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else repr(value)


def _printable(name: str) -> str:
    """A name of a file whose bytes may be no text."""
    return name.encode("utf-8", "replace").decode("utf-8")


def _chainer(program: Program, choice: ChainerChoice) -> Chainer:
    if choice == "plain":
        from rtctriage.inference.plain import PlainChainer

        return PlainChainer(program)
    from rtctriage.inference.chainer import best_chainer

    chainer = best_chainer(program)
    if choice == "durable_rules" and chainer.name != choice:
        why = chainer.note.en if chainer.note else "durable_rules cannot be imported here"
        raise ChainerError(f"{why} (use the chainer auto or plain)")
    return chainer


def _substitute(program: Program, error: ChainerError) -> Chainer:
    """The plain chainer in the place of one that failed; its answer says so."""
    from rtctriage.inference.plain import PlainChainer

    return PlainChainer(
        program,
        Text(
            f"durable_rules failed ({error}); the plain chainer ran in its place.",
            f"durable_rules 运行失败（{error}），已改用纯 Python 推理器。",
        ),
    )
