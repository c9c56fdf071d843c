"""The schemas of what a pack says beside rules: its manifest, certainties, vendors' codes and fields."""

from __future__ import annotations

from typing import Final, get_args

from rtctriage.authoring.schema.parts import Schema, closed, document, items, matching, named, one_of, ref, texts
from rtctriage.knowledge.codes import CODE_NEEDS, CODES_KEYS, FAMILIES, PLATFORMS, TABLE_NEEDS
from rtctriage.knowledge.declarations import CERTAINTY_KEYS
from rtctriage.knowledge.fields import FIELD_NEEDS, FIELDS_KEYS, STRUCTURE_NEEDS
from rtctriage.knowledge.manifest import MANIFEST_NEEDS
from rtctriage.knowledge.model import KnowledgeBase, Status
from rtctriage.units import UNITS

_ID: Final = "^[a-z0-9]+(?:[-.][a-z0-9]+)*$"
_NAME: Final = "^[a-z0-9]+(?:-[a-z0-9]+)*$"
_PLATFORM: Final = "Where that makes a difference."


def certainty_value() -> Schema:
    """A certainty factor."""
    return {
        "description": "From 0.6 on it establishes, from 0.2 on it makes suspect, down from -0.2 it rules out.",
        "type": ["number", "string"],
        "pattern": r"^\s*[-+0-9.eE]+\s*$",
        "minimum": -1,
        "maximum": 1,
        "not": {"const": 0},
    }


def status_members() -> dict[str, Schema]:
    """``status`` and the reason for it."""
    return {
        "status": one_of(get_args(Status), "A draft is checked and tested, and diagnoses nothing unless asked for."),
        "because": ref("text", "Why it is a draft, or deprecated and what to use in its place."),
    }


def certainties_schema(knowledge: KnowledgeBase) -> Schema:
    """``certainties.yaml``: degrees of certainty with a name."""
    certainty = closed(
        {"value": certainty_value(), "because": ref("bilingual", "When a rule may claim it.")}, CERTAINTY_KEYS
    )
    known = named(_ID, "The name of a certainty", ref("certainty"), "Certainties by their names.")
    return document(
        "Certainties of rtctriage", closed({"certainties": known}, ("certainties",)), {"certainty": certainty}
    )


def codes_schema(knowledge: KnowledgeBase) -> Schema:
    """``codes/<vendor>.yaml``: what a vendor reports by number or name."""
    code = {
        "code": ref("text", "As the vendor reports it: a number or a word."),
        "name": ref("text", "The constant's name; it is found by that, too."),
        "meaning": ref("bilingual", "What it says, in one sentence."),
        "cause": one_of(sorted(knowledge.causes), "The cause that it points to, where it points to one."),
        "source": ref("text", "Where that is from, if not from the table's source."),
    }
    table = {
        "family": one_of(FAMILIES, "What reports it."),
        "platform": one_of(PLATFORMS, _PLATFORM),
        "source": ref("text", "Where the table is from."),
        "codes": items(ref("code"), "Each code once."),
    }
    members = {
        "vendor": one_of(_vendors(knowledge), "Whose codes these are."),
        "tables": items(ref("table"), "Tables."),
    }
    definitions = {"code": closed(code, CODE_NEEDS), "table": closed(table, TABLE_NEEDS)}
    return document("Codes of a vendor for rtctriage", closed(members, CODES_KEYS), definitions)


def fields_schema(knowledge: KnowledgeBase) -> Schema:
    """``fields/<vendor>.yaml``: a vendor's statistics."""
    field = {
        "field": ref("text", "Its name in the vendor's API."),
        "unit": one_of(UNITS, "The unit of its values."),
        "fact": one_of(sorted(knowledge.facts), "The fact that it supplies."),
        "scale": ref("number", "What its value is multiplied by before the unit holds."),
        "absent": items(ref("number"), "Values that say that nothing was measured."),
        "meaning": ref("bilingual", "What it says, in one sentence."),
        "trap": ref("bilingual", "What misleads those who take it at its word."),
        "source": ref("text", "Where that is from, if not from the structure's source."),
    }
    structure = {
        "name": ref("text", "The object that the fields stand in, such as RtcStats."),
        "platform": one_of(PLATFORMS, _PLATFORM),
        "source": ref("text", "Where the structure is from."),
        "fields": items(ref("field"), "Each field once."),
    }
    members = {
        "vendor": one_of(_vendors(knowledge), "Whose statistics these are."),
        "structures": items(ref("structure"), "Structures."),
    }
    definitions = {"field": closed(field, FIELD_NEEDS), "structure": closed(structure, STRUCTURE_NEEDS)}
    return document("Statistics of a vendor for rtctriage", closed(members, FIELDS_KEYS), definitions)


def pack_schema(knowledge: KnowledgeBase) -> Schema:
    """``pack.yaml``: what a pack says of itself."""
    wanted = {"type": "string", "pattern": r"^\s*(?:>=|<=|==|>|<)\s*[0-9]"}
    members = {
        "pack": matching(_NAME, "Its name, which stands in every origin.", "Lower case with hyphens."),
        "version": {"description": "Its version.", "type": ["string", "number"], "pattern": r"\d"},
        "requires": {
            "description": 'What it needs: rtctriage and packs below it, each with a range such as ">=1.2, <2".',
            "type": "object",
            "additionalProperties": wanted,
        },
        "maintainers": texts("Whom to ask."),
        **status_members(),
    }
    return document("The manifest of a pack of rtctriage", closed(members, MANIFEST_NEEDS), {}, notes=False)


def _vendors(knowledge: KnowledgeBase) -> tuple[str, ...]:
    spec = knowledge.facts.get("sdk.vendor")
    return spec.choices if spec is not None else ()
