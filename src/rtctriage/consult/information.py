"""What an answer tells of the causes: by how many bits it is expected to lower the uncertainty over them.

For each fact that can be asked its values fall into classes that the rules tell apart. A class is likelier under a
cause that it makes more certain, and less likely under one that it excludes. (S. Lauritzen and D. Spiegelhalter, 1988,
section 9, choose findings by the mutual information with what is sought.)

Certainty factors are no probabilities: where every answer makes a cause more certain, the mutual information is nothing
although the question is worth asking. The gain is therefore the larger one of that and the expected fall of the entropy
when the weights follow the certainties.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import log2
from typing import Final

from msgspec import Struct

from rtctriage.consult.weights import OTHER, odds
from rtctriage.profile import Scalar

ALARMING: Final = 2.0
"""Where a call has another cause (or none), an answer that speaks for a cause is so many times as likely as the cause:
rules also hold of calls that have nothing of the kind, ..."""

AT_MOST: Final = 0.5
"""... though all such answers together are never likelier than this."""

SPEAKS: Final = 0.1
"""Certainty from which an answer counts as one that speaks for a cause."""

ODD: Final = 0.2
"""What an answer that speaks neither for nor against any cause counts beside one that rules causes out, which is the
usual one: the name of an error that tells nothing, beside no error."""

ALWAYS: Final[Mapping[int, float]] = {}
"""Every cause shows in the answer."""


class Class(Struct, frozen=True):
    """Values of a fact that all rules treat alike."""

    value: Scalar
    """One of them."""
    certainties: Mapping[int, float]
    """The causes that it moves, with what they come to: rules that are still waiting for other facts count in part."""
    certain: Mapping[int, float]
    """The same without those rules."""
    chance: float = 0.0
    """How likely such an answer is held to be."""


class Information(Struct, frozen=True):
    """What is to be expected of the answers to a question."""

    chances: tuple[float, ...]
    """Of the classes."""
    told: Mapping[int, float]
    """Of each cause that it moves (bits)."""
    gain: float
    """Of all together (bits)."""


def information(
    classes: Sequence[Class],
    chances: Mapping[int, float],
    now: Callable[[int], float],
    shown: Mapping[int, float] = ALWAYS,
) -> Information:
    """What the classes tell, given the chance of each cause and how certain each is ``now``.

    ``shown`` has the causes that do not always show in the answer, each with the share of calls in which it does at
    most; the others answer as a call does that has nothing of the kind.
    """
    moved = sorted({cause for c in classes for cause in c.certainties if cause in chances})
    speaks = [[n for n, v in c.certainties.items() if v > SPEAKS and n in chances] for c in classes]
    calm = [not causes for causes in speaks]
    base = _usual(classes, chances, speaks, AT_MOST * _mean_shown(moved, chances, shown))
    factors: dict[int, list[float]] = {}
    for cause in moved:
        before = now(cause)
        factors[cause] = [odds(c.certainties[cause] - before) if cause in c.certainties else 1.0 for c in classes]
    likely: dict[int, list[float]] = {}
    for cause in moved:
        column = [b * factor for b, factor in zip(base, factors[cause], strict=True)]
        total = sum(column)
        likely[cause] = [one / total for one in column]
        if cause in shown:
            likely[cause] = _at_most(shown[cause], likely[cause], base, calm)
            factors[cause] = [one / b for one, b in zip(likely[cause], base, strict=True)]
    rest = max(0.0, 1.0 - sum(chances[cause] for cause in moved))
    marginal = [rest * b + sum(chances[cause] * likely[cause][i] for cause in moved) for i, b in enumerate(base)]
    told = {cause: chances[cause] * _divergence(likely[cause], marginal) for cause in moved}
    told[OTHER] = rest * _divergence(base, marginal)
    fall = _fall(chances, factors, marginal)
    return Information(tuple(marginal), told, max(0.0, fall, sum(told.values())))


def _fall(chances: Mapping[int, float], factors: Mapping[int, Sequence[float]], marginal: Sequence[float]) -> float:
    """The expected fall of the entropy if each answer multiplies the weights of the causes by these factors."""
    whole = sum(_term(chance) for chance in chances.values())
    still = whole - sum(_term(chances[cause]) for cause in factors)
    after = 0.0
    for i, share in enumerate(marginal):
        total = 1.0 + sum(chances[cause] * (column[i] - 1.0) for cause, column in factors.items())
        inner = still + sum(_term(chances[cause] * column[i]) for cause, column in factors.items())
        after += share * (log2(total) - inner / total)
    return -whole - after


def _term(weight: float) -> float:
    return weight * log2(weight) if weight > 0 else 0.0


def _mean_shown(causes: Iterable[int], chances: Mapping[int, float], shown: Mapping[int, float]) -> float:
    """How many of the calls with one of the causes show it."""
    total = sum(chances[cause] for cause in causes)
    return sum(chances[cause] * shown.get(cause, 1.0) for cause in causes) / total if total else 1.0


def _at_most(shown: float, likely: list[float], base: Sequence[float], calm: Sequence[bool]) -> list[float]:
    """The same chances, with no more than so much on the classes that speak for any cause."""
    quiet = sum(b for b, is_calm in zip(base, calm, strict=True) if is_calm)
    speaking = sum(one for one, is_calm in zip(likely, calm, strict=True) if not is_calm)
    if speaking <= shown or not quiet:
        return likely
    return [
        (1.0 - shown) * b / quiet if is_calm else one * shown / speaking
        for one, b, is_calm in zip(likely, base, calm, strict=True)
    ]


def _usual(
    classes: Sequence[Class], chances: Mapping[int, float], speaks: Sequence[Sequence[int]], at_most: float
) -> list[float]:
    """How likely each class is where none of the causes is there that it ``speaks`` for."""
    often = Counter(cause for causes in speaks for cause in causes)
    alarming = [sum(ALARMING * chances[n] / often[n] for n in causes) for causes in speaks]
    calm = [not causes for causes in speaks]
    total = sum(alarming)
    if not any(calm):
        return [one / total for one in alarming]
    scale = min(1.0, at_most / total) if total else 1.0
    against = [any(v < -SPEAKS and n in chances for n, v in c.certainties.items()) for c in classes]
    weights = [
        is_calm * (1.0 if rules_out or not any(against) else ODD)
        for is_calm, rules_out in zip(calm, against, strict=True)
    ]
    rest = (1.0 - total * scale) / sum(weights)
    return [rest * weight + one * scale for weight, one in zip(weights, alarming, strict=True)]


def _divergence(p: Sequence[float], q: Sequence[float]) -> float:
    return sum(a * log2(a / b) for a, b in zip(p, q, strict=True) if a > 0 and b > 0)
