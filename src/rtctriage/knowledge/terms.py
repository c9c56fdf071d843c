"""What rules speak of: facts, limits and certainties with a name, vendors' codes and fields."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from rtctriage.text import Text

FactType: TypeAlias = Literal["number", "boolean", "text", "choice", "version"]


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
