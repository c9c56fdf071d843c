"""Facts of one moment: series brought to the sample times of another one, and tests of them joined."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple, TypeAlias

from rtctriage.inference.compare import OPERATORS, samples_that_hold
from rtctriage.inference.truth import Truth
from rtctriage.knowledge.model import Comparison
from rtctriage.series import Series

_KINDS: Final = ("audio", "video")

Flags: TypeAlias = "list[bool] | bool"
"""One flag a sample, or one for all of them."""


def stream_prefix(fact: str) -> str | None:
    """``uplink.video`` of ``uplink.video.width``: facts that share it have one series a stream, by the same labels.

    None for a fact of one series, which belongs to no stream.
    """
    parts = fact.split(".")
    return f"{parts[0]}.{parts[1]}" if len(parts) > 2 and parts[1] in _KINDS else None


def recent(series: Series, times: Sequence[float]) -> Sequence[float | None]:
    """For each time the last value that is not older than 2.5 of the series' usual steps."""
    given = series.values
    if series.at_times(times):
        # what is measured together needs no search
        return given
    return [given[i] if i >= 0 else None for i in series.places(times)]


class Course(NamedTuple):
    """Where a test surely holds, and where it possibly does: in between nothing was measured."""

    surely: Flags
    possibly: Flags


def constant(truth: Truth) -> Course:
    """A test that comes out the same all the time."""
    return Course(truth is True, truth is not False)


def course(test: Comparison, series: Series, times: Sequence[float]) -> Course:
    """How a comparison of a series that is not empty comes out at these times."""
    if isinstance(test.limit, str):
        return constant(None)
    flags = samples_that_hold(series, test)
    if series.at_times(times):
        return Course(flags, flags)
    compare, limit = OPERATORS[test.op], test.limit
    values = recent(series, times)
    surely = [v is not None and compare(v, limit) for v in values]
    return Course(surely, [v is None or compare(v, limit) for v in values] if None in values else surely)


def all_of(a: Course, b: Course) -> Course:
    """Where both hold."""
    surely = _both(a.surely, b.surely)
    if a.surely is a.possibly and b.surely is b.possibly:
        return Course(surely, surely)
    return Course(surely, _both(a.possibly, b.possibly))


def any_of(a: Course, b: Course) -> Course:
    """Where one of them holds."""
    return Course(_either(a.surely, b.surely), _either(a.possibly, b.possibly))


def _both(a: Flags, b: Flags) -> Flags:
    if isinstance(a, bool):
        return b if a else False
    if isinstance(b, bool):
        return a if b else False
    return [x and y for x, y in zip(a, b, strict=True)]


def _either(a: Flags, b: Flags) -> Flags:
    if isinstance(a, bool):
        return True if a else b
    if isinstance(b, bool):
        return True if b else a
    return [x or y for x, y in zip(a, b, strict=True)]
