"""The report for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from rtctriage.diagnosis import Diagnosis
from rtctriage.knowledge.model import KnowledgeBase
from rtctriage.profile import Profile
from rtctriage.report import phrases
from rtctriage.report.labels import Labels
from rtctriage.report.playbook import PlaybookView
from rtctriage.report.sections import FindingView, Group, HypothesisView, LayerRow, Question, View
from rtctriage.report.style import OF_VERDICT, Painter, Style
from rtctriage.report.tables import Cell, clean, table, width, wrap, wrap_parts
from rtctriage.report.times import Zone
from rtctriage.report.view import view

NARROWEST: Final = 40


def render(
    diagnosis: Diagnosis,
    knowledge: KnowledgeBase | None = None,
    *,
    profile: Profile | None = None,
    columns: int = 100,
    colour: bool = False,
    zone: Zone = "utc",
    answered: bool = False,
) -> str:
    """The diagnosis as text in its own language, in lines of at most ``columns``; ends with a line end.

    ``answered``: for somebody who answered questions, and mostly of one thing. What was not measured is counted and not
    listed, and it is said how to find what would settle most.
    """
    labels = Labels(knowledge, diagnosis.language)
    page = Page(labels, max(columns, NARROWEST), Painter(colour))
    shown = view(diagnosis, knowledge, profile=profile, zone=zone)
    if answered:
        shown = replace(shown, unmeasured=())
        page.how = True
    return page.report(shown)


class Page:
    """Lays out one report in lines."""

    def __init__(self, labels: Labels, columns: int, paint: Painter) -> None:
        self.labels = labels
        self.say = labels.say
        self.columns = columns
        self.paint = paint
        self.lines: list[str] = []
        self.how = False
        """Whether it is said how to find what is not known."""

    def report(self, v: View) -> str:
        """The whole report."""
        self.headline(v)
        self.pairs(v.subject)
        # who cannot decide yet needs the questions first
        if v.verdict == "inconclusive":
            self.questions(v.questions, v.more_questions)
        self.walk(v.layers)
        if v.primary:
            self.title(self.say(phrases.PRIMARY))
            self.hypothesis(v.primary)
        self.hypotheses(phrases.CONSEQUENCES.in_(self.labels.language), v.consequences, full=False)
        self.hypotheses(phrases.INDEPENDENT.in_(self.labels.language), v.independent, full=True)
        self.hypotheses(phrases.OBSERVATIONS.in_(self.labels.language), v.observations, full=False)
        self.groups(self.say(phrases.RULED_OUT), v.ruled_out)
        self.groups(self.say(phrases.UNMEASURED), v.unmeasured)
        if v.verdict != "inconclusive":
            self.questions(v.questions, v.more_questions)
        if v.playbook:
            self.playbook(v.playbook)
        self.lines.append("")
        self.paragraph(v.footer, style="dim")
        return "\n".join(self.lines) + "\n"

    def title(self, text: str) -> None:
        """A section's heading, after an empty line."""
        if self.lines:
            self.lines.append("")
        self.lines.append(self.paint(text, "title"))

    def paragraph(self, text: str, *, indent: int = 0, hang: str = "", style: Style = "plain") -> None:
        """Wrapped text; ``hang`` stands before its first line, and the others line up behind it."""
        head = " " * indent + hang
        for line in wrap(text, self.columns - width(head)):
            self.lines.append((head + self.paint(line, style)).rstrip())
            head = " " * width(head)

    def headline(self, v: View) -> None:
        """The verdict in one line, as far as the terminal is wide enough."""
        word, *rest = v.headline
        head = self.paint(word, OF_VERDICT.get(v.verdict, "bold")) + "  "
        indent = width(word) + 2
        for line in wrap_parts(rest, self.columns - indent, self.labels.separator):
            self.lines.append(head + self.paint(line, "bold"))
            head = " " * indent

    def pairs(self, pairs: Sequence[tuple[str, tuple[str, ...]]]) -> None:
        """Names and what they stand for, lined up."""
        indent = max((width(name) for name, _ in pairs), default=0) + 2
        for name, parts in pairs:
            head = self.paint(name, "dim") + " " * (indent - width(name))
            for line in wrap_parts(parts, self.columns - indent, self.labels.separator):
                self.lines.append(head + line)
                head = " " * indent

    def walk(self, layers: Sequence[LayerRow]) -> None:
        """The layers with their verdicts: what was found, what was ruled out, how much is unknown."""
        if not layers:
            return
        self.title(self.say(phrases.WALK))
        rows: list[tuple[Cell, Cell, Cell]] = []
        for layer in layers:
            style = OF_VERDICT.get(layer.verdict, "plain")
            said = [Cell(f, style) for f in layer.found]
            said += [Cell(text, "dim") for text in (layer.ruled_out, layer.unmeasured) if text]
            first, *others = said or [Cell("")]
            rows.append((Cell(layer.title), Cell(layer.word, style), first))
            rows += [(Cell(""), Cell(""), cell) for cell in others]
        self.lines.extend(table(rows, self.columns, self.paint, indent=2))

    def hypotheses(self, title: str, hypotheses: Sequence[HypothesisView], *, full: bool) -> None:
        if not hypotheses:
            return
        self.title(title)
        for hypothesis in hypotheses:
            self.hypothesis(hypothesis, full=full)
            if full and hypothesis.playbook:
                self.paragraph(self.say(phrases.SEE_PLAYBOOK, id=hypothesis.playbook), indent=4, style="dim")

    def hypothesis(self, h: HypothesisView, *, full: bool = True) -> None:
        """A cause with its findings; the short form is one sentence and its numbers."""
        style = OF_VERDICT.get(h.verdict, "bold")
        first, *rest = wrap_parts([h.title, *h.details], self.columns - 4, self.labels.separator)
        named = first.removeprefix(h.title)
        painted = self.paint(h.title, style) + named if len(named) < len(first) else first
        self.lines.append("  " + painted)
        self.lines.extend("    " + line for line in rest)
        for finding in h.findings if full else h.findings[:1]:
            self.finding(finding, with_rule=full)

    def finding(self, finding: FindingView, *, with_rule: bool) -> None:
        if finding.because:
            self.paragraph(finding.because, indent=4, hang="• ")
        rows = [(m.fact, Cell(m.value, "bold"), m.limit, Cell(m.when, "dim")) for m in finding.measured]
        self.lines.extend(table(rows, self.columns, self.paint, indent=6))
        if with_rule:
            self.paragraph(finding.rule, indent=6, style="dim")

    def groups(self, title: str, groups: Sequence[Group]) -> None:
        """What is said of each layer, one item a line."""
        if not groups:
            return
        self.title(title)
        rows: list[tuple[str, str]] = []
        for group in groups:
            rows += [(group.title if i == 0 else "", item) for i, item in enumerate(group.items)]
        self.lines.extend(table(rows, self.columns, self.paint, indent=2))

    def questions(self, questions: Sequence[Question], more: str) -> None:
        if not questions:
            return
        self.title(self.say(phrases.ASK))
        for number, question in enumerate(questions, 1):
            self.paragraph(self.labels.plain(question.question, question.fact), indent=2, hang=f"{number}. ")
            if question.settles:
                self.paragraph(question.settles, indent=5, style="dim")
            if self.how:
                self.named((phrases.HOW.in_(self.labels.language), self.labels.how(question.fact)), indent=5)
        if more:
            self.paragraph(more, indent=2, style="dim")

    def playbook(self, playbook: PlaybookView) -> None:
        """The steps: owner, action, what is expected of it and how that is checked; then when to stop."""
        self.title(self.say(phrases.PLAYBOOK, title=playbook.title))
        for number, step in enumerate(playbook.steps, 1):
            self.paragraph(f"[{step.owner}] {step.action}", indent=2, hang=f"{number}. ")
            self.named((phrases.EXPECTED.in_(self.labels.language), step.expect), indent=5)
            self.named((phrases.CHECK.in_(self.labels.language), step.check), indent=5)
            self.named((phrases.AFTERWARDS.in_(self.labels.language), step.afterwards), indent=5)
        self.lines.append("")
        self.named((self.say(phrases.ESCALATE), playbook.escalate), indent=2)
        if playbook.attach:
            self.lines.append("  " + self.paint(self.say(phrases.ATTACH) + self.labels.colon.rstrip(), "dim"))
            for item in playbook.attach:
                self.paragraph(item, indent=4, hang="• ")

    def named(self, pair: tuple[str, str], *, indent: int) -> None:
        """``Name: text``, the text lined up behind the name."""
        name, text = pair
        if text:
            head = name + self.labels.colon
            for i, line in enumerate(wrap(text, self.columns - indent - width(head))):
                self.lines.append(" " * indent + (self.paint(head, "dim") if i == 0 else " " * width(head)) + line)


def file_heading(name: str, *, columns: int = 100, colour: bool = False) -> str:
    """The line above the report of one of several files."""
    line = f"── {clean(name)} "
    return Painter(colour)(line + "─" * max(columns - width(line), 2), "bold") + "\n\n"


def playbook_page(playbook: PlaybookView, labels: Labels, *, columns: int = 100, colour: bool = False) -> str:
    """One playbook by itself."""
    page = Page(labels, max(columns, NARROWEST), Painter(colour))
    page.playbook(playbook)
    return "\n".join(page.lines) + "\n"
