"""The pages of a guided diagnosis, for a terminal: question, reasons, answers so far, the end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from rtctriage.consult import Conclusion, Doubt, Question, Reasons, Step
from rtctriage.diagnosis import Diagnosis
from rtctriage.explain.changes import changes
from rtctriage.knowledge.model import KnowledgeBase
from rtctriage.report import phrases
from rtctriage.report.changes import change_lines, verdict_lines
from rtctriage.report.labels import Labels
from rtctriage.report.style import Painter
from rtctriage.report.tables import Cell, clean, table, width, wrap
from rtctriage.report.text import Page
from rtctriage.report.view import view
from rtctriage.text import Text
from rtctriage.units import show

_HEAD: Final = Text("Question {number} · {open} causes open", "第 {number} 问 · 尚有 {open} 个原因待定")
_AGAIN: Final = Text("skipped before", "之前跳过")
_HOW: Final = Text("How", "方法")
_WHY: Final = Text("Why", "原因")
_ANSWER: Final = Text("Answer", "回答")
_EXPECTED: Final = {
    "yes-no": Text("y or n", "y 是，n 否"),
    "version": Text("a version, such as 4.2.1", "版本号，例如 4.2.1"),
    "text": Text("text", "文字"),
    "date": Text(
        "a date and time such as 2026-11-30 18:00, or a number in {unit}",
        "日期时间，例如 2026-11-30 18:00，或以 {unit} 为单位的数字",
    ),
    "choice": Text("a number or a name from the list", "列表中的编号或名称"),
}
_NUMBER: Final = Text("a number{unit}{range}", "数字{unit}{range}")
_IN: Final = Text(" in {unit}", "，单位 {unit}")
_BETWEEN: Final = Text(", {low} to {high}", "，{low} 至 {high}")
_FROM: Final = Text(", {low} and more", "，不小于 {low}")
_NOW: Final = Text("Now", "目前")
_IF: Final = Text("If so", "如果这样")
_OPEN: Final = Text("Open causes, by likelihood", "待定原因（按可能性）")
_ELSE: Final = Text("something else", "其他原因")
_ANSWERS: Final = Text("What an answer would do", "不同回答的影响")
_INSTEAD: Final = Text("Next best: {questions}", "其次可问：{questions}")
_NOTHING_SAID: Final = Text("Nothing was answered yet.", "还没有回答任何问题。")
_CHANGED: Final = {
    "cause": Text("now {cause}", "现在判断为{cause}"),
    "none": Text("no cause stands out any more", "不再有突出的原因"),
    "verdict": Text("now {verdict}", "结论变为{verdict}"),
}


class Pages:
    """Makes pages for a terminal of so many columns; each ends with a line end."""

    def __init__(self, knowledge: KnowledgeBase, labels: Labels, columns: int, colour: bool) -> None:
        self.knowledge, self.labels, self.columns = knowledge, labels, max(columns, 40)
        self.paint = Painter(colour)
        self.say = labels.say

    def question(self, question: Question, number: int) -> str:
        """What is asked, why, how to find it, and what may be answered."""
        head = self.say(_HEAD, number=number, open=question.progress.open_causes)
        parts = [head, self.labels.layer(question.layer), question.effort_text]
        if question.again:
            parts.append(self.say(_AGAIN))
        lines = ["", *self._wrapped(self.labels.separator.join(parts), style_dim=True)]
        lines += [self.paint(line, "bold") for line in wrap(clean(question.text), self.columns)]
        lines += self._named(self.say(_WHY), question.why)
        lines += self._named(self.say(_HOW), question.how)
        lines += self.options(question)
        lines += self._named(self.say(_ANSWER), self.expected(question))
        return _page(lines)

    def options(self, question: Question) -> list[str]:
        """The choices with their keys, in as many columns as fit."""
        if question.kind != "choice":
            return []
        cells = [f"{option.key:>2}  {clean(option.label)}" for option in question.options]
        widest = max(map(width, cells)) + 3
        count = max(1, min((self.columns - 2) // widest, 3)) if len(cells) > 6 else 1
        rows = -(-len(cells) // count)
        lines: list[str] = []
        for row in range(rows):
            line = "".join(cell + " " * (widest - width(cell)) for cell in cells[row::rows])
            lines.append("  " + line.rstrip())
        return lines

    def expected(self, question: Question) -> str:
        """What an answer looks like."""
        if question.kind != "number":
            return self.say(_EXPECTED[question.kind], unit=question.unit or "s")
        unit = self.say(_IN, unit=question.unit) if question.unit else ""
        low, high = question.low, question.high
        if low is not None and high is not None:
            limits = self.say(_BETWEEN, low=show(low, ""), high=show(high, ""))
        else:
            limits = self.say(_FROM, low=show(low, "")) if low is not None else ""
        return self.say(_NUMBER, unit=unit, range=limits)

    def doubt(self, doubt: Doubt) -> str:
        """What an answer may have meant, to choose from."""
        lines = [self.paint(line, "suspect") for line in wrap(doubt.question, self.columns)]
        lines += [f"  {one.key:>2}  {clean(one.label)}" for one in doubt.alternatives]
        return _page(lines)

    def reasons(self, reasons: Reasons) -> str:
        """Why this is asked: what is open, what answers would do, what else could be asked."""
        lines = wrap(reasons.text, self.columns)
        if reasons.open:
            lines += ["", self.paint(self.say(_OPEN), "title")]
            rows = [(Cell(one.title), Cell(_percent(one.chance), "dim")) for one in reasons.open]
            rows.append((Cell(self.say(_ELSE)), Cell(_percent(reasons.something_else), "dim")))
            lines += table(rows, self.columns, self.paint, indent=2)
        if reasons.answers:
            lines += ["", self.paint(self.say(_ANSWERS), "title")]
            likely = [
                (Cell(one.label, "bold"), Cell(_percent(one.chance), "dim"), Cell(one.text)) for one in reasons.answers
            ]
            lines += table(likely, self.columns, self.paint, indent=2)
        if reasons.instead:
            others = self.labels.listed([one.title for one in reasons.instead])
            lines += ["", *self._wrapped(self.say(_INSTEAD, questions=others), style_dim=True)]
        return _page(lines)

    def so_far(self, diagnosis: Diagnosis) -> str:
        """The verdict as things stand, and the walk in short."""
        page = Page(self.labels, self.columns, self.paint)
        shown = view(diagnosis, self.knowledge)
        page.lines += verdict_lines([(self.say(_NOW), diagnosis)], self.knowledge, self.columns, self.paint)
        page.walk(shown.layers)
        return _page(page.lines)

    def what_if(self, now: Diagnosis, then: Diagnosis) -> str:
        """Both verdicts, and what stands differently."""
        answers = [(self.say(_NOW), now), (self.say(_IF), then)]
        lines = list(verdict_lines(answers, self.knowledge, self.columns, self.paint))
        lines += change_lines(now, then, changes(now, then), self.labels, self.columns, self.paint)
        return _page(lines)

    def answers(self, steps: Sequence[Step], *, with_questions: bool = False) -> str:
        """What was said, numbered, with what each answer changed."""
        if not steps:
            return self.say(_NOTHING_SAID) + "\n"
        rows = []
        for number, step in enumerate(steps, 1):
            asked = step.question if with_questions else self.labels.fact(step.fact)
            when = "" if step.at is None else f"{datetime.fromtimestamp(step.at).astimezone():%H:%M:%S}"
            head = Cell(str(number), "dim"), Cell(clean(asked)), Cell(clean(step.label), "bold")
            rows.append((*head, Cell(self.change(step)), *([Cell(when, "dim")] if with_questions else [])))
        return _page(table(rows, self.columns, self.paint, indent=2))

    def change(self, step: Step) -> str:
        """What an answer changed, in a few words; empty where nothing of note."""
        after = step.after
        if step.changed == "cause":
            if after.cause is None:
                return self.say(_CHANGED["none"])
            return self.say(_CHANGED["cause"], cause=self.labels.cause(after.cause))
        if step.changed == "verdict":
            return self.say(_CHANGED["verdict"], verdict=self.labels.word(phrases.VERDICT, after.verdict))
        return ""

    def commands(self, commands: Sequence[tuple[str, str]]) -> str:
        """What can be typed beside an answer."""
        return _page(
            table([(Cell(name, "bold"), Cell(what)) for name, what in commands], self.columns, self.paint, indent=2)
        )

    def conclusion(self, conclusion: Conclusion) -> str:
        """Why there is nothing more to ask."""
        return _page(["", *[self.paint(line, "title") for line in wrap(conclusion.text, self.columns)]])

    def _named(self, name: str, text: str) -> list[str]:
        if not text:
            return []
        head = f"  {name}{self.labels.colon}"
        wrapped = wrap(clean(text), self.columns - width(head))
        return [(self.paint(head, "dim") if i == 0 else " " * width(head)) + line for i, line in enumerate(wrapped)]

    def _wrapped(self, text: str, *, style_dim: bool = False) -> list[str]:
        return [self.paint(line, "dim") if style_dim else line for line in wrap(text, self.columns)]


def _page(lines: Sequence[str]) -> str:
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _percent(share: float) -> str:
    return f"{share:.0%}" if share >= 0.01 else "< 1%"
