"""Before and after: the page for a terminal, and the flowchart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rtctriage.diagnosis import ConditionResult
from rtctriage.explain.compare import Comparison, FactComparison, StepCheck
from rtctriage.explain.verify import Check
from rtctriage.knowledge.model import KnowledgeBase
from rtctriage.report import phrases
from rtctriage.report.changes import ARROW, change_lines, from_to, stood, verdict_lines
from rtctriage.report.changes_graph import changes_flowchart
from rtctriage.report.labels import Labels
from rtctriage.report.style import Painter, Style
from rtctriage.report.tables import Cell, table, wrap
from rtctriage.report.times import Zone
from rtctriage.text import Text

_BEFORE: Final = Text("Before", "之前")
_AFTER: Final = Text("After", "之后")
_OUTCOME: Final = {
    "solved": Text("SOLVED: {cause} is ruled out now", "已解决：现已排除{cause}"),
    "not-confirmed": Text(
        "NOT CONFIRMED: {cause} is not found any more, but a check of its playbook fails",
        "未确认：不再判定为{cause}，但处理步骤中的验证未通过",
    ),
    "not-shown": Text(
        "NOT SHOWN: {cause} is not found any more, and what was measured does not rule it out",
        "无法证明：不再判定为{cause}，但现有数据不足以排除",
    ),
    "still-there": Text("STILL THERE: {cause}", "仍存在：{cause}"),
    "nothing-to-compare": Text("NOTHING TO COMPARE: there was no fault before", "无可对比：之前的通话没有故障"),
}
_STYLE: Final[dict[str, Style]] = {
    "solved": "clear",
    "not-confirmed": "suspect",
    "not-shown": "suspect",
    "still-there": "fault",
    "nothing-to-compare": "plain",
}
_NEW: Final = Text("New now: {causes}", "新出现：{causes}")
_CHECKS: Final = Text("Checks of the playbook: {title}", "处理步骤的验证：{title}")
_STEP: Final = Text("step {number}", "第 {number} 步")
_TRUTH: Final = {
    "true": Text("passes", "通过"),
    "false": Text("fails", "未通过"),
    "unknown": Text("too little measured", "数据不足"),
    "missing": Text("not measured", "未测得"),
}
_TRUTH_STYLE: Final[dict[str, Style]] = {"true": "clear", "false": "fault", "unknown": "dim", "missing": "dim"}
_FACTS: Final = Text("Facts that speak more or less for a fault than before", "与故障的关联有变化的事实")
_EFFECT: Final = {
    "better": Text("less suspicious", "疑点减少"),
    "worse": Text("more suspicious", "疑点增多"),
    "not-measured-now": Text("not measured now", "现在未测得"),
    "measured-now": Text("measured now", "现在才测得"),
}
_EFFECT_STYLE: Final[dict[str, Style]] = {"better": "clear", "worse": "fault"}


def compare_page(
    answer: Comparison, knowledge: KnowledgeBase, *, columns: int = 100, colour: bool = False, zone: Zone = "utc"
) -> str:
    """What became of the cause, both verdicts, the checks, and what changed; ends with a line end."""
    labels = Labels(knowledge, answer.after.language, answer.after.scenario)
    paint = Painter(colour)
    cause = "" if answer.cause is None else labels.cause(answer.cause)
    lines = [
        paint(line, _STYLE[answer.outcome]) for line in wrap(labels.say(_OUTCOME[answer.outcome], cause=cause), columns)
    ]
    if answer.was is not None and answer.now is not None:
        lines += wrap(f"  {stood(answer.was, labels)} {ARROW} {stood(answer.now, labels)}", columns)
    if answer.new:
        new = labels.listed([labels.cause(name) for name in answer.new])
        lines += [paint(line, "fault") for line in wrap(labels.say(_NEW, causes=new), columns)]
    lines.append("")
    answers = [(labels.say(_BEFORE), answer.before), (labels.say(_AFTER), answer.after)]
    lines += verdict_lines(answers, knowledge, columns, paint, zone)
    for note in answer.notes:
        lines += wrap(f"{labels.say(phrases.NOTE)}{labels.colon}{note.in_(labels.language)}", columns)
    if answer.checks:
        playbook = knowledge.playbooks.get(answer.playbook or "")
        title = answer.playbook if playbook is None else playbook.title.in_(labels.language)
        lines += ["", paint(labels.say(_CHECKS, title=title), "title")]
        lines += table([row for check in answer.checks for row in _check(check, labels)], columns, paint, indent=2)
    facts = [fact for fact in answer.facts if fact.effect in ("better", "worse") or _told(fact)]
    if facts:
        lines += ["", paint(labels.say(_FACTS), "title")]
        lines += table([_fact(fact, labels) for fact in facts], columns, paint, indent=2)
    lines += change_lines(answer.before, answer.after, answer.changes, labels, columns, paint)
    return "\n".join(lines) + "\n"


def compare_flowchart(answer: Comparison, knowledge: KnowledgeBase) -> str:
    """Both answers in Mermaid's language; ends with a line end."""
    labels = Labels(knowledge, answer.after.language, answer.after.scenario)
    return changes_flowchart([(labels.say(_BEFORE), answer.before), (labels.say(_AFTER), answer.after)], labels)


def _check(check: StepCheck, labels: Labels) -> Iterator[tuple[Cell, ...]]:
    for number, (then, now) in enumerate(zip(check.before.tests, check.after.tests, strict=True)):
        step = labels.say(_STEP, number=check.step) if number == 0 else ""
        said = [_came_out(then, check.before), _came_out(now, check.after)]
        words = [Cell(labels.word(_TRUTH, word), _TRUTH_STYLE[word]) for word in said]
        value, limit = labels.tested(now)
        value = value or labels.word(_TRUTH, said[1])
        test = labels.fact(now.fact) + labels.colon + value + labels.comma + limit
        yield (Cell(step, "dim"), words[0], Cell(ARROW, "dim"), words[1], Cell(test))


def _came_out(test: ConditionResult, check: Check) -> str:
    return "missing" if test.truth == "unknown" and test.fact in check.missing else test.truth


def _told(fact: FactComparison) -> bool:
    """Whether it speaks for a fault in the one call, and was not measured in the other."""
    return max(fact.bears) > 0 and fact.effect != "same"


def _fact(fact: FactComparison, labels: Labels) -> tuple[Cell, ...]:
    effect = Cell(labels.word(_EFFECT, fact.effect), _EFFECT_STYLE.get(fact.effect, "dim"))
    return (effect, Cell(labels.fact(fact.fact)), *from_to(fact.fact, fact.unit, fact.before, fact.after, labels))
