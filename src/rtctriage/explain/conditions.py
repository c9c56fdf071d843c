"""The conditions of rules as they are written, each part with what it came to and what that rests on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from rtctriage.diagnosis import Truth
from rtctriage.explain.facts import Facts
from rtctriage.explain.tree import (
    AllOf,
    AnyOf,
    CauseProof,
    Condition,
    FactTest,
    NamedLimit,
    NotThis,
    Part,
    PremiseTest,
    RuleProof,
    TogetherTest,
)
from rtctriage.inference.atoms import evaluate
from rtctriage.inference.gaps import Gap, gaps
from rtctriage.inference.reasoning import Reasoning
from rtctriage.inference.trace import rounded
from rtctriage.inference.tree import compiled_parts, tree_truth
from rtctriage.inference.truth import kleene_not, truth_name
from rtctriage.knowledge.literals import Leaf, Node
from rtctriage.knowledge.model import All, Any, Atom, Not, Premise, SideName, Together
from rtctriage.knowledge.model import Condition as Written
from rtctriage.knowledge.places import named_in

Prove: TypeAlias = "Callable[[int, SideName | None], CauseProof | None]"
"""The proof of the cause, by its number, and side that a premise is about; None where it was given before."""


class Conditions:
    """Explains the rules of one reasoning."""

    def __init__(self, reasoning: Reasoning, prove: Prove) -> None:
        self._reasoning = reasoning
        self._program = reasoning.program
        self._facts = Facts(reasoning)
        self._prove = prove

    def rule(self, number: int) -> RuleProof:
        """A rule, by its number, with its condition."""
        spec, trace = self._program.rules[number], self._reasoning.trace
        rule = spec.rule
        beliefs = self._reasoning.walk.beliefs.get(spec.cause, ())
        fired = any(number in belief.rules for belief in beliefs)
        named = self._program.certainties.get(rule.strength)
        return RuleProof(
            rule=rule.id,
            origin=rule.origin,
            because=rule.because,
            certainty=rule.certainty,
            strength=rule.strength.strip(),
            strength_because=rule.grounds if named is None else named.because,
            side=rule.side,
            where=rule.where,
            evidence_group=rule.evidence_group,
            source=rule.source.strip(),
            fired=fired,
            window_s=rounded(trace.window(number)) if fired else None,
            streams=trace.streams(number) if fired else (),
            condition=self.condition(rule.when, spec.tree),
        )

    def condition(self, written: Written, node: Node, negated: bool = False) -> Condition:
        """A condition beside what it was compiled to; ``negated``: that is its opposite."""
        if isinstance(written, Not):
            part = self.condition(written.part, node, not negated)
            return NotThis(truth=self._truth(node, negated), part=part)
        if isinstance(written, All | Any):
            parts = tuple(self.condition(part, own, negated) for part, own in compiled_parts(written, node))
            made = AllOf if isinstance(written, All) else AnyOf
            return made(truth=self._truth(node, negated), parts=parts)
        assert isinstance(node, Leaf)
        number = node.literal >> 1
        if isinstance(written, Premise):
            return self._premise(written, number)
        return self._together(written, number) if isinstance(written, Together) else self._test(written, number)

    def _truth(self, node: Node, negated: bool) -> Truth:
        truth = tree_truth(node, self._reasoning.walk.truths)
        return truth_name(kleene_not(truth) if negated else truth)

    def _test(self, written: Atom, number: int) -> FactTest:
        (result,) = self._reasoning.trace.literal(2 * number)
        return FactTest(
            fact=result.fact,
            truth=result.truth,
            observed=result.observed,
            operator=result.operator,
            limit=result.limit,
            unit=result.unit,
            text=result.text,
            window_s=result.window_s,
            streams=result.streams,
            named=self._named(written.text),
            gaps=self._gaps(number),
            value=self._facts.proof(result.fact),
        )

    def _together(self, written: Together, number: int) -> TogetherTest:
        results = self._reasoning.trace.literal(2 * number)
        first = results[0]
        return TogetherTest(
            truth=first.truth,
            for_s=written.for_s,
            parts=tuple(
                Part(
                    fact=result.fact,
                    observed=result.observed,
                    operator=result.operator,
                    limit=result.limit,
                    unit=result.unit,
                    text=result.text,
                    named=self._named(part.text),
                    value=self._facts.proof(result.fact),
                )
                for part, result in zip(written.parts, results, strict=True)
            ),
            window_s=first.window_s,
            streams=first.streams,
            gaps=self._gaps(number),
        )

    def _premise(self, written: Premise, number: int) -> PremiseTest:
        (result,) = self._reasoning.trace.literal(2 * number)
        cause = self._program.premises[number - len(self._program.atoms)].cause
        return PremiseTest(
            cause=written.cause,
            state=written.state,
            side=written.side,
            truth=result.truth,
            certainty=result.observed if isinstance(result.observed, float) else None,
            proof=self._prove(cause, written.side) if cause >= 0 else None,
        )

    def _gaps(self, number: int) -> tuple[Gap, ...]:
        spec, walk = self._program.atoms[number], self._reasoning.walk
        result = evaluate(spec, walk.known.get(spec.facts[0]), walk.known, self._program.facts)
        return gaps(spec, result, walk.known, self._program.facts)

    def _named(self, text: str) -> tuple[NamedLimit, ...]:
        """The named thresholds of a test, with the scenario's own values; durations have none of their own."""
        found: dict[str, NamedLimit] = {}
        for name, duration in named_in(text):
            limit = self._program.thresholds.get(name)
            if limit is not None:
                own = name in self._program.overrides and not duration
                value = self._program.overrides[name] if own else limit.value
                found[name] = NamedLimit(name, value, limit.unit, limit.source, limit.source_zh, own)
        return tuple(found.values())
