"""What explanations say, checked against the engine itself over generated knowledge bases and profiles."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from generated import Generator
from hypothesis import given, settings
from hypothesis import strategies as st

from rtctriage.explain.how import How, how
from rtctriage.explain.shortfalls import distance, missing, shortfalls
from rtctriage.explain.tree import (
    AllOf,
    AnyOf,
    CauseProof,
    Condition,
    FactProof,
    FactTest,
    NotThis,
    PremiseTest,
    RuleProof,
    TogetherTest,
)
from rtctriage.explain.why_not import WhyNot, why_not
from rtctriage.inference.atoms import evaluate
from rtctriage.inference.atomspecs import AtomSpecs
from rtctriage.inference.certainty import combine
from rtctriage.inference.compile import compile_program
from rtctriage.inference.plain import PlainChainer
from rtctriage.inference.reasoning import Reasoning, reason
from rtctriage.inference.verdict import EXCLUDED, SUSPECTED
from rtctriage.knowledge.model import All, Any, Not, Premise
from rtctriage.knowledge.model import Condition as Written
from rtctriage.report import explain_how, explain_json, explain_tree, explain_why_not
from rtctriage.text import LANGUAGES

NAMES = {"true": True, "false": False, "unknown": None}
Leaf = FactTest | TogetherTest | PremiseTest


def reasonings(seed: int, count: int = 3) -> tuple[Generator, list[Reasoning]]:
    made = Generator(seed)
    program = compile_program(made.knowledge)
    chainer = PlainChainer(program)
    return made, [reason(program, made.profile(), chainer) for _ in range(count)]


def value(condition: Condition) -> bool | None:
    """What a tree comes to by the truths of its leaves alone (Kleene)."""
    if isinstance(condition, NotThis):
        part = value(condition.part)
        return None if part is None else not part
    if isinstance(condition, AllOf | AnyOf):
        parts = [value(part) for part in condition.parts]
        decisive = isinstance(condition, AnyOf)
        return decisive if decisive in parts else None if None in parts else not decisive
    return NAMES[condition.truth]


def nodes(condition: Condition) -> Iterator[Condition]:
    yield condition
    if isinstance(condition, NotThis):
        yield from nodes(condition.part)
    elif isinstance(condition, AllOf | AnyOf):
        for part in condition.parts:
            yield from nodes(part)


def leaves(condition: Condition) -> list[Leaf]:
    return [one for one in nodes(condition) if not isinstance(one, NotThis | AllOf | AnyOf)]


def written_leaves(condition: Written) -> Iterator[Written]:
    if isinstance(condition, Not):
        yield from written_leaves(condition.part)
    elif isinstance(condition, All | Any):
        for part in condition.parts:
            yield from written_leaves(part)
    else:
        yield condition


def proofs(found: How) -> Iterator[CauseProof]:
    """Those of the conclusions and of the premises that they build on."""
    waiting = [conclusion.proof for conclusion in found.conclusions]
    while waiting:
        proof = waiting.pop()
        yield proof
        for rule in proof.rules:
            waiting += [
                leaf.proof
                for leaf in leaves(rule.condition)
                if isinstance(leaf, PremiseTest) and leaf.proof is not None
            ]


def check_rule(made: Generator, reasoning: Reasoning, proof: RuleProof) -> None:
    """The tree is that of the rule as it is written, and each of its parts is what it says."""
    rule = next(rule for cause in made.causes for rule in cause.rules if rule.id == proof.rule)
    specs = AtomSpecs(made.knowledge.facts, {}, {})
    shown, known = leaves(proof.condition), reasoning.walk.known
    written = list(written_leaves(rule.when))
    assert len(shown) == len(written)
    for leaf, test in zip(shown, written, strict=True):
        if isinstance(test, Premise):
            assert isinstance(leaf, PremiseTest)
            assert (leaf.cause, leaf.state, leaf.side) == (test.cause, test.state, test.side)
        else:
            assert isinstance(leaf, FactTest)
            spec = specs.spec(test)  # type: ignore[arg-type]  # what is no combination and no premise is a test
            result = evaluate(spec, known.get(leaf.fact), known, made.knowledge.facts)
            assert NAMES[leaf.truth] is result.truth
            assert leaf.fact == spec.facts[0]
    for node in nodes(proof.condition):
        assert value(node) is NAMES[node.truth]


@settings(max_examples=60)
@given(seed=st.integers(0, 10_000))
def test_the_how_tree_comes_to_the_conclusion(seed: int) -> None:
    made, several = reasonings(seed)
    for reasoning in several:
        for asked in (None, *(cause.id for cause in made.causes)):
            found = how(reasoning, asked)
            assert found.verdict == reasoning.verdict
            assert bool(found.conclusions) is not bool(found.layers) or not made.causes
            for proof in proofs(found):
                check_cause(made, reasoning, proof)


def check_cause(made: Generator, reasoning: Reasoning, proof: CauseProof) -> None:
    for rule in proof.rules:
        assert rule.fired
        assert value(rule.condition) is True
        check_rule(made, reasoning, rule)
    listed = {rule.rule for rule in proof.rules}
    for side in proof.sides:
        weights = [(weight.certainty, weight.evidence_group) for weight in side.weights]
        assert combine(weights) == side.certainty
        assert {weight.rule for weight in side.weights} <= listed
        counted = [(weight.certainty, None) for weight in side.weights if weight.counted]
        assert combine(counted) == side.certainty
        factor = (side.belief - side.disbelief) / (1 - min(side.belief, side.disbelief))
        assert max(-0.99, min(0.99, factor)) == pytest.approx(side.certainty, abs=1e-4)
    certainties = [side.certainty for side in proof.sides]
    assert proof.certainty == max(certainties, default=None)
    if proof.verdict == "excluded":
        assert certainties
        assert max(certainties) <= EXCLUDED
    elif proof.verdict in ("undecided", "not-applicable"):
        assert all(certainty < SUSPECTED for certainty in certainties)
    else:
        assert max(certainties) >= SUSPECTED


@settings(max_examples=60)
@given(seed=st.integers(0, 10_000))
def test_why_not_names_every_rule_once_on_each_of_its_sides(seed: int) -> None:
    made, several = reasonings(seed)
    for reasoning in several:
        for cause in made.causes:
            found = why_not(reasoning, cause.id)
            named: list[str | None] = []
            named += [s for s in ("uplink", "downlink") if any(rule.side == s for rule in cause.rules)]
            assert [side.side for side in found.sides] == (named or [None])
            for side in found.sides:
                bearing = sorted(rule.id for rule in cause.rules if rule.side in (None, side.side))
                assert sorted(rule.proof.rule for rule in side.rules) == bearing
            check_outcomes(made, reasoning, found)


def check_outcomes(made: Generator, reasoning: Reasoning, found: WhyNot) -> None:
    number = next(n for n, spec in enumerate(reasoning.program.causes) if spec.cause.id == found.cause)
    beliefs = {belief.side: belief for belief in reasoning.walk.beliefs.get(number, ())}
    for side in found.sides:
        belief = beliefs.get(side.side)
        fired = set() if belief is None else {reasoning.program.rules[n].rule.id for n in belief.rules}
        assert {rule.proof.rule for rule in side.rules if rule.outcome == "fired"} == fired
        distances = [
            distance(rule.proof.condition)
            for rule in side.rules
            if rule.outcome in ("fails", "unknown") and rule.measured and rule.proof.certainty > 0
        ]
        assert distances == sorted(distances)
        for rule in side.rules:
            check_rule(made, reasoning, rule.proof)
            assert not {one.fact for one in rule.unknown} & reasoning.walk.known.keys()
            assert bool(rule.held_back) is (rule.outcome in ("fails", "unknown"))
            assert (distance(rule.proof.condition) == 0) is (NAMES[rule.proof.condition.truth] is True)


@settings(max_examples=60)
@given(seed=st.integers(0, 10_000))
def test_a_condition_holds_once_everything_in_its_way_is_as_it_is_wanted(seed: int) -> None:
    made, several = reasonings(seed, 1)
    for cause in made.causes:
        for side in why_not(several[0], cause.id).sides:
            for rule in side.rules:
                wanted = {id(short.test): short.wanted for short in shortfalls(rule.proof.condition)}
                assert mended(rule.proof.condition, wanted) is True


def mended(condition: Condition, wanted: dict[int, bool]) -> bool | None:
    if isinstance(condition, NotThis):
        part = mended(condition.part, wanted)
        return None if part is None else not part
    if isinstance(condition, AllOf | AnyOf):
        parts = [mended(part, wanted) for part in condition.parts]
        decisive = isinstance(condition, AnyOf)
        return decisive if decisive in parts else None if None in parts else not decisive
    return wanted.get(id(condition), NAMES[condition.truth])


@settings(max_examples=30)
@given(seed=st.integers(0, 10_000))
def test_facts_have_the_values_that_are_known(seed: int) -> None:
    made, several = reasonings(seed, 1)
    known = several[0].walk.known
    for cause in made.causes:
        for side in why_not(several[0], cause.id).sides:
            for rule in side.rules:
                for leaf in leaves(rule.proof.condition):
                    if isinstance(leaf, FactTest):
                        check_fact(leaf.value, known)


def check_fact(proof: FactProof, known: object) -> None:
    assert isinstance(known, dict)
    assert (proof.origin == "unknown") is (proof.fact not in known)
    assert bool(list(missing(proof))) is (proof.fact not in known)


LINE = re.compile(r'  n\d+\["[^"\[\]{}<>]*(?:<br/>[^"\[\]{}<>]*)*"\]|  n\d+ --> n\d+')


@settings(max_examples=30)
@given(seed=st.integers(0, 10_000))
def test_everything_can_be_shown(seed: int) -> None:
    made, several = reasonings(seed, 1)
    for language in LANGUAGES:
        for cause in made.causes:
            one, other = how(several[0], cause.id), why_not(several[0], cause.id)
            pages = (
                *explain_how.pages(one, made.knowledge, language),
                explain_why_not.page(other, made.knowledge, language),
            )
            assert explain_tree.text(pages, columns=40).endswith("\n")
            head, *lines = explain_tree.mermaid(pages).splitlines()
            assert head == "flowchart LR"
            assert [line for line in lines if not LINE.fullmatch(line)] == []
            for explanation in (one, other):
                document = json.loads(explain_json.render(explanation, language))
                assert document["schema"] == "rtctriage/explanation@1"
