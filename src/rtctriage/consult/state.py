"""The whole state of a consultation: plain, immutable data. Everything else is computed from it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress
from typing import Final, Literal, TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from rtctriage.profile import Profile, Scalar
from rtctriage.text import Language

SCHEMA: Final = "rtctriage/consultation@1"

Reply: TypeAlias = Literal["answer", "unknown", "skip"]
"""What was said to a question: a value, "I don't know", or "ask me later"."""


class Entry(Struct, frozen=True, kw_only=True):
    """One question and what was said to it."""

    fact: str
    reply: Reply
    text: str = ""
    """The answer as it was typed."""
    value: Scalar | None = None
    """What it was understood as, in the unit of the catalogue; None but for an answer."""
    at: float | None = None
    """When, in seconds since the epoch; None where nobody looked at a clock."""


class Attached(Struct, frozen=True):
    """A file that was given as evidence. Its content is not in the state: ``sha256`` tells whether it is the same."""

    path: str
    sha256: str
    connection: str | None = None
    """The one that was picked, of several in a recording."""
    folder: str | None = None
    """Where a relative path begins, as far as it is known; in files only, for those who take one up elsewhere."""


class State(Struct, frozen=True, kw_only=True):
    """What a consultation began with, the evidence attached to it, and the answers in their order."""

    language: Language = "en"
    base: Profile = field(default_factory=Profile)
    """What was known before the first question, as far as it is not in a file."""
    attached: tuple[Attached, ...] = ()
    places: tuple[int, ...] = ()
    """For each of these files after how many of the entries it was attached, in ascending order."""
    entries: tuple[Entry, ...] = ()
    joined: float | None = None
    """When the user joined the call, in seconds since the epoch: dates in answers are counted from there."""

    @property
    def answered(self) -> dict[str, Entry]:
        """The facts that have an answer."""
        return {entry.fact: entry for entry in self.entries if entry.reply == "answer"}

    @property
    def declined(self) -> frozenset[str]:
        """The facts of which the person does not know, or that were skipped twice."""
        skipped = [entry.fact for entry in self.entries if entry.reply == "skip"]
        unknown = (entry.fact for entry in self.entries if entry.reply == "unknown")
        return frozenset((*unknown, *(fact for fact in skipped if skipped.count(fact) > 1)))

    @property
    def postponed(self) -> frozenset[str]:
        """The facts that were skipped once: they are asked again when nothing else is left."""
        return frozenset(entry.fact for entry in self.entries if entry.reply == "skip") - self.declined

    def say(self, entry: Entry) -> State:
        """With one more entry. An answer or "I don't know" takes the place of another one to the same question.

        That it was skipped before stays: so that it is asked again when the answer is taken back.
        """
        kept = self
        if entry.reply != "skip":
            kept = self._keeping([other.fact != entry.fact or other.reply == "skip" for other in self.entries])
        return replace(kept, entries=(*kept.entries, entry))

    def retract(self, fact: str) -> State:
        """As if nothing had been said of the fact."""
        return self._keeping([entry.fact != fact for entry in self.entries])

    def back(self) -> State:
        """Without the last entry."""
        return self._keeping([True] * (len(self.entries) - 1) + [False])

    def _keeping(self, kept: Sequence[bool]) -> State:
        """With these of the entries; the files stay between those that they stood between."""
        places = tuple(sum(kept[:place]) for place in self.places)
        return replace(self, entries=tuple(compress(self.entries, kept)), places=places)

    def attach(self, evidence: Attached) -> State:
        """With one more file. The same content again is the same evidence, wherever the file is now."""
        same = [one.sha256 == evidence.sha256 and one.connection == evidence.connection for one in self.attached]
        if any(same):
            moved = tuple(evidence if this else one for one, this in zip(self.attached, same, strict=True))
            return replace(self, attached=moved)
        return replace(self, attached=(*self.attached, evidence), places=(*self.places, len(self.entries)))

    def detach(self) -> State:
        """Without the file that was attached last."""
        return replace(self, attached=self.attached[:-1], places=self.places[:-1])

    def until(self, entries: int, attached: int) -> State:
        """As it was after so many entries and so many files."""
        return replace(
            self,
            entries=self.entries[:entries],
            attached=self.attached[:attached],
            places=self.places[:attached],
        )
