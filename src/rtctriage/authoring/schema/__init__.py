"""JSON Schemas (draft 2020-12) of the files that knowledge is made of, so that editors complete and check them.

They are made from a knowledge base: its facts, layers, complaints, scenarios, causes and playbooks are the names that
they offer. The tests keep them from drifting away from what the reader accepts.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, Final

from rtctriage.authoring.schema.catalogue import (
    complaints_schema,
    disable_schema,
    facts_schema,
    layers_schema,
    scenarios_schema,
    thresholds_schema,
)
from rtctriage.authoring.schema.causes import cause_schema, playbook_schema
from rtctriage.authoring.schema.tables import certainties_schema, codes_schema, fields_schema, pack_schema
from rtctriage.knowledge.model import KnowledgeBase

_MAKE: Final[dict[str, Callable[[KnowledgeBase], dict[str, Any]]]] = {
    "cause": cause_schema,
    "playbook": playbook_schema,
    "facts": facts_schema,
    "thresholds": thresholds_schema,
    "layers": layers_schema,
    "scenarios": scenarios_schema,
    "complaints": complaints_schema,
    "disable": disable_schema,
    "certainties": certainties_schema,
    "codes": codes_schema,
    "fields": fields_schema,
    "pack": pack_schema,
}
KINDS: Final = tuple(_MAKE)
"""The kinds of files of a pack."""
FOLDER: Final = "schema"
"""Where the schemas are kept in the folder of a pack. The reader looks at YAML files only and passes them over."""


def schema_of(kind: str, knowledge: KnowledgeBase) -> dict[str, Any]:
    """The schema of one kind of file. Raises KeyError for a kind that is none of ``KINDS``."""
    return _MAKE[kind](knowledge)


def schema_text(schema: object) -> str:
    """A schema, or several by their kind, as indented JSON; ends with a line end."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def schema_files(knowledge: KnowledgeBase, kinds: Iterable[str] = KINDS) -> dict[str, str]:
    """The files that hold the schemas, by their names."""
    return {file_name(kind): schema_text(schema_of(kind, knowledge)) for kind in kinds}


def file_name(kind: str) -> str:
    """What the file with the schema of that kind is called."""
    return f"{kind}.schema.json"


def kind_of(path: str) -> str:
    """The kind of a file by its path in a pack, such as ``network/jitter.yaml``."""
    folder, _, name = path.rpartition("/")
    if folder in ("facts", "codes", "fields"):
        return folder
    if folder.startswith("playbooks"):
        return "playbook"
    stem = name.removesuffix(".yaml")
    return stem if not folder and stem in KINDS else "cause"


def modeline(path: str, schemas: str = FOLDER) -> str:
    """The first line of a file, by which an editor finds its schema; ``schemas`` is their folder in the pack."""
    up = "../" * path.count("/")
    return f"# yaml-language-server: $schema={up}{schemas}/{file_name(kind_of(path))}"
