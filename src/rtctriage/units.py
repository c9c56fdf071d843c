"""Units of measurement: part of the condition language, of profiles and of reports."""

from __future__ import annotations

import re
from typing import Final

from rtctriage.errors import did_you_mean

# unit -> (dimension, factor to the dimension's base unit)
_UNITS: Final[dict[str, tuple[str, float]]] = {
    "": ("number", 1.0),
    "us": ("time", 1e-6),
    "ms": ("time", 1e-3),
    "s": ("time", 1.0),
    "min": ("time", 60.0),
    "h": ("time", 3600.0),
    "d": ("time", 86400.0),
    "bps": ("bitrate", 1.0),
    "kbps": ("bitrate", 1e3),
    "Mbps": ("bitrate", 1e6),
    "%": ("share", 1.0),
    "ratio": ("share", 100.0),
    "fps": ("frame rate", 1.0),
    "/s": ("rate", 1.0),
    "/min": ("rate", 1.0 / 60.0),
    "px": ("pixels", 1.0),
    "B": ("size", 1.0),
    "KB": ("size", 1e3),
    "MB": ("size", 1e6),
    "GB": ("size", 1e9),
    "dBm": ("signal strength", 1.0),
    "dB": ("level", 1.0),
    "°C": ("temperature", 1.0),
    "bit/px": ("bits per pixel", 1.0),
}

UNITS: Final[tuple[str, ...]] = tuple(u for u in _UNITS if u)

# what stands where a unit is expected may be anything that a file holds: only what looks like a unit is repeated
_LIKE_A_UNIT: Final = re.compile(r"[A-Za-zµ°%/]{1,10}")


class UnitError(ValueError):
    """A unit is unknown, or does not fit; ``hint`` says the way out. The message can be shown: it repeats no secret."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def dimension(unit: str) -> str:
    """What a unit measures, such as ``time``. Raises UnitError for an unknown one."""
    try:
        return _UNITS[unit][0]
    except KeyError:
        named = f' "{unit}"' if _LIKE_A_UNIT.fullmatch(unit) else ""
        raise UnitError(f"unknown unit{named}", did_you_mean(unit, UNITS)) from None


def convert(value: float, unit: str, to: str) -> float:
    """A value in another unit of the same dimension. Raises UnitError where the dimensions differ."""
    if unit == to:
        return value
    if dimension(unit) != dimension(to):
        raise UnitError(
            f"{unit or 'a bare number'} measures {dimension(unit)}, "
            f"here {to or 'a bare number'} ({dimension(to)}) is expected"
        )
    # multiply before dividing, so that 0.5 s is exactly 500 ms
    factor, base = _UNITS[unit][1], _UNITS[to][1]
    return value * (factor / base) if factor >= base else value / (base / factor)


def show(value: float, unit: str) -> str:
    """A number for people: three significant digits where it has a fraction, with its unit; a ratio has none."""
    if value == int(value) and abs(value) < 1e15:
        digits = str(int(value))
    elif abs(value) >= 100:
        digits = f"{value:.0f}"
    elif abs(value) >= 10:
        digits = f"{value:.1f}"
    else:
        digits = f"{value:.3g}"
    if "e-" in digits and abs(value) >= 1e-9:
        digits = f"{float(digits):.12f}".rstrip("0")
    return f"{digits} {unit}" if unit not in ("", "ratio") else digits
