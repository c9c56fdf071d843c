"""What is said of whole rules is never contradicted by a walk of them, over generated knowledge and profiles."""

from __future__ import annotations

from generated import Generator
from hypothesis import given, settings
from hypothesis import strategies as st

from rtctriage.authoring.lint.conditions import check_rules
from rtctriage.authoring.lint.subject import Subject
from rtctriage.inference.plain import PlainChainer
from rtctriage.inference.program import RuleSpec
from rtctriage.inference.tree import tree_truth
from rtctriage.inference.truth import Truth
from rtctriage.inference.walk import walk


@given(st.integers(min_value=0, max_value=2**32))
@settings(max_examples=60)
def test_no_walk_contradicts_what_is_said_of_rules(seed: int) -> None:
    generator = Generator(seed)
    subject = Subject(generator.knowledge)
    program = subject.base.program
    silent = [rule for rule in program.rules if not subject.base.can_fire(rule)]
    always = {draft.about for draft in check_rules(subject) if draft.code == "R103"}
    implied = [
        (a, b)
        for rules in subject.rules.values()
        for a in rules
        for b in rules
        if a is not b and _implies(subject, a, b)
    ]
    chainer = PlainChainer(program)
    for _ in range(25):
        walked = walk(program, generator.profile().facts, chainer)

        def truth(rule: RuleSpec, truths: list[Truth] = walked.truths) -> Truth:
            return tree_truth(rule.tree, truths)

        assert not [rule.rule.id for rule in silent if truth(rule)]
        assert not [rule.rule.id for rule in program.rules if rule.rule.id in always and truth(rule) is False]
        assert not [(a.rule.id, b.rule.id) for a, b in implied if truth(a) and not truth(b)]


def _implies(subject: Subject, rule: RuleSpec, other: RuleSpec) -> bool:
    return subject.base.ways_imply(rule.alternatives, other.alternatives)
