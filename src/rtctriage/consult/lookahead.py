"""What a walk would come to if one more fact were known: the same as ``inference.walk``, computed from the difference.

A question has hundreds of competitors with several answers each. Only the tests of the fact in question, and of what
follows from it by a formula or a table, are evaluated anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct

from rtctriage.consult.prepared import Prepared
from rtctriage.inference.atoms import evaluate
from rtctriage.inference.belief import Belief, believe, premise_truth
from rtctriage.inference.derived import add_derived
from rtctriage.inference.program import tree_truth
from rtctriage.inference.truth import Truth
from rtctriage.inference.walk import Walk
from rtctriage.profile import Known, Profile, Scalar, Value

Beliefs: TypeAlias = Mapping[int, tuple[Belief, ...]]
"""For each cause of which any rule fired, what is believed on each of its sides."""


class Changed(Struct, frozen=True):
    """The tests that come out differently: which literals hold then that did not, and the other way round."""

    gained: frozenset[int]
    lost: frozenset[int]


class Lookahead:
    """Steps from one situation."""

    def __init__(self, prepared: Prepared, profile: Profile, walk: Walk) -> None:
        self._prepared = prepared
        self._program = prepared.program
        self._facts = profile.facts
        self._known = walk.known
        atoms = len(self._program.atoms)
        self._truths: list[Truth] = [*walk.truths[:atoms], *[None] * len(self._program.premises)]
        self.literals = frozenset(
            2 * n if truth else 2 * n + 1 for n, truth in enumerate(self._truths) if truth is not None
        )
        """The tests that are known to hold or to fail."""

    def change(self, fact: str, value: Scalar) -> Changed:
        """Which tests would come out differently if the fact had this value."""
        program = self._program
        known: Mapping[str, Value]
        if fact in self._prepared.follows:
            known = {**self._facts, fact: Known(value)}
            add_derived(program, known)
            names = self._prepared.bears_on(fact)
        else:
            known = {**self._known, fact: Known(value)}
            names = [fact]
        gained: set[int] = set()
        lost: set[int] = set()
        for name in names:
            now = known.get(name)
            if now == self._known.get(name):
                continue
            for number in program.atoms_of.get(name, ()):
                spec = program.atoms[number]
                # a test of several facts is about the first of them
                truth = evaluate(spec, known.get(spec.facts[0]), known, program.facts).truth
                before = self._truths[number]
                if truth is not before:
                    if truth is not None:
                        gained.add(2 * number if truth else 2 * number + 1)
                    if before is not None:
                        lost.add(2 * number if before else 2 * number + 1)
        return Changed(frozenset(gained), frozenset(lost))

    def beliefs(self, changed: Changed) -> dict[int, tuple[Belief, ...]]:
        """What would be believed of the causes then."""
        program = self._program
        literals = set((self.literals - changed.lost) | changed.gained)
        truths = list(self._truths)
        for literal in changed.lost:
            truths[literal >> 1] = None
        for literal in changed.gained:
            truths[literal >> 1] = not literal & 1
        found: dict[int, tuple[Belief, ...]] = {}
        for number, layer in enumerate(program.layers):
            if layer.skip_when is not None and tree_truth(layer.skip_when, truths) is True:
                continue
            wanted = layer.literals & literals
            fired: dict[int, list[int]] = {}
            for rule in self._prepared.chainer.run(number, wanted):
                fired.setdefault(program.rules[rule].cause, []).append(rule)
            for cause, rules in fired.items():
                beliefs = found[cause] = believe(program, cause, rules)
                for premise in program.causes[cause].premises:
                    truth = premise_truth(program.premises[premise], beliefs)
                    if truth is not None:
                        at = len(program.atoms) + premise
                        truths[at] = truth
                        literals.add(2 * at if truth else 2 * at + 1)
        return found
