"""Compiles a knowledge base for a scenario into a ``Program``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from rtctriage.errors import KnowledgeError, Problem, UnknownName
from rtctriage.inference.atomspecs import AtomSpecs
from rtctriage.inference.calculation import names_in
from rtctriage.inference.compare import quick_test
from rtctriage.inference.numbering import Numbering
from rtctriage.inference.program import CauseSpec, DerivedSpec, LayerSpec, LookupSpec, Program, QuickTest, RuleSpec
from rtctriage.knowledge.dnf import Alternatives, TooManyAlternativesError, alternatives
from rtctriage.knowledge.literals import Leaf, Node
from rtctriage.knowledge.model import IsKnown, KnowledgeBase, Rule, SideName
from rtctriage.profile import Source

T = TypeVar("T")


def compile_program(knowledge: KnowledgeBase, scenario: str | None = None) -> Program:
    """The knowledge base, its thresholds filled in for the scenario.

    Raises UnknownName for a scenario that is not there, and KnowledgeError (with all problems) for rules that cannot be
    run: an unknown fact or threshold, a unit that does not fit, a premise that is not of an earlier layer, a condition
    with too many alternatives.
    """
    if scenario is not None and scenario not in knowledge.scenarios:
        raise UnknownName("scenario", scenario, knowledge.scenarios)
    return _Compiler(knowledge, scenario).program()


def _distinct(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(items))


class _Compiler:
    def __init__(self, knowledge: KnowledgeBase, scenario: str | None) -> None:
        self.knowledge = knowledge
        self.scenario = scenario
        chosen = knowledge.scenarios[scenario] if scenario is not None else None
        overrides = chosen.thresholds if chosen is not None else {}
        self.overrides = overrides
        self.suspects = chosen.suspects if chosen is not None else ()
        self.layer_of = {layer.id: i for i, layer in enumerate(knowledge.layers)}
        self.causes = [c for c in knowledge.causes.values() if c.layer in self.layer_of]
        self.causes.sort(key=lambda c: self.layer_of[c.layer])
        self.cause_of = {cause.id: i for i, cause in enumerate(self.causes)}
        self.trees = Numbering(
            AtomSpecs(knowledge.facts, knowledge.thresholds, overrides),
            self.cause_of,
            {cause.id: self.layer_of[cause.layer] for cause in self.causes},
            knowledge.disabled,
        )
        self.problems = self.trees.problems
        self.bases: dict[str, tuple[str, ...]] = {}

    def program(self) -> Program:
        """Compiles everything; raises KnowledgeError if any of it cannot be run."""
        read = self.trees.read
        trees = [read(rule.when, self.layer_of[c.layer], rule.origin, rule.id) for c in self.causes for rule in c.rules]
        skips = [
            read(layer.skip_when, i, f"layers.yaml: {layer.id}") if layer.skip_when is not None else None
            for i, layer in enumerate(self.knowledge.layers)
        ]
        rules = self._rules([self.trees.renumbered(tree) for tree in trees])
        if self.problems:
            raise KnowledgeError(self.problems)
        of_cause: dict[int, list[RuleSpec]] = {}
        for compiled in rules:
            of_cause.setdefault(compiled.cause, []).append(compiled)
        causes = tuple(self._cause(i, of_cause.get(i, ())) for i in range(len(self.causes)))
        layers = tuple(
            self._layer(i, None if skip is None else self.trees.renumbered(skip), causes, rules)
            for i, skip in enumerate(skips)
        )
        atoms = tuple(self.trees.atoms)
        quick_tests: dict[str, tuple[QuickTest, ...]] = {}
        for i, spec in enumerate(atoms):
            quick = quick_test(spec.type, spec.atom)
            if quick is not None:
                fact = spec.facts[0]
                quick_tests[fact] = (*quick_tests.get(fact, ()), (i, *quick))
        known_tests = {spec.facts[0]: i for i, spec in enumerate(atoms) if isinstance(spec.atom, IsKnown)}
        quickly = {i for tests in quick_tests.values() for i, _, _ in tests}.union(known_tests.values())
        return Program(
            knowledge=self.knowledge.hash,
            scenario=self.scenario,
            facts=self.knowledge.facts,
            thresholds=self.knowledge.thresholds,
            overrides=self.overrides,
            certainties=self.knowledge.certainties,
            atoms=atoms,
            premises=tuple(self.trees.premises),
            rules=rules,
            causes=causes,
            layers=layers,
            lookups=self._lookups(),
            derived=self._derived(),
            atoms_of=_index((fact, i) for i, spec in enumerate(atoms) for fact in spec.facts),
            quick_tests_of=quick_tests,
            other_atoms_of=_index((fact, i) for i, spec in enumerate(atoms) if i not in quickly for fact in spec.facts),
            causes_of=_index((fact, i) for i, spec in enumerate(causes) for needs in spec.needs for fact in needs),
            known_tests=known_tests,
            alone={},
            shapes={},
            wordings={},
        )

    def _rules(self, trees: Sequence[Node]) -> tuple[RuleSpec, ...]:
        atoms = tuple(self.trees.atoms)
        specs: list[RuleSpec] = []
        for i, cause in enumerate(self.causes):
            for rule in cause.rules:
                tree = trees[len(specs)]
                literals = _distinct(_leaves(tree))
                facts = (fact for n in literals if n >> 1 < len(atoms) for fact in atoms[n >> 1].facts)
                specs.append(
                    RuleSpec(
                        rule=rule,
                        cause=i,
                        layer=self.layer_of[cause.layer],
                        tree=tree,
                        literals=literals,
                        alternatives=self._alternatives(rule, tree),
                        facts=_distinct(base for fact in facts for base in self._bases(fact)),
                    )
                )
        return tuple(specs)

    def _alternatives(self, rule: Rule, tree: Node) -> Alternatives:
        try:
            ways = alternatives(tree)
        except TooManyAlternativesError as error:
            self._problem(rule.origin, f"{rule.id}: {error}", error.hint)
            return ()
        if frozenset() in ways and not self.problems:
            self._problem(rule.origin, f"{rule.id}: its condition tests nothing and would always hold")
        return ways

    def _cause(self, number: int, own: Sequence[RuleSpec]) -> CauseSpec:
        cause = self.causes[number]
        named: list[SideName] = [s for s in ("uplink", "downlink") if any(spec.rule.side == s for spec in own)]
        sides: tuple[SideName | None, ...] = tuple(named) or (None,)
        ask = [base for fact in cause.ask for base in self._bases(fact)]
        return CauseSpec(
            cause=cause,
            layer=self.layer_of[cause.layer],
            sides=sides,
            needs=tuple(
                _distinct([f for spec in own if spec.rule.side in (None, side) for f in spec.facts] + ask)
                for side in sides
            ),
            premises=tuple(i for i, premise in enumerate(self.trees.premises) if premise.cause == number),
            suspicion=self.suspects.index(cause.id) if cause.id in self.suspects else len(self.suspects),
        )

    def _layer(
        self, number: int, skip: Node | None, causes: Sequence[CauseSpec], rules: Sequence[RuleSpec]
    ) -> LayerSpec:
        own = tuple(i for i, spec in enumerate(causes) if spec.layer == number)
        waiting = tuple(i for i, spec in enumerate(rules) if spec.layer == number)
        return LayerSpec(
            layer=self.knowledge.layers[number],
            skip_when=skip,
            causes=own,
            # A layer in which no cause is marked as core is only clear when all of them are excluded.
            core=frozenset(i for i in own if causes[i].cause.core) or frozenset(own),
            rules=waiting,
            literals=frozenset(n for i in waiting for way in rules[i].alternatives for n in way),
        )

    def _bases(self, fact: str) -> tuple[str, ...]:
        """The facts that somebody can supply behind this one."""
        known = self.bases.get(fact)
        if known is None:
            known = self.bases[fact] = self._find_bases(fact)
        return known

    def _find_bases(self, fact: str) -> tuple[str, ...]:
        lookup = self.knowledge.facts[fact].lookup
        if lookup is not None:
            return (lookup.code,)
        formula = self.knowledge.derived.get(fact)
        if formula is None:
            return (fact,)
        spec = self.knowledge.facts[fact]
        own = (fact,) if spec.question is not None else ()
        return _distinct([*own, *(base for name in names_in(formula) for base in self._bases(name))])

    def _lookups(self) -> tuple[LookupSpec, ...]:
        return tuple(
            LookupSpec(name, lookup.code, tuple(c for c in self.knowledge.codes if c.family == lookup.family), {})
            for name, spec in self.knowledge.facts.items()
            if (lookup := spec.lookup) is not None
        )

    def _derived(self) -> tuple[DerivedSpec, ...]:
        """The knowledge base has them in order: each one after those that it builds on."""
        return tuple(
            DerivedSpec(name, names_in(formula), formula, Source("derived", self.knowledge.facts[name].derive or name))
            for name, formula in self.knowledge.derived.items()
        )

    def _problem(self, origin: str, message: str, hint: str = "") -> None:
        self.problems.append(Problem(origin, 0, 0, message, hint))


def _leaves(node: Node) -> list[int]:
    if isinstance(node, Leaf):
        return [node.literal]
    return [literal for part in node.parts for literal in _leaves(part)]


def _index(pairs: Iterable[tuple[str, int]]) -> dict[str, tuple[int, ...]]:
    index: dict[str, dict[int, None]] = {}
    for name, number in pairs:
        index.setdefault(name, {})[number] = None
    return {name: tuple(numbers) for name, numbers in index.items()}
