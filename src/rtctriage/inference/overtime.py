"""Comparisons of a fact that was measured over time: reducers, shares and uninterrupted stretches of one series."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final, NamedTuple

from rtctriage.inference.compare import OPERATORS, nearest, samples_that_hold
from rtctriage.inference.truth import Truth
from rtctriage.knowledge.model import Change, Compare, Comparison
from rtctriage.series import Series, Window

SLACK: Final = 0.05
"""A stretch may be short by this part of a step: five samples a second apart are five seconds, give or take."""

MOST: Final = 0.8
"""A share is a statement about the whole call when what it counts spans this part of it."""


class Outcome(NamedTuple):
    """How a test of one series came out. ``window`` is None for the whole call."""

    truth: Truth
    observed: float | None = None
    window: Window | None = None


UNKNOWN: Final = Outcome(None)


def compare_series(atom: Compare, series: Series, min_samples: int) -> Outcome:
    """Tests one series; unknown with fewer than ``min_samples`` samples (at least one is needed)."""
    part = series.after(atom.after_s) if atom.after_s else series
    if len(part) < max(1, min_samples):
        return UNKNOWN
    if atom.for_s is not None:
        return _sustained(atom.test, part, atom.for_s)
    if atom.reducer == "share":
        return _share(atom, part)
    observed = reduce(atom.reducer, part)
    if observed is None or isinstance(atom.test.limit, str):
        return UNKNOWN
    return Outcome(OPERATORS[atom.test.op](observed, atom.test.limit), observed)


def reduce(reducer: str | None, series: Series) -> float | None:
    """What a reducer makes of a series that is not empty; None for a reducer that is none."""
    if reducer == "mean":
        return series.mean()
    if reducer == "max":
        return series.high
    if reducer == "min":
        return series.low
    if reducer == "last":
        return series.values[-1]
    if reducer == "first":
        return series.values[0]
    if reducer == "median":
        return series.percentile(50.0)
    if reducer is not None and reducer[:1] == "p" and reducer[1:].isdigit():
        return series.percentile(float(reducer[1:]))
    return None


def _share(atom: Compare, series: Series) -> Outcome:
    """How much of the measured time the inner comparison holds, in %, against the limit."""
    if atom.inner is None or isinstance(atom.test.limit, str):
        return UNKNOWN
    flags = samples_that_hold(series, atom.inner)
    if isinstance(flags, bool):
        share = 100.0 if flags else 0.0
        return Outcome(OPERATORS[atom.test.op](share, atom.test.limit), share)
    lengths = [time - start for start, time in zip(series.starts, series.times, strict=True)]
    total = sum(lengths)
    if total <= 0:
        return UNKNOWN
    share = 100.0 * sum(length for length, flag in zip(lengths, flags, strict=True) if flag) / total
    truth = OPERATORS[atom.test.op](share, atom.test.limit)
    first, last = flags.index(True), len(flags) - 1 - flags[::-1].index(True)
    window = (max(0.0, series.starts[first]), series.times[last])
    whole = series.window
    spans_little = window[1] - window[0] < MOST * (whole[1] - whole[0])
    return Outcome(truth, share, window if truth and spans_little else None)


def _sustained(test: Comparison, series: Series, for_s: float) -> Outcome:
    """Whether the comparison holds for so long without interruption.

    Where it holds for every sample, and for less than that only because the recording is short or has gaps, nobody
    knows.
    """
    held = samples_that_hold(series, test)
    if held is False:
        return Outcome(False, nearest(series, test))
    flags = [True] * len(series) if held is True else held
    found = series.stretches(flags)
    window = lasting(found, for_s, series.step)
    if window is not None:
        return Outcome(True, mean_within(series, flags, window), window)
    return UNKNOWN if held is True else Outcome(False, nearest(series, test))


def longest(series: Series, held: Sequence[bool] | bool) -> float:
    """How many seconds the longest uninterrupted stretch lasts; ``held`` has a flag a sample, or one for all."""
    if held is False:
        return 0.0
    flags = [True] * len(series) if held is True else held
    return max((end - begin for begin, end in series.stretches(flags)), default=0.0)


def lasting(stretches: Sequence[Window], for_s: float, step: float) -> Window | None:
    """The longest stretch if it is long enough, joined with those before and after it that are at most ``for_s`` away.

    A fault that pauses for less time than it must last to be one is one fault. None where none is long enough.
    """
    if not stretches:
        return None
    at = max(range(len(stretches)), key=lambda i: stretches[i][1] - stretches[i][0])
    begin, end = stretches[at]
    if end - begin + SLACK * step < for_s:
        return None
    for earlier in reversed(stretches[:at]):
        if begin - earlier[1] > for_s:
            break
        begin = earlier[0]
    for later in stretches[at + 1 :]:
        if later[0] - end > for_s:
            break
        end = later[1]
    return begin, end


def mean_within(series: Series, flags: Sequence[bool], window: Window) -> float:
    """The mean of the flagged samples whose time lies in the window."""
    i, j = bisect_left(series.times, window[0]), bisect_right(series.times, window[1])
    picked = [v for v, flag in zip(series.values[i:j], flags[i:j], strict=True) if flag]
    return sum(picked) / len(picked)


def change_in(atom: Change, series: Series) -> Outcome:
    """Whether a series has two samples of ``before`` in a row and later, for long enough, ``after``."""
    if len(series) < 3:
        return UNKNOWN
    before, after = samples_that_hold(series, atom.before), samples_that_hold(series, atom.after)
    if before is False or after is False:
        return Outcome(False, nearest(series, atom.after))
    size = len(series)
    was = [True] * size if before is True else before
    then = [True] * size if after is True else after
    begun = next((i for i in range(1, size) if was[i] and was[i - 1]), None)
    if begun is None:
        return Outcome(False, nearest(series, atom.after))
    later = [flag and i > begun for i, flag in enumerate(then)]
    enough = atom.for_s - SLACK * series.step
    for window in reversed(series.stretches(later)):
        if window[1] - window[0] >= enough:
            return Outcome(True, mean_within(series, later, window), window)
    return Outcome(False, nearest(series, atom.after))
