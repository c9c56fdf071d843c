"""A rule as the program understands it: what it comes to, who supplies its facts, and which tests make it fire."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from rtctriage.authoring.cases import Bench
from rtctriage.diagnosis import Where
from rtctriage.errors import UnknownName
from rtctriage.inference.calculation import names_in
from rtctriage.inference.program import Program, RuleSpec
from rtctriage.inference.verdict import ESTABLISHED, EXCLUDED, SUSPECTED
from rtctriage.knowledge.basis import Basis, basis_of
from rtctriage.knowledge.model import Cause, FactSpec, KnowledgeBase, Rule, SideName, Threshold
from rtctriage.knowledge.places import thresholds_of
from rtctriage.text import Text


class Supply(Struct, frozen=True):
    """A fact of a rule, and where it comes from."""

    fact: str
    title: Text
    unit: str
    formats: tuple[str, ...]
    """Formats of evidence that can supply it."""
    derived: str | None
    """The formula that it follows from, and ..."""
    of: tuple[str, ...]
    """... the facts in it."""
    question: Text | None
    """What a person is asked for it."""


class Limit(Struct, frozen=True):
    """A named threshold of a rule."""

    name: str
    value: float
    unit: str
    min_samples: int
    """A series with fewer samples answers ``unknown``."""
    source: str
    scenarios: dict[str, float]
    """The scenarios in which it is another one, with the value there, in the same unit."""


class Explained(Struct, frozen=True):
    """One rule."""

    rule: str
    cause: str
    origin: str
    certainty: float
    alone: str
    """What the rule makes of its cause where it holds alone: ``fault``, ``suspect``, ``observation``, ``excluded`` or
    ``hint``."""
    side: SideName | None
    where: Where
    because: Text
    group: tuple[str, ...]
    """The other rules of its evidence group, of which only the strongest counts."""
    stands_alone: bool
    observation: bool
    alternatives: tuple[tuple[str, ...], ...]
    """The ways in which it can hold: what must all be known to be so."""
    rests_on: tuple[Basis, ...]
    """What its claim is from, as far as that can be named."""
    limits: tuple[Limit, ...]
    facts: tuple[Supply, ...]
    fires_in: tuple[str, ...]
    """The tests of its cause in which it fires."""


def explain(bench: Bench, name: str) -> tuple[Explained, ...]:
    """The rule of that id (``layer.cause/rule``), or all rules of the cause of that id. Raises UnknownName."""
    knowledge = bench.knowledge
    cause = knowledge.causes.get(name.partition("/")[0])
    rules = [] if cause is None else [rule for rule in cause.rules if name in (cause.id, rule.id)]
    if cause is None or not (rules or name == cause.id):
        known = [id for one in knowledge.causes.values() for id in (one.id, *(rule.id for rule in one.rules))]
        raise UnknownName("rule or cause", name, known)
    program = bench.program()
    specs = {spec.rule.id: (number, spec) for number, spec in enumerate(program.rules)}
    fired = _fired(bench, cause)
    return tuple(_explain(knowledge, program, cause, *specs[rule.id], fired) for rule in rules)


def _fired(bench: Bench, cause: Cause) -> list[tuple[str, frozenset[int]]]:
    """The tests of a cause with the numbers of the rules that fire in each."""
    program = bench.program()
    number = next(n for n, spec in enumerate(program.causes) if spec.cause.id == cause.id)
    found: list[tuple[str, frozenset[int]]] = []
    for case in cause.tests:
        beliefs = bench.walk(bench.profile(case), case.scenario).beliefs.get(number, ())
        found.append((case.name, frozenset(rule for belief in beliefs for rule in belief.rules)))
    return found


def _explain(
    knowledge: KnowledgeBase,
    program: Program,
    cause: Cause,
    number: int,
    spec: RuleSpec,
    fired: Iterable[tuple[str, frozenset[int]]],
) -> Explained:
    rule = spec.rule
    named = dict.fromkeys(thresholds_of(rule.when))
    return Explained(
        rule=rule.id,
        cause=cause.id,
        origin=rule.origin,
        certainty=rule.certainty,
        alone=_alone(rule),
        side=rule.side,
        where=rule.where,
        because=rule.because,
        group=tuple(
            other.id
            for other in cause.rules
            if rule.evidence_group is not None
            and other.evidence_group == rule.evidence_group
            and other.side == rule.side
            and other.id != rule.id
        ),
        stands_alone=rule.stands_alone,
        observation=rule.observation,
        alternatives=tuple(_way(program, spec, way) for way in spec.alternatives),
        rests_on=basis_of(rule, cause, knowledge),
        limits=tuple(_limit(knowledge, knowledge.thresholds[name]) for name in named),
        facts=tuple(_supply(knowledge, knowledge.facts[name]) for name in _tested(program, spec)),
        fires_in=tuple(name for name, rules in fired if number in rules),
    )


def _alone(rule: Rule) -> str:
    if rule.certainty < 0:
        return "excluded" if rule.certainty <= EXCLUDED else "hint"
    if rule.observation:
        return "observation"
    return "fault" if rule.certainty >= ESTABLISHED else "suspect" if rule.certainty >= SUSPECTED else "hint"


def _way(program: Program, spec: RuleSpec, way: frozenset[int]) -> tuple[str, ...]:
    """The literals of an alternative in words, in the order in which the rule has them."""
    return tuple(_literal(program, literal) for literal in spec.literals if literal in way)


def _literal(program: Program, literal: int) -> str:
    number = literal >> 1
    if number >= len(program.atoms):
        text = program.premises[number - len(program.atoms)].text
    else:
        atom = program.atoms[number]
        text = ", ".join(f"{shown.fact} {shown.text}" for shown in atom.shown)
        if len(atom.shown) > 1:
            text = f"together {text} for {atom.atom.text.rpartition(' for ')[2]}"
    return f"not {text}" if literal & 1 else text


def _limit(knowledge: KnowledgeBase, threshold: Threshold) -> Limit:
    others = {
        s.id: s.thresholds[threshold.name] for s in knowledge.scenarios.values() if threshold.name in s.thresholds
    }
    return Limit(threshold.name, threshold.value, threshold.unit, threshold.min_samples, threshold.source, others)


def _tested(program: Program, spec: RuleSpec) -> Iterator[str]:
    numbers = (literal >> 1 for literal in spec.literals)
    yield from dict.fromkeys(fact for n in numbers if n < len(program.atoms) for fact in program.atoms[n].facts)


def _supply(knowledge: KnowledgeBase, fact: FactSpec) -> Supply:
    formula = knowledge.derived.get(fact.name)
    return Supply(
        fact=fact.name,
        title=fact.title,
        unit=fact.unit,
        formats=fact.supplied_by,
        derived=fact.derive.strip() if fact.derive else None,
        of=() if formula is None else names_in(formula),
        question=fact.question,
    )
