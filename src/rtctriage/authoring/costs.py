"""Which rules cost most: the time that the tests of facts take, attributed to the rules that they stand in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from time import perf_counter_ns
from typing import Final

from msgspec import Struct

from rtctriage.authoring.cases import Bench
from rtctriage.authoring.difference import files_of
from rtctriage.errors import EvidenceError, ProfileError
from rtctriage.inference.atoms import evaluate
from rtctriage.inference.program import Program
from rtctriage.profile import Known, Profile, Scalar, Value

REPEATS: Final = 3
"""How often each test is timed; the shortest time counts, since whatever else runs only ever adds to it."""

Clock = Callable[[], int]
"""Nanoseconds from some beginning on."""


class RuleCost(Struct, frozen=True):
    """What a rule costs."""

    rule: str
    tests: int
    """How many tests of known facts were evaluated for it."""
    seconds: float
    """The time they took; what several rules test is evaluated once, and they share the time."""
    share: float
    """Of the time of all rules, in per cent."""
    costliest: str
    """The test that took most of it."""
    origin: str


class Costs(Struct, frozen=True):
    """What all rules cost on some profiles, the dearest first."""

    profiles: int
    tests: int
    seconds: float
    rules: tuple[RuleCost, ...]


_Place = tuple[int, int]
"""The number of a rule, and the place of a test among its literals: the same in all scenarios."""


def measure_costs(bench: Bench, files: Iterable[Path] = (), *, clock: Clock = perf_counter_ns) -> Costs:
    """Times the tests of facts over these profiles and recordings or folders of such; without any over the rules' own.

    Of a folder what is no evidence is passed over. Raises errors of this library for a file that was named and cannot
    be read.
    """
    named = tuple(files)
    spent: defaultdict[_Place, float] = defaultdict(float)
    counted: Counter[_Place] = Counter()
    users: dict[str | None, dict[int, list[_Place]]] = {}
    profiles = 0
    for profile in _of_files(bench, named) if named else _of_tests(bench):
        profiles += 1
        scenario = _scenario(profile)
        program = bench.program(scenario)
        if scenario not in users:
            users[scenario] = _places(program)
        places = users[scenario]
        for number, nanoseconds in _time(program, bench.walk(profile, scenario).known, clock):
            for place in places.get(number, ()):
                spent[place] += nanoseconds / len(places[number])
                counted[place] += 1
    return _sum(bench.program(), profiles, spent, counted)


def _of_tests(bench: Bench) -> Iterator[Profile]:
    for cause in bench.knowledge.causes.values():
        for case in cause.tests:
            yield bench.profile(case)


def _of_files(bench: Bench, files: Iterable[Path]) -> Iterator[Profile]:
    for path, named in files_of(files):
        try:
            yield bench.engine.facts(path)
        except (EvidenceError, ProfileError):
            if named:
                raise


def _scenario(profile: Profile) -> str | None:
    said = profile.facts.get("scenario")
    return str(said.value) if isinstance(said, Known) else None


def _places(program: Program) -> dict[int, list[_Place]]:
    """Where the tests, by their numbers, stand in rules."""
    places: dict[int, list[_Place]] = {}
    for n, spec in enumerate(program.rules):
        for at, literal in enumerate(spec.literals):
            if literal >> 1 < len(program.atoms):
                places.setdefault(literal >> 1, []).append((n, at))
    return places


def _time(program: Program, known: Mapping[str, Value], clock: Clock) -> Iterator[tuple[int, int]]:
    """The number of each test of a known fact, with the nanoseconds that it takes; done as the walk does it."""
    done: set[int] = set()
    for fact, value in known.items():
        quick = {n: test for n, kind, test in program.quick_tests_of.get(fact, ()) if _is(value, kind)}
        for number in program.atoms_of.get(fact, ()):
            if number not in done:
                done.add(number)
                yield number, _shortest(_run(program, number, value, known, quick.get(number)), clock)


def _is(value: Value, kind: type) -> bool:
    return isinstance(value, Known) and (type(value.value) is kind or (kind is float and type(value.value) is int))


def _run(
    program: Program,
    number: int,
    value: Value,
    known: Mapping[str, Value],
    quick: Callable[[Scalar], bool] | None,
) -> Callable[[], object]:
    if quick is not None and isinstance(value, Known):
        return partial(quick, value.value)
    return partial(evaluate, program.atoms[number], value, known, program.facts)


def _shortest(run: Callable[[], object], clock: Clock) -> int:
    times: list[int] = []
    for _ in range(REPEATS):
        begin = clock()
        run()
        times.append(clock() - begin)
    return min(times)


def _sum(program: Program, profiles: int, spent: Mapping[_Place, float], counted: Mapping[_Place, int]) -> Costs:
    total = sum(spent.values())
    rules: list[RuleCost] = []
    for n, spec in enumerate(program.rules):
        own = [(n, at) for at in range(len(spec.literals)) if (n, at) in counted]
        seconds = sum(spent[place] for place in own)
        dearest = max(own, key=lambda place: spent[place], default=None)
        rules.append(
            RuleCost(
                rule=spec.rule.id,
                tests=sum(counted[place] for place in own),
                seconds=seconds / 1e9,
                share=100.0 * seconds / total if total else 0.0,
                costliest=_words(program, spec.literals[dearest[1]]) if dearest else "",
                origin=spec.rule.origin,
            )
        )
    rules.sort(key=lambda rule: (-rule.seconds, rule.rule))
    return Costs(profiles, sum(counted.values()), total / 1e9, tuple(rules))


def _words(program: Program, literal: int) -> str:
    return ", ".join(f"{shown.fact} {shown.text}" for shown in program.atoms[literal >> 1].shown)
