"""What reaches the C core of durable_rules: nothing but what it was found to be right on, whatever is asked."""

from __future__ import annotations

import json
import os
import re
import threading
import time
from collections import Counter
from typing import Any as Anything

import pytest
from generated import Generator
from inference_support import cause, compare, diagnose, fact, knowledge, rule

from rtctriage.errors import ChainerError
from rtctriage.inference import durable
from rtctriage.inference.compile import compile_program
from rtctriage.inference.durable import DurableChainer
from rtctriage.inference.durable_limits import BUCKET, MAX_PATTERNS
from rtctriage.inference.program import Program
from rtctriage.knowledge.model import All, Not

pytestmark = pytest.mark.skipif(not durable.available(), reason="durable_rules cannot be imported here")

NAME = re.compile(r"~?[ac]\d+\Z")


class Spy:
    """The C core, writing down what it is given; two sessions that live at once are an error."""

    def __init__(self, core: Anything) -> None:
        self._core = core
        self.definitions: list[dict[str, Anything]] = []
        self.facts: list[list[dict[str, Anything]]] = []
        self.sessions: list[tuple[int, str]] = []
        self.fired: list[list[str]] = []
        self.live: set[tuple[int, str]] = set()
        self.together = 0
        self.pause_s = 0.0

    def __getattr__(self, name: str) -> Anything:
        return getattr(self._core, name)

    def create_ruleset(self, name: str, definition: str) -> Anything:
        self.definitions.append(json.loads(definition))
        return self._core.create_ruleset(name, definition)

    def assert_facts(self, handle: int, text: str) -> Anything:
        facts = json.loads(text)
        (session,) = {fact["sid"] for fact in facts}
        self.facts.append(facts)
        self.sessions.append((handle, session))
        self.live.add((handle, session))
        self.together = max(self.together, len(self.live))
        # other threads come to their turn here, if anything lets them
        time.sleep(self.pause_s)
        self.fired.append([])
        return self._core.assert_facts(handle, text)

    def start_action_for_state(self, handle: int, state: int) -> Anything:
        started = self._core.start_action_for_state(handle, state)
        self._note(started[1] if started else None)
        return started

    def complete_and_start_action(self, handle: int, state: int) -> Anything:
        message = self._core.complete_and_start_action(handle, state)
        self._note(message)
        return message

    def delete_state(self, handle: int, session: str) -> None:
        self._core.delete_state(handle, session)
        self.live.remove((handle, session))

    def _note(self, message: str | None) -> None:
        if message:
            self.fired[-1] += json.loads(message)


def spied(program: Program) -> tuple[DurableChainer, Spy]:
    chainer = DurableChainer(program)
    spy = Spy(chainer._engine)
    chainer._engine = spy
    return chainer, spy


@pytest.fixture(scope="module")
def generated() -> Spy:
    """What the core was given in the diagnoses of generated profiles over generated rules."""
    made = Generator(7, causes_per_layer=6)
    program = compile_program(made.knowledge)
    chainer, spy = spied(program)
    for _ in range(60):
        diagnose(program, made.profile(), chainer=chainer)
    assert len(spy.sessions) > 100
    return spy


def test_rules_are_conjunctions_of_symbols(generated: Spy) -> None:
    """No number of a profile, negation, alternative, join, pattern, timer or state rule."""
    for definition in generated.definitions:
        for name, rule_ in definition.items():
            assert re.fullmatch(r"r\d+\.\d+|go", name)
            assert set(rule_) <= {"all", "pri"}
            assert len(rule_["all"]) <= MAX_PATTERNS
            for pattern in rule_["all"]:
                ((alias, tests),) = pattern.items()
                assert re.fullmatch(r"p\d+", alias)
                if name != "go":
                    bucket, symbol = tests["$and"]
                    assert bucket.keys() == {"b"}
                    assert symbol.keys() == {"k"}
                    assert NAME.match(symbol["k"])


def test_the_closing_rule_waits_for_a_fact_that_every_session_has_and_fires_last(generated: Spy) -> None:
    for definition in generated.definitions:
        others = [rule_.get("pri", 0) for name, rule_ in definition.items() if name != "go"]
        assert max(others, default=0) < definition["go"]["pri"] <= 65_000
    assert all(facts[-1]["go"] == 1 for facts in generated.facts)
    assert [fired for fired in generated.fired if fired.index("go") != len(fired) - 1] == []
    assert max(map(len, generated.fired)) > 1


def test_facts_are_symbols_with_ids_of_their_own(generated: Spy) -> None:
    for facts in generated.facts:
        *symbols, last = facts
        assert last.keys() == {"sid", "id", "go"}
        for symbol in symbols:
            assert symbol.keys() == {"sid", "id", "b", "k"}
            assert symbol["id"] == symbol["k"]
            assert NAME.match(symbol["k"])
        assert max(Counter(fact["id"] for fact in facts).values()) == 1


def test_no_session_has_the_id_of_another_and_all_are_deleted(generated: Spy) -> None:
    """Ids are a counter's of each rule set: nothing of a user's text, and none comes twice."""
    assert all(re.fullmatch(r"s\d+", session) for _, session in generated.sessions)
    assert len({*generated.sessions}) == len(generated.sessions)
    assert generated.live == set()


def test_no_level_of_the_network_has_more_tests_than_it_can_bear() -> None:
    facts = [fact(f"f{i}") for i in range(BUCKET + 50)]
    rules = [rule(f"network.x/r{i}", compare(f"f{i}", ">", 0.0), 0.1) for i in range(BUCKET + 50)]
    chainer, spy = spied(compile_program(knowledge(facts, [cause("network.x", *rules)])))
    assert chainer.run(1, {0, 2 * (BUCKET + 49)}) == (0, BUCKET + 49)
    (definition,) = spy.definitions
    tests = [rule_["all"][0]["p0"]["$and"] for name, rule_ in definition.items() if name != "go"]
    levels = Counter(test[0]["b"] for test in tests)
    assert len(tests) == BUCKET + 50
    assert max(levels.values()) <= BUCKET
    # a fact's bucket is that of the rules which wait for it
    assert {(symbol["k"], symbol["b"]) for symbol in spy.facts[0][:-1]} <= {(k["k"], b["b"]) for b, k in tests}


def negating() -> Program:
    a, b = compare("a", ">", 0.0), compare("b", ">", 0.0)
    when = All((a, Not(b)))
    return compile_program(knowledge([fact("a"), fact("b")], [cause("network.x", rule("network.x/r", when, 0.9))]))


def test_of_an_unknown_nothing_is_asserted_so_that_its_negation_never_holds() -> None:
    chainer, spy = spied(negating())
    program = chainer._program
    assert diagnose(program, {"a": 1.0, "b": 0.0}, chainer=chainer).verdict == "fault"
    assert diagnose(program, {"a": 1.0}, chainer=chainer).verdict == "inconclusive"
    assert [[fact_["id"] for fact_ in facts] for facts in spy.facts] == [["a0", "~a1", "go"], ["a0", "go"]]


@pytest.mark.parametrize("error", [Exception("error code: 301"), KeyboardInterrupt()], ids=["error", "interrupt"])
def test_the_state_is_deleted_when_a_run_fails_after_a_rule_has_fired(
    error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    chainer, spy = spied(negating())

    def fail(handle: int, state: int) -> Anything:
        raise error

    monkeypatch.setattr(spy, "complete_and_start_action", fail)
    with pytest.raises(KeyboardInterrupt if isinstance(error, KeyboardInterrupt) else ChainerError):
        chainer.run(1, {0, 3})
    assert spy.fired == [["r0.0"]]
    assert spy.live == set()


def test_a_run_that_does_not_end_in_time_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    chainer, spy = spied(negating())
    clock = iter([0.0, 0.0, durable.MAX_SECONDS + 0.1])
    monkeypatch.setattr(durable, "monotonic", lambda: next(clock))
    with pytest.raises(ChainerError, match="took more than 5 s"):
        chainer.run(1, {0, 3})
    assert spy.live == set()


def test_one_session_lives_at_a_time_however_many_threads_there_are() -> None:
    chainer, spy = spied(negating())
    spy.pause_s = 0.001
    begin = threading.Barrier(8)
    answers: list[tuple[int, ...]] = []

    def work() -> None:
        begin.wait()
        for _ in range(10):
            answers.append(chainer.run(1, {0, 3}))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [(0,)] * 80
    assert spy.together == 1
    assert len(spy.definitions) == 1


def test_a_child_process_leaves_its_parents_rule_sets_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a fork copied belongs to the parent: freeing it in the child would touch memory of unknown state."""
    chainer, spy = spied(negating())
    assert chainer.run(1, {0, 3}) == (0,)
    freed: list[int] = []
    monkeypatch.setattr(spy, "delete_ruleset", freed.append, raising=False)
    parent = os.getpid()
    monkeypatch.setattr(os, "getpid", lambda: parent + 1)
    chainer.close()
    assert freed == []
    monkeypatch.setattr(os, "getpid", lambda: parent)
    assert chainer.run(1, {0, 3}) == (0,)
    chainer.close()
    assert len(freed) == 1
