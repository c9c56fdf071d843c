"""At which places along a line a test is looked at, so that no break of it is missed."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import pairwise, product
from operator import ge, gt
from typing import Final, TypeAlias, TypeVar

from rtctriage.explain.nearest.breaks import breaks
from rtctriage.explain.nearest.lines import Line
from rtctriage.explain.nearest.slopes import Slopes
from rtctriage.explain.nearest.trial import Moves, Trial, monotone, with_move
from rtctriage.inference.compare import samples_that_hold
from rtctriage.inference.overtime import SLACK, longest
from rtctriage.inference.program import AtomSpec
from rtctriage.inference.truth import Truth
from rtctriage.inference.values import limits_of
from rtctriage.knowledge.model import Change, Comparison
from rtctriage.profile import Known, Streams

_FEW: Final = 24
_HALVINGS: Final = 12

T = TypeVar("T")

_Signature: TypeAlias = tuple[tuple[str, int], ...]
"""How many samples there are of each stream of each fact that a test is about."""


class Looks:
    """Says where tests are looked at."""

    def __init__(self, trial: Trial) -> None:
        self.trial = trial
        self.program = trial.program
        self.slopes = Slopes(trial)

    def on(self, line: Line, given: Moves, amount: float) -> Moves:
        """The moves with this one on the line."""
        move = line.at(amount)
        return given if move is None else with_move(given, move)

    def seen(self, line: Line, atom: int, given: Moves) -> Sequence[float]:
        """Where a test is looked at, in ascending order: at the ends and the start of a line if it is monotone there.

        Else at all points, and halfway between them. For a test of what follows from the fact: at the points, where
        they are few, at steps that halve towards the start, and where what follows is equal to what the test names
        (where it is one value: a course hardly ever is). Of these, those are left out between which the formulas show
        that the test can break at most once, or not at all.
        """
        low, high = line.points[0], line.points[-1]
        start = 0.0 if line.start is None else line.start
        spec = self.program.atoms[atom]
        if line.fact in spec.facts:
            few = len(line.points) <= _FEW
            points: Iterable[float] = line.points if few or not monotone(spec.atom) else (low, start, high)
        else:
            steps = [start + (end - start) / 2**n for end in (low, high) for n in range(_HALVINGS)]
            points = (low, start, high, *steps, *(line.points if len(line.points) <= _FEW else ()))
            if not monotone(spec.atom):
                points = (*points, *self._equal(line, spec, given, sorted({*points})))
        found = sorted({*points})
        if not monotone(spec.atom):
            found = sorted({*found, *(a / 2 + b / 2 for a, b in pairwise(found))})
        return self.telling(line, atom, given, found, start) if len(found) > 3 else found

    def directed(self, line: Line, atom: int, given: Moves) -> bool:
        """Whether the formulas show which way a test goes along a line, or the fact whose change it is about."""
        test = self.program.atoms[atom].atom
        if isinstance(test, Change):
            return self.slopes.of_change(test, line.fact, given) is not None
        return self.slopes.of_test(atom, line.fact, given) is not None

    def telling(self, line: Line, atom: int, given: Moves, found: list[float], start: float) -> Sequence[float]:
        """Those of the places that are needed where the formulas show the direction of a test."""
        test = self.program.atoms[atom].atom
        change = test if isinstance(test, Change) else None
        if not self.directed(line, atom, given) or (change and not self._over_time(line, change, given, start)):
            return found
        kept = {start}
        for first, last, alike in self._runs(line, atom, given, found):
            kept.update((found[first], found[last]))
            begin, end = (first, last) if not alike else (last, first)
            if alike and change is not None:
                begin, end = self._possible(line, change, given, found, (first, last))
            kept.update(found[begin : end + 1])
        return sorted(kept)

    def _over_time(self, line: Line, change: Change, given: Moves, start: float) -> bool:
        # without any sample there may be some elsewhere on the line
        return not isinstance(self.trial.value(change.fact, self.on(line, given, start)), Known)

    def _possible(
        self, line: Line, change: Change, given: Moves, found: list[float], run: tuple[int, int]
    ) -> tuple[int, int]:
        """Where a change from one thing to another can hold, with the places around it; end before begin: nowhere.

        It cannot where no sample is the one thing, or none for long enough the other. Each of them comes, or goes, once
        along the run.
        """
        begin, end = run
        for part in (change.before, change.after):
            for_s = change.for_s if part is change.after else 0.0
            there = partial(self._ever, line, given, change.fact, part, for_s, found)
            at_first, at_last = there(run[0]), there(run[1])
            if not at_first and not at_last:
                return run[1], run[0]
            if at_first != at_last:
                turn = _first(run, partial(operator.ne, at_first), there)
                begin, end = (begin, min(end, turn)) if at_first else (max(begin, turn - 1), end)
        return begin, end

    def _ever(
        self, line: Line, given: Moves, fact: str, part: Comparison, for_s: float, found: list[float], at: int
    ) -> bool:
        """Whether a comparison holds for any sample, and so long."""
        value = self.trial.value(fact, self.on(line, given, found[at]))
        for stream in value.streams if isinstance(value, Streams) else ():
            held = samples_that_hold(stream.series, part) if len(stream.series) else False
            if held is not False and longest(stream.series, held) >= for_s - SLACK * stream.series.step:
                return True
        return False

    def _runs(self, line: Line, atom: int, given: Moves, found: list[float]) -> list[tuple[int, int, bool]]:
        """Parts of the places, each with whether the same samples can be computed in all of it.

        Where a divisor becomes 0 there is no sample. A divisor that only goes one way loses or wins them one by one, so
        that there are as many at both ends of a part only where they are the same in all of it.
        """
        facts = self.slopes.between(self.program.atoms[atom].facts, line.fact)
        last = len(found) - 1
        divisions = self.slopes.divisions(facts, line.fact)
        if not divisions:
            return [(0, last, True)]
        if divisions > 1:
            return [(0, last, False)]

        def samples(i: int) -> _Signature:
            return self._signature(facts, self.on(line, given, found[i]))

        low, high = samples(0), samples(last)
        if low == high:
            return [(0, last, True)]
        ends = _first((0, last), partial(operator.ne, low), samples) - 1
        begins = _first((0, last), partial(operator.eq, high), samples)
        return [(0, ends, True), (ends, begins, False), (begins, last, True)]

    def _signature(self, facts: Sequence[str], moves: Moves) -> _Signature:
        found: list[tuple[str, int]] = []
        for fact in facts:
            value = self.trial.value(fact, moves)
            if isinstance(value, Streams):
                found += [(f"{fact} {stream.label}", len(stream.series)) for stream in value.streams]
            elif value is not None:
                found.append((fact, 1))
        return tuple(found)

    def _equal(self, line: Line, spec: AtomSpec, given: Moves, seen: Sequence[float]) -> Iterator[float]:
        for fact in spec.facts:
            if isinstance(self.trial.value(fact, self.on(line, given, line.points[0])), Known):
                for limit, test in product(limits_of((spec,), fact), (ge, gt)):
                    for pair in breaks(partial(self._crossed, line, given, fact, test, limit), seen):
                        yield from pair

    def _crossed(
        self, line: Line, given: Moves, fact: str, test: Callable[[float, float], bool], limit: float, amount: float
    ) -> Truth:
        value = self.trial.value(fact, self.on(line, given, amount))
        return test(float(value.value), limit) if isinstance(value, Known) else None


def _first(run: tuple[int, int], test: Callable[[T], bool], of: Callable[[int], T]) -> int:
    """The first number in a run for which a test holds, where it holds for all that follow, and for the last one."""
    low, high = run
    while low < high:
        middle = (low + high) // 2
        if test(of(middle)):
            high = middle
        else:
            low = middle + 1
    return low
