"""Small changes of a rule's condition, each of which would be a mistake: what a good test notices.

After R. A. DeMillo, R. J. Lipton and F. G. Sayward, Hints on test data selection (1978). A change is made to the typed
condition, and what comes out is one that somebody could have written: its limits stay within the facts' ranges.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

from msgspec.structs import replace

from rtctriage.authoring.mutated_limits import Limits
from rtctriage.inference.aligned import stream_prefix
from rtctriage.knowledge.limits import SHARE
from rtctriage.knowledge.model import (
    All,
    Any,
    Change,
    Compare,
    Comparison,
    Condition,
    FactSpec,
    Member,
    Not,
    Operator,
    Premise,
    Together,
    VersionRange,
)

Changed: TypeAlias = "tuple[str, Condition]"
"""What was changed, in words, and the condition with the change."""

DURATION: Final = 0.25
"""The part by which a duration is changed, ..."""
LEAST_S: Final = 1.0
"""... but at least by a sample of a test: those are a second apart."""

_OPERATORS: Final[dict[Operator, tuple[Operator, ...]]] = {
    ">=": (">", "<="),
    ">": (">=", "<"),
    "<=": ("<", ">="),
    "<": ("<=", ">"),
    "==": ("!=",),
    "!=": ("==",),
}
_REDUCERS: Final = {
    "mean": "median",
    "median": "mean",
    "min": "max",
    "max": "min",
    "first": "last",
    "last": "first",
}


class Mutations:
    """Makes all changes of a condition, one at a time."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._facts = limits.facts

    def of(self, condition: Condition) -> Iterator[Changed]:
        """Each change, in the order in which the condition is written."""
        if isinstance(condition, All | Any):
            yield from self._several(condition)
        elif isinstance(condition, Not):
            yield f"not removed from {in_words(condition.part)}", condition.part
            for what, part in self.of(condition.part):
                yield what, Not(part)
        elif isinstance(condition, Together):
            yield from self._together(condition)
        elif isinstance(condition, Premise):
            yield from _premise(condition)
        elif isinstance(condition, Compare):
            yield from _named(condition, self._compare(condition))
        elif isinstance(condition, Member):
            yield from _named(condition, self._member(condition))
        elif isinstance(condition, VersionRange):
            yield from _named(condition, _range(condition))
        elif isinstance(condition, Change):
            yield from _named(condition, self._change(condition))
        else:
            yield f"{in_words(condition)}: not added", Not(condition)

    def _several(self, condition: All | Any) -> Iterator[Changed]:
        parts = condition.parts
        kind, other = (All, Any) if isinstance(condition, All) else (Any, All)
        for i, part in enumerate(parts):
            for what, changed in self.of(part):
                yield what, kind((*parts[:i], changed, *parts[i + 1 :]))
            if len(parts) > 1:
                name = "all" if kind is All else "any"
                yield f"{in_words(part)} left out of {name}", kind((*parts[:i], *parts[i + 1 :]))
        if len(parts) > 1:
            yield ("all changed to any" if kind is All else "any changed to all"), other(parts)

    def _together(self, condition: Together) -> Iterator[Changed]:
        parts = condition.parts
        for i, part in enumerate(parts):
            for what, test in self._comparison(part.test, self._facts[part.fact]):
                yield (
                    f"together: {in_words(part)}: {what}",
                    replace(condition, parts=(*parts[:i], replace(part, test=test), *parts[i + 1 :])),
                )
            yield f"{in_words(part)} left out of together", replace(condition, parts=(*parts[:i], *parts[i + 1 :]))
        for seconds in _durations(condition.for_s):
            what = f"for {condition.for_s:g} s changed to for {seconds:g} s"
            yield f"{in_words(condition)}: {what}", replace(condition, for_s=seconds)

    def _compare(self, compare: Compare) -> Iterator[Changed]:
        spec = self._facts[compare.fact]
        for what, test in self._comparison(compare.test, SHARE if compare.inner is not None else spec):
            yield what, replace(compare, test=test)
        if compare.inner is not None:
            for what, test in self._comparison(compare.inner, spec):
                yield f"share: {what}", replace(compare, inner=test)
        elif compare.reducer is not None:
            reducer = _REDUCERS.get(compare.reducer, "mean")
            yield f"{compare.reducer} changed to {reducer}", replace(compare, reducer=reducer)
        if spec.series and stream_prefix(spec.name) is not None:
            # a fact without a kind has no more than one stream
            yield f"every {'dropped' if compare.every else 'added'}", replace(compare, every=not compare.every)
        if compare.for_s is not None:
            for seconds in _durations(compare.for_s):
                yield f"for {compare.for_s:g} s changed to for {seconds:g} s", replace(compare, for_s=seconds)
        if compare.after_s:
            yield f"after {compare.after_s:g} s dropped", replace(compare, after_s=0.0)

    def _comparison(self, test: Comparison, spec: FactSpec) -> Iterator[tuple[str, Comparison]]:
        yield from self._limits.moved(test, spec)
        for operator in _OPERATORS[test.op] if spec.type in ("number", "version") else _OPERATORS[test.op][:1]:
            yield f"{test.op} changed to {operator}", replace(test, op=operator)

    def _member(self, member: Member) -> Iterator[Changed]:
        values = member.values
        for i, value in enumerate(values if len(values) > 1 else ()):
            yield f"{value} removed", replace(member, values=(*values[:i], *values[i + 1 :]))
        for value in self._beside(member):
            yield f"{value} added", replace(member, values=(*values, value))
        yield ("not removed" if member.negate else "not added"), replace(member, negate=not member.negate)

    def _beside(self, member: Member) -> Iterable[str]:
        """The first value that is not in a list, where the fact's values are known."""
        return [choice for choice in self._facts[member.fact].choices if choice not in member.values][:1]

    def _change(self, change: Change) -> Iterator[Changed]:
        spec = self._facts[change.fact]
        for what, test in self._comparison(change.before, spec):
            yield f"from: {what}", replace(change, before=test)
        for what, test in self._comparison(change.after, spec):
            yield f"to: {what}", replace(change, after=test)
        for seconds in _durations(change.for_s) if change.for_s else ():
            yield f"for {change.for_s:g} s changed to for {seconds:g} s", replace(change, for_s=seconds)


def _range(versions: VersionRange) -> Iterator[Changed]:
    parts = versions.parts
    for i, (operator, limit) in enumerate(parts):
        for other in _OPERATORS[operator]:
            changed = replace(versions, parts=(*parts[:i], (other, limit), *parts[i + 1 :]))
            yield f"{operator}{limit} changed to {other}{limit}", changed
        if len(parts) > 1:
            yield f"{operator}{limit} left out", replace(versions, parts=(*parts[:i], *parts[i + 1 :]))


def _premise(premise: Premise) -> Iterator[Changed]:
    if premise.state == "established":
        yield f"{in_words(premise)} changed to excluded", replace(premise, state="excluded")
    else:
        yield f"{in_words(premise)} changed to established", replace(premise, state="established")
    if premise.side is not None:
        yield f"{in_words(premise)}: side {premise.side} dropped", replace(premise, side=None)


def _durations(seconds: float) -> Iterator[float]:
    step = max(DURATION * seconds, LEAST_S)
    yield seconds + step
    if seconds > step:
        yield seconds - step


def _named(condition: Condition, changes: Iterable[Changed]) -> Iterator[Changed]:
    for what, changed in changes:
        yield f"{in_words(condition)}: {what}", changed


def in_words(condition: Condition) -> str:
    """A condition on one line, its limits by their names."""
    if isinstance(condition, All | Any):
        name = "all" if isinstance(condition, All) else "any"
        return f"{name} of ({'; '.join(map(in_words, condition.parts))})"
    if isinstance(condition, Not):
        return f"not ({in_words(condition.part)})"
    if isinstance(condition, Premise):
        return f"{condition.state}: {condition.cause}" + (f" ({condition.side})" if condition.side else "")
    return f"together ({condition.text})" if isinstance(condition, Together) else f"{condition.fact} {condition.text}"
