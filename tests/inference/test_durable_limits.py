from __future__ import annotations

import pytest
from inference_support import cause, compare, diagnose, fact, knowledge, rule

from rtctriage.inference import durable, durable_limits
from rtctriage.inference.chainer import best_chainer
from rtctriage.inference.compile import compile_program
from rtctriage.inference.durable_limits import MAX_PATTERNS, MAX_RULES, MAX_SHARED, collision, fnv1a, limits
from rtctriage.inference.program import Program
from rtctriage.knowledge.model import All


def wide(patterns: int) -> Program:
    """One rule with so many tests."""
    tests = All(tuple(compare(f"f{i}", ">", 0.0) for i in range(patterns)))
    base = knowledge([fact(f"f{i}") for i in range(patterns)], [cause("network.x", rule("network.x/r", tests, 0.9))])
    return compile_program(base)


def sharing(rules: int) -> Program:
    """So many rules with one and the same test."""
    test = compare("f", ">", 0.0)
    given = [rule(f"network.x/r{i}", test, 0.1) for i in range(rules)]
    return compile_program(knowledge([fact("f")], [cause("network.x", *given)]))


def many(rules: int) -> Program:
    """So many rules with few tests each, no test shared by many of them."""
    given = [rule(f"network.x/r{i}", compare(f"f{i % 40}", ">", float(i // 40)), 0.1) for i in range(rules)]
    return compile_program(knowledge([fact(f"f{i}") for i in range(40)], [cause("network.x", *given)]))


def test_within() -> None:
    assert limits(many(MAX_RULES)) is None
    assert limits(wide(MAX_PATTERNS)) is None
    assert limits(sharing(MAX_SHARED)) is None


def test_beyond() -> None:
    reason = limits(wide(MAX_PATTERNS + 1))
    assert reason is not None
    assert reason.en == "16 tests in one rule of layer network"
    assert "16" in reason.zh
    reason = limits(sharing(MAX_SHARED + 1))
    assert reason is not None
    assert reason.en == "251 rules of layer network share a test"
    reason = limits(many(MAX_RULES + 1))
    assert reason is not None
    assert reason.en == "4001 rules in layer network"


def test_names_that_durable_rules_would_take_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """No names of a program collide today, so two of them are made to."""
    program = wide(2)
    monkeypatch.setattr(durable_limits, "fnv1a", lambda data: 0)
    reason = limits(program)
    assert reason is not None
    assert reason.en == "too many tests"


@pytest.mark.skipif(not durable.available(), reason="durable_rules cannot be imported here")
def test_at_the_limit_it_still_runs() -> None:
    for program in (wide(MAX_PATTERNS), sharing(MAX_SHARED)):
        known = frozenset(2 * i for i in range(len(program.atoms)))
        assert durable.DurableChainer(program).run(1, known) == tuple(range(len(program.rules)))


def test_beyond_the_limits_the_plain_chainer_runs_and_the_answer_says_so() -> None:
    program = wide(MAX_PATTERNS + 1)
    chainer = best_chainer(program)
    assert chainer.name == "plain"
    found = diagnose(program, {f"f{i}": 1.0 for i in range(16)}, chainer=chainer)
    assert found.verdict == "fault"
    assert found.chainer == "plain"
    if durable.available():
        assert "beyond the limits of durable_rules (16 tests" in found.notes[0]


def test_fnv1a() -> None:
    # the vectors of the specification (draft-eastlake-fnv, section 8.2)
    assert fnv1a(b"") == 0x811C9DC5
    assert fnv1a(b"a") == 0xE40C292C
    assert fnv1a(b"foobar") == 0xBF9CF968


def test_collisions() -> None:
    # a pair that durable_rules takes for one name
    assert collision(["call-00029599", "other", "call-00632382"])
    assert not collision(["a1", "~a1", "c1", "~c1", "go"])
