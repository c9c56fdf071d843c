"""What a report says, before anyone decides how it looks: the terminal and Markdown reports show the same."""

from __future__ import annotations

from collections.abc import Iterable

from rtctriage.diagnosis import ConditionResult, Diagnosis, EvidenceResult, Finding, Hypothesis
from rtctriage.knowledge.model import KnowledgeBase
from rtctriage.profile import Profile
from rtctriage.report import phrases, walked
from rtctriage.report.context import Context
from rtctriage.report.headline import headline
from rtctriage.report.labels import certainty
from rtctriage.report.playbook import PlaybookView, filled
from rtctriage.report.questions import questions
from rtctriage.report.sections import FindingView, HypothesisView, Measured, View
from rtctriage.report.tables import clean
from rtctriage.report.times import Clock, Zone, duration


def view(
    diagnosis: Diagnosis,
    knowledge: KnowledgeBase | None = None,
    *,
    profile: Profile | None = None,
    zone: Zone = "utc",
) -> View:
    """The diagnosis in its own language.

    The knowledge base gives titles and the playbook; without it, ids stand. The profile that was diagnosed gives the
    playbook the values that no finding mentions, and the headline how long a fault lasted beside its worst part.
    """
    context = Context(diagnosis, knowledge, profile, zone)
    d = diagnosis
    asked, further = questions(context)
    return View(
        verdict=d.verdict,
        headline=headline(context),
        subject=tuple(_subject(context)),
        layers=tuple(walked.rows(context)),
        primary=_hypothesis(context, d.primary) if d.primary else None,
        consequences=tuple(_hypothesis(context, h) for h in d.others if h.relation == "consequence"),
        independent=tuple(_hypothesis(context, h) for h in d.others if h.relation != "consequence"),
        observations=tuple(_hypothesis(context, h) for h in d.observations),
        ruled_out=tuple(walked.ruled_out(context)),
        unmeasured=tuple(walked.unmeasured(context)),
        questions=asked,
        more_questions=context.say(phrases.MORE_QUESTIONS, count=further) if asked and further else "",
        playbook=_playbook(context),
        footer=context.say(phrases.FOOTER, program=d.program, knowledge=d.knowledge[:12], chainer=d.chainer),
    )


def _subject(context: Context) -> Iterable[tuple[str, tuple[str, ...]]]:
    """What the report is about: complaint, scenario, files, and what must be known about them."""
    d, say, labels = context.diagnosis, context.say, context.labels
    if d.complaint:
        yield say(phrases.COMPLAINT), (labels.complaint(d.complaint),)
    if d.scenario:
        yield say(phrases.SCENARIO), (labels.scenario(d.scenario),)
    for file in d.evidence:
        yield say(phrases.EVIDENCE_FILE), _evidence(context, file)
        for note in file.notes:
            yield say(phrases.NOTE), (clean(note),)
    for note in d.notes:
        yield say(phrases.NOTE), (clean(note),)


def _evidence(context: Context, e: EvidenceResult) -> tuple[str, ...]:
    language, say = context.diagnosis.language, context.say
    parts = [clean(e.file), e.format]
    if e.connection is not None:
        parts.append(say(phrases.CONNECTION, id=clean(e.connection)))
    if e.end != "local":
        parts.append(context.labels.word(phrases.END, e.end))
    if e.seconds > 0:
        parts.append(duration(e.seconds, language))
    start = Clock(e.t0, language, context.zone).start()
    if start:
        parts.append(say(phrases.SINCE, time=start))
    parts.append(say(phrases.SAMPLES, count=e.samples))
    return tuple(parts)


def _hypothesis(context: Context, h: Hypothesis) -> HypothesisView:
    labels, say = context.labels, context.say
    # the headline has said it of the primary cause, and an observation is nothing to mend
    primary = h.relation == "primary"
    details = [] if primary else [*context.place(h), context.certainty(h), context.clock.window(h.window_s)]
    if h.relation not in ("primary", "observation"):
        details.insert(0, labels.word(phrases.HYPOTHESIS_VERDICT, h.verdict))
    if h.relation != "observation":
        details.append(labels.word(phrases.SEVERITY, h.severity))
        details.append(say(phrases.FIX, domain=labels.word(phrases.DOMAIN, h.domain)))
    streams = labels.streams(h.streams)
    if streams:
        details.append(say(phrases.STREAM, label=labels.listed(streams)))
    if h.relation == "consequence" and h.of:
        details.append(say(phrases.CONSEQUENCE_OF, cause=labels.cause(h.of)))
    findings = tuple(_finding(context, f) for f in sorted(h.findings, key=lambda f: -abs(f.certainty)))
    return HypothesisView(
        title=clean(h.title),
        verdict=h.verdict,
        details=tuple(d for d in details if d),
        findings=findings,
        playbook=h.playbook,
        because=findings[0].because if findings else "",
    )


def _finding(context: Context, finding: Finding) -> FindingView:
    # of "any" the parts that do not hold explain nothing, and neither does a limit beside a stricter one
    held = [c for c in finding.conditions if c.truth == "true"]
    conditions = [c for c in held if not any(_stricter(other, c) for other in held)]
    measured = (
        Measured(context.labels.fact(c.fact), *context.tested(c), context.clock.window(c.window_s)) for c in conditions
    )
    rule = context.say(phrases.RULE, rule=finding.rule, value=certainty(finding.certainty), origin=finding.origin)
    return FindingView(because=clean(finding.because), measured=tuple(dict.fromkeys(measured)), rule=rule)


def _stricter(a: ConditionResult, b: ConditionResult) -> bool:
    """Whether one test says of the same measurement what another one says, with a limit that is harder to pass."""
    if (a.fact, a.observed, a.operator, a.window_s) != (b.fact, b.observed, b.operator, b.window_s):
        return False
    if not isinstance(a.limit, float) or not isinstance(b.limit, float):
        return False
    return a.limit > b.limit if a.operator in (">", ">=") else a.operator in ("<", "<=") and a.limit < b.limit


def _playbook(context: Context) -> PlaybookView | None:
    primary, knowledge = context.diagnosis.primary, context.knowledge
    if primary is None or primary.playbook is None or knowledge is None:
        return None
    playbook = knowledge.playbooks.get(primary.playbook)
    return filled(playbook, context.diagnosis, context.labels, context.clock, context.profile) if playbook else None
