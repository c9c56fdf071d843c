"""The knowledge base as the rest of the program sees it: one frozen, typed representation.

Everything here is plain data that survives a round trip through JSON, so that what was read and checked once can be
stored. Nothing here reads files. What rules speak of is in ``terms``, how they say it in ``language``, how they are
tested in ``rulecases``; all of it can be had from here. The whole is in ``base``.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from rtctriage.diagnosis import Where
from rtctriage.knowledge.base import KnowledgeBase
from rtctriage.knowledge.language import (
    All,
    Any,
    Atom,
    Calculation,
    Change,
    Compare,
    Comparison,
    Condition,
    FactValue,
    Formula,
    Glob,
    IsKnown,
    Member,
    Not,
    Number,
    Operator,
    Premise,
    SideName,
    Together,
    VersionRange,
)
from rtctriage.knowledge.rulecases import CaseVerdict, Given, RuleCase, RuleTruth
from rtctriage.knowledge.terms import (
    Certainty,
    Code,
    CodeLookup,
    Effort,
    FactSpec,
    FactType,
    Lever,
    Medium,
    Threshold,
    VendorField,
)
from rtctriage.text import Text

__all__ = [
    "All",
    "Any",
    "Atom",
    "Calculation",
    "CaseVerdict",
    "Cause",
    "Certainty",
    "Change",
    "Code",
    "CodeLookup",
    "Compare",
    "Comparison",
    "Complaint",
    "Condition",
    "Effort",
    "FactSpec",
    "FactType",
    "FactValue",
    "Formula",
    "Given",
    "Glob",
    "IsKnown",
    "KnowledgeBase",
    "Layer",
    "Lever",
    "LintNote",
    "Medium",
    "Member",
    "Not",
    "Number",
    "Operator",
    "Pack",
    "Playbook",
    "Premise",
    "Rule",
    "RuleCase",
    "RuleTruth",
    "Scenario",
    "SideName",
    "SourceNote",
    "Status",
    "Step",
    "Threshold",
    "Together",
    "VendorField",
    "VersionRange",
]

Status: TypeAlias = Literal["draft", "stable", "deprecated"]
"""A draft is checked and tested, and diagnoses nothing unless it is asked for; what is deprecated still works."""


class Rule(Struct, frozen=True, kw_only=True):
    """If ``when`` holds, its cause is this much more (or less) certain."""

    id: str
    """``layer.cause/name``."""
    when: Condition
    certainty: float
    strength: str = ""
    """The name of the certainty in ``certainties.yaml``, or the reason given for a number, in English."""
    grounds: Text | None = None
    """That reason in both languages; None of a named certainty."""
    side: SideName | None = None
    where: Where = "unknown"
    because: Text
    source: str = ""
    """What the claim is from; ``knowledge.basis`` knows its forms, and what else a rule rests on."""
    evidence_group: str | None = None
    """Rules of one group measure one thing in several ways and count once, by the strongest."""
    stands_alone: bool = False
    """A finding that is nobody's consequence."""
    observation: bool = False
    """Unusual, but not a fault without a complaint that its cause explains."""
    origin: str


class SourceNote(Struct, frozen=True):
    """A claim that the rules rest on, and where it is from."""

    claim: str
    origin: str
    rules: tuple[str, ...] = ()
    """The names of the rules of its cause that rest on it, where it says so."""


class Cause(Struct, frozen=True, kw_only=True):
    """What may be wrong. ``id`` is ``layer.name``."""

    id: str
    layer: str
    title: Text
    summary: Text
    domain: str
    severity: str
    core: bool = False
    """Whether its layer is only clear when this cause is excluded."""
    explains: tuple[str, ...] = ()
    rules: tuple[Rule, ...]
    leads_to: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    playbook: str | None = None
    sources: tuple[SourceNote, ...] = ()
    tests: tuple[RuleCase, ...] = ()
    status: Status = "stable"
    because: str = ""
    """Why it is a draft, or deprecated."""
    origin: str


class Layer(Struct, frozen=True, kw_only=True):
    """A step of the walk."""

    id: str
    title: Text
    summary: Text
    skip_when: Condition | None = None
    """Where this holds, the layer's causes do not apply (media of a call that never connected)."""
    skip_because: Text | None = None
    origin: str = ""


class Scenario(Struct, frozen=True, kw_only=True):
    """A way of using real-time media with needs of its own."""

    id: str
    title: Text
    thresholds: dict[str, float]
    """Overrides, in the unit of the threshold."""
    suspects: tuple[str, ...] = ()
    """Causes that are looked at first among those that are equally serious and explain the complaint equally well."""
    origin: str = ""


class Complaint(Struct, frozen=True):
    """What the end user says is wrong: a closed vocabulary."""

    id: str
    title: Text
    also: tuple[str, ...] = ()
    """What people say for it, in any language: a guided diagnosis understands these."""
    origin: str = ""
    medium: Medium | None = None
    """What it is about, where it is about one: a guided diagnosis asks later about the other."""


class Step(Struct, frozen=True, kw_only=True):
    """One step of a playbook. The texts are Jinja2 templates over the findings' values."""

    owner: Literal["end-user", "app-developer", "support", "operations"]
    action: Text
    expect: Text
    verify: str | None = None
    """A condition that new evidence can be checked against, as text (checked at load time)."""
    makes_stale: bool = False
    """Whether evidence that was recorded before this step says nothing of the call any more."""


class Playbook(Struct, frozen=True, kw_only=True):
    """What to do: steps ordered by cost and likelihood, and when to stop and escalate."""

    id: str
    title: Text
    steps: tuple[Step, ...]
    escalate: Text
    attach: tuple[Text, ...] = ()
    origin: str = ""


class Pack(Struct, frozen=True, kw_only=True):
    """What a pack says of itself in ``pack.yaml``."""

    name: str
    version: str
    maintainers: tuple[str, ...] = ()
    status: Status = "stable"
    because: str = ""
    """Why it is a draft, or deprecated and what to use in its place."""


class LintNote(Struct, frozen=True, kw_only=True):
    """What a file says under ``lint: {ignore: […]}``: a finding of the linter that is right, and meant."""

    code: str
    because: str = ""
    about: str = ""
    """What the finding is about (a rule, a fact, a threshold); all of that code in the file where it is empty."""
    number: int
    """Its place in the list, from 0."""
    origin: str
