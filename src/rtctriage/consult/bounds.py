"""How far the answers that are left could still move each cause: bounds that hold whatever is answered.

They are sound, not tight: every combination of the tests' outcomes counts as possible, also one that no value has.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from rtctriage.consult.prepared import Prepared
from rtctriage.inference.certainty import combine
from rtctriage.inference.program import Program, RuleSpec
from rtctriage.inference.reasoning import Reasoning
from rtctriage.inference.verdict import ESTABLISHED, EXCLUDED
from rtctriage.knowledge.literals import Every, Leaf, Node
from rtctriage.knowledge.model import SideName


class Reach(Struct, frozen=True):
    """What a cause could still come to."""

    low: float
    """The certainty that it has at least, on the side that is worst at least."""
    high: float
    """The certainty that it has at most, on any side."""
    fixed: bool
    """Whether no rule about it is open."""
    observed_only: bool
    """Whether all that could speak for it is only observed."""
    stands_alone: bool
    """Whether a finding of it could stand alone, ..."""
    surely_alone: bool
    """... and whether one does already."""


class Bounds:
    """What could still become of the causes if only these facts are answered any more, in any way."""

    def __init__(self, prepared: Prepared, reasoning: Reasoning, answerable: Iterable[str]) -> None:
        self.program: Program = prepared.program
        self.reasoning = reasoning
        self.answerable = frozenset(answerable)
        self._possible, self._certain = _literals(prepared, reasoning, self.answerable)
        self.may_skip: set[int] = set()
        """Layers that do not apply, or may turn out not to."""
        self._skips: set[int] = set()
        self.reach: dict[int, Reach] = {}
        """For each cause about which any rule fires or may fire."""
        self.live: set[int] = set()
        """The rules that do not fire, and could."""
        for number, layer in enumerate(self.program.layers):
            if layer.skip_when is not None and _holds(layer.skip_when, self._possible):
                self.may_skip.add(number)
                self._skips.update(prepared.skips[number])
                if _holds(layer.skip_when, self._certain):
                    continue
            rules: dict[int, list[int]] = {}
            for rule in layer.rules:
                rules.setdefault(self.program.rules[rule].cause, []).append(rule)
            for cause in layer.causes:
                self._cause(cause, rules.get(cause, ()))

    def can_matter(self, literals: Iterable[int], prepared: Prepared) -> bool:
        """Whether a rule that could still fire waits for one of the tests, or a layer for it to tell if it applies."""
        if not self._skips.isdisjoint(literals):
            return True
        return any(
            rule in self.live and way <= self._possible
            for literal in literals
            for rule, way in prepared.ways_of.get(literal, ())
        )

    def _cause(self, cause: int, rules: Iterable[int]) -> None:
        must: list[RuleSpec] = []
        may: list[RuleSpec] = []
        for number in rules:
            spec = self.program.rules[number]
            if any(way <= self._certain for way in spec.alternatives):
                must.append(spec)
            elif any(way <= self._possible for way in spec.alternatives):
                may.append(spec)
                self.live.add(number)
        sides: list[tuple[float, float]] = []
        for side in self.program.causes[cause].sides:
            sure, open_ = _of_side(must, side), _of_side(may, side)
            sides.append((_extreme(sure, open_, -1), _extreme(sure, open_, 1)))
        skipped = self.program.causes[cause].layer in self.may_skip
        if must or may:
            for_it = [s.rule for s in (*must, *may) if s.rule.certainty > 0]
            self.reach[cause] = Reach(
                low=min(0.0, max(low for low, _ in sides)) if skipped else max(low for low, _ in sides),
                high=max(high for _, high in sides),
                fixed=not may and not skipped,
                observed_only=bool(for_it) and all(rule.observation for rule in for_it),
                stands_alone=any(rule.stands_alone for rule in for_it),
                surely_alone=any(s.rule.stands_alone and s.rule.certainty > 0 for s in must),
            )
        for number in self.program.causes[cause].premises:
            self._premise(number, sides, skipped)

    def _premise(self, number: int, sides: list[tuple[float, float]], skipped: bool) -> None:
        """What later layers may find to be concluded of a cause."""
        premise = self.program.premises[number]
        names = self.program.causes[premise.cause].sides
        asked = [b for side, b in zip(names, sides, strict=True) if premise.side in (None, side) or side is None]
        if not asked:
            return
        at = 2 * (len(self.program.atoms) + number)
        can = {
            "established": any(high >= ESTABLISHED for _, high in asked),
            "excluded": all(low <= EXCLUDED for low, _ in asked),
        }
        is_ = {
            "established": not skipped and any(low >= ESTABLISHED for low, _ in asked),
            "excluded": not skipped and all(high <= EXCLUDED for _, high in asked),
        }
        other = "excluded" if premise.state == "established" else "established"
        for literal, state in ((at, premise.state), (at + 1, other)):
            if can[state]:
                self._possible.add(literal)
            # what is both established on one side and excluded on all is neither
            if is_[state]:
                self._certain.add(literal)


def _of_side(rules: Iterable[RuleSpec], side: SideName | None) -> list[tuple[float, str | None]]:
    return [(s.rule.certainty, s.rule.evidence_group) for s in rules if s.rule.side in (None, side)]


def _literals(prepared: Prepared, reasoning: Reasoning, answerable: frozenset[str]) -> tuple[set[int], set[int]]:
    """The literals that could hold, and those that hold whatever is answered."""
    program, truths = prepared.program, reasoning.walk.truths
    moving = {name for fact in answerable for name in prepared.bears_on(fact)} - reasoning.profile.facts.keys()
    possible: set[int] = set()
    certain: set[int] = set()
    for number, spec in enumerate(program.atoms):
        truth = truths[number]
        if not moving.isdisjoint(spec.facts):
            possible.update((2 * number, 2 * number + 1))
        elif truth is not None:
            literal = 2 * number if truth else 2 * number + 1
            possible.add(literal)
            certain.add(literal)
    return possible, certain


def _holds(node: Node, literals: set[int]) -> bool:
    if isinstance(node, Leaf):
        return node.literal in literals
    parts = (_holds(part, literals) for part in node.parts)
    return all(parts) if isinstance(node, Every) else any(parts)


def _extreme(must: list[tuple[float, str | None]], may: list[tuple[float, str | None]], sign: int) -> float:
    """The highest (1) or lowest (-1) certainty that the findings could have together with any of the open ones.

    A certainty grows with everything that speaks for it and falls with what speaks against it; of a group, any member
    that is at least as strong as those that count already may come to be the one that counts.
    """
    chosen = [finding for finding in must if finding[1] is None]
    chosen += [finding for finding in may if finding[1] is None and finding[0] * sign > 0]
    groups = {group for _, group in (*must, *may) if group is not None}
    for group in groups:
        sure = [c for c, g in must if g == group]
        floor = max(map(abs, sure), default=0.0)
        options = [c for c, g in (*must, *may) if g == group and abs(c) >= floor]
        best = max(options) if sign > 0 else min(options)
        if sure or best * sign > 0:
            chosen.append((best, None))
    return combine(chosen)
