"""Which small mistakes in the rules their tests would not notice.

Many mutants are compiled at once, as further rules of their causes that weigh nothing (R. H. Untch, A. J. Offutt and
M. J. Harrold, Mutation analysis using mutant schemata, 1993). One walk for each test then tells what every mutant
comes to, and putting one in the place of its rule changes no more than the beliefs of its own cause.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from rtctriage.authoring.cases import Answer, Bench, said_of, truth_said_of
from rtctriage.authoring.mutated import Mutant, Mutated, chosen, mutants_of
from rtctriage.inference.belief import believe
from rtctriage.inference.compile import compile_program
from rtctriage.inference.hypotheses import candidates
from rtctriage.inference.plain import PlainChainer
from rtctriage.inference.program import Program
from rtctriage.inference.trace import Trace, rounded
from rtctriage.inference.tree import tree_truth
from rtctriage.inference.walk import Walk, walk
from rtctriage.knowledge.model import Cause, RuleCase
from rtctriage.profile import Known, Profile

TOGETHER: Final = 800
"""About how many mutants are compiled together."""


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


def mutate(bench: Bench, only: Collection[str] | None = None) -> Mutation:
    """Runs the tests of these causes, or of all, against each mutant of the same cause's rules."""
    mutated = mutants_of(bench.knowledge, only)
    counts: list[Count] = []
    living: list[Mutant] = []
    failing = 0
    for causes in _groups(chosen(bench.knowledge, only), mutated):
        fields: dict[str | None, _Field] = {}
        for cause in causes:
            noticed: set[int] = set()
            for case in cause.tests:
                if case.scenario not in fields:
                    fields[case.scenario] = _Field(mutated, causes, case.scenario)
                found = fields[case.scenario].noticed(bench.profile(case), cause, case, noticed)
                failing += found is None
                noticed |= found or set()
            own = [mutant for rule in cause.rules for mutant in mutated.mutants[rule.id]]
            left = [mutant.of for i, mutant in enumerate(own) if i not in noticed]
            living += left
            counts.append(Count(cause.id, len(own), len(left)))
    return Mutation(sum(count.mutants for count in counts), tuple(living), tuple(counts), failing)


def _groups(causes: Sequence[Cause], mutated: Mutated) -> Iterator[list[Cause]]:
    """Causes whose mutants are compiled together: many, for compiling takes time, and not all, for walking does."""
    group: list[Cause] = []
    size = 0
    for cause in causes:
        group.append(cause)
        size += sum(len(mutated.mutants[rule.id]) for rule in cause.rules)
        if size >= TOGETHER:
            yield group
            group, size = [], 0
    if group:
        yield group


class _Field:
    """All rules, and the mutants of some causes, compiled together for one scenario."""

    def __init__(self, mutated: Mutated, causes: Iterable[Cause], scenario: str | None) -> None:
        knowledge = mutated.knowledge
        grown = dict(knowledge.causes)
        for cause in causes:
            further = [
                replace(rule, when=mutant.when, certainty=0.0)
                for rule in cause.rules
                for mutant in mutated.mutants[rule.id]
            ]
            grown[cause.id] = replace(cause, rules=(*cause.rules, *further))
        self.walked = compile_program(knowledge.replace(causes=grown), scenario)
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

    def noticed(self, profile: Profile, cause: Cause, case: RuleCase, known: Collection[int]) -> set[int] | None:
        """The mutants of a cause, by their order, that a test notices; not looking at those that are known.

        None for a test that fails without any of them.
        """
        walked = walk(self.walked, profile.facts, self.chainer)
        numbers = self.own[cause.id]
        rules = {self.walked.rules[number].rule.id: number for number in numbers[: len(cause.rules)]}
        left = [(i, number) for i, number in enumerate(numbers[len(cause.rules) :]) if i not in known]
        if case.rule is not None:
            return self._on_a_rule(walked, case, rules[case.rule], left)
        verdicts = _Verdicts(self.weighed, walked, profile, tuple(rules.values()))
        if said_of(case, verdicts.before):
            return None
        timed = case.window_s is not None
        specs = self.walked.rules
        return {
            i for i, number in left if said_of(case, verdicts.with_mutant(rules[specs[number].rule.id], number, timed))
        }

    def _on_a_rule(self, walked: Walk, case: RuleCase, rule: int, left: Sequence[tuple[int, int]]) -> set[int] | None:
        specs = self.walked.rules
        if truth_said_of(case, tree_truth(specs[rule].tree, walked.truths)):
            return None
        return {
            i
            for i, number in left
            if specs[number].rule.id == case.rule and truth_said_of(case, tree_truth(specs[number].tree, walked.truths))
        }


_ORDER: Final = ("observation", "suspect", "fault")


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
        self.before: Final = self._answer(self._fired)
        """What is said with all rules as they are."""

    def _fires(self, number: int) -> bool:
        return not self._skipped and tree_truth(self._program.rules[number].tree, self._walk.truths) is True

    def with_mutant(self, rule: int, mutant: int, timed: bool) -> Answer:
        """With a mutant in the place of its rule. ``timed`` says whether it matters when it holds."""
        fires = self._fires(mutant)
        if fires is (rule in self._fired) and not (fires and timed):
            return self.before
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
        first = max(found, key=lambda candidate: _ORDER.index(candidate.level))
        return Answer(first.level, first.side, rounded(first.window))
