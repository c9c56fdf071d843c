"""The search for the smallest change, set of facts by set of facts in one total order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import combinations, groupby, permutations
from typing import Final, TypeAlias

from msgspec import Struct

from rtctriage.explain.nearest.goal import Goal, wants_of
from rtctriage.explain.nearest.judge import Judge
from rtctriage.explain.nearest.options import Options
from rtctriage.explain.nearest.trial import Moves, Trial, with_move
from rtctriage.inference.reasoning import Reasoning

MOST_FACTS: Final = 3
"""More changes than so many explain nothing to anybody."""

_CHOOSES_LIMITS: Final = "scenario"
"""Decides which limits apply: another one is another question, and no change of the call."""

Order: TypeAlias = "tuple[int, int, float, float, tuple[int, ...]]"


class Solution(Struct, frozen=True):
    """Moves that reach a goal."""

    moves: Moves
    order: Order

    @property
    def size(self) -> float:
        """How large the changes are in all."""
        return self.order[3]

    @property
    def facts(self) -> frozenset[str]:
        """What is changed."""
        return frozenset(move.fact for move in self.moves)


class Search:
    """Finds the smallest changes of a call that reach a goal.

    The order of changes, in which there are no two equal ones: fewer facts; fewer that are supplied and not changed;
    less cost (the sum of ``FactSpec.cost``); smaller size; facts that come earlier in the catalogue; and for one fact
    in two ways of equal size the order in which :class:`Options` has them. The size of a change of a number is how far
    it is moved, over its scale (see ``lines.scale_of``): for a series the mean over all samples of all its streams, so
    that what stays as it is counts for nothing. For all other types, and for what is supplied, it is 1. The sizes of
    several changes add up.

    Exact, not sampled, for tests that are monotone in each fact (see ``breaks.breaks``), among the changes that
    ``lines`` and ``Options.scopes`` describe. Where one test depends on several facts that change at the same time,
    each of them in turn is moved to where the test breaks with the others at their own breaks or ends: exact where the
    formula is a sum or a difference, as the least sum of sizes is at such a corner, and else the best of these corners.
    """

    def __init__(self, reasoning: Reasoning, goal: Goal) -> None:
        self.program = reasoning.program
        self.goal = goal
        self.wants = wants_of(self.program, goal)
        self.trial = Trial(reasoning)
        self.options = Options(reasoning, self.wants, self.trial)
        self.judge = Judge(self.program, goal, self.wants, reasoning.walk.truths)
        self._catalogue = {name: i for i, name in enumerate(self.program.facts)}

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """The facts of which some change does some good, alone or with another one, in the order of the catalogue."""
        near = [fact for fact in self.options.atoms if self._may_change(fact)]
        near.sort(key=self._catalogue.__getitem__)
        helpful = {fact for fact in near if self.options.reach(fact)}
        return tuple(f for f in near if f in helpful or any(self.options.connected(f, o) for o in near if o != f))

    def _may_change(self, fact: str) -> bool:
        if fact == _CHOOSES_LIMITS:
            return False
        if fact in self.trial.given:
            return True
        # nothing is cleared by what nobody knows
        unknown = fact not in self.trial.base.known
        return self.goal.aim == "establish" and unknown and self.program.facts[fact].question is not None

    def solutions(self, within: Callable[[str], bool] | None = None) -> Iterator[Solution]:
        """The best change of each set of facts, the smallest first; of no set that another one is a part of.

        ``within`` says of a fact whether it may change.
        """
        facts = [fact for fact in self.facts if within is None or within(fact)]
        found: list[frozenset[str]] = []
        for count in range(1, MOST_FACTS + 1):
            sets = sorted(combinations(facts, count), key=self._effort)
            for _, alike in groupby(sets, key=self._effort):
                best = [
                    solution
                    for one in alike
                    if not any(smaller <= {*one} for smaller in found)
                    for solution in (self._best(one),)
                    if solution is not None
                ]
                best.sort(key=_order)
                for solution in best:
                    found.append(solution.facts)
                    yield solution

    def _effort(self, facts: Sequence[str]) -> tuple[int, float]:
        supplied = sum(fact not in self.trial.given for fact in facts)
        return supplied, sum(self.program.facts[fact].cost for fact in facts)

    def _best(self, facts: Sequence[str]) -> Solution | None:
        """The smallest change of exactly these facts."""
        if not self._within_reach(facts):
            return None
        apart = not any(self.options.connected(a, b) for a, b in combinations(facts, 2))
        best: Solution | None = None
        for turn in (tuple(facts),) if apart else permutations(facts):
            best = self._better(facts, turn, (), best)
        return best

    def _better(
        self, facts: Sequence[str], rest: Sequence[str], given: Moves, best: Solution | None
    ) -> Solution | None:
        """The best of ``best`` and of all ways to change the rest of these facts one after the other."""
        if best is not None and sum(move.size for move in given) >= best.size:
            return best
        if not rest:
            return Solution(given, self._order_of(facts, given)) if self._reached(facts, given) else best
        fact, later = rest[0], rest[1:]
        connected = tuple(move for move in given if self.options.connected(fact, move.fact))
        last = not any(self.options.connected(fact, other) for other in later)
        for move in self.options.moves(fact, connected, last):
            best = self._better(facts, later, with_move(given, move), best)
        return best

    def _order_of(self, facts: Sequence[str], moves: Moves) -> Order:
        supplied, cost = self._effort(facts)
        return (
            len(facts),
            supplied,
            cost,
            sum(move.size for move in moves),
            tuple(self._catalogue[fact] for fact in facts),
        )

    def _reached(self, facts: Sequence[str], moves: Moves) -> bool:
        atoms = {atom for fact in facts for atom in self.options.atoms[fact]}
        return self.judge.reached({atom: self.trial.truth(atom, moves) for atom in atoms})

    def _within_reach(self, facts: Sequence[str]) -> bool:
        effects = {one for fact in facts for one in self._reach(fact)}
        for a, b in combinations(facts, 2):
            for atom in {*self.options.atoms[a]} & {*self.options.atoms[b]}:
                effects.update((2 * atom + 1, -1 - 2 * atom, -2 - 2 * atom))
                if not self.trial.hopeless(atom, facts):
                    effects.add(2 * atom)
        gained = (one for one in effects if one >= 0)
        return self.judge.within_reach(gained, (-1 - one for one in effects if one < 0))

    def _reach(self, fact: str) -> frozenset[int]:
        reach = self._reaches.get(fact)
        if reach is None:
            reach = self._reaches[fact] = self.options.reach(fact)
        return reach

    @cached_property
    def _reaches(self) -> dict[str, frozenset[int]]:
        return {}


def _order(solution: Solution) -> Order:
    return solution.order
