"""Fields of a vendor's statistics as a person copies them into a profile, turned into facts."""

from __future__ import annotations

from collections.abc import Iterable

from rtctriage.knowledge import nodes
from rtctriage.knowledge.codes import on_platform
from rtctriage.knowledge.model import VendorField
from rtctriage.knowledge.nodes import Node
from rtctriage.knowledge.reading import Reader


def fields_named(fields: Iterable[VendorField], vendor: str, platform: str | None) -> dict[str, list[VendorField]]:
    """A vendor's fields by what they may be called: ``rtt``, and ``RtcStats.rtt``. None is any platform."""
    named: dict[str, list[VendorField]] = {}
    for field in fields:
        if field.vendor == vendor and on_platform(field, platform):
            named.setdefault(field.field, []).append(field)
            named.setdefault(f"{field.structure}.{field.field}", []).append(field)
    return named


def the_one(reader: Reader, key: nodes.Scalar, named: dict[str, list[VendorField]]) -> VendorField | None:
    """The field of that name. None, and a problem noted, where there is none, or several that mean different things."""
    found = named.get(key.text)
    if found is None:
        reader.unknown(key, "field", key.text, named)
        return None
    if len({(field.fact, field.unit, field.scale) for field in found}) > 1:
        ways = " or ".join(sorted(f"{field.structure}.{field.field}" for field in found))
        platforms = {field.platform for field in found}
        way_out = "say sdk.platform" if len(platforms) > 1 else f"write {ways}"
        reader.problem(key, f"the field {key.text} means several things", way_out)
        return None
    return found[0]


def as_fact(field: VendorField, node: Node) -> Node | None:
    """The value, or the samples, with the field's unit; None where it says that nothing was measured."""
    if isinstance(node, nodes.Sequence):
        return nodes.Sequence(tuple(_sample(field, item) for item in node.items), node.line, node.column)
    if not isinstance(node, nodes.Scalar):
        return node
    sample = _sample(field, node)
    return None if isinstance(sample, nodes.Scalar) and sample.text == "_" else sample


def _sample(field: VendorField, node: Node) -> Node:
    if not isinstance(node, nodes.Scalar):
        return node
    try:
        value = float(node.text)
    except ValueError:
        # a value with its own unit, or no number: what it is worth is for the fact to say
        return node
    if value in field.absent:
        return nodes.Scalar("_", line=node.line, column=node.column)
    return nodes.Scalar(f"{value * field.scale!r} {field.unit}".rstrip(), line=node.line, column=node.column)
