"""What holds of every consultation, whatever the knowledge base, the answers and their order."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from consult_support import clocked, generated
from hypothesis import given, settings
from hypothesis import strategies as st

from rtctriage.consult import Conclusion, Consultation, Question
from rtctriage.consult.decision import prepared_of
from rtctriage.consult.known import Situation
from rtctriage.consult.lookahead import Lookahead
from rtctriage.engine import Engine
from rtctriage.inference.plain import PlainChainer
from rtctriage.inference.walk import walk
from rtctriage.knowledge.model import FactSpec
from rtctriage.profile import Known, Profile

SEEDS = st.integers(0, 60)
MOVES = st.integers(0, 1_000_000)
few = settings(max_examples=40)


def some_value(spec: FactSpec, random: Random, engine: Engine) -> str | float:
    from generated import WORDS

    return random.choice((0.0, 1.0, 2.0, 3.0, -5.0)) if spec.type == "number" else random.choice(WORDS)


def reply(consultation: Consultation, asked: Question, random: Random) -> None:
    """Some way to react to a question."""
    move = random.random()
    spec = consultation.engine.knowledge.facts[asked.fact]
    if move < 0.15:
        consultation.unknown()
    elif move < 0.25:
        consultation.skip()
    else:
        consultation.answer(some_value(spec, random, consultation.engine), sure=True)


def halfway(seed: int, moves: int) -> tuple[Consultation, Random]:
    """A consultation over a random knowledge base, some way on."""
    random = Random(moves)
    consultation = clocked(generated(seed))
    for _ in range(random.randint(0, 6)):
        asked = consultation.ask()
        if isinstance(asked, Question):
            reply(consultation, asked, random)
    return consultation, random


def without_times(consultation: Consultation) -> dict[str, object]:
    state = consultation.state()
    answers = state["answers"]
    assert isinstance(answers, list)
    return {**state, "answers": [{k: v for k, v in answer.items() if k != "at"} for answer in answers]}


@few
@given(SEEDS, MOVES)
def test_an_answer_taken_back_is_as_if_it_had_never_been_given(seed: int, moves: int) -> None:
    consultation, random = halfway(seed, moves)
    before, asked = consultation.state(), consultation.ask()
    unsaid = [f for f in consultation.engine.knowledge.facts if all(e.fact != f for e in consultation.entries)]
    fact = random.choice(unsaid)
    consultation.answer(some_value(consultation.engine.knowledge.facts[fact], random, consultation.engine), fact=fact)
    consultation.retract(fact)
    assert consultation.state() == before
    assert consultation.ask() == asked


@few
@given(SEEDS, MOVES)
def test_taking_up_again_is_as_if_nothing_had_come_between(seed: int, moves: int) -> None:
    consultation, random = halfway(seed, moves)
    again = Consultation.restore(consultation.engine, consultation.state(), clock=consultation._clock)
    assert again.lost == ()
    assert again.state() == consultation.state()
    for _ in range(3):
        asked = consultation.ask()
        assert again.ask() == asked
        if isinstance(asked, Conclusion):
            break
        same = random.randint(0, 10**9)
        reply(consultation, asked, Random(same))
        reply(again, asked, Random(same))
    assert without_times(again) == without_times(consultation)
    assert again.so_far() == consultation.so_far()


@few
@given(SEEDS, MOVES)
def test_a_stored_consultation_is_the_same_when_it_is_read(
    tmp_path_factory: pytest.TempPathFactory, seed: int, moves: int
) -> None:
    consultation, _ = halfway(seed, moves)
    path = tmp_path_factory.mktemp("stored") / "call.yaml"
    consultation.save(path)
    again = Consultation.load(consultation.engine, path)
    assert again.lost == ()
    assert again.state() == consultation.state()
    assert again.ask() == consultation.ask()


@few
@given(SEEDS, MOVES)
def test_back_and_the_same_answer_is_the_same_state(seed: int, moves: int) -> None:
    consultation, random = halfway(seed, moves)
    asked = consultation.ask()
    if isinstance(asked, Conclusion):
        return
    same = random.randint(0, 10**9)
    reply(consultation, asked, Random(same))
    after = without_times(consultation)
    assert consultation.back()
    assert consultation.ask() == asked
    reply(consultation, asked, Random(same))
    assert without_times(consultation) == after


@few
@given(SEEDS, MOVES)
def test_the_next_question_hangs_on_what_is_known_and_not_on_its_order(seed: int, moves: int) -> None:
    consultation, random = halfway(seed, moves)
    entries = [e for e in consultation.entries if e.reply != "skip"]
    random.shuffle(entries)
    other = clocked(consultation.engine)
    for entry in entries:
        if entry.value is None:
            other.unknown(entry.fact)
        else:
            other.answer(entry.value, fact=entry.fact, sure=True)
    for fact in {e.fact for e in consultation.entries if e.reply == "skip"}:
        for _ in range(sum(e.fact == fact for e in consultation.entries if e.reply == "skip")):
            other.skip(fact)
    assert other.ask() == consultation.ask()


@few
@given(SEEDS, MOVES)
def test_every_question_is_open_and_can_change_something_and_it_ends(seed: int, moves: int) -> None:
    random = Random(moves)
    consultation = clocked(generated(seed))
    most = 2 * len(consultation.engine.knowledge.facts) + 1
    for _ in range(most):
        asked = consultation.ask()
        if isinstance(asked, Conclusion):
            break
        assert asked.fact not in consultation.profile().facts
        said = {e.fact for e in consultation.entries if e.reply != "skip"}
        assert asked.fact not in said
        if asked.fact != "complaint":
            assert waited_for(consultation, asked.fact)
        reply(consultation, asked, random)
    else:
        pytest.fail("it does not end")


def waited_for(consultation: Consultation, fact: str) -> bool:
    """Whether a rule tests the fact in a way to hold of which nothing else is known to fail."""
    situation = consultation._situation()
    program, truths = situation.program, situation.reasoning.walk.truths
    own = set(program.atoms_of.get(fact, ()))

    def fails(literal: int) -> bool:
        truth = truths[literal >> 1]
        return truth is not None and truth is bool(literal & 1) and literal >> 1 not in own

    skips = prepared_of(situation).skips
    if any(literal >> 1 in own for skip in skips for literal in skip):
        return True
    return any(
        any(literal >> 1 in own for literal in way) and not any(map(fails, way))
        for rule in program.rules
        for way in rule.alternatives
    )


@few
@given(SEEDS, MOVES)
def test_when_it_says_that_nothing_can_change_nothing_can(seed: int, moves: int) -> None:
    random = Random(moves)
    consultation = clocked(generated(seed))
    for _ in range(12):
        step = consultation.ask()
        if isinstance(step, Conclusion):
            break
        reply(consultation, step, random)
    if not isinstance(step, Conclusion) or step.ending != "settled":
        return
    primary = step.diagnosis.primary
    cause = primary.cause if primary is not None else None
    for _ in range(20):
        other = Consultation.restore(consultation.engine, consultation.state())
        for fact in consultation._situation().answerable:
            if random.random() < 0.7:
                other.answer(some_value(other.engine.knowledge.facts[fact], random, other.engine), fact=fact, sure=True)
        then = other.so_far().primary
        assert (then.cause if then is not None else None) == cause


@few
@given(SEEDS, MOVES)
def test_looking_ahead_agrees_with_walking(seed: int, moves: int) -> None:
    consultation, random = halfway(seed, moves)
    situation: Situation = consultation._situation()
    prepared = prepared_of(situation)
    ahead = Lookahead(prepared, situation.profile, situation.reasoning.walk)
    fact = random.choice([f for f in situation.program.facts if f not in situation.profile.facts] or ["complaint"])
    if fact in situation.profile.facts:
        return
    value = some_value(situation.program.facts[fact], random, consultation.engine)
    facts = {**situation.profile.facts, fact: Known(value)}
    walked = walk(situation.program, Profile(facts).facts, PlainChainer(situation.program))
    assert ahead.beliefs(ahead.change(fact, value)) == walked.beliefs


def test_a_transcript_becomes_a_symptom_profile(tmp_path: Path) -> None:
    consultation, _ = halfway(3, 5)
    assert consultation.engine.diagnose(consultation.profile()) == consultation.so_far()
