"""Where along a line a test comes out otherwise: pairs of adjacent floats, not samples of a grid."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from math import inf, nextafter
from typing import Final, TypeAlias

from rtctriage.inference.truth import Truth

Break: TypeAlias = tuple[float, float]
"""Two adjacent numbers between which the truth changes."""

FEW: Final = 24
"""Up to so many points each one is looked at; of more of them only the ends, while a test is monotone."""


def breaks(truth: Callable[[float], Truth], points: Sequence[float], kept: Sequence[float], every: bool) -> list[Break]:
    """The breaks of a test along a line, in ascending order.

    ``points`` (ascending) are where breaks are expected. Between two of them that are looked at, the truth is taken to
    change at most once in each direction: exact for a test that is monotone along the line, which every comparison by
    ``<``, ``<=``, ``>`` and ``>=`` of one series or one number is. Of many points only ``kept`` and the ends are looked
    at, and the others narrow the search. With ``every`` (a test that may not be monotone) each of them is, and what lies
    halfway between.
    """
    if every:
        seen = [point for a, b in pairwise(points) for point in (a, a / 2 + b / 2)] + list(points[-1:])
    elif len(points) <= FEW:
        seen = list(points)
    else:
        seen = sorted({points[0], points[-1], *kept})
    truths = {point: truth(point) for point in seen}
    found: list[Break] = []
    for a, b in pairwise(seen):
        if truths[a] is not truths[b]:
            found += _between(truth, a, b, [p for p in points if a < p < b])
    return found


def _between(truth: Callable[[float], Truth], a: float, b: float, hints: list[float]) -> Iterator[Break]:
    """From one truth at ``a`` to another one at ``b``: one break, or two with unknown in between."""
    end = truth(b)
    while (now := truth(a)) is not end:
        ladder = [a, *(hint for hint in hints if a < hint < b), b]
        low, high = 0, len(ladder) - 1
        while high - low > 1:
            middle = (low + high) // 2
            if truth(ladder[middle]) is now:
                low = middle
            else:
                high = middle
        left, right = _adjacent(truth, ladder[low], ladder[high], now)
        yield (left, right)
        a = right


def _adjacent(truth: Callable[[float], Truth], a: float, b: float, now: Truth) -> Break:
    """The last number with the truth of ``a``, and the one after it."""
    # a break is nearly always right at a limit
    after, before = nextafter(a, inf), nextafter(b, -inf)
    if after == b or truth(after) is not now:
        return a, after
    if truth(before) is now:
        return before, b
    low, high = _ordinal(after), _ordinal(before)
    while high - low > 1:
        middle = (low + high) // 2
        if truth(_number(middle)) is now:
            low = middle
        else:
            high = middle
    return _number(low), _number(high)


def _ordinal(number: float) -> int:
    """The place of a float among all of them: bisection by it ends in 64 steps, whatever the magnitude."""
    bits: int = struct.unpack("<q", struct.pack("<d", number))[0]
    return bits if bits >= 0 else -(bits & 0x7FFF_FFFF_FFFF_FFFF)


def _number(ordinal: int) -> float:
    bits = ordinal if ordinal >= 0 else -ordinal | -0x8000_0000_0000_0000
    value: float = struct.unpack("<d", struct.pack("<q", bits))[0]
    return value
