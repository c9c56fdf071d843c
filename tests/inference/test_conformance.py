"""Both chainers give the same answers, and those that direct evaluation of the conditions gives."""

from __future__ import annotations

from collections import Counter

import msgspec
import pytest
from generated import Generator
from inference_support import diagnose

from rtctriage.inference import durable
from rtctriage.inference.compile import compile_program
from rtctriage.inference.durable_limits import limits
from rtctriage.inference.plain import PlainChainer
from rtctriage.inference.program import Program
from rtctriage.inference.tree import tree_truth, true_leaves
from rtctriage.inference.walk import Walk, walk
from rtctriage.profile import Profile

KNOWLEDGE_BASES = 120
PROFILES = 25


def fired(walked: Walk) -> set[int]:
    return {rule for beliefs in walked.beliefs.values() for belief in beliefs for rule in belief.rules}


def directly(program: Program, walked: Walk) -> set[int]:
    """The rules whose conditions are true as a tree, in layers that apply."""
    return {
        number
        for number, spec in enumerate(program.rules)
        if spec.layer not in walked.skipped and tree_truth(spec.tree, walked.truths) is True
    }


@pytest.mark.parametrize("seed", range(KNOWLEDGE_BASES))
def test_the_plain_chainer_fires_what_is_true(seed: int) -> None:
    made = Generator(seed)
    program = compile_program(made.knowledge)
    chainer = PlainChainer(program)
    for _ in range(PROFILES):
        walked = walk(program, made.profile().facts, chainer)
        assert fired(walked) == directly(program, walked)


@pytest.mark.skipif(not durable.available(), reason="durable_rules cannot be imported here")
@pytest.mark.parametrize("seed", range(KNOWLEDGE_BASES))
def test_durable_rules_gives_the_same_answer(seed: int) -> None:
    made = Generator(seed)
    program = compile_program(made.knowledge)
    assert limits(program) is None
    plain, other = PlainChainer(program), durable.DurableChainer(program)
    for _ in range(PROFILES):
        given: Profile = made.profile()
        one, two = walk(program, given.facts, plain), walk(program, given.facts, other)
        assert (one.truths, one.skipped, one.beliefs) == (two.truths, two.skipped, two.beliefs)
        expected = diagnose(program, given, language="zh", chainer=plain)
        found = diagnose(program, given, language="zh", chainer=other)
        assert found == msgspec.structs.replace(expected, chainer="durable_rules")
    other.close()


def test_the_generated_cases_reach_what_is_difficult() -> None:
    """Conclusions that rest on conclusions and on what is known to be false, beside unknowns, in both languages."""
    longest = negated = unknown = chinese = beyond_bmp = 0
    for seed in range(30):
        made = Generator(seed)
        program = compile_program(made.knowledge)
        atoms = len(program.atoms)
        for _ in range(10):
            walked = walk(program, made.profile().facts, PlainChainer(program))
            unknown += walked.truths.count(None) > 0
            depth: dict[int, int] = {}
            for number in sorted(fired(walked)):
                spec = program.rules[number]
                leaves = true_leaves(spec.tree, walked.truths)
                below = [depth.get(program.premises[(n >> 1) - atoms].cause, 0) for n in leaves if n >> 1 >= atoms]
                depth[spec.cause] = max(depth.get(spec.cause, 0), 1 + max(below, default=0))
                negated += any(n & 1 for n in leaves)
                words = "".join([spec.rule.id, *spec.facts])
                chinese += any("\u4e00" <= char <= "\u9fff" for char in words)
                beyond_bmp += any(char > "\uffff" for char in words)
            longest = max(longest, *depth.values(), 0)
    assert longest >= 3
    assert min(negated, unknown, chinese, beyond_bmp) > 50


def test_the_generated_cases_are_worth_running() -> None:
    """Every verdict, chains, negation and layers that do not apply do occur among them."""
    verdicts: Counter[str] = Counter()
    operators: Counter[str] = Counter()
    for seed in range(30):
        made = Generator(seed)
        program = compile_program(made.knowledge)
        for _ in range(10):
            found = diagnose(program, made.profile())
            verdicts[found.verdict] += 1
            verdicts.update(layer.verdict for layer in found.layers)
            for hypothesis in (*found.others, *([found.primary] if found.primary else ())):
                verdicts[hypothesis.relation] += 1
                operators.update(c.operator for f in hypothesis.findings for c in f.conditions if c.truth == "true")
    expected = {
        "fault",
        "suspect",
        "inconclusive",
        "clear",
        "not-applicable",
        "unmeasured",
        "consequence",
        "independent",
    }
    assert expected <= {*verdicts}
    assert {"established", "excluded", "not established", "not excluded", "not >", "in", "not in", "known"} <= {
        *operators
    }
