"""What an answer changed, in the words of whoever gave it: established, suspected, ruled out, withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rtctriage.diagnosis import Diagnosis
from rtctriage.explain.changes import CauseChange, Changes, changes
from rtctriage.report import phrases
from rtctriage.report.labels import Labels
from rtctriage.report.style import Style
from rtctriage.text import Text

_NAMED: Final = 3
_KNOWN: Final = ("fault", "suspect")

ESTABLISHED: Final = Text("Established: {causes}", "现已确认：{causes}")
SUSPECTED: Final = Text("Now suspected: {causes}", "现在怀疑：{causes}")
WEAKER: Final = Text("No longer certain, only suspected: {causes}", "由确认降为怀疑：{causes}")
WITHDRAWN: Final = Text("Withdrawn: {causes}", "撤销判断：{causes}")
RULED_OUT: Final = Text("Ruled out: {causes}", "已排除：{causes}")
OPEN_AGAIN: Final = Text("No longer ruled out: {causes}", "不再排除：{causes}")
FIRST: Final = Text("The first cause is now {cause}", "首要原因变为：{cause}")
VERDICT: Final = Text("The verdict is now {verdict}", "结论变为：{verdict}")
_AND_MORE: Final = Text("{causes} and {more} more", "{causes}等 {count} 项")

_ORDER: Final[tuple[tuple[Text, Style], ...]] = (
    (WITHDRAWN, "suspect"),
    (WEAKER, "suspect"),
    (ESTABLISHED, "fault"),
    (SUSPECTED, "suspect"),
    (RULED_OUT, "clear"),
    (OPEN_AGAIN, "dim"),
)


def effects(before: Diagnosis, after: Diagnosis, labels: Labels) -> Iterator[tuple[str, Style]]:
    """A sentence for each kind of change, what was withdrawn first; nothing where no cause stands differently."""
    seen = changes(before, after)
    groups: dict[Text, list[str]] = {}
    for change in seen.causes:
        kind = _kind(change)
        if kind is not None:
            groups.setdefault(kind, []).append(change.cause)
    for text, style in _ORDER:
        if text in groups:
            yield labels.say(text, causes=_listed(groups[text], labels)), style
    named = {cause for text in (ESTABLISHED, SUSPECTED, WEAKER, WITHDRAWN) for cause in groups.get(text, ())}
    yield from _headline(seen, named, labels)


def _kind(change: CauseChange) -> Text | None:
    before, after = change.before.standing, change.after.standing
    if before == after:
        return None
    if after == "fault":
        return ESTABLISHED
    if after == "suspect":
        return WEAKER if before == "fault" else SUSPECTED
    if before in _KNOWN:
        # what took its place is a sentence of its own
        return WITHDRAWN
    if after == "ruled-out":
        return RULED_OUT
    return OPEN_AGAIN if before == "ruled-out" else None


def _headline(seen: Changes, named: set[str], labels: Labels) -> Iterator[tuple[str, Style]]:
    """Another primary cause, or another verdict, that the sentences before do not say."""
    before, after = seen.primary
    if before != after and after is not None and (before is not None or after not in named):
        yield labels.say(FIRST, cause=labels.cause(after)), "bold"
    elif before == after and seen.verdict[0] != seen.verdict[1] and not named:
        yield labels.say(VERDICT, verdict=labels.word(phrases.VERDICT, seen.verdict[1])), "bold"


def _listed(causes: list[str], labels: Labels) -> str:
    titles = labels.listed([labels.cause(cause) for cause in causes[:_NAMED]])
    if len(causes) <= _NAMED:
        return titles
    return labels.say(_AND_MORE, causes=titles, more=len(causes) - _NAMED, count=len(causes))
