"""Kleene's strong three-valued logic.

A truth is ``True``, ``False`` or ``None`` for unknown (S. C. Kleene, Introduction to Metamathematics, 1952, § 64): what
nobody measured is neither good nor bad, and a conclusion holds only where every way of filling it in agrees.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeAlias

from rtctriage.diagnosis import Truth as TruthName

Truth: TypeAlias = bool | None

_NAMES: Final[dict[Truth, TruthName]] = {True: "true", False: "false", None: "unknown"}


def kleene_not(a: Truth) -> Truth:
    """True for False and the other way round; unknown stays unknown."""
    return None if a is None else not a


def kleene_all(truths: Iterable[Truth]) -> Truth:
    """False if any is false, else unknown if any is unknown, else True (of none: True)."""
    answer: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None:
            answer = None
    return answer


def kleene_any(truths: Iterable[Truth]) -> Truth:
    """True if any is true, else unknown if any is unknown, else False (of none: False)."""
    answer: Truth = False
    for truth in truths:
        if truth is True:
            return True
        if truth is None:
            answer = None
    return answer


def truth_name(truth: Truth) -> TruthName:
    """The word that a diagnosis uses for it."""
    return _NAMES[truth]
