"""Where the value of a fact came from: typed, read, computed or looked up; and who would supply what is not known."""

from __future__ import annotations

from msgspec import structs

from rtctriage.explain.tree import FactProof, StreamSummary
from rtctriage.inference.lookup import rows_for
from rtctriage.inference.reasoning import Reasoning
from rtctriage.knowledge.model import FactSpec
from rtctriage.profile import EvidenceNote, Known, Source, Streams, Value
from rtctriage.text import Text


class Facts:
    """Explains the facts of one reasoning; each is made once."""

    def __init__(self, reasoning: Reasoning) -> None:
        self._reasoning = reasoning
        self._known = reasoning.walk.known
        self._derived = {spec.fact: spec for spec in reasoning.program.derived}
        self._lookups = {spec.fact: spec for spec in reasoning.program.lookups}
        self._made: dict[str, FactProof] = {}

    def proof(self, fact: str) -> FactProof:
        """The fact with its value and where that came from."""
        if fact not in self._made:
            self._made[fact] = self._proof(self._reasoning.program.facts[fact])
        return self._made[fact]

    def _proof(self, spec: FactSpec) -> FactProof:
        value = self._known.get(spec.name)
        if value is None:
            return self._unknown(spec)
        proof = FactProof(
            fact=spec.name,
            title=spec.title,
            unit=spec.unit,
            origin=value.source.kind,
            value=value.value if isinstance(value, Known) else None,
            streams=_summaries(value),
        )
        if value.source.kind == "typed":
            return structs.replace(proof, said=value.source.detail)
        if value.source.kind == "derived":
            return self._followed(spec, proof, value)
        file, note, statistic = self._read(value.source)
        return structs.replace(
            proof,
            file=file,
            format=note.format if note else "",
            connection=note.connection if note else None,
            statistic=statistic,
            formula=spec.formula.strip(),
            reference=spec.reference.strip(),
        )

    def _followed(self, spec: FactSpec, proof: FactProof, value: Value) -> FactProof:
        """What was computed from other facts, or looked up for a code."""
        lookup = self._lookups.get(spec.name)
        if lookup is not None:
            code = self._known.get(lookup.code)
            rows = rows_for(lookup, str(code.value), self._known) if isinstance(code, Known) else []
            return structs.replace(
                proof, origin="looked-up", inputs=(self.proof(lookup.code),), code=rows[0] if rows else None
            )
        derived = self._derived.get(spec.name)
        inputs = () if derived is None else tuple(self.proof(name) for name in derived.inputs)
        return structs.replace(
            proof, formula=value.source.detail.strip(), reference=spec.reference.strip(), inputs=inputs
        )

    def _unknown(self, spec: FactSpec) -> FactProof:
        """Who would supply it. Of a derived fact the inputs say which of them is missing."""
        derived, lookup = self._derived.get(spec.name), self._lookups.get(spec.name)
        names = derived.inputs if derived is not None else (lookup.code,) if lookup is not None else ()
        return FactProof(
            fact=spec.name,
            title=spec.title,
            unit=spec.unit,
            origin="unknown",
            formula="" if spec.derive is None else spec.derive.strip(),
            inputs=tuple(self.proof(name) for name in names),
            question=spec.question,
            how=self._how(spec),
            supplied_by=spec.supplied_by,
        )

    def _how(self, spec: FactSpec) -> Text | None:
        platform = self._known.get("sdk.platform")
        there = spec.how_on.get(str(platform.value)) if isinstance(platform, Known) else None
        return spec.how if there is None else there

    def _read(self, source: Source) -> tuple[str, EvidenceNote | None, str]:
        """The file, what is noted of it, and the statistic: evidence names them in one line."""
        origin, _, statistic = source.detail.partition(": ")
        notes = [n for n in self._reasoning.profile.evidence if n.file and source.detail.startswith(n.file)]
        if not notes:
            return origin, None, statistic
        note = max(notes, key=lambda n: len(n.file))
        return note.file, note, source.detail[len(note.file) :].partition(": ")[2]


def _summaries(value: Value) -> tuple[StreamSummary, ...]:
    if not isinstance(value, Streams):
        return ()
    return tuple(
        StreamSummary(
            one.label,
            len(one.series),
            one.series.low,
            round(one.series.mean(), 4),
            one.series.high,
            (round(one.series.window[0], 1), round(one.series.window[1], 1)),
        )
        for one in value.streams
        if len(one.series)
    )
