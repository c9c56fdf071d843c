"""What keeps a condition from holding: the tests in the way, how far off they are, and the facts nobody knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from rtctriage.diagnosis import Truth
from rtctriage.explain.tree import (
    AllOf,
    AnyOf,
    Condition,
    FactProof,
    FactTest,
    NotThis,
    PremiseTest,
    TogetherTest,
)
from rtctriage.inference.gaps import relative_distance

UNKNOWN: Final = 1.5
"""The distance of a test that is unknown: between one that nearly holds (1) and one that is quite off (2)."""


class Shortfall(Struct, frozen=True, kw_only=True):
    """A test that keeps a rule from firing."""

    test: FactTest | TogetherTest | PremiseTest
    wanted: bool
    """What it would have to be: false behind a ``not``."""
    alternative: bool
    """Whether it stands in an ``any``, where another part would do as well."""


def shortfalls(condition: Condition, wanted: bool = True, alternative: bool = False) -> Iterator[Shortfall]:
    """The tests in the way, in the order in which they are written; none where the condition is as it is wanted."""
    if _as_wanted(condition.truth, wanted):
        return
    if isinstance(condition, NotThis):
        yield from shortfalls(condition.part, not wanted, alternative)
    elif isinstance(condition, AllOf | AnyOf):
        one_is_enough = isinstance(condition, AnyOf) is wanted
        for part in condition.parts:
            yield from shortfalls(part, wanted, alternative or one_is_enough)
    else:
        yield Shortfall(test=condition, wanted=wanted, alternative=alternative)


def distance(condition: Condition, wanted: bool = True) -> float:
    """How far a condition is from being as it is wanted: 0 where it is.

    A test in the way counts 1 and how far it is off (0 to 1, of the larger of value and limit), one that is unknown
    1.5. Of what must all hold the distances add up; of alternatives the nearest counts.
    """
    if _as_wanted(condition.truth, wanted):
        return 0.0
    if isinstance(condition, NotThis):
        return distance(condition.part, not wanted)
    if isinstance(condition, AllOf | AnyOf):
        parts = [distance(part, wanted) for part in condition.parts]
        return min(parts) if isinstance(condition, AnyOf) is wanted else sum(parts)
    if condition.truth == "unknown":
        return UNKNOWN
    found = [] if isinstance(condition, PremiseTest) else [relative_distance(gap) for gap in condition.gaps]
    return 1.0 + max(found, default=1.0)


def tests_of(condition: Condition) -> Iterator[FactTest | TogetherTest | PremiseTest]:
    """All tests of a condition, in the order in which they are written."""
    if isinstance(condition, NotThis):
        yield from tests_of(condition.part)
    elif isinstance(condition, AllOf | AnyOf):
        for part in condition.parts:
            yield from tests_of(part)
    else:
        yield condition


def facts_of(test: FactTest | TogetherTest | PremiseTest) -> tuple[FactProof, ...]:
    """The facts that a test is about; a premise is about none."""
    if isinstance(test, PremiseTest):
        return ()
    return (test.value,) if isinstance(test, FactTest) else tuple(part.value for part in test.parts)


def missing(fact: FactProof) -> Iterator[FactProof]:
    """What nobody knows, and would have to, for this fact to be known.

    Of a derived fact the inputs that are missing, and itself where a person can be asked for it or no input is missing.
    """
    if fact.origin != "unknown":
        return
    below = [one for part in fact.inputs for one in missing(part)]
    if fact.question is not None or not below:
        yield fact
    yield from below


def _as_wanted(truth: Truth, wanted: bool) -> bool:
    return truth == ("true" if wanted else "false")
