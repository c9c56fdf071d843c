"""The knowledge base as the rest of the program sees it: one frozen, typed representation.

Everything here is plain data that survives a round trip through JSON (``msgspec`` tags the unions), so that what was
read and checked once can be stored. Nothing here reads files.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from rtctriage.diagnosis import Where
from rtctriage.text import Text

FactType: TypeAlias = Literal["number", "boolean", "text", "choice", "version"]
Operator: TypeAlias = Literal["<", "<=", "==", "!=", ">=", ">"]
SideName: TypeAlias = Literal["uplink", "downlink"]


class FactSpec(Struct, frozen=True, kw_only=True):
    """The declaration of one fact in the catalogue."""

    name: str
    type: FactType
    series: bool = False
    """Whether evidence supplies it over time, one series a stream."""
    unit: str = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    title: Text
    meaning: Text
    formula: str = ""
    """How evidence computes it, in the terms of ``reference``."""
    reference: str = ""
    """The W3C (or vendor's) source of the formula."""
    derive: str | None = None
    """A formula over other facts of this catalogue; then nothing else supplies the fact."""
    question: Text | None = None
    how: Text | None = None
    """How a person finds the answer."""
    supplied_by: tuple[str, ...] = ()
    """Formats of evidence that can supply it: ``webrtc-internals``, ``getstats``."""
    origin: str = ""


class Threshold(Struct, frozen=True, kw_only=True):
    """A limit with a name, so that it is decided and justified once."""

    name: str
    value: float
    unit: str
    min_samples: int = 1
    """A series with fewer samples than this answers ``unknown``."""
    source: str
    origin: str = ""


class Comparison(Struct, frozen=True, tag="comparison"):
    """``>= 5 %``: a number in the fact's unit, the text of a choice or version; ``threshold`` where it has a name."""

    op: Operator
    limit: float | bool | str
    threshold: str | None = None


class Compare(Struct, frozen=True, tag="compare", kw_only=True):
    """A comparison of a fact: ``[every] [reducer] operator limit [for duration] [after duration]``."""

    fact: str
    test: Comparison
    reducer: str | None = None
    """``mean``, ``p95``, ``max``, ``min``, ``first``, ``last`` or ``share`` (then ``inner`` says of what)."""
    inner: Comparison | None = None
    for_s: float | None = None
    after_s: float = 0.0
    every: bool = False
    """Whether all streams must satisfy it, and not only one."""
    text: str = ""


class Member(Struct, frozen=True, tag="member", kw_only=True):
    """``in [a, b]`` or ``not in [a, b]``."""

    fact: str
    values: tuple[str, ...]
    negate: bool = False
    text: str = ""


class Glob(Struct, frozen=True, tag="glob", kw_only=True):
    """``matches Redmi*``: shell-style, without regard to case."""

    fact: str
    pattern: str
    text: str = ""


class VersionRange(Struct, frozen=True, tag="version", kw_only=True):
    """``version >=4.2,<4.2.6``: all of the comparisons hold."""

    fact: str
    parts: tuple[tuple[Operator, str], ...]
    text: str = ""


class IsKnown(Struct, frozen=True, tag="known", kw_only=True):
    """``known``: the only test that is false, not unknown, for a fact that nobody supplied."""

    fact: str
    text: str = ""


class Change(Struct, frozen=True, tag="change", kw_only=True):
    """``changed from > 0 to == 0 for 5 s``: a stretch of the second that follows the first."""

    fact: str
    before: Comparison
    after: Comparison
    for_s: float = 0.0
    text: str = ""


class Premise(Struct, frozen=True, tag="premise", kw_only=True):
    """``established: network.packet-loss`` or ``excluded: …``: a conclusion of an earlier layer."""

    cause: str
    state: Literal["established", "excluded"]
    side: SideName | None = None


class All(Struct, frozen=True, tag="all"):
    """Every part holds, at whatever time."""

    parts: tuple[Condition, ...]


class Any(Struct, frozen=True, tag="any"):
    """At least one part holds."""

    parts: tuple[Condition, ...]


class Not(Struct, frozen=True, tag="not"):
    """The part is known to be false."""

    part: Condition


class Together(Struct, frozen=True, tag="together", kw_only=True):
    """The comparisons hold at the same time for so long; those of one direction and kind in the same stream."""

    parts: tuple[Compare, ...]
    for_s: float
    text: str = ""


Atom: TypeAlias = Compare | Member | Glob | VersionRange | IsKnown | Change | Together
"""What is tested against facts and answers true, false or unknown."""

Condition: TypeAlias = Compare | Member | Glob | VersionRange | IsKnown | Change | Premise | All | Any | Not | Together


class Number(Struct, frozen=True, tag="number"):
    """A constant of a formula."""

    value: float


class FactValue(Struct, frozen=True, tag="fact"):
    """The value of a fact, in its unit."""

    name: str


class Calculation(Struct, frozen=True, tag="calculation"):
    """An operation on one (``abs``, ``-``), two, or for ``min`` and ``max`` two and more parts.

    ``low`` and ``high`` of a fact are the 10th and the 90th percentile of the stream over the whole recording.
    """

    op: Literal["+", "-", "*", "/", "min", "max", "abs", "low", "high"]
    parts: tuple[Formula, ...]


Formula: TypeAlias = Number | FactValue | Calculation
"""What ``FactSpec.derive`` says. A ``-`` of one part changes its sign; a division by zero has no value."""


class Rule(Struct, frozen=True, kw_only=True):
    """If ``when`` holds, its cause is this much more (or less) certain."""

    id: str
    """``layer.cause/name``."""
    when: Condition
    certainty: float
    side: SideName | None = None
    where: Where = "unknown"
    because: Text
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


CaseVerdict: TypeAlias = Literal["fault", "suspect", "clear", "unmeasured", "observation"]
"""What a diagnosis may say of a cause."""
RuleTruth: TypeAlias = Literal["holds", "fails", "unknown"]
"""What the condition of a rule may come to."""


class RuleCase(Struct, frozen=True, kw_only=True):
    """A test beside the rules. ``given`` is a symptom profile's facts as text (a list is a series, 1 s a sample).

    It expects something of the diagnosis about its cause or, where it names a rule, of that rule's condition.
    """

    name: str
    given: dict[str, str | list[str]]
    complaint: str | None = None
    scenario: str | None = None
    expect: CaseVerdict | RuleTruth
    rule: str | None = None
    """The id of the rule that it is about."""
    side: Literal["uplink", "downlink", "both"] | None = None
    window_s: tuple[float, float] | None = None
    origin: str


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
    origin: str = ""


class Complaint(Struct, frozen=True):
    """What the end user says is wrong: a closed vocabulary."""

    id: str
    title: Text
    origin: str = ""


class Step(Struct, frozen=True, kw_only=True):
    """One step of a playbook. The texts are Jinja2 templates over the findings' values."""

    owner: Literal["end-user", "app-developer", "support", "operations"]
    action: Text
    expect: Text
    verify: str | None = None
    """A condition that new evidence can be checked against, as text (checked at load time)."""


class Playbook(Struct, frozen=True, kw_only=True):
    """What to do: steps ordered by cost and likelihood, and when to stop and escalate."""

    id: str
    title: Text
    steps: tuple[Step, ...]
    escalate: Text
    attach: tuple[Text, ...] = ()
    origin: str = ""


class LintNote(Struct, frozen=True, kw_only=True):
    """What a file says under ``lint: {ignore: […]}``: a finding of the linter that is right, and meant."""

    code: str
    because: str = ""
    about: str = ""
    """What the finding is about (a rule, a fact, a threshold); all of that code in the file where it is empty."""
    number: int
    """Its place in the list, from 0."""
    origin: str


class KnowledgeBase(Struct, frozen=True, kw_only=True):
    """``rules/`` and ``playbooks/`` together, with the packs laid over them."""

    hash: str
    facts: dict[str, FactSpec]
    thresholds: dict[str, Threshold]
    layers: tuple[Layer, ...]
    scenarios: dict[str, Scenario]
    complaints: dict[str, Complaint]
    causes: dict[str, Cause]
    """In the order of the layers, then by id."""
    playbooks: dict[str, Playbook]
    derived: dict[str, Formula] = {}
    """The formulas of the derived facts; each one stands after those that it builds on."""
    disabled: tuple[str, ...] = ()
    """What packs took away: ids of causes, and of rules as ``layer.cause/name``. A premise about a disabled cause stays
    in its rule and is never known."""
    lint_notes: tuple[LintNote, ...] = ()
