"""What the search for a nearest change answers: frozen records, in no language.

Their JSON form is ``rtctriage/explanation@1``.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from rtctriage.diagnosis import Side, Truth, Verdict
from rtctriage.explain import SCHEMA
from rtctriage.explain.nearest.goal import Aim
from rtctriage.explain.nearest.lines import How
from rtctriage.knowledge.model import Lever
from rtctriage.profile import Scalar
from rtctriage.series import Window
from rtctriage.text import Text

Status: TypeAlias = Literal["found", "none", "already", "no-cause"]
"""``none``: not with up to ``most_facts`` facts; ``already``: it is so without any change; ``no-cause``: no cause was
given, and the diagnosis names none."""


Bound: TypeAlias = Literal["exactly", "below", "above"]


class Range(Struct, frozen=True):
    """A series in the changed streams and window, in the fact's unit."""

    low: float
    high: float
    mean: float


class Compared(Struct, frozen=True):
    """What a fact is compared with."""

    fact: str
    """The changed fact, or one that follows from it; of a test of several facts any of them."""
    text: str
    """As it is written in the rule, with named thresholds filled in."""


class Turned(Struct, frozen=True):
    """A test that comes out otherwise."""

    tests: tuple[Compared, ...]
    """One, but for what must hold at the same time all of it."""
    for_s: float | None
    """How long that must be; None where it is one test."""
    before: Truth
    after: Truth
    observed_before: float | bool | str | None
    observed_after: float | bool | str | None
    rules: tuple[str, ...]
    """The rules that fire, or no longer fire, with it."""


class ChangedFact(Struct, frozen=True, kw_only=True):
    """One fact, changed.

    ``amount``: for ``set`` and ``supplied`` the new value; for ``at-most`` and ``at-least`` the level to which samples
    are clamped, for ``shifted`` what is added to them. All in ``unit``.
    """

    fact: str
    title: Text
    how: How
    amount: Scalar
    bound: Bound = "exactly"
    """``below``: the value next below ``limit`` (which a test has), ``above`` the one next above it."""
    limit: Scalar | None = None
    unit: str
    window_s: Window | None
    """Where a series is changed, to the last digit, so that the change can be made; None is the whole call."""
    streams: tuple[str, ...]
    before: Range | Scalar | None
    """None is not known: what is supplied was not measured."""
    after: Range | Scalar
    lever: Lever | None
    """By what a person changes it; None where it is nothing that one can set."""
    cost: float
    size: float
    turned: tuple[Turned, ...]


class Outlook(Struct, frozen=True):
    """What a diagnosis says in short."""

    verdict: Verdict
    cause: str | None
    """The primary one."""
    title: Text | None
    side: Side | None
    certainty: float | None


class Answer(Struct, frozen=True, kw_only=True):
    """A change that does it, confirmed by a walk through all rules."""

    changes: tuple[ChangedFact, ...]
    """In the order of the catalogue."""
    cost: float
    size: float
    certainty: float
    """Of the cause then, on the surest of the sides that are asked for."""
    excluded: bool
    """Whether the cause is ruled out then, and not only no longer suspected."""
    then: Outlook


class Nearest(Struct, frozen=True, kw_only=True):
    """The smallest change of facts that clears a cause, or establishes it."""

    schema: str = SCHEMA
    kind: Literal["nearest"] = "nearest"
    knowledge: str
    """The content hash of the knowledge base."""
    scenario: str | None
    t0: str | None
    """The wall-clock time of second 0, as ISO 8601."""
    aim: Aim
    cause: str | None
    title: Text | None
    sides: tuple[str | None, ...]
    """The sides that are asked for; null is a cause without sides."""
    certainty: float
    """Of the cause now, on the surest of these sides; 0 where nothing speaks for or against it."""
    now: Outlook
    status: Status
    most_facts: int
    considered: tuple[str, ...]
    """The facts of which some change does some good."""
    answers: tuple[Answer, ...]
    """The best one, and up to two with other facts."""
    changeable: Answer | None
    """The best one of facts that one can change only, where the best of all is not such a one."""
