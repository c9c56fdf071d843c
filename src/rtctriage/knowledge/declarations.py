"""Reads what rules are measured and sorted by: thresholds, certainties, complaints, layers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, get_args

from rtctriage.knowledge.conditions import ConditionReader, PremiseNote
from rtctriage.knowledge.limits import Names
from rtctriage.knowledge.model import Certainty, Complaint, Layer, Medium, Threshold
from rtctriage.knowledge.nodes import Node, Scalar
from rtctriage.knowledge.reading import Reader
from rtctriage.privacy import quote
from rtctriage.units import UnitError, convert, dimension

ID: Final = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*\Z")
THRESHOLD_KEYS: Final = ("value", "min_samples", "source")
THRESHOLD_NEEDS: Final = ("value", "source")
THRESHOLD_NAME: Final = re.compile(r"[a-z0-9_.-]+\Z")
CERTAINTY_KEYS: Final = ("value", "because")
COMPLAINT_NEEDS: Final = ("title",)
MEDIA: Final[tuple[Medium, ...]] = get_args(Medium)
COMPLAINT_KEYS: Final = (*COMPLAINT_NEEDS, "also", "medium")
LAYER_KEYS: Final = ("id", "title", "summary", "skip_when", "skip_because")
LAYER_NEEDS: Final = ("id", "title", "summary")


def read_thresholds(
    reader: Reader, root: Node, known: Mapping[str, Threshold] = MappingProxyType({})
) -> dict[str, tuple[Threshold, Scalar]]:
    """thresholds.yaml. An entry for one of those ``known`` changes only what it gives; a value comes with its source.

    One of those keeps its value as well where the new one is none or measures something else, so that this is told
    once, where it is wrong, and not of every rule that the threshold stands in.
    """
    fields = reader.fields(root, "thresholds.yaml", ("thresholds",), ("thresholds",))
    found: dict[str, tuple[Threshold, Scalar]] = {}
    for key, node in reader.entries(fields.get("thresholds"), "thresholds"):
        what = f"the threshold {quote(key.text, '')}".rstrip()
        if not THRESHOLD_NAME.match(key.text):
            reader.problem(key, f"{quote(key.text)} cannot be a threshold's name", "write lower case, as in loss.poor")
        below = known.get(key.text)
        given = reader.fields(node, what, THRESHOLD_KEYS, THRESHOLD_NEEDS if below is None else ())
        if below is not None and "value" in given and "source" not in given:
            reader.problem(node, f'{what} needs the key "source"', "another value has a source of its own")
        quantity = read_quantity(reader, given.get("value"))
        if below is not None and "value" not in given:
            quantity = below.value, below.unit
        elif below is not None and (quantity is None or not _same_kind(reader, given["value"], quantity, below)):
            continue
        value, unit = quantity or (0.0, "")
        source = reader.either(given.get("source"), "source")
        texts = (source.en, source.zh if source.zh != source.en else "")
        if below is not None and "source" not in given:
            texts = below.source, below.source_zh
        found[key.text] = (
            Threshold(
                name=key.text,
                value=value,
                unit=unit,
                min_samples=_samples(reader, given.get("min_samples"), below),
                source=texts[0],
                source_zh=texts[1],
                origin=reader.origin(key),
            ),
            key,
        )
    return found


def _samples(reader: Reader, node: Node | None, below: Threshold | None) -> int:
    """``min_samples``: where it is not given that of the threshold below, and 1 where there is none."""
    if node is None:
        return 1 if below is None else below.min_samples
    samples = reader.number(node, "min_samples")
    if samples is not None and (samples < 1 or samples != int(samples)):
        reader.problem(node, "min_samples is a whole number, 1 or more")
        samples = None
    return int(samples or 1)


def _same_kind(reader: Reader, node: Node, quantity: tuple[float, str], below: Threshold) -> bool:
    """Whether a value measures what the threshold below it does; where not, a problem is noted."""
    try:
        convert(*quantity, below.unit)
    except UnitError as error:
        reader.problem(node, f"this overrides {below.name}: {error}", f"write it in {below.unit or 'no unit'}")
        return False
    return True


def read_quantity(reader: Reader, node: Node | None) -> tuple[float, str] | None:
    """A number with the unit it is written in; None, and a problem noted, where it is none."""
    scalar = reader.scalar(node, "value")
    if scalar is None:
        return None
    match = re.fullmatch(r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*(\S*)\s*", scalar.text)
    value = float(match[1]) if match else float("inf")
    if match is None or value in (float("inf"), float("-inf")):
        reader.problem(scalar, "a value is a number with its unit", "write 5 % or 300 ms")
        return None
    try:
        dimension(match[2])
    except UnitError as error:
        reader.problem(scalar, str(error), error.hint, match.start(2))
        return None
    return value, match[2]


def read_certainties(reader: Reader, root: Node) -> dict[str, Certainty]:
    """certainties.yaml."""
    fields = reader.fields(root, "certainties.yaml", ("certainties",), ("certainties",))
    found: dict[str, Certainty] = {}
    for key, node in reader.entries(fields.get("certainties"), "certainties"):
        check_id(reader, key, "certainty")
        what = f"the certainty {quote(key.text, '')}".rstrip()
        given = reader.fields(node, what, CERTAINTY_KEYS, CERTAINTY_KEYS)
        found[key.text] = Certainty(
            name=key.text,
            value=read_certainty(reader, given.get("value")),
            because=reader.bilingual(given.get("because"), "because"),
            origin=reader.origin(key),
        )
    return found


def read_certainty(reader: Reader, node: Node | None) -> float:
    """A certainty factor as a number; 0 where it is none."""
    value = reader.number(node, "certainty")
    if node is not None and value is not None and (value == 0 or not -1 <= value <= 1):
        reader.problem(node, "certainty is between -1 and 1, and not 0")
    return value or 0.0


def read_complaints(
    reader: Reader, root: Node, known: Mapping[str, Complaint] = MappingProxyType({})
) -> dict[str, tuple[Complaint, Scalar]]:
    """complaints.yaml. An entry for one of those ``known`` changes only what it gives."""
    fields = reader.fields(root, "complaints.yaml", ("complaints",), ("complaints",))
    found: dict[str, tuple[Complaint, Scalar]] = {}
    for key, node in reader.entries(fields.get("complaints"), "complaints"):
        check_id(reader, key, "complaint")
        what = f"the complaint {quote(key.text, '')}".rstrip()
        below = known.get(key.text)
        given = reader.fields(node, what, COMPLAINT_KEYS, COMPLAINT_NEEDS if below is None else ())
        title, also = reader.bilingual(given.get("title"), "title"), reader.texts(given.get("also"), "also")
        medium = reader.one_of(given["medium"], "medium", MEDIA) if "medium" in given else None
        if below is not None:
            title = title if "title" in given else below.title
            also = also if "also" in given else below.also
            medium = medium if "medium" in given else below.medium
        found[key.text] = Complaint(key.text, title, also, reader.origin(key), medium), key
    return found


def check_id(reader: Reader, key: Scalar, kind: str) -> None:
    """Notes an id that is not lower-case words joined by hyphens."""
    if not ID.match(key.text):
        reader.problem(key, f"{quote(key.text)} cannot be the id of a {kind}", "write lower case with hyphens")


def layer_nodes(reader: Reader, root: Node) -> list[tuple[Scalar, dict[str, Node]]]:
    """The entries of layers.yaml in their order: the id, and the fields."""
    fields = reader.fields(root, "layers.yaml", ("layers",), ("layers",))
    found: list[tuple[Scalar, dict[str, Node]]] = []
    for item in reader.items(fields.get("layers"), "layers"):
        given = reader.fields(item, "a layer", LAYER_KEYS, LAYER_NEEDS)
        key = reader.scalar(given.get("id"), "id")
        if key is not None:
            check_id(reader, key, "layer")
            if ("skip_when" in given) != ("skip_because" in given):
                reader.problem(key, "skip_when and skip_because go together")
            found.append((key, given))
    return found


def read_layer(reader: Reader, key: Scalar, given: dict[str, Node], names: Names, premise: PremiseNote) -> Layer:
    """One step of the walk."""
    skip = given.get("skip_when")
    return Layer(
        id=key.text,
        title=reader.bilingual(given.get("title"), "title"),
        summary=reader.bilingual(given.get("summary"), "summary"),
        skip_when=ConditionReader(reader, names, premise).when(skip, "skip_when") if skip is not None else None,
        skip_because=reader.bilingual(given["skip_because"], "skip_because") if "skip_because" in given else None,
        origin=reader.origin(key),
    )
