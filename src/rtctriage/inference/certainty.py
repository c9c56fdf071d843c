"""Certainty factors, combined as MYCIN does.

E. H. Shortliffe and B. G. Buchanan, A model of inexact reasoning in medicine (1975), with the later form of the factor
from EMYCIN (W. van Melle, 1980): MB and MD gather what speaks for and against, and the factor is
``(MB - MD) / (1 - min(MB, MD))``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

LIMIT: Final = 0.99
"""Nothing that rules say is ever quite certain."""


def combine(findings: Sequence[tuple[float, str | None]]) -> float:
    """The certainty of a hypothesis from its findings, each a certainty and its evidence group (None: its own).

    Findings of one group measure one thing: only the strongest of them counts. The order does not matter. The result
    is rounded to four digits, so that what is decided by it is what a reader sees; of no findings it is 0.
    """
    if not findings:
        return 0.0
    if len(findings) == 1 and -LIMIT <= findings[0][0] <= LIMIT:
        return round(findings[0][0], 4)
    alone: list[float] = []
    strongest: dict[str, float] = {}
    for certainty, group in findings:
        if group is None:
            alone.append(certainty)
        elif abs(certainty) >= abs(strongest.get(group, 0.0)):
            # of two that are equally strong and contradict each other the cautious one counts
            same = abs(certainty) == abs(strongest.get(group, 0.0))
            strongest[group] = min(certainty, strongest[group]) if same and group in strongest else certainty
    belief = disbelief = 0.0
    for certainty in (*alone, *strongest.values()):
        if certainty >= 0:
            belief += certainty * (1.0 - belief)
        else:
            disbelief -= certainty * (1.0 - disbelief)
    divisor = 1.0 - min(belief, disbelief)
    factor = (belief - disbelief) / divisor if divisor > 0 else 0.0
    return round(max(-LIMIT, min(LIMIT, factor)), 4)
