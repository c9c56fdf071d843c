"""Why a question is asked: the causes that are open, what each answer would do, what is gained for which effort."""

from __future__ import annotations

from msgspec import Struct


class OpenCause(Struct, frozen=True):
    """A cause that could still explain the call."""

    cause: str
    title: str
    layer: str
    chance: float
    """How likely it is held to be while the question is open, between 0 and 1; all of them and "something else" are 1."""


class Outlook(Struct, frozen=True):
    """What one kind of answer would do."""

    label: str
    """The answer, or an example of the values that all do the same."""
    chance: float
    """How likely such an answer is held to be."""
    cause: str | None
    """The primary cause then."""
    text: str
    """The same in a sentence."""


class Alternative(Struct, frozen=True):
    """A question that was not chosen."""

    fact: str
    title: str
    worth: float


class Reasons(Struct, frozen=True, kw_only=True):
    """Why one question is asked now and no other one."""

    fact: str
    text: str
    """The choice in a few sentences."""
    open: tuple[OpenCause, ...]
    """The likeliest first."""
    something_else: float
    """The chance that it is none of them."""
    answers: tuple[Outlook, ...]
    """The likeliest first."""
    gain: float
    """By how many bits an answer is expected to lower the uncertainty over the causes."""
    cost: float
    """What it takes to answer, as a multiple of a look at a screen."""
    worth: float
    """Gain for cost, less for a layer whose turn has not come."""
    instead: tuple[Alternative, ...]
    """The next best questions."""
