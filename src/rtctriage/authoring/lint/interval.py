"""Where a value of an ordered kind may lie, as comparisons narrow it down."""

from __future__ import annotations

from typing import Any, Final

from rtctriage.knowledge.model import Comparison, Operator

COMPLEMENT: Final[dict[Operator, Operator]] = {"<": ">=", "<=": ">", "==": "!=", "!=": "==", ">=": "<", ">": "<="}


class Interval:
    """A lowest and a highest value, each of which may be left out, and single values that are left out.

    Values are numbers, or whatever else sorts (the keys of versions); None stands for no bound.
    """

    __slots__ = ("high", "high_open", "holes", "low", "low_open")

    def __init__(self, low: Any = None, high: Any = None) -> None:
        self.low, self.high = low, high
        self.low_open = self.high_open = False
        self.holes: set[Any] = set()

    @property
    def empty(self) -> bool:
        """Whether no value is left."""
        if self.low is None or self.high is None:
            return False
        if self.low == self.high:
            return bool(self.low_open or self.high_open or self.low in self.holes)
        return bool(self.low > self.high)

    def require(self, op: Operator, limit: Any) -> None:
        """Keeps the values for which the comparison holds."""
        if op in (">", ">=", "=="):
            self.raise_low(limit, op == ">")
        if op in ("<", "<=", "=="):
            self.lower_high(limit, op == "<")
        if op == "!=":
            self.holes.add(limit)

    def raise_low(self, limit: Any, is_open: bool) -> bool:
        """Whether the new bound is tighter than the one that was there."""
        tighter = self.low is None or limit > self.low or (limit == self.low and is_open and not self.low_open)
        if tighter:
            self.low, self.low_open = limit, is_open
        return bool(tighter)

    def lower_high(self, limit: Any, is_open: bool) -> bool:
        """Whether the new bound is tighter than the one that was there."""
        tighter = self.high is None or limit < self.high or (limit == self.high and is_open and not self.high_open)
        if tighter:
            self.high, self.high_open = limit, is_open
        return bool(tighter)

    def at_most(self, other: Interval) -> bool:
        """Narrows two intervals of which this one's value is never above the other's; whether that changed any."""
        # what is left out at a closed end is not there, and the bound is an open one
        changed = self.low is not None and other.raise_low(self.low, self.low_open or self.low in self.holes)
        if other.high is not None:
            changed = self.lower_high(other.high, other.high_open or other.high in other.holes) or changed
        return changed


def complement(test: Comparison) -> Comparison:
    """The comparison that holds where this one fails."""
    return Comparison(COMPLEMENT[test.op], test.limit, test.threshold)


def within(test: Comparison, other: Comparison) -> bool:
    """Whether every number that satisfies the one comparison satisfies the other."""
    left = Interval()
    left.require(test.op, test.limit)
    left.require(COMPLEMENT[other.op], other.limit)
    return left.empty
