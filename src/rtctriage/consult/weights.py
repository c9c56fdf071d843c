"""How likely each open cause is held to be: a distribution that chooses questions, and never a verdict.

Before anything is known of it a cause has a weight from what everybody may know (whether it explains the complaint,
what the scenario suspects, whether its layer hangs on it, how early its layer is); what is known multiplies it by the
odds of its certainty. "Something else" keeps a share, so that one suspect alone is not taken for certain.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
from typing import Final

from rtctriage.consult.lookahead import Beliefs
from rtctriage.inference.program import Program
from rtctriage.inference.reasoning import Reasoning

OTHER: Final = -1
"""The number of "something else" among the causes."""

SECOND: Final = 0.5
"""Of a complaint that a cause explains, against the one before it: causes name the most usual one first."""
BESIDE: Final = 0.005
"""Of a cause that does not explain the complaint, against one that does."""
CORE: Final = 3.0
"""Of a cause that its layer hangs on: those are the usual ones."""
SUSPECT: Final = 2.0
"""Of a cause that the scenario suspects."""
EARLIER: Final = 0.9
"""Of each layer against the one before it."""
ROOT: Final = 4.0
"""Of a cause that leads to one that is found, and ..."""
CONSEQUENCE: Final = 0.25
"""... of a found cause that something open leads to, or that follows from another found one."""
SOMETHING_ELSE: Final = 0.5

ODDS: Final = 100.0
"""What a certainty of 1 multiplies the odds of a cause by; of -1 it divides them by as much."""


def odds(certainty: float) -> float:
    """What a certainty does to the weight of a cause."""
    return float(ODDS**certainty)


def priors(program: Program, reasoning: Reasoning) -> dict[int, float]:
    """The weight of every cause before its own findings are looked at."""
    complaint = reasoning.complaint
    found = {c.cause for c in reasoning.found}
    ids = {program.causes[n].cause.id for n in found}
    weights: dict[int, float] = {}
    for number, spec in enumerate(program.causes):
        if spec.layer in reasoning.walk.skipped:
            continue
        weight = EARLIER**spec.layer
        if complaint is not None and complaint not in spec.cause.explains:
            weight *= BESIDE
        elif complaint is not None:
            # what explains many complaints is the less likely to show in this one
            weight *= SECOND ** spec.cause.explains.index(complaint) / sqrt(len(spec.cause.explains))
        if spec.cause.core:
            weight *= CORE
        if program.scenario is not None and any(spec.suspicion < other.suspicion for other in program.causes):
            weight *= SUSPECT
        if number not in found and number not in reasoning.out and not ids.isdisjoint(spec.cause.leads_to):
            weight *= ROOT
        weights[number] = weight
    parents = reasoning.related.parent
    for index in parents:
        child = reasoning.found[index].cause
        if child in weights:
            weights[child] *= CONSEQUENCE
    return weights


def certainty_of(beliefs: Beliefs, cause: int) -> float:
    """The certainty of a cause on the side that speaks most for it; without any finding 0."""
    return max((belief.certainty for belief in beliefs.get(cause, ())), default=0.0)


def distribution(priors: Mapping[int, float], beliefs: Beliefs) -> dict[int, float]:
    """The chance of each cause, and of something else."""
    weights = {cause: prior * odds(certainty_of(beliefs, cause)) for cause, prior in priors.items()}
    weights[OTHER] = SOMETHING_ELSE
    total = sum(weights.values())
    return {cause: weight / total for cause, weight in weights.items()}
