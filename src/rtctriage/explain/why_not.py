"""Why a cause is not the answer: what became of each of its rules, and for one that was found, what ranks before it."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from rtctriage.diagnosis import Side, Verdict
from rtctriage.explain import SCHEMA
from rtctriage.explain.causes import Causes
from rtctriage.explain.how import start_of
from rtctriage.explain.relation import Relation, relation
from rtctriage.explain.shortfalls import Shortfall, distance, facts_of, missing, shortfalls, tests_of
from rtctriage.explain.tree import Condition, FactProof, FactTest, PremiseTest, RuleProof, SideProof, TogetherTest
from rtctriage.inference.hypotheses import Candidate
from rtctriage.inference.reasoning import Reasoning
from rtctriage.inference.trace import rounded
from rtctriage.inference.verdict import ESTABLISHED, EXCLUDED, SUSPECTED, excluded
from rtctriage.knowledge.model import SideName
from rtctriage.series import Window
from rtctriage.text import Text

Answer: TypeAlias = Literal[
    "primary", "consequence", "independent", "observation", "excluded", "undecided", "not-applicable"
]


class RuleOutcome(Struct, frozen=True, kw_only=True):
    """What became of one rule. ``holds``: its condition does, and its layer does not apply."""

    outcome: Literal["fired", "holds", "fails", "unknown"]
    measured: bool
    """Whether anything is known of what it tests."""
    proof: RuleProof
    held_back: tuple[Shortfall, ...]
    """The tests in the way."""
    unknown: tuple[FactProof, ...]
    """The facts that nobody knows and that would say more, each with who would supply it."""


class SideAnswer(Struct, frozen=True, kw_only=True):
    """The rules that bear on one side of the cause: those that fired, then the nearest, then those not measured."""

    side: SideName | None
    certainty: float | None
    """None where no rule fired."""
    combined: SideProof | None
    rules: tuple[RuleOutcome, ...]


class Found(Struct, frozen=True, kw_only=True):
    """The cause as a hypothesis that was found, and its place among the others."""

    side: Side | None
    verdict: Literal["fault", "suspect", "observation"]
    certainty: float
    window_s: Window | None
    relation: Relation


class WhyNot(Struct, frozen=True, kw_only=True):
    """Why a cause is not the one to act on; in no language."""

    schema: str = SCHEMA
    kind: Literal["why-not"] = "why-not"
    knowledge: str
    """The content hash of the knowledge base."""
    chainer: str
    scenario: str | None
    complaint: str | None
    verdict: Verdict
    cause: str
    title: Text
    layer: str
    answer: Answer
    """``primary``: it is the answer."""
    explains: tuple[str, ...]
    """The complaints under which an observation of this cause would be a fault."""
    t0: str | None
    """The wall-clock time of second 0, as ISO 8601."""
    skip_because: Text | None
    """Why its layer does not apply, where it does not, ..."""
    skip: Condition | None
    """... and the condition that says so."""
    established_from: float = ESTABLISHED
    suspected_from: float = SUSPECTED
    excluded_from: float = EXCLUDED
    found: tuple[Found, ...]
    sides: tuple[SideAnswer, ...]


def why_not(reasoning: Reasoning, cause: str) -> WhyNot:
    """Why a cause is not the one to act on, by every one of its rules. Raises UnknownName."""
    causes = Causes(reasoning)
    number = causes.number(cause)
    spec = causes.spec(number)
    layer = reasoning.program.layers[spec.layer].layer
    found = tuple(_found(reasoning, candidate) for candidate in causes.candidates(number))
    skip = causes.skip(number)
    return WhyNot(
        knowledge=reasoning.program.knowledge,
        chainer=reasoning.chainer.name,
        scenario=reasoning.program.scenario,
        complaint=reasoning.complaint,
        verdict=reasoning.verdict,
        cause=spec.cause.id,
        title=spec.cause.title,
        layer=spec.cause.layer,
        answer=_answer(reasoning, number, found),
        explains=spec.cause.explains,
        t0=start_of(reasoning),
        skip_because=None if skip is None else layer.skip_because,
        skip=skip,
        found=found,
        sides=tuple(_side(reasoning, causes, number, side) for side in spec.sides),
    )


def _answer(reasoning: Reasoning, cause: int, found: tuple[Found, ...]) -> Answer:
    relations = [one.relation.relation for one in found]
    for word in ("primary", "consequence", "independent", "observation"):
        if word in relations:
            return word
    if reasoning.program.causes[cause].layer in reasoning.walk.skipped:
        return "not-applicable"
    beliefs = reasoning.walk.beliefs.get(cause, ())
    return "excluded" if beliefs and all(excluded(b.certainty) for b in beliefs) else "undecided"


def _found(reasoning: Reasoning, candidate: Candidate) -> Found:
    return Found(
        side=candidate.side,
        verdict=candidate.level,
        certainty=candidate.certainty,
        window_s=rounded(candidate.window),
        relation=relation(reasoning, candidate),
    )


def _side(reasoning: Reasoning, causes: Causes, cause: int, side: SideName | None) -> SideAnswer:
    beliefs = reasoning.walk.beliefs.get(cause, ())
    belief = next((b for b in beliefs if b.side == side and b.rules), None)
    judged = [
        (number, _outcome(causes.conditions.rule(number)))
        for number, spec in enumerate(reasoning.program.rules)
        if spec.cause == cause and spec.rule.side in (None, side)
    ]
    judged.sort(key=lambda one: (*_nearness(one[1]), one[0]))
    return SideAnswer(
        side=side,
        certainty=None if belief is None else belief.certainty,
        combined=None if belief is None else causes.side_proof(belief),
        rules=tuple(outcome for _, outcome in judged),
    )


def _outcome(proof: RuleProof) -> RuleOutcome:
    truth = proof.condition.truth
    held_back = tuple(shortfalls(proof.condition))
    facts = [fact for short in held_back if short.test.truth == "unknown" for fact in facts_of(short.test)]
    unknown = {one.fact: one for fact in facts for one in missing(fact)}
    return RuleOutcome(
        outcome="fired" if proof.fired else "holds" if truth == "true" else "fails" if truth == "false" else "unknown",
        measured=any(_measured(test) for test in tests_of(proof.condition)),
        proof=proof,
        held_back=held_back,
        unknown=tuple(unknown.values()),
    )


def _measured(test: FactTest | TogetherTest | PremiseTest) -> bool:
    """Whether anything is known of what a test is about."""
    if isinstance(test, PremiseTest):
        return test.truth != "unknown"
    return any(fact.origin != "unknown" for fact in facts_of(test))


def _nearness(outcome: RuleOutcome) -> tuple[object, ...]:
    """What fired; then what is measured, for the cause before against it, the nearest first; then the rest."""
    fired = outcome.outcome in ("fired", "holds")
    return (not fired, not outcome.measured, outcome.proof.certainty <= 0, distance(outcome.proof.condition))
