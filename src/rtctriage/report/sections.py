"""The parts of a report, in words but without layout."""

from __future__ import annotations

from msgspec import Struct

from rtctriage.report.playbook import PlaybookView


class Measured(Struct, frozen=True):
    """A measured value against its limit."""

    fact: str
    value: str
    limit: str
    when: str


class FindingView(Struct, frozen=True):
    """A rule that holds: the sentence, the numbers, and which rule it was."""

    because: str
    measured: tuple[Measured, ...]
    rule: str


class HypothesisView(Struct, frozen=True):
    """A cause on a side."""

    title: str
    verdict: str
    """The key of the verdict, for its colour."""
    details: tuple[str, ...]
    findings: tuple[FindingView, ...]
    playbook: str | None
    because: str


class LayerRow(Struct, frozen=True):
    """One line of the walk."""

    title: str
    verdict: str
    word: str
    found: tuple[str, ...]
    ruled_out: str
    unmeasured: str


class Group(Struct, frozen=True):
    """What is said of one layer."""

    title: str
    items: tuple[str, ...]


class Question(Struct, frozen=True):
    """What to find out next, and what for."""

    question: str
    fact: str
    settles: str


class View(Struct, frozen=True, kw_only=True):
    """A whole report."""

    verdict: str
    headline: tuple[str, ...]
    """The verdict in one line: its word, then what it is about."""
    subject: tuple[tuple[str, tuple[str, ...]], ...]
    layers: tuple[LayerRow, ...]
    primary: HypothesisView | None
    consequences: tuple[HypothesisView, ...]
    independent: tuple[HypothesisView, ...]
    observations: tuple[HypothesisView, ...]
    ruled_out: tuple[Group, ...]
    unmeasured: tuple[Group, ...]
    questions: tuple[Question, ...]
    more_questions: str
    playbook: PlaybookView | None
    footer: str
