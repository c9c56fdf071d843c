"""A condition as a tree of literals: tests and premises by number, with ``not`` pushed down to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from msgspec import Struct

from rtctriage.knowledge.model import All, Any, Atom, Condition, Not, Premise


class Leaf(Struct, frozen=True, tag="leaf"):
    """A literal: twice the number of a test or premise, and one more where it must be false."""

    literal: int


class Every(Struct, frozen=True, tag="every"):
    """All parts hold."""

    parts: tuple[Node, ...]


class Some(Struct, frozen=True, tag="some"):
    """At least one part holds."""

    parts: tuple[Node, ...]


Node: TypeAlias = Leaf | Every | Some
"""A condition with ``not`` pushed down to its leaves."""


def literal_tree(condition: Condition, number_of: Callable[[Atom | Premise], int], *, negated: bool = False) -> Node:
    """The tree of a condition, or of its negation; a combination of one part is that part.

    Raises whatever ``number_of`` raises.
    """
    if isinstance(condition, Not):
        return literal_tree(condition.part, number_of, negated=not negated)
    if isinstance(condition, All | Any):
        parts = tuple([literal_tree(part, number_of, negated=negated) for part in condition.parts])
        if len(parts) == 1:
            return parts[0]
        return Every(parts) if isinstance(condition, All) is not negated else Some(parts)
    return Leaf(2 * number_of(condition) + negated)
