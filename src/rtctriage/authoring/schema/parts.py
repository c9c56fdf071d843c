"""The pieces that the schemas of all files are built from.

YAML scalars are read as text and typed by the reader, so a schema accepts whatever YAML takes such a scalar for:
``4.10`` may be a number to an editor, and is a version to the reader.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final, TypeAlias

Schema: TypeAlias = dict[str, Any]

NUMBER: Final = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
"""A number in a pattern; the dialect is that of ECMA 262, which Python's reads as well."""

_SPECIAL: Final = re.compile(r"[\\^$.*+?()\[\]{}|]")


def escape(text: str) -> str:
    """A text as a pattern. Only what ECMA 262 wants to be escaped is: editors refuse the rest."""
    return _SPECIAL.sub(r"\\\g<0>", text)


def any_case(text: str) -> str:
    """A pattern for a word however its letters are written."""
    return "".join(
        f"[{char.upper()}{char.lower()}]" if char.isascii() and char.isalpha() else escape(char) for char in text
    )


def either(patterns: Iterable[str]) -> str:
    """A pattern for one of these."""
    return f"(?:{'|'.join(patterns)})"


def ref(name: str, description: str = "") -> Schema:
    """What stands in ``$defs`` under that name, described as it is used here."""
    return {"description": description, "$ref": f"#/$defs/{name}"} if description else {"$ref": f"#/$defs/{name}"}


def text_or_both(description: str) -> Schema:
    """A text in both languages, or one that stands for both."""
    return {"description": description, "anyOf": [ref("text"), ref("bilingual")]}


def closed(members: Mapping[str, Schema], needs: Collection[str] = (), **more: Any) -> Schema:
    """A mapping with these keys and no others."""
    return {
        "type": "object",
        **more,
        "properties": dict(members),
        **({"required": list(needs)} if needs else {}),
        "additionalProperties": False,
    }


def named(
    pattern: str, what: str, member: Schema, description: str, known: Mapping[str, Schema] | None = None
) -> Schema:
    """A mapping whose keys the file chooses: names of ``what`` that match the pattern.

    ``known``: names that exist already, of which the file may say less.
    """
    return {
        "description": description,
        "type": "object",
        "propertyNames": {"pattern": pattern, "patternErrorMessage": f"{what}: lower case, see the built-in files"},
        **({"properties": dict(known)} if known else {}),
        "additionalProperties": member,
    }


def items(member: Schema, description: str, **more: Any) -> Schema:
    """A list of these."""
    return {"description": description, "type": "array", "items": member, **more}


def words(known: Iterable[str], description: str) -> Schema:
    """A list of some of these names, none of them twice."""
    return items({"enum": list(known)}, description, uniqueItems=True)


def one_of(known: Iterable[str], description: str) -> Schema:
    """One of these names."""
    return {"description": description, "enum": list(known)}


def texts(description: str) -> Schema:
    """A list of texts, none of them twice."""
    return items(ref("text"), description, uniqueItems=True)


def matching(pattern: str, description: str, message: str) -> Schema:
    """A text of that form; ``message`` is what an editor says of another one."""
    return {"description": description, "type": "string", "pattern": pattern, "patternErrorMessage": message}


COMMON: Final[dict[str, Schema]] = {
    "text": {"type": ["string", "number", "boolean"], "pattern": r"\S"},
    "bilingual": closed(
        {"en": ref("text", "In English."), "zh": ref("text", "In Simplified Chinese.")},
        ("en", "zh"),
        description="The same in English and in Simplified Chinese.",
    ),
    "flag": {"enum": [True, False, "true", "false"]},
    "number": {"type": ["number", "string"], "pattern": r"^\s*[-+0-9.eE]+\s*$"},
}
"""The definitions that every schema may use."""


def _notes() -> Schema:
    """``lint``: what a file says to the linter."""
    note = closed(
        {
            "code": {"description": "The code of the finding.", "type": "string", "pattern": "^R[0-9]{3}$"},
            "about": ref("text", "What the finding is about. Without it: all of that code in the file."),
            "because": ref("text", "Why it is meant."),
        },
        ("code",),
    )
    return closed({"ignore": items(note, "Findings that are right, and meant.")}, ("ignore",))


def document(title: str, root: Schema, definitions: Mapping[str, Schema], *, notes: bool = True) -> Schema:
    """A whole schema, with the definitions that it comes to use; ``notes``: the file may talk to the linter."""
    if notes:
        root = {**root, "properties": {**root["properties"], "lint": _notes()}}
    known = {**COMMON, **definitions}
    used: dict[str, Schema] = {}
    waiting = list(_references(root))
    while waiting:
        name = waiting.pop(0)
        if name not in used:
            used[name] = known[name]
            waiting += _references(known[name])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **root,
        "$defs": dict(sorted(used.items())),
    }


def _references(schema: object) -> Iterable[str]:
    if isinstance(schema, dict):
        for key, value in schema.items():
            if key == "$ref" and isinstance(value, str):
                yield value.rpartition("/")[2]
            else:
                yield from _references(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _references(value)
