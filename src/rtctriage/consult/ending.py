"""When to stop asking: the one place where that is decided."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rtctriage.consult.bounds import Bounds, Reach
from rtctriage.inference.hypotheses import Candidate
from rtctriage.inference.verdict import established, suspected

_SERIOUS: Final = {"fault": 1, "suspect": 0}


def can_change_primary(bounds: Bounds) -> bool:
    """Whether some way of answering could make another cause the primary one (or none, or one where there is none).

    False is proven; True may be too careful.
    """
    primary = bounds.reasoning.primary
    if primary is None:
        return any(True for _ in _named(bounds, -1))
    reach = bounds.reach[primary.cause]
    if bounds.program.causes[primary.cause].layer in bounds.may_skip or not suspected(reach.low):
        return True
    if _complaint_is_open(bounds):
        return True
    return any(_could_replace(bounds, primary, reach, cause, other) for cause, other in _named(bounds, primary.cause))


def rivals(bounds: Bounds) -> list[int]:
    """The open causes that could still take the place of the primary one.

    Those of earlier layers; and where the primary one does not explain the complaint, all that do.
    """
    primary = bounds.reasoning.primary
    if primary is None:
        return []
    reach = bounds.reach[primary.cause]
    return [
        cause
        for cause, other in _named(bounds, primary.cause)
        if (bounds.program.causes[cause].layer < primary.layer or (not primary.explains and _explains(bounds, cause)))
        and not other.fixed
        and _could_replace(bounds, primary, reach, cause, other)
    ]


def _complaint_is_open(bounds: Bounds) -> bool:
    return "complaint" in bounds.answerable


def _named(bounds: Bounds, but: int) -> Iterator[tuple[int, Reach]]:
    """The other causes that could become a fault or a suspect."""
    for cause, reach in bounds.reach.items():
        if cause == but or not suspected(reach.high):
            continue
        if reach.observed_only and not _complaint_is_open(bounds) and not _explains(bounds, cause):
            continue
        yield cause, reach


def _explains(bounds: Bounds, cause: int) -> bool:
    complaint = bounds.reasoning.complaint
    return complaint is not None and complaint in bounds.program.causes[cause].cause.explains


def _level(certainty: float) -> int:
    return _SERIOUS["fault"] if established(certainty) else _SERIOUS["suspect"]


def _could_replace(bounds: Bounds, primary: Candidate, own: Reach, cause: int, other: Reach) -> bool:
    """Whether another cause could come before the primary one, or be what it follows from."""
    spec, mine = bounds.program.causes[cause], bounds.program.causes[primary.cause]
    serious = _level(other.high) >= _level(own.low)
    if not serious:
        return False
    leads = mine.cause.id in spec.cause.leads_to and spec.layer <= mine.layer
    if leads and not (own.surely_alone and primary.stands_alone):
        # where nothing can move any more, what follows from what is known
        return not all(reach.fixed for reach in bounds.reach.values())
    first = (-_level(other.high), not _explains(bounds, cause), spec.suspicion, spec.layer)
    last = (-_level(own.low), not _explains(bounds, primary.cause), mine.suspicion, mine.layer)
    if first > last:
        return False
    return not _surely_follows(bounds, primary, own, cause, other)


def _surely_follows(bounds: Bounds, primary: Candidate, own: Reach, cause: int, other: Reach) -> bool:
    """Whether the other cause is a consequence of the primary one, whatever becomes of it."""
    spec, mine = bounds.program.causes[cause], bounds.program.causes[primary.cause]
    if all(reach.fixed for reach in bounds.reach.values()):
        # what is, is: it does not come before the primary one
        return True
    recorded = bool(bounds.reasoning.profile.evidence) or any(c.window is not None for c in bounds.reasoning.found)
    one_side = spec.sides == (None,) or mine.sides == (None,)
    return (
        spec.cause.id in mine.cause.leads_to
        and mine.layer <= spec.layer
        and _level(own.low) >= _level(other.high)
        and not other.stands_alone
        and one_side
        and not recorded
    )
