"""The knowledge base as people read it: layers, causes, and one cause with its rules, limits and sources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rtctriage.knowledge.model import (
    All,
    Any,
    Cause,
    Condition,
    KnowledgeBase,
    Not,
    Premise,
    Rule,
    Together,
)
from rtctriage.knowledge.places import thresholds_of
from rtctriage.report import phrases
from rtctriage.report.labels import Labels
from rtctriage.report.style import Painter
from rtctriage.report.tables import Cell, table, wrap
from rtctriage.text import Language, Text
from rtctriage.units import show

_CAUSES: Final = Text("Causes", "原因")
_RULES: Final = Text("Rules", "规则")
_LIMITS: Final = Text("Limits", "阈值")
_SOURCES: Final = Text("Sources", "依据")
_EXPLAINS: Final = Text("Explains", "可解释")
_LEADS_TO: Final = Text("Leads to", "会引起")
_PLAYBOOK: Final = Text("Playbook", "处理步骤")
_DOMAIN: Final = Text("Fix", "修复方")
_SEVERITY: Final = Text("Severity", "严重程度")
_STATUS: Final = Text("Status", "状态")
_WRITTEN: Final = Text("Written in", "定义于")
_ALL: Final = Text("all of", "同时满足")
_ANY: Final = Text("any of", "满足任一")
_NOT: Final = Text("not", "不满足")
_TOGETHER: Final = Text("at the same time, for {seconds} s", "同一时间成立，持续 {seconds} s")
_PREMISE: Final = {
    "established": Text("{cause} is established", "已确认{cause}"),
    "excluded": Text("{cause} is ruled out", "已排除{cause}"),
}


def layers(knowledge: KnowledgeBase, language: Language, *, columns: int = 100, colour: bool = False) -> str:
    """The layers in their order, with what they ask and how many causes they have."""
    labels = Labels(knowledge, language)
    head = [Cell(labels.say(t), "dim") for t in (phrases.LAYER, phrases.TITLE, _CAUSES, phrases.QUESTION)]
    rows = [
        [
            Cell(layer.id, "bold"),
            Cell(layer.title.in_(language)),
            Cell(str(sum(c.layer == layer.id for c in knowledge.causes.values()))),
            Cell(layer.summary.in_(language)),
        ]
        for layer in knowledge.layers
    ]
    return "\n".join(table([head, *rows], columns, Painter(colour))) + "\n"


def causes(knowledge: KnowledgeBase, language: Language, *, columns: int = 100, colour: bool = False) -> str:
    """All causes, layer by layer."""
    paint, labels = Painter(colour), Labels(knowledge, language)
    widest = max((len(c.id) for c in knowledge.causes.values()), default=0)
    lines: list[str] = []
    for layer in knowledge.layers:
        own = [c for c in knowledge.causes.values() if c.layer == layer.id]
        if not own:
            continue
        lines += [""] if lines else []
        lines.append(paint(layer.title.in_(language), "title"))
        rows = [(Cell(c.id.ljust(widest), "bold"), _titled(c, labels)) for c in own]
        lines += table(rows, columns, paint, indent=2)
    return "\n".join(lines) + "\n"


def _titled(cause: Cause, labels: Labels) -> str:
    """The title of a cause, with its status where it is not stable."""
    title = cause.title.in_(labels.language)
    return title if cause.status == "stable" else labels.plain(title, labels.word(phrases.STATUS, cause.status))


def cause(knowledge: KnowledgeBase, name: str, language: Language, *, columns: int = 100, colour: bool = False) -> str:
    """One cause of the knowledge base, whole. Raises KeyError for one that is not there."""
    return _CausePage(knowledge, knowledge.causes[name], language, columns, Painter(colour)).text()


class _CausePage:
    def __init__(
        self, knowledge: KnowledgeBase, cause: Cause, language: Language, columns: int, paint: Painter
    ) -> None:
        self.knowledge = knowledge
        self.cause = cause
        self.language: Language = language
        self.labels = Labels(knowledge, language)
        self.say = self.labels.say
        self.columns = columns
        self.paint = paint
        self.lines: list[str] = []

    def text(self) -> str:
        """The whole page: what the cause is, its rules, their limits, its sources."""
        c = self.cause
        self.lines.append(f"{self.paint(c.title.in_(self.language), 'bold')}  {c.id}")
        self.lines += wrap(c.summary.in_(self.language), self.columns)
        self.lines.append("")
        self.lines += table([(Cell(n, "dim"), t) for n, t in self.fields() if t], self.columns, self.paint)
        self.title(_RULES)
        for rule in c.rules:
            self.rule(rule)
        self.limits()
        if c.sources:
            self.title(_SOURCES)
            for source in c.sources:
                self.bullet(self.labels.plain(source.claim, source.origin))
        return "\n".join(self.lines) + "\n"

    def title(self, text: Text) -> None:
        self.lines += ["", self.paint(self.say(text), "title")]

    def bullet(self, text: str) -> None:
        for i, line in enumerate(wrap(text, self.columns - 4)):
            self.lines.append(("  • " if i == 0 else "    ") + line)

    def fields(self) -> Iterator[tuple[str, str]]:
        c, labels = self.cause, self.labels
        layer = next((x for x in self.knowledge.layers if x.id == c.layer), None)
        yield self.say(phrases.LAYER), layer.title.in_(self.language) if layer else c.layer
        yield self.say(_SEVERITY), labels.word(phrases.SEVERITY, c.severity)
        yield self.say(_DOMAIN), labels.word(phrases.DOMAIN, c.domain)
        yield self.say(_EXPLAINS), labels.listed([labels.complaint(x) for x in c.explains])
        yield self.say(_LEADS_TO), labels.listed([labels.cause(x) for x in c.leads_to])
        yield self.say(_PLAYBOOK), c.playbook or ""
        if c.status in phrases.STATUS:
            yield self.say(_STATUS), labels.word(phrases.STATUS, c.status) + labels.colon + c.because
        yield self.say(_WRITTEN), c.origin

    def limits(self) -> None:
        """The named thresholds that the rules use, with their sources."""
        named = self.knowledge.thresholds
        used = dict.fromkeys(name for rule in self.cause.rules for name in thresholds_of(rule.when) if name in named)
        if used:
            self.title(_LIMITS)
            limits = [named[name] for name in used]
            rows = [
                (Cell(t.name, "bold"), show(t.value, t.unit), Cell(t.told.in_(self.labels.language), "dim"))
                for t in limits
            ]
            self.lines += table(rows, self.columns, self.paint, indent=2)

    def rule(self, rule: Rule) -> None:
        """A rule: its name and weight, why, and when it holds."""
        side = self.labels.word(phrases.SIDE, rule.side) if rule.side else ""
        where = self.labels.word(phrases.WHERE, rule.where) if rule.where in phrases.WHERE else ""
        head = self.labels.separator.join(filter(None, (rule.id.partition("/")[2] or rule.id, side, where)))
        weight = self.paint(f"{rule.certainty:+.2f}", "fault" if rule.certainty > 0 else "clear")
        self.lines.append(f"  {weight}  {head}")
        for line in wrap(rule.because.in_(self.language), self.columns - 9):
            self.lines.append(" " * 9 + line)
        for depth, line in condition_lines(rule.when, self.labels):
            indent = 9 + 2 * depth
            self.lines += [" " * indent + self.paint(part, "dim") for part in wrap(line, self.columns - indent)]


def condition_lines(when: Condition, labels: Labels, depth: int = 0) -> Iterator[tuple[int, str]]:
    """A condition as lines with their depth, thresholds by their values."""
    if isinstance(when, All | Any):
        yield depth, labels.say(_ALL if isinstance(when, All) else _ANY) + labels.colon.rstrip()
        for part in when.parts:
            yield from condition_lines(part, labels, depth + 1)
    elif isinstance(when, Not):
        yield depth, labels.say(_NOT) + labels.colon.rstrip()
        yield from condition_lines(when.part, labels, depth + 1)
    elif isinstance(when, Together):
        yield depth, labels.say(_TOGETHER, seconds=f"{when.for_s:g}") + labels.colon.rstrip()
        for compare in when.parts:
            yield from condition_lines(compare, labels, depth + 1)
    elif isinstance(when, Premise):
        text = labels.say(_PREMISE[when.state], cause=labels.cause(when.cause))
        yield depth, labels.plain(text, labels.word(phrases.SIDE, when.side)) if when.side else text
    else:
        yield depth, f"{when.fact}  {labels.test(labels.without_fact(when.text, when.fact), when.fact)}"
