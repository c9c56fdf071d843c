"""How a conclusion came about: the proof tree from a cause, or from the verdict, down to the facts."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from rtctriage.diagnosis import LayerVerdict, Verdict
from rtctriage.explain import SCHEMA
from rtctriage.explain.causes import Causes
from rtctriage.explain.relation import Relation, relation
from rtctriage.explain.tree import CauseProof, Condition
from rtctriage.inference.answer import wall_clock
from rtctriage.inference.program import LayerSpec
from rtctriage.inference.reasoning import Reasoning
from rtctriage.inference.undecided import Undecided
from rtctriage.inference.wording import wording_of
from rtctriage.knowledge.model import SideName
from rtctriage.text import Text


class Conclusion(Struct, frozen=True, kw_only=True):
    """A cause as it came out, and its place among the others."""

    proof: CauseProof
    relation: Relation | None
    """None for what was not found."""
    skip_because: Text | None = None
    """Why its layer does not apply, ..."""
    skip: Condition | None = None
    """... and the condition that says so."""


class Settled(Struct, frozen=True, kw_only=True):
    """A cause of a layer that was found or ruled out, by its strongest rule."""

    cause: str
    title: Text
    core: bool
    """Whether the layer is only clear when it is settled."""
    verdict: Literal["fault", "suspect", "observation", "excluded"]
    certainty: float
    rule: str
    rule_certainty: float
    because: Text


class Open(Struct, frozen=True, kw_only=True):
    """A cause of a layer that is neither found nor ruled out, and the facts that are missing for it."""

    cause: str
    title: Text
    core: bool
    unknown: tuple[str, ...]


class LayerProof(Struct, frozen=True, kw_only=True):
    """A layer's verdict and what it rests on."""

    layer: str
    title: Text
    verdict: LayerVerdict
    because: Text | None
    """Why it does not apply, where it does not, ..."""
    skip: Condition | None
    """... and the condition that says so."""
    settled: tuple[Settled, ...]
    open: tuple[Open, ...]


class How(Struct, frozen=True, kw_only=True):
    """The proof of a cause, or of the verdict where there is no cause to act on; in no language."""

    schema: str = SCHEMA
    kind: Literal["how"] = "how"
    knowledge: str
    """The content hash of the knowledge base."""
    chainer: str
    scenario: str | None
    complaint: str | None
    verdict: Verdict
    asked: str | None
    """The cause that was asked about; None: the one to act on."""
    t0: str | None
    """The wall-clock time of second 0, as ISO 8601."""
    conclusions: tuple[Conclusion, ...]
    """One, or one for each side where the two sides came out differently; none where the verdict is explained."""
    layers: tuple[LayerProof, ...]
    """What the verdict rests on, where no cause is explained."""


def how(reasoning: Reasoning, cause: str | None = None, side: SideName | None = None) -> How:
    """How it came about that a cause was found, suspected, ruled out or left open; without one, the cause to act on.

    ``side`` narrows it to one side of the cause. Where there is no cause to act on, the verdict is explained. Raises
    UnknownName for a cause that is not in the knowledge base.
    """
    causes = Causes(reasoning)
    conclusions: tuple[Conclusion, ...] = ()
    if cause is not None:
        conclusions = _asked(reasoning, causes, causes.number(cause), side)
    elif reasoning.primary is not None:
        found = reasoning.primary
        conclusions = (Conclusion(proof=causes.found(found), relation=relation(reasoning, found)),)
    return How(
        knowledge=reasoning.program.knowledge,
        chainer=reasoning.chainer.name,
        scenario=reasoning.program.scenario,
        complaint=reasoning.complaint,
        verdict=reasoning.verdict,
        asked=cause,
        t0=start_of(reasoning),
        conclusions=conclusions,
        layers=() if conclusions else _layers(reasoning, causes),
    )


def start_of(reasoning: Reasoning) -> str | None:
    """The wall-clock time of second 0 of the first recording that has one, as ISO 8601."""
    return next((wall_clock(note.t0) for note in reasoning.profile.evidence if note.t0 is not None), None)


def _asked(reasoning: Reasoning, causes: Causes, cause: int, side: SideName | None) -> tuple[Conclusion, ...]:
    found = causes.candidates(cause, side)
    if found:
        return tuple(Conclusion(proof=causes.found(c), relation=relation(reasoning, c)) for c in found)
    layer = causes.spec(cause).layer
    skip = causes.skip(cause)
    because = reasoning.program.layers[layer].layer.skip_because if skip is not None else None
    return (Conclusion(proof=causes.not_found(cause, side), relation=None, skip_because=because, skip=skip),)


def _layers(reasoning: Reasoning, causes: Causes) -> tuple[LayerProof, ...]:
    program, walk = reasoning.program, reasoning.walk
    undecided = Undecided(program, wording_of(program, "en"), walk, reasoning.settled)
    return tuple(
        _layer(reasoning, causes, spec, verdict, undecided)
        for spec, verdict in zip(program.layers, reasoning.layer_verdicts, strict=True)
    )


def _layer(
    reasoning: Reasoning, causes: Causes, spec: LayerSpec, verdict: LayerVerdict, undecided: Undecided
) -> LayerProof:
    skipped = verdict == "not-applicable"
    ids = {causes.spec(number).cause.id: number for number in spec.causes}
    return LayerProof(
        layer=spec.layer.id,
        title=spec.layer.title,
        verdict=verdict,
        because=spec.layer.skip_because if skipped else None,
        skip=causes.skip(spec.causes[0]) if skipped and spec.causes else None,
        settled=tuple(
            _settled(reasoning, causes, spec, number)
            for number in spec.causes
            if number in reasoning.settled and not skipped
        ),
        open=tuple(
            Open(
                cause=one.cause,
                title=causes.spec(ids[one.cause]).cause.title,
                core=ids[one.cause] in spec.core,
                unknown=one.facts,
            )
            for one in undecided.unmeasured(spec.causes)
            if not skipped
        ),
    )


def _settled(reasoning: Reasoning, causes: Causes, layer: LayerSpec, number: int) -> Settled:
    own, rules = causes.spec(number).cause, reasoning.program.rules
    found = max(causes.candidates(number), key=lambda c: c.certainty, default=None)
    beliefs = reasoning.walk.beliefs[number]
    if found is not None:
        strongest, certainty = found.rules[0], found.certainty
    else:
        certainty = max(belief.certainty for belief in beliefs)
        fired = dict.fromkeys(rule for belief in beliefs for rule in belief.rules)
        strongest = min(fired, key=lambda rule: rules[rule].rule.certainty)
    return Settled(
        cause=own.id,
        title=own.title,
        core=number in layer.core,
        verdict="excluded" if found is None else found.level,
        certainty=certainty,
        rule=rules[strongest].rule.id,
        rule_certainty=rules[strongest].rule.certainty,
        because=rules[strongest].rule.because,
    )
