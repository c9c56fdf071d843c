"""What differs between two knowledge bases: causes, rules, thresholds and the rest, by their ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isclose
from typing import Final, Literal, TypeAlias

import msgspec
from msgspec import Struct

from rtctriage.authoring.wording import words_of
from rtctriage.knowledge.model import Cause, Code, FactSpec, KnowledgeBase, Rule, Threshold, VendorField
from rtctriage.text import Text
from rtctriage.units import convert, dimension, show

Kind: TypeAlias = Literal[
    "layer", "cause", "rule", "threshold", "certainty", "scenario", "fact", "complaint", "playbook", "code", "field"
]  # fmt: skip
How: TypeAlias = Literal["added", "removed", "changed"]

_SHORT: Final = 40
"""The longest value that is told."""
_PLACES: Final = frozenset({"origin"})
_CONDITIONS: Final = frozenset({"when", "skip_when"})
_OF_OTHERS: Final = frozenset({"rules", "tests"})


class Change(Struct, frozen=True):
    """One thing that is there in one of them only, or is not the same in both."""

    kind: Kind
    id: str
    how: How
    what: str
    """For a change: what of it, with the values before and after where they are short."""


class _Overridden(Struct, frozen=True):
    """A scenario, its limits with their units: a threshold may be in another unit in the other knowledge."""

    title: Text
    limits: dict[str, tuple[float, str]]
    suspects: tuple[str, ...]


def changes_between(before: KnowledgeBase, after: KnowledgeBase) -> tuple[Change, ...]:
    """Everything that differs, by kind and id. Where something is written, and its tests, do not count."""
    things: dict[Kind, tuple[Mapping[str, Struct], Mapping[str, Struct]]] = {
        "layer": ({one.id: one for one in before.layers}, {one.id: one for one in after.layers}),
        "cause": (before.causes, after.causes),
        "rule": (_rules(before), _rules(after)),
        "threshold": (before.thresholds, after.thresholds),
        "scenario": (_scenarios(before), _scenarios(after)),
        "certainty": (before.certainties, after.certainties),
        "fact": (_facts(before), _facts(after)),
        "complaint": (before.complaints, after.complaints),
        "playbook": (before.playbooks, after.playbooks),
        "code": (_codes(before), _codes(after)),
        "field": (_fields(before), _fields(after)),
    }
    return tuple(change for kind, (old, new) in things.items() for change in _compare(kind, old, new))


def _rules(knowledge: KnowledgeBase) -> dict[str, Rule]:
    return {rule.id: rule for cause in knowledge.causes.values() for rule in cause.rules}


def _facts(knowledge: KnowledgeBase) -> dict[str, FactSpec]:
    """What a fact that is looked up can be follows from the causes, which are compared by themselves."""
    return {
        name: spec if spec.lookup is None else msgspec.structs.replace(spec, choices=())
        for name, spec in knowledge.facts.items()
    }


def _codes(knowledge: KnowledgeBase) -> dict[str, Code]:
    return {" ".join(filter(None, (c.vendor, c.family, c.platform, c.code))): c for c in knowledge.codes}


def _fields(knowledge: KnowledgeBase) -> dict[str, VendorField]:
    return {f"{f.vendor} {f.platform} {f.structure}.{f.field}".replace("  ", " "): f for f in knowledge.fields}


def _scenarios(knowledge: KnowledgeBase) -> dict[str, _Overridden]:
    units = {name: threshold.unit for name, threshold in knowledge.thresholds.items()}
    return {
        name: _Overridden(
            one.title, {limit: (value, units[limit]) for limit, value in one.thresholds.items()}, one.suspects
        )
        for name, one in knowledge.scenarios.items()
    }


def _overrides(old: Mapping[str, tuple[float, str]], new: Mapping[str, tuple[float, str]]) -> Iterator[str]:
    for name in sorted({*old, *new}):
        if name not in old or name not in new or not _alike(old[name], new[name]):
            one, other = (show(*limits[name]) if name in limits else "as in general" for limits in (old, new))
            yield f"{name} {one} -> {other}"


def _alike(old: tuple[float, str], new: tuple[float, str]) -> bool:
    """Whether two limits are one, as far as calculating with their units can tell."""
    if dimension(old[1]) != dimension(new[1]):
        return False
    return isclose(convert(*old, new[1]), new[0], rel_tol=1e-9)


def _compare(kind: Kind, old: Mapping[str, Struct], new: Mapping[str, Struct]) -> Iterator[Change]:
    for name in sorted({*old, *new}):
        if name not in old:
            yield Change(kind, name, "added", _summary(new[name]))
        elif name not in new:
            yield Change(kind, name, "removed", _summary(old[name]))
        elif what := "; ".join(_differences(old[name], new[name])):
            yield Change(kind, name, "changed", what)


def _summary(thing: Struct) -> str:
    if isinstance(thing, Rule):
        return f"certainty {thing.certainty:+g} if {words_of(thing.when)}"
    return show(thing.value, thing.unit) if isinstance(thing, Threshold) else ""


def _differences(old: Struct, new: Struct) -> Iterator[str]:
    """The fields that differ."""
    if (
        isinstance(old, Threshold)
        and isinstance(new, Threshold)
        and not _alike((old.value, old.unit), (new.value, new.unit))
    ):
        yield f"{show(old.value, old.unit)} -> {show(new.value, new.unit)}"
    if isinstance(old, _Overridden) and isinstance(new, _Overridden):
        yield from _overrides(old.limits, new.limits)
    passed = _PLACES | (_OF_OTHERS if isinstance(old, Cause) else frozenset())
    told = {"value", "unit"} if isinstance(old, Threshold) else {"limits"} if isinstance(old, _Overridden) else set()
    for field in msgspec.structs.fields(old):
        name = field.name
        one, other = getattr(old, name), getattr(new, name)
        if one == other or name in passed or name in told:
            continue
        english = name.removesuffix("_zh")
        if english != name and getattr(old, english) != getattr(new, english):
            # a text that differs in both languages is one difference
            continue
        if name in _CONDITIONS and one is not None and other is not None:
            # the same words mean something else only through thresholds and facts, which are told by themselves
            if (written := words_of(one)) != (now := words_of(other)):
                yield f"{name} {written} -> {now}"
        elif all(isinstance(value, str | float | int) and len(str(value)) <= _SHORT for value in (one, other)):
            yield f"{name} {one} -> {other}"
        else:
            yield name
