"""The knowledge as the checks look at it: compiled, its rules by cause, with a reasoner for its tests."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final

from rtctriage.authoring.lint.finding import Item, Step, TestOf
from rtctriage.authoring.lint.reasoner import Claim, Reasoner
from rtctriage.inference.atomspecs import AtomSpecs
from rtctriage.inference.compile import compile_program
from rtctriage.inference.program import AtomSpec, Program, RuleSpec
from rtctriage.inference.truth import Truth, kleene_all, kleene_any, kleene_not
from rtctriage.inference.values import truth_of
from rtctriage.knowledge.literals import Every, Leaf, Node
from rtctriage.knowledge.model import All, Any, Atom, Cause, Condition, KnowledgeBase, Not, Premise, Rule
from rtctriage.knowledge.verify import verified
from rtctriage.profile import Known

_NAMED: Final = re.compile(r"\{\s*([\w.-]+)\s*\}")


class Compiled:
    """The rules with the limits of one scenario (or none), and what follows from their tests."""

    def __init__(self, program: Program, knowledge: KnowledgeBase) -> None:
        self.program = program
        self.knowledge = knowledge
        self.reasoner = Reasoner.of(program)
        self._claims: dict[int, Claim] = {}
        self._topics: dict[int, frozenset[str]] = {}
        self._impossible: dict[frozenset[int], bool] = {}
        self._implied: dict[tuple[frozenset[int], int], bool] = {}

    def claim(self, literal: int) -> Claim:
        """A literal of the program as the reasoner takes it."""
        made = self._claims.get(literal)
        if made is None:
            number, atoms = literal >> 1, self.program.atoms
            spec = atoms[number] if number < len(atoms) else self.program.premises[number - len(atoms)]
            made = self._claims[literal] = Claim(spec, not literal & 1)
        return made

    def topics(self, literal: int) -> frozenset[str]:
        """The facts that a literal is about, or the cause of which it is a conclusion."""
        found = self._topics.get(literal)
        if found is None:
            claim = self.claim(literal)
            words = claim.facts if isinstance(claim.spec, AtomSpec) else (f"cause {claim.spec.name}",)
            found = self._topics[literal] = frozenset(words)
        return found

    def impossible(self, literals: Iterable[int]) -> bool:
        """Whether the literals can never all be known."""
        key = frozenset(literals)
        if key not in self._impossible:
            self._impossible[key] = self.reasoner.impossible([self.claim(n) for n in sorted(key)])
        return self._impossible[key]

    def implies(self, literals: frozenset[int], wanted: int) -> bool:
        """Whether one more literal is known wherever all of the given ones are."""
        if wanted in literals:
            return True
        # nothing but what is about the same facts tells anything of a fact
        topics = self.topics(wanted)
        near = frozenset([n for n in literals if not topics.isdisjoint(self.topics(n))])
        if (near, wanted) not in self._implied:
            given = [self.claim(n) for n in sorted(near)]
            self._implied[near, wanted] = bool(given) and self.reasoner.implies(given, self.claim(wanted))
        return self._implied[near, wanted]

    def ways_imply(self, ways: Iterable[frozenset[int]], others: Sequence[frozenset[int]]) -> bool:
        """Whether a condition with the one alternatives holds only where one with the others does."""
        return all(
            any(all(self.implies(way, literal) for literal in other) for other in others)
            for way in ways
            if not self.impossible(way)
        )

    def can_fire(self, rule: RuleSpec) -> bool:
        """False where it is certain that the rule never does."""
        return any(not self.impossible(way) for way in rule.alternatives)

    def truth(self, tree: Node, known: Mapping[str, Known]) -> Truth:
        """What a condition comes to where so much is known: one value for each fact, and no conclusion."""
        if isinstance(tree, Leaf):
            claim = self.claim(tree.literal)
            if not isinstance(claim.spec, AtomSpec):
                return None
            truth = self.truth_of(claim.spec, known)
            return truth if claim.true else kleene_not(truth)
        truths = (self.truth(part, known) for part in tree.parts)
        return kleene_all(truths) if isinstance(tree, Every) else kleene_any(truths)

    def truth_of(self, spec: AtomSpec, known: Mapping[str, Known]) -> Truth:
        """How a test comes out, of one value for each fact."""
        return truth_of(spec, known, self.program.facts)

    def words(self, literal: int) -> str:
        """A literal for a message."""
        claim = self.claim(literal)
        said = (
            ", ".join(f"{shown.fact} {shown.text}" for shown in claim.spec.shown)
            if isinstance(claim.spec, AtomSpec)
            else claim.spec.text
        )
        return f'"{said}"' if claim.true else f'not "{said}"'

    def place(self, rule: Rule, literal: int) -> tuple[Step, ...]:
        """The path to a test of a rule."""
        return (*path_of(rule), *test_place(self.claim(literal)))


def path_of(rule: Rule) -> tuple[Step, ...]:
    """The path to a rule in the file of its cause."""
    return "rules", Item("id", rule.id.partition("/")[2])


def test_place(claim: Claim) -> tuple[Step, ...]:
    """The last steps of a path to a test."""
    if isinstance(claim.spec, AtomSpec):
        shown = claim.spec.shown[0]
        return ("when", TestOf(shown.fact, shown.text))
    return ("when", TestOf(claim.spec.state))


class Subject:
    """A knowledge base under inspection. Raises KnowledgeError for rules that cannot be run."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.knowledge = knowledge
        self.base = Compiled(compile_program(knowledge), knowledge)
        self.rules: dict[str, list[RuleSpec]] = {cause: [] for cause in knowledge.causes}
        for rule in self.base.program.rules:
            self.rules[self.base.program.causes[rule.cause].cause.id].append(rule)

    @cached_property
    def variants(self) -> list[tuple[str, Compiled, frozenset[str]]]:
        """Each scenario with limits of its own: the causes whose rules use them, and the ids of these rules."""
        found: list[tuple[str, Compiled, frozenset[str]]] = []
        for scenario in self.knowledge.scenarios.values():
            rules = frozenset(
                rule.id
                for cause in self.knowledge.causes.values()
                for rule in cause.rules
                if any(name in scenario.thresholds for name in thresholds_in(rule.when))
            )
            if rules:
                found.append((scenario.id, self._variant(scenario.id, rules), rules))
        return found

    def _variant(self, scenario: str, rules: frozenset[str]) -> Compiled:
        """The causes of these rules alone, so that thousands of others are not compiled for each scenario again.

        Causes that are left out count as disabled: of a conclusion about them nothing is known.
        """
        causes = self.knowledge.causes
        kept: dict[str, Cause] = {name: c for name, c in causes.items() if any(r.id in rules for r in c.rules)}
        left_out = (*self.knowledge.disabled, *(name for name in causes if name not in kept))
        part = self.knowledge.replace(causes=kept, disabled=left_out)
        return Compiled(compile_program(part, scenario), part)

    @cached_property
    def checks(self) -> dict[str, list[tuple[int, list[AtomSpec]]]]:
        """For each playbook the numbers of the steps with a check, and the tests that it consists of."""
        specs = AtomSpecs(self.knowledge.facts, self.knowledge.thresholds, {})
        return {
            book.id: [(n, [specs.spec(test) for test in tests]) for n, tests in verified(book, self.knowledge)]
            for book in self.knowledge.playbooks.values()
        }


def tests_in(condition: Condition) -> Iterator[Atom]:
    """The tests of facts that a condition consists of."""
    stack = [condition]
    while stack:
        part = stack.pop()
        if isinstance(part, All | Any):
            stack.extend(reversed(part.parts))
        elif isinstance(part, Not):
            stack.append(part.part)
        elif not isinstance(part, Premise):
            yield part


def thresholds_in(condition: Condition) -> Iterator[str]:
    """The names of the thresholds that a condition is written with, as limits or durations."""
    for test in tests_in(condition):
        yield from named_in(test.text)


def named_in(text: str) -> list[str]:
    """The names of thresholds in the text of a test."""
    return _NAMED.findall(text)


def leaves(node: Node) -> Iterator[int]:
    """The literals of a condition, in the order in which they are written."""
    if isinstance(node, Leaf):
        yield node.literal
    else:
        for part in node.parts:
            yield from leaves(part)
