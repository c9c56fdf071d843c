"""The guards around durable_rules."""

from __future__ import annotations

import gc
import os
import threading
import warnings
import weakref
from pathlib import Path
from typing import Any as Anything

import pytest
from generated import Generator
from inference_support import cause, compare, diagnose, fact, knowledge, profile, rule

from rtctriage.errors import ChainerError
from rtctriage.inference import durable
from rtctriage.inference.chainer import best_chainer
from rtctriage.inference.compile import compile_program
from rtctriage.inference.durable import MAX_FAILURES, DurableChainer
from rtctriage.inference.durable_limits import BUCKET
from rtctriage.inference.plain import PlainChainer
from rtctriage.inference.program import Program
from rtctriage.knowledge.model import All, Any, Not
from rtctriage.profile import Profile

pytestmark = pytest.mark.skipif(not durable.available(), reason="durable_rules cannot be imported here")

A, B = compare("a", ">", 0.0), compare("b", ">", 0.0)


def small() -> Program:
    base = knowledge(
        [fact("a"), fact("b")],
        [cause("network.x", rule("network.x/r", All((A, Not(B))), 0.9), rule("network.x/s", Any((A, B)), 0.3))],
    )
    return compile_program(base)


def resident() -> float:
    """Megabytes."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def test_it_is_the_one_that_is_taken() -> None:
    assert best_chainer(small()).name == "durable_rules"


def test_what_fires() -> None:
    chainer = DurableChainer(small())
    a, not_a, b, not_b = range(4)
    assert chainer.run(1, {a, not_b}) == (0, 1)
    assert chainer.run(1, {b, not_a}) == (1,)
    assert chainer.run(1, {a}) == (1,)
    assert chainer.run(1, {not_a, not_b}) == ()
    assert chainer.run(1, set()) == ()
    assert chainer.run(0, {a, not_b}) == ()
    # both alternatives of a rule: it fires once
    assert chainer.run(1, {a, b}) == (1,)


def test_a_session_in_which_no_rule_fires_is_deleted_safely() -> None:
    chainer = DurableChainer(small())
    assert [chainer.run(1, {3}) for _ in range(200)] == [()] * 200


def test_no_threads_and_no_warnings() -> None:
    before = threading.active_count()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        diagnose(small(), {"a": 1.0, "b": 0.0}, chainer=DurableChainer(small()))
    assert threading.active_count() == before


def test_literals_beyond_one_bucket() -> None:
    facts = [fact(f"f{i}") for i in range(BUCKET + 50)]
    rules = [rule(f"network.x/r{i}", compare(f"f{i}", ">", 0.0), 0.1) for i in range(BUCKET + 50)]
    program = compile_program(knowledge(facts, [cause("network.x", *rules)]))
    chainer = DurableChainer(program)
    for numbers in ([0, 199, 200, 449], [448], range(0, 450, 9)):
        assert chainer.run(1, {2 * n for n in numbers}) == tuple(numbers)


class Broken:
    """Stands in for the C core, and fails in one of its calls."""

    def __init__(self, core: Anything, call: str, answer: Anything) -> None:
        self._core, self._call, self._answer = core, call, answer
        self.deleted: list[str] = []

    def __getattr__(self, name: str) -> Anything:
        if name == self._call:
            return self._fail
        return getattr(self._core, name)

    def _fail(self, *_: object) -> Anything:
        if isinstance(self._answer, BaseException):
            raise self._answer
        return self._answer


@pytest.mark.parametrize(
    ("call", "answer", "message"),
    [
        ("create_ruleset", Exception("no"), "did not accept the rules"),
        ("assert_facts", (1, 0), r"did not take the facts \(result 1\)"),
        ("assert_facts", Exception("could not assert, error code: 303"), "in the middle of a run"),
        ("start_action_for_state", None, "closing rule"),
        ("complete_and_start_action", None, "closing rule"),
        ("complete_and_start_action", '{"r0.0":{}}', "more often"),
        ("complete_and_start_action", MemoryError(), "in the middle of a run"),
    ],
)
def test_an_error_is_told_and_the_rule_set_left_alone(call: str, answer: Anything, message: str) -> None:
    chainer = DurableChainer(small())
    core = chainer._engine
    chainer._engine = Broken(core, call, answer)
    with pytest.raises(ChainerError, match=message):
        chainer.run(1, {0, 3})
    # the next run makes a new one
    chainer._engine = core
    assert chainer.run(1, {0, 3}) == (0, 1)


def test_an_interrupt_is_not_swallowed() -> None:
    chainer = DurableChainer(small())
    chainer._engine = Broken(chainer._engine, "assert_facts", KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        chainer.run(1, {0, 3})


def test_after_several_failures_it_is_not_tried_any_more() -> None:
    chainer = DurableChainer(small())
    core, chainer._engine = chainer._engine, Broken(chainer._engine, "assert_facts", (7, 0))
    for _ in range(MAX_FAILURES):
        with pytest.raises(ChainerError, match="result 7"):
            chainer.run(1, {0})
    chainer._engine = core
    with pytest.raises(ChainerError, match="several times"):
        chainer.run(1, {0})


def test_closing_it_frees_the_rule_sets_and_it_can_be_used_again() -> None:
    chainer = DurableChainer(small())
    for _ in range(3):
        assert chainer.run(1, {0, 3}) == (0, 1)
        chainer.close()
        chainer.close()


def test_threads_share_one() -> None:
    made = Generator(7, causes_per_layer=5)
    program = compile_program(made.knowledge)
    profiles = [made.profile() for _ in range(40)]
    expected = [diagnose(program, given).verdict for given in profiles]
    chainer = DurableChainer(program)
    wrong: list[Profile] = []

    def work() -> None:
        for given, verdict in zip(profiles * 3, expected * 3, strict=True):
            if diagnose(program, given, chainer=chainer).verdict != verdict:
                wrong.append(given)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_many_of_them_live_and_die() -> None:
    """Each is collected with its rule sets; a live one holds about a megabyte for a hundred rules."""
    made = Generator(11, causes_per_layer=6)
    program = compile_program(made.knowledge)
    given = made.profile()

    def use() -> weakref.ref[DurableChainer]:
        chainer = DurableChainer(program)
        diagnose(program, given, chainer=chainer)
        return weakref.ref(chainer)

    for _ in range(50):
        use()
    before = resident()
    references = [use() for _ in range(300)]
    gc.collect()
    assert all(reference() is None for reference in references)
    assert resident() - before < 12


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="reads the memory's size as Linux tells it")
def test_diagnoses_leak_nothing() -> None:
    made = Generator(11, causes_per_layer=6)
    program = compile_program(made.knowledge)
    profiles = [made.profile() for _ in range(20)]
    chainer = DurableChainer(program)
    for _ in range(20):
        for given in profiles:
            diagnose(program, given, chainer=chainer)
    before = resident()
    for _ in range(100):
        for given in profiles:
            diagnose(program, given, chainer=chainer)
    gc.collect()
    assert resident() - before < 4


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_after_a_fork_the_child_makes_its_own() -> None:
    chainer = DurableChainer(small())
    assert chainer.run(1, {0, 3}) == (0, 1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        status = 1
        try:
            chainer._lock.acquire()  # as if another thread had held it
            status = 0 if chainer.run(1, {0, 3}) == (0, 1) else 2
            chainer.close()
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert chainer.run(1, {0, 3}) == (0, 1)


def test_names_given_to_durable_rules_have_no_users_text_in_them() -> None:
    made = Generator(3)
    program = compile_program(made.knowledge)
    names = [program.name_of(n) for n in range(2 * (len(program.atoms) + len(program.premises)))]
    assert all(name.isascii() for name in names)
    assert len(set(names)) == len(names)
    assert profile({}).facts == {}
    assert PlainChainer(program).note is None
