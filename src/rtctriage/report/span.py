"""How long a cause was there, which may be longer than the window of its surest finding."""

from __future__ import annotations

import re
from typing import Final

from rtctriage.diagnosis import ConditionResult, Finding, Hypothesis
from rtctriage.inference.compare import OPERATORS
from rtctriage.inference.overtime import reduce
from rtctriage.profile import Profile, Streams
from rtctriage.series import Series, Window

_FEWEST: Final = 5
"""How many samples outside the window tell anything."""

_MUCH_S: Final = 2.0
"""A span that is longer by less than this is the same."""

_REDUCER: Final = re.compile(r"(?:every )?(mean|median|p\d+) ")


def beyond(h: Hypothesis) -> Window | None:
    """The span of all findings that speak for a hypothesis, where it is longer than the window of the surest ones."""
    windows = [f.window_s for f in h.findings if f.certainty > 0 and f.window_s is not None]
    if h.window_s is None or not windows:
        return None
    begin = min(h.window_s[0], *(w[0] for w in windows))
    end = max(h.window_s[1], *(w[1] for w in windows))
    longer = h.window_s[0] - begin >= _MUCH_S or end - h.window_s[1] >= _MUCH_S
    return (begin, end) if longer else None


def lasts_outside(h: Hypothesis, profile: Profile | None) -> bool:
    """Whether a finding about the whole call would hold without the samples of the window, too.

    The mean of a call is bad where ten seconds of it are very bad; only if the rest is bad by itself does the cause
    last for the whole call.
    """
    if h.window_s is None or profile is None:
        return False
    window = h.window_s
    whole = [f for f in h.findings if f.certainty > 0 and f.window_s is None]
    return any(_holds_without(finding, window, profile) for finding in whole)


def _holds_without(finding: Finding, window: Window, profile: Profile) -> bool:
    tests = [c for c in finding.conditions if c.truth == "true"]
    return bool(tests) and all(_test(c, window, profile) for c in tests)


def _test(c: ConditionResult, window: Window, profile: Profile) -> bool:
    value = profile.facts.get(c.fact)
    reducer = _REDUCER.match(c.text)
    if not isinstance(value, Streams) or reducer is None or c.operator not in OPERATORS:
        return False
    if isinstance(c.limit, (bool, str, tuple)) or c.limit is None:
        return False
    rest = [_without(stream.series, window) for stream in value.streams if stream.label in c.streams]
    seen = [reduce(reducer[1], series) for series in rest if len(series) >= _FEWEST]
    return any(value is not None and OPERATORS[c.operator](value, c.limit) for value in seen)


def _without(series: Series, window: Window) -> Series:
    """The samples before and after the window."""
    kept = [
        (t, v) for t, v in zip(series.times, series.values, strict=True) if not window[0] - 0.1 <= t <= window[1] + 0.1
    ]
    return Series([t for t, _ in kept], [v for _, v in kept])
