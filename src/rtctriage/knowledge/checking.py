"""Whether a profile that a program put together is one that the fact catalogue knows.

Rules skip what they cannot compare. A misspelt name, or a text where a number belongs, would end as "not measured"
without anybody noticing; so it is refused, as it is in a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Final

from rtctriage.errors import Problem, ProfileError, did_you_mean
from rtctriage.knowledge.model import FactSpec, FactType
from rtctriage.knowledge.values import FactValueError, check_range, choices_hint, wrong_choice
from rtctriage.privacy import quote
from rtctriage.profile import Known, Profile, Scalar, Streams

_MOST: Final = 200
"""How many problems of a profile are told."""
_KINDS: Final[dict[FactType, tuple[str, tuple[type, ...]]]] = {
    "number": ("a float", (float, int)),
    "boolean": ("a bool", (bool,)),
    "choice": ("a str", (str,)),
    "text": ("a str", (str,)),
    "version": ("a str", (str,)),
}


def check_profile(profile: Profile, facts: Mapping[str, FactSpec], name: str = "") -> None:
    """Raises ProfileError with everything in the profile that is not in the catalogue or cannot be that fact's.

    Of single values only typed ones are held against range and choices: a recording may hold what nobody would type.
    ``name`` is what messages call the profile.
    """
    problems: list[Problem] = []
    for fact, value in profile.facts.items():
        if len(problems) >= _MOST:
            break
        spec = facts.get(fact)
        if spec is None:
            problems.append(Problem(name, 0, 0, f"unknown fact {quote(fact, '')}".rstrip(), did_you_mean(fact, facts)))
            continue
        try:
            _check(spec, value)
        except FactValueError as error:
            problems.append(Problem(name, 0, 0, error.message, error.hint))
    if problems:
        raise ProfileError(problems)


def _check(spec: FactSpec, value: object) -> None:
    """Raises FactValueError."""
    if isinstance(value, Known):
        if value.source.kind == "typed":
            _check_scalar(spec, value.value)
        return
    if not isinstance(value, Streams):
        raise FactValueError(f"{spec.name} must be a Known or Streams, and here it is a {type(value).__name__}")
    if not spec.series:
        raise FactValueError(f"{spec.name} is one value, not a series", "give it as a Known")
    for stream in value.streams:
        if not stream.series.sound:
            which = f" {quote(stream.label)}" if stream.label else ""
            raise FactValueError(
                f"{spec.name}: the series{which} is not in order of time, or not finite",
                "leave out what was not measured",
            )


def _check_scalar(spec: FactSpec, value: Scalar) -> None:
    what, kinds = _KINDS[spec.type]
    # exactly these: a subclass, such as a number of an array library, is not what rules compare
    if type(value) not in kinds:
        raise FactValueError(f"{spec.name} must be {what}, and here it is a {type(value).__name__}")
    if spec.type == "choice" and value not in spec.choices:
        raise FactValueError(wrong_choice(spec, str(value)), choices_hint(spec, str(value)))
    if spec.type == "number":
        number = float(value)
        if not isfinite(number):
            raise FactValueError(f"{spec.name} is not finite", "leave it out if it is not known")
        check_range(spec, number)
