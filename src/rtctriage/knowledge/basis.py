"""What a rule rests on, as far as it can be named: a source, a limit, a table of codes, an earlier conclusion.

``source`` of a rule says what its claim is from. Two first words make it something else than a reference:
``definition:`` where the claim follows from what the words mean, ``experience:`` where only practice speaks for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from rtctriage.knowledge.model import All, Any, Cause, Condition, KnowledgeBase, Not, Premise, Rule, Together
from rtctriage.knowledge.places import premises_of, thresholds_of

BasisKind: TypeAlias = Literal["reference", "definition", "experience", "limit", "codes", "conclusion"]

_PREFIXES: Final[tuple[Literal["definition", "experience"], ...]] = ("definition", "experience")


class Basis(Struct, frozen=True):
    """One thing that a rule rests on."""

    kind: BasisKind
    name: str = ""
    """The threshold, the fact that is looked up in the tables of codes, or the cause that was concluded."""
    text: str = ""
    """What is said of it: the source of the rule or of the limit, or a claim and where it is from."""


def basis_of(rule: Rule, cause: Cause, knowledge: KnowledgeBase) -> tuple[Basis, ...]:
    """What the rule rests on: its own source, claims of its cause that name it, limits, codes, conclusions.

    Empty where nothing can be named.
    """
    return tuple(_bases(rule, cause, knowledge))


def only_experience(bases: tuple[Basis, ...]) -> bool:
    """Whether nothing but practice speaks for a rule."""
    return bool(bases) and all(basis.kind == "experience" for basis in bases)


def _bases(rule: Rule, cause: Cause, knowledge: KnowledgeBase) -> Iterator[Basis]:
    if rule.source:
        yield _said(rule.source)
    name = rule.id.partition("/")[2]
    for note in cause.sources:
        if name in note.rules:
            yield Basis("reference", "", f"{note.claim} ({note.origin})")
    for limit in dict.fromkeys(thresholds_of(rule.when)):
        yield Basis("limit", limit, knowledge.thresholds[limit].source.strip())
    for fact in dict.fromkeys(_facts(rule.when)):
        if knowledge.facts[fact].lookup is not None:
            yield Basis("codes", fact)
    for premise in dict.fromkeys(premise.cause for premise in premises_of(rule.when)):
        yield Basis("conclusion", premise)


def _said(source: str) -> Basis:
    for kind in _PREFIXES:
        if source.startswith(f"{kind}:"):
            return Basis(kind, "", source.partition(":")[2].strip())
    return Basis("reference", "", source)


def _facts(when: Condition) -> Iterator[str]:
    if isinstance(when, All | Any):
        for part in when.parts:
            yield from _facts(part)
    elif isinstance(when, Not):
        yield from _facts(when.part)
    elif isinstance(when, Together):
        yield from (part.fact for part in when.parts)
    elif not isinstance(when, Premise):
        yield when.fact
