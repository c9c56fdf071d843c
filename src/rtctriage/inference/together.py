"""``together``: comparisons of several facts that hold at the same time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from msgspec import Struct

from rtctriage.inference.compare import OPERATORS, holds
from rtctriage.inference.overtime import UNKNOWN, Outcome, lasting, mean_within
from rtctriage.inference.truth import Truth, kleene_all, kleene_any
from rtctriage.knowledge.model import Compare, FactSpec, Together
from rtctriage.profile import Known, Stream, Streams, Value
from rtctriage.series import GAP, Series

_KINDS = ("audio", "video")


def stream_prefix(fact: str) -> str | None:
    """``uplink.video`` of ``uplink.video.width``: facts that share it have one series a stream, by the same labels.

    None for a fact of one series, which belongs to no stream.
    """
    parts = fact.split(".")
    return f"{parts[0]}.{parts[1]}" if len(parts) > 2 and parts[1] in _KINDS else None


def recent(series: Series, times: Sequence[float]) -> list[float | None]:
    """For each time the last value that is not older than 2.5 of the series' usual steps."""
    known = series.times
    reach = GAP * series.step
    values: list[float | None] = []
    for time in times:
        i = bisect_right(known, time) - 1
        values.append(series.values[i] if i >= 0 and time - known[i] <= reach else None)
    return values


class TogetherResult(Struct, frozen=True):
    """How the test came out in each stream, and what each of its comparisons saw there."""

    label: str | None
    outcome: Outcome
    observed: tuple[float | bool | str | None, ...]


def together(
    atom: Together, facts: Mapping[str, Value], catalogue: Mapping[str, FactSpec], min_samples: int
) -> list[TogetherResult]:
    """Tests every stream of the first fact that was measured over time, at that fact's sample times.

    Comparisons of the same direction and kind look at the same stream; others at what was last measured then (of
    several streams one is enough). Scalars count as the same all the time. What was not measured at a time may be
    true or false there.
    """
    values = [facts.get(part.fact) for part in atom.parts]
    base = next((i for i, value in enumerate(values) if isinstance(value, Streams) and value.streams), None)
    if base is None:
        constant = [_constant(part, value, catalogue) for part, value in zip(atom.parts, values, strict=True)]
        seen = tuple(value.value if isinstance(value, Known) else None for value in values)
        return [TogetherResult(None, Outcome(kleene_all(constant)), seen)]
    measured = values[base]
    assert isinstance(measured, Streams)
    return [_in_stream(atom, values, base, stream, catalogue, min_samples) for stream in measured.streams]


def _constant(part: Compare, value: Value | None, catalogue: Mapping[str, FactSpec]) -> Truth:
    return holds(catalogue[part.fact].type, value.value, part.test) if isinstance(value, Known) else None


def _in_stream(
    atom: Together,
    values: Sequence[Value | None],
    base: int,
    stream: Stream,
    catalogue: Mapping[str, FactSpec],
    min_samples: int,
) -> TogetherResult:
    series = stream.series
    if len(series) < min_samples:
        return TogetherResult(stream.label, UNKNOWN, (None,) * len(values))
    times = series.times
    courses: list[Sequence[Truth]] = []
    for part, value in zip(atom.parts, values, strict=True):
        if isinstance(value, Streams):
            chosen = _matching(part, value, atom.parts[base].fact, stream)
            courses.append(_course(part, chosen, times))
        else:
            courses.append([_constant(part, value, catalogue)] * len(times))
    truths = [kleene_all(at) for at in zip(*courses, strict=True)]
    window = lasting(series.stretches([t is True for t in truths]), atom.for_s, series.step)
    if window is None:
        possible = lasting(series.stretches([t is not False for t in truths]), atom.for_s, series.step)
        return TogetherResult(stream.label, Outcome(None if possible else False), (None,) * len(values))
    flags = [t is True for t in truths]
    first = mean_within(series, flags, window)
    seen = tuple(
        first if i == base else _seen(value, atom.parts[i], atom.parts[base].fact, stream, flags)
        for i, value in enumerate(values)
    )
    return TogetherResult(stream.label, Outcome(True, first, window), seen)


def _matching(part: Compare, value: Streams, base: str, stream: Stream) -> list[Series]:
    prefix = stream_prefix(part.fact)
    if prefix is not None and prefix == stream_prefix(base):
        return [one.series for one in value.streams if one.label == stream.label]
    return [one.series for one in value.streams]


def _course(part: Compare, chosen: Sequence[Series], times: Sequence[float]) -> list[Truth]:
    """The truth of a comparison at each time: of several series one is enough."""
    if not chosen or isinstance(part.test.limit, str):
        return [None] * len(times)
    compare, limit = OPERATORS[part.test.op], part.test.limit
    courses = [
        [None if v is None else compare(v, limit) for v in recent(series, times)] for series in chosen if len(series)
    ]
    if len(courses) == 1:
        return list(courses[0])
    return [kleene_any(at) for at in zip(*courses, strict=True)] if courses else [None] * len(times)


def _seen(
    value: Value | None, part: Compare, base: str, stream: Stream, flags: Sequence[bool]
) -> float | bool | str | None:
    """The mean of what a comparison saw while all of them held; of several series of the first that has any."""
    if isinstance(value, Known):
        return value.value
    if value is None:
        return None
    for series in _matching(part, value, base, stream):
        picked = [
            v for v, flag in zip(recent(series, stream.series.times), flags, strict=True) if flag and v is not None
        ]
        if picked:
            return sum(picked) / len(picked)
    return None
