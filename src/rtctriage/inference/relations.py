"""Root cause against consequence: what follows from what, and which hypothesis is the one to act on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from rtctriage.inference.hypotheses import Candidate
from rtctriage.inference.program import Program
from rtctriage.series import Window

FOLLOWS_WITHIN: Final = 5.0
"""A consequence shows at most so many seconds after its cause has ended."""

_SERIOUS: Final = {"fault": 1, "suspect": 0}


Criterion: TypeAlias = Literal["verdict", "complaint", "scenario", "layer", "certainty", "start", "order"]
"""What decides between two hypotheses: faults come first, then those that explain the complaint, what the scenario
suspects, the earlier layer, the higher certainty, the earlier start, and for a fixed order the cause and the side."""

CRITERIA: Final[tuple[Criterion, ...]] = (
    "verdict",
    "complaint",
    "scenario",
    "layer",
    "certainty",
    "start",
    "order",
    "order",
)
"""The criteria in their order, one for each member of a hypothesis' rank."""

Obstacle: TypeAlias = Literal["cause", "layer", "leads-to", "stands-alone", "verdict", "side", "time"]
"""What keeps one hypothesis from being a consequence of another: it is of the same cause; the other is of a later
layer; its cause does not lead to this one; a finding of its own stands alone; the other is the less serious one;
another side; no overlap in time."""


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


def ranks_before(a: Candidate, b: Candidate) -> bool:
    """Whether the first of two hypotheses is to be looked at first, if neither follows from the other."""
    return _rank(a) < _rank(b)


def deciding(a: Candidate, b: Candidate) -> Criterion:
    """The first criterion that tells two hypotheses apart."""
    pairs = zip(CRITERIA, _rank(a), _rank(b), strict=True)
    return next((criterion for criterion, x, y in pairs if x != y), "order")


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


def _leads_to(program: Program, child: Candidate, parent: Candidate) -> bool:
    return program.causes[child.cause].cause.id in program.causes[parent.cause].cause.leads_to


_NEEDED: Final[dict[Obstacle, Callable[[Program, Candidate, Candidate], bool]]] = {
    "cause": lambda _, child, parent: parent.cause != child.cause,
    "layer": lambda _, child, parent: parent.layer <= child.layer,
    "leads-to": _leads_to,
    "stands-alone": lambda _, child, parent: not child.stands_alone,
    "verdict": lambda _, child, parent: _SERIOUS[parent.level] >= _SERIOUS[child.level],
    "side": lambda _, child, parent: _same_side(child.side, parent.side),
    "time": lambda _, child, parent: follows_in_time(child.window, parent.window),
}
"""What must hold of a consequence and what it follows from."""


def _follows(program: Program, child: Candidate, parent: Candidate) -> bool:
    """Whether one may be a consequence of the other, by itself."""
    return all(needed(program, child, parent) for needed in _NEEDED.values())


def obstacles(program: Program, child: Candidate, parent: Candidate) -> tuple[Obstacle, ...]:
    """What keeps one from being a consequence of the other; nothing where it may be one."""
    return tuple(name for name, needed in _NEEDED.items() if not needed(program, child, parent))


def _same_side(a: str | None, b: str | None) -> bool:
    return a == b or a in (None, "both") or b in (None, "both")


def follows_in_time(child: Window | None, parent: Window | None) -> bool:
    """Whether windows overlap, or the child's begins within 5 s of the end of the parent's. None is the whole call."""
    if child is None or parent is None:
        return True
    return child[0] <= parent[1] + FOLLOWS_WITHIN and child[1] >= parent[0]
