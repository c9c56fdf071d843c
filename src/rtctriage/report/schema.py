"""The JSON Schema of the diagnosis, made from the result objects."""

from __future__ import annotations

from inspect import cleandoc
from pathlib import Path
from typing import Any, Final

import msgspec

from rtctriage.diagnosis import SCHEMA, Diagnosis

PUBLISHED: Final = Path(__file__).with_name("diagnosis.schema.json")
"""The schema as it is shipped; a test keeps it equal to :func:`text`."""

_MEMBERS: Final = {
    "Diagnosis": {
        "schema": "Name and version of this contract.",
        "program": "Version of rtctriage.",
        "knowledge": "Content hash of the knowledge base that gave this answer.",
        "chainer": "The forward chainer that ran; both give the same answers.",
        "language": "Language of the texts; ids never change.",
        "primary": "Null unless the verdict is fault or suspect.",
        "others": "Further causes: consequences of one, or independent ones.",
        "observations": "Unusual, but not faults by themselves.",
        "layers": "The steps of the walk, in order.",
        "missing": "Facts that nobody supplied, the most telling first.",
        "evidence": "The recorded files that were read.",
        "notes": "Conflicts between typed and recorded facts, and anything else the reader must know.",
    },
    "Hypothesis": {
        "certainty": "MYCIN's certainty factor, -0.99 to 0.99.",
        "of": "For a consequence: the cause that it follows from.",
        "playbook": "Id of the playbook that mends it.",
        "streams": "The media streams that it was seen in.",
        "where": "Whose fault it is.",
        "window_s": "From, to: seconds since second 0 of the evidence. Null for the whole call.",
    },
    "Finding": {
        "origin": "Where the rule stands: builtin or pack, file and line.",
        "rule": "Id of the rule, layer.cause/name.",
        "window_s": "From, to: seconds since second 0 of the evidence. Null for the whole call.",
    },
    "ConditionResult": {
        "limit": "In the unit of `unit`, like `observed`.",
        "observed": "The measured value; null where there is none.",
        "text": "The condition as the rule has it, with named thresholds filled in.",
        "window_s": "From, to: seconds since second 0 of the evidence. Null for the whole call.",
    },
    "EvidenceResult": {
        "connection": "Id of the peer connection that the facts are about.",
        "seconds": "How long the recording is.",
        "t0": "Wall-clock time of second 0, ISO 8601.",
    },
}


def text() -> str:
    """The schema (draft 2020-12) as indented JSON; ends with a line end."""
    encoded = msgspec.json.encode(schema(), order="sorted")
    return msgspec.json.format(encoded, indent=2).decode() + "\n"


def schema() -> dict[str, Any]:
    """The schema of ``rtctriage/diagnosis@1``. Every member is always written; readers must bear further ones."""
    made: dict[str, Any] = msgspec.json.schema(Diagnosis)
    for name, definition in made["$defs"].items():
        properties: dict[str, dict[str, Any]] = definition["properties"]
        definition["required"] = list(properties)
        if "description" in definition:
            # from 3.13 on Python itself strips the indentation of docstrings
            definition["description"] = cleandoc(definition["description"])
        for member, spec in properties.items():
            spec.pop("default", None)
            description = _MEMBERS.get(name, {}).get(member)
            if description:
                spec["description"] = description
    properties = made["$defs"]["Diagnosis"]["properties"]
    properties["schema"] = {"const": SCHEMA, "description": _MEMBERS["Diagnosis"]["schema"]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA,
        "title": "A diagnosis of rtctriage",
        **made,
    }
