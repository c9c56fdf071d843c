"""Reads the declarations that rules speak of: facts, thresholds, layers, scenarios, complaints."""

from __future__ import annotations

import re
from typing import Final, get_args

from msgspec import Struct
from msgspec.structs import replace

from rtctriage.knowledge.codes import FAMILIES
from rtctriage.knowledge.conditions import ConditionReader, PremiseNote
from rtctriage.knowledge.formula import check_formula, facts_of, parse_formula
from rtctriage.knowledge.limits import ConditionError, Names
from rtctriage.knowledge.model import (
    Certainty,
    CodeLookup,
    Complaint,
    FactSpec,
    FactType,
    Formula,
    Layer,
    Scenario,
    Threshold,
)
from rtctriage.knowledge.nodes import Node, Scalar, Sequence
from rtctriage.knowledge.reading import Reader
from rtctriage.knowledge.references import References
from rtctriage.privacy import quote
from rtctriage.units import UnitError, convert, dimension

FACT_NAME: Final = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*\Z")
ID: Final = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*\Z")
FORMATS: Final = ("webrtc-internals", "getstats")

FACT_KEYS: Final = (
    "type", "series", "unit", "range", "choices", "title", "meaning", "formula", "reference", "derive", "question",
    "how", "supplied_by", "implied_by", "lookup",
)  # fmt: skip
LOOKUP_KEYS: Final = ("family", "code")
FACT_NEEDS: Final = ("type", "title", "meaning")
THRESHOLD_KEYS: Final = ("value", "min_samples", "source")
THRESHOLD_NEEDS: Final = ("value", "source")
THRESHOLD_NAME: Final = re.compile(r"[a-z0-9_.-]+\Z")
CERTAINTY_KEYS: Final = ("value", "because")
COMPLAINT_KEYS: Final = ("title",)
SCENARIO_KEYS: Final = ("title", "thresholds", "suspects")
SCENARIO_NEEDS: Final = ("title",)
LAYER_KEYS: Final = ("id", "title", "summary", "skip_when", "skip_because")
LAYER_NEEDS: Final = ("id", "title", "summary")


def read_facts(reader: Reader, root: Node, references: References) -> dict[str, tuple[FactSpec, Scalar, Node | None]]:
    """A file of the fact catalogue: each fact with its name's place and its formula's node."""
    fields = reader.fields(root, "a file of facts", ("facts",), ("facts",))
    found: dict[str, tuple[FactSpec, Scalar, Node | None]] = {}
    for key, node in reader.entries(fields.get("facts"), "facts"):
        if not FACT_NAME.match(key.text):
            reader.problem(
                key, f"{quote(key.text)} cannot be a fact's name", "write lower case, as in uplink.packet_loss"
            )
            continue
        given = reader.fields(node, f"the fact {key.text}", FACT_KEYS, FACT_NEEDS)
        found[key.text] = _fact(reader, key, given, references), key, given.get("derive")
    return found


def _fact(reader: Reader, key: Scalar, given: dict[str, Node], references: References) -> FactSpec:
    kinds: tuple[FactType, ...] = get_args(FactType)
    kind = reader.one_of(given.get("type"), "type", kinds) or "number"
    series = reader.flag(given.get("series"), "series")
    if series and kind != "number":
        reader.problem(given["series"], f"a series is of numbers, and {key.text} is a {kind}")
    typed = (("unit", "number"), ("range", "number"), ("choices", "choice"), ("derive", "number"), ("lookup", "choice"))
    for name, only in typed:
        if name in given and kind != only and "type" in given:
            reader.problem(given[name], f"{name} is for facts of type {only}")
    choices = reader.texts(given.get("choices"), "choices")
    if kind == "choice" and not choices and "lookup" not in given and key.text not in ("complaint", "scenario"):
        reader.problem(key, f"the fact {key.text} needs choices")
    low, high = _range(reader, given.get("range"))
    implied_by = reader.words(given.get("implied_by"), "implied_by")
    for item in implied_by:
        references.note(reader, item, "fact", item.text)
    return FactSpec(
        name=key.text,
        type=kind,
        series=series,
        unit=_unit(reader, given.get("unit")),
        low=low,
        high=high,
        choices=choices,
        title=reader.bilingual(given.get("title"), "title"),
        meaning=reader.bilingual(given.get("meaning"), "meaning"),
        formula=reader.text(given.get("formula"), "formula"),
        reference=reader.text(given.get("reference"), "reference"),
        derive=reader.text(given.get("derive"), "derive") or None,
        lookup=_lookup(reader, given["lookup"]) if "lookup" in given else None,
        question=reader.bilingual(given["question"], "question") if "question" in given else None,
        how=reader.bilingual(given["how"], "how") if "how" in given else None,
        supplied_by=tuple(
            word
            for item in reader.words(given.get("supplied_by"), "supplied_by")
            if (word := reader.one_of(item, "supplied_by", FORMATS))
        ),
        implied_by=tuple(item.text for item in implied_by),
        origin=reader.origin(key),
    )


def _lookup(reader: Reader, node: Node) -> CodeLookup:
    given = reader.fields(node, "lookup", LOOKUP_KEYS, LOOKUP_KEYS)
    family = reader.one_of(given.get("family"), "family", FAMILIES)
    return CodeLookup(family or "", reader.text(given.get("code"), "code"))


def _unit(reader: Reader, node: Node | None) -> str:
    if node is None:
        return ""
    unit = reader.text(node, "unit")
    try:
        dimension(unit)
    except UnitError as error:
        reader.problem(node, str(error), error.hint)
        return ""
    return unit


def _range(reader: Reader, node: Node | None) -> tuple[float | None, float | None]:
    if node is None:
        return None, None
    if not isinstance(node, Sequence) or len(node.items) != 2:
        reader.problem(node, "range must be [lowest, highest]", "leave a side empty with null: [0, null]")
        return None, None
    low, high = (
        None if isinstance(item, Scalar) and item.empty else reader.number(item, "range") for item in node.items
    )
    if low is not None and high is not None and low >= high:
        reader.problem(node, "the lowest value of a range must be below the highest")
    return low, high


class Derived(Struct, frozen=True):
    """A formula, where it stands, and the fact it is for."""

    reader: Reader
    node: Scalar
    spec: FactSpec


def read_formula(derived: Derived, facts: dict[str, FactSpec]) -> tuple[Formula, tuple[str, ...]] | None:
    """The formula of a derived fact with the facts it names; None where it is wrong."""
    # where the text was stripped, offsets count from its first character that is not white space
    indent = len(derived.node.text) - len(derived.node.text.lstrip())
    try:
        formula = parse_formula(derived.node.text.strip())
        check_formula(derived.spec, formula, facts)
    except ConditionError as problem:
        derived.reader.problem(derived.node, problem.message, problem.hint, problem.offset + indent)
        return None
    return formula, facts_of(formula)


def read_thresholds(reader: Reader, root: Node) -> dict[str, tuple[Threshold, Scalar]]:
    """thresholds.yaml."""
    fields = reader.fields(root, "thresholds.yaml", ("thresholds",), ("thresholds",))
    found: dict[str, tuple[Threshold, Scalar]] = {}
    for key, node in reader.entries(fields.get("thresholds"), "thresholds"):
        what = f"the threshold {quote(key.text, '')}".rstrip()
        if not THRESHOLD_NAME.match(key.text):
            reader.problem(key, f"{quote(key.text)} cannot be a threshold's name", "write lower case, as in loss.poor")
        given = reader.fields(node, what, THRESHOLD_KEYS, THRESHOLD_NEEDS)
        value, unit = _quantity(reader, given.get("value"))
        samples = reader.number(given["min_samples"], "min_samples") if "min_samples" in given else 1.0
        if samples is not None and (samples < 1 or samples != int(samples)):
            reader.problem(given["min_samples"], "min_samples is a whole number, 1 or more")
            samples = None
        found[key.text] = (
            Threshold(
                name=key.text,
                value=value,
                unit=unit,
                min_samples=int(samples or 1),
                source=reader.text(given.get("source"), "source"),
                origin=reader.origin(key),
            ),
            key,
        )
    return found


def _quantity(reader: Reader, node: Node | None) -> tuple[float, str]:
    """A number with the unit it is written in."""
    scalar = reader.scalar(node, "value")
    if scalar is None:
        return 0.0, ""
    match = re.fullmatch(r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*(\S*)\s*", scalar.text)
    value = float(match[1]) if match else float("inf")
    if match is None or value in (float("inf"), float("-inf")):
        reader.problem(scalar, "a value is a number with its unit", "write 5 % or 300 ms")
        return 0.0, ""
    try:
        dimension(match[2])
    except UnitError as error:
        reader.problem(scalar, str(error), error.hint, match.start(2))
        return 0.0, ""
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
            because=reader.text(given.get("because"), "because"),
            origin=reader.origin(key),
        )
    return found


def read_certainty(reader: Reader, node: Node | None) -> float:
    """A certainty factor as a number; 0 where it is none."""
    value = reader.number(node, "certainty")
    if node is not None and value is not None and (value == 0 or not -1 <= value <= 1):
        reader.problem(node, "certainty is between -1 and 1, and not 0")
    return value or 0.0


def read_complaints(reader: Reader, root: Node) -> dict[str, tuple[Complaint, Scalar]]:
    """complaints.yaml."""
    fields = reader.fields(root, "complaints.yaml", ("complaints",), ("complaints",))
    found: dict[str, tuple[Complaint, Scalar]] = {}
    for key, node in reader.entries(fields.get("complaints"), "complaints"):
        check_id(reader, key, "complaint")
        given = reader.fields(node, f"the complaint {quote(key.text, '')}".rstrip(), COMPLAINT_KEYS, COMPLAINT_KEYS)
        found[key.text] = Complaint(key.text, reader.bilingual(given.get("title"), "title"), reader.origin(key)), key
    return found


def check_id(reader: Reader, key: Scalar, kind: str) -> None:
    """Notes an id that is not lower-case words joined by hyphens."""
    if not ID.match(key.text):
        reader.problem(key, f"{quote(key.text)} cannot be the id of a {kind}", "write lower case with hyphens")


def scenario_nodes(reader: Reader, root: Node) -> list[tuple[Scalar, Node]]:
    """The entries of scenarios.yaml; what is in them is read when all thresholds are known."""
    fields = reader.fields(root, "scenarios.yaml", ("scenarios",), ("scenarios",))
    return reader.entries(fields.get("scenarios"), "scenarios")


def read_scenario(
    reader: Reader, key: Scalar, node: Node, thresholds: dict[str, Threshold], references: References
) -> Scenario:
    """One scenario, its overrides in the units of the thresholds."""
    check_id(reader, key, "scenario")
    given = reader.fields(node, f"the scenario {quote(key.text, '')}".rstrip(), SCENARIO_KEYS, SCENARIO_NEEDS)
    suspects = reader.words(given.get("suspects"), "suspects")
    for word in suspects:
        references.note(reader, word, "cause", word.text)
    overrides: dict[str, float] = {}
    for name, value_node in reader.entries(given.get("thresholds"), "thresholds"):
        threshold = thresholds.get(name.text)
        if threshold is None:
            reader.unknown(name, "threshold", name.text, thresholds)
            continue
        before = len(reader.problems)
        value, unit = _quantity(reader, value_node)
        if len(reader.problems) > before:
            continue
        try:
            overrides[name.text] = convert(value, unit, threshold.unit)
        except UnitError as error:
            reader.problem(value_node, str(error), f"write it in {threshold.unit or 'no unit'}")
    return Scenario(
        id=key.text,
        title=reader.bilingual(given.get("title"), "title"),
        thresholds=overrides,
        suspects=tuple(word.text for word in suspects),
        origin=reader.origin(key),
    )


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


def fill_choices(facts: dict[str, FactSpec], name: str, choices: tuple[str, ...]) -> None:
    """The choices of ``complaint`` and ``scenario`` are what the files of that name declare."""
    if name in facts and facts[name].type == "choice":
        facts[name] = replace(facts[name], choices=choices)
