"""How certain the rules that fired make a cause, on each of its sides, and what that tells later layers."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from rtctriage.inference.certainty import combine
from rtctriage.inference.program import PremiseSpec, Program
from rtctriage.inference.truth import Truth
from rtctriage.inference.verdict import established, excluded
from rtctriage.knowledge.model import SideName


class Belief(Struct, frozen=True):
    """A cause on one of its sides, with the rules that fired for and against it."""

    cause: int
    side: SideName | None
    certainty: float
    rules: tuple[int, ...]


def believe(program: Program, cause: int, fired: Sequence[int]) -> tuple[Belief, ...]:
    """The beliefs about a cause, one for each of its sides; a rule without a side bears on every one."""
    if len(fired) > 1:
        return _combined(program, cause, fired)
    alone = program.alone.get(fired[0])
    if alone is None:
        # most causes have but one rule that fires; two threads may both come here: they make the same
        alone = program.alone[fired[0]] = _combined(program, cause, fired)
    return alone


def _combined(program: Program, cause: int, fired: Sequence[int]) -> tuple[Belief, ...]:
    rules = [(n, program.rules[n].rule) for n in fired]
    beliefs: list[Belief] = []
    for side in program.causes[cause].sides:
        numbers: list[int] = []
        weights: list[tuple[float, str | None]] = []
        for number, rule in rules:
            if rule.side is None or rule.side == side:
                numbers.append(number)
                weights.append((rule.certainty, rule.evidence_group))
        beliefs.append(Belief(cause, side, combine(weights), tuple(numbers)))
    return tuple(beliefs)


def premise_truth(premise: PremiseSpec, beliefs: tuple[Belief, ...]) -> Truth:
    """Whether a cause is established (or excluded), given its beliefs on all its sides.

    Established on one side is established; excluded means on every side. With a side only that one counts; a cause
    without sides answers for both. Each is false where the other one is true, and unknown in between.
    """
    asked = [b for b in beliefs if premise.side is None or b.side is None or b.side == premise.side]
    if not asked:
        return None
    is_established = any(established(b.certainty) for b in asked)
    is_excluded = all(excluded(b.certainty) for b in asked)
    if not is_established and not is_excluded:
        return None
    return is_established if premise.state == "established" else is_excluded
