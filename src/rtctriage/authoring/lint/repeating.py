"""Rules of one cause that do not fire without a stronger one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from rtctriage.authoring.lint.finding import Draft
from rtctriage.authoring.lint.subject import Compiled, path_of
from rtctriage.authoring.lint.witnesses import Values, Witnesses
from rtctriage.inference.program import RuleSpec


class _Way(Struct, frozen=True):
    """An alternative of a rule that can hold: what it is about, and the values with which it does."""

    topics: frozenset[str]
    values: dict[str, Values]


def repeating(compiled: Compiled, rules: Sequence[RuleSpec]) -> Iterator[Draft]:
    """R201 and R202, of each rule at most one: of the first other one, and of those that say the same before others."""
    near = _Near(compiled, rules)
    for x in range(len(rules)):
        told: Draft | None = None
        for y in near.candidates(x):
            told = _told(compiled, rules, near, x, y)
            if told is not None:
                break
        if told is not None and told.code != "R201":
            # another one that fires as well says no more, but one that says the same does
            for y in near.kin(x):
                again = _told(compiled, rules, near, x, y)
                if again is not None and again.code == "R201":
                    told = again
                    break
        if told is not None:
            yield told


def _told(compiled: Compiled, rules: Sequence[RuleSpec], near: _Near, x: int, y: int) -> Draft | None:
    """What is to be said of a rule beside another one."""
    rule, other = rules[x], rules[y]
    if x == y or not _as_strong(rule, other) or not near.may_imply(x, y):
        return None
    if not compiled.ways_imply(rule.alternatives, other.alternatives):
        return None
    same = near.may_imply(y, x) and compiled.ways_imply(other.alternatives, rule.alternatives)
    if same and y > x and abs(rule.rule.certainty) == abs(other.rule.certainty):
        # of two that say the same the later one is told of
        return None
    return _repeated(rule, other, same)


def _as_strong(rule: RuleSpec, other: RuleSpec) -> bool:
    """Whether the other rule says the same of the cause, on the same side and as strongly."""
    a, b = rule.rule, other.rule
    return a.certainty * b.certainty > 0 and abs(a.certainty) <= abs(b.certainty) and b.side in (None, a.side)


def _repeated(rule: RuleSpec, other: RuleSpec, same: bool) -> Draft:
    a, b = rule.rule, other.rule
    name = b.id.partition("/")[2]
    grouped = a.evidence_group is not None and a.evidence_group == b.evidence_group
    # what stands alone or is no mere observation is so by each rule for itself
    effect = (a.stands_alone and not b.stands_alone) or (b.observation and not a.observation)
    if same:
        code, message = "R201", f"{a.id} has the condition of {name} (certainty {b.certainty:g})"
    elif grouped and not effect:
        code = "R201"
        message = f"{a.id} never counts: where it fires, {name} of its group does ({b.certainty:g})"
    else:
        code, message = "R202", f"where {a.id} fires, {name} fires as well ({b.certainty:g}), and both are added up"
    return Draft(code, message, a.origin, path_of(a), a.id)


class _Near:
    """Which rules may imply which, found out sooner than whether they do.

    A rule says nothing of what it does not test, and where it holds for a value the one that it implies does, too.
    """

    def __init__(self, compiled: Compiled, rules: Sequence[RuleSpec]) -> None:
        possible = [[way for way in rule.alternatives if not compiled.impossible(way)] for rule in rules]
        witnesses = Witnesses(compiled, (n for ways in possible for way in ways for n in way))
        self._ways = [
            [_Way(frozenset(word for n in way for word in compiled.topics(n)), witnesses.of(way)) for way in ways]
            for ways in possible
        ]
        self._signs = [rule.rule.certainty > 0 for rule in rules]
        self._groups: dict[str, list[int]] = {}
        self._alike: dict[object, list[int]] = {}
        self._several = [x for x, ways in enumerate(self._ways) if len(ways) != 1]
        self._keys: list[object] = []
        self._about: dict[tuple[bool, frozenset[str]], list[int]] = {}
        for x, ways in enumerate(self._ways):
            group = rules[x].rule.evidence_group
            if group is not None:
                self._groups.setdefault(group, []).append(x)
            self._keys.append((self._signs[x], ways[0].topics, witnesses.key(ways[0].values)) if len(ways) == 1 else x)
            self._alike.setdefault(self._keys[x], []).append(x)
            for topics in dict.fromkeys(way.topics for way in ways):
                self._about.setdefault((self._signs[x], topics), []).append(x)
        self._group_of = [rule.rule.evidence_group for rule in rules]

    def candidates(self, x: int) -> list[int]:
        """The rules of the same sign, in their order, that test nothing else than the first alternative does."""
        if not self._ways[x]:
            return []
        topics = self._ways[x][0].topics
        found = [own for (sign, one), own in self._about.items() if sign is self._signs[x] and one <= topics]
        return found[0] if len(found) == 1 else sorted({y for own in found for y in own})

    def kin(self, x: int) -> list[int]:
        """The rules, in their order, of which more than R202 may be said: they may say the same, or count once."""
        group = self._group_of[x]
        found = set(self._groups[group]) if group is not None else set()
        found.update(self._alike[self._keys[x]])
        others = self._several if len(self._ways[x]) == 1 else range(len(self._ways))
        found.update(y for y in others if self.may_imply(x, y) and self.may_imply(y, x))
        return sorted(found)

    def may_imply(self, x: int, y: int) -> bool:
        """False where it is certain that one rule also holds without the other."""
        return all(any(_may_follow(way, other) for other in self._ways[y]) for way in self._ways[x])


def _may_follow(way: _Way, other: _Way) -> bool:
    if not other.topics <= way.topics:
        return False
    for fact, wanted in other.values.items():
        given = way.values.get(fact)
        if given is not None and given.certain & ~wanted.possible:
            return False
    return True
