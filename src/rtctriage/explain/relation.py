"""How a hypothesis stands to the others: why it is the one to act on, what it follows from, or what ranks before it."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from rtctriage.diagnosis import Side
from rtctriage.inference.hypotheses import Candidate
from rtctriage.inference.reasoning import Reasoning
from rtctriage.inference.relations import FOLLOWS_WITHIN, Criterion, Obstacle, deciding, obstacles, ranks_before
from rtctriage.inference.trace import rounded
from rtctriage.series import Window
from rtctriage.text import Text


class Rival(Struct, frozen=True, kw_only=True):
    """Another hypothesis, as it stands to the one that is explained."""

    cause: str
    title: Text
    side: Side | None
    verdict: Literal["fault", "suspect", "observation"]
    certainty: float
    window_s: Window | None
    relation: Literal["primary", "consequence", "independent"]
    of: str | None
    """For a consequence the cause that it follows from."""
    ranks: Literal["before", "behind"]
    """Whether it is looked at before or behind the one that is explained, ..."""
    decided_by: Criterion
    """... and what decides that."""
    obstacles: tuple[Obstacle, ...]
    """What keeps the lower of the two from being a consequence of the higher one; empty where nothing does."""


class Relation(Struct, frozen=True, kw_only=True):
    """The place of a hypothesis among the others."""

    relation: Literal["primary", "consequence", "independent", "observation"]
    of: Rival | None = None
    """What it follows from: that leads to it, on the same side, at the same time."""
    follows_within_s: float = FOLLOWS_WITHIN
    """A consequence shows at most so many seconds after its cause has ended."""
    rivals: tuple[Rival, ...] = ()
    """The other faults and suspects, in their order."""


def relation(reasoning: Reasoning, candidate: Candidate) -> Relation:
    """The place of a hypothesis that was found."""
    found, related = reasoning.found, reasoning.related
    number = next(i for i, c in enumerate(found) if c is candidate)
    if candidate.level == "observation":
        return Relation(relation="observation")
    ordered = [*([] if related.primary is None else [related.primary]), *related.others]
    parent = related.parent.get(number)
    return Relation(
        relation="primary" if number == related.primary else "independent" if parent is None else "consequence",
        of=None if parent is None else _rival(reasoning, number, parent),
        rivals=tuple(_rival(reasoning, number, other) for other in ordered if other != number),
    )


def _rival(reasoning: Reasoning, number: int, other: int) -> Rival:
    program, related = reasoning.program, reasoning.related
    own, rival = reasoning.found[number], reasoning.found[other]
    behind = ranks_before(own, rival)
    high, low = (own, rival) if behind else (rival, own)
    parent = related.parent.get(other)
    return Rival(
        cause=program.causes[rival.cause].cause.id,
        title=program.causes[rival.cause].cause.title,
        side=rival.side,
        verdict=rival.level,
        certainty=rival.certainty,
        window_s=rounded(rival.window),
        relation="primary" if other == related.primary else "independent" if parent is None else "consequence",
        of=None if parent is None else program.causes[reasoning.found[parent].cause].cause.id,
        ranks="behind" if behind else "before",
        decided_by=deciding(own, rival),
        obstacles=obstacles(program, low, high),
    )
