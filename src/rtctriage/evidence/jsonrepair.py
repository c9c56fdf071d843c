"""Goes through damaged JSON from one end to the other, and past every damage that can be passed."""

from __future__ import annotations

from typing import Final

from rtctriage.evidence.jsonlandmarks import CANDIDATE, place
from rtctriage.evidence.jsonscan import MOST_WORDS, DamageError, Scan
from rtctriage.evidence.jsonwriter import CLOSERS, Frame

_PLACES: Final = 10_000
"""So many damaged places are passed; what is damaged more often is no recording any more."""
_EFFORT: Final = 2
"""So many times the size of the text, and a million, are looked at in vain before the rest is given up."""


class Repair(Scan):
    """One pass over a text. Use once; what was found wrong is in the attributes afterwards."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.given_up: int | None = None
        self.cut = False

    def run(self) -> bytes:
        """The strict JSON; ``null`` where there is none."""
        start = min((i for i in (self._data.find(b"{"), self._data.find(b"[")) if i >= 0), default=-1)
        if start < 0:
            self.given_up = 0
            return b"null"
        # Something else before the first bracket, or only damage after it: the beginning was overwritten.
        inside = bool(self._data[:start].strip()) and self._begin_inside()
        if not inside:
            if self._data[:start].strip():
                self.holes.append((0, start))
            self._at = self._from = start
            self._open(b"")
        self._read()
        if not inside and self.given_up is not None and not any(f.count for f in self._stack):
            self._at = start
            if self._begin_inside():
                self.given_up = None
                self._read()
        if self._stack:
            self.cut = self.given_up is None
            self._abandon(0)
            self._rollback(self._stack[0])
            self._parts.append(CLOSERS[self._stack[0].is_object])
        return b"".join(self._parts)

    def _read(self) -> None:
        while self._stack and self._at < self.size:
            if self._words > MOST_WORDS:
                self.given_up = self._at
                break
            try:
                self._step()
            except DamageError:
                if not self._resume():
                    if not self._unfinished:
                        self.given_up = self._at
                    break

    def _begin_inside(self) -> bool:
        """Goes on at a landmark of a dump's inside, in an object of its own; False where there is none."""
        before = self._parts, self._stack
        self._parts, self._stack = [b"{"], [Frame(True, b"", (1, 0, 0))]
        if self._resume():
            return True
        self._parts, self._stack = before
        return False

    def _resume(self) -> bool:
        """Goes on at the next place that can only be the beginning of a member; False where there is none."""
        start = position = self._at
        if len(self.holes) >= _PLACES:
            self._unfinished = False
            return False
        while (match := CANDIDATE.search(self._data, position)) is not None:
            self._effort += 40 + len(self._stack)
            if self._effort > _EFFORT * self.size + 1_000_000:
                self._unfinished = False
                return False
            path = place(self._stack, match)
            if path is not None:
                # An array's element begins after the comma that it was found by.
                self._at = match.end() if match[5] is not None else match.start()
                self._reopen(*path, self._at)
                self.holes.append((start, self._at))
                self._unfinished = False
                return True
            position = match.start() + 1
        return False
