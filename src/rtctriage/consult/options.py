"""The choices of a question: what they are called, and by which keys they are chosen."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from msgspec import Struct

from rtctriage.consult import phrases
from rtctriage.knowledge.model import FactSpec, KnowledgeBase
from rtctriage.text import Language, Text


class Option(Struct, frozen=True):
    """One of the answers to choose from."""

    key: str
    """What to type for it."""
    id: str
    """The value of the fact."""
    label: str


def labels_of(knowledge: KnowledgeBase, spec: FactSpec) -> Mapping[str, Text]:
    """What the choices of a fact are called, as far as they have a name."""
    if spec.name == "complaint" and knowledge.complaints:
        return {id_: complaint.title for id_, complaint in knowledge.complaints.items()}
    if spec.name == "scenario" and knowledge.scenarios:
        return {id_: scenario.title for id_, scenario in knowledge.scenarios.items()}
    return spec.labels


def options_of(knowledge: KnowledgeBase, spec: FactSpec, language: Language) -> tuple[Option, ...]:
    """The choices in the order of the catalogue, numbered from 1; yes and no of a boolean."""
    if spec.type == "boolean":
        return (Option("y", "true", phrases.YES.in_(language)), Option("n", "false", phrases.NO.in_(language)))
    if spec.type != "choice":
        return ()
    labels = labels_of(knowledge, spec)
    return tuple(
        Option(str(i), id_, labels[id_].in_(language) if id_ in labels else id_)
        for i, id_ in enumerate(spec.choices, 1)
    )


def near_option(knowledge: KnowledgeBase, spec: FactSpec, word: str) -> str | None:
    """The choice that was meant by a misspelt id or label, or by a part of one; None where nothing is near."""
    names = {id_.casefold(): id_ for id_ in spec.choices}
    for id_, text in labels_of(knowledge, spec).items():
        names.setdefault(text.en.casefold(), id_)
        names.setdefault(text.zh.casefold(), id_)
    near = get_close_matches(word, names, n=1, cutoff=0.6)
    if near:
        return names[near[0]]
    inside = {names[name] for name in names if len(word) > 1 and word in name}
    return inside.pop() if len(inside) == 1 else None
