"""What explanations are made of, from the facts up to a rule: plain data in no language."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from rtctriage.diagnosis import Side, Truth, Where
from rtctriage.inference.gaps import Gap
from rtctriage.knowledge.model import Code, SideName
from rtctriage.series import Window
from rtctriage.text import Text

Origin: TypeAlias = Literal["typed", "evidence", "derived", "looked-up", "unknown"]
"""Where the value of a fact came from."""
Limit: TypeAlias = "float | bool | str | tuple[str, ...] | None"
Observed: TypeAlias = "float | bool | str | None"


class StreamSummary(Struct, frozen=True):
    """One series of a fact that was measured over time, in the fact's unit."""

    label: str
    samples: int
    low: float
    mean: float
    high: float
    window_s: Window


class FactProof(Struct, frozen=True, kw_only=True):
    """A fact with its value, and where that came from; a derived one with the facts that it was computed from."""

    fact: str
    title: Text
    unit: str
    origin: Origin
    value: Observed = None
    """None for what was measured over time and for what is not known."""
    streams: tuple[StreamSummary, ...] = ()
    said: str = ""
    """Of what was typed: the file and line, where it stands in one."""
    file: str = ""
    format: str = ""
    connection: str | None = None
    statistic: str = ""
    """What was read in the evidence."""
    formula: str = ""
    """How evidence computes it, or for a derived fact the formula over its inputs."""
    reference: str = ""
    """The source of the formula."""
    inputs: tuple[FactProof, ...] = ()
    code: Code | None = None
    """The row of the table of codes that it was looked up in."""
    question: Text | None = None
    """Of what is not known: the question that asks for it, ..."""
    how: Text | None = None
    """... how a person finds the answer, ..."""
    supplied_by: tuple[str, ...] = ()
    """... and the formats of evidence that would supply it."""


class NamedLimit(Struct, frozen=True):
    """A named threshold that a test uses."""

    name: str
    value: float
    unit: str
    source: str
    """In English."""
    source_zh: str
    """In Chinese; empty where it was written in one language only."""
    of_scenario: bool
    """Whether the scenario has its own value for it."""


class FactTest(Struct, frozen=True, kw_only=True, tag_field="kind", tag="test"):
    """One test of a fact, as it came out; ``truth`` is that of the test as it is written."""

    fact: str
    truth: Truth
    observed: Observed
    operator: str
    limit: Limit
    unit: str
    text: str
    """The test as it is written, with the limits filled in."""
    window_s: Window | None = None
    streams: tuple[str, ...] = ()
    named: tuple[NamedLimit, ...] = ()
    gaps: tuple[Gap, ...] = ()
    """How far it is from coming out differently."""
    value: FactProof


class Part(Struct, frozen=True, kw_only=True):
    """One comparison of ``together``; it has no truth of its own."""

    fact: str
    observed: Observed
    operator: str
    limit: Limit
    unit: str
    text: str
    named: tuple[NamedLimit, ...] = ()
    value: FactProof


class TogetherTest(Struct, frozen=True, kw_only=True, tag_field="kind", tag="together"):
    """Comparisons that must hold at the same time for ``for_s`` seconds."""

    truth: Truth
    for_s: float
    parts: tuple[Part, ...]
    window_s: Window | None = None
    streams: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()


class PremiseTest(Struct, frozen=True, kw_only=True, tag_field="kind", tag="premise"):
    """A conclusion of an earlier layer; ``proof`` is None where it was given before, or nothing is known of it."""

    cause: str
    state: Literal["established", "excluded"]
    side: SideName | None
    truth: Truth
    certainty: float | None
    """How certain the cause is, on the side where it is most certain; None where nothing is known of it."""
    proof: CauseProof | None = None


class AllOf(Struct, frozen=True, kw_only=True, tag_field="kind", tag="all"):
    """Every part holds."""

    truth: Truth
    parts: tuple[Condition, ...]


class AnyOf(Struct, frozen=True, kw_only=True, tag_field="kind", tag="any"):
    """At least one part holds."""

    truth: Truth
    parts: tuple[Condition, ...]


class NotThis(Struct, frozen=True, kw_only=True, tag_field="kind", tag="not"):
    """The part does not hold."""

    truth: Truth
    part: Condition


Condition: TypeAlias = FactTest | TogetherTest | PremiseTest | AllOf | AnyOf | NotThis
"""A condition as the rule has it, each part with what it came to."""


class RuleProof(Struct, frozen=True, kw_only=True):
    """A rule, with its condition as it came out."""

    rule: str
    origin: str
    because: Text
    certainty: float
    strength: str
    """The name of the certainty, or the reason given for a number, in English."""
    strength_because: Text | None
    """What the named certainty means, or the reason given for a number; None where none was given."""
    side: SideName | None
    where: Where
    evidence_group: str | None
    source: str
    fired: bool
    """Whether it bears on the conclusion: its condition holds, and its layer applies."""
    window_s: Window | None
    streams: tuple[str, ...]
    condition: Condition


class Weight(Struct, frozen=True):
    """What one rule adds to the certainty of a hypothesis."""

    rule: str
    certainty: float
    evidence_group: str | None
    counted: bool
    """False where another rule of its evidence group is stronger."""


class SideProof(Struct, frozen=True, kw_only=True):
    """How a cause became so certain on one side: ``(belief - disbelief) / (1 - min(belief, disbelief))``."""

    side: SideName | None
    certainty: float
    belief: float
    """MYCIN's MB, ``b + c * (1 - b)`` over the weights that count and speak for it."""
    disbelief: float
    """MD: the same over those that speak against it, without their sign."""
    weights: tuple[Weight, ...]


CauseVerdict: TypeAlias = Literal["fault", "suspect", "observation", "excluded", "undecided", "not-applicable"]


class CauseProof(Struct, frozen=True, kw_only=True):
    """A cause as it came out, on a side or more, with the rules that bear on it."""

    cause: str
    title: Text
    layer: str
    side: Side | None
    verdict: CauseVerdict
    certainty: float | None
    """None where no rule fired."""
    window_s: Window | None
    sides: tuple[SideProof, ...]
    """Empty where no rule fired on any of them."""
    rules: tuple[RuleProof, ...]
    """Those that fired, what speaks for it first."""
