"""Two answers beside each other in words: what stood how before, and stands how after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from rtctriage.diagnosis import Diagnosis
from rtctriage.explain.changes import Changes, Stand, Standing
from rtctriage.explain.seen import Seen
from rtctriage.knowledge.model import KnowledgeBase
from rtctriage.report import phrases
from rtctriage.report.context import Context
from rtctriage.report.headline import headline
from rtctriage.report.labels import Labels, certainty
from rtctriage.report.style import OF_VERDICT, Painter, Style
from rtctriage.report.tables import Cell, table, width, wrap_parts
from rtctriage.report.times import Zone
from rtctriage.text import Text
from rtctriage.units import show

STANDING: Final[dict[str, Text]] = {
    **phrases.HYPOTHESIS_VERDICT,
    "ruled-out": Text("ruled out", "已排除"),
    "open": Text("open", "未判定"),
    "not-applicable": Text("not applicable", "不适用"),
}
RELATION: Final = {
    "primary": Text("primary cause", "主因"),
    "independent": Text("independent", "独立问题"),
}
STYLE_OF: Final[dict[Standing, Style]] = {
    "fault": "fault",
    "suspect": "suspect",
    "observation": "plain",
    "ruled-out": "clear",
    "open": "dim",
    "not-applicable": "dim",
}
CAUSES_CHANGED: Final = Text("Causes that stand differently", "判断有变化的原因")
LAYERS_CHANGED: Final = Text("Layers", "各层结论")
NO_LONGER: Final = Text("Causes ruled out before and open now: {count}", "此前已排除、现在未判定的原因：{count} 项")
NOW_OUT: Final = Text("Causes open before and ruled out now: {count}", "此前未判定、现在已排除的原因：{count} 项")
NOTHING: Final = Text("No cause and no layer changes.", "没有任何原因或层的判断发生变化。")
ARROW: Final = "→"
_UNNAMED: Final = {"ruled-out", "open", "not-applicable"}


def stood(stand: Stand, labels: Labels) -> str:
    """Such as ``fault (uplink, primary cause, 0.93)``."""
    inside = []
    if stand.side:
        inside.append(labels.word(phrases.SIDE, stand.side))
    if stand.relation == "consequence" and stand.of is not None:
        inside.append(labels.say(phrases.CONSEQUENCE_OF, cause=labels.cause(stand.of)))
    elif stand.relation in RELATION:
        inside.append(labels.word(RELATION, stand.relation))
    if stand.certainty is not None:
        inside.append(certainty(stand.certainty))
    word = labels.word(STANDING, stand.standing)
    return labels.plain(word, labels.comma.join(inside)) if inside else word


def measured(value: Seen | None, fact: str, unit: str, labels: Labels) -> str:
    """A value, or a range with its mean."""
    if value is None:
        return labels.say(phrases.NOT_MEASURED)
    if value.low is None or value.high is None or value.mean is None:
        return labels.shown(fact, value.value, unit)
    if value.low == value.high:
        return show(value.low, unit)
    return labels.say(phrases.RANGE, low=show(value.low, ""), high=show(value.high, unit), mean=show(value.mean, unit))


def from_to(fact: str, unit: str, before: Seen | None, after: Seen | None, labels: Labels) -> tuple[Cell, Cell, Cell]:
    """What a fact was and what it is, as cells of a row."""
    was, now = (measured(value, fact, unit, labels) for value in (before, after))
    return (Cell(was), Cell(ARROW, "dim"), Cell(now, "bold"))


def verdict_lines(
    answers: Sequence[tuple[str, Diagnosis]], knowledge: KnowledgeBase, columns: int, paint: Painter, zone: Zone = "utc"
) -> Iterator[str]:
    """The verdicts of several answers, each behind a name."""
    indent = max(width(name) for name, _ in answers) + 2
    for name, diagnosis in answers:
        context = Context(diagnosis, knowledge, None, zone)
        word, *rest = headline(context)
        if diagnosis.verdict == "inconclusive":
            rest = [context.say(phrases.INCONCLUSIVE_BARE)]
        left = indent + width(word) + 2
        head = paint(name, "dim") + " " * (indent - width(name)) + paint(word, OF_VERDICT[diagnosis.verdict]) + "  "
        for line in wrap_parts(rest, columns - left, context.labels.separator):
            yield head + line
            head = " " * left


def change_lines(
    before: Diagnosis, after: Diagnosis, changes: Changes, labels: Labels, columns: int, paint: Painter
) -> Iterator[str]:
    """The causes that stand differently, then the layers whose verdict changes.

    Causes that are named in neither answer are counted: a program finds them in the JSON.
    """
    named = [c for c in changes.causes if not {c.before.standing, c.after.standing} <= _UNNAMED]
    if changes.causes:
        yield ""
        yield paint(labels.say(CAUSES_CHANGED), "title")
        rows = [
            (
                Cell(labels.cause(change.cause)),
                Cell(stood(change.before, labels), STYLE_OF[change.before.standing]),
                Cell(ARROW, "dim"),
                Cell(stood(change.after, labels), STYLE_OF[change.after.standing]),
            )
            for change in named
        ]
        yield from table(rows, columns, paint, indent=2)
        unnamed = [(c.before.standing, c.after.standing) for c in changes.causes if c not in named]
        for text, standings in ((NO_LONGER, ("ruled-out", "open")), (NOW_OUT, ("open", "ruled-out"))):
            if standings in unnamed:
                yield "  " + paint(labels.say(text, count=unnamed.count(standings)), "dim")
    titles = {layer.layer: layer.title for layer in (*before.layers, *after.layers)}
    layers = [layer for layer in changes.layers if layer.before != layer.after]
    if layers:
        yield ""
        yield paint(labels.say(LAYERS_CHANGED), "title")
        rows = [
            (
                Cell(titles[layer.layer]),
                Cell(labels.word(phrases.LAYER_VERDICT, layer.before), OF_VERDICT[layer.before]),
                Cell(ARROW, "dim"),
                Cell(labels.word(phrases.LAYER_VERDICT, layer.after), OF_VERDICT[layer.after]),
            )
            for layer in layers
        ]
        yield from table(rows, columns, paint, indent=2)
    if changes.same:
        yield ""
        yield labels.say(NOTHING)
