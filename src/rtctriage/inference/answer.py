"""Builds the diagnosis from a walk, in one language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timezone
from itertools import filterfalse

from rtctriage.diagnosis import (
    Diagnosis,
    EvidenceResult,
    Finding,
    Hypothesis,
    LayerResult,
    Missing,
    RuledOut,
    Unmeasured,
    Where,
)
from rtctriage.inference.chainer import Chainer
from rtctriage.inference.hypotheses import Candidate, candidates, ruled_out
from rtctriage.inference.program import LayerSpec, Program
from rtctriage.inference.relations import Related, relate
from rtctriage.inference.trace import Trace, rounded
from rtctriage.inference.verdict import excluded, layer_verdict, overall
from rtctriage.inference.walk import Walk, walk
from rtctriage.inference.wording import Wording, open_entry
from rtctriage.profile import EvidenceNote, Known, Profile
from rtctriage.text import Language


def infer(program: Program, profile: Profile, chainer: Chainer, language: Language, version: str) -> Diagnosis:
    """Diagnoses a profile.

    ``chainer`` must have been made for the program; ``version`` is the program's that the answer names. Raises
    ChainerError if the chainer fails in the middle of a run; the plain one gives the same answer then.
    """
    return _Answer(program, profile, walk(program, profile.facts, chainer), language).diagnosis(chainer, version)


class _Answer:
    def __init__(self, program: Program, profile: Profile, walked: Walk, language: Language) -> None:
        self.program = program
        self.profile = profile
        self.walk = walked
        self.language: Language = language
        self.wording: Wording = program.wordings[language]
        recorded = max((note.seconds for note in profile.evidence), default=0.0)
        self.trace = Trace(program, walked, recorded)
        complaint = profile.facts.get("complaint")
        self.complaint = str(complaint.value) if isinstance(complaint, Known) else None
        self.found = candidates(program, walked, self.trace, self.complaint)
        self.touched: set[int] = set()
        for fact in walked.known:
            self.touched.update(program.causes_of.get(fact, ()))

    def diagnosis(self, chainer: Chainer, version: str) -> Diagnosis:
        related = relate(self.program, self.found)
        settled = {c.cause for c in self.found}
        out = {cause for cause in self.walk.beliefs if cause not in settled and ruled_out(self.walk, cause)}
        layers = self._layers(out)
        profile = self.profile
        notes = [text.in_(self.language) for text in profile.conflicts]
        if chainer.note is not None:
            notes.append(chainer.note.in_(self.language))
        return Diagnosis(
            program=version,
            knowledge=self.program.knowledge,
            chainer=chainer.name,
            language=self.language,
            scenario=self.program.scenario,
            complaint=self.complaint,
            verdict=overall((c.level for c in self.found), {result.layer: result.verdict for result in layers}),
            primary=None if related.primary is None else self._hypothesis(related.primary, related),
            others=tuple(self._hypothesis(i, related) for i in related.others),
            observations=tuple(
                self._hypothesis(i, related) for i, c in enumerate(self.found) if c.level == "observation"
            ),
            layers=layers,
            missing=self._missing(settled | out),
            evidence=tuple(self._evidence(note) for note in profile.evidence),
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
            findings=tuple(self._finding(rule) for rule in candidate.rules),
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

    def _layers(self, out: set[int]) -> tuple[LayerResult, ...]:
        found: dict[int, list[Candidate]] = {}
        for c in self.found:
            found.setdefault(c.layer, []).append(c)
        changed = self.touched.union(self.walk.beliefs)
        results: list[LayerResult] = []
        for number, (spec, blank) in enumerate(zip(self.program.layers, self.wording.layers, strict=True)):
            if number in self.walk.skipped:
                results.append(self._skipped(spec, blank))
            elif changed.isdisjoint(spec.causes):
                results.append(blank)
            else:
                results.append(self._layer(spec, blank, found.get(number, ()), out, changed))
        return tuple(results)

    def _skipped(self, spec: LayerSpec, blank: LayerResult) -> LayerResult:
        reason = spec.layer.skip_because
        because = reason.in_(self.language) if reason is not None else ""
        verdict = layer_verdict(True, (), spec.core, set())
        return LayerResult(blank.layer, blank.title, verdict, (), (), (), (), (), because)

    def _layer(
        self, spec: LayerSpec, blank: LayerResult, found: Sequence[Candidate], out: set[int], changed: set[int]
    ) -> LayerResult:
        ids, blanks = self.program.causes, self.wording.unmeasured
        excluded_here = [cause for cause in spec.causes if cause in out] if out else []
        settled = {*excluded_here, *[c.cause for c in found]}
        is_known = self.walk.known.__contains__
        unmeasured = [
            Unmeasured(blanks[n].cause, tuple(filterfalse(is_known, self._needs(n)))) if n in changed else blanks[n]
            for n in spec.causes
            if n not in settled
        ]
        return LayerResult(
            blank.layer,
            blank.title,
            layer_verdict(False, [c.level for c in found], spec.core, settled),
            tuple(dict.fromkeys([ids[c.cause].cause.id for c in found if c.level == "fault"])),
            tuple(dict.fromkeys([ids[c.cause].cause.id for c in found if c.level == "suspect"])),
            tuple([ids[cause].cause.id for cause in excluded_here]),
            tuple(unmeasured),
            tuple([self._exclusion(cause) for cause in excluded_here]),
        )

    def _needs(self, cause: int) -> tuple[str, ...]:
        """The facts that the sides of a cause need on which it is not excluded."""
        beliefs = self.walk.beliefs.get(cause)
        if beliefs is None or len(beliefs) == 1:
            return self.wording.unmeasured[cause].facts
        needs = self.program.causes[cause].needs
        on_sides = [facts for facts, b in zip(needs, beliefs, strict=True) if not excluded(b.certainty)]
        return on_sides[0] if len(on_sides) == 1 else self.wording.unmeasured[cause].facts

    def _exclusion(self, cause: int) -> RuledOut:
        """As sure as the least sure side; explained by the strongest rule against it on each side."""
        rules, beliefs = self.program.rules, self.walk.beliefs[cause]
        against = [min(b.rules, key=lambda n: rules[n].rule.certainty) for b in beliefs]
        strongest = min(against, key=lambda n: rules[n].rule.certainty)
        return RuledOut(
            self.program.causes[cause].cause.id,
            max(b.certainty for b in beliefs),
            rules[strongest].rule.because.in_(self.language),
            tuple(condition for rule in dict.fromkeys(against) for condition in self.trace.conditions(rule)),
        )

    def _missing(self, settled: set[int]) -> tuple[Missing, ...]:
        """What to find out first: facts that causes still ask for which are neither found nor excluded."""
        program, wording, known = self.program, self.wording, self.walk.known
        for number in self.walk.skipped:
            settled = settled.union(program.layers[number].causes)
        changed: set[str] = set()
        for cause in settled.union(self.walk.beliefs):
            changed.update(wording.unmeasured[cause].facts)
        changed.update(known)
        entries = [entry for fact, entry in wording.open if fact not in changed]
        for fact in changed:
            if fact in known or fact not in wording.asking:
                continue
            open_causes = tuple([c for c in wording.asking[fact] if c not in settled and fact in self._needs(c)])
            if open_causes:
                entries.append(open_entry(program, wording.questions, fact, open_causes))
        entries.sort()
        return tuple([missing for _, missing in entries])

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
