"""What to find out next: of all that is not known, what matters for this diagnosis."""

from __future__ import annotations

from typing import Final

from rtctriage.diagnosis import Diagnosis, Missing
from rtctriage.knowledge.model import Cause, KnowledgeBase
from rtctriage.report import phrases
from rtctriage.report.context import Context
from rtctriage.report.sections import Question
from rtctriage.report.tables import clean

QUESTIONS: Final = 5
_SETTLES: Final = 4


def questions(context: Context) -> tuple[tuple[Question, ...], int]:
    """The first few that matter, and how many more questions the diagnosis has.

    Those about causes that explain the complaint come before the others.
    """
    missing = context.diagnosis.missing
    worth = [(m, causes) for m in missing if (causes := _worth(context, m)) is not None]
    worth.sort(key=lambda pair: _beside_the_complaint(context, pair[1]))
    shown = worth[:QUESTIONS]
    return tuple(_question(context, m, causes) for m, causes in shown), len(missing) - len(shown)


def _question(context: Context, missing: Missing, causes: tuple[str, ...]) -> Question:
    text = context.labels.listed([context.labels.cause(c) for c in causes[:_SETTLES]])
    total = len(causes)
    if total > _SETTLES:
        text += context.say(phrases.SETTLES_FURTHER, count=total - _SETTLES, total=total)
    settles = context.say(phrases.SETTLES, causes=text) if causes else ""
    return Question(clean(missing.question), missing.fact, settles)


def _worth(context: Context, missing: Missing) -> tuple[str, ...] | None:
    """The causes for which the answer matters; None where it does not."""
    knowledge = context.knowledge
    if knowledge is None:
        return missing.would_settle
    if _answered(context, knowledge, missing.fact):
        return None
    causes = tuple(c for c in missing.would_settle if not _moot(context.diagnosis, knowledge, c))
    return causes if causes or not missing.would_settle else None


def _answered(context: Context, knowledge: KnowledgeBase, fact: str) -> bool:
    """Whether something that is known says enough about the fact."""
    spec, profile = knowledge.facts.get(fact), context.profile
    return spec is not None and profile is not None and any(name in profile.facts for name in spec.implied_by)


def _moot(d: Diagnosis, knowledge: KnowledgeBase, name: str) -> bool:
    """Whether nobody needs to know about a cause any more, because a fault is established.

    What may have led to that fault stays of interest. Of the rest, other causes of its layer are moot, and all where
    it kept the call from taking place; and those that explain nothing of the complaint where the fault explains it.
    """
    cause, primary = knowledge.causes.get(name), d.primary
    if cause is None or primary is None or d.verdict != "fault" or primary.cause in cause.leads_to:
        return False
    if cause.layer == primary.layer or _no_call(d, primary.layer):
        return True
    fault = knowledge.causes.get(primary.cause)
    return _explains(fault, d.complaint) and not _explains(cause, d.complaint)


def _no_call(d: Diagnosis, layer: str) -> bool:
    """Whether the fault is why no call took place: the layer after it does not apply."""
    names = [result.layer for result in d.layers]
    after = d.layers[names.index(layer) + 1 :] if layer in names else ()
    return bool(after) and after[0].verdict == "not-applicable"


def _explains(cause: Cause | None, complaint: str | None) -> bool:
    return cause is not None and complaint is not None and complaint in cause.explains


def _beside_the_complaint(context: Context, causes: tuple[str, ...]) -> bool:
    """Whether the answer would settle nothing that explains what the user complains about."""
    d, knowledge = context.diagnosis, context.knowledge
    if d.complaint is None or knowledge is None:
        return False
    return not any(_explains(knowledge.causes.get(c), d.complaint) for c in causes)
