"""Points of time in the place of durations: when a token ends is easier to say than in how many seconds."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from rtctriage.consult import phrases
from rtctriage.consult.numbers import plain
from rtctriage.consult.numerals import arabic
from rtctriage.knowledge.model import FactSpec
from rtctriage.text import Text
from rtctriage.units import UNITS, dimension

_STAMP: Final = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
    r"(?:[T\s,]*(凌晨|早上|上午|中午|下午|傍晚|晚上)?\s*(\d{1,2})\s*(?:[:时点]\s*(\d{1,2}|半)?"
    r"(?:\s*[:分]\s*(\d{1,2})(?:\.\d+)?\s*秒?|\s*分)?\s*([ap]\.?m\b\.?)?|([ap]\.?m\b\.?)))?"
    r"\s*(Z|UTC|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_YEAR_LAST: Final = re.compile(r"\b\d{1,2}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{4}\b")
"""Which of the two is the month, nobody can say."""
_CLOCK: Final = re.compile(r"\d\s*[:点时]")
_MORNING: Final = ("凌晨", "早上", "上午", "am")
_EVENING: Final = ("下午", "傍晚", "晚上", "pm")
_EPOCH: Final = re.compile(r"\s*(1\d{9})(\d{3})?\s*")


class NotADateError(ValueError):
    """The text is a date that cannot be used; ``message`` says why, in both languages."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


def is_moment(spec: FactSpec) -> bool:
    """Whether a fact counts from the moment of the join to a point of time: its name ends in ``_in``."""
    return spec.type == "number" and spec.name.endswith("_in") and spec.unit in UNITS and dimension(spec.unit) == "time"


def read_moment(text: str, joined: float | None) -> float | None:
    """Seconds from the join to the point of time that a text names; None where it names none.

    Two points of time are the moment in question and the join. Those without a zone count as UTC, both of them, so
    that a zone only matters where one of them has it. Raises NotADateError.
    """
    text = arabic(text, clock=True)
    if _YEAR_LAST.search(text):
        raise NotADateError(phrases.YEAR_FIRST)
    matches = list(_STAMP.finditer(text))
    if matches and _CLOCK.search(_STAMP.sub("", text)):
        # a time of day apart from its date
        raise NotADateError(phrases.NO_DATE)
    stamps = [_seconds(match) for match in matches]
    if not stamps:
        epoch = _EPOCH.fullmatch(text)
        if epoch is None:
            return None
        stamps = [float(epoch[1])]
    if len(stamps) > 1:
        return stamps[0] - stamps[1]
    if joined is None:
        raise NotADateError(phrases.JOINED_WHEN)
    return stamps[0] - joined


def read_stamp(text: str) -> float | None:
    """The one point of time that a text names, in seconds since the epoch; None for none. Raises NotADateError."""
    text = arabic(plain(text), clock=True)
    match = _STAMP.search(text)
    if match is None:
        epoch = _EPOCH.fullmatch(text)
        return float(epoch[1]) if epoch else None
    return _seconds(match)


def _seconds(match: re.Match[str]) -> float:
    year, month, day, part, hour, minute, second, half, alone, zone = match.groups()
    minutes = 30 if minute == "半" else int(minute or 0)
    hours = _of_day(int(hour or 0), part or (half or alone or "").replace(".", "").casefold())
    text = f"{int(year):04}-{int(month):02}-{int(day):02}T{hours:02}:{minutes:02}:{int(second or 0):02}"
    offset = "+00:00" if zone is None or zone.upper() in ("Z", "UTC") else zone[:3] + ":" + zone[-2:]
    try:
        return datetime.fromisoformat(text + offset).timestamp()
    except (ValueError, OverflowError):
        raise NotADateError(phrases.NO_DATE) from None


def _of_day(hour: int, part: str) -> int:
    """The hour of 24 that is meant by one of a part of the day. Raises NotADateError."""
    if part in _MORNING and hour == 12:
        return 0
    if part == "晚上" and hour == 12:
        # of which day, is not said
        raise NotADateError(phrases.NO_DATE)
    afternoon = part in _EVENING or (part == "中午" and hour < 3)
    return hour + 12 if afternoon and hour < 12 else hour
