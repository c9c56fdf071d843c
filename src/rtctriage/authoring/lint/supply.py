"""Checks of what rules are made of: facts that somebody supplies, thresholds that somebody uses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from rtctriage.authoring.lint.finding import Draft, Item, Step, TestOf
from rtctriage.authoring.lint.subject import Subject, named_in, path_of, tests_in, thresholds_in
from rtctriage.inference.calculation import names_in
from rtctriage.inference.program import AtomSpec
from rtctriage.knowledge.model import (
    Atom,
    Change,
    Compare,
    Comparison,
    FactSpec,
    KnowledgeBase,
    Playbook,
    Together,
)
from rtctriage.knowledge.verify import verified
from rtctriage.units import show

_IN_TEMPLATE: Final = re.compile(r"""facts\s*\[\s*["']([\w.]+)["']\s*\]""")
_ALWAYS_GIVEN: Final = ("complaint", "scenario")
"""What a profile and the command line have a place of their own for."""


def check_supply(subject: Subject) -> Iterator[Draft]:
    """R301, R302, R401 to R403."""
    knowledge = subject.knowledge
    yield from _scenario_limits(subject)
    yield from _unused_thresholds(knowledge)
    yield from _not_supplied(knowledge)
    yield from _unused_facts(knowledge)
    yield from _not_asked(knowledge)


def _scenario_limits(subject: Subject) -> Iterator[Draft]:
    for name, compiled, _ in subject.variants:
        scenario = subject.knowledge.scenarios[name]
        told: set[str] = set()
        for spec in compiled.program.atoms:
            for fact, comparison, is_share in _compared(spec):
                own = compiled.program.facts[fact]
                low, high = (0.0, 100.0) if is_share else (own.low, own.high)
                threshold, limit = comparison.threshold, comparison.limit
                if threshold not in scenario.thresholds or threshold in told or not isinstance(limit, float):
                    continue
                if (low is not None and limit < low) or (high is not None and limit > high):
                    told.add(threshold)
                    unit = "%" if is_share else own.unit
                    ends = " to ".join("any" if end is None else show(end, unit) for end in (low, high))
                    message = (
                        f"{threshold} is {show(limit, unit)} in the scenario {name}, and {fact} can only be {ends}"
                    )
                    yield Draft(
                        "R301", message, scenario.origin, ("scenarios", name, "thresholds", threshold), threshold
                    )


def _compared(spec: AtomSpec) -> Iterator[tuple[str, Comparison, bool]]:
    """What a test compares with: of which fact, and whether it is a share of time."""
    atom = spec.atom
    for part in atom.parts if isinstance(atom, Together) else (atom,):
        if isinstance(part, Compare):
            yield part.fact, part.test, part.inner is not None
            if part.inner is not None:
                yield part.fact, part.inner, False
        elif isinstance(part, Change):
            yield part.fact, part.before, False
            yield part.fact, part.after, False


def _unused_thresholds(knowledge: KnowledgeBase) -> Iterator[Draft]:
    used = {name for cause in knowledge.causes.values() for rule in cause.rules for name in thresholds_in(rule.when)}
    used.update(name for layer in knowledge.layers if layer.skip_when for name in thresholds_in(layer.skip_when))
    used.update(
        name for book in knowledge.playbooks.values() for step in book.steps for name in named_in(step.verify or "")
    )
    for name, threshold in knowledge.thresholds.items():
        if name not in used:
            message = f"no rule, layer or check of a playbook uses the threshold {name}"
            yield Draft("R302", message, threshold.origin, ("thresholds", name), name)


def _not_supplied(knowledge: KnowledgeBase) -> Iterator[Draft]:
    supplied: dict[str, bool] = dict.fromkeys(_ALWAYS_GIVEN, True)
    for spec in knowledge.facts.values():
        _is_supplied(spec, knowledge, supplied)
    told: set[str] = set()
    for origin, path, about, test in _tests(knowledge):
        for fact in _facts_of(test):
            if not supplied[fact] and fact not in told:
                told.add(fact)
                place = (*path, TestOf(fact))
                yield Draft(
                    "R401", f"{about} tests {fact}, which no evidence and no question supplies", origin, place, about
                )


def _is_supplied(spec: FactSpec, knowledge: KnowledgeBase, known: dict[str, bool]) -> bool:
    """Whether evidence or a person can supply a fact, or everything that it follows from."""
    if spec.name not in known:
        formula = knowledge.derived.get(spec.name)
        follows_from = names_in(formula) if formula is not None else () if spec.lookup is None else (spec.lookup.code,)
        known[spec.name] = (
            bool(spec.supplied_by)
            or spec.question is not None
            or (bool(follows_from) and all(_is_supplied(knowledge.facts[n], knowledge, known) for n in follows_from))
        )
    return known[spec.name]


def _tests(knowledge: KnowledgeBase) -> Iterator[tuple[str, tuple[Step, ...], str, Atom]]:
    """Every test: the origin of what it belongs to, the path to it, the name of that, and the test."""
    for cause in knowledge.causes.values():
        for rule in cause.rules:
            for test in tests_in(rule.when):
                yield rule.origin, (*path_of(rule), "when"), rule.id, test
    for layer in knowledge.layers:
        if layer.skip_when is not None:
            for test in tests_in(layer.skip_when):
                yield layer.origin, ("layers", Item("id", layer.id), "skip_when"), layer.id, test
    for book in knowledge.playbooks.values():
        for number, tests in verified(book, knowledge):
            for test in tests:
                yield book.origin, ("steps", number, "verify"), book.id, test


def _facts_of(test: Atom) -> Iterable[str]:
    return [part.fact for part in test.parts] if isinstance(test, Together) else [test.fact]


def _unused_facts(knowledge: KnowledgeBase) -> Iterator[Draft]:
    used = {fact for _, _, _, test in _tests(knowledge) for fact in _facts_of(test)}
    used.update(fact for cause in knowledge.causes.values() for fact in cause.ask)
    used.update(name for formula in knowledge.derived.values() for name in names_in(formula))
    used.update(name for book in knowledge.playbooks.values() for name in _in_templates(book))
    for name in knowledge.derived:
        if name not in used:
            message = f"nothing reads the derived fact {name}"
            yield Draft("R402", message, knowledge.facts[name].origin, ("facts", name), name)


def _in_templates(book: Playbook) -> Iterator[str]:
    texts = [
        book.title,
        book.escalate,
        *book.attach,
        *(text for step in book.steps for text in (step.action, step.expect)),
    ]
    for text in texts:
        for written in (text.en, text.zh):
            if "{" in written:
                yield from _IN_TEMPLATE.findall(written)


def _not_asked(knowledge: KnowledgeBase) -> Iterator[Draft]:
    for cause in knowledge.causes.values():
        for number, fact in enumerate(cause.ask):
            if not _can_be_asked(fact, knowledge):
                message = f"{cause.id} asks for {fact}, which has no question"
                yield Draft("R403", message, cause.origin, ("ask", number), cause.id)


def _can_be_asked(fact: str, knowledge: KnowledgeBase) -> bool:
    """Whether there is a question for a fact, or for something that it is derived from."""
    if knowledge.facts[fact].question is not None:
        return True
    formula = knowledge.derived.get(fact)
    return formula is not None and any(_can_be_asked(name, knowledge) for name in names_in(formula))
