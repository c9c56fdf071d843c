"""A rule as the program understands it, as a page for those who write rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from rtctriage.authoring.explained import Explained, Limit, Supply
from rtctriage.knowledge.basis import Basis
from rtctriage.knowledge.model import KnowledgeBase
from rtctriage.report.labels import Labels
from rtctriage.report.rules import condition_lines
from rtctriage.report.style import Painter
from rtctriage.report.tables import Cell, table, wrap
from rtctriage.units import show

_ALONE: Final = {
    "fault": "a fault by itself",
    "suspect": "a suspect by itself",
    "observation": "an observation, unless a complaint that the cause explains is given",
    "excluded": "rules the cause out by itself",
    "hint": "too little by itself",
}


def explained_page(
    knowledge: KnowledgeBase, rules: Iterable[Explained], *, columns: int = 100, colour: bool = False
) -> str:
    """The rules one after the other, and what their cause rests on; ends with a line end."""
    paint = Painter(colour)
    lines: list[str] = []
    last = None
    for rule in rules:
        lines += [""] if lines else []
        lines += _Page(knowledge, rule, columns, paint).lines()
        last = rule
    cause = knowledge.causes[last.cause] if last else None
    if cause and cause.sources:
        lines += ["", paint(f"Sources of {cause.id}", "title")]
        for source in cause.sources:
            lines += _bullet(f"{source.claim} ({source.origin})", columns)
    return "\n".join(lines) + "\n"


def _bullet(text: str, columns: int) -> Iterator[str]:
    for i, line in enumerate(wrap(text, columns - 4)):
        yield ("  • " if i == 0 else "    ") + line


class _Page:
    def __init__(self, knowledge: KnowledgeBase, rule: Explained, columns: int, paint: Painter) -> None:
        self.knowledge = knowledge
        self.rule = rule
        self.columns = columns
        self.paint = paint
        self.labels = Labels(knowledge, "en")

    def lines(self) -> Iterator[str]:
        """The whole rule, as the terminal shows it."""
        yield self.paint(self.rule.rule, "bold")
        yield from table([(Cell(name, "dim"), text) for name, text in self.fields() if text], self.columns, self.paint)
        yield from self.section("Holds when", self.condition())
        if len(self.rule.alternatives) > 1:
            ways = (f"{number}. {' and '.join(way)}" for number, way in enumerate(self.rule.alternatives, start=1))
            yield from self.section("Ways to hold", (line for way in ways for line in self.indented(way)))
        if self.rule.limits:
            yield from self.section("Limits", (line for limit in self.rule.limits for line in self.limit(limit)))
        yield from self.section("Rests on", self.bases())
        yield from self.section("Facts", (line for fact in self.rule.facts for line in self.fact(fact)))
        tests = (line for name in self.rule.fires_in for line in self.indented(name))
        yield from self.section("Fires in", tests if self.rule.fires_in else self.indented("no test"))

    def fields(self) -> Iterator[tuple[str, str]]:
        """What is said of a rule in a line each; a line without a name goes on with the one above."""
        rule = self.rule
        yield "Cause", f"{self.labels.cause(rule.cause)} ({rule.cause})"
        cause = self.knowledge.causes[rule.cause]
        if cause.status != "stable":
            yield "Status", f"{cause.status}: {cause.because}"
        yield "Certainty", f"{rule.certainty:+.2f}: {_ALONE[rule.alone]}"
        yield "Side", rule.side or "every side of the cause"
        yield "Where", rule.where
        yield "Because", rule.because.en
        yield "", rule.because.zh
        if rule.group:
            yield "Counts once", "with " + ", ".join(other.partition("/")[2] for other in rule.group)
        if rule.stands_alone:
            yield "Stands alone", "it is nobody's consequence"
        yield "Written in", rule.origin

    def section(self, title: str, lines: Iterable[str]) -> Iterator[str]:
        yield self.paint(title, "title")
        yield from lines

    def indented(self, text: str) -> Iterator[str]:
        for i, line in enumerate(wrap(text, self.columns - 4)):
            yield ("  " if i == 0 else "    ") + line

    def condition(self) -> Iterator[str]:
        cause = self.knowledge.causes[self.rule.cause]
        when = next(rule.when for rule in cause.rules if rule.id == self.rule.rule)
        for depth, line in condition_lines(when, self.labels):
            indent = 2 + 2 * depth
            yield from (" " * indent + part for part in wrap(line, self.columns - indent))

    def limit(self, limit: Limit) -> Iterator[str]:
        samples = f", from {limit.min_samples} samples on" if limit.min_samples > 1 else ""
        yield from self.indented(f"{limit.name}: {show(limit.value, limit.unit)}{samples}. {limit.source}")
        for scenario, value in limit.scenarios.items():
            yield f"    in {scenario}: {show(value, limit.unit)}"

    def bases(self) -> Iterator[str]:
        for basis in self.rule.rests_on:
            yield from self.indented(_says(basis))
        if not self.rule.rests_on:
            yield from self.indented("nothing that is named")

    def fact(self, fact: Supply) -> Iterator[str]:
        unit = f", {fact.unit}" if fact.unit else ""
        yield from self.indented(f"{fact.fact} ({fact.title.en}{unit}): {'; '.join(_supplies(fact))}")


def _says(basis: Basis) -> str:
    if basis.kind == "limit":
        return f"the limit {basis.name}, with its source"
    if basis.kind == "codes":
        return f"the tables of vendors' codes, through {basis.name}"
    if basis.kind == "conclusion":
        return f"what was concluded of {basis.name}"
    return basis.text if basis.kind == "reference" else f"{basis.kind}: {basis.text}"


def _supplies(fact: Supply) -> Iterator[str]:
    if fact.formats:
        yield "read from " + ", ".join(fact.formats)
    if fact.derived is not None:
        yield f"derived, {fact.derived}"
    if fact.question is not None:
        yield f"asked, {fact.question.en}"
    if not fact.formats and fact.derived is None and fact.question is None:
        yield "typed by a person"
