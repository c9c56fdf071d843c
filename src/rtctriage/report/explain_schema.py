"""The JSON Schema of the explanations, made from the result objects."""

from __future__ import annotations

from inspect import cleandoc
from typing import Any, Final

import msgspec

from rtctriage.explain import SCHEMA
from rtctriage.explain.compare import Comparison
from rtctriage.explain.how import How
from rtctriage.explain.nearest import Nearest
from rtctriage.explain.what_if import WhatIf
from rtctriage.explain.why_not import WhyNot

KINDS: Final[tuple[type[msgspec.Struct], ...]] = (How, WhyNot, WhatIf, Nearest, Comparison)
"""What may be explained; ``kind`` tells them apart."""

_TEXT: Final = {"type": "string", "description": "In the language that was asked for."}


def text() -> str:
    """The schema (draft 2020-12) as indented JSON; ends with a line end."""
    encoded = msgspec.json.encode(schema(), order="sorted")
    return msgspec.json.format(encoded, indent=2).decode() + "\n"


def schema() -> dict[str, Any]:
    """The schema of ``rtctriage/explanation@1``. Every member is always written; readers must bear further ones."""
    kinds, parts = msgspec.json.schema_components(KINDS, ref_template="#/$defs/{name}")
    for definition in parts.values():
        if "description" in definition:
            # from 3.13 on Python itself strips the indentation of docstrings
            definition["description"] = cleandoc(definition["description"])
        definition["required"] = list(definition["properties"])
        for member in definition["properties"].values():
            member.pop("default", None)
    for kind in KINDS:
        parts[kind.__name__]["properties"]["schema"] = {"const": SCHEMA}
    parts["Text"] = _TEXT
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA,
        "title": "An explanation of rtctriage",
        "anyOf": list(kinds),
        "$defs": parts,
    }
