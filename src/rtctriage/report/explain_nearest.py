"""The nearest change as a page: what would have to be different, why that is enough, and what follows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rtctriage.explain.nearest import Answer, ChangedFact, Compared, Nearest, Range, Turned
from rtctriage.inference.values import ANOTHER
from rtctriage.knowledge.model import KnowledgeBase
from rtctriage.profile import Scalar
from rtctriage.report import explain_phrases as words
from rtctriage.report import phrases
from rtctriage.report.explain_tree import Branch, Page, Section
from rtctriage.report.labels import Labels, certainty
from rtctriage.report.rounding import outward
from rtctriage.report.times import Clock, Zone
from rtctriage.text import Language, Text, closed_up
from rtctriage.units import show

_CLEAR: Final = Text("What would clear {cause}", "哪些改变可以排除“{cause}”")
_ESTABLISH: Final = Text("What would establish {cause}", "哪些改变会使“{cause}”得到确认")
_NO_CAUSE: Final = Text("Nothing to clear: the diagnosis names no cause", "没有需要排除的原因：诊断未指出任何原因")
_NOW: Final = Text("now: certainty {value}", "目前置信度 {value}")
_CLEARED_ALREADY: Final = Text(
    "It is not suspected: nothing has to be different.", "该原因目前并无嫌疑，无需任何改变。"
)
_ESTABLISHED_ALREADY: Final = Text("It is established: nothing has to be different.", "该原因已确认，无需任何改变。")
_NONE: Final = Text(
    "No change of up to {count} facts does it, of those that are looked at: {facts}.",
    "在所考察的事实（{facts}）中，改变不超过 {count} 项均无法做到。",
)
_NONE_AT_ALL: Final = Text("No known fact bears on it that could be different.", "没有任何可以改变的已知事实与之相关。")

_BEST: Final = Text("The smallest change", "最小的改变")
_OTHER: Final = Text("Or, with other facts", "也可以改变其他事实")
_CHANGEABLE: Final = Text("The smallest change of what one can set", "仅限可人为调整的事实，最小的改变")

_AT_MOST: Final = Text("at most {value}", "不超过 {value}")
_BELOW: Final = Text("below {value}", "低于 {value}")
_AT_LEAST: Final = Text("at least {value}", "不低于 {value}")
_ABOVE: Final = Text("above {value}", "高于 {value}")
_LOWERED: Final = Text("lowered by {value}", "整体降低 {value}")
_RAISED: Final = Text("raised by {value}", "整体升高 {value}")
_POINT: Final = Text("{value} percentage point", "{value} 个百分点")
_POINTS: Final = Text("{value} percentage points", "{value} 个百分点")
_INSTEAD: Final = Text("{after}, not {before}", "{after}，原为 {before}")
_SHIFTED: Final = Text("{by}: {after}, not {before}", "{by}：{after}，原为 {before}")
_ANOTHER: Final = Text("another value", "其他值")
_SUPPLIED: Final = Text("supplied: not measured", "假设值，未测得")

_LEVER: Final = {
    "setting": Text("can be changed: a setting of the application", "可调整：应用设置"),
    "network": Text("can be changed: the network", "可调整：网络"),
    "device": Text("can be changed: the device", "可调整：设备"),
    "use": Text("can be changed: how the user behaves", "可调整：用户的使用方式"),
}
_NO_LEVER: Final = Text("not something one can set: it follows from other things", "无法直接调整：它是其他因素的结果")

_TURNS: Final = {
    ("true", "false"): Text("no longer holds: {test}", "不再满足：{test}"),
    ("true", "unknown"): Text("no longer known to hold: {test}", "无法再判定为满足：{test}"),
    ("false", "true"): Text("then holds: {test}", "将满足：{test}"),
    ("false", "unknown"): Text("no longer known to fail: {test}", "无法再判定为不满足：{test}"),
    ("unknown", "true"): Text("then holds: {test}", "将满足：{test}"),
    ("unknown", "false"): Text("then fails: {test}", "将不满足：{test}"),
}
_RULES: Final = Text("rule {rules}", "规则 {rules}")

_THEN: Final = Text("then: {cause}", "届时：{cause}")
_RULED_OUT: Final = Text("ruled out", "已排除")
_UNSUSPECTED: Final = Text("no longer suspected", "不再有嫌疑")
_ESTABLISHED: Final = Text("established", "已确认")
_DIAGNOSIS: Final = Text("the diagnosis would say: {verdict}", "诊断结论将为：{verdict}")


def page(found: Nearest, knowledge: KnowledgeBase, language: Language, zone: Zone = "utc") -> Page:
    """All of one answer."""
    labels = Labels(knowledge, language, found.scenario)
    return _Telling(found, labels, Clock(found.t0, language, zone)).page()


class _Telling:
    def __init__(self, found: Nearest, labels: Labels, clock: Clock) -> None:
        self.found = found
        self.labels = labels
        self.say = labels.say
        self.clock = clock

    def page(self) -> Page:
        found = self.found
        if found.cause is None:
            verdict = self.labels.word(phrases.VERDICT, found.now.verdict)
            return Page(self.labels.plain(self.say(_NO_CAUSE), verdict), "bold", (), ())
        title = self.say(_CLEAR if found.aim == "clear" else _ESTABLISH, cause=self._cause(found.cause, self._side()))
        headline = self.labels.separator.join((title, self.say(_NOW, value=certainty(found.certainty))))
        return Page(headline, "bold", (found.cause, *self._notes()), tuple(self._sections()))

    def _side(self) -> str | None:
        """The side that is asked for, where it is one of two."""
        one = self.found.sides[0]
        return one if len(self.found.sides) == 1 else None

    def _cause(self, cause: str, side: str | None) -> str:
        title = self.labels.cause(cause)
        return title if side is None else self.labels.plain(title, self.labels.word(phrases.SIDE, side))

    def _notes(self) -> Iterator[str]:
        found = self.found
        if found.status == "already":
            yield self.say(_CLEARED_ALREADY if found.aim == "clear" else _ESTABLISHED_ALREADY)
        elif found.status == "none":
            facts = self.labels.listed([self.labels.fact(fact) for fact in found.considered])
            yield self.say(_NONE, count=found.most_facts, facts=facts) if facts else self.say(_NONE_AT_ALL)

    def _sections(self) -> Iterator[Section]:
        for number, answer in enumerate(self.found.answers):
            yield self._answer(_OTHER if number else _BEST, answer)
        if self.found.changeable is not None:
            yield self._answer(_CHANGEABLE, self.found.changeable)

    def _answer(self, title: Text, answer: Answer) -> Section:
        changes = (self._change(change) for change in answer.changes)
        return Section(self.say(title), (*changes, self._outcome(answer)))

    def _outcome(self, answer: Answer) -> Branch:
        assert self.found.cause is not None
        cause = self._cause(self.found.cause, self._side())
        state = _ESTABLISHED if self.found.aim == "establish" else _RULED_OUT if answer.excluded else _UNSUSPECTED
        value = self.say(phrases.CERTAINTY, value=certainty(answer.certainty))
        said = self.labels.separator.join((self.say(_THEN, cause=cause), self.say(state), value))
        then = answer.then
        parts = [self.labels.word(phrases.VERDICT, then.verdict)]
        if then.cause is not None and then.certainty is not None:
            parts += [self._cause(then.cause, then.side), self.say(phrases.CERTAINTY, value=certainty(then.certainty))]
        return Branch(said, (self.say(_DIAGNOSIS, verdict=self.labels.separator.join(parts)),), (), "bold")

    def _change(self, change: ChangedFact) -> Branch:
        said = f"{self.labels.fact(change.fact)}{self.labels.colon}{self._said(change)}"
        where = self.clock.window(change.window_s)
        if isinstance(change.before, Range) and change.window_s is None:
            where = self.say(phrases.WHOLE_CALL)
        notes = [
            self.say(_NO_LEVER) if change.lever is None else self.labels.word(_LEVER, change.lever),
            *(self.say(phrases.STREAM, label=label) for label in self.labels.streams(change.streams)),
        ]
        return Branch(
            self.labels.separator.join(part for part in (said, where) if part),
            tuple(notes),
            tuple(self._turned(one, change) for one in change.turned),
        )

    def _said(self, change: ChangedFact) -> str:
        """What the fact would have to be, and what it is."""
        if change.how == "supplied":
            return self.labels.plain(self._after(change), self.say(_SUPPLIED))
        before = self._shown(change, change.before)
        if change.how == "shifted":
            return self.say(_SHIFTED, by=self._after(change), after=self._shown(change, change.after), before=before)
        return closed_up(self.say(_INSTEAD, after=self._after(change), before=before))

    def _after(self, change: ChangedFact) -> str:
        """What the fact would have to be; a rounded number is one that does it, too."""
        amount = change.amount
        if change.bound != "exactly":
            assert change.limit is not None
            limit = self.labels.shown(change.fact, change.limit, change.unit)
            return self.say(_BELOW if change.bound == "below" else _ABOVE, value=limit)
        if isinstance(amount, (bool, str)):
            return self.say(_ANOTHER) if amount == ANOTHER else self.labels.shown(change.fact, amount, change.unit)
        if change.how == "shifted":
            size = show(outward(abs(amount), up=True), "" if change.unit == "%" else change.unit)
            by = self.say(_POINT if size == "1" else _POINTS, value=size) if change.unit == "%" else size
            return self.say(_RAISED if amount > 0 else _LOWERED, value=by)
        if change.how in ("at-most", "at-least"):
            value = show(outward(amount, up=change.how == "at-least"), change.unit)
            return self.say(_AT_MOST if change.how == "at-most" else _AT_LEAST, value=value)
        up = not isinstance(change.before, (int, float)) or amount > change.before
        return show(outward(amount, up=up), change.unit)

    def _shown(self, change: ChangedFact, value: Range | Scalar | None) -> str:
        if not isinstance(value, Range):
            return self.labels.shown(change.fact, value, change.unit)
        if value.low == value.high:
            return show(value.low, change.unit)
        high, mean = show(value.high, change.unit), show(value.mean, change.unit)
        return self.say(phrases.RANGE, low=show(value.low, ""), high=high, mean=mean)

    def _turned(self, turned: Turned, change: ChangedFact) -> Branch:
        tests = [self._test(one, change if turned.for_s is None else None) for one in turned.tests]
        test = self.labels.listed(tests)
        if turned.for_s is not None:
            test = self.say(words.TOGETHER, time=show(turned.for_s, "")) + self.labels.colon + test
        said = self.say(_TURNS[turned.before, turned.after], test=test)
        return Branch(said, (self.say(_RULES, rules=self.labels.listed(list(turned.rules))),) if turned.rules else ())

    def _test(self, tested: Compared, change: ChangedFact | None) -> str:
        """A test of the changed fact goes without its name."""
        test = self.labels.test(self.labels.without_fact(tested.text, tested.fact), tested.fact)
        return test if change is not None and tested.fact == change.fact else f"{self.labels.fact(tested.fact)} {test}"
