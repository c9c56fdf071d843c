"""Where along a line a test comes out otherwise: pairs of adjacent floats, not samples of a grid."""

from __future__ import annotations

import operator
import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from math import inf, nextafter
from typing import Final, TypeAlias

from rtctriage.inference.truth import Truth

Break: TypeAlias = tuple[float, float]
"""Two adjacent numbers between which the truth changes."""


def breaks(
    truth: Callable[[float], Truth],
    seen: Sequence[float],
    hints: Sequence[float] = (),
    wanted: Callable[[Truth, Truth], bool] = operator.is_not,
    guess: Callable[[float, float], float | None] | None = None,
) -> Iterator[Break]:
    """The breaks of a test along a line, in ascending order.

    The test is looked at in ``seen`` (ascending); between two of them its truth is taken to change at most once in each
    direction, which is exact where it is monotone between them. ``hints`` (ascending) are where breaks are likely, and
    narrow the search. ``wanted`` says whether a change from one truth to another is worth the search. ``guess`` says
    where between two numbers a break may be; right or wrong, it only makes the search shorter or longer.
    """
    truths = [truth(point) for point in seen]
    for (a, was), (b, then) in pairwise(zip(seen, truths, strict=True)):
        if was is not then and wanted(was, then):
            yield from _between(truth, a, b, then, [hint for hint in hints if a < hint < b], guess)


def _between(
    truth: Callable[[float], Truth],
    a: float,
    b: float,
    end: Truth,
    hints: list[float],
    guess: Callable[[float, float], float | None] | None,
) -> Iterator[Break]:
    """From one truth at ``a`` to another one at ``b``: one break, or two with unknown in between."""
    while (now := truth(a)) is not end:
        ladder = [a, *(hint for hint in hints if a < hint < b), b]
        low, high = 0, len(ladder) - 1
        while high - low > 1:
            middle = (low + high) // 2
            if truth(ladder[middle]) is now:
                low = middle
            else:
                high = middle
        left, right = _adjacent(truth, ladder[low], ladder[high], now, guess)
        yield (left, right)
        a = right


def _adjacent(
    truth: Callable[[float], Truth],
    a: float,
    b: float,
    now: Truth,
    guess: Callable[[float, float], float | None] | None,
) -> Break:
    """The last number with the truth of ``a``, and the one after it."""
    # a break is nearly always right at a limit
    after, before = nextafter(a, inf), nextafter(b, -inf)
    if after == b or truth(after) is not now:
        return a, after
    if truth(before) is now:
        return before, b
    low, high = _ordinal(after), _ordinal(before)
    straight = True
    while high - low > 1:
        number = guess(_number(low), _number(high)) if guess is not None and high - low > _CLOSE else None
        if number is None:
            low, high = _halved(truth, low, high, now)
            continue
        start, size = min(max(_ordinal(number), low + 1), high - 1), high - low
        near = size * size >> _DIGITS
        low, high = _around(truth, low, high, now, start, (_NEAR, near) if straight or near <= _NEAR else (near,))
        straight = straight and high - low <= _NEAR
        if high - low > size // 2:
            low, high = _halved(truth, low, high, now)
    return _number(low), _number(high)


_CLOSE: Final = 16
"""So few numbers are looked through without a guess."""
_NEAR: Final = 4
_DIGITS: Final = 52
"""Of a float, in bits."""


def _halved(truth: Callable[[float], Truth], low: int, high: int, now: Truth) -> tuple[int, int]:
    middle = (low + high) // 2
    return (middle, high) if truth(_number(middle)) is now else (low, middle)


def _around(
    truth: Callable[[float], Truth], low: int, high: int, now: Truth, start: int, reaches: Iterable[int]
) -> tuple[int, int]:
    """Nearer bounds: a guess, and what is on the other side of the break, all of them as ordinals.

    A guess along a straight line is off by no more than its last bits. Along a bent one it is off by about the square
    of how far the bounds are apart.
    """
    upwards = truth(_number(start)) is now
    for reach in reaches:
        probe = start + reach if upwards else start - reach
        if not low < probe < high:
            break
        if (truth(_number(probe)) is now) is not upwards:
            return (start, probe) if upwards else (probe, start)
        start = probe
    return (start, high) if upwards else (low, start)


def _ordinal(number: float) -> int:
    """The place of a float among all of them: bisection by it ends in 64 steps, whatever the magnitude."""
    bits: int = struct.unpack("<q", struct.pack("<d", number))[0]
    return bits if bits >= 0 else -(bits & 0x7FFF_FFFF_FFFF_FFFF)


def _number(ordinal: int) -> float:
    bits = ordinal if ordinal >= 0 else -ordinal | -0x8000_0000_0000_0000
    value: float = struct.unpack("<d", struct.pack("<q", bits))[0]
    return value
