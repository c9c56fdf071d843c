"""What statements about the course of one stream come to together: whether they contradict each other.

Of every series it is known that ``min <= p1 <= ... <= p99 <= max``, that mean, first and last sample lie between the
smallest and the largest, that a stretch or a share of time in which something holds needs samples for which it does,
and that a part of a series reaches no further than the whole. Whatever is not decided by that is possible.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from rtctriage.authoring.lint.interval import COMPLEMENT, Interval, complement, within
from rtctriage.knowledge.model import Comparison, FactSpec

Name: TypeAlias = "str | tuple[str, float]"
"""What a comparison is of: a reducer, ``value``, or the share of time for which a comparison holds."""

VALUE: Final = "value"
"""Of a fact that is one value."""


class Statement(Struct, frozen=True, kw_only=True):
    """Something that holds of one stream.

    ``bound``: a reduced value compares so; what fails to compare so is a bound the other way round. ``sample``: some
    sample does. ``sustained``: for so long; ``changed``: as in the condition language; these two may be said to fail.
    """

    kind: Literal["bound", "share", "sample", "sustained", "changed"]
    test: Comparison
    holds: bool = True
    everywhere: bool = True
    """Whether it holds of every stream, and not of one of them only."""
    name: str = VALUE
    before: Comparison | None = None
    """What ``changed`` begins with; of ``share`` what it is the share of."""
    for_s: float = 0.0
    after_s: float = 0.0
    samples: int = 0
    """How many samples the part of the series after ``after_s`` has at least, for this to be known."""


def denied(statement: Statement) -> Statement | None:
    """What holds where the (known) statement fails; None for some sample's, of which every sample's is the contrary."""
    if statement.kind in ("bound", "share"):
        return _with(statement, complement(statement.test), True)
    return None if statement.kind == "sample" else _with(statement, statement.test, not statement.holds)


def _with(statement: Statement, test: Comparison, holds: bool) -> Statement:
    from msgspec.structs import replace

    return replace(statement, test=test, holds=holds)


def contradictory(statements: Sequence[Statement], spec: FactSpec) -> bool:
    """Whether no stream can be as all of the statements say."""
    if len(statements) == 1 and statements[0].kind in ("bound", "sample", "sustained"):
        # by itself, a value only has to be one that the fact can be
        alone, test = Interval(spec.low, spec.high), statements[0].test
        alone.require(test.op if statements[0].holds else COMPLEMENT[test.op], test.limit)
        return alone.empty
    return (
        any(
            not failing.holds and any(follows(failing, other) for other in statements if other.holds)
            for failing in statements
            if failing.kind in ("sustained", "changed")
        )
        or _Bounds(statements, spec).contradictory()
    )


def follows(statement: Statement, other: Statement) -> bool:
    """Whether a stretch (or a change) is there, given that another one is."""
    if statement.kind == "changed":
        return (
            other.kind == "changed"
            and statement.before is not None
            and other.before is not None
            and within(other.before, statement.before)
            and within(other.test, statement.test)
            and other.for_s >= statement.for_s
        )
    # what a series changed to lasted as long
    return (
        statement.kind == "sustained"
        and other.kind in ("sustained", "changed")
        and other.after_s == statement.after_s
        and other.for_s >= statement.for_s
        and within(other.test, statement.test)
    )


class _Bounds:
    """Intervals for all reduced values that the statements are about, narrowed until nothing changes."""

    def __init__(self, statements: Iterable[Statement], spec: FactSpec) -> None:
        self.spec = spec
        self.values: dict[tuple[float, Name], Interval] = {}
        self.shares: dict[tuple[float, Name], Comparison] = {}
        for statement in statements:
            self._take(statement)
        self._narrow(list(self._shares_in_order()))
        for (after, name), inner in self.shares.items():
            share = self.values[after, name]
            if share.low > 0 or (share.low == 0 and share.low_open):
                self._some(after, inner)
            if share.high < 100 or (share.high == 100 and share.high_open):
                self._some(after, complement(inner))
        self._narrow(list(self._in_order()))

    def contradictory(self) -> bool:
        return any(interval.empty for interval in self.values.values())

    def _value(self, after: float, name: str) -> Interval:
        """The interval of a reduced value; with it come those of the smallest and the largest sample."""
        if (after, name) not in self.values:
            for one in (name,) if name == VALUE else (name, "min", "max"):
                self.values.setdefault((after, one), Interval(self.spec.low, self.spec.high))
        return self.values[after, name]

    def _take(self, statement: Statement) -> None:
        test, after = statement.test, statement.after_s
        if statement.kind == "bound":
            self._value(after, statement.name).require(test.op, test.limit)
        elif statement.kind == "share" and statement.before is not None:
            inner = statement.before
            key = after, (inner.op, float(inner.limit))
            self.shares[key] = inner
            self.values.setdefault(key, Interval(0.0, 100.0)).require(test.op, test.limit)
        elif statement.kind == "sustained":
            self._some(after, test if statement.holds else complement(test))
        elif statement.kind == "sample":
            self._some(after, test)
        elif statement.holds and statement.before is not None:
            self._some(0.0, statement.before)
            self._some(0.0, test)

    def _some(self, after: float, test: Comparison) -> None:
        """There is a sample that compares so."""
        if test.op in (">", ">=", "=="):
            self._value(after, "max").require(">=" if test.op == "==" else test.op, test.limit)
        if test.op in ("<", "<=", "=="):
            self._value(after, "min").require("<=" if test.op == "==" else test.op, test.limit)

    def _narrow(self, ordered: Sequence[tuple[Interval, Interval]]) -> None:
        while any(less.at_most(more) for less, more in ordered):
            continue

    def _shares_in_order(self) -> Iterator[tuple[Interval, Interval]]:
        for less, inner in self.shares.items():
            for more, other in self.shares.items():
                if less != more and less[0] == more[0] and within(inner, other):
                    yield self.values[less], self.values[more]

    def _in_order(self) -> Iterator[tuple[Interval, Interval]]:
        views = sorted({after for after, name in self.values if name == "min"})
        for number, after in enumerate(views):
            low, high = self.values[after, "min"], self.values[after, "max"]
            chain = [low, *self._percentiles(after), high]
            yield from pairwise(chain)
            for name in ("mean", "first", "last"):
                if (after, name) in self.values:
                    yield low, self.values[after, name]
                    yield self.values[after, name], high
            for later in views[number + 1 :]:
                yield low, self.values[later, "min"]
                yield self.values[later, "max"], high
                if (after, "last") in self.values and (later, "last") in self.values:
                    yield self.values[after, "last"], self.values[later, "last"]
                    yield self.values[later, "last"], self.values[after, "last"]

    def _percentiles(self, after: float) -> list[Interval]:
        found = [
            (int(name[1:]), interval)
            for (view, name), interval in self.values.items()
            if view == after and isinstance(name, str) and name[:1] == "p"
        ]
        return [interval for _, interval in sorted(found, key=lambda pair: pair[0])]


def implied(given: Sequence[Statement], wanted: Statement, spec: FactSpec) -> bool:
    """Whether a statement is known to hold of every stream of which the given ones do."""
    if wanted.name != VALUE and not any(
        one.samples >= max(1, wanted.samples) and one.after_s >= wanted.after_s for one in given
    ):
        # there may be too few samples for an answer
        return False
    contrary = denied(wanted)
    if wanted.kind in ("bound", "share"):
        return bool(given) and contrary is not None and contradictory([*given, contrary], spec)
    if wanted.holds:
        return any(one.holds and follows(wanted, one) for one in given)
    if any(not one.holds and follows(one, wanted) for one in given):
        return True
    sample = Statement(kind="sample", test=wanted.test, after_s=wanted.after_s)
    return wanted.kind == "sustained" and contradictory([*given, sample], spec)
