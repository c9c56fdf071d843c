"""Checks of playbooks: that a cause leads to them, and that their checks tell whether the fault is gone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, product
from typing import Final

from rtctriage.authoring.lint.finding import Draft, TestOf
from rtctriage.authoring.lint.reasoner import Claim
from rtctriage.authoring.lint.subject import Compiled, Subject
from rtctriage.inference.calculation import names_in
from rtctriage.inference.certainty import combine
from rtctriage.inference.program import AtomSpec, CauseSpec, RuleSpec
from rtctriage.inference.values import truth_of, values_near
from rtctriage.inference.verdict import established
from rtctriage.knowledge.model import KnowledgeBase
from rtctriage.profile import Known, Scalar
from rtctriage.units import show

_TRIES: Final = 200


def check_playbooks(subject: Subject) -> Iterator[Draft]:
    """R601 to R605."""
    users: dict[str, list[CauseSpec]] = {}
    for spec in subject.base.program.causes:
        if spec.cause.playbook is not None:
            users.setdefault(spec.cause.playbook, []).append(spec)
    for book in subject.knowledge.playbooks.values():
        causes = users.get(book.id, [])
        if not causes:
            yield Draft("R601", f"no cause leads to the playbook {book.id}", book.origin, ("playbook",), book.id)
        last = len(book.steps) - 1
        if not book.steps[last].verify:
            message = f"step {last + 1}, the last one, has no check"
            yield Draft("R605", message, book.origin, ("steps", last), book.id, "say under verify what holds then")
        for number, tests in subject.checks[book.id]:
            path = ("steps", number, "verify", TestOf(tests[0].facts[0]))
            for code, message in _check(subject, causes, tests):
                yield Draft(code, f"step {number + 1}: {message}", book.origin, path, book.id)


def _check(subject: Subject, causes: Sequence[CauseSpec], tests: Sequence[AtomSpec]) -> Iterator[tuple[str, str]]:
    compiled = subject.base
    claims = [Claim(test, True) for test in tests]
    said = _words(tests)
    if compiled.reasoner.impossible(claims):
        yield "R602", f"{said} can never hold"
        return
    for cause in causes:
        found = _passing_fault(subject, cause, tests)
        if found is not None:
            shown, rule = found
            yield "R603", f"with {shown} the check passes, and {rule} still establishes {cause.cause.id}"
            return
    against = [rule for cause in causes for rule in subject.rules[cause.cause.id] if _is_against(compiled, rule, tests)]
    if against and not any(_agree(compiled, rule, claims) for rule in against):
        names = ", ".join(dict.fromkeys(rule.rule.id.partition("/")[2] for rule in against[:3]))
        yield "R604", f"{said} contradicts every rule that could exclude the cause by these facts ({names})"


def _words(tests: Iterable[AtomSpec]) -> str:
    return " and ".join(f'"{shown.fact} {shown.text}"' for test in tests for shown in test.shown)


def _is_against(compiled: Compiled, rule: RuleSpec, tests: Iterable[AtomSpec]) -> bool:
    facts = {fact for test in tests for fact in test.facts}
    return rule.rule.certainty < 0 and any(f in facts for n in rule.literals for f in compiled.claim(n).facts)


def _agree(compiled: Compiled, rule: RuleSpec, claims: Sequence[Claim]) -> bool:
    return any(
        not compiled.reasoner.impossible([*(compiled.claim(n) for n in sorted(way)), *claims])
        for way in rule.alternatives
    )


def _passing_fault(subject: Subject, cause: CauseSpec, tests: Sequence[AtomSpec]) -> tuple[str, str] | None:
    """Values with which the check passes and a rule establishes the cause all the same."""
    compiled = subject.base
    checked = {fact for test in tests for fact in test.facts}
    for rule in subject.rules[cause.cause.id]:
        if rule.rule.certainty <= 0:
            continue
        for way in rule.alternatives:
            claims = [compiled.claim(n) for n in sorted(way)]
            atoms = [claim.spec for claim in claims if isinstance(claim.spec, AtomSpec)]
            tested = {fact for atom in atoms for fact in atom.facts}
            facts = checked | tested
            # a check of something else is another matter, and of what is derived from each other not all values go
            # together
            if len(atoms) < len(claims) or checked.isdisjoint(tested) or _related(facts, subject.knowledge):
                continue
            for known in _assignments(compiled, sorted(facts), [*claims, *(Claim(test, True) for test in tests)]):
                passes = all(truth_of(test, known, compiled.program.facts) for test in tests)
                if passes and compiled.truth(rule.tree, known) and _is_fault(subject, cause, known):
                    shown = ", ".join(_shown(subject.knowledge, fact, known[fact].value) for fact in sorted(facts))
                    return shown, rule.rule.id.partition("/")[2]
    return None


def _related(facts: Iterable[str], knowledge: KnowledgeBase) -> bool:
    """Whether one of several facts is derived from another one, or two from the same."""
    seen: set[str] = set()
    for fact in facts:
        bases = _bases(fact, knowledge)
        if not seen.isdisjoint(bases):
            return True
        seen |= bases
    return False


def _bases(fact: str, knowledge: KnowledgeBase) -> set[str]:
    formula = knowledge.derived.get(fact)
    if formula is None:
        return {fact}
    return {fact}.union(*(_bases(name, knowledge) for name in names_in(formula)))


def _assignments(compiled: Compiled, facts: Sequence[str], claims: Sequence[Claim]) -> Iterator[dict[str, Known]]:
    """One value for each fact, in the ways that may make all claims right."""
    choices = [list(_values(compiled, fact, claims)) for fact in facts]
    for values in islice(product(*choices), _TRIES):
        yield {fact: Known(value) for fact, value in zip(facts, values, strict=True)}


def _values(compiled: Compiled, fact: str, claims: Sequence[Claim]) -> Iterator[Scalar]:
    """The values that make none of the claims about the fact wrong, whatever the other facts are."""
    catalogue = compiled.program.facts
    own = [(claim.spec, claim.true) for claim in claims if isinstance(claim.spec, AtomSpec) and fact in claim.facts]
    for value in values_near([atom for atom, _ in own], catalogue[fact]):
        known = {fact: Known(value)}
        if all(truth_of(atom, known, catalogue) in (true, None) for atom, true in own):
            yield value


def _is_fault(subject: Subject, cause: CauseSpec, known: dict[str, Known]) -> bool:
    """Whether all rules of the cause together establish it where so much is known."""
    compiled = subject.base
    skip = compiled.program.layers[cause.layer].skip_when
    if skip is not None and compiled.truth(skip, known) is True:
        return False
    fired = [spec.rule for spec in subject.rules[cause.cause.id] if compiled.truth(spec.tree, known)]
    return any(
        established(combine([(rule.certainty, rule.evidence_group) for rule in fired if rule.side in (None, side)]))
        for side in cause.sides
    )


def _shown(knowledge: KnowledgeBase, fact: str, value: Scalar) -> str:
    if isinstance(value, bool):
        return f"{fact} {str(value).lower()}"
    return f"{fact} {value if isinstance(value, str) else show(value, knowledge.facts[fact].unit)}"
