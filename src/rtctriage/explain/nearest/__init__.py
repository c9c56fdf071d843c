"""The nearest change: the least that would have to be different for a cause to be cleared, or to be established.

:func:`nearest` answers for a call that was reasoned through. What a change is, is said in ``lines``; which of two
changes is the smaller one, in ``search.Search``; what it is to clear and to establish, in ``goal.Goal``.
"""

from __future__ import annotations

from itertools import islice

from msgspec.structs import replace

from rtctriage.errors import UnknownName
from rtctriage.explain.how import start_of
from rtctriage.explain.nearest.answers import Answer, ChangedFact, Compared, Nearest, Outlook, Range, Turned
from rtctriage.explain.nearest.goal import Goal, Sides
from rtctriage.explain.nearest.search import MOST_FACTS, Search
from rtctriage.explain.nearest.tell import Told, applied, certainties_of, outlook
from rtctriage.inference.reasoning import Reasoning
from rtctriage.knowledge.model import SideName

__all__ = ["Answer", "ChangedFact", "Compared", "Nearest", "Outlook", "Range", "Turned", "applied", "nearest"]

ANSWERS = 3
"""The best one, and what else would do."""


def nearest(
    reasoning: Reasoning, cause: str | None = None, *, side: SideName | None = None, establish: bool = False
) -> Nearest:
    """The smallest changes of facts that clear a cause; or that establish it.

    ``cause`` is the id of a cause, by default the primary one. ``side`` is one of its sides; without it, it is cleared
    on all of them (the primary cause, where it stands beside another hypothesis of the same cause, on its own side), or
    established on any. Only known facts change; to establish a cause, facts that a person can be asked for may be
    supplied, too. Every answer was confirmed by a walk through all rules. Raises UnknownName, and ChainerError as
    ``inference.reasoning.reason`` does.
    """
    number = _cause(reasoning, cause)
    found = Nearest(
        knowledge=reasoning.program.knowledge,
        scenario=reasoning.program.scenario,
        t0=start_of(reasoning),
        aim="establish" if establish else "clear",
        cause=None,
        title=None,
        sides=(),
        certainty=0.0,
        now=outlook(reasoning),
        status="no-cause",
        most_facts=MOST_FACTS,
        considered=(),
        answers=(),
        changeable=None,
    )
    if number is None:
        return found
    goal = Goal(found.aim, number, _sides(reasoning, number, side, named=cause is not None))
    return _searched(found, reasoning, Search(reasoning, goal))


def _searched(found: Nearest, reasoning: Reasoning, search: Search) -> Nearest:
    goal, walk = search.goal, reasoning.walk
    spec = reasoning.program.causes[goal.cause]
    skipped = spec.layer in walk.skipped
    # of a layer that does not apply no cause is found
    already = goal.reached(walk.beliefs.get(goal.cause, ()), skipped) or (skipped and goal.aim == "clear")
    answers: list[Answer] = []
    changeable: Answer | None = None
    if not already:
        answers = _answers(reasoning, search, ANSWERS, changeable=False)
        if answers and any(change.lever is None for change in answers[0].changes):
            changeable = next(iter(_answers(reasoning, search, 1, changeable=True)), None)
    return replace(
        found,
        cause=spec.cause.id,
        title=spec.cause.title,
        sides=goal.sides,
        certainty=max(certainties_of(walk, search)),
        status="already" if already else "found" if answers else "none",
        considered=() if already else search.facts,
        answers=tuple(answers),
        changeable=changeable,
    )


def _answers(reasoning: Reasoning, search: Search, count: int, *, changeable: bool) -> list[Answer]:
    """The first so many solutions that a full walk confirms, of all facts or of those that one can change."""
    facts = reasoning.program.facts
    solutions = search.solutions((lambda fact: facts[fact].lever is not None) if changeable else None)
    told = (Told(reasoning, search, solution) for solution in solutions)
    return [one.answer() for one in islice((one for one in told if one.holds), count)]


def _cause(reasoning: Reasoning, cause: str | None) -> int | None:
    if cause is None:
        return None if reasoning.primary is None else reasoning.primary.cause
    known = {spec.cause.id: number for number, spec in enumerate(reasoning.program.causes)}
    if cause not in known:
        raise UnknownName("cause", cause, known)
    return known[cause]


def _sides(reasoning: Reasoning, cause: int, side: SideName | None, *, named: bool) -> Sides:
    sides = reasoning.program.causes[cause].sides
    if side is not None:
        if side not in sides:
            raise UnknownName("side of this cause", side, [one for one in sides if one is not None])
        return (side,)
    primary = reasoning.primary
    several = sum(found.cause == cause for found in reasoning.found) > 1
    if not named and several and primary is not None and primary.side in sides:
        return tuple(one for one in sides if one == primary.side)
    return sides
