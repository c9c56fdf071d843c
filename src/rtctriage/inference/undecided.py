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
        self._wording = wording
        self._known = walk.known
        self._shape = walk.shape
        self._settled = settled
        # a cause that is excluded on one of its sides needs only what the other one does
        self._needs: dict[int, tuple[str, ...]] = {}
        for cause, beliefs in walk.beliefs.items():
            if len(beliefs) > 1 and cause not in settled:
                for beside, belief in zip(reversed(program.causes[cause].needs), beliefs, strict=True):
                    if excluded(belief.certainty):
                        self._needs[cause] = beside

    def touches(self, causes: Iterable[int]) -> bool:
        """Whether any of the causes needs fewer facts than when nothing is known."""
        return not self._shape.touched.isdisjoint(causes) or not self._needs.keys().isdisjoint(causes)

    def unmeasured(self, causes: Iterable[int]) -> tuple[Unmeasured, ...]:
        """Those of the causes that are not settled, each with the facts that are missing for it."""
        blank, settled = self._shape.unmeasured, self._settled
        found = [blank[cause] for cause in causes if cause not in settled]
        if self._needs:
            ids = self._wording.ids
            fewer = {ids[cause]: needs for cause, needs in self._needs.items()}
            found = [
                Unmeasured(u.cause, tuple(filterfalse(self._known.__contains__, fewer[u.cause])))
                if u.cause in fewer
                else u
                for u in found
            ]
        return tuple(found)

    def missing(self) -> tuple[Missing, ...]:
        """What to find out first: unknown facts with a question that causes need which are not settled.

        In the order of the layers, then of how many causes a fact would settle.
        """
        return self._wording.open_questions(tuple(self._known), frozenset(self._settled), tuple(self._needs.items()))
