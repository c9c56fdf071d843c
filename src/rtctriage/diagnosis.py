"""The answer: frozen result objects. Their JSON form is the contract ``rtctriage/diagnosis@1``."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from rtctriage.series import Window

SCHEMA = "rtctriage/diagnosis@1"

Truth: TypeAlias = Literal["true", "false", "unknown"]
Side: TypeAlias = Literal["uplink", "downlink", "both"]
Where: TypeAlias = Literal["local", "remote", "path", "server", "unknown"]
LayerVerdict: TypeAlias = Literal["fault", "suspect", "clear", "not-applicable", "unmeasured"]
Verdict: TypeAlias = Literal["fault", "suspect", "healthy", "inconclusive"]


class ConditionResult(Struct, frozen=True):
    """One test of a fact, as it came out."""

    fact: str
    observed: float | bool | str | None
    operator: str
    limit: float | bool | str | tuple[str, ...] | None
    unit: str
    truth: Truth
    window_s: Window | None = None
    streams: tuple[str, ...] = ()
    text: str = ""
    """The condition as it is written in the rule, with named thresholds filled in."""


class Finding(Struct, frozen=True):
    """A rule that holds."""

    rule: str
    origin: str
    certainty: float
    because: str
    window_s: Window | None
    streams: tuple[str, ...]
    conditions: tuple[ConditionResult, ...]


class Hypothesis(Struct, frozen=True):
    """A cause on a side, with what speaks for it and how sure that is.

    ``window_s`` is null where the whole call is meant or nothing was recorded over time. ``verdict`` is ``fault`` from
    a certainty of 0.6, ``suspect`` from 0.2; in ``observations`` it is ``observation``.
    """

    cause: str
    title: str
    layer: str
    verdict: Literal["fault", "suspect", "observation"]
    relation: Literal["primary", "consequence", "independent", "observation"]
    side: Side | None
    where: Where
    domain: str
    severity: str
    certainty: float
    window_s: Window | None
    streams: tuple[str, ...]
    playbook: str | None
    findings: tuple[Finding, ...]
    of: str | None = None
    """For a consequence: the cause that it follows from."""


class Unmeasured(Struct, frozen=True):
    """A cause that could be neither found nor excluded, and the facts that were missing for it."""

    cause: str
    facts: tuple[str, ...]


class RuledOut(Struct, frozen=True):
    """Why a cause was excluded: the strongest rule against it."""

    cause: str
    certainty: float
    because: str
    conditions: tuple[ConditionResult, ...]


class LayerResult(Struct, frozen=True):
    """One step of the walk."""

    layer: str
    title: str
    verdict: LayerVerdict
    faults: tuple[str, ...]
    suspects: tuple[str, ...]
    ruled_out: tuple[str, ...]
    unmeasured: tuple[Unmeasured, ...]
    exclusions: tuple[RuledOut, ...] = ()
    because: str = ""
    """Why the layer does not apply, where it does not."""


class Missing(Struct, frozen=True):
    """A fact that nobody supplied, the question that asks for it, and the causes it would settle."""

    fact: str
    question: str
    would_settle: tuple[str, ...]


class EvidenceResult(Struct, frozen=True):
    """A recorded file that was read; ``t0`` is the wall-clock time (UTC, ISO 8601) of second 0."""

    file: str
    format: str
    end: Literal["local", "remote"]
    connection: str | None
    samples: int
    t0: str | None
    seconds: float
    notes: tuple[str, ...]


class Diagnosis(Struct, frozen=True, kw_only=True):
    """What is wrong, on whose side, when, how sure, what was ruled out and what could not be measured."""

    schema: str = SCHEMA
    program: str
    knowledge: str
    """The content hash of the knowledge base that gave this answer."""
    chainer: Literal["durable_rules", "plain"]
    language: Literal["en", "zh"]
    scenario: str | None
    complaint: str | None
    verdict: Verdict
    primary: Hypothesis | None
    others: tuple[Hypothesis, ...]
    observations: tuple[Hypothesis, ...]
    layers: tuple[LayerResult, ...]
    missing: tuple[Missing, ...]
    evidence: tuple[EvidenceResult, ...]
    notes: tuple[str, ...] = ()
    """Conflicts between typed and recorded facts, and anything else the reader must know."""
