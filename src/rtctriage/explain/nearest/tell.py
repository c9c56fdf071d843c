"""A solution of the search as an answer: what changes from what to what, which tests turn, what follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from math import inf, nextafter

from msgspec.structs import replace

from rtctriage.explain.nearest.answers import Answer, Bound, ChangedFact, Compared, Outlook, Range, Turned
from rtctriage.explain.nearest.lines import Move, Scope, changed_series
from rtctriage.explain.nearest.search import Search, Solution
from rtctriage.explain.nearest.words import JUST_ABOVE, JUST_BELOW
from rtctriage.inference.atoms import evaluate
from rtctriage.inference.reasoning import Reasoning, reason
from rtctriage.inference.tree import tree_truth
from rtctriage.inference.truth import truth_name
from rtctriage.inference.values import limits_of
from rtctriage.inference.verdict import excluded
from rtctriage.inference.walk import Walk
from rtctriage.knowledge.model import FactSpec, Together
from rtctriage.profile import Known, Profile, Scalar, Streams, Value


def applied(profile: Profile, changes: Iterable[ChangedFact], facts: Mapping[str, FactSpec]) -> Profile:
    """The profile with these changes made; ``facts`` is the catalogue."""
    return _with(profile, {change.fact: _applied(profile.facts.get(change.fact), change, facts) for change in changes})


def _applied(value: Value | None, change: ChangedFact, facts: Mapping[str, FactSpec]) -> Value:
    if not isinstance(value, Streams):
        return Known(change.amount)
    touched = Scope(frozenset(change.streams), change.window_s).samples(value)
    return changed_series(facts[change.fact], value, touched, change.how, float(change.amount))[0]


def _with(profile: Profile, changed: Mapping[str, Value]) -> Profile:
    return replace(profile, facts={**profile.facts, **changed})


class Told:
    """One solution, walked through all rules."""

    def __init__(self, reasoning: Reasoning, search: Search, solution: Solution) -> None:
        self.before = reasoning
        self.search = search
        self.solution = solution
        self.program = reasoning.program
        profile = _with(reasoning.profile, {move.fact: move.value for move in solution.moves})
        self.after = reason(self.program, profile, reasoning.chainer)

    @property
    def holds(self) -> bool:
        """Whether the goal is reached by the walk, too."""
        goal = self.search.goal
        skipped = self.program.causes[goal.cause].layer in self.after.walk.skipped
        return goal.reached(self.after.walk.beliefs.get(goal.cause, ()), skipped)

    def answer(self) -> Answer:
        """What there is to say of it."""
        certainties = certainties_of(self.after.walk, self.search)
        catalogue = list(self.program.facts)
        moves = sorted(self.solution.moves, key=lambda move: catalogue.index(move.fact))
        return Answer(
            changes=tuple(self._change(move) for move in moves),
            cost=sum(self.program.facts[move.fact].cost for move in moves),
            size=sum(move.size for move in moves),
            certainty=max(certainties),
            excluded=all(map(excluded, certainties)),
            then=outlook(self.after),
        )

    def _change(self, move: Move) -> ChangedFact:
        spec = self.program.facts[move.fact]
        given = self.before.profile.facts.get(move.fact)
        limit = _beside(move.amount, [] if move.how == "shifted" else self._limits(move.fact))
        return ChangedFact(
            fact=move.fact,
            title=spec.title,
            how=move.how,
            amount=move.amount,
            bound=limit[0],
            limit=limit[1],
            unit=spec.unit,
            window_s=move.window,
            streams=move.streams,
            before=None if given is None else _seen(given, move),
            after=_seen(move.value, move),
            lever=spec.lever,
            cost=spec.cost,
            size=move.size,
            turned=tuple(self._turned(move)),
        )

    def _limits(self, fact: str) -> list[float]:
        return limits_of((self.program.atoms[n] for n in self.search.options.atoms[fact]), fact)

    def _turned(self, move: Move) -> Iterator[Turned]:
        """The tests that a fact turns as wanted, those first (and alone, where there are any) that turn a rule."""
        options, moves = self.search.options, self.solution.moves
        effect = options.effect(move.fact, moves) - options.effect(move.fact, ())
        atoms = sorted({(one if one >= 0 else -1 - one) >> 1 for one in effect})
        found = [(atom, tuple(self._rules(atom))) for atom in atoms]
        for atom, rules in [pair for pair in found if pair[1]] or found:
            spec = self.program.atoms[atom]
            before, after = self.before.walk, self.after.walk
            yield Turned(
                tuple(Compared(shown.fact, shown.text) for shown in spec.shown),
                spec.atom.for_s if isinstance(spec.atom, Together) else None,
                truth_name(before.truths[atom]),
                truth_name(after.truths[atom]),
                self._observed(atom, before),
                self._observed(atom, after),
                rules,
            )

    def _rules(self, atom: int) -> Iterator[str]:
        """The rules with this test that fire now and not then, or the other way round."""
        for number in self._turning_rules:
            if any(literal >> 1 == atom for literal in self.program.rules[number].literals):
                yield self.program.rules[number].rule.id

    @cached_property
    def _turning_rules(self) -> list[int]:
        wanted, before, after = self.search.wants, self.before.walk.truths, self.after.walk.truths
        return [
            number
            for number, spec in enumerate(self.program.rules)
            if spec.cause in wanted.causes
            and (tree_truth(spec.tree, before) is True) is not (tree_truth(spec.tree, after) is True)
        ]

    def _observed(self, atom: int, walk: Walk) -> float | bool | str | None:
        spec = self.program.atoms[atom]
        return evaluate(spec, walk.known.get(spec.facts[0]), walk.known, self.program.facts).observed


def certainties_of(walk: Walk, search: Search) -> list[float]:
    """How certain the cause is on each of the goal's sides; 0 where nothing speaks for or against it."""
    beliefs = walk.beliefs.get(search.goal.cause, ())
    return [next((b.certainty for b in beliefs if b.side == side), 0.0) for side in search.goal.sides]


def outlook(reasoning: Reasoning) -> Outlook:
    """What the diagnosis says in short."""
    primary = reasoning.primary
    if primary is None:
        return Outlook(reasoning.verdict, None, None, None, None)
    cause = reasoning.program.causes[primary.cause].cause
    return Outlook(reasoning.verdict, cause.id, cause.title, primary.side, primary.certainty)


def _beside(amount: Scalar, limits: Iterable[float]) -> tuple[Bound, Scalar | None]:
    """The limit that an amount stands right below or above."""
    if isinstance(amount, str):
        if amount.endswith(JUST_BELOW):
            return "below", amount.removesuffix(JUST_BELOW)
        if amount.endswith(JUST_ABOVE):
            return "above", amount.removesuffix(JUST_ABOVE)
    elif not isinstance(amount, bool) and amount not in limits:
        for limit in limits:
            if nextafter(amount, inf) == limit:
                return "below", limit
            if nextafter(amount, -inf) == limit:
                return "above", limit
    return "exactly", None


def _seen(value: Value, move: Move) -> Range | Scalar:
    if isinstance(value, Known):
        return value.value
    scope = Scope(frozenset(move.streams), move.window)
    picked = [
        stream.series.values[i]
        for stream in value.streams
        for i in scope.samples(Streams((stream,))).get(stream.label, ())
    ]
    return Range(min(picked), max(picked), sum(picked) / len(picked))
