"""Evaluates one test against the known facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct

from rtctriage.inference.compare import OPERATORS, holds, in_range, is_member, matches
from rtctriage.inference.overtime import Outcome, change_in, compare_series
from rtctriage.inference.program import AtomSpec
from rtctriage.inference.together import together
from rtctriage.inference.truth import Truth, kleene_all, kleene_any
from rtctriage.knowledge.model import (
    Change,
    Compare,
    Comparison,
    FactSpec,
    Glob,
    IsKnown,
    Member,
    Together,
    VersionRange,
)
from rtctriage.profile import Known, Scalar, Streams, Value
from rtctriage.series import Window


class AtomResult(Struct, frozen=True):
    """How a test came out.

    ``observed`` is what was compared with the limit (for ``for`` the mean while it held, else the value nearest to the
    limit), ``window`` when it held (None: the whole call), ``streams`` the labels of the streams that satisfy it.
    """

    truth: Truth
    observed: float | bool | str | None = None
    window: Window | None = None
    streams: tuple[str, ...] = ()
    parts: tuple[float | bool | str | None, ...] = ()
    """For ``together`` what each of its comparisons saw."""


UNKNOWN: Final = AtomResult(None)


def is_known(value: Value | None) -> bool:
    """Whether there is a value at all: a series without samples is none."""
    return isinstance(value, Known) or (value is not None and any(len(s.series) for s in value.streams))


def evaluate(
    spec: AtomSpec, value: Value | None, facts: Mapping[str, Value], catalogue: Mapping[str, FactSpec]
) -> AtomResult:
    """The truth of a test, with its trace; unknown where nobody supplied the fact or its samples are too few.

    ``value`` is that of the fact that the test is about; ``facts`` are for tests about several.
    """
    atom = spec.atom
    if isinstance(value, Known):
        if isinstance(atom, Compare) and atom.inner is None:
            return AtomResult(holds(spec.type, value.value, atom.test), value.value)
        if isinstance(atom, IsKnown):
            return AtomResult(True, value.value)
        if isinstance(atom, Together):
            return _together(spec, atom, facts, catalogue)
        return _scalar(spec, atom, value.value)
    if isinstance(atom, Together):
        return _together(spec, atom, facts, catalogue)
    if isinstance(atom, IsKnown):
        return AtomResult(is_known(value))
    if value is None:
        return UNKNOWN
    if isinstance(atom, Compare):
        return _compare(spec, atom, value)
    return _change(atom, value) if isinstance(atom, Change) else UNKNOWN


def _scalar(spec: AtomSpec, atom: Compare | Member | Glob | VersionRange | Change, value: Scalar) -> AtomResult:
    """One value for the whole call. Where a person gave it for a series, it answers every form.

    Of a change it says only that there was none to what the value is not.
    """
    if isinstance(atom, Compare):
        if atom.inner is None:
            return AtomResult(holds(spec.type, value, atom.test), value)
        inner = holds(spec.type, value, atom.inner)
        if inner is None:
            return UNKNOWN
        share = 100.0 if inner else 0.0
        return AtomResult(OPERATORS[atom.test.op](share, atom.test.limit), share)
    if isinstance(atom, Member):
        return AtomResult(is_member(spec.type, value, atom), value)
    if isinstance(atom, Glob):
        return AtomResult(matches(value, atom), value)
    if isinstance(atom, VersionRange):
        return AtomResult(in_range(value, atom), value)
    return AtomResult(False, value) if holds(spec.type, value, atom.after) is False else UNKNOWN


def _compare(spec: AtomSpec, atom: Compare, value: Streams) -> AtomResult:
    labels = [stream.label for stream in value.streams if len(stream.series)]
    outcomes = [compare_series(atom, s.series, spec.min_samples) for s in value.streams if len(s.series)]
    # What is shown is the value that says most: for ">=" the largest, but the smallest where every stream must pass.
    largest = (atom.test.op in (">", ">=")) is not atom.every
    return _join(labels, outcomes, atom.every, largest if atom.test.op not in ("==", "!=") else None, atom.test)


def _change(atom: Change, value: Streams) -> AtomResult:
    labels = [stream.label for stream in value.streams if len(stream.series)]
    return _join(labels, [change_in(atom, s.series) for s in value.streams if len(s.series)], False, None, atom.after)


def _join(
    labels: Sequence[str],
    outcomes: Sequence[Outcome],
    every: bool,
    largest: bool | None,
    test: Comparison | None = None,
) -> AtomResult:
    """Over the streams: one that satisfies the test is enough, or all of them must.

    Where none does, what is shown is the value that came nearest to ``test``.
    """
    if not outcomes:
        return UNKNOWN
    truth = (kleene_all if every else kleene_any)(outcome.truth for outcome in outcomes)
    telling = [outcome for outcome in outcomes if outcome.truth is truth]
    seen = [outcome.observed for outcome in telling if outcome.observed is not None]
    if largest is not None:
        observed = (max if largest else min)(seen, default=None)
    elif truth is False and test is not None and len(seen) > 1:
        observed = _nearest(seen, test)
    else:
        observed = seen[0] if seen else None
    if truth is not True:
        return AtomResult(truth, observed)
    streams = tuple(label for label, outcome in zip(labels, outcomes, strict=True) if outcome.truth is True)
    return AtomResult(True, observed, span([outcome.window for outcome in telling]), streams)


def _nearest(seen: Sequence[float], test: Comparison) -> float:
    """Of the values of several streams, none of which passes the test, the one that comes nearest to it."""
    if test.op in (">", ">="):
        return max(seen)
    limit = test.limit
    return min(seen) if test.op in ("<", "<=") or isinstance(limit, str) else min(seen, key=lambda v: abs(v - limit))


def span(windows: Sequence[Window | None]) -> Window | None:
    """From the first begin to the last end; None, the whole call, where one of them is None or there is none."""
    begin, end = float("inf"), float("-inf")
    for window in windows:
        if window is None:
            return None
        begin, end = min(begin, window[0]), max(end, window[1])
    return (begin, end) if windows else None


def _together(
    spec: AtomSpec, atom: Together, facts: Mapping[str, Value], catalogue: Mapping[str, FactSpec]
) -> AtomResult:
    values = [facts.get(part.fact) for part in atom.parts]
    for value in values:
        if isinstance(value, Streams):
            break
    else:
        return _together_alone(atom, values, catalogue)
    results = together(atom, values, catalogue, spec.min_samples)
    if not results:
        return UNKNOWN
    joined = _join([r.label for r in results], [r.outcome for r in results], False, None)
    telling = next((r for r in results if r.outcome.truth is joined.truth), results[0])
    return AtomResult(joined.truth, joined.observed, joined.window, joined.streams, telling.observed)


def _together_alone(atom: Together, values: Sequence[Value | None], catalogue: Mapping[str, FactSpec]) -> AtomResult:
    """Of values for the whole call, all at once."""
    truth: Truth = True
    seen: list[Scalar | None] = []
    for part, value in zip(atom.parts, values, strict=True):
        given = value.value if isinstance(value, Known) else None
        seen.append(given)
        one = None if given is None else holds(catalogue[part.fact].type, given, part.test)
        if one is False:
            truth = False
        elif one is None and truth:
            truth = None
    return AtomResult(truth, None, None, (), tuple(seen))
