"""What a walk would come to if one more fact were known: the same as ``inference.walk``, computed from the difference.

A question has hundreds of competitors with several answers each. Only the tests of the fact in question, and of what
follows from it by a formula or a table, are evaluated anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from rtctriage.consult.prepared import Changed, Prepared, distinct
from rtctriage.inference.atoms import evaluate
from rtctriage.inference.belief import Belief, believe, premise_truth
from rtctriage.inference.derived import add_derived
from rtctriage.inference.tree import tree_truth
from rtctriage.inference.truth import Truth
from rtctriage.inference.walk import Walk
from rtctriage.profile import Known, Profile, Scalar, Value

Beliefs: TypeAlias = Mapping[int, tuple[Belief, ...]]
"""For each cause of which any rule fired, what is believed on each of its sides."""


class Lookahead:
    """Steps from one situation."""

    def __init__(self, prepared: Prepared, profile: Profile, walk: Walk) -> None:
        self._prepared = prepared
        self._program = prepared.program
        self._facts = profile.facts
        self._walk = walk
        self.literals = frozenset(
            2 * n if truth else 2 * n + 1 for n, truth in enumerate(walk.truths) if truth is not None
        )
        """What is known to hold or to fail."""

    def changes(self, fact: str) -> list[tuple[Scalar, Changed]]:
        """The ways in which the tests can come out when an unknown fact becomes known, each with a value for which."""
        if self._prepared.alone(fact):
            return self._prepared.changes(fact, lambda value: self.change(fact, value))
        return distinct((value, self.change(fact, value)) for value in self._prepared.values(fact))

    def change(self, fact: str, value: Scalar) -> Changed:
        """Which tests would come out differently if the fact had this value."""
        program = self._program
        known: Mapping[str, Value]
        if fact in self._prepared.follows:
            known = {**self._facts, fact: Known(value)}
            add_derived(program, known)
            names = self._prepared.bears_on(fact)
        else:
            known = {**self._walk.known, fact: Known(value)}
            names = [fact]
        gained: set[int] = set()
        lost: set[int] = set()
        for name in names:
            now = known.get(name)
            if now == self._walk.known.get(name):
                continue
            for number in program.atoms_of.get(name, ()):
                spec = program.atoms[number]
                # a test of several facts is about the first of them
                truth = evaluate(spec, known.get(spec.facts[0]), known, program.facts).truth
                before = self._walk.truths[number]
                if truth is not before:
                    if truth is not None:
                        gained.add(2 * number if truth else 2 * number + 1)
                    if before is not None:
                        lost.add(2 * number if before else 2 * number + 1)
        return Changed(frozenset(gained), frozenset(lost))

    def beliefs(self, changed: Changed) -> dict[int, tuple[Belief, ...]]:
        """What would be believed of the causes then. Layers that wait for nothing that changed stay as they are."""
        program, before = self._program, self._walk.beliefs
        literals = set((self.literals - changed.lost) | changed.gained)
        truths = list(self._walk.truths)
        for literal in changed.lost:
            truths[literal >> 1] = None
        for literal in changed.gained:
            truths[literal >> 1] = not literal & 1
        moved = set(changed.gained | changed.lost)
        found: dict[int, tuple[Belief, ...]] = {}
        for number, layer in enumerate(program.layers):
            if moved.isdisjoint(self._prepared.waits[number]):
                found.update((cause, before[cause]) for cause in layer.causes if cause in before)
                continue
            fired: dict[int, list[int]] = {}
            if layer.skip_when is None or tree_truth(layer.skip_when, truths) is not True:
                for rule in self._prepared.chainer.run(number, layer.literals & literals):
                    fired.setdefault(program.rules[rule].cause, []).append(rule)
            for cause, rules in fired.items():
                found[cause] = believe(program, cause, rules)
            for cause in layer.causes:
                for premise in program.causes[cause].premises:
                    truth = premise_truth(program.premises[premise], found.get(cause, ()))
                    self._conclude(len(program.atoms) + premise, truth, truths, literals, moved)
        return found

    def _conclude(self, at: int, truth: Truth, truths: list[Truth], literals: set[int], moved: set[int]) -> None:
        """What later layers may ask about a cause, where it differs from before."""
        if truth is truths[at]:
            return
        literals -= {2 * at, 2 * at + 1}
        moved |= {2 * at, 2 * at + 1}
        truths[at] = truth
        if truth is not None:
            literals.add(2 * at if truth else 2 * at + 1)
