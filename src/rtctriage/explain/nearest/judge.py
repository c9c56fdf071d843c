"""What the truths of tests make of one cause: the part of the walk that it depends on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rtctriage.explain.nearest.goal import Goal, Wants, asked, raises
from rtctriage.inference.belief import Belief, believe, premise_truth
from rtctriage.inference.certainty import combine
from rtctriage.inference.program import Program
from rtctriage.inference.tree import tree_truth
from rtctriage.inference.truth import Truth
from rtctriage.inference.verdict import established, excluded, suspected
from rtctriage.knowledge.literals import Every, Leaf, Node
from rtctriage.knowledge.model import SideName


class Judge:
    """Walks the rules of a goal's cause and of those that it builds on, and no others."""

    def __init__(self, program: Program, goal: Goal, wants: Wants, truths: Sequence[Truth]) -> None:
        """``truths`` are those of the call as it is, of all atoms and premises."""
        self.program = program
        self.goal = goal
        self.wants = wants
        self.base = truths
        causes = sorted(wants.causes, key=lambda cause: program.causes[cause].layer)
        self._causes = causes
        self._rules = {cause: [n for n, spec in enumerate(program.rules) if spec.cause == cause] for cause in causes}

    def reached(self, changed: dict[int, Truth]) -> bool:
        """Whether the goal is reached when these tests come out so, and all others as they did."""
        truths = list(self.base)
        for atom, truth in changed.items():
            truths[atom] = truth
        beliefs: tuple[Belief, ...] = ()
        skipped = False
        for cause in self._causes:
            spec = self.program.causes[cause]
            skip = self.program.layers[spec.layer].skip_when
            skipped = skip is not None and tree_truth(skip, truths) is True
            fired = [n for n in self._rules[cause] if tree_truth(self.program.rules[n].tree, truths) is True]
            beliefs = believe(self.program, cause, fired) if fired and not skipped else ()
            for number in spec.premises:
                truth = premise_truth(self.program.premises[number], beliefs) if beliefs else None
                truths[len(self.program.atoms) + number] = truth
        return self.goal.reached(beliefs, skipped)

    def within_reach(self, gained: Iterable[int], lost: Iterable[int]) -> bool:
        """Whether the goal could be reached if all these literals were gained and all those lost at the same time.

        A bound: one test cannot always be known to hold in one rule and not to hold in another. Where this is false
        no change of these literals will do.
        """
        return _Bound(self, frozenset(gained), frozenset(lost)).reached()


class _Bound:
    """The best that every rule can come to by itself."""

    def __init__(self, judge: Judge, gained: frozenset[int], lost: frozenset[int]) -> None:
        self.judge = judge
        self.program = judge.program
        self.gained = gained
        self.lost = lost
        self._best: dict[tuple[int, SideName | None, bool], float] = {}

    def reached(self) -> bool:
        goal = self.judge.goal
        if self.skipped(goal.cause, False):
            return False
        best = [self.certainty(goal.cause, side, goal.aim == "establish") for side in goal.sides]
        return any(map(established, best)) if goal.aim == "establish" else not any(map(suspected, best))

    def certainty(self, cause: int, side: SideName | None, rise: bool) -> float:
        """How certain a cause can get at most (``rise``), or at least."""
        key = (cause, side, rise)
        if key not in self._best:
            self._best[key] = combine(
                [
                    (rule.certainty, rule.evidence_group)
                    for spec in map(self.program.rules.__getitem__, self.judge._rules[cause])
                    for rule in (spec.rule,)
                    if (rule.side is None or rule.side == side) and self.holds(spec.tree, (rule.certainty > 0) is rise)
                ]
            )
        return self._best[key]

    def skipped(self, cause: int, wanted: bool) -> bool:
        """Whether the layer of a cause can be skipped where that is wanted, and must be where it is not."""
        skip = self.program.layers[self.program.causes[cause].layer].skip_when
        return skip is not None and self.holds(skip, wanted)

    def holds(self, tree: Node, wanted: bool) -> bool:
        """Whether a condition can hold where that is wanted, and must hold where it is not."""
        if isinstance(tree, Leaf):
            return self.known(tree.literal, wanted)
        parts = (self.holds(part, wanted) for part in tree.parts)
        return all(parts) if isinstance(tree, Every) else any(parts)

    def known(self, literal: int, wanted: bool) -> bool:
        truth = self.judge.base[literal >> 1]
        now = truth is not None and truth is not bool(literal & 1)
        if now is wanted:
            return now
        if literal >> 1 < len(self.program.atoms):
            return literal in self.gained if wanted else literal not in self.lost
        return self._concluded(literal) if wanted else not self._given_up(literal)

    def _concluded(self, literal: int) -> bool:
        """Whether the literal of a conclusion can be gained."""
        cause, sides = asked(self.program, literal)
        if not sides or self.skipped(cause, False):
            return False
        rise = raises(self.program, literal, True)
        best = [self.certainty(cause, side, rise) for side in sides]
        return any(map(established, best)) if rise else all(map(excluded, best))

    def _given_up(self, literal: int) -> bool:
        """Whether it can be lost: what is no longer established is not excluded yet."""
        cause, sides = asked(self.program, literal)
        if self.skipped(cause, True):
            return True
        rise = raises(self.program, literal, False)
        best = [self.certainty(cause, side, rise) for side in sides]
        return not all(map(excluded, best)) if rise else not any(map(established, best))
