"""Every error that this library raises on purpose.

::

    RtctriageError
    ├── UnusableSource           what was given is no path, bytes, mapping or Profile (it is a TypeError, too)
    ├── EvidenceError            a file of evidence cannot be read at all
    │   ├── UnknownFormat        its content is none of the formats known here
    │   ├── NothingReadable      the format is known, and nothing in it could be read
    │   └── TooLarge             a limit on size or depth was passed
    ├── NoSuchConnection         the connection asked for is not in the evidence
    ├── ProfileError             a symptom profile or a fact is wrong (carries ``problems``)
    ├── KnowledgeError           rules or playbooks are wrong (carries ``problems``)
    ├── ConsultationError        a stored consultation is wrong (carries ``problems``)
    ├── UnknownName              a cause, playbook, scenario, complaint or language that is not known
    └── ChainerError             a forward chainer failed in the middle of a run

A message never repeats an address, a token or a credential from a file.
"""

# ruff: noqa: N818 - the names say what is wrong, and the root of the tree that it is an error
from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from msgspec import Struct

__all__ = [
    "ChainerError",
    "ConsultationError",
    "EvidenceError",
    "KnowledgeError",
    "NoSuchConnection",
    "NothingReadable",
    "Problem",
    "ProfileError",
    "RtctriageError",
    "TooLarge",
    "UnknownFormat",
    "UnknownName",
    "UnusableSource",
    "did_you_mean",
]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint such as ``did you mean "network.rtt"?``, or an empty string where nothing is near."""
    import difflib

    words = list(known)
    near = difflib.get_close_matches(word, words, n=1, cutoff=0.6)
    if not near and len(word) > 3:
        near = [one for one in words if word in one]
        near = near if len(near) == 1 else []
    return f'did you mean "{near[0]}"?' if near else ""


ProblemKind: TypeAlias = Literal["format", "file", "name", "missing", "twice", "cycle", "template"]
"""What a problem is about: the file as a whole, a name that does not exist, something that is not given or given
twice, things that lead to each other in a circle, a template; ``format`` is anything else that a format forbids."""


class Problem(Struct, frozen=True, order=True):
    """One thing that is wrong at one place of a file a person wrote. Lines and columns count from 1."""

    file: str
    line: int
    column: int
    message: str
    hint: str = ""
    kind: ProblemKind = "format"

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}: " if self.line else f"{self.file}: " if self.file else ""
        return f"{place}{self.message}" + (f" ({self.hint})" if self.hint else "")


class RtctriageError(Exception):
    """The root of the tree. ``str()`` of it is a message for the user."""


class _WithProblems(RtctriageError):
    """An error made of all the problems that were found, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class UnusableSource(RtctriageError, TypeError):
    """What was given to be diagnosed is neither a path nor bytes, a mapping or a Profile."""


class EvidenceError(RtctriageError):
    """A file of evidence cannot be read at all."""


class UnknownFormat(EvidenceError):
    """The content is none of the formats known here."""


class NothingReadable(EvidenceError):
    """The format is known, and there is no statistic, no log and no media request in it."""


class TooLarge(EvidenceError):
    """A limit on size or depth was passed."""


class NoSuchConnection(RtctriageError):
    """The connection asked for is not in the evidence."""


class ProfileError(_WithProblems):
    """A symptom profile, or a fact given beside it, is wrong."""


class KnowledgeError(_WithProblems):
    """Rules, playbooks or a pack are wrong."""


class ConsultationError(_WithProblems):
    """A stored consultation cannot be read at all, or cannot be stored."""


_SHORT_LIST = 24  # names that still make a readable line


class UnknownName(RtctriageError):
    """A name given by the caller is not known."""

    def __init__(self, kind: str, name: str, known: Iterable[str] = ()) -> None:
        words = list(known)
        hint = did_you_mean(name, words)
        if not hint and 0 < len(words) <= _SHORT_LIST:
            hint = "one of: " + ", ".join(words)
        super().__init__(f"unknown {kind}: {name!r}" + (f" ({hint})" if hint else ""))


class ChainerError(RtctriageError):
    """A forward chainer failed in the middle of a run; the plain one can be used instead."""
