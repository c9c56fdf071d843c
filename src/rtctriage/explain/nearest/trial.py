"""The tests of a call with some of its facts changed: by the evaluator that diagnoses, each combination once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TypeAlias

from rtctriage.explain.nearest.lines import Key, Move
from rtctriage.inference.atoms import evaluate, is_known
from rtctriage.inference.compare import holds, samples_that_hold
from rtctriage.inference.derived import derive
from rtctriage.inference.lookup import PLATFORM, VENDOR, add_looked_up
from rtctriage.inference.reasoning import Reasoning
from rtctriage.inference.truth import Truth
from rtctriage.knowledge.model import Atom, Change, Compare, Formula, Member, Together
from rtctriage.profile import Known, Value

Moves: TypeAlias = tuple[Move, ...]
"""Of different facts, in the order of their names."""


class Trial:
    """Evaluates single tests under moves, and keeps what came out."""

    def __init__(self, reasoning: Reasoning) -> None:
        self.program = reasoning.program
        self.base = reasoning.walk
        self.given = {name: v for name, v in reasoning.profile.facts.items() if is_known(v)}
        self._derived = {spec.fact: spec for spec in self.program.derived}
        self._lookups = {spec.fact: spec for spec in self.program.lookups}
        self._bases: dict[str, frozenset[str]] = {}
        self._values: dict[tuple[str, tuple[Key, ...]], Value | None] = {}
        self._truths: dict[tuple[int, tuple[Key, ...]], Truth] = {}

    def bases(self, fact: str) -> frozenset[str]:
        """The facts by which this one can be changed: for what is derived or looked up, what it follows from.

        What is not known, and could be derived, can be supplied by itself, too.
        """
        found = self._bases.get(fact)
        if found is None:
            found = self._bases[fact] = self._find_bases(fact)
        return found

    def _find_bases(self, fact: str) -> frozenset[str]:
        if fact in self.given:
            return frozenset((fact,))
        lookup, formula = self._lookups.get(fact), self._derived.get(fact)
        if lookup is not None:
            return frozenset((lookup.code, VENDOR, PLATFORM)) & self.program.facts.keys()
        if formula is None:
            return frozenset((fact,))
        own = () if fact in self.base.known else (fact,)
        return frozenset((*own, *(base for name in formula.inputs for base in self.bases(name))))

    def formula(self, fact: str) -> Formula | None:
        """The formula that a fact is derived by; None for what was given, looked up, or is not derived."""
        spec = None if fact in self.given else self._derived.get(fact)
        return None if spec is None else spec.formula

    def depends_on(self, atom: int) -> frozenset[str]:
        """The facts by which a test can be changed."""
        return frozenset(base for fact in self.program.atoms[atom].facts for base in self.bases(fact))

    def truth(self, atom: int, moves: Moves) -> Truth:
        """How a test comes out."""
        own = self._touching(self.depends_on(atom), moves)
        if not own:
            return self.base.truths[atom]
        key = (atom, tuple(move.key for move in own))
        if key not in self._truths:
            spec = self.program.atoms[atom]
            values = {fact: value for fact in spec.facts if (value := self.value(fact, own)) is not None}
            self._truths[key] = evaluate(spec, values.get(spec.facts[0]), values, self.program.facts).truth
        return self._truths[key]

    def hopeless(self, atom: int, facts: Collection[str], moves: Moves = ()) -> bool:
        """Whether a test cannot come to hold, whatever these facts are then.

        Of what must hold at the same time one part does not depend on them, and never holds.
        """
        together = self.program.atoms[atom].atom
        return isinstance(together, Together) and any(
            self.bases(part.fact).isdisjoint(facts) and self._never(part, self.value(part.fact, moves))
            for part in together.parts
        )

    def _never(self, part: Compare, value: Value | None) -> bool:
        """Whether a comparison holds at no time that was measured."""
        if isinstance(value, Known):
            return holds(self.program.facts[part.fact].type, value.value, part.test) is not True
        streams = () if value is None else value.streams
        return all(samples_that_hold(s.series, part.test) is False for s in streams if len(s.series))

    def value(self, fact: str, moves: Moves) -> Value | None:
        """A fact under moves."""
        own = self._touching(self.bases(fact), moves)
        if not own:
            return self.base.known.get(fact)
        key = (fact, tuple(move.key for move in own))
        if key not in self._values:
            self._values[key] = self._value(fact, own)
        return self._values[key]

    def _value(self, fact: str, moves: Moves) -> Value | None:
        for move in moves:
            if move.fact == fact:
                return move.value
        lookup = self._lookups.get(fact)
        inputs: Iterable[str] = (lookup.code, VENDOR, PLATFORM) if lookup is not None else self._derived[fact].inputs
        known = {name: value for name in inputs if (value := self.value(name, moves)) is not None}
        if lookup is None:
            return derive(self._derived[fact], known)
        add_looked_up((lookup,), known)
        return known.get(fact)

    @staticmethod
    def _touching(bases: frozenset[str], moves: Moves) -> Moves:
        return tuple(move for move in moves if move.fact in bases)


def with_move(given: Moves, move: Move) -> Moves:
    """Moves in the order in which they are kept."""
    return tuple(sorted((*given, move), key=lambda one: one.fact))


def monotone(atom: Atom) -> bool:
    """Whether a test can come out otherwise only once when a number, or all samples of a series, go up."""
    if isinstance(atom, Compare):
        signs = [one.op for one in (atom.test, atom.inner) if one is not None]
        return not {"==", "!="} & {*signs}
    return not isinstance(atom, Change | Member) and not (
        isinstance(atom, Together) and not all(map(monotone, atom.parts))
    )
