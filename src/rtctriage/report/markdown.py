"""The report as Markdown, for a ticket or a chat."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from rtctriage.diagnosis import Diagnosis
from rtctriage.knowledge.model import KnowledgeBase
from rtctriage.profile import Profile
from rtctriage.report import phrases
from rtctriage.report.labels import Labels
from rtctriage.report.playbook import PlaybookView
from rtctriage.report.sections import FindingView, Group, HypothesisView, LayerRow, Question, View
from rtctriage.report.times import Zone
from rtctriage.report.view import view

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>|#~&])")


def render(
    diagnosis: Diagnosis,
    knowledge: KnowledgeBase | None = None,
    *,
    profile: Profile | None = None,
    zone: Zone = "utc",
    level: int = 1,
) -> str:
    """The diagnosis as Markdown in its own language, its title a heading of this level; ends with a line end."""
    page = _Page(Labels(knowledge, diagnosis.language), level)
    return page.report(view(diagnosis, knowledge, profile=profile, zone=zone))


def escape(text: str) -> str:
    """Text that Markdown takes as it stands."""
    return _SPECIAL.sub(r"\\\1", text)


def rows(head: Sequence[str], body: Iterable[Sequence[str]]) -> list[str]:
    """A table; its cells are escaped."""
    lines = ["| " + " | ".join(map(escape, head)) + " |", "|" + " --- |" * len(head)]
    lines += ["| " + " | ".join(map(escape, row)) + " |" for row in body]
    return lines


class _Page:
    def __init__(self, labels: Labels, level: int) -> None:
        self.labels = labels
        self.say = labels.say
        self.level = level
        self.lines: list[str] = []

    def report(self, v: View) -> str:
        """The whole page; ends with a line end."""
        word, *rest = v.headline
        self.heading(f"{word}{self.labels.colon}{self.labels.separator.join(rest)}", 0)
        if v.subject:
            separator = self.labels.separator
            self.lines += [f"- {escape(name)}{self.labels.colon}{escape(separator.join(t))}" for name, t in v.subject]
        if v.verdict == "inconclusive":
            self.questions(v.questions, v.more_questions)
        self.walk(v.layers)
        if v.primary:
            self.hypotheses(self.say(phrases.PRIMARY), [v.primary])
        self.hypotheses(self.say(phrases.CONSEQUENCES), v.consequences)
        self.hypotheses(self.say(phrases.INDEPENDENT), v.independent, with_playbook=True)
        self.hypotheses(self.say(phrases.OBSERVATIONS), v.observations)
        self.groups(self.say(phrases.RULED_OUT), v.ruled_out)
        self.groups(self.say(phrases.UNMEASURED), v.unmeasured)
        if v.verdict != "inconclusive":
            self.questions(v.questions, v.more_questions)
        if v.playbook:
            self.playbook(v.playbook)
        self.lines += ["", "---", "", escape(v.footer)]
        return "\n".join(self.lines) + "\n"

    def heading(self, text: str, below: int = 1) -> None:
        if self.lines:
            self.lines.append("")
        self.lines += ["#" * min(self.level + below, 6) + " " + escape(text), ""]

    def walk(self, layers: Sequence[LayerRow]) -> None:
        if not layers:
            return
        self.heading(self.say(phrases.WALK))
        head = [self.say(t) for t in (phrases.LAYER, phrases.RESULT, phrases.FOUND)]
        said = ([*layer.found, *filter(None, (layer.ruled_out, layer.unmeasured))] for layer in layers)
        joined = map(self.labels.semicolon.join, said)
        body = [(layer.title, layer.word, text) for layer, text in zip(layers, joined, strict=True)]
        self.lines += rows(head, body)

    def hypotheses(self, title: str, hypotheses: Sequence[HypothesisView], *, with_playbook: bool = False) -> None:
        """A section with its hypotheses, and with their playbooks if asked; nothing where there are none."""
        if not hypotheses:
            return
        self.heading(title)
        for i, h in enumerate(hypotheses):
            if i:
                self.lines.append("")
            self.lines.append(self.labels.separator.join([f"**{escape(h.title)}**", *map(escape, h.details)]))
            if h.findings:
                self.lines.append("")
            for finding in h.findings:
                self.finding(finding)
            if with_playbook and h.playbook:
                self.lines += ["", escape(self.say(phrases.SEE_PLAYBOOK, id=h.playbook))]

    def finding(self, finding: FindingView) -> None:
        """A sentence with its evidence below it: what was measured, against what, when."""
        self.lines.append(f"- {escape(finding.because)}")
        for m in finding.measured:
            parts = [f"{escape(m.fact)}{self.labels.colon}**{escape(m.value)}**" if m.value else escape(m.fact)]
            parts += map(escape, filter(None, (self.say(phrases.LIMIT_OF, limit=m.limit), m.when)))
            self.lines.append(f"  - {self.labels.separator.join(parts)}")
        self.lines.append(f"  - {escape(finding.rule)}")

    def groups(self, title: str, groups: Sequence[Group]) -> None:
        if not groups:
            return
        self.heading(title)
        for group in groups:
            self.lines.append(f"- **{escape(group.title)}**")
            self.lines += [f"  - {escape(item)}" for item in group.items]

    def questions(self, questions: Sequence[Question], more: str) -> None:
        if not questions:
            return
        self.heading(self.say(phrases.ASK))
        for number, question in enumerate(questions, 1):
            asked = self.labels.plain(escape(question.question), f"`{question.fact}`")
            self.lines.append(f"{number}. {asked}")
            if question.settles:
                self.lines.append(f"   {escape(question.settles)}")
        if more:
            self.lines += ["", escape(more)]

    def playbook(self, playbook: PlaybookView) -> None:
        self.heading(self.say(phrases.PLAYBOOK, title=playbook.title))
        for number, step in enumerate(playbook.steps, 1):
            self.lines.append(f"{number}. **{escape(step.owner)}**{self.labels.colon}{escape(step.action)}")
            told = (phrases.EXPECTED, step.expect), (phrases.CHECK, step.check), (phrases.AFTERWARDS, step.afterwards)
            for name, text in told:
                if text:
                    self.lines.append(f"   - {self.say(name)}{self.labels.colon}{escape(text)}")
        self.lines += ["", f"**{self.say(phrases.ESCALATE)}**{self.labels.colon}{escape(playbook.escalate)}"]
        if playbook.attach:
            self.lines += ["", f"**{self.say(phrases.ATTACH)}**{self.labels.colon.rstrip()}", ""]
            self.lines += [f"- {escape(item)}" for item in playbook.attach]
