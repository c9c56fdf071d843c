"""Reads the catalogue of vendors' statistics: ``fields/<vendor>.yaml``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from rtctriage.errors import UnknownName
from rtctriage.knowledge.codes import PLATFORMS, find_vendor, normal
from rtctriage.knowledge.model import FactSpec, VendorField
from rtctriage.knowledge.nodes import Node
from rtctriage.knowledge.reading import Reader
from rtctriage.privacy import quote
from rtctriage.units import UnitError, convert

FIELDS_KEYS: Final = ("vendor", "structures")
STRUCTURE_KEYS: Final = ("name", "platform", "source", "fields")
STRUCTURE_NEEDS: Final = ("name", "source", "fields")
FIELD_NEEDS: Final = ("field", "meaning")
FIELD_KEYS: Final = ("field", "unit", "fact", "scale", "absent", "meaning", "trap", "source")


def read_fields(
    reader: Reader, root: Node, vendors: tuple[str, ...], facts: Mapping[str, FactSpec]
) -> list[VendorField]:
    """The fields of one file; a field twice in one structure is a problem."""
    given = reader.fields(root, "a file of fields", FIELDS_KEYS, FIELDS_KEYS)
    vendor = reader.one_of(given.get("vendor"), "vendor", vendors) or ""
    found: dict[tuple[str, str, str], VendorField] = {}
    for item in reader.items(given.get("structures"), "structures"):
        structure = reader.fields(item, "a structure", STRUCTURE_KEYS, STRUCTURE_NEEDS)
        for entry in reader.items(structure.get("fields"), "fields"):
            field = _field(reader, entry, vendor, structure, facts)
            key = (field.structure, field.platform, field.field)
            if field.field and key in found:
                reader.problem(
                    entry, f"the field {quote(field.field)} is there twice", f"first: {found[key].origin}", kind="twice"
                )
            found.setdefault(key, field)
    return list(found.values())


def _field(
    reader: Reader, entry: Node, vendor: str, structure: dict[str, Node], facts: Mapping[str, FactSpec]
) -> VendorField:
    given = reader.fields(entry, "a field", FIELD_KEYS, FIELD_NEEDS)
    unit = reader.text(given["unit"], "unit") if "unit" in given else ""
    return VendorField(
        vendor=vendor,
        structure=reader.text(structure.get("name"), "name"),
        platform=reader.one_of(structure.get("platform"), "platform", PLATFORMS) or "",
        field=reader.text(given.get("field"), "field"),
        unit=unit,
        fact=_fact(reader, given, unit, facts),
        scale=reader.number(given["scale"], "scale") or 1.0 if "scale" in given else 1.0,
        absent=tuple(
            number
            for item in reader.items(given.get("absent"), "absent")
            if (number := reader.number(item, "absent")) is not None
        ),
        meaning=reader.bilingual(given.get("meaning"), "meaning"),
        trap=reader.bilingual(given["trap"], "trap") if "trap" in given else None,
        source=reader.text(given.get("source", structure.get("source")), "source"),
        origin=reader.origin(entry),
    )


def _fact(reader: Reader, given: dict[str, Node], unit: str, facts: Mapping[str, FactSpec]) -> str | None:
    """The fact that a field supplies, in a unit that the fact can be converted from."""
    name = reader.scalar(given.get("fact"), "fact")
    if name is None:
        return None
    spec = facts.get(name.text)
    if spec is None:
        reader.unknown(name, "fact", name.text, facts)
        return None
    try:
        if spec.type == "number":
            convert(1.0, unit, spec.unit)
    except UnitError as error:
        reader.problem(given.get("unit", name), str(error), error.hint)
    return spec.name


def find_fields(fields: Iterable[VendorField], vendor: str, name: str | None = None) -> tuple[VendorField, ...]:
    """All fields of a vendor, or those of that name, with or without their structure in front (``RtcStats.rtt``).

    Raises UnknownName for a vendor or field without an entry.
    """
    own: dict[str, list[VendorField]] = {}
    for field in fields:
        own.setdefault(field.vendor, []).append(field)
    vendor = find_vendor(vendor, own)
    if name is None:
        return tuple(own[vendor])
    wanted = normal(name)
    found = tuple(f for f in own[vendor] if wanted in (normal(f.field), normal(f"{f.structure}.{f.field}")))
    if not found:
        raise UnknownName(f"field of {vendor}", name, dict.fromkeys(field.field for field in own[vendor]))
    return found
