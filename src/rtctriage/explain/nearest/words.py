"""Other values of facts that are no numbers, in the order in which they are preferred."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from rtctriage.inference.lookup import PLATFORM, VENDOR, matching
from rtctriage.inference.program import AtomSpec, Program
from rtctriage.inference.values import ANOTHER, UNLIKELY, values_near
from rtctriage.knowledge.model import FactSpec
from rtctriage.profile import Known, Scalar, Value
from rtctriage.versions import version_key

JUST_BELOW: Final = "-dev"
"""Behind a version: one that comes before it, and after all that are lower."""
JUST_ABOVE: Final = "-1"
"""One that comes after it, and before all that are higher."""


def words(program: Program, spec: FactSpec, atoms: Sequence[AtomSpec], known: Mapping[str, Value]) -> list[Scalar]:
    """Values that tests tell apart, without the one that the fact has; ``known`` are the facts of the call."""
    value = known.get(spec.name)
    now = value.value if isinstance(value, Known) else None
    if spec.type == "version":
        found = _versions(spec, atoms, None if now is None else str(now))
    else:
        found = [*_codes(program, spec.name, known), *values_near(atoms, spec)]
    if spec.type == "text":
        # what stands for any other text goes before what only looks like a version
        found.sort(key=lambda one: one in UNLIKELY and one != ANOTHER)
    return [one for one in dict.fromkeys(found) if one != now]


def _versions(spec: FactSpec, atoms: Sequence[AtomSpec], now: str | None) -> list[Scalar]:
    """At, right below and right above each version that tests name: later ones first, as one updates to them."""
    named = [str(word) for word in values_near(atoms, spec) if version_key(str(word)) is not None]
    found = {key: one for word in named for one in _around(word) if (key := version_key(one)) is not None}
    ordered = sorted(found)
    current = version_key(now) if now is not None else None
    if current is None:
        return [found[key] for key in reversed(ordered)]
    return [
        *(found[key] for key in ordered if key > current),
        *(found[key] for key in reversed(ordered) if key < current),
    ]


def _around(version: str) -> tuple[str, str, str]:
    return version + JUST_BELOW, version, version + JUST_ABOVE


def _codes(program: Program, fact: str, known: Mapping[str, Value]) -> list[Scalar]:
    """For a fact that holds a vendor's code: the first code of its tables for each cause."""
    vendor, platform = _text(known, VENDOR), _text(known, PLATFORM)
    tables = [lookup.codes for lookup in program.lookups if lookup.code == fact]
    rows = [row for codes in tables for row in matching(codes, vendor, platform)]
    return list({row.cause: row.code for row in reversed(rows)}.values())


def _text(known: Mapping[str, Value], fact: str) -> str | None:
    value = known.get(fact)
    return str(value.value) if isinstance(value, Known) else None
