"""What is still open: causes that are neither found nor excluded, and the facts that would settle them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import filterfalse

from rtctriage.diagnosis import Missing, Unmeasured
from rtctriage.inference.program import Program
from rtctriage.inference.verdict import excluded
from rtctriage.inference.walk import Walk
from rtctriage.inference.wording import Wording


class Undecided:
    """What one walk left open. ``settled`` are the causes found, excluded, or of a layer that does not apply."""

    def __init__(self, program: Program, wording: Wording, walk: Walk, settled: Collection[int]) -> None:
        self._program = program
        self._wording = wording
        self._known = walk.known
        self._settled = settled
        # a cause that is excluded on one of its sides needs only what the other one does
        self._needs: dict[int, tuple[str, ...]] = {}
        for cause, beliefs in walk.beliefs.items():
            if len(beliefs) > 1 and cause not in settled:
                for beside, belief in zip(reversed(program.causes[cause].needs), beliefs, strict=True):
                    if excluded(belief.certainty):
                        self._needs[cause] = beside
        self.touched: dict[int, str | None] = {}
        """Causes that need fewer facts than when nothing is known; the known one, if it is but one."""
        for fact in walk.known:
            for cause in program.causes_of.get(fact, ()):
                self.touched[cause] = None if cause in self.touched else fact
        for cause in self._needs:
            self.touched[cause] = None

    def unmeasured(self, causes: Iterable[int]) -> tuple[Unmeasured, ...]:
        """Those of the causes that are not settled, each with the facts that are missing for it."""
        wording, touched, settled = self._wording, self.touched, self._settled
        found: list[Unmeasured] = []
        for cause in causes:
            if cause in settled:
                continue
            blank = wording.unmeasured[cause]
            if cause in touched:
                fact = touched[cause]
                if fact is not None:
                    blank = wording.unmeasured_without(cause, fact)
                else:
                    needs = self._needs.get(cause, blank.facts)
                    blank = Unmeasured(blank.cause, tuple(filterfalse(self._known.__contains__, needs)))
            found.append(blank)
        return tuple(found)

    def missing(self) -> tuple[Missing, ...]:
        """What to find out first: unknown facts with a question that causes need which are not settled.

        In the order of the layers, then of how many causes a fact would settle.
        """
        known = self._known
        asked = self._wording.open_questions(frozenset(self._settled), tuple(self._needs.items()))
        return tuple([missing for fact, missing in asked if fact not in known])
