"""What files say is meant: which findings that takes away, and what is wrong with the notes themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rtctriage.authoring.lint.codes import CODES, FIXED
from rtctriage.authoring.lint.finding import Draft
from rtctriage.errors import did_you_mean
from rtctriage.knowledge.model import LintNote
from rtctriage.knowledge.sources import KnowledgeSource


class Notes:
    """The notes of all files of the sources, which come in the order in which they lie over each other."""

    def __init__(self, notes: Iterable[LintNote], sources: Sequence[KnowledgeSource]) -> None:
        self._notes = tuple(notes)
        self._levels = {file.label: number for number, source in enumerate(sources) for file in source.files}
        self._used: set[LintNote] = set()

    def reason(self, draft: Draft) -> str:
        """Why a finding is meant; an empty text where nobody says so.

        A note is about its own file. One that names exactly what the finding is about also counts in a pack laid over
        that file: what a pack does to the knowledge below it is for the pack to explain.
        """
        if draft.code.startswith(FIXED):
            return ""
        for note in self._notes:
            if note.code == draft.code and note.because and self._covers(note, draft):
                self._used.add(note)
                return note.because
        return ""

    def _covers(self, note: LintNote, draft: Draft) -> bool:
        file, other = _file(note.origin), _file(draft.origin)
        exactly = note.about == draft.about
        if file == other:
            return not note.about or exactly or draft.about.endswith(f"/{note.about}")
        return bool(note.about) and exactly and self._level(file) > self._level(other)

    def _level(self, file: str) -> int:
        return self._levels.get(file, -1)

    def check(self) -> list[Draft]:
        """R801 to R803, when all findings have been asked about.

        Whether a note is used is said of the uppermost source alone: below it, what lies over it may be the reason.
        """
        top = max(self._levels.values(), default=0)
        found: list[Draft] = []
        for note in self._notes:
            place = note.origin, ("lint", "ignore", note.number), note.about
            if note.code not in CODES or note.code.startswith(FIXED):
                exists = note.code in CODES
                message = f"{note.code} cannot be ignored" if exists else f"there is no code {note.code}"
                hint = "" if exists else did_you_mean(note.code, CODES)
                found.append(Draft("R803", message, *place, hint))
            elif not note.because:
                found.append(Draft("R802", f"{note.code} is ignored without a reason", *place, 'write because: "..."'))
            elif note not in self._used and self._level(_file(note.origin)) == top:
                about = f" about {note.about}" if note.about else ""
                found.append(
                    Draft("R801", f"no {note.code}{about} is found here any more", *place, "take the note out")
                )
        return found


def _file(origin: str) -> str:
    return origin.rpartition(":")[0]
