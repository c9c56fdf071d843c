"""Two diagnoses beside each other: which causes, layers and verdicts differ. Ids only, in no language."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from msgspec import Struct

from rtctriage.diagnosis import Diagnosis, Hypothesis, LayerVerdict, Side, Verdict

Standing: TypeAlias = Literal["fault", "suspect", "observation", "ruled-out", "open", "not-applicable"]
"""What an answer says of a cause; ``open`` is neither found nor ruled out."""

_ORDER: Final = ("fault", "suspect", "observation")


class Stand(Struct, frozen=True):
    """How a cause stands in an answer: by its worst hypothesis, where it has several."""

    standing: Standing
    relation: Literal["primary", "consequence", "independent", "observation"] | None = None
    of: str | None = None
    """What it is a consequence of."""
    side: Side | None = None
    certainty: float | None = None


class CauseChange(Struct, frozen=True):
    """A cause that stands differently in two answers."""

    cause: str
    layer: str
    before: Stand
    after: Stand


class LayerChange(Struct, frozen=True):
    """The verdict of a layer in two answers, the same or not."""

    layer: str
    before: LayerVerdict
    after: LayerVerdict


class Changes(Struct, frozen=True, kw_only=True):
    """What differs between two answers."""

    verdict: tuple[Verdict, Verdict]
    primary: tuple[str | None, str | None]
    causes: tuple[CauseChange, ...]
    """In the order of the layers; within one, what is a fault in either answer first."""
    layers: tuple[LayerChange, ...]
    """All of them."""

    @property
    def same(self) -> bool:
        """Whether both answers say the same of every cause and layer."""
        return not self.causes and all(layer.before == layer.after for layer in self.layers)


def changes(before: Diagnosis, after: Diagnosis) -> Changes:
    """What differs. Causes that only one of two knowledge bases has are open in the other one's answer."""
    one, other = stands(before), stands(after)
    layers = [layer.layer for layer in after.layers]
    layers += [layer.layer for layer in before.layers if layer.layer not in layers]
    verdicts = [{layer.layer: layer.verdict for layer in answer.layers} for answer in (before, after)]
    unlike = [
        CauseChange(cause, layer, one.get(cause, (layer, _OPEN))[1], other.get(cause, (layer, _OPEN))[1])
        for cause, (layer, _) in {**one, **other}.items()
        if one.get(cause) != other.get(cause)
    ]
    unlike.sort(key=lambda change: (layers.index(change.layer), _gravity(change), change.cause))
    return Changes(
        verdict=(before.verdict, after.verdict),
        primary=(
            before.primary.cause if before.primary is not None else None,
            after.primary.cause if after.primary is not None else None,
        ),
        causes=tuple(unlike),
        layers=tuple(
            LayerChange(name, verdicts[0].get(name, "unmeasured"), verdicts[1].get(name, "unmeasured"))
            for name in layers
        ),
    )


_OPEN: Final = Stand("open")


def stands(diagnosis: Diagnosis) -> dict[str, tuple[str, Stand]]:
    """What an answer says of each cause, with the cause's layer; a cause that is not in it is ``open``."""
    found: dict[str, tuple[str, Stand]] = {}
    for layer in diagnosis.layers:
        for excluded in layer.exclusions:
            found[excluded.cause] = (layer.layer, Stand("ruled-out", certainty=excluded.certainty))
    for hypothesis in _hypotheses(diagnosis):
        known = found.get(hypothesis.cause)
        stand = as_it_stands(hypothesis)
        if known is None or _worse(stand, known[1]):
            found[hypothesis.cause] = (hypothesis.layer, stand)
    return found


def stand_of(diagnosis: Diagnosis, cause: str) -> Stand:
    """How one cause stands; of a layer that does not apply it is ``not-applicable``."""
    known = stands(diagnosis).get(cause)
    if known is not None:
        return known[1]
    layer = cause.partition(".")[0]
    skipped = any(one.layer == layer and one.verdict == "not-applicable" for one in diagnosis.layers)
    return Stand("not-applicable") if skipped else _OPEN


def _hypotheses(diagnosis: Diagnosis) -> tuple[Hypothesis, ...]:
    first = () if diagnosis.primary is None else (diagnosis.primary,)
    return (*first, *diagnosis.others, *diagnosis.observations)


def as_it_stands(h: Hypothesis) -> Stand:
    """What an answer says of one hypothesis."""
    return Stand(h.verdict, h.relation, h.of, h.side, h.certainty)


def _worse(a: Stand, b: Stand) -> bool:
    rank = {standing: number for number, standing in enumerate(_ORDER)}
    return (rank.get(a.standing, 9), -(a.certainty or 0.0)) < (rank.get(b.standing, 9), -(b.certainty or 0.0))


def _gravity(change: CauseChange) -> int:
    return min(
        (_ORDER.index(s.standing) for s in (change.before, change.after) if s.standing in _ORDER), default=len(_ORDER)
    )
