"""Checks of what rules rest on: something that can be named, and more than experience where they are very sure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rtctriage.authoring.lint.finding import Draft
from rtctriage.authoring.lint.subject import Subject, path_of
from rtctriage.knowledge.basis import basis_of, only_experience

SUREST: Final = 0.65
"""How sure a rule may be, either way, that nothing but experience speaks for: ``indicated`` of certainties.yaml."""


def check_bases(subject: Subject) -> Iterator[Draft]:
    """R505 and R506."""
    for cause in subject.knowledge.causes.values():
        for rule in cause.rules:
            bases = basis_of(rule, cause, subject.knowledge)
            if not bases:
                message = f"{rule.id} rests on nothing that is named"
                yield Draft("R505", message, rule.origin, (*path_of(rule), "id"), rule.id)
            elif only_experience(bases) and abs(rule.certainty) > SUREST:
                message = f"{rule.id} rests on experience alone and is as sure as {rule.certainty:g}"
                yield Draft("R506", message, rule.origin, (*path_of(rule), "certainty"), rule.id)
