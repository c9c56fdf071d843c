"""What decides a verdict: of a certainty, a hypothesis, a layer and the whole diagnosis. It is written here only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, TypeAlias

from rtctriage.diagnosis import LayerVerdict, Verdict

ESTABLISHED: Final = 0.6
SUSPECTED: Final = 0.2
EXCLUDED: Final = -0.2

HEALTHY_LAYERS: Final = ("network", "media")
"""The layers that must be clear before a call is called healthy."""

Level: TypeAlias = Literal["fault", "suspect", "observation"]


def established(certainty: float) -> bool:
    """Sure enough to be called a fault, and for later layers to build on."""
    return certainty >= ESTABLISHED


def suspected(certainty: float) -> bool:
    """Sure enough to be named (an established hypothesis is, too)."""
    return certainty >= SUSPECTED


def excluded(certainty: float) -> bool:
    """Sure enough to be ruled out."""
    return certainty <= EXCLUDED


def level(certainty: float, only_observed: bool, explains_complaint: bool) -> Level:
    """What a hypothesis is that is at least suspected.

    ``only_observed``: everything that speaks for it is marked as an observation. That is a fault or a suspect only
    under a complaint that its cause explains.
    """
    if only_observed and not explains_complaint:
        return "observation"
    return "fault" if established(certainty) else "suspect"


def layer_verdict(skipped: bool, levels: Iterable[Level], core: frozenset[int], settled: set[int]) -> LayerVerdict:
    """The verdict of a layer.

    ``levels`` are those of its hypotheses, ``core`` the causes that must be settled before it is clear (all of its
    causes where none is marked), ``settled`` the causes that are excluded on all their sides or were seen and found to
    be an observation, no fault. A layer without causes has measured nothing.
    """
    if skipped:
        return "not-applicable"
    worst = _worst(levels)
    if worst is not None:
        return worst
    return "clear" if core and core <= settled else "unmeasured"


def overall(levels: Iterable[Level], layers: dict[str, LayerVerdict]) -> Verdict:
    """The verdict of the diagnosis. Observations do not count."""
    worst = _worst(levels)
    if worst is not None:
        return worst
    return "healthy" if all(layers.get(name) == "clear" for name in HEALTHY_LAYERS) else "inconclusive"


def _worst(levels: Iterable[Level]) -> Literal["fault", "suspect"] | None:
    found = set(levels)
    return "fault" if "fault" in found else "suspect" if "suspect" in found else None
