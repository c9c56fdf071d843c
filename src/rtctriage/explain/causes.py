"""The proof of a cause: its verdict, how its certainty was combined, and the rules that fired."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rtctriage.diagnosis import Side
from rtctriage.errors import UnknownName
from rtctriage.explain.conditions import Conditions
from rtctriage.explain.tree import CauseProof, CauseVerdict, Condition, SideProof, Weight
from rtctriage.inference.belief import Belief
from rtctriage.inference.certainty import weigh
from rtctriage.inference.hypotheses import Candidate, candidate_of
from rtctriage.inference.program import CauseSpec
from rtctriage.inference.reasoning import Reasoning
from rtctriage.inference.trace import rounded
from rtctriage.inference.verdict import excluded, suspected
from rtctriage.knowledge.model import SideName


class Causes:
    """Proves the causes of one reasoning. A proof that a premise rests on is given once, where it is first needed."""

    def __init__(self, reasoning: Reasoning) -> None:
        self._reasoning = reasoning
        self.conditions = Conditions(reasoning, self._premise)
        self._given: set[tuple[int, Side | None]] = set()

    def number(self, cause: str) -> int:
        """The number of a cause in the program. Raises UnknownName."""
        causes = self._reasoning.program.causes
        for number, spec in enumerate(causes):
            if spec.cause.id == cause:
                return number
        raise UnknownName("cause", cause, [spec.cause.id for spec in causes])

    def candidates(self, cause: int, side: SideName | None = None) -> list[Candidate]:
        """The hypotheses about a cause; with a side only those that are about it, too."""
        found = (c for c in self._reasoning.found if c.cause == cause)
        return [c for c in found if side is None or c.side in (None, "both", side)]

    def found(self, candidate: Candidate) -> CauseProof:
        """The proof of a hypothesis."""
        self._given.update(((candidate.cause, None), (candidate.cause, candidate.side)))
        beliefs = self._beliefs(candidate.cause, candidate.side)
        return self._proof(
            candidate.cause,
            beliefs,
            candidate.rules,
            side=candidate.side,
            verdict=candidate.level,
            certainty=candidate.certainty,
            window_s=rounded(candidate.window),
        )

    def not_found(self, cause: int, side: SideName | None = None) -> CauseProof:
        """The proof of a cause that is no hypothesis (on that side): excluded, undecided, or of a layer left out."""
        self._given.add((cause, side))
        beliefs = self._beliefs(cause, side)
        return self._proof(
            cause,
            beliefs,
            self._by_strength(beliefs),
            side=side,
            verdict=self._verdict(cause, beliefs),
            # as sure as the least sure side
            certainty=max(b.certainty for b in beliefs) if _any_fired(beliefs) else None,
            window_s=None,
        )

    def skip(self, cause: int) -> Condition | None:
        """The condition that says that the cause's layer does not apply, where it does not."""
        layer = self._reasoning.program.causes[cause].layer
        spec = self._reasoning.program.layers[layer]
        if layer not in self._reasoning.walk.skipped or spec.skip_when is None or spec.layer.skip_when is None:
            return None
        return self.conditions.condition(spec.layer.skip_when, spec.skip_when)

    def side_proof(self, belief: Belief) -> SideProof:
        """How the certainty on one side was combined."""
        rules = [self._reasoning.program.rules[number].rule for number in belief.rules]
        weighed = weigh([(rule.certainty, rule.evidence_group) for rule in rules])
        return SideProof(
            side=belief.side,
            certainty=weighed.factor,
            belief=round(weighed.belief, 6),
            disbelief=round(weighed.disbelief, 6),
            weights=tuple(
                Weight(rule.id, rule.certainty, rule.evidence_group, counted)
                for rule, counted in zip(rules, weighed.counted, strict=True)
            ),
        )

    def spec(self, cause: int) -> CauseSpec:
        """A cause of the program."""
        return self._reasoning.program.causes[cause]

    def _premise(self, cause: int, side: SideName | None) -> CauseProof | None:
        if (cause, side) in self._given:
            return None
        likely = self.candidates(cause, side)
        if likely:
            return self.found(max(likely, key=lambda c: c.certainty))
        return self.not_found(cause, side) if self._beliefs(cause, side) else None

    def _beliefs(self, cause: int, side: Side | None) -> list[Belief]:
        beliefs = self._reasoning.walk.beliefs.get(cause, ())
        return [b for b in beliefs if side in (None, "both") or b.side in (None, side)]

    def _by_strength(self, beliefs: Iterable[Belief]) -> tuple[int, ...]:
        rules = self._reasoning.program.rules
        fired = {number for belief in beliefs for number in belief.rules}
        return tuple(sorted(fired, key=lambda n: (-abs(rules[n].rule.certainty), n)))

    def _verdict(self, cause: int, beliefs: Sequence[Belief]) -> CauseVerdict:
        reasoning = self._reasoning
        if self.spec(cause).layer in reasoning.walk.skipped:
            return "not-applicable"
        # a side for which nothing of its own speaks is no hypothesis beside one for which something does
        likely = max(beliefs, key=lambda belief: belief.certainty, default=None)
        if likely is not None and suspected(likely.certainty):
            return candidate_of(reasoning.program, reasoning.trace, likely, reasoning.complaint).level
        ruled_out = bool(beliefs) and all(excluded(belief.certainty) for belief in beliefs)
        return "excluded" if ruled_out else "undecided"

    def _proof(
        self,
        cause: int,
        beliefs: Sequence[Belief],
        rules: Iterable[int],
        *,
        side: Side | None,
        verdict: CauseVerdict,
        certainty: float | None,
        window_s: tuple[float, float] | None,
    ) -> CauseProof:
        own = self.spec(cause).cause
        return CauseProof(
            cause=own.id,
            title=own.title,
            layer=own.layer,
            side=side,
            verdict=verdict,
            certainty=certainty,
            window_s=window_s,
            sides=tuple(self.side_proof(belief) for belief in beliefs) if _any_fired(beliefs) else (),
            rules=tuple(self.conditions.rule(number) for number in rules),
        )


def _any_fired(beliefs: Sequence[Belief]) -> bool:
    return any(belief.rules for belief in beliefs)
