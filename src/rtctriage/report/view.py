"""What a report says, before anyone decides how it looks: the terminal and Markdown reports show the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rtctriage.diagnosis import (
    ConditionResult,
    Diagnosis,
    EvidenceResult,
    Finding,
    Hypothesis,
    LayerResult,
    Missing,
    RuledOut,
    Unmeasured,
)
from rtctriage.knowledge.model import KnowledgeBase
from rtctriage.profile import Profile
from rtctriage.report import phrases
from rtctriage.report.labels import Labels, certainty
from rtctriage.report.playbook import PlaybookView, filled
from rtctriage.report.sections import FindingView, Group, HypothesisView, LayerRow, Measured, Question, View
from rtctriage.report.tables import clean
from rtctriage.report.times import Clock, Zone, duration

QUESTIONS = 5
_SETTLES = 4
_FACTS = 4
_NO_STREAM = ("all", "path")  # what a series of the whole connection is labelled with
_FEW = 2


def view(
    diagnosis: Diagnosis,
    knowledge: KnowledgeBase | None = None,
    *,
    profile: Profile | None = None,
    zone: Zone = "utc",
) -> View:
    """The diagnosis in its own language.

    The knowledge base gives titles and the playbook; without it, ids stand. The profile that was diagnosed gives the
    playbook the values that no finding mentions.
    """
    return _Viewer(diagnosis, knowledge, profile, zone).view()


def clock_of(diagnosis: Diagnosis, zone: Zone = "utc") -> Clock:
    """The clock of the first recording whose wall-clock time is known."""
    t0 = next((e.t0 for e in diagnosis.evidence if e.t0), None)
    return Clock(t0, diagnosis.language, zone)


class _Viewer:
    def __init__(
        self, diagnosis: Diagnosis, knowledge: KnowledgeBase | None, profile: Profile | None, zone: Zone
    ) -> None:
        self.diagnosis = diagnosis
        self.knowledge = knowledge
        self.profile = profile
        self.zone = zone
        self.clock = clock_of(diagnosis, zone)
        self.labels = Labels(knowledge, diagnosis.language, diagnosis.scenario)
        self.say = self.labels.say

    def view(self) -> View:
        d = self.diagnosis
        unasked = len(d.missing) - QUESTIONS
        return View(
            verdict=d.verdict,
            headline=self.headline(),
            subject=tuple(self.subject()),
            layers=tuple(map(self.layer, d.layers)),
            primary=self.hypothesis(d.primary) if d.primary else None,
            consequences=tuple(self.hypothesis(h) for h in d.others if h.relation == "consequence"),
            independent=tuple(self.hypothesis(h) for h in d.others if h.relation != "consequence"),
            observations=tuple(map(self.hypothesis, d.observations)),
            ruled_out=tuple(self.ruled_out()),
            unmeasured=tuple(self.unmeasured()),
            questions=tuple(self.questions()),
            more_questions=self.say(phrases.MORE_QUESTIONS, count=unasked) if unasked > 0 else "",
            playbook=self.playbook(),
            footer=self.say(phrases.FOOTER, program=d.program, knowledge=d.knowledge[:12], chainer=d.chainer),
        )

    def headline(self) -> tuple[str, ...]:
        d = self.diagnosis
        word = self.labels.word(phrases.VERDICT, d.verdict)
        if d.primary is not None:
            h = d.primary
            window = self.clock.window(h.window_s) or (self.say(phrases.WHOLE_CALL) if d.evidence else "")
            return tuple(p for p in (word, clean(h.title), *self.place(h), window, self.certainty(h)) if p)
        if d.verdict == "healthy":
            return (word, self.say(phrases.HEALTHY))
        return (word, self.say(phrases.INCONCLUSIVE if d.missing else phrases.INCONCLUSIVE_BARE))

    def certainty(self, hypothesis: Hypothesis) -> str:
        return self.say(phrases.CERTAINTY, value=certainty(hypothesis.certainty))

    def place(self, h: Hypothesis) -> list[str]:
        """On which side, and whose."""
        parts = [self.labels.word(phrases.SIDE, h.side)] if h.side else []
        if h.where in phrases.WHERE:
            parts.append(self.labels.word(phrases.WHERE, h.where))
        return parts

    def subject(self) -> Iterable[tuple[str, tuple[str, ...]]]:
        """What the report is about: complaint, scenario, files, and what must be known about them."""
        d = self.diagnosis
        if d.complaint:
            yield self.say(phrases.COMPLAINT), (self.labels.complaint(d.complaint),)
        if d.scenario:
            yield self.say(phrases.SCENARIO), (self.labels.scenario(d.scenario),)
        for file in d.evidence:
            yield self.say(phrases.EVIDENCE_FILE), self.evidence(file)
            for note in file.notes:
                yield self.say(phrases.NOTE), (clean(note),)
        for note in d.notes:
            yield self.say(phrases.NOTE), (clean(note),)

    def evidence(self, e: EvidenceResult) -> tuple[str, ...]:
        parts = [clean(e.file), e.format]
        if e.connection is not None:
            parts.append(self.say(phrases.CONNECTION, id=clean(e.connection)))
        if e.end != "local":
            parts.append(self.labels.word(phrases.END, e.end))
        if e.seconds > 0:
            parts.append(duration(e.seconds, self.diagnosis.language))
        start = Clock(e.t0, self.diagnosis.language, self.zone).start()
        if start:
            parts.append(self.say(phrases.SINCE, time=start))
        parts.append(self.say(phrases.SAMPLES, count=e.samples))
        return tuple(parts)

    def layer(self, layer: LayerResult) -> LayerRow:
        found = [self.found(cause) for cause in (*layer.faults, *layer.suspects)]
        if layer.because:
            found.append(clean(layer.because))
        return LayerRow(
            title=layer.title,
            verdict=layer.verdict,
            word=self.say(phrases.PARTLY_MEASURED)
            if layer.verdict == "unmeasured" and layer.ruled_out
            else self.labels.word(phrases.LAYER_VERDICT, layer.verdict),
            found=tuple(found),
            ruled_out=self.walk_ruled_out(layer),
            unmeasured=self.say(phrases.WALK_UNMEASURED, count=len(layer.unmeasured)) if layer.unmeasured else "",
        )

    def found(self, cause: str) -> str:
        """A cause of the walk with its side and certainty."""
        d = self.diagnosis
        hypotheses = [h for h in (d.primary, *d.others) if h is not None and h.cause == cause]
        if not hypotheses:
            return self.labels.cause(cause)
        h = hypotheses[0]
        parts = [self.labels.word(phrases.SIDE, h.side)] if h.side else []
        return self.labels.plain(clean(h.title), self.labels.comma.join([*parts, certainty(h.certainty)]))

    def walk_ruled_out(self, layer: LayerResult) -> str:
        """The strongest exclusion of a layer with its numbers, and how many more there are."""
        if not layer.ruled_out:
            return ""
        strongest = min(layer.exclusions, key=self.strength, default=None)
        text = self.exclusion(strongest) if strongest else self.labels.cause(layer.ruled_out[0])
        total = len(layer.ruled_out)
        if total > 1:
            text += self.say(phrases.WALK_MORE, count=total - 1, total=total)
        return self.say(phrases.WALK_EXCLUDED, causes=text)

    @staticmethod
    def strength(excluded: RuledOut) -> tuple[float, bool]:
        """The most certain exclusion first, of equal ones that with a number."""
        condition = _telling(excluded.conditions)
        number = condition is not None and isinstance(condition.observed, float)
        return (round(excluded.certainty, 2), not number)

    def exclusion(self, excluded: RuledOut) -> str:
        """A cause that was ruled out, with the strongest value against its limit."""
        title = self.labels.cause(excluded.cause)
        condition = _telling(excluded.conditions)
        if condition is None:
            return title
        value = self.labels.value(condition.observed, condition.unit)
        text = f"{self.labels.fact(condition.fact)}{self.labels.colon}{value}"
        if isinstance(condition.observed, (int, float)) and not isinstance(condition.observed, bool):
            text += self.labels.comma + self.labels.limit(condition)
        return self.labels.plain(title, text)

    def ruled_out(self) -> Iterable[Group]:
        for layer in self.diagnosis.layers:
            shown = {e.cause: self.exclusion(e) for e in layer.exclusions}
            if layer.ruled_out:
                yield Group(layer.title, tuple(shown.get(c) or self.labels.cause(c) for c in layer.ruled_out))

    def unmeasured(self) -> Iterable[Group]:
        """The causes of each layer that could not be judged; where they are few, with the facts that were missing."""
        for layer in self.diagnosis.layers:
            few = len(layer.unmeasured) <= _FEW
            causes = [self.open_cause(cause, few) for cause in layer.unmeasured]
            if causes:
                yield Group(layer.title, (self.labels.listed(causes),))

    def open_cause(self, unmeasured: Unmeasured, with_facts: bool) -> str:
        title = self.labels.cause(unmeasured.cause)
        if not with_facts or not unmeasured.facts:
            return title
        more = ["…"] if len(unmeasured.facts) > _FACTS else []
        return self.labels.plain(title, ", ".join([*unmeasured.facts[:_FACTS], *more]))

    def hypothesis(self, h: Hypothesis) -> HypothesisView:
        # the headline has said it of the primary cause, and an observation is nothing to mend
        details = [] if h.relation == "primary" else [*self.place(h), self.certainty(h), self.clock.window(h.window_s)]
        if h.relation not in ("primary", "observation"):
            details.insert(0, self.labels.word(phrases.HYPOTHESIS_VERDICT, h.verdict))
        if h.relation != "observation":
            details += [self.labels.word(phrases.SEVERITY, h.severity), self.domain(h.domain)]
        streams = [clean(s) for s in h.streams if s not in _NO_STREAM]
        if streams:
            details.append(self.say(phrases.STREAM, label=self.labels.listed(streams)))
        if h.relation == "consequence" and h.of:
            details.append(self.say(phrases.CONSEQUENCE_OF, cause=self.labels.cause(h.of)))
        findings = tuple(map(self.finding, sorted(h.findings, key=lambda f: -abs(f.certainty))))
        return HypothesisView(
            title=clean(h.title),
            verdict=h.verdict,
            details=tuple(d for d in details if d),
            findings=findings,
            playbook=h.playbook,
            because=findings[0].because if findings else "",
        )

    def domain(self, domain: str) -> str:
        """Where the fix lies."""
        return self.say(phrases.FIX, domain=self.labels.word(phrases.DOMAIN, domain))

    def finding(self, finding: Finding) -> FindingView:
        # of "any" the parts that do not hold explain nothing
        conditions = [c for c in finding.conditions if c.truth == "true"]
        return FindingView(
            because=clean(finding.because),
            measured=tuple(
                Measured(
                    self.labels.fact(c.fact),
                    "" if c.observed is None else self.labels.value(c.observed, c.unit),
                    self.labels.limit(c),
                    self.clock.window(c.window_s),
                )
                for c in conditions
            ),
            rule=self.say(phrases.RULE, rule=finding.rule, value=certainty(finding.certainty), origin=finding.origin),
        )

    def questions(self) -> Iterable[Question]:
        """The first few, those about causes that explain the complaint before the others."""
        for missing in sorted(self.diagnosis.missing, key=self.beside_the_complaint)[:QUESTIONS]:
            causes = [self.labels.cause(c) for c in missing.would_settle[:_SETTLES]]
            text = self.labels.listed(causes)
            total = len(missing.would_settle)
            if total > _SETTLES:
                text += self.say(phrases.SETTLES_FURTHER, count=total - _SETTLES, total=total)
            settles = self.say(phrases.SETTLES, causes=text) if causes else ""
            yield Question(clean(missing.question), missing.fact, settles)

    def beside_the_complaint(self, missing: Missing) -> bool:
        """Whether the answer would settle nothing that explains what the user complains about."""
        complaint = self.diagnosis.complaint
        if complaint is None or self.knowledge is None:
            return False
        causes = (self.knowledge.causes.get(c) for c in missing.would_settle)
        return not any(cause is not None and complaint in cause.explains for cause in causes)

    def playbook(self) -> PlaybookView | None:
        primary = self.diagnosis.primary
        if primary is None or primary.playbook is None or self.knowledge is None:
            return None
        playbook = self.knowledge.playbooks.get(primary.playbook)
        return filled(playbook, self.diagnosis, self.labels, self.clock, self.profile) if playbook else None


def _telling(conditions: Sequence[ConditionResult]) -> ConditionResult | None:
    """The condition that says most: one that holds, a number rather than a word."""
    known = [c for c in conditions if c.truth == "true" and c.observed is not None]
    return min(known, key=lambda c: not isinstance(c.observed, float), default=None)
