"""What a consultation came to know, as a symptom profile (``rtctriage/profile@1``)."""

from __future__ import annotations

from rtctriage.evidence.profile_file import SCHEMA
from rtctriage.knowledge.model import KnowledgeBase
from rtctriage.profile import Known, Profile

_OWN_PLACE = ("complaint", "scenario")


def symptom_profile(profile: Profile, knowledge: KnowledgeBase) -> dict[str, object]:
    """What people said, for a YAML or JSON file; what was recorded stays in its file.

    Numbers have their unit behind them, and are the same numbers when they are read again.
    """
    typed = {
        name: value.value
        for name, value in profile.facts.items()
        if isinstance(value, Known) and value.source.kind == "typed"
    }
    data: dict[str, object] = {"schema": SCHEMA}
    data.update({name: typed[name] for name in _OWN_PLACE if name in typed})
    facts: dict[str, object] = {}
    for name, spec in knowledge.facts.items():
        value = typed.get(name)
        if value is None or name in _OWN_PLACE:
            continue
        facts[name] = f"{value!r} {spec.unit}".rstrip() if isinstance(value, float) else value
    return {**data, "facts": facts} if facts else data
