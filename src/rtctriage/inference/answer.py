"""Builds the diagnosis of what was reasoned through, in one language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timezone

from rtctriage.diagnosis import (
    Diagnosis,
    EvidenceResult,
    Finding,
    Hypothesis,
    LayerResult,
    LayerVerdict,
    RuledOut,
    Where,
)
from rtctriage.inference.hypotheses import Candidate
from rtctriage.inference.program import LayerSpec
from rtctriage.inference.reasoning import Reasoning
from rtctriage.inference.relations import Related
from rtctriage.inference.trace import rounded
from rtctriage.inference.undecided import Undecided
from rtctriage.inference.wording import Wording, wording_of
from rtctriage.profile import EvidenceNote
from rtctriage.text import Language


def answer(reasoning: Reasoning, language: Language, version: str) -> Diagnosis:
    """The diagnosis of what was reasoned through; ``version`` is the program's that it names."""
    return _Answer(reasoning, language).diagnosis(version)


class _Answer:
    def __init__(self, reasoning: Reasoning, language: Language) -> None:
        self.reasoning = reasoning
        self.program = reasoning.program
        self.walk = reasoning.walk
        self.trace = reasoning.trace
        self.found, self.out = reasoning.found, reasoning.out
        self.language: Language = language
        self.wording: Wording = wording_of(self.program, language)

    def diagnosis(self, version: str) -> Diagnosis:
        """What came out of the walk, put in words."""
        program, profile, found, out = self.program, self.reasoning.profile, self.found, self.out
        related, chainer = self.reasoning.related, self.reasoning.chainer
        named = {c.cause for c in found}
        undecided = Undecided(program, self.wording, self.walk, self.reasoning.settled)
        layers = self._layers(named, out, undecided)
        notes = [text.in_(self.language) for text in profile.conflicts]
        if chainer.note is not None:
            notes.append(chainer.note.in_(self.language))
        return Diagnosis(
            program=version,
            knowledge=program.knowledge,
            chainer=chainer.name,
            language=self.language,
            scenario=program.scenario,
            complaint=self.reasoning.complaint,
            verdict=self.reasoning.verdict,
            primary=None if related.primary is None else self._hypothesis(related.primary, related),
            others=tuple([self._hypothesis(i, related) for i in related.others]),
            observations=tuple([self._hypothesis(i, related) for i, c in enumerate(found) if c.level == "observation"]),
            layers=layers,
            missing=undecided.missing(),
            evidence=tuple([self._evidence(note) for note in profile.evidence]),
            notes=tuple(notes),
        )

    def _hypothesis(self, index: int, related: Related) -> Hypothesis:
        candidate = self.found[index]
        cause = self.program.causes[candidate.cause].cause
        parent = related.parent.get(index)
        streams = [label for rule in candidate.positive for label in self.trace.streams(rule)]
        return Hypothesis(
            cause=cause.id,
            title=self.wording.titles[candidate.cause],
            layer=cause.layer,
            verdict=candidate.level,
            relation="observation"
            if candidate.level == "observation"
            else "primary"
            if index == related.primary
            else "independent"
            if parent is None
            else "consequence",
            side=candidate.side,
            where=self._where(candidate),
            domain=cause.domain,
            severity=cause.severity,
            certainty=candidate.certainty,
            window_s=rounded(candidate.window),
            streams=tuple(dict.fromkeys(streams)),
            playbook=cause.playbook,
            findings=tuple([self._finding(rule) for rule in candidate.rules]),
            of=None if parent is None else self.program.causes[self.found[parent].cause].cause.id,
        )

    def _where(self, candidate: Candidate) -> Where:
        """Where the strongest finding that says so puts it."""
        said = (self.program.rules[rule].rule.where for rule in candidate.positive)
        return next((where for where in said if where != "unknown"), "unknown")

    def _finding(self, number: int) -> Finding:
        rule = self.program.rules[number].rule
        return Finding(
            rule.id,
            rule.origin,
            rule.certainty,
            rule.because.in_(self.language),
            rounded(self.trace.window(number)),
            self.trace.streams(number),
            self.trace.conditions(number),
        )

    def _layers(self, named: set[int], out: set[int], undecided: Undecided) -> tuple[LayerResult, ...]:
        found: dict[int, list[Candidate]] = {}
        for c in self.found:
            found.setdefault(c.layer, []).append(c)
        settled = named | out
        verdicts = self.reasoning.layer_verdicts
        results: list[LayerResult] = []
        for number, (spec, blank) in enumerate(zip(self.program.layers, self.wording.layers, strict=True)):
            if number in self.walk.skipped:
                results.append(self._skipped(spec, blank))
            elif not settled.isdisjoint(spec.causes):
                here = found.get(number, ())
                results.append(self._layer(spec, blank, verdicts[number], here, out, undecided))
            elif undecided.touches(spec.causes):
                unmeasured = undecided.unmeasured(spec.causes)
                results.append(LayerResult(blank.layer, blank.title, blank.verdict, (), (), (), unmeasured))
            else:
                results.append(blank)
        return tuple(results)

    def _skipped(self, spec: LayerSpec, blank: LayerResult) -> LayerResult:
        reason = spec.layer.skip_because
        because = reason.in_(self.language) if reason is not None else ""
        return LayerResult(blank.layer, blank.title, "not-applicable", (), (), (), (), (), because)

    def _layer(
        self,
        spec: LayerSpec,
        blank: LayerResult,
        verdict: LayerVerdict,
        found: Sequence[Candidate],
        out: set[int],
        undecided: Undecided,
    ) -> LayerResult:
        ids = self.wording.ids
        excluded_here = [cause for cause in spec.causes if cause in out]
        return LayerResult(
            blank.layer,
            blank.title,
            verdict,
            tuple(dict.fromkeys([ids[c.cause] for c in found if c.level == "fault"])),
            tuple(dict.fromkeys([ids[c.cause] for c in found if c.level == "suspect"])),
            tuple([ids[cause] for cause in excluded_here]),
            undecided.unmeasured(spec.causes),
            tuple([self._exclusion(cause) for cause in excluded_here]),
        )

    def _exclusion(self, cause: int) -> RuledOut:
        """As sure as the least sure side; explained by the strongest rule against it on each side."""
        beliefs = self.walk.beliefs[cause]
        against = [b.rules[0] if len(b.rules) == 1 else min(b.rules, key=self._certainty) for b in beliefs]
        first, last = against[0], against[-1]
        conditions, certainty = self.trace.conditions(first), beliefs[0].certainty
        if len(beliefs) > 1:
            conditions = conditions if first == last else conditions + self.trace.conditions(last)
            certainty = max(certainty, beliefs[1].certainty)
            first = min(first, last, key=self._certainty)
        because = self.program.rules[first].rule.because
        return RuledOut(self.wording.ids[cause], certainty, because.in_(self.language), conditions)

    def _certainty(self, rule: int) -> float:
        return self.program.rules[rule].rule.certainty

    def _evidence(self, note: EvidenceNote) -> EvidenceResult:
        return EvidenceResult(
            note.file,
            note.format,
            note.end,
            note.connection,
            note.samples,
            wall_clock(note.t0),
            round(note.seconds, 1),
            tuple(text.in_(self.language) for text in note.notes),
        )


def wall_clock(milliseconds: float | None) -> str | None:
    """Milliseconds since the epoch as ``2026-11-22T20:12:03.897Z``; None where there is no such time."""
    if milliseconds is None:
        return None
    try:
        moment = datetime.fromtimestamp(milliseconds / 1000, tz=timezone.utc)
    except (OverflowError, OSError, ValueError):
        return None
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
