"""Points of time in the place of durations: when a token ends is easier to say than in how many seconds."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from rtctriage.consult import phrases
from rtctriage.knowledge.model import FactSpec
from rtctriage.text import Text
from rtctriage.units import UNITS, dimension

_STAMP: Final = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
    r"(?:[T\s]*(\d{1,2})\s*[:时点]\s*(\d{1,2})?\s*分?(?:\s*:?\s*(\d{1,2})(?:\.\d+)?\s*秒?)?)?"
    r"\s*(Z|UTC|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
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
    matches = list(_STAMP.finditer(text))
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
    match = _STAMP.search(text)
    if match is None:
        epoch = _EPOCH.fullmatch(text)
        return float(epoch[1]) if epoch else None
    return _seconds(match)


def _seconds(match: re.Match[str]) -> float:
    year, month, day, hour, minute, second, zone = match.groups()
    text = (
        f"{int(year):04}-{int(month):02}-{int(day):02}T{int(hour or 0):02}:{int(minute or 0):02}:{int(second or 0):02}"
    )
    offset = "+00:00" if zone is None or zone.upper() in ("Z", "UTC") else zone[:3] + ":" + zone[-2:]
    try:
        return datetime.fromisoformat(text + offset).timestamp()
    except (ValueError, OverflowError):
        raise NotADateError(phrases.NO_DATE) from None
