"""When the samples of a report in a dump were taken."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from typing import TypeGuard

from rtctriage.evidence.rawstats import RawSeries, cells, count

_DAY_MS = 86_400_000.0
_LATEST_MS = 1e14


class Clock:
    """The times of one report's polls, and where a member with fewer samples belongs among them."""

    def __init__(self, members: Mapping[str, RawSeries]) -> None:
        self._members = members
        self._stamps: Sequence[float] | None = None
        self._follows = False
        # the same few texts stand in all members
        begins = [t for t in map(wall_clock, {m.startTime for m in members.values()}) if t is not None]
        ends = [t for t in map(wall_clock, {m.endTime for m in members.values()}) if t is not None]
        self.span = (min(begins), max(ends)) if begins and ends else None

    @property
    def own(self) -> bool:
        """Whether the report wrote down its time at each poll, as Chromium does from 117 on."""
        return "timestamp" in self._members

    @property
    def stamps(self) -> Sequence[float]:
        """The times of the polls in milliseconds since the epoch: its own, else spread evenly over its span."""
        if self._stamps is None:
            own = self._members.get("timestamp")
            self._stamps = mended(cells(own) or ()) if own is not None else ()
            if not self._stamps and self.span is not None:
                self._stamps = spread(*self.span, self._most())
        return self._stamps

    def follow(self, polls: Sequence[float]) -> None:
        """Takes the times of another report's polls.

        Without times of its own, a report on what the far end said begins and ends when that arrived, which may be long
        before the polls that showed it.
        """
        self._stamps = polls
        self._follows = True

    def times(self, series: RawSeries, size: int) -> Sequence[float]:
        """A time for each of ``size`` samples of one member; empty where nothing tells any.

        A member that appeared late, or went away early, has fewer samples than the report: its own first and last time
        say where they belong. Where samples are missing in between, they are spread over the polls.
        """
        stamps = self.stamps
        polls = len(stamps)
        if polls == size:
            return stamps
        start, end = wall_clock(series.startTime), wall_clock(series.endTime)
        if polls < size:
            if start is None or end is None:
                return [] if self.span is None else spread(*self.span, size)
            return spread(start, end, size)
        if start is None or end is None:
            return stamps[polls - size :]
        if self._follows:
            first = min(bisect_left(stamps, start), polls - size)
            return stamps[first : first + size]
        shift = self._shift()
        i, j = _nearest(stamps, start + shift), _nearest(stamps, end + shift)
        room = j - i + 1
        if room > size + 1:
            return [stamps[i + round(k * (room - 1) / max(1, size - 1))] for k in range(size)]
        if room != size:
            # first and last time are a poll off, or nothing to go by: what was there at the end appeared late
            i = polls - size if j >= polls - 2 else min(i, polls - size)
        return stamps[i : i + size]

    def _shift(self) -> float:
        """The report's clock less the page's, which wrote the first and last time of each member."""
        own = self._members.get("timestamp")
        start = wall_clock(own.startTime) if own is not None else None
        return 0.0 if start is None else self.stamps[0] - start

    def _most(self) -> int:
        """Samples of the longest member."""
        told = [n for n in map(count, self._members.values()) if n is not None]
        return max(told) if told else max((len(cells(m) or ()) for m in self._members.values()), default=0)


def mended(written: Sequence[object]) -> Sequence[float]:
    """Times as they were written, with what is none filled in between its neighbours; empty where most are none."""
    known = [(i, float(c)) for i, c in enumerate(written) if _is_time(c)]
    if len(known) == len(written):
        return array("d", [t for _, t in known])
    if 2 * len(known) < len(written) or len(known) < 2:
        return ()
    found = array("d", [0.0]) * len(written)
    (i, t), (j, u) = known[0], known[1]
    following = iter(known[2:])
    for k in range(len(written)):
        if k > j and (after := next(following, None)) is not None:
            (i, t), (j, u) = (j, u), after
        found[k] = t + (u - t) * (k - i) / (j - i)
    return found


def spread(start: float, end: float, size: int) -> list[float]:
    """So many times, evenly from the first to the last."""
    return [start] * size if size < 2 else [start + (end - start) * i / (size - 1) for i in range(size)]


def wall_clock(written: object) -> float | None:
    """A time as milliseconds since the epoch, from ISO 8601 or such a number; 1970 stands for "not known"."""
    if isinstance(written, str):
        try:
            at = datetime.fromisoformat(written.replace("Z", "+00:00"))
            written = (at if at.tzinfo else at.replace(tzinfo=timezone.utc)).timestamp() * 1000.0
        except (ValueError, OverflowError):
            return None
    return written if _is_time(written) and written > _DAY_MS else None


def _is_time(cell: object) -> TypeGuard[float]:
    return isinstance(cell, (int, float)) and not isinstance(cell, bool) and 0.0 < cell < _LATEST_MS


def _nearest(stamps: Sequence[float], at: float) -> int:
    i = bisect_left(stamps, at)
    if i == 0:
        return 0
    if i == len(stamps):
        return i - 1
    return i if stamps[i] - at < at - stamps[i - 1] else i - 1
