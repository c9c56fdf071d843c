"""``together``: comparisons of several facts that hold at the same time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce

from msgspec import Struct

from rtctriage.inference.aligned import Course, Flags, all_of, any_of, constant, course, recent, stream_prefix
from rtctriage.inference.compare import OPERATORS, holds
from rtctriage.inference.overtime import UNKNOWN, Outcome, lasting, longest, mean_within
from rtctriage.knowledge.model import Compare, FactSpec, Together
from rtctriage.profile import Known, Stream, Streams, Value
from rtctriage.series import Series, Window


class TogetherResult(Struct, frozen=True):
    """How the test came out in each stream, and what each of its comparisons saw there."""

    label: str
    outcome: Outcome
    observed: tuple[float | bool | str | None, ...]


def together(
    atom: Together, values: Sequence[Value | None], catalogue: Mapping[str, FactSpec], min_samples: int
) -> list[TogetherResult]:
    """Tests every stream of the first fact that was measured over time, at that fact's sample times.

    ``values`` are those of the parts' facts, of which at least one was measured over time. Comparisons of the same
    direction and kind look at the same stream; others at what was last measured then (of several streams one is
    enough). Scalars count as the same all the time. What was not measured at a time may be true or false there.
    """
    base = next(i for i, value in enumerate(values) if isinstance(value, Streams))
    measured = values[base]
    assert isinstance(measured, Streams)
    return [_in_stream(atom, values, base, stream, catalogue, min_samples) for stream in measured.streams]


def _in_stream(
    atom: Together,
    values: Sequence[Value | None],
    base: int,
    stream: Stream,
    catalogue: Mapping[str, FactSpec],
    min_samples: int,
) -> TogetherResult:
    series, leading = stream.series, atom.parts[base].fact
    nothing = (None,) * len(values)
    if len(series) < max(1, min_samples):
        return TogetherResult(stream.label, UNKNOWN, nothing)
    joined = _joined(atom, values, leading, stream, catalogue)
    window = _window(series, joined.surely, atom.for_s)
    if window is None:
        possible = joined.possibly is not joined.surely and _window(series, joined.possibly, atom.for_s)
        return TogetherResult(stream.label, Outcome(None if possible else False), nothing)
    flags = [True] * len(series) if isinstance(joined.surely, bool) else joined.surely
    mean = mean_within(series, flags, window)
    seen = tuple(
        mean if i == base else _seen(value, atom.parts[i], leading, stream, flags) for i, value in enumerate(values)
    )
    return TogetherResult(stream.label, Outcome(True, mean, window), seen)


def longest_together(atom: Together, values: Sequence[Value | None], catalogue: Mapping[str, FactSpec]) -> float | None:
    """How many seconds the comparisons surely hold together without interruption, in the stream where that is longest.

    None where none of the facts was measured over time.
    """
    base = next((i for i, value in enumerate(values) if isinstance(value, Streams)), None)
    measured = None if base is None else values[base]
    if base is None or not isinstance(measured, Streams):
        return None
    leading = atom.parts[base].fact
    lengths = [
        longest(stream.series, _joined(atom, values, leading, stream, catalogue).surely)
        for stream in measured.streams
        if len(stream.series)
    ]
    return max(lengths, default=None)


def _joined(
    atom: Together, values: Sequence[Value | None], leading: str, stream: Stream, catalogue: Mapping[str, FactSpec]
) -> Course:
    """Where all comparisons hold, at the sample times of a stream of the leading fact."""
    joined = constant(True)
    for part, value in zip(atom.parts, values, strict=True):
        if isinstance(value, Streams):
            joined = all_of(joined, _of_any(part, _matching(part, value, leading, stream), stream.series.times))
        else:
            truth = holds(catalogue[part.fact].type, value.value, part.test) if value is not None else None
            joined = all_of(joined, constant(truth))
    return joined


def _window(series: Series, flags: Flags, for_s: float) -> Window | None:
    if flags is False:
        return None
    return lasting(series.stretches([True] * len(series) if flags is True else flags), for_s, series.step)


def _matching(part: Compare, value: Streams, base: str, stream: Stream) -> list[Series]:
    prefix = stream_prefix(part.fact)
    if prefix is not None and prefix == stream_prefix(base):
        return [one.series for one in value.streams if one.label == stream.label and len(one.series)]
    return [one.series for one in value.streams if len(one.series)]


def _of_any(part: Compare, chosen: Sequence[Series], times: Sequence[float]) -> Course:
    """Of several series one is enough; of none nothing is known."""
    if not chosen:
        return constant(None)
    return reduce(any_of, [course(part.test, series, times) for series in chosen])


def _seen(
    value: Value | None, part: Compare, base: str, stream: Stream, flags: Sequence[bool]
) -> float | bool | str | None:
    """The mean of what satisfied a comparison while all of them held; of several series, in the first that did."""
    if isinstance(value, Known):
        return value.value
    if value is None:
        return None
    compare, limit = OPERATORS[part.test.op], part.test.limit
    for series in _matching(part, value, base, stream):
        values = zip(recent(series, stream.series.times), flags, strict=True)
        picked = [v for v, flag in values if flag and v is not None and compare(v, limit)]
        if picked:
            return sum(picked) / len(picked)
    return None
