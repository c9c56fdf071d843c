"""Derived facts: relations between facts, computed by the formulas of the catalogue."""

from __future__ import annotations

import math
from array import array
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import compress
from typing import Final

from rtctriage.inference.aligned import recent, stream_prefix
from rtctriage.inference.calculation import Column, calculate
from rtctriage.inference.lookup import add_looked_up
from rtctriage.inference.program import DerivedSpec, Program
from rtctriage.knowledge.model import Formula
from rtctriage.profile import Known, Stream, Streams, Value
from rtctriage.series import Series

EXTREMES: Final = {"low": 10.0, "high": 90.0}
"""The percentiles of a stream over the whole recording that stand for its lowest and its highest."""


def add_derived(program: Program, known: dict[str, Value]) -> None:
    """Adds the facts that follow from the known ones; what somebody supplied is not derived again."""
    add_looked_up(program.lookups, known)
    for spec in program.derived:
        if spec.fact in known:
            continue
        for name in spec.inputs:
            if name not in known:
                break
        else:
            value = derive(spec, known)
            if value is not None:
                known[spec.fact] = value


def derive(spec: DerivedSpec, facts: Mapping[str, Value]) -> Value | None:
    """The derived fact, None where not one value of it can be computed: one value has no lowest and no highest.

    Series of one direction and kind go stream by stream, by their labels; series of the whole call go with every
    stream, scalars are constant. The samples are at the times of the first series named; the others are taken at their
    last sample, if that is not older than 2.5 of their usual steps.
    """
    over_time: dict[str, Streams] = {}
    constants: dict[str, float | None] = {}
    for name in spec.inputs:
        given = facts.get(name)
        if given is None:
            return None
        if isinstance(given, Streams):
            over_time[name] = given
        else:
            constants[name] = _number(given)
    if not over_time:
        value = calculate(spec.formula, constants, lambda _, name: None)
        return Known(value, spec.source) if isinstance(value, float) and math.isfinite(value) else None
    made: list[Stream] = []
    for label, chosen in _by_stream(over_time):
        series = _course(spec.formula, chosen, constants)
        if len(series):
            made.append(Stream(label, series))
    return Streams(tuple(made), spec.source) if made else None


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


def _course(formula: Formula, chosen: Mapping[str, Series], constants: Mapping[str, float | None]) -> Series:
    leading = next(iter(chosen.values()))
    times = leading.times
    columns: dict[str, Column] = {**constants}
    for name, series in chosen.items():
        columns[name] = recent(series, times)

    def extreme(op: str, name: str) -> float | None:
        series = chosen.get(name)
        return None if series is None else series.percentile(EXTREMES[op])

    course = calculate(formula, columns, extreme)
    if not isinstance(course, Sequence):
        course = [course] * len(times)
    values: array[float] = array("d")
    with suppress(TypeError):  # where there is no value for a sample
        values = array("d", course)  # type: ignore[arg-type]  # that is what the exception is for
    if len(values) == len(times) and all(map(math.isfinite, values)):
        return leading.with_values(values)
    there = [v is not None and math.isfinite(v) for v in course]
    return Series(compress(times, there), compress(course, there))  # type: ignore[arg-type]  # of None nothing is left
