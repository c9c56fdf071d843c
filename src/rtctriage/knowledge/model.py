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
Status: TypeAlias = Literal["draft", "stable", "deprecated"]
"""A draft is checked and tested, and diagnoses nothing unless it is asked for; what is deprecated still works."""


class CodeLookup(Struct, frozen=True):
    """The fact is the cause that the tables of vendors' codes name for the code in another fact."""

    family: str
    code: str
    """The fact that holds the code."""


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
    lookup: CodeLookup | None = None
    """Where it is looked up in the tables of codes; its choices are causes, and ``other`` for a code of none."""
    question: Text | None = None
    how: Text | None = None
    """How a person finds the answer."""
    supplied_by: tuple[str, ...] = ()
    """Formats of evidence that can supply it: ``webrtc-internals``, ``getstats``."""
    implied_by: tuple[str, ...] = ()
    """Facts that say enough about this one: whoever knows one of them need not be asked for it."""
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


class Certainty(Struct, frozen=True, kw_only=True):
    """A degree of certainty with a name, so that it is decided and justified once."""

    name: str
    value: float
    because: str
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


class Code(Struct, frozen=True, kw_only=True):
    """A code that a vendor's SDK or service reports, and the cause that it points to."""

    vendor: str
    family: str
    """What reports it, one of ``knowledge.codes.FAMILIES``."""
    platform: str = ""
    """``native`` or ``web`` where that makes a difference."""
    code: str
    name: str
    meaning: Text
    cause: str | None = None
    source: str
    origin: str


class VendorField(Struct, frozen=True, kw_only=True):
    """A field of a vendor's statistics, and the fact that it supplies."""

    vendor: str
    structure: str
    """The object that it stands in, such as ``RtcStats``."""
    platform: str = ""
    """``native`` or ``web`` where that makes a difference."""
    field: str
    unit: str = ""
    fact: str | None = None
    scale: float = 1.0
    """What its value is multiplied by before its unit holds: 0.01 for a mark out of 500, -1 for the opposite sense."""
    absent: tuple[float, ...] = ()
    """Values that say that nothing was measured."""
    meaning: Text
    trap: Text | None = None
    """What misleads those who take it at its word."""
    source: str
    origin: str


class Rule(Struct, frozen=True, kw_only=True):
    """If ``when`` holds, its cause is this much more (or less) certain."""

    id: str
    """``layer.cause/name``."""
    when: Condition
    certainty: float
    strength: str = ""
    """The name of the certainty in ``certainties.yaml``, or the reason given for a number."""
    side: SideName | None = None
    where: Where = "unknown"
    because: Text
    source: str = ""
    """What the rule rests on, beside the sources of its cause and of its thresholds."""
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


Given: TypeAlias = "str | list[str] | dict[str, list[str]]"
"""What a test gives for a fact."""


class RuleCase(Struct, frozen=True, kw_only=True):
    """A test beside the rules. ``given`` is a symptom profile's facts as text.

    A list is a series, 1 s a sample; a mapping has one such list for each of several streams, by their labels.

    It expects something of the diagnosis about its cause or, where it names a rule, of that rule's condition.
    """

    name: str
    given: dict[str, Given]
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
    origin: str = ""


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


class KnowledgeBase(Struct, frozen=True, kw_only=True):
    """``rules/`` and ``playbooks/`` together, with the packs laid over them."""

    hash: str
    facts: dict[str, FactSpec]
    thresholds: dict[str, Threshold]
    certainties: dict[str, Certainty] = {}
    layers: tuple[Layer, ...]
    scenarios: dict[str, Scenario]
    complaints: dict[str, Complaint]
    causes: dict[str, Cause]
    """In the order of the layers, then by id."""
    drafts: tuple[Cause, ...] = ()
    """The causes that are drafts: ``knowledge.with_drafts`` puts them among the others."""
    playbooks: dict[str, Playbook]
    packs: tuple[Pack, ...] = ()
    """The packs that have a manifest, in the order in which they are laid over each other."""
    codes: tuple[Code, ...] = ()
    """The tables of vendors' codes, in the order of the files."""
    fields: tuple[VendorField, ...] = ()
    """The fields of vendors' statistics, in the order of the files."""
    derived: dict[str, Formula] = {}
    """The formulas of the derived facts; each one stands after those that it builds on."""
    disabled: tuple[str, ...] = ()
    """What packs took away: ids of causes, and of rules as ``layer.cause/name``. A premise about a disabled cause stays
    in its rule and is never known."""
    lint_notes: tuple[LintNote, ...] = ()
