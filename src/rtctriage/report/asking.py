"""The page of a question, for a terminal: what is asked, why, how to find it, and what may be answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rtctriage.consult import Question
from rtctriage.knowledge.model import KnowledgeBase
from rtctriage.report import phrases
from rtctriage.report.labels import Labels
from rtctriage.report.style import Painter
from rtctriage.report.tables import Cell, clean, table, width, wrap
from rtctriage.text import Text
from rtctriage.units import show

_HEAD: Final = Text("Question {number}", "第 {number} 问")
_LEFT: Final = Text("{open} of {total} causes open", "待定原因 {open}/{total}")
_AGAIN: Final = Text("skipped before", "之前跳过")

_WHY: Final = Text("Why", "原因")
_ANSWER: Final = Text("Answer", "回答")
_EXPECTED: Final = {
    "yes-no": Text("y yes, n no", "y 是，n 否"),
    "version": Text("a version, such as 4.2.1", "版本号，例如 4.2.1"),
    "text": Text("as it is written there", "照原样填写"),
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
_BEARS_ON: Final = Text("Bears on {causes}", "关系到{causes}")
_AND_MORE: Final = Text("{causes} and {more} more", "{causes}等 {count} 项")
_LONGEST_LIST: Final = 10


class QuestionPages:
    """Makes pages for a terminal of so many columns; each ends with a line end."""

    def __init__(self, knowledge: KnowledgeBase, labels: Labels, columns: int, colour: bool) -> None:
        self.knowledge, self.labels, self.columns = knowledge, labels, max(columns, 40)
        self.paint = Painter(colour)
        self.say = labels.say

    def question(self, question: Question, number: int) -> str:
        """What is asked, why, how to find it, and what may be answered."""
        lines = ["", self._rule(question, number)]
        lines += [self.paint(line, "bold") for line in wrap(clean(question.text), self.columns)]
        lines += self._named(self.say(_WHY), self._why(question))
        lines += self._named(self.say(phrases.HOW), question.how)
        lines += self.options(question)
        lines += self._named(self.say(_ANSWER), self.expected(question))
        return page_of(lines)

    def reminder(self, question: Question, number: int) -> str:
        """The question once more, in short, after something else was shown."""
        lines = ["", *wrap(f"{self.say(_HEAD, number=number)}{self.labels.colon}{clean(question.text)}", self.columns)]
        lines = [self.paint(line, "bold") for line in lines]
        return page_of([*lines, *self._named(self.say(_ANSWER), self.expected(question))])

    def _rule(self, question: Question, number: int) -> str:
        """A line across the terminal: which question, and as much of the rest as fits."""
        parts = [self.say(_HEAD, number=number)]
        if question.again:
            parts.append(self.say(_AGAIN))
        layers = {self.knowledge.causes[cause].layer for cause in question.causes}
        # one that bears on several layers is about none of them
        parts += [self.labels.layer(layer) for layer in layers] if len(layers) == 1 else []
        total = len(self.knowledge.causes)
        parts += [question.effort_text, self.say(_LEFT, open=question.progress.open_causes, total=total)]
        while len(parts) > 1 and width(self.labels.separator.join(parts)) > self.columns - 8:
            parts.pop()
        line = f"── {self.labels.separator.join(parts)} "
        return self.paint(line + "─" * (self.columns - width(line)), "title")

    def _why(self, question: Question) -> str:
        """What hangs on the answer: as many causes as fit in one line."""
        if question.fact == "complaint" or not question.causes:
            return question.why
        causes = [self.labels.cause(cause) for cause in question.causes]
        room = self.columns - width(f"  {self.say(_WHY)}{self.labels.colon}")
        for named in range(min(4, len(causes)), 0, -1):
            listed, more = self.labels.listed(causes[:named]), len(causes) - named
            if more:
                listed = self.say(_AND_MORE, causes=listed, more=more, count=len(causes))
            said = self.say(_BEARS_ON, causes=listed)
            if width(said) <= room:
                break
        return said

    def options(self, question: Question) -> list[str]:
        """The choices with their keys, in as many columns as fit; in a short list also by their ids."""
        if question.kind != "choice":
            return []
        cells = [f"{option.key:>2}  {clean(option.label)}" for option in question.options]
        widest = max(map(width, cells)) + 3
        if len(cells) > 6 and widest * 2 <= self.columns - 2:
            count = min((self.columns - 2) // widest, 3)
        elif len(cells) > _LONGEST_LIST or self.columns < widest + 2 + max(len(o.id) for o in question.options):
            count = 1
        else:
            rows = [
                (Cell(cell), Cell("" if option.id == option.label else option.id, "dim"))
                for cell, option in zip(cells, question.options, strict=True)
            ]
            return table(rows, self.columns, self.paint, indent=2, gap=3)
        rows_ = -(-len(cells) // count)
        lines: list[str] = []
        for row in range(rows_):
            line = "".join(cell + " " * (widest - width(cell)) for cell in cells[row::rows_])
            lines += wrap("  " + line.rstrip(), self.columns) if count == 1 else ["  " + line.rstrip()]
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

    def _named(self, name: str, text: str) -> list[str]:
        if not text:
            return []
        head = f"  {name}{self.labels.colon}"
        wrapped = wrap(clean(text), self.columns - width(head))
        return [(self.paint(head, "dim") if i == 0 else " " * width(head)) + line for i, line in enumerate(wrapped)]

    def _wrapped(self, text: str, *, style_dim: bool = False) -> list[str]:
        return [self.paint(line, "dim") if style_dim else line for line in wrap(text, self.columns)]


def page_of(lines: Sequence[str]) -> str:
    """Lines as one text that ends with a line end."""
    return "\n".join(line.rstrip() for line in lines) + "\n"
