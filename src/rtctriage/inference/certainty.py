"""Certainty factors, combined as MYCIN does.

E. H. Shortliffe and B. G. Buchanan, A model of inexact reasoning in medicine (1975), with the later form of the factor
from EMYCIN (W. van Melle, 1980): MB and MD gather what speaks for and against, and the factor is
``(MB - MD) / (1 - min(MB, MD))``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

LIMIT: Final = 0.99
"""Nothing that rules say is ever quite certain."""


class Weighed(NamedTuple):
    """How findings were combined: enough to recompute the factor, ``(MB - MD) / (1 - min(MB, MD))``."""

    counted: tuple[bool, ...]
    """For each finding whether it counted: of an evidence group only the strongest does."""
    belief: float
    """MB: ``b + c * (1 - b)`` over the findings that count and speak for it."""
    disbelief: float
    """MD: the same over those that speak against it, without their sign."""
    factor: float
    """Held within -0.99 and 0.99, and rounded to four digits."""


def combine(findings: Sequence[tuple[float, str | None]]) -> float:
    """The certainty of a hypothesis from its findings, each a certainty and its evidence group (None: its own).

    Findings of one group measure one thing: only the strongest of them counts. The order does not matter. The result
    is rounded to four digits, so that what is decided by it is what a reader sees; of no findings it is 0.
    """
    if not findings:
        return 0.0
    if len(findings) == 1 and -LIMIT <= findings[0][0] <= LIMIT:
        return round(findings[0][0], 4)
    return weigh(findings).factor


def weigh(findings: Sequence[tuple[float, str | None]]) -> Weighed:
    """The same, with what it was made of."""
    alone: list[int] = []
    strongest: dict[str, int] = {}
    for number, (certainty, group) in enumerate(findings):
        if group is None:
            alone.append(number)
            continue
        best = findings[strongest[group]][0] if group in strongest else 0.0
        # of two that are equally strong and contradict each other the cautious one counts
        if abs(certainty) > abs(best) or (abs(certainty) == abs(best) and (group not in strongest or certainty < best)):
            strongest[group] = number
    counting = (*alone, *strongest.values())
    belief = disbelief = 0.0
    for number in counting:
        certainty = findings[number][0]
        if certainty >= 0:
            belief += certainty * (1.0 - belief)
        else:
            disbelief -= certainty * (1.0 - disbelief)
    divisor = 1.0 - min(belief, disbelief)
    factor = (belief - disbelief) / divisor if divisor > 0 else 0.0
    counted = {*counting}
    return Weighed(
        tuple(number in counted for number in range(len(findings))),
        belief,
        disbelief,
        round(max(-LIMIT, min(LIMIT, factor)), 4),
    )
