"""Numbers with few digits that are still on the right side of a limit."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final

_DIGITS: Final = 3


def outward(value: float, *, up: bool) -> float:
    """The number with three significant digits (before the point all of them), rounded up or down, never back."""
    exact = Decimal(value)
    if not exact:
        return value
    places = min(0, exact.adjusted() - _DIGITS + 1)
    return float(exact.quantize(Decimal(1).scaleb(places), rounding=ROUND_CEILING if up else ROUND_FLOOR))
