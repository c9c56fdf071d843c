"""How far a test is from coming out as it would have to: the distance to its limit, or to the time that it asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from msgspec import Struct

from rtctriage.inference.atoms import AtomResult
from rtctriage.inference.compare import OPERATORS, holds, nearest, samples_that_hold
from rtctriage.inference.overtime import longest
from rtctriage.inference.program import AtomSpec
from rtctriage.inference.together import longest_together
from rtctriage.knowledge.model import Compare, Comparison, FactSpec, Together
from rtctriage.profile import Known, Streams, Value

GapKind: TypeAlias = Literal["value", "share", "stretch", "samples"]


class Gap(Struct, frozen=True, kw_only=True):
    """What was found, and what it would have to be.

    ``value``: a value against a limit, in the fact's unit; ``share``: a share of the measured time, in %; ``stretch``:
    the longest uninterrupted stretch, in seconds, against the time asked for; ``samples``: how many there are.
    """

    kind: GapKind
    fact: str
    have: float
    need: float
    unit: str
    absolute: float
    """The distance between the two."""
    relative: float | None
    """That as a part of ``need``; None where that is 0."""


def gaps(
    spec: AtomSpec, result: AtomResult, known: Mapping[str, Value], catalogue: Mapping[str, FactSpec]
) -> tuple[Gap, ...]:
    """How far a test that came out as ``result`` is from coming out differently.

    Of a false one, how far from true; of a true one, how far beyond its limit it is; of an unknown one whose fact is
    known, what there is too little of. Empty where there is no number in it.
    """
    atom = spec.atom
    if isinstance(atom, Together):
        return _together(atom, result, known, catalogue)
    if not isinstance(atom, Compare):
        return ()
    value = known.get(atom.fact)
    if isinstance(value, Streams):
        return _over_time(spec, atom, result, value)
    unit = spec.shown[0].unit
    return _to_limit(atom.test, atom.fact, "value" if atom.inner is None else "share", result.observed, unit)


def relative_distance(gap: Gap) -> float:
    """The gap on a scale from 0 (none) to 1 (nothing in common), the same for all units."""
    size = max(abs(gap.have), abs(gap.need))
    return min(1.0, gap.absolute / size) if size else 0.0


def _over_time(spec: AtomSpec, atom: Compare, result: AtomResult, value: Streams) -> tuple[Gap, ...]:
    parts = [s.series.after(atom.after_s) if atom.after_s else s.series for s in value.streams if len(s.series)]
    fewest = min(map(len, parts), default=0)
    if result.truth is None and fewest < max(1, spec.min_samples):
        return (_gap("samples", atom.fact, float(fewest), float(max(1, spec.min_samples)), ""),)
    unit = spec.shown[0].unit
    if atom.for_s is None:
        return _to_limit(atom.test, atom.fact, "value" if atom.inner is None else "share", result.observed, unit)
    lengths = [longest(part, samples_that_hold(part, atom.test)) for part in parts if len(part)]
    length = (min if atom.every else max)(lengths, default=0.0)
    if length or result.truth is not False:
        return (_gap("stretch", atom.fact, length, atom.for_s, "s"),)
    return _to_limit(atom.test, atom.fact, "value", result.observed, unit)


def _together(
    atom: Together, result: AtomResult, known: Mapping[str, Value], catalogue: Mapping[str, FactSpec]
) -> tuple[Gap, ...]:
    values = [known.get(part.fact) for part in atom.parts]
    length = longest_together(atom, values, catalogue)
    if length is not None:
        stretch = _gap("stretch", atom.parts[0].fact, length, atom.for_s, "s")
        parts = zip(atom.parts, values, strict=True)
        never = [] if length else [gap for part, value in parts for gap in _never(part, value, catalogue)]
        return (stretch, *never)
    found: list[Gap] = []
    for part, value in zip(atom.parts, values, strict=True):
        if isinstance(value, Known) and holds(catalogue[part.fact].type, value.value, part.test) is result.truth:
            found += _to_limit(part.test, part.fact, "value", value.value, catalogue[part.fact].unit)
    return tuple(found)


def _never(part: Compare, value: Value | None, catalogue: Mapping[str, FactSpec]) -> tuple[Gap, ...]:
    """How far a comparison that holds at no time is from its limit."""
    if not isinstance(value, Streams):
        return ()
    series = [stream.series for stream in value.streams if len(stream.series)]
    if any(samples_that_hold(one, part.test) is not False for one in series):
        return ()
    found = [
        gap
        for one in series
        for gap in _to_limit(part.test, part.fact, "value", nearest(one, part.test), catalogue[part.fact].unit)
    ]
    return tuple(sorted(found, key=lambda gap: gap.absolute)[:1])


def _to_limit(
    test: Comparison, fact: str, kind: GapKind, observed: float | bool | str | None, unit: str
) -> tuple[Gap, ...]:
    """Of two numbers; there is no distance between words, and none to what is merely not to be equal."""
    limit = test.limit
    if isinstance(observed, bool | str) or isinstance(limit, bool | str) or observed is None:
        return ()
    if test.op == "!=" and not OPERATORS["!="](observed, limit):
        return ()
    return (_gap(kind, fact, observed, limit, unit),)


def _gap(kind: GapKind, fact: str, have: float, need: float, unit: str) -> Gap:
    absolute = abs(have - need)
    return Gap(
        kind=kind,
        fact=fact,
        have=round(have, 4),
        need=need,
        unit=unit,
        absolute=round(absolute, 4),
        relative=round(absolute / abs(need), 4) if need else None,
    )
