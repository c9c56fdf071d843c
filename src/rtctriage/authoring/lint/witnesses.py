"""For which single values of a fact a test is known to come out so: what shows at once that one implies no other.

A set of values is an integer, with a bit for each of the values that the tests of a fact tell apart. Thousands of tests
of one fact are compared so in the time in which the reasoner compares a few.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct

from rtctriage.authoring.lint.subject import Compiled
from rtctriage.inference.program import AtomSpec
from rtctriage.inference.values import ANOTHER, limits_of, values_near
from rtctriage.knowledge.model import Compare, Member
from rtctriage.profile import Known, Scalar

_MOST_WORDS: Final = 100
"""How many words a test is tried with that may come out otherwise for each of them, such as a pattern."""


class Values(Struct, frozen=True):
    """A set of values, as far as it was found out: those that are certainly in it, and those that may be."""

    certain: int
    possible: int

    def __and__(self, other: Values) -> Values:
        return Values(self.certain & other.certain, self.possible & other.possible)


def spread(limits: Sequence[float], values: Sequence[float], holds: Callable[[float], bool]) -> int:
    """The values, in ascending order, for which something holds that changes at these limits only."""
    found = start = 0
    for limit in limits:
        at = bisect_left(values, limit, start)
        if at > start and holds(values[start]):
            found |= (1 << at) - (1 << start)
        start = at
        if at < len(values) and values[at] == limit:
            found |= holds(limit) << at
            start = at + 1
    if start < len(values) and holds(values[start]):
        found |= (1 << len(values)) - (1 << start)
    return found


class Witnesses:
    """For which values the literals of some rules are known."""

    def __init__(self, compiled: Compiled, literals: Iterable[int]) -> None:
        self._compiled = compiled
        atoms: dict[str, list[AtomSpec]] = {}
        for literal in sorted(set(literals)):
            spec = compiled.claim(literal).spec
            if isinstance(spec, AtomSpec) and len(set(spec.facts)) == 1:
                atoms.setdefault(spec.facts[0], []).append(spec)
        facts = compiled.program.facts
        self._values = {fact: _ordered(values_near(own, facts[fact])) for fact, own in atoms.items()}
        self._words = {fact: _places(values) for fact, values in self._values.items() if facts[fact].type == "text"}
        self._known: dict[int, Values] = {}

    def of(self, way: Iterable[int]) -> dict[str, Values]:
        """For each fact the values with which all tests of it are known; a fact in a test of several is left out."""
        found: dict[str, Values] = {}
        mixed: set[str] = set()
        for literal in way:
            claim = self._compiled.claim(literal)
            facts = set(claim.facts)
            if len(facts) != 1:
                mixed |= facts
                continue
            fact = facts.pop()
            values = self._of_literal(literal, fact)
            found[fact] = found[fact] & values if fact in found else values
        return {fact: values for fact, values in found.items() if fact not in mixed}

    def key(self, found: Mapping[str, Values]) -> tuple[tuple[str, int], ...]:
        """The same for all ways that come out alike, for the values that every test was tried with."""
        numbers = {fact for fact in found if self._compiled.program.facts[fact].type == "number"}
        return tuple(
            (fact, values.certain if fact in numbers else values.certain & (1 << _MOST_WORDS) - 1)
            for fact, values in sorted(found.items())
        )

    def _of_literal(self, literal: int, fact: str) -> Values:
        if literal not in self._known:
            self._known[literal] = self._found_out(literal, fact)
        return self._known[literal]

    def _found_out(self, literal: int, fact: str) -> Values:
        claim, values = self._compiled.claim(literal), self._values[fact]
        spec, wanted = claim.spec, claim.true
        assert isinstance(spec, AtomSpec)

        def holds(value: Scalar) -> bool:
            return self._compiled.truth_of(spec, {fact: Known(value)}) is wanted

        if self._compiled.program.facts[fact].type == "number":
            numbers = [value for value in values if isinstance(value, float)]
            certain = spread(limits_of([spec], fact), numbers, holds)
            return Values(certain, certain)
        every = (1 << len(values)) - 1
        if fact in self._words and isinstance(spec.atom, Compare | Member):
            certain = self._by_words(spec, self._words[fact], every, holds)
            return Values(certain, certain)
        tried = values[:_MOST_WORDS]
        certain = sum(1 << at for at, value in enumerate(tried) if holds(value))
        return Values(certain, certain | (every & ~((1 << len(tried)) - 1)))

    @staticmethod
    def _by_words(spec: AtomSpec, places: Mapping[str, int], every: int, holds: Callable[[Scalar], bool]) -> int:
        """Whether a text is one of some words is the same for all others."""
        atom = spec.atom
        named = (
            atom.values if isinstance(atom, Member) else (str(atom.test.limit),) if isinstance(atom, Compare) else ()
        )
        found = every if holds(ANOTHER) else 0
        for word in named:
            at = places.get(word.casefold(), 0)
            found = found | at if holds(word) else found & ~at
        return found


def _ordered(values: Sequence[Scalar]) -> list[Scalar]:
    numbers = [value for value in values if isinstance(value, float)]
    return [*sorted(numbers)] if len(numbers) == len(values) else list(values)


def _places(values: Sequence[Scalar]) -> dict[str, int]:
    """For each word, however it is written, the values that are it."""
    found: dict[str, int] = {}
    for at, value in enumerate(values):
        key = str(value).casefold()
        found[key] = found.get(key, 0) | 1 << at
    return found
