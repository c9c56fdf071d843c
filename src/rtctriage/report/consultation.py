"""The pages of a guided diagnosis, for a terminal: question, reasons, answers so far, the end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from rtctriage.consult import Conclusion, Doubt, FileStep, Reasons, Step
from rtctriage.diagnosis import Diagnosis
from rtctriage.explain.changes import changes
from rtctriage.report import phrases
from rtctriage.report.asking import QuestionPages, page_of
from rtctriage.report.changes import change_lines, verdict_lines
from rtctriage.report.effects import effects
from rtctriage.report.tables import Cell, clean, table, wrap
from rtctriage.report.text import Page
from rtctriage.report.view import view
from rtctriage.text import Text

_NOW: Final = Text("Now", "目前")
_IF: Final = Text("If so", "如果这样")
_OPEN: Final = Text("Open causes, by likelihood", "待定原因（按可能性）")
_ELSE: Final = Text("something else", "其他原因")
_MORE_ANSWERS: Final = Text("{count} more kinds of answers are less likely", "另有 {count} 类回答，可能性较小")
_EVIDENCE: Final = Text("Attached", "附加记录")
_NO_CAUSE: Final = Text(
    "No cause could be named. What would settle most is listed first below, with how to find it. Most of it is in a"
    " recording of the call, from both ends.",
    "目前还不能判断原因。下面首先列出最值得补充的信息及其获取方法；其中大部分可由通话记录得到，最好两端都采集。",
)
_SHOWN_OPEN: Final = 5
_SHOWN_ANSWERS: Final = 6
_ANSWERS: Final = Text("What an answer would do", "不同回答的影响")
_INSTEAD: Final = Text("Next best: {questions}", "其次可问：{questions}")
_NOTHING_SAID: Final = Text("Nothing was answered yet.", "还没有回答任何问题。")
_CHANGED: Final = {
    "cause": Text("now {cause}", "现在判断为{cause}"),
    "none": Text("no cause stands out any more", "不再有突出的原因"),
    "verdict": Text("now {verdict}", "结论变为{verdict}"),
}


class Pages(QuestionPages):
    """All pages of a consultation; each ends with a line end."""

    def doubt(self, doubt: Doubt) -> str:
        """What an answer may have meant, to choose from."""
        lines = [self.paint(line, "suspect") for line in wrap(doubt.question, self.columns)]
        lines += [f"  {one.key:>2}  {clean(one.label)}" for one in doubt.alternatives]
        return page_of(lines)

    def reasons(self, reasons: Reasons) -> str:
        """Why this is asked: what is open, what answers would do, what else could be asked."""
        lines = wrap(reasons.text, self.columns)
        if reasons.open:
            lines += ["", self.paint(self.say(_OPEN), "title")]
            shown = reasons.open[:_SHOWN_OPEN]
            rest = max(0.0, 1.0 - sum(one.chance for one in shown))
            rows = [(Cell(one.title), Cell(_percent(one.chance), "dim")) for one in shown]
            rows.append((Cell(self.say(_ELSE)), Cell(_percent(rest), "dim")))
            lines += table(rows, self.columns, self.paint, indent=2)
        if reasons.answers:
            lines += ["", self.paint(self.say(_ANSWERS), "title")]
            likely = [
                (Cell(one.label, "bold"), Cell(_percent(one.chance), "dim"), Cell(one.text))
                for one in reasons.answers[:_SHOWN_ANSWERS]
            ]
            lines += table(likely, self.columns, self.paint, indent=2)
            more = len(reasons.answers) - _SHOWN_ANSWERS
            if more > 0:
                lines.append("  " + self.paint(self.say(_MORE_ANSWERS, count=more), "dim"))
        if reasons.instead:
            others = self.labels.listed([one.title for one in reasons.instead])
            lines += ["", *self._wrapped(self.say(_INSTEAD, questions=others), style_dim=True)]
        return page_of(lines)

    def so_far(self, diagnosis: Diagnosis) -> str:
        """The verdict as things stand, and the walk in short."""
        page = Page(self.labels, self.columns, self.paint)
        shown = view(diagnosis, self.knowledge)
        page.lines += verdict_lines([(self.say(_NOW), diagnosis)], self.knowledge, self.columns, self.paint)
        page.walk(shown.layers)
        return page_of(page.lines)

    def what_if(self, now: Diagnosis, then: Diagnosis) -> str:
        """Both verdicts, and what stands differently."""
        answers = [(self.say(_NOW), now), (self.say(_IF), then)]
        lines = list(verdict_lines(answers, self.knowledge, self.columns, self.paint))
        lines += change_lines(now, then, changes(now, then), self.labels, self.columns, self.paint)
        return page_of(lines)

    def effects(self, before: Diagnosis, after: Diagnosis) -> str:
        """What an answer changed; empty where no cause stands differently."""
        lines: list[str] = []
        for text, style in effects(before, after, self.labels):
            head, *rest = wrap(text, self.columns - 2)
            lines += [self.paint(line, style) for line in (f"→ {head}", *(f"  {line}" for line in rest))]
        return page_of(lines) if lines else ""

    def answers(self, steps: Sequence[Step], files: Sequence[FileStep] = (), *, with_questions: bool = False) -> str:
        """What was said, numbered, and the files that were attached between, with what each of them changed."""
        if not steps and not files:
            return self.say(_NOTHING_SAID) + "\n"
        rows: list[tuple[Cell, ...]] = []
        for number, step in enumerate(steps):
            rows += [self._file(one) for one in files if one.place == number]
            asked = step.question if with_questions else self.labels.fact(step.fact)
            when = "" if step.at is None else f"{datetime.fromtimestamp(step.at).astimezone():%H:%M:%S}"
            head = Cell(str(number + 1), "dim"), Cell(clean(asked)), Cell(clean(step.label), "bold")
            rows.append((*head, Cell(self.change(step)), *([Cell(when, "dim")] if with_questions else [])))
        rows += [self._file(one) for one in files if one.place == len(steps)]
        return page_of(table(rows, self.columns, self.paint, indent=2))

    def _file(self, file: FileStep) -> tuple[Cell, ...]:
        return Cell(""), Cell(self.say(_EVIDENCE)), Cell(clean(file.path), "bold"), Cell(self.change(file))

    def change(self, step: Step | FileStep) -> str:
        """What an answer or a file changed, in a few words; empty where nothing of note."""
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
        return page_of(
            table([(Cell(name, "bold"), Cell(what)) for name, what in commands], self.columns, self.paint, indent=2)
        )

    def conclusion(self, conclusion: Conclusion, *, with_verdict: bool = False) -> str:
        """Why there is nothing more to ask; without a cause, what would help."""
        lines = ["", *[self.paint(line, "title") for line in wrap(conclusion.text, self.columns)]]
        if with_verdict:
            lines += verdict_lines([(self.say(_NOW), conclusion.diagnosis)], self.knowledge, self.columns, self.paint)
        if conclusion.diagnosis.verdict == "inconclusive":
            lines += wrap(self.say(_NO_CAUSE), self.columns)
        return page_of(lines)


def _percent(share: float) -> str:
    return f"{share:.0%}" if share >= 0.01 else "< 1%"
