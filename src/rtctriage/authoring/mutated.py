"""The mutants of rules: each a rule with one small mistake, none of which provably means what the rule does."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from rtctriage.authoring.meaning import Meanings
from rtctriage.authoring.mutants import Mutations
from rtctriage.authoring.mutated_limits import Limits
from rtctriage.knowledge.dnf import TooManyAlternativesError
from rtctriage.knowledge.model import Cause, Condition, KnowledgeBase, Rule


class Mutant(Struct, frozen=True):
    """A rule with one small mistake in its condition."""

    cause: str
    rule: str
    what: str
    """The mistake, in words."""
    origin: str


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
        return self.knowledge.replace(causes={**self.knowledge.causes, cause.id: replace(cause, rules=rules)})


def chosen(knowledge: KnowledgeBase, only: Collection[str] | None) -> list[Cause]:
    """The causes of these names, or all."""
    return [cause for cause in knowledge.causes.values() if only is None or cause.id in only]


def mutants_of(knowledge: KnowledgeBase, only: Collection[str] | None = None) -> Mutated:
    """The mutants of the rules of these causes, or of all."""
    limits = Limits(knowledge)
    mutations = Mutations(limits)
    made = {
        rule: [
            MutatedRule(Mutant(cause.id, rule.id, what, rule.origin), when) for what, when in mutations.of(rule.when)
        ]
        for cause in chosen(knowledge, only)
        for rule in cause.rules
    }
    knowledge = knowledge.replace(
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
