"""Reads scenarios.yaml: the limits and the order of suspicion of one way of using real-time media."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from rtctriage.knowledge.declarations import check_id, read_quantity
from rtctriage.knowledge.model import Scenario, Threshold
from rtctriage.knowledge.nodes import Node, Scalar
from rtctriage.knowledge.reading import Reader
from rtctriage.knowledge.references import References
from rtctriage.privacy import quote
from rtctriage.units import UnitError, convert

SCENARIO_KEYS: Final = ("title", "thresholds", "suspects")
SCENARIO_NEEDS: Final = ("title",)


def scenario_nodes(reader: Reader, root: Node) -> list[tuple[Scalar, Node]]:
    """The entries of scenarios.yaml; what is in them is read when all thresholds are known."""
    fields = reader.fields(root, "scenarios.yaml", ("scenarios",), ("scenarios",))
    return reader.entries(fields.get("scenarios"), "scenarios")


def read_scenario(
    entries: Sequence[tuple[Reader, Scalar, Node]], thresholds: Mapping[str, Threshold], references: References
) -> Scenario:
    """One scenario, its overrides in the units of the thresholds. ``entries``: those of all sources, lowest first.

    The first one says what the scenario is; the others change what they give: each threshold by itself, the title and
    the suspects as a whole.
    """
    reader, key, node = entries[0]
    check_id(reader, key, "scenario")
    made = _scenario(reader, key, node, thresholds, references, SCENARIO_NEEDS)[1]
    for reader, key, node in entries[1:]:
        given, over = _scenario(reader, key, node, thresholds, references)
        made = Scenario(
            id=made.id,
            title=over.title if "title" in given else made.title,
            thresholds={**made.thresholds, **over.thresholds},
            suspects=over.suspects if "suspects" in given else made.suspects,
            origin=over.origin,
        )
    return made


def _scenario(
    reader: Reader,
    key: Scalar,
    node: Node,
    thresholds: Mapping[str, Threshold],
    references: References,
    needs: Sequence[str] = (),
) -> tuple[dict[str, Node], Scenario]:
    """What one source says of a scenario: the fields that are given, and what they say."""
    given = reader.fields(node, f"the scenario {quote(key.text, '')}".rstrip(), SCENARIO_KEYS, needs)
    suspects = reader.words(given.get("suspects"), "suspects")
    for word in suspects:
        references.note(reader, word, "cause", word.text)
    return given, Scenario(
        id=key.text,
        title=reader.bilingual(given.get("title"), "title"),
        thresholds=_overrides(reader, given.get("thresholds"), thresholds),
        suspects=tuple(word.text for word in suspects),
        origin=reader.origin(key),
    )


def _overrides(reader: Reader, node: Node | None, thresholds: Mapping[str, Threshold]) -> dict[str, float]:
    """The limits of a scenario, each in the unit of its threshold."""
    overrides: dict[str, float] = {}
    for name, value_node in reader.entries(node, "thresholds"):
        threshold = thresholds.get(name.text)
        if threshold is None:
            reader.unknown(name, "threshold", name.text, thresholds)
            continue
        quantity = read_quantity(reader, value_node)
        if quantity is None:
            continue
        try:
            overrides[name.text] = convert(*quantity, threshold.unit)
        except UnitError as error:
            reader.problem(value_node, str(error), f"write it in {threshold.unit or 'no unit'}")
    return overrides
