from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inference_support import cause, compare, fact, knowledge, rule

from rtctriage.errors import KnowledgeError
from rtctriage.inference.compile import compile_program
from rtctriage.inference.tree import tree_truth
from rtctriage.inference.truth import Truth, kleene_all, kleene_any, kleene_not
from rtctriage.knowledge.dnf import MAX_ALTERNATIVES, TooManyAlternativesError, alternatives, check_alternatives
from rtctriage.knowledge.literals import Every, Leaf, Node, Some
from rtctriage.knowledge.model import All, Any, Compare, Condition, Not

ATOMS = 4

trees: st.SearchStrategy[Node] = st.recursive(
    st.integers(0, 2 * ATOMS - 1).map(Leaf),
    lambda below: st.one_of(
        st.lists(below, min_size=1, max_size=3).map(lambda parts: Every(tuple(parts))),
        st.lists(below, min_size=1, max_size=3).map(lambda parts: Some(tuple(parts))),
    ),
    max_leaves=8,
)
conditions: st.SearchStrategy[Condition] = st.recursive(
    st.integers(0, ATOMS - 1).map(lambda i: compare(f"f{i}", ">", 0.0)),
    lambda below: st.one_of(
        st.lists(below, min_size=1, max_size=3).map(lambda parts: All(tuple(parts))),
        st.lists(below, min_size=1, max_size=3).map(lambda parts: Any(tuple(parts))),
        below.map(Not),
    ),
    max_leaves=8,
)


def holds(way: frozenset[int], truths: list[Truth]) -> bool:
    return all(truths[n >> 1] is not bool(n & 1) and truths[n >> 1] is not None for n in way)


@given(trees)
@settings(max_examples=150)
def test_a_condition_is_true_exactly_when_one_of_its_alternatives_is(tree: Node) -> None:
    ways = alternatives(tree)
    for truths in product((True, False, None), repeat=ATOMS):
        assert (tree_truth(tree, list(truths)) is True) is any(holds(way, list(truths)) for way in ways)


@given(trees)
def test_no_alternative_contains_another_one_or_contradicts_itself(tree: Node) -> None:
    ways = alternatives(tree)
    assert not any(a < b for a in ways for b in ways)
    assert len(set(ways)) == len(ways)
    assert not any(n ^ 1 in way for way in ways for n in way)


def directly(condition: Condition, truths: dict[str, Truth]) -> Truth:
    if isinstance(condition, Not):
        return kleene_not(directly(condition.part, truths))
    if isinstance(condition, All):
        return kleene_all([directly(part, truths) for part in condition.parts])
    if isinstance(condition, Any):
        return kleene_any([directly(part, truths) for part in condition.parts])
    assert isinstance(condition, Compare)
    return truths[condition.fact]


@given(conditions)
@settings(max_examples=150)
def test_compiling_keeps_the_meaning_in_all_three_values(condition: Condition) -> None:
    base = knowledge([fact(f"f{i}") for i in range(ATOMS)], [cause("network.x", rule("network.x/r", condition, 0.9))])
    program = compile_program(base)
    spec = program.rules[0]
    names = [atom.facts[0] for atom in program.atoms]
    for given_ in product((True, False, None), repeat=ATOMS):
        by_name = {f"f{i}": t for i, t in enumerate(given_)}
        truths = [by_name[name] for name in names]
        expected = directly(condition, by_name)
        assert tree_truth(spec.tree, truths) is expected
        assert any(holds(way, truths) for way in spec.alternatives) is (expected is True)


def test_too_many_alternatives() -> None:
    wide = Every(tuple(Some((Leaf(4 * i), Leaf(4 * i + 2))) for i in range(9)))
    with pytest.raises(TooManyAlternativesError):
        alternatives(wide)
    assert len(alternatives(Every(wide.parts[:8]))) == MAX_ALTERNATIVES


def test_a_rule_with_too_many_alternatives_is_named() -> None:
    facts = [fact(f"f{i}") for i in range(18)]
    pairs = [Any((compare(f"f{i}", ">", 0.0), compare(f"f{i + 9}", ">", 0.0))) for i in range(9)]
    base = knowledge(facts, [cause("network.x", rule("network.x/wide", All(tuple(pairs)), 0.9))])
    with pytest.raises(KnowledgeError, match=r"network\.x/wide.*256 alternatives.*split it"):
        compile_program(base)


def pairs(count: int, unread: Condition) -> Condition:
    """Twice as many ways for each pair; the same test in each second place, which would make them fewer."""
    return All(tuple(Any((compare(f"f{i}", ">", 0.0), unread)) for i in range(count)))


def test_parts_that_could_not_be_read_are_counted_as_what_they_may_have_been() -> None:
    unread = compare("", ">", 0.0)
    check_alternatives(pairs(8, unread), unread)
    with pytest.raises(TooManyAlternativesError):
        check_alternatives(pairs(9, unread), unread)
    check_alternatives(pairs(9, unread), compare("other", ">", 0.0))
    check_alternatives(Not(pairs(9, unread)), unread)
