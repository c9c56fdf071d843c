"""The choices of a question: what they are called, and by which keys they are chosen."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Final

from msgspec import Struct

from rtctriage.consult import phrases
from rtctriage.consult.numbers import plain
from rtctriage.knowledge.labels import labels_of
from rtctriage.knowledge.model import FactSpec, KnowledgeBase
from rtctriage.text import Language

_MOST: Final = 5


class Option(Struct, frozen=True):
    """One of the answers to choose from."""

    key: str
    """What to type for it."""
    id: str
    """The value of the fact."""
    label: str


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


def names_of(knowledge: KnowledgeBase, spec: FactSpec, id_: str) -> tuple[str, ...]:
    """What people call a choice: its label in both languages, and what else they say for it."""
    text = labels_of(knowledge, spec).get(id_)
    complaint = knowledge.complaints.get(id_) if spec.name == "complaint" else None
    return (*((text.en, text.zh) if text else ()), *(complaint.also if complaint else ()))


def near_options(knowledge: KnowledgeBase, spec: FactSpec, word: str) -> tuple[str, ...]:
    """The choices that may be meant by a misspelt name, by a part of one, or by a sentence with one in it.

    In the order of the catalogue, at most five: more of them would be no help.
    """
    names = {plain(id_).casefold(): id_ for id_ in spec.choices}
    for id_ in spec.choices:
        for name in names_of(knowledge, spec, id_):
            names.setdefault(plain(name).casefold(), id_)
    # a single letter is a part of nearly everything, a single Chinese character is a word
    part = len(word) > 1 or not word.isascii()
    inside = {names[name] for name in names if part and word in name}
    inside |= {names[name] for name in names if _is_said(name, word)}
    if not inside:
        inside = {names[name] for name in get_close_matches(word, names, n=1, cutoff=0.6)}
    found = tuple(id_ for id_ in spec.choices if id_ in inside)
    return found if len(found) <= _MOST else ()


def _is_said(name: str, sentence: str) -> bool:
    """Whether a name is a part of a sentence: a word of an alphabet with any ending, any characters of Chinese."""
    if not name.isascii():
        return len(name) > 1 and name in sentence
    return len(name) > 2 and re.search(rf"(?<!\w){re.escape(name)}", sentence) is not None
