"""The tests beside the rules, as data."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

CaseVerdict: TypeAlias = Literal["fault", "suspect", "clear", "unmeasured", "observation"]
"""What a diagnosis may say of a cause."""
RuleTruth: TypeAlias = Literal["holds", "fails", "unknown"]
"""What the condition of a rule may come to."""


Given: TypeAlias = str | list[str] | dict[str, list[str]]
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
