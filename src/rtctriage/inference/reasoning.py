"""One call reasoned through: the walk with everything that answers and explanations are made of."""

from __future__ import annotations

from functools import cached_property

from rtctriage.diagnosis import LayerVerdict, Verdict
from rtctriage.inference.chainer import Chainer
from rtctriage.inference.hypotheses import Candidate, candidates
from rtctriage.inference.program import Program
from rtctriage.inference.relations import Related, relate
from rtctriage.inference.trace import Trace
from rtctriage.inference.verdict import layer_verdict, overall
from rtctriage.inference.walk import Walk, walk
from rtctriage.profile import Known, Profile


class Reasoning:
    """What follows from a profile, by the program's numbers and in no language. Treat it as immutable."""

    def __init__(self, program: Program, profile: Profile, walked: Walk, chainer: Chainer) -> None:
        self.program = program
        self.profile = profile
        self.walk = walked
        self.chainer = chainer
        """The one that ran."""
        recorded = max((note.seconds for note in profile.evidence), default=0.0)
        self.trace = Trace(program, walked, recorded)
        complaint = profile.facts.get("complaint")
        self.complaint = str(complaint.value) if isinstance(complaint, Known) else None
        self.found: list[Candidate]
        """The hypotheses that are at least suspected or observed, in the order of the layers."""
        self.out: set[int]
        """The causes ruled out."""
        self.found, self.out = candidates(program, walked, self.trace, self.complaint)

    @cached_property
    def related(self) -> Related:
        """The primary cause and what follows from what, by indexes into ``found``."""
        return relate(self.program, self.found)

    @property
    def primary(self) -> Candidate | None:
        """The hypothesis to act on."""
        index = self.related.primary
        return None if index is None else self.found[index]

    @cached_property
    def layer_verdicts(self) -> tuple[LayerVerdict, ...]:
        """The verdict of each layer, in order."""
        found: dict[int, list[Candidate]] = {}
        for c in self.found:
            found.setdefault(c.layer, []).append(c)
        verdicts: list[LayerVerdict] = []
        for number, spec in enumerate(self.program.layers):
            here = found.get(number, ())
            # causes of other layers do no harm here
            settled = self.out.union([c.cause for c in here]) if here else self.out
            verdicts.append(layer_verdict(number in self.walk.skipped, [c.level for c in here], spec.core, settled))
        return tuple(verdicts)

    @cached_property
    def verdict(self) -> Verdict:
        """The verdict of the whole diagnosis."""
        names = (spec.layer.id for spec in self.program.layers)
        return overall([c.level for c in self.found], dict(zip(names, self.layer_verdicts, strict=True)))

    @cached_property
    def settled(self) -> frozenset[int]:
        """The causes found, ruled out, or of a layer that does not apply."""
        skipped = (cause for layer in self.walk.skipped for cause in self.program.layers[layer].causes)
        return frozenset((*(c.cause for c in self.found), *self.out, *skipped))


def reason(program: Program, profile: Profile, chainer: Chainer) -> Reasoning:
    """Walks a profile through a program with a chainer that was made for it.

    Raises ChainerError if the chainer fails in the middle of a run; the plain one gives the same answer then.
    """
    return Reasoning(program, profile, walk(program, profile.facts, chainer), chainer)
