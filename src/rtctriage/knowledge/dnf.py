"""Disjunctive normal form: a condition as alternatives, each a set of literals that must all be known.

Distribution, De Morgan's laws and absorption hold in Kleene's logic as they do in the classical one, so that a
condition is true exactly when all literals of one of its alternatives are.
"""

from __future__ import annotations

from typing import Final, TypeAlias

from rtctriage.knowledge.literals import Every, Leaf, Node, literal_tree
from rtctriage.knowledge.model import Atom, Condition, Premise

Alternatives: TypeAlias = tuple[frozenset[int], ...]
"""Sets of literals: a condition holds when all literals of one of them do."""

MAX_ALTERNATIVES: Final = 256
"""A rule with more ways to hold than this was not meant; split it."""


class TooManyAlternativesError(ValueError):
    """A condition has more than MAX_ALTERNATIVES ways to hold."""

    hint: Final = "split it into several rules"

    def __str__(self) -> str:
        return f"its condition has more than {MAX_ALTERNATIVES} alternatives"


def alternatives(node: Node) -> Alternatives:
    """The shortest sets of literals that make the condition true, each needed (none contains another one).

    Sets with a literal and its negation are left out: they can never be true. Raises TooManyAlternativesError.
    """
    if isinstance(node, Leaf):
        return (frozenset((node.literal,)),)
    literals = [part.literal for part in node.parts if isinstance(part, Leaf)]
    if isinstance(node, Every) and len(literals) == len(node.parts):
        # most rules are a few tests that must all hold
        way = frozenset(literals)
        return () if any(literal ^ 1 in way for literal in way) else (way,)
    return tuple(sorted(_expand(node), key=lambda ways: (len(ways), sorted(ways))))


def check_alternatives(condition: Condition, unread: Condition) -> None:
    """Raises TooManyAlternativesError for a condition, by its tests as they are written.

    Each ``unread`` part, which stands for one that could not be read, counts as a test of its own.
    """
    numbers: dict[Atom | Premise | int, int] = {}

    def number_of(part: Atom | Premise) -> int:
        return numbers.setdefault(len(numbers) if part is unread else part, len(numbers))

    alternatives(literal_tree(condition, number_of))


def _expand(node: Node) -> set[frozenset[int]]:
    if isinstance(node, Leaf):
        return {frozenset((node.literal,))}
    if not isinstance(node, Every):
        return _absorb({literals for part in node.parts for literals in _expand(part)})
    product: set[frozenset[int]] = {frozenset()}
    for part in node.parts:
        ways = _expand(part)
        product = _absorb({a | b for a in product for b in ways})
    return product


def _absorb(sets: set[frozenset[int]]) -> set[frozenset[int]]:
    kept: list[frozenset[int]] = []
    for literals in sorted(sets, key=len):
        if any(literal ^ 1 in literals for literal in literals):
            continue
        if not any(smaller <= literals for smaller in kept):
            kept.append(literals)
        if len(kept) > MAX_ALTERNATIVES:
            raise TooManyAlternativesError
    return set(kept)
