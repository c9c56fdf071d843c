"""What a condition names: thresholds (``>= {loss.poor} for {loss.lasting}``), and conclusions of other causes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from rtctriage.knowledge.model import All, Any, Condition, Not, Premise, Threshold
from rtctriage.units import show

_PLACE: Final = re.compile(r"(\b(?:for|after) +)?\{([\w.-]+)\}")


def fill_limits(text: str, thresholds: Mapping[str, Threshold], overrides: Mapping[str, float]) -> str:
    """The text with values in the place of names; unknown names stay.

    A limit is the scenario's own where it has one (``overrides``). Durations are fixed when the rules are read.
    """

    def value(place: re.Match[str]) -> str:
        duration, name = place[1] or "", place[2]
        known = thresholds.get(name)
        if known is None:
            return place[0]
        return duration + show(known.value if duration else overrides.get(name, known.value), known.unit)

    return _PLACE.sub(value, text) if "{" in text else text


def named_in(text: str) -> Iterator[tuple[str, bool]]:
    """The names of the thresholds in a text, as often as they are named, each with whether it is a duration there."""
    return ((place[2], place[1] is not None) for place in _PLACE.finditer(text))


def thresholds_of(when: Condition) -> Iterator[str]:
    """The names of the thresholds of a condition, those of its durations too, as often as they are named."""
    if isinstance(when, All | Any):
        for part in when.parts:
            yield from thresholds_of(part)
    elif isinstance(when, Not):
        yield from thresholds_of(when.part)
    elif not isinstance(when, Premise):
        yield from (name for name, _ in named_in(when.text))


def premises_of(when: Condition) -> Iterator[Premise]:
    """The conclusions that a condition builds on."""
    if isinstance(when, Premise):
        yield when
    elif isinstance(when, All | Any):
        for part in when.parts:
            yield from premises_of(part)
    elif isinstance(when, Not):
        yield from premises_of(when.part)
