"""Which small mistakes in the rules their tests would not notice.

All mutants of all rules are compiled at once, as further rules of their causes that weigh nothing (R. H. Untch, A. J.
Offutt and M. J. Harrold, Mutation analysis using mutant schemata, 1993). One walk for each test then tells what every
mutant comes to, and putting one in the place of its rule changes no more than the beliefs of its own cause.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from rtctriage.authoring.cases import Answer, Bench, said_of, truth_said_of
from rtctriage.authoring.meaning import Meanings
from rtctriage.authoring.mutants import Mutations
from rtctriage.authoring.mutated_limits import Limits
from rtctriage.inference.belief import believe
from rtctriage.inference.compile import compile_program
from rtctriage.inference.dnf import TooManyAlternativesError
from rtctriage.inference.hypotheses import candidates
from rtctriage.inference.plain import PlainChainer
from rtctriage.inference.program import Program, tree_truth
from rtctriage.inference.trace import Trace, rounded
from rtctriage.inference.walk import Walk, walk
from rtctriage.knowledge.model import Cause, Condition, KnowledgeBase, Rule, RuleCase
from rtctriage.profile import Known, Profile


class Mutant(Struct, frozen=True):
    """A rule with one small mistake in its condition."""

    cause: str
    rule: str
    what: str
    """The mistake, in words."""
    origin: str


class Count(Struct, frozen=True):
    """How many mutants the rules of a cause have, and how many of them no test notices."""

    cause: str
    mutants: int
    living: int


class Mutation(Struct, frozen=True):
    """What came of changing the rules of some causes."""

    mutants: int
    living: tuple[Mutant, ...]
    """Those that no test notices."""
    causes: tuple[Count, ...]
    failing: int
    """How many tests fail without any change; they notice nothing."""

    @property
    def share(self) -> float:
        """The part of all mutants that lives, in per cent."""
        return 100.0 * len(self.living) / self.mutants if self.mutants else 0.0


class MutatedRule(Struct, frozen=True):
    """A mutant with its condition."""

    of: Mutant
    when: Condition


class Mutated(Struct, frozen=True):
    """The mutants of each rule, and the knowledge with the limits that they compare with."""

    knowledge: KnowledgeBase
    mutants: dict[str, tuple[MutatedRule, ...]]
    """By the ids of the rules. None is provably equal to its rule or to another one before it."""

    def in_place(self, mutant: MutatedRule) -> KnowledgeBase:
        """The knowledge with a mutant in the place of its rule."""
        cause = self.knowledge.causes[mutant.of.cause]
        rules = tuple(replace(r, when=mutant.when) if r.id == mutant.of.rule else r for r in cause.rules)
        return replace(self.knowledge, causes={**self.knowledge.causes, cause.id: replace(cause, rules=rules)})


def mutate(bench: Bench, only: Collection[str] | None = None) -> Mutation:
    """Runs the tests of these causes, or of all, against each mutant of the same cause's rules."""
    mutated = mutants_of(bench.knowledge, only)
    fields = {scenario: _Field(mutated, scenario) for scenario in _scenarios(bench.knowledge, only)}
    causes: list[Count] = []
    living: list[Mutant] = []
    failing = 0
    for cause in _chosen(bench.knowledge, only):
        own = [mutant for rule in cause.rules for mutant in mutated.mutants[rule.id]]
        noticed: set[int] = set()
        for case in cause.tests:
            if bench.run(cause, case):
                failing += 1
            else:
                noticed |= fields[case.scenario].noticed(bench, cause, case, noticed)
        left = [mutant.of for i, mutant in enumerate(own) if i not in noticed]
        living += left
        causes.append(Count(cause.id, len(own), len(left)))
    return Mutation(sum(count.mutants for count in causes), tuple(living), tuple(causes), failing)


def _chosen(knowledge: KnowledgeBase, only: Collection[str] | None) -> list[Cause]:
    return [cause for cause in knowledge.causes.values() if only is None or cause.id in only]


def _scenarios(knowledge: KnowledgeBase, only: Collection[str] | None) -> set[str | None]:
    return {case.scenario for cause in _chosen(knowledge, only) for case in cause.tests}


def mutants_of(knowledge: KnowledgeBase, only: Collection[str] | None = None) -> Mutated:
    """The mutants of the rules of these causes, or of all."""
    limits = Limits(knowledge)
    mutations = Mutations(limits)
    made = {
        rule: [
            MutatedRule(Mutant(cause.id, rule.id, what, rule.origin), when) for what, when in mutations.of(rule.when)
        ]
        for cause in _chosen(knowledge, only)
        for rule in cause.rules
    }
    knowledge = replace(
        knowledge,
        thresholds=limits.thresholds(),
        scenarios={name: limits.scenario(scenario) for name, scenario in knowledge.scenarios.items()},
    )
    meanings = Meanings(knowledge)
    return Mutated(knowledge, {rule.id: tuple(_different(meanings, rule, mutants)) for rule, mutants in made.items()})


def _different(meanings: Meanings, rule: Rule, mutants: Sequence[MutatedRule]) -> Iterator[MutatedRule]:
    """Those that do not mean the same as the rule, or as one before."""
    seen = {meanings.of(rule.when)}
    for mutant in mutants:
        try:
            meaning = meanings.of(mutant.when)
        except TooManyAlternativesError:
            # nobody could write it
            continue
        if meaning not in seen:
            seen.add(meaning)
            yield mutant


class _Field:
    """Rules and mutants, compiled together for one scenario."""

    def __init__(self, mutated: Mutated, scenario: str | None) -> None:
        knowledge = mutated.knowledge
        causes = dict(knowledge.causes)
        for name, cause in causes.items():
            further = [
                replace(rule, id=mutant.of.rule, when=mutant.when, certainty=0.0)
                for rule in cause.rules
                for mutant in mutated.mutants.get(rule.id, ())
            ]
            causes[name] = replace(cause, rules=(*cause.rules, *further))
        self.walked = compile_program(replace(knowledge, causes=causes), scenario)
        self.chainer = PlainChainer(self.walked)
        certainty = {rule.id: rule.certainty for cause in knowledge.causes.values() for rule in cause.rules}
        weighed = tuple(
            replace(spec, rule=replace(spec.rule, certainty=certainty[spec.rule.id])) for spec in self.walked.rules
        )
        self.weighed: Program = replace(self.walked, rules=weighed, alone={}, shapes={}, wordings={})
        self.own: dict[str, list[int]] = {}
        """The numbers of a cause's rules, and behind them those of its mutants."""
        for number, spec in enumerate(self.walked.rules):
            self.own.setdefault(self.walked.causes[spec.cause].cause.id, []).append(number)

    def noticed(self, bench: Bench, cause: Cause, case: RuleCase, known: Collection[int]) -> set[int]:
        """The mutants of a cause, by their order, that a test notices; not looking at those that are known."""
        profile = bench.profile(case)
        walked = walk(self.walked, profile.facts, self.chainer)
        numbers = self.own[cause.id]
        rules, mutants = numbers[: len(cause.rules)], numbers[len(cause.rules) :]
        specs = self.walked.rules
        left = [(i, number) for i, number in enumerate(mutants) if i not in known]
        if case.rule is not None:
            return {
                i
                for i, number in left
                if specs[number].rule.id == case.rule
                and truth_said_of(case, tree_truth(specs[number].tree, walked.truths))
            }
        replaced = {specs[number].rule.id: number for number in rules}
        verdicts = _Verdicts(self.weighed, walked, profile, rules)
        return {
            i
            for i, number in left
            if said_of(case, verdicts.with_mutant(replaced[specs[number].rule.id], number, case.window_s is not None))
        }


class _Verdicts:
    """What is said of one cause when one of its rules is replaced, in one walk."""

    def __init__(self, program: Program, walked: Walk, profile: Profile, rules: Sequence[int]) -> None:
        self._program = program
        self._walk = walked
        self._trace = Trace(program, walked)
        complaint = profile.facts.get("complaint")
        self._complaint = str(complaint.value) if isinstance(complaint, Known) else None
        self._cause = program.rules[rules[0]].cause
        self._skipped = program.causes[self._cause].layer in walked.skipped
        self._fired = [n for n in rules if self._fires(n)]
        self._before = self._answer(self._fired)

    def _fires(self, number: int) -> bool:
        return not self._skipped and tree_truth(self._program.rules[number].tree, self._walk.truths) is True

    def with_mutant(self, rule: int, mutant: int, timed: bool) -> Answer:
        """With a mutant in the place of its rule. ``timed`` says whether it matters when it holds."""
        fires = self._fires(mutant)
        if fires is (rule in self._fired) and not (fires and timed):
            return self._before
        fired = [n for n in self._fired if n != rule]
        return self._answer([*fired, mutant] if fires else fired)

    def _answer(self, fired: Sequence[int]) -> Answer:
        """As a diagnosis has it: of two sides that are not joined the worse one comes first."""
        if not fired:
            return Answer("unmeasured")
        beliefs = believe(self._program, self._cause, fired)
        alone = replace(self._walk, beliefs={self._cause: beliefs})
        found, out = candidates(self._program, alone, self._trace, self._complaint)
        if not found:
            return Answer("clear" if self._cause in out else "unmeasured")
        levels = Counter({"fault": 2, "suspect": 1})
        first = max(found, key=lambda candidate: levels[candidate.level])
        return Answer(first.level, first.side, rounded(first.window))
