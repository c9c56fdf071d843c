"""Whatever a caller gives to be diagnosed, as a profile that the fact catalogue knows."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from rtctriage.errors import EvidenceError, NoSuchConnection, UnknownName, UnusableSource
from rtctriage.knowledge.model import KnowledgeBase
from rtctriage.profile import Known, Profile, Value

if TYPE_CHECKING:
    from rtctriage.text import Text

_PROFILE: Final = "profile"


def read_source(
    source: object, knowledge: KnowledgeBase, connection: str | None = None, name: str | None = None
) -> Profile:
    """A profile of a path, the content of a file, a mapping of the shape of a symptom profile, or a profile.

    ``name`` is what messages and the answer call it. Raises UnusableSource for anything else, EvidenceError,
    NoSuchConnection and ProfileError.
    """
    if isinstance(source, Profile):
        from rtctriage.knowledge.checking import check_profile

        check_profile(source, knowledge.facts, name or "")
        return source
    if isinstance(source, Mapping):
        from rtctriage.evidence.profile_file import read_profile
        from rtctriage.evidence.sniff import refuse_parsed

        refuse_parsed(source, name or "the mapping")
        return read_profile(source, name=name or _PROFILE, facts=knowledge.facts, fields=knowledge.fields)
    if isinstance(source, bytearray | memoryview):
        source = bytes(source)
    if not isinstance(source, str | bytes | os.PathLike):
        what = type(source).__name__
        raise UnusableSource(f"a value of type {what} cannot be diagnosed (give a path, bytes, a mapping or a Profile)")
    shown = _printable(name or ("data" if isinstance(source, bytes) else os.fspath(source)))
    try:
        return _read_data(source, knowledge, connection, shown)
    except (EvidenceError, NoSuchConnection) as error:
        if shown in str(error):
            raise
        raise type(error)(f"{shown}: {error}") from error


def read_beside(
    knowledge: KnowledgeBase, facts: Mapping[str, str | float | bool], complaint: str | None, scenario: str | None
) -> dict[str, Value]:
    """The facts given beside a source, typed by the catalogue. Raises ProfileError and UnknownName."""
    given: dict[str, Value] = {}
    if facts:
        from rtctriage.evidence.profile_file import parse_fact

        for fact, value in facts.items():
            given[fact] = parse_fact(fact, _as_text(value), knowledge.facts)
    if complaint is not None:
        if complaint not in knowledge.complaints:
            raise UnknownName("complaint", complaint, knowledge.complaints)
        given["complaint"] = Known(complaint)
    if scenario is not None:
        if scenario not in knowledge.scenarios:
            raise UnknownName("scenario", scenario, knowledge.scenarios)
        given["scenario"] = Known(scenario)
    return given


def _read_data(
    source: str | os.PathLike[str] | bytes, knowledge: KnowledgeBase, connection: str | None, shown: str
) -> Profile:
    """A profile of a file or its content. Messages need not say which file it was."""
    from rtctriage.evidence.sniff import recognise
    from rtctriage.evidence.source import open_noted

    opened = open_noted(source, name=shown)
    if recognise(opened.data) != _PROFILE:
        return _recorded(opened.data, shown, connection, opened.notes)
    if connection is not None:
        raise NoSuchConnection(f"{shown}: a symptom profile has no connections to choose from")
    from rtctriage.evidence.profile_file import read_profile

    return read_profile(opened.data, name=shown, facts=knowledge.facts, fields=knowledge.fields)


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
