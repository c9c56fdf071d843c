"""The checks of a playbook, evaluated on evidence: what is measured now, and whether that is as it should be."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from rtctriage.diagnosis import ConditionResult, Truth
from rtctriage.inference.atoms import evaluate, is_known
from rtctriage.inference.atomspecs import AtomSpecs
from rtctriage.inference.program import AtomSpec
from rtctriage.inference.reasoning import Reasoning
from rtctriage.inference.trace import rounded
from rtctriage.inference.truth import kleene_all, truth_name
from rtctriage.knowledge.model import KnowledgeBase, Playbook
from rtctriage.knowledge.verify import verified


class Check(Struct, frozen=True):
    """The check of one step. What was not measured, or too little, is ``unknown``, and not passed."""

    step: int
    """Its number, from 1."""
    truth: Truth
    tests: tuple[ConditionResult, ...]
    missing: tuple[str, ...] = ()
    """The facts that were not measured. Where a test of another one is unknown, too little of it was."""


def verify(reasoning: Reasoning, playbook: Playbook, knowledge: KnowledgeBase) -> tuple[Check, ...]:
    """The steps that have a check, with how it comes out of the facts of a call; limits are those of its scenario."""
    scenario = knowledge.scenarios.get(reasoning.program.scenario or "")
    specs = AtomSpecs(knowledge.facts, knowledge.thresholds, scenario.thresholds if scenario is not None else {})
    return tuple(
        _check(reasoning, number + 1, tuple(_tested(reasoning, [specs.spec(test) for test in tests])))
        for number, tests in verified(playbook, knowledge)
    )


def _check(reasoning: Reasoning, step: int, tests: tuple[ConditionResult, ...]) -> Check:
    meanings = {"true": True, "false": False, "unknown": None}
    truth = truth_name(kleene_all(meanings[test.truth] for test in tests))
    facts = dict.fromkeys(test.fact for test in tests)
    return Check(step, truth, tests, tuple(fact for fact in facts if not is_known(reasoning.walk.known.get(fact))))


def _tested(reasoning: Reasoning, specs: list[AtomSpec]) -> Iterator[ConditionResult]:
    known = reasoning.walk.known
    for spec in specs:
        result = evaluate(spec, known.get(spec.facts[0]), known, reasoning.program.facts)
        for number, shown in enumerate(spec.shown):
            observed = result.parts[number] if result.parts else result.observed
            yield ConditionResult(
                shown.fact,
                round(observed, 4) if isinstance(observed, float) else observed,
                shown.operator,
                shown.limit,
                shown.unit,
                truth_name(result.truth),
                rounded(result.window),
                result.streams,
                shown.text,
            )
