"""The verdict in one line."""

from __future__ import annotations

from rtctriage.diagnosis import Hypothesis
from rtctriage.report import phrases
from rtctriage.report.context import Context
from rtctriage.report.span import beyond, lasts_outside
from rtctriage.report.tables import clean


def headline(context: Context) -> tuple[str, ...]:
    """Its word, then cause, side, whose, when, how sure; or what of a healthy call was not measured."""
    d, say = context.diagnosis, context.say
    word = context.labels.word(phrases.VERDICT, d.verdict)
    h = d.primary
    if h is not None:
        return tuple(p for p in (word, clean(h.title), *context.place(h), *when(context, h), context.certainty(h)) if p)
    if d.verdict == "healthy":
        return (word, say(phrases.HEALTHY), *_not_looked_at(context))
    return (word, say(phrases.INCONCLUSIVE if d.missing else phrases.INCONCLUSIVE_BARE))


def when(context: Context, h: Hypothesis) -> list[str]:
    """From when to when.

    The window is that of the surest finding; where others reach beyond it, it is the worst part.
    """
    say, clock = context.say, context.clock
    if h.window_s is None:
        return [say(phrases.WHOLE_CALL)] if context.diagnosis.evidence else []
    worst = say(phrases.WORST, window=clock.window(h.window_s))
    if lasts_outside(h, context.profile):
        return [say(phrases.WHOLE_CALL), worst]
    wider = beyond(h)
    return [clock.window(h.window_s)] if wider is None else [clock.window(wider), worst]


def _not_looked_at(context: Context) -> list[str]:
    """The layers that are not clear because nothing of them, or not everything that counts, was measured."""
    open_ = [layer for layer in context.diagnosis.layers if layer.verdict == "unmeasured"]
    nothing = [clean(layer.title) for layer in open_ if not layer.ruled_out]
    partly = [clean(layer.title) for layer in open_ if layer.ruled_out]
    said = [(phrases.NOT_LOOKED_AT, nothing), (phrases.PARTLY_LOOKED_AT, partly)]
    return [context.say(text, layers=context.labels.listed(titles)) for text, titles in said if titles]
