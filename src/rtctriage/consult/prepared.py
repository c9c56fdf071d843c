"""What the choice of questions needs of a program, whatever is known of a call: made once for each program."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fnmatch import fnmatchcase
from math import log
from typing import Final, TypeAlias

from msgspec import Struct

from rtctriage.inference.atomspecs import threshold_names
from rtctriage.inference.lookup import PLATFORM, VENDOR
from rtctriage.inference.plain import PlainChainer
from rtctriage.inference.program import Program
from rtctriage.inference.values import numbers_near, values_near
from rtctriage.knowledge.literals import Leaf, Node
from rtctriage.knowledge.model import Change, Code, Compare, FactSpec, Glob, Together
from rtctriage.profile import Scalar

Way: TypeAlias = tuple[int, frozenset[int]]
"""A rule, and one set of literals that makes it fire."""


class Changed(Struct, frozen=True):
    """The tests that come out differently: which literals hold then that did not, and the other way round."""

    gained: frozenset[int]
    lost: frozenset[int]


_GRID: Final = 8
"""How many further values of a number are tried where a formula hangs on it."""


class Prepared:
    """Indexes over one program. Threads may share it: what is added later is the same whoever adds it."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.chainer = PlainChainer(program)
        self.ways_of: dict[int, list[Way]] = {}
        """The ways to fire that wait for a literal."""
        for number, rule in enumerate(program.rules):
            for way in rule.alternatives:
                for literal in way:
                    self.ways_of.setdefault(literal, []).append((number, way))
        self.rules_of: dict[int, list[int]] = {}
        for number, rule in enumerate(program.rules):
            self.rules_of.setdefault(rule.cause, []).append(number)
        self.follows: dict[str, tuple[str, ...]] = _follows(program)
        """The facts that are computed or looked up from a fact, near or far."""
        self.skips: tuple[frozenset[int], ...] = tuple(
            frozenset(_leaves(layer.skip_when)) if layer.skip_when is not None else frozenset()
            for layer in program.layers
        )
        """For each layer the literals that the question whether it applies waits for."""
        self.waits: tuple[frozenset[int], ...] = tuple(
            layer.literals | skip for layer, skip in zip(program.layers, self.skips, strict=True)
        )
        """For each layer the literals that its rules, and the question whether it applies, wait for."""
        self._changes: dict[str, list[tuple[Scalar, Changed]]] = {}
        self._values: dict[str, tuple[Scalar, ...]] = {}
        self._limits: dict[str, tuple[float, ...]] = {}

    def bears_on(self, fact: str) -> list[str]:
        """The fact, and those that follow from it."""
        return [fact, *self.follows.get(fact, ())]

    def alone(self, fact: str) -> bool:
        """Whether all that hangs on a fact is tests of it alone, so that nothing else that is known matters to them."""
        return fact not in self.follows and all(
            len(self.program.atoms[n].facts) == 1 for n in self.program.atoms_of.get(fact, ())
        )

    def changes(self, fact: str, change: Callable[[Scalar], Changed]) -> list[tuple[Scalar, Changed]]:
        """What becomes of the tests of an unknown fact that stands alone: worked out once."""
        if fact not in self._changes:
            self._changes[fact] = distinct((value, change(value)) for value in self.values(fact))
        return self._changes[fact]

    def limits(self, fact: str) -> tuple[float, ...]:
        """The numbers that rules hold a fact against."""
        if fact not in self._limits:
            self._limits[fact] = tuple(dict.fromkeys(_limits(self.program, fact)))
        return self._limits[fact]

    def thresholds(self, facts: Iterable[str]) -> Iterable[str]:
        """The names of the limits that rules hold these facts against."""
        for fact in facts:
            for number in self.program.atoms_of.get(fact, ()):
                yield from threshold_names(self.program.atoms[number].atom)

    def values(self, fact: str) -> tuple[Scalar, ...]:
        """Values of which every test of the fact holds for some and fails for others, as far as it can."""
        if fact not in self._values:
            self._values[fact] = tuple(dict.fromkeys(_values(self, fact)))
        return self._values[fact]


def distinct(changes: Iterable[tuple[Scalar, Changed]]) -> list[tuple[Scalar, Changed]]:
    """Of values that change the same only the first."""
    first: dict[Changed, Scalar] = {}
    for value, changed in changes:
        first.setdefault(changed, value)
    return [(value, changed) for changed, value in first.items()]


def _leaves(node: Node) -> list[int]:
    """Both literals of everything that a condition tests."""
    if isinstance(node, Leaf):
        return [node.literal, node.literal ^ 1]
    return [literal for part in node.parts for literal in _leaves(part)]


def _follows(program: Program) -> dict[str, tuple[str, ...]]:
    direct: dict[str, list[str]] = {}
    for lookup in program.lookups:
        for name in (lookup.code, VENDOR, PLATFORM):
            direct.setdefault(name, []).append(lookup.fact)
    for derived in program.derived:
        for name in derived.inputs:
            direct.setdefault(name, []).append(derived.fact)
    found: dict[str, tuple[str, ...]] = {}
    for name in direct:
        reached: dict[str, None] = {}
        waiting = list(direct[name])
        while waiting:
            one = waiting.pop(0)
            if one not in reached:
                reached[one] = None
                waiting += direct.get(one, ())
        found[name] = tuple(reached)
    return found


def _limits(program: Program, fact: str) -> Iterable[float]:
    for number in program.atoms_of.get(fact, ()):
        atom = program.atoms[number].atom
        for part in atom.parts if isinstance(atom, Together) else (atom,):
            if isinstance(part, Compare) and part.fact == fact:
                test = part.test if part.inner is None else part.inner
                if not isinstance(test.limit, str):
                    yield float(test.limit)
            elif isinstance(part, Change) and part.fact == fact:
                yield from (float(t.limit) for t in (part.before, part.after) if not isinstance(t.limit, str))


def _values(prepared: Prepared, fact: str) -> list[Scalar]:
    program = prepared.program
    spec = program.facts[fact]
    atoms = [program.atoms[n] for n in program.atoms_of.get(fact, ())]
    codes = [code for lookup in program.lookups if lookup.code == fact for code in _codes(lookup.codes)]
    if spec.type == "number":
        # what is nearest to nothing is the likeliest, and stands for all that comes to the same
        numbers = sorted((point.value for point in numbers_near(atoms, spec)), key=abs)
        values: list[Scalar] = [*numbers]
        if prepared.follows.get(fact):
            values += _grid(spec, prepared.limits(fact))
        return values
    values = values_near(atoms, spec)
    globs = [a.atom.pattern for a in atoms if isinstance(a.atom, Glob)]
    return [*(value for value in map(_example, globs) if value is not None), *codes, *values]


def _codes(codes: Iterable[Code]) -> list[str]:
    """Of every cause that codes point to the first few codes: which of them says so may hang on the vendor."""
    seen: dict[tuple[str | None, str], list[str]] = {}
    for code in codes:
        seen.setdefault((code.cause, code.vendor), []).append(code.code)
    return [code for several in seen.values() for code in several[:1]]


def _grid(spec: FactSpec, limits: Iterable[float]) -> list[Scalar]:
    """Values spread evenly over the orders of magnitude in which the fact lies."""
    sizes = [abs(limit) for limit in limits if limit]
    low = min(sizes) / 10 if sizes else 1.0
    high = max(sizes) * 10 if sizes else 10_000.0
    if spec.high is not None:
        high = min(high, spec.high)
    if spec.low is not None:
        low = max(low, spec.low, 1e-6)
    if not 0 < low < high:
        return []
    ratio = log(high / low) / (_GRID - 1)
    return [low * 2.718281828459045 ** (ratio * i) for i in range(_GRID)]


def _example(pattern: str) -> str | None:
    """A text that a pattern matches: ``Redmi*`` is ``Redmi``."""
    text = pattern.replace("*", "").replace("?", "x").strip()
    return text if text and fnmatchcase(text.casefold(), pattern.casefold()) else None
