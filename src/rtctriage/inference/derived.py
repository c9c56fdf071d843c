"""Derived facts: relations between facts, computed by the formulas of the catalogue."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from rtctriage.inference.program import DerivedSpec
from rtctriage.inference.together import recent, stream_prefix
from rtctriage.knowledge.model import FactValue, Formula, Number
from rtctriage.profile import Known, Source, Stream, Streams, Value
from rtctriage.series import Series


_EXTREMES = {"low": 10.0, "high": 90.0}
"""The percentile of a stream that stands for its lowest and its highest."""


def _extreme(op: str, part: Formula) -> str:
    """The key under which the extreme of a fact stands among the values of a calculation."""
    return f"{op}({part.name})" if isinstance(part, FactValue) else ""


def names_in(formula: Formula) -> tuple[str, ...]:
    """The facts that a formula names, in the order in which they are written, each once."""
    return tuple(dict.fromkeys(_names(formula)))


def _names(formula: Formula) -> Iterator[str]:
    if isinstance(formula, FactValue):
        yield formula.name
    elif not isinstance(formula, Number):
        for part in formula.parts:
            yield from _names(part)


def calculate(formula: Formula, values: Mapping[str, float | None]) -> float | None:
    """What a formula comes to; None where a value is unknown, a divisor is zero, or the result is no finite number."""
    if isinstance(formula, Number):
        return formula.value
    if isinstance(formula, FactValue):
        return values[formula.name]
    if formula.op in _EXTREMES:
        return values.get(_extreme(formula.op, formula.parts[0]))
    parts: list[float] = []
    for part in formula.parts:
        value = calculate(part, values)
        if value is None:
            return None
        parts.append(value)
    result = _apply(formula.op, parts)
    return result if result is not None and math.isfinite(result) else None


def _apply(op: str, parts: Sequence[float]) -> float | None:
    if op == "min":
        return min(parts)
    if op == "max":
        return max(parts)
    if op == "abs":
        return abs(parts[0])
    if len(parts) == 1:
        return -parts[0]
    a, b = parts
    if op == "+":
        return a + b
    if op == "-":
        return a - b
    if op == "*":
        return a * b
    return a / b if b else None


def derive(spec: DerivedSpec, facts: Mapping[str, Value]) -> Value | None:
    """The derived fact, None where not one value of it can be computed.

    Series of one direction and kind go stream by stream, by their labels; series of the whole call go with every
    stream, scalars are constant. The samples are at the times of the first series named; the others are taken at their
    last sample, if that is not older than 2.5 of their usual steps.
    """
    inputs = {name: facts[name] for name in spec.inputs if name in facts}
    if len(inputs) < len(spec.inputs):
        return None
    source = Source("derived", spec.text)
    over_time = {name: value for name, value in inputs.items() if isinstance(value, Streams)}
    constants = {name: _number(value) for name, value in inputs.items() if isinstance(value, Known)}
    if not over_time:
        extremes = {f"{op}({name})": value for name, value in constants.items() for op in _EXTREMES}
        value = calculate(spec.formula, {**constants, **extremes})
        return None if value is None else Known(value, source)
    made: list[Stream] = []
    for label, chosen in _by_stream(over_time):
        series = _course(spec.formula, spec.text, chosen, constants)
        if len(series):
            made.append(Stream(label, series))
    return Streams(tuple(made), source) if made else None


def _number(value: Known) -> float | None:
    return None if isinstance(value.value, str) else float(value.value)


def _by_stream(facts: Mapping[str, Streams]) -> list[tuple[str, dict[str, Series]]]:
    """For each stream that all facts of a direction and kind have, one series for each fact, in the facts' order."""
    per_stream = {
        name: {stream.label: stream.series for stream in value.streams if len(stream.series)}
        for name, value in facts.items()
    }
    if not all(per_stream.values()):
        return []
    own = [name for name in facts if stream_prefix(name) is not None]
    leading = own[0] if own else next(iter(facts))
    return [
        (label, {n: series[label] if n in own else next(iter(series.values())) for n, series in per_stream.items()})
        for label in per_stream[leading]
        if all(label in per_stream[name] for name in own)
    ]


def _course(
    formula: Formula, text: str, chosen: Mapping[str, Series], constants: Mapping[str, float | None]
) -> Series:
    first = next(iter(chosen.values()))
    extremes = {
        f"{op}({name})": series.percentile(at)
        for op, at in _EXTREMES.items()
        if op in text
        for name, series in chosen.items()
    }
    constants = {**constants, **extremes, **{f"{op}({n})": v for n, v in constants.items() for op in _EXTREMES}}
    columns = [first.values if series is first else recent(series, first.times) for series in chosen.values()]
    times: list[float] = []
    values: list[float] = []
    for time, *row in zip(first.times, *columns, strict=True):
        value = calculate(formula, {**constants, **dict(zip(chosen, row, strict=True))})
        if value is not None:
            times.append(time)
            values.append(value)
    return Series(times, values)
