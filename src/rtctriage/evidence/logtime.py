"""The times of an update log: milliseconds since the epoch, or the viewer's local time as text without a zone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, timezone
from typing import Final

from msgspec import Struct

MINUTE: Final = 60_000.0
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=timezone.utc)

_INVISIBLE: Final = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_NUMBER: Final = re.compile(r"\d{1,9}")
_ZONED: Final = re.compile(r"T\d\d:?\d\d.*(?:Z|[+-]\d\d:?\d\d)$")
# What `Date.toLocaleString` writes for the halves of the day (Unicode CLDR, am/pm of the locales that use them).
_AFTERNOON: Final = re.compile(r"\bp\.?\s?m\b|下午|晚上|午後|오후|\bCH\b|(?<!\w)م(?!\w)|μ\.μ", re.IGNORECASE)
_MORNING: Final = re.compile(r"\ba\.?\s?m\b|上午|凌晨|早上|午前|오전|\bSA\b|(?<!\w)ص(?!\w)|π\.μ", re.IGNORECASE)
_NOON: Final = re.compile("中午")

# Offsets from UTC in use (IANA time zone database), in minutes: whole hours from -12 to +14, and these.
_ODD_OFFSETS: Final = (-570, -210, 210, 270, 330, 345, 390, 525, 570, 630, 645, 765, 825)
_OFFSETS: Final = sorted({*range(-720, 841, 60), *_ODD_OFFSETS}, key=abs)


class LocalTime(Struct, frozen=True):
    """A time as it was written: the numbers in their order, hours counted to 24."""

    date: tuple[int, int, int]
    clock: tuple[int, int, int]
    day_first_style: bool
    """Whether the writing, taken alone, looks like day before month."""

    def order_shown(self) -> bool | None:
        """True if the day must come first, False if the month must, None if both can be."""
        first, second, _ = self.date
        if first > 31 or second > 12:
            return False
        return True if first > 12 else None

    def as_if_utc(self, day_first: bool) -> float | None:
        """Milliseconds since the epoch if the viewer had lived in UTC; None where there is no such day."""
        first, second, third = self.date
        if first > 31:
            year, month, day = first, second, third
        elif day_first:
            day, month, year = first, second, third
        else:
            month, day, year = first, second, third
        if year > 2400:  # the Buddhist calendar, which Thai locales use
            year -= 543
        year += 2000 if year < 100 else 0
        try:
            moment = datetime(year, month, day, *self.clock, tzinfo=timezone.utc)
        except ValueError:
            return None
        return (moment - _EPOCH) / timedelta(milliseconds=1)


def absolute(value: object) -> float | None:
    """A time that needs no zone: a number or its text in milliseconds, or ISO 8601 with a zone."""
    if isinstance(value, str):
        text = value.strip()
        if _ZONED.search(text):
            return _iso(text)
        try:
            value = float(text)
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    # 2001 to 2286: what is outside was not meant as a time in milliseconds.
    return float(value) if 0.98e12 <= value < 1e13 else None


def _iso(text: str) -> float | None:
    text = re.sub(r"Z$", "+00:00", text)
    text = re.sub(r"([+-]\d\d)(\d\d)$", r"\1:\2", text)
    # Before Python 3.11 a fraction has three or six digits.
    text = re.sub(r"\.(\d+)", lambda m: "." + m[1][:6].ljust(6, "0"), text)
    try:
        return (datetime.fromisoformat(text) - _EPOCH) / timedelta(milliseconds=1)
    except (ValueError, OverflowError, TypeError):
        return None


def local(value: object) -> LocalTime | None:
    """The parts of a time as ``Date.toLocaleString`` writes it in some locale; None where it is none."""
    if not isinstance(value, str) or len(value) > 100:
        return None
    text = _INVISIBLE.sub("", value)
    numbers = [int(n) for n in _NUMBER.findall(text)]
    if not 5 <= len(numbers) <= 7:
        return None
    first, second, third, hour, minute = numbers[:5]
    seconds = numbers[5] if len(numbers) > 5 else 0
    afternoon, morning = bool(_AFTERNOON.search(text)), bool(_MORNING.search(text))
    if (afternoon and hour < 12) or (_NOON.search(text) and hour < 3):
        hour += 12
    elif morning and hour == 12:
        hour = 0
    if hour > 23 or minute > 59 or seconds > 60:
        return None
    # Only the United States (and few others) put the month first; they write slashes, no leading zeros, AM or PM.
    american = "/" in text and ("AM" in text or "PM" in text) and not re.match(r"\s*0", text)
    return LocalTime((first, second, third), (hour, minute, min(seconds, 59)), not american)


def day_first(times: Sequence[LocalTime], start_ms: float | None) -> bool:
    """Which of day and month comes first in this log: as the numbers show, else the nearer to ``start_ms``."""
    for time in times:
        shown = time.order_shown()
        if shown is not None:
            return shown
    if not times:
        return True
    style = times[0].day_first_style
    if start_ms is None:
        return style
    this, other = times[0].as_if_utc(style), times[0].as_if_utc(not style)
    limit = 15 * 60 * MINUTE
    if this is not None and abs(this - start_ms) <= limit:
        return style
    if other is not None and abs(other - start_ms) <= limit:
        return not style
    return style


def zone_offset(local_ms: Iterable[float], start_ms: float, end_ms: float | None) -> tuple[float, bool] | None:
    """What to subtract from local times to get UTC, in milliseconds, and whether that is sure; None where no zone fits.

    A log begins when the connection does, and so do its statistics: the offset is the one in use that brings both
    together. Where none does within minutes, statistics began later (the oldest had been dropped, or the page was
    opened late); then the offset with the least such delay is taken, and it is not sure.
    """
    times = sorted(local_ms)
    if not times:
        return None
    delays = {offset: start_ms - (times[0] - offset * MINUTE) for offset in _OFFSETS}
    if end_ms is not None:
        # Nothing is logged after the dump was written.
        delays = {o: d for o, d in delays.items() if times[-1] - o * MINUTE <= end_ms + 10 * MINUTE} or delays
    offset = min(delays, key=lambda o: abs(delays[o]))
    sure = -5 * MINUTE <= delays[offset] <= 10 * MINUTE
    if not sure:
        offset = min((o for o, d in delays.items() if d > 0), key=lambda o: delays[o], default=offset)
        if abs(delays[offset]) > 12 * 60 * MINUTE:
            return None
    return offset * MINUTE, sure
