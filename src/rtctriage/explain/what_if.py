"""What if: the diagnosis under changed facts, beside the one as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from rtctriage.diagnosis import Diagnosis
from rtctriage.engine import Engine
from rtctriage.errors import UnknownName
from rtctriage.explain import SCHEMA
from rtctriage.explain.changes import Changes, changes
from rtctriage.explain.seen import Seen, seen
from rtctriage.profile import Profile, Value
from rtctriage.sources import read_beside
from rtctriage.text import Language

NOT_MEASURED = "?"
"""As a value: the fact as nobody knows it."""


class FactChange(Struct, frozen=True):
    """A fact that is given another value; None where it is not known."""

    fact: str
    unit: str
    before: Seen | None
    after: Seen | None


class WhatIf(Struct, frozen=True, kw_only=True):
    """Two diagnoses of one call: as it is, and as it would be."""

    schema: str = SCHEMA
    kind: Literal["what-if"] = "what-if"

    facts: tuple[FactChange, ...]
    """What was changed, in the order in which it was said."""
    follow: tuple[FactChange, ...]
    """Derived facts that changed with it."""
    stay: tuple[str, ...]
    """Facts that say the same in other words (of both kinds of media together, for one) and stayed as they were."""
    before: Diagnosis
    after: Diagnosis
    changes: Changes


def what_if(
    engine: Engine, profile: Profile, facts: Mapping[str, str | float | bool | None], language: Language | None = None
) -> WhatIf:
    """The diagnosis of a profile with other values for some facts.

    A number is in the fact's own unit, a text may have another one; None or ``"?"`` takes what is known of the fact
    away. One value stands for a whole series. ``complaint`` and ``scenario`` are facts, too. Raises ProfileError for a
    fact or value that cannot be, UnknownName for a complaint or scenario that is none.
    """
    catalogue = engine.knowledge.facts
    for name in facts:
        if name not in catalogue:
            raise UnknownName("fact", name, catalogue)
    given = {name: value for name, value in facts.items() if value is not None and value != NOT_MEASURED}
    new: dict[str, Value] = read_beside(engine.knowledge, given, None, None)
    kept = {name: value for name, value in profile.facts.items() if name not in facts}
    changed = Profile(facts={**kept, **new}, evidence=profile.evidence, conflicts=profile.conflicts)
    now, then = engine.reason(profile), engine.reason(changed)
    before, after = engine.answer(now, language), engine.answer(then, language)
    known, known_then = now.walk.known, then.walk.known

    def change(name: str) -> FactChange:
        return FactChange(name, catalogue[name].unit, seen(known.get(name)), seen(known_then.get(name)))

    derived = [name for name in catalogue if name not in facts and known.get(name) != known_then.get(name)]
    return WhatIf(
        facts=tuple(map(change, facts)),
        follow=tuple(map(change, derived)),
        stay=tuple(
            name for name, spec in catalogue.items() if name in kept and not facts.keys().isdisjoint(spec.implied_by)
        ),
        before=before,
        after=after,
        changes=changes(before, after),
    )
