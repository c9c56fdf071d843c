"""The walk through the layers, in words: what each one found, what it ruled out and what stayed open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from rtctriage.diagnosis import ConditionResult, LayerResult, RuledOut, Unmeasured
from rtctriage.report import phrases
from rtctriage.report.context import Context
from rtctriage.report.labels import certainty
from rtctriage.report.sections import Group, LayerRow
from rtctriage.report.tables import clean

_FACTS: Final = 4
_FEW: Final = 2


def rows(context: Context) -> Iterable[LayerRow]:
    """The layers with their verdicts, one row each."""
    for layer in context.diagnosis.layers:
        found = [_found(context, cause) for cause in (*layer.faults, *layer.suspects)]
        if layer.because:
            found.append(clean(layer.because))
        partly = layer.verdict == "unmeasured" and layer.ruled_out
        yield LayerRow(
            title=layer.title,
            verdict=layer.verdict,
            word=context.say(phrases.PARTLY_MEASURED)
            if partly
            else context.labels.word(phrases.LAYER_VERDICT, layer.verdict),
            found=tuple(found),
            ruled_out=_strongest(context, layer),
            unmeasured=_open(context, layer.unmeasured),
        )


def ruled_out(context: Context) -> Iterable[Group]:
    """The causes that each layer ruled out with what speaks against them, those together that one value rules out."""
    labels = context.labels
    for layer in context.diagnosis.layers:
        against = {e.cause: _against(context, e) for e in layer.exclusions}
        causes: dict[str, list[str]] = {}
        for cause in layer.ruled_out:
            causes.setdefault(against.get(cause, ""), []).append(labels.cause(cause))
        lines = [
            labels.plain(labels.listed(titles), value) if value else labels.listed(titles)
            for value, titles in causes.items()
        ]
        if lines:
            yield Group(layer.title, tuple(lines))


def unmeasured(context: Context) -> Iterable[Group]:
    """The causes of each layer that could not be judged; where they are few, with the facts that were missing."""
    for layer in context.diagnosis.layers:
        few = len(layer.unmeasured) <= _FEW
        causes = [_undecided(context, cause, few) for cause in layer.unmeasured]
        if causes:
            yield Group(layer.title, tuple(causes) if few else (context.labels.listed(causes),))


def _found(context: Context, cause: str) -> str:
    """A cause of the walk with its side and certainty."""
    d, labels = context.diagnosis, context.labels
    hypotheses = [h for h in (d.primary, *d.others) if h is not None and h.cause == cause]
    if not hypotheses:
        return labels.cause(cause)
    h = hypotheses[0]
    parts = [labels.word(phrases.SIDE, h.side)] if h.side else []
    return labels.plain(clean(h.title), labels.comma.join([*parts, certainty(h.certainty)]))


def _strongest(context: Context, layer: LayerResult) -> str:
    """The strongest exclusion of a layer with its numbers, and how many more there are.

    One of a cause that the layer is not clear without comes before all others.
    """
    if not layer.ruled_out:
        return ""
    causes = context.knowledge.causes if context.knowledge is not None else {}
    core = {name for name, cause in causes.items() if cause.core}
    strongest = min(layer.exclusions, key=lambda e: (e.cause not in core, *_strength(e)), default=None)
    text = _exclusion(context, strongest) if strongest else context.labels.cause(layer.ruled_out[0])
    total = len(layer.ruled_out)
    if total > 1:
        text += context.say(phrases.WALK_MORE, count=total - 1, total=total)
    return context.say(phrases.WALK_EXCLUDED, causes=text)


def _strength(excluded: RuledOut) -> tuple[float, bool]:
    """The most certain exclusion first, of equal ones that with a number."""
    condition = _telling(excluded.conditions)
    number = condition is not None and isinstance(condition.observed, float)
    return (round(excluded.certainty, 2), not number)


def _exclusion(context: Context, excluded: RuledOut) -> str:
    """A cause that was ruled out, with the strongest value against its limit."""
    title, value = context.labels.cause(excluded.cause), _against(context, excluded)
    return context.labels.plain(title, value) if value else title


def _against(context: Context, excluded: RuledOut) -> str:
    """The strongest value that speaks against a cause, beside its limit; an empty text where there is none."""
    labels = context.labels
    condition = _telling(excluded.conditions)
    if condition is None:
        return ""
    value, limit = context.tested(condition)
    text = f"{labels.fact(condition.fact)}{labels.colon}{value}"
    if isinstance(condition.observed, (int, float)) and not isinstance(condition.observed, bool):
        # that nothing equals nothing needs no saying
        text += labels.comma + limit if not limit.startswith("= ") else ""
    return text


def _telling(conditions: Sequence[ConditionResult]) -> ConditionResult | None:
    """The condition that says most: one that holds, a number rather than a word."""
    known = [c for c in conditions if c.truth == "true" and c.observed is not None]
    return min(known, key=lambda c: not isinstance(c.observed, float), default=None)


def _open(context: Context, unmeasured: Sequence[Unmeasured]) -> str:
    """What of a layer stayed open: the causes where they are few, else how many they are."""
    if not unmeasured:
        return ""
    if len(unmeasured) > _FEW:
        return context.say(phrases.WALK_UNMEASURED, count=len(unmeasured))
    causes = context.labels.listed([context.labels.cause(u.cause) for u in unmeasured])
    return context.say(phrases.WALK_UNMEASURED_FEW, causes=causes)


def _undecided(context: Context, unmeasured: Unmeasured, with_facts: bool) -> str:
    labels = context.labels
    title = labels.cause(unmeasured.cause)
    if not with_facts or not unmeasured.facts:
        return title
    # two facts of one title (a typed and a recorded form) are one to a reader
    facts = list(dict.fromkeys(labels.fact(name) for name in unmeasured.facts))
    more = ["…"] if len(facts) > _FACTS else []
    return labels.plain(title, context.say(phrases.MISSING_FACTS, facts=labels.listed([*facts[:_FACTS], *more])))
