"""The tests of rules in the words of a reader: ``every p90 < 25 %`` is "p90" of what was measured, and what it had to
be, "< 25 % on every stream"."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from msgspec import Struct

from rtctriage.report import phrases
from rtctriage.text import Language, Text

_DURATION: Final = r"\d[\d.]* ?(?:us|ms|s|min|h|d)"
_COMPARISON: Final = rf"(?P<op>>=|<=|==|!=|>|<) *(?P<limit>.+?)(?: +for +(?P<for>{_DURATION}))?"
_COMPARE: Final = re.compile(
    rf"(?P<every>every +)?(?:(?P<reducer>[a-z]+|p\d+|share ?\((?P<inner>[^()]*)\)) *)?{_COMPARISON}"
    rf"(?: +after +(?P<after>{_DURATION}))?(?: +for +(?P<later>{_DURATION}))?"
)
_CHANGE: Final = re.compile(rf"changed +from +(?P<before>.+?) +to +{_COMPARISON}")
_MEMBER: Final = re.compile(r"(?P<not>not +)?in *\[(?P<values>.*)\]")
_GLOB: Final = re.compile(r"matches +(?P<pattern>.+)")
_VERSION: Final = re.compile(r"version +(?P<range>.+)")

_SIGNS: Final = {">=": "≥", "<=": "≤", "==": "=", "!=": "≠"}
_OPPOSITE: Final = {">=": "<", "<=": ">", ">": "<=", "<": ">=", "==": "!=", "!=": "=="}

_EVERY: Final = Text("{test} on every stream", "每路均 {test}")
_SOME: Final = Text("{test} on one stream at least", "至少一路 {test}")
_FOR: Final = Text("{test} for {time}", "连续 {time} {test}")
_AFTER: Final = Text("{test}, from {time} on", "{test}（开始 {time} 后）")
_NEVER: Final = Text("never {test}", "从未{test}")
_NOT: Final = Text("not: {test}", "不满足：{test}")
_CHANGED: Final = Text("from {before} to {after}", "由 {before} 变为 {after}")
_CHANGED_FOR: Final = Text("from {before} to {after} for {time}", "由 {before} 变为 {after}，持续 {time}")
_ONE_OF: Final = Text("one of {values}", "为其中之一：{values}")
_NONE_OF: Final = Text("none of {values}", "均不是：{values}")
_MATCHES: Final = Text("matches {pattern}", "匹配 {pattern}")
_MATCHES_NOT: Final = Text("does not match {pattern}", "不匹配 {pattern}")
_IN_RANGE: Final = Text("version {range}", "版本 {range}")
_KNOWN: Final = Text("known", "已知")
_UNKNOWN: Final = Text("not known", "未知")
_REDUCERS: Final = {
    "mean": Text("mean", "均值"),
    "median": Text("median", "中位数"),
    "max": Text("highest", "最大值"),
    "min": Text("lowest", "最小值"),
    "first": Text("first", "首值"),
    "last": Text("last", "末值"),
}
_SHARE: Final = Text("share of time {test}", "{test} 的时间占比")
_NEAREST: Final = {
    "<": Text("lowest", "最低"),
    ">": Text("highest", "最高"),
    "=": Text("nearest", "最接近"),
}


class Worded(Struct, frozen=True):
    """A test in words: what of a series is compared (may be empty), and with what."""

    of: str
    test: str
    single: bool = False
    """Whether what was measured is one sample: the one that came nearest to what never held for long enough."""

    def __str__(self) -> str:
        return f"{self.of} {self.test}" if self.of and not self.single else self.test


def worded(text: str, language: Language, value: Callable[[str], str] = str) -> Worded:
    """A test as rules write it, behind ``not`` if that is what held; ``value`` names words that are compared with.

    What is no test of the condition language stays as it is.
    """
    return _Wording(language, value).worded(" ".join(text.split()))


class _Wording:
    def __init__(self, language: Language, value: Callable[[str], str]) -> None:
        self.language = language
        self.value = value

    def say(self, text: Text, **values: str) -> str:
        said = text.in_(self.language).format(**values)
        # Chinese characters need no space between them
        return re.sub(r"(?<=[一-鿿]) (?=[一-鿿])", "", said)

    def worded(self, text: str) -> Worded:
        """A test as it is written in a rule; what is none of the known forms stays as it is."""
        negated = text.startswith("not ") and not _MEMBER.fullmatch(text)
        bare = text[4:] if negated else text
        member = _MEMBER.fullmatch(bare)
        if member:
            return Worded("", self.member(member["values"], (member["not"] is not None) is not negated))
        change = _CHANGE.fullmatch(bare)
        if change:
            return self.change(change, negated)
        if bare == "known":
            return Worded("", self.say(_UNKNOWN if negated else _KNOWN))
        glob = _GLOB.fullmatch(bare)
        if glob:
            return Worded("", self.say(_MATCHES_NOT if negated else _MATCHES, pattern=glob["pattern"]))
        compare = _COMPARE.fullmatch(bare)
        if compare and (compare["reducer"] is None or self.reducer(compare)):
            return self.compare(compare, negated)
        within = _VERSION.fullmatch(bare)
        said = self.say(_IN_RANGE, range=within["range"]) if within else bare
        return Worded("", self.say(_NOT, test=said) if negated else said)

    def member(self, values: str, negated: bool) -> str:
        shown = [self.value(v.strip()) for v in values.split(",")]
        if len(shown) == 1:
            return f"{'≠' if negated else '='} {shown[0]}"
        return self.say(_NONE_OF if negated else _ONE_OF, values=listed(shown, self.language))

    def compare(self, m: re.Match[str], negated: bool) -> Worded:
        """A comparison: of what, against which limit, for how long, in which streams."""
        of, lasting = self.reducer(m), m["for"] or m["later"]
        op = m["op"]
        if lasting and negated:
            of = self.say(_NEAREST["<" if op == "==" and m["limit"] == "0" else op[0]])
            said = self.say(_NEVER, test=self.say(_FOR, test=self.plainly(op, m["limit"]), time=lasting))
        else:
            said = self.comparison(_OPPOSITE[op] if negated else op, m["limit"])
            if lasting:
                said = self.say(_FOR, test=said, time=lasting)
        if m["every"]:
            said = self.say(_SOME if negated else _EVERY, test=said)
        if m["after"]:
            said = self.say(_AFTER, test=said, time=m["after"])
        return Worded(of, said, single=bool(lasting and negated))

    def change(self, m: re.Match[str], negated: bool) -> Worded:
        before = self.bare(m["before"])
        after = self.plainly(m["op"], m["limit"], "")
        said = (
            self.say(_CHANGED_FOR, before=before, after=after, time=m["for"])
            if m["for"]
            else self.say(_CHANGED, before=before, after=after)
        )
        if not negated:
            return Worded("", said)
        of = self.say(_NEAREST["<" if m["op"] == "==" and m["limit"] == "0" else m["op"][0]])
        return Worded(of, self.say(_NEVER, test=said), single=True)

    def reducer(self, m: re.Match[str]) -> str:
        """What is made of a series; an empty text for a word that is no reducer."""
        word = m["reducer"] or ""
        if m["inner"] is not None:
            return self.say(_SHARE, test=self.bare(m["inner"]))
        if word in _REDUCERS:
            return self.say(_REDUCERS[word])
        return word if re.fullmatch(r"p\d+", word) else ""

    def bare(self, comparison: str) -> str:
        m = re.fullmatch(_COMPARISON, comparison.strip())
        return self.comparison(m["op"], m["limit"]) if m else comparison

    def comparison(self, op: str, limit: str) -> str:
        if op == "!=" and limit in ("true", "false"):
            op, limit = "==", "false" if limit == "true" else "true"
        return f"{_SIGNS.get(op, op)} {self.limit(limit)}"

    def plainly(self, op: str, limit: str, verb: str = "为 ") -> str:
        """The same within a sentence, where "=" need not be said."""
        if op != "==":
            return self.comparison(op, limit)
        return (verb if self.language == "zh" else "") + self.limit(limit)

    def limit(self, limit: str) -> str:
        if limit in ("true", "false"):
            return self.say(phrases.YES if limit == "true" else phrases.NO)
        return self.value(limit)


def listed(names: list[str], language: Language) -> str:
    """Names in a row, parted by more than a comma where one of them has a comma itself."""
    comma, semicolon = ("、", "；") if language == "zh" else (", ", "; ")
    return (semicolon if any(comma in name for name in names) else comma).join(names)
