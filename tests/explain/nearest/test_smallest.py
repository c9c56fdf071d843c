"""A nearest change does what it says, and nothing smaller by its own order does.

What is smaller is looked for by trying the values of a grid, one by one and two by two, each through the whole walk.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from math import inf, nextafter
from typing import Any as Anything
from typing import NamedTuple

import pytest
from generated import WORDS, Generator
from hypothesis import given, settings
from hypothesis import strategies as st
from inference_support import compare, fact, text

from rtctriage.explain.nearest import Nearest, applied, nearest
from rtctriage.explain.nearest.goal import Goal
from rtctriage.explain.nearest.lines import scale_of
from rtctriage.explain.nearest.search import Search
from rtctriage.inference.chainer import Chainer
from rtctriage.inference.compile import compile_program
from rtctriage.inference.plain import PlainChainer
from rtctriage.inference.program import Program
from rtctriage.inference.reasoning import Reasoning, reason
from rtctriage.knowledge.model import Calculation, Condition, FactSpec, FactValue, Not
from rtctriage.profile import Known, Profile, Stream, Streams, Value
from rtctriage.series import Series

LIMITS = (0.0, 1.0, 2.0, 3.0)
"""What the generated rules compare numbers with."""


class Small(Generator):
    """Few facts, so that all changes of two of them can be tried; one follows from two others."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed, causes_per_layer=2)
        difference = Calculation("-", (FactValue("a.n0"), FactValue("a.n1")))
        self.knowledge = self.knowledge.replace(derived={"a.difference": difference})

    def _facts(self) -> list[FactSpec]:
        low = self.random.choice((None, 0.0))
        return [
            fact("a.n0", question=text("n0?"), low=low),
            fact("a.n1", question=text("n1?"), low=low, high=self.random.choice((None, 3.0))),
            fact("a.difference"),
            fact("uplink.video.course", series=True, low=low),
            fact("a.t0", type="text", question=text("t0?")),
            fact("complaint", type="choice"),
        ]

    def _test(self) -> Condition:
        if self.random.random() < 0.25:
            choose = self.random.choice
            op, limit = choose((">", "<", ">=", "<=")), choose(LIMITS)
            reducer: dict[str, Anything] = choose(({"reducer": "mean"}, {"reducer": "max"}, {"reducer": "p50"}))
            test = compare("uplink.video.course", op, limit, every=choose((False, True)), **reducer)
            return choose((test, Not(test)))
        return super()._test()

    def profile(self) -> Profile:
        known = {name: value for name, value in super().profile().facts.items() if name != "a.difference"}
        for name in ("a.n0", "a.n1"):
            if name in known:
                known[name] = Known(self.random.choice(LIMITS))
        return Profile(known)


class Case(NamedTuple):
    """A generated call, reasoned through."""

    program: Program
    chainer: Chainer
    reasoning: Reasoning


def case(seed: int) -> Case:
    generator = Small(seed)
    program = compile_program(generator.knowledge)
    chainer = PlainChainer(program)
    return Case(program, chainer, reason(program, generator.profile(), chainer))


def named(reasoning: Reasoning, cause: int) -> bool:
    """Whether a diagnosis says anything of a cause."""
    return any(found.cause == cause for found in reasoning.found)


class Tried(NamedTuple):
    """Another value of a fact."""

    fact: str
    value: Value
    size: float
    supplied: bool


class Brute:
    """All changes on a grid."""

    def __init__(self, case: Case, cause: int, *, establish: bool) -> None:
        self.case = case
        self.cause = cause
        self.establish = establish
        goal = Goal("establish" if establish else "clear", cause, case.program.causes[cause].sides)
        # what a change is, where it is made and what it is measured by is not what is tested here
        self.search = Search(case.reasoning, goal)

    def reached(self, changes: Sequence[Tried]) -> bool:
        profile = self.case.reasoning.profile
        changed = Profile({**profile.facts, **{one.fact: one.value for one in changes}})
        after = reason(self.case.program, changed, self.case.chainer)
        if self.establish:
            return any(b.certainty >= 0.6 for b in after.walk.beliefs.get(self.cause, ()))
        return not named(after, self.cause) and self.case.program.causes[self.cause].layer not in after.walk.skipped

    def order(self, changes: Sequence[Tried]) -> Order:
        cost = sum(self.case.program.facts[one.fact].cost for one in changes)
        supplied = sum(one.supplied for one in changes)
        return len(changes), supplied, cost, sum(one.size for one in changes)

    def smaller(self, than: Order | None, most: int) -> Iterator[tuple[Tried, ...]]:
        """The changes of up to so many facts that reach the goal and are smaller."""
        grid = {spec.name: list(self.values(spec)) for spec in self.case.program.facts.values()}
        for count in range(1, most + 1):
            for facts in combinations(grid, count):
                for changes in product(*(grid[name] for name in facts)):
                    order = self.order(changes)
                    if than is not None and (
                        order[:3] > than[:3] or (order[:3] == than[:3] and order[3] > than[3] - 1e-6)
                    ):
                        continue
                    if self.reached(changes):
                        yield changes

    def values(self, spec: FactSpec) -> Iterator[Tried]:
        value = self.case.reasoning.profile.facts.get(spec.name)
        askable = self.establish and spec.question is not None and spec.name not in self.case.reasoning.walk.known
        if value is None and not askable:
            return
        if spec.type in ("text", "choice"):
            for word in (*WORDS, "something else"):
                if value != Known(word):
                    yield Tried(spec.name, Known(word), 1.0, value is None)
        elif isinstance(value, Streams):
            yield from self.courses(spec, value)
        else:
            for number in grid():
                if (spec.low is None or number >= spec.low) and (spec.high is None or number <= spec.high):
                    yield from self.number(spec, value, number)

    def number(self, spec: FactSpec, value: Known | None, number: float) -> Iterator[Tried]:
        if value is None:
            yield Tried(spec.name, Known(number), 1.0, True)
        elif number != value.value:
            size = abs(number - float(value.value)) / self.scale(spec, value)
            yield Tried(spec.name, Known(number), size, False)

    def courses(self, spec: FactSpec, value: Streams) -> Iterator[Tried]:
        if spec.name not in self.search.options.atoms:
            return
        for scope in self.search.options.scopes(spec.name):
            touched = scope.samples(value)
            for level in grid():
                if spec.low is not None and level < spec.low:
                    continue
                for change in (min, max):
                    yield from self.course(spec, value, touched, lambda v, level=level, c=change: c(v, level))
            for by in shifts():
                yield from self.course(
                    spec, value, touched, lambda v, by=by: v + by if spec.low is None else max(v + by, min(v, spec.low))
                )

    def course(
        self, spec: FactSpec, value: Streams, touched: Mapping[str, Sequence[int]], change: Anything
    ) -> Iterator[Tried]:
        streams: list[Stream] = []
        moved, samples = 0.0, 0
        for stream in value.streams:
            picked = set(touched.get(stream.label, ()))
            old = list(stream.series.values)
            new = [change(v) if i in picked else v for i, v in enumerate(old)]
            moved += sum(abs(a - b) for a, b in zip(old, new, strict=True))
            samples += len(old)
            streams.append(Stream(stream.label, Series(stream.series.times, new)))
        if moved:
            yield Tried(spec.name, Streams(tuple(streams)), moved / samples / self.scale(spec, value), False)

    def scale(self, spec: FactSpec, value: Value) -> float:
        limits = sorted(
            {
                shown.limit
                for atom in self.search.options.atoms.get(spec.name, ())
                for shown in self.case.program.atoms[atom].shown
                if shown.fact == spec.name and isinstance(shown.limit, float)
            }
        )
        return scale_of(value, limits)


def grid() -> list[float]:
    exact = [n / 2 for n in range(-2, 9)]
    return sorted({*exact, *(nextafter(n, inf) for n in LIMITS), *(nextafter(n, -inf) for n in LIMITS)})


def shifts() -> list[float]:
    exact = [n / 2 for n in range(-8, 9)]
    whole = [n for n in exact if n == int(n)]
    return sorted({*exact, *(n + 1e-9 for n in whole), *(n - 1e-9 for n in whole)})


Order = tuple[int, int, float, float]


def order_of(found: Nearest) -> Order | None:
    """The order of the best answer, from what it says of itself."""
    if not found.answers:
        return None
    best = found.answers[0]
    supplied = sum(change.how == "supplied" for change in best.changes)
    return len(best.changes), supplied, best.cost, best.size


def reached(case: Case, cause: int, found: Nearest, *, establish: bool) -> bool:
    """Whether every answer, applied to the profile, reaches the goal by the whole walk."""
    answers = [*found.answers, *([found.changeable] if found.changeable is not None else [])]
    for answer in answers:
        profile = applied(case.reasoning.profile, answer.changes, case.program.facts)
        after = reason(case.program, profile, case.chainer)
        surest = max((b.certainty for b in after.walk.beliefs.get(cause, ())), default=0.0)
        if (surest < 0.6) if establish else named(after, cause) or surest != answer.certainty:
            return False
    return True


@pytest.mark.parametrize("establish", [False, True], ids=["clear", "establish"])
@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 100_000), which=st.integers(0, 5))
def test_the_answer_does_it_and_nothing_smaller_does(establish: bool, seed: int, which: int) -> None:
    one = case(seed)
    beliefs = one.reasoning.walk.beliefs
    if establish:
        numbers = range(len(one.program.causes))
        causes = [n for n in numbers if all(b.certainty < 0.6 for b in beliefs.get(n, ()))]
    else:
        causes = list(dict.fromkeys(found.cause for found in one.reasoning.found))
    if not causes:
        return
    cause = causes[which % len(causes)]
    found = nearest(one.reasoning, one.program.causes[cause].cause.id, establish=establish)
    order = order_of(found)
    assert found.status == ("none" if order is None else "found")
    assert reached(one, cause, found, establish=establish)
    most = 2 if order is None else min(2, order[0])
    assert next(Brute(one, cause, establish=establish).smaller(order, most), None) is None
