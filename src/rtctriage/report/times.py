"""Times of a call, in seconds into it and on the wall clock."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Literal, TypeAlias

from rtctriage.series import Window
from rtctriage.text import Language

Zone: TypeAlias = Literal["utc", "local"]


class Clock:
    """Tells when something in a call was. ``t0`` is the wall-clock time of second 0 as ISO 8601, where it is known."""

    __slots__ = ("_language", "_t0")

    def __init__(self, t0: str | None, language: Language, zone: Zone = "utc") -> None:
        self._language = language
        start = _parse(t0)
        if start is not None and zone == "local":
            start = start.astimezone()
        self._t0 = start

    def window(self, window: Window | None) -> str:
        """Such as ``12.0–22.0 s (20:12:15–20:12:25 UTC)``; an empty text for none."""
        if window is None:
            return ""
        begin, end = window
        seconds = f"{begin:.1f}–{end:.1f}"
        if self._t0 is None:
            return f"{seconds} 秒" if self._language == "zh" else f"{seconds} s"
        wall = f"{self._wall(begin)}–{self._wall(end)} {zone_name(self._t0)}"
        return f"{seconds} 秒（{wall}）" if self._language == "zh" else f"{seconds} s ({wall})"

    def start(self) -> str:
        """Date and time of second 0, such as ``2026-11-22 20:12:03 UTC``; an empty text where it is not known."""
        return "" if self._t0 is None else f"{self._t0:%Y-%m-%d %H:%M:%S} {zone_name(self._t0)}"

    def _wall(self, seconds: float) -> str:
        """The time of day, with the date where it is not the day on which the call began."""
        assert self._t0 is not None
        try:
            at = self._t0 + timedelta(seconds=seconds)
        except OverflowError:
            return "?"
        return f"{at:%H:%M:%S}" if at.date() == self._t0.date() else f"{at:%Y-%m-%d %H:%M:%S}"


def zone_name(at: datetime) -> str:
    """``UTC`` or ``UTC+08:00``: abbreviations such as CST mean four different zones."""
    offset = at.utcoffset() or timedelta(0)
    if not offset:
        return "UTC"
    minutes = int(offset.total_seconds() // 60)
    return f"UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def duration(seconds: float, language: Language) -> str:
    """A length of time for people: ``59 s``, ``12 min 5 s``, ``2 h 3 min``."""
    whole = round(seconds)
    second, minute, hour = ("秒", "分", "小时") if language == "zh" else ("s", "min", "h")
    if whole < 120:
        return f"{whole} {second}"
    if whole < 7200:
        rest = f" {whole % 60} {second}" if whole % 60 else ""
        return f"{whole // 60} {'分钟' if language == 'zh' and not rest else minute}{rest}"
    rest = f" {whole % 3600 // 60} {'分钟' if language == 'zh' else minute}" if whole % 3600 // 60 else ""
    return f"{whole // 3600} {hour}{rest}"


def _parse(t0: str | None) -> datetime | None:
    if not t0:
        return None
    try:
        at = datetime.fromisoformat(t0[:-1] + "+00:00" if t0.endswith("Z") else t0)
    except ValueError:
        return None
    return at if at.tzinfo is not None else at.replace(tzinfo=timezone.utc)


def iso(milliseconds: float | None) -> str | None:
    """Milliseconds since the epoch as ISO 8601 in UTC, such as ``2026-11-22T20:12:03.897Z``."""
    if milliseconds is None:
        return None
    try:
        at = datetime.fromtimestamp(milliseconds / 1000.0, timezone.utc)
    except (OverflowError, OSError, ValueError):
        return None
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"
