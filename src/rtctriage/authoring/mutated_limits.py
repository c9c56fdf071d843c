"""Limits a little above and below those of a rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from msgspec.structs import replace

from rtctriage.knowledge.model import Comparison, FactSpec, KnowledgeBase, Scenario, Threshold
from rtctriage.units import convert, show

SHARE_OF_LIMIT: Final = 0.1
"""The part of itself by which a limit is moved."""

_SMALL: Final = {"ratio": 0.01, "bit/px": 0.01}
"""How far nothing is moved, in units; 1 where the unit is not named here."""
_WAYS: Final = {"raised": 1, "lowered": -1}


class Limits:
    """Moves limits. A named one moves under a name of its own, so that it keeps its samples and its scenarios."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.facts: Mapping[str, FactSpec] = knowledge.facts
        self._given = knowledge.thresholds
        self.moved_thresholds: dict[str, tuple[str, float, float]] = {}
        """Of each name that was made the threshold that it stands for, with a factor and a step."""

    def moved(self, test: Comparison, spec: FactSpec) -> Iterator[tuple[str, Comparison]]:
        """The comparison with its limit raised and lowered, as far as the fact's range goes.

        By a tenth; a count by one or more, zero by a small step. What is no number is not moved.
        """
        limit = test.limit
        if not isinstance(limit, float):
            return
        for way, sign in _WAYS.items():
            factor, step = 1.0, 0.0
            if limit == 0.0:
                step = sign * _SMALL.get(spec.unit, 1.0)
            elif _is_count(limit, spec):
                step = sign * max(1.0, round(SHARE_OF_LIMIT * abs(limit)))
            else:
                factor = 1.0 + sign * SHARE_OF_LIMIT * (1 if limit > 0 else -1)
            value = _moved(limit, factor, step)
            if (spec.low is not None and value < spec.low) or (spec.high is not None and value > spec.high):
                continue
            what = f"limit {show(limit, spec.unit)} {way} to {show(value, spec.unit)}"
            name = None if test.threshold is None else self._name(test.threshold, way, factor, step, spec)
            yield what, replace(test, limit=value, threshold=name)

    def _name(self, threshold: str, way: str, factor: float, step: float, spec: FactSpec) -> str:
        name = f"{threshold} {way} in {spec.unit or 'all'}"
        self.moved_thresholds[name] = (threshold, factor, convert(step, spec.unit, self._given[threshold].unit))
        return name

    def thresholds(self) -> dict[str, Threshold]:
        """All thresholds with those that were moved."""
        made = dict(self._given)
        for name, (of, factor, step) in self.moved_thresholds.items():
            made[name] = replace(self._given[of], name=name, value=_moved(self._given[of].value, factor, step))
        return made

    def scenario(self, scenario: Scenario) -> Scenario:
        """A scenario in which those that were moved differ as the ones do that they stand for."""
        own = dict(scenario.thresholds)
        for name, (of, factor, step) in self.moved_thresholds.items():
            if of in own:
                own[name] = _moved(own[of], factor, step)
        return replace(scenario, thresholds=own)


def _moved(value: float, factor: float, step: float) -> float:
    """A tenth more than 50 is 55, and not a little beside it."""
    return float(f"{value * factor + step:.12g}")


def _is_count(limit: float, spec: FactSpec) -> bool:
    """Whether a fact is counted in whole numbers: it has no unit, its limits have no fraction, nothing computes it."""
    return not spec.unit and limit.is_integer() and spec.derive is None
