"""Root cause against consequence: what follows from what, and which hypothesis is the one to act on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from rtctriage.inference.hypotheses import Candidate
from rtctriage.inference.program import Program
from rtctriage.series import Window

FOLLOWS_WITHIN: Final = 5.0
"""A consequence shows at most so many seconds after its cause has ended."""

_SERIOUS: Final = {"fault": 1, "suspect": 0}


class Related(Struct, frozen=True):
    """The faults and suspects, put in relation: indexes into the candidates that were given."""

    primary: int | None
    others: tuple[int, ...]
    """In order: what comes first is to be looked at first."""
    parent: dict[int, int]
    """For each consequence what it follows from."""


def relate(program: Program, candidates: Sequence[Candidate]) -> Related:
    """Finds the primary cause among faults and suspects, and what is a consequence of what."""
    named = [i for i, c in enumerate(candidates) if c.level != "observation"]
    if len(named) < 2:
        return Related(named[0] if named else None, (), {})
    ranked = sorted(named, key=lambda i: _rank(candidates[i]))
    parents = _parents(program, candidates, ranked)
    chosen = {
        child: min(options, key=lambda p: (p in parents, -candidates[p].certainty, _rank(candidates[p])))
        for child, options in parents.items()
    }
    primary = next((i for i in ranked if i not in chosen), None)
    return Related(primary, tuple(i for i in ranked if i != primary), chosen)


def _rank(c: Candidate) -> tuple[object, ...]:
    """What is to be looked at first.

    Faults; those that explain the complaint; what the scenario suspects; the earlier layer; the higher certainty; the
    earlier start.
    """
    start = c.window[0] if c.window is not None else 0.0
    return (-_SERIOUS[c.level], not c.explains, c.suspicion, c.layer, -c.certainty, start, c.cause, c.side or "")


def _parents(program: Program, candidates: Sequence[Candidate], ranked: Sequence[int]) -> dict[int, list[int]]:
    """For each consequence what it may follow from.

    Causes of one layer may lead to each other. So that one of a circle is left to be the root, the lowest in rank is
    made a consequence first, and nothing becomes a consequence of what follows from it.
    """
    parents: dict[int, list[int]] = {}
    for child in reversed(ranked):
        for parent in ranked:
            if parent == child or not _follows(program, candidates[child], candidates[parent]):
                continue
            if not _reaches(parents, parent, child):
                parents.setdefault(child, []).append(parent)
    return parents


def _reaches(parents: dict[int, list[int]], node: int, goal: int) -> bool:
    """Whether ``goal`` is among what ``node`` follows from, near or far."""
    waiting, seen = [node], {node}
    while waiting:
        at = waiting.pop()
        if at == goal:
            return True
        for parent in parents.get(at, ()):
            if parent not in seen:
                seen.add(parent)
                waiting.append(parent)
    return False


def _follows(program: Program, child: Candidate, parent: Candidate) -> bool:
    """Whether one may be a consequence of the other, by itself."""
    return (
        parent.cause != child.cause
        and parent.layer <= child.layer
        and program.causes[child.cause].cause.id in program.causes[parent.cause].cause.leads_to
        and not child.stands_alone
        and _SERIOUS[parent.level] >= _SERIOUS[child.level]
        and _same_side(child.side, parent.side)
        and follows_in_time(child.window, parent.window)
    )


def _same_side(a: str | None, b: str | None) -> bool:
    return a == b or a in (None, "both") or b in (None, "both")


def follows_in_time(child: Window | None, parent: Window | None) -> bool:
    """Whether windows overlap, or the child's begins within 5 s of the end of the parent's. None is the whole call."""
    if child is None or parent is None:
        return True
    return child[0] <= parent[1] + FOLLOWS_WITHIN and child[1] >= parent[0]
