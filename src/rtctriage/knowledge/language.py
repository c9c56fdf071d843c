"""The condition language and the formulas of derived facts, as data: ``msgspec`` tags the unions."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

Operator: TypeAlias = Literal["<", "<=", "==", "!=", ">=", ">"]
SideName: TypeAlias = Literal["uplink", "downlink"]


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
