"""Reads the fact catalogue: each fact with its type, unit, range, texts, and the formula of a derived one."""

from __future__ import annotations

import re
from typing import Final, get_args

from msgspec import Struct
from msgspec.structs import replace

from rtctriage.knowledge.codes import FAMILIES
from rtctriage.knowledge.formula import check_formula, facts_of, parse_formula
from rtctriage.knowledge.limits import ConditionError
from rtctriage.knowledge.model import (
    CodeLookup,
    Effort,
    FactSpec,
    FactType,
    Formula,
    Lever,
)
from rtctriage.knowledge.nodes import Mapping, Node, Scalar, Sequence
from rtctriage.knowledge.reading import Reader
from rtctriage.knowledge.references import References, cycles
from rtctriage.privacy import quote
from rtctriage.text import Text
from rtctriage.units import UnitError, dimension

FACT_NAME: Final = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*\Z")
FORMATS: Final = ("webrtc-internals", "getstats")

FACT_KEYS: Final = (
    "type", "series", "unit", "range", "choices", "title", "meaning", "formula", "reference", "derive", "question",
    "how", "how_on", "effort", "lever", "labels", "supplied_by", "implied_by", "lookup",
)  # fmt: skip
PLATFORM_FACT: Final = "sdk.platform"
LOOKUP_KEYS: Final = ("family", "code")
FACT_NEEDS: Final = ("type", "title", "meaning")


def read_facts(reader: Reader, root: Node, references: References) -> dict[str, tuple[FactSpec, Scalar, Node | None]]:
    """A file of the fact catalogue: each fact with its name's place and its formula's node."""
    fields = reader.fields(root, "a file of facts", ("facts",), ("facts",))
    found: dict[str, tuple[FactSpec, Scalar, Node | None]] = {}
    for key, node in reader.entries(fields.get("facts"), "facts"):
        named = FACT_NAME.match(key.text) is not None
        if not named:
            reader.problem(
                key, f"{quote(key.text)} cannot be a fact's name", "write lower case, as in uplink.packet_loss"
            )
        # without a name the rest is read all the same, for what is wrong with it
        called = key if named else Scalar("?", key.line, key.column)
        given = reader.fields(node, f"the fact {called.text}", FACT_KEYS, FACT_NEEDS)
        spec = _fact(reader, called, given, references)
        if named:
            found[key.text] = spec, key, given.get("derive")
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
        how_on=_how_on(reader, given.get("how_on"), references),
        effort=_effort(reader, given),
        lever=reader.one_of(given.get("lever"), "lever", get_args(Lever)),
        labels=_labels(reader, given.get("labels"), choices),
        supplied_by=tuple(
            word
            for item in reader.words(given.get("supplied_by"), "supplied_by")
            if (word := reader.one_of(item, "supplied_by", FORMATS))
        ),
        implied_by=tuple(item.text for item in implied_by),
        origin=reader.origin(key),
    )


def _effort(reader: Reader, given: dict[str, Node]) -> Effort:
    """Where it is not given: statistics for what evidence can supply, else asking the end user."""
    efforts: tuple[Effort, ...] = get_args(Effort)
    return reader.one_of(given.get("effort"), "effort", efforts) or ("statistics" if "supplied_by" in given else "ask")


def _by_word(reader: Reader, node: Node | None, what: str) -> dict[str, Text]:
    """Texts in both languages under words."""
    pairs = node.pairs if isinstance(node, Mapping) else ()
    return {key.text: reader.bilingual(value, f"{what} {key.text}") for key, value in pairs}


def _how_on(reader: Reader, node: Node | None, references: References) -> dict[str, Text]:
    for key, _ in reader.entries(node, "how_on"):
        references.note(reader, key, "platform", key.text)
    return _by_word(reader, node, "how_on")


def _labels(reader: Reader, node: Node | None, choices: tuple[str, ...]) -> dict[str, Text]:
    for key, _ in reader.entries(node, "labels"):
        if key.text not in choices:
            reader.unknown(key, "choice in labels:", key.text, choices)
    return _by_word(reader, node, "labels")


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


def fill_choices(facts: dict[str, FactSpec], name: str, choices: tuple[str, ...]) -> None:
    """The choices of ``complaint`` and ``scenario`` are what the files of that name declare."""
    if name in facts and facts[name].type == "choice":
        facts[name] = replace(facts[name], choices=choices)


def in_order(formulas: dict[str, Derived], facts: dict[str, FactSpec]) -> dict[str, Formula]:
    """The formulas of the derived facts, each after those it builds on; problems are noted for circles and mistakes."""
    parsed: dict[str, Formula] = {}
    uses: dict[str, tuple[str, ...]] = {}
    for name, derived in formulas.items():
        read = read_formula(derived, facts)
        if read is not None:
            parsed[name], uses[name] = read
    circles = cycles(uses)
    for circle in circles:
        derived = formulas[circle[0]]
        derived.reader.problem(
            derived.node, f"these facts are derived from each other: {' -> '.join((*circle, circle[0]))}"
        )
    ordered: dict[str, Formula] = {}
    waiting = {} if circles else parsed
    while waiting:
        ready = [name for name in waiting if all(used in ordered or used not in parsed for used in uses[name])]
        ordered.update({name: parsed[name] for name in sorted(ready)})
        waiting = {name: formula for name, formula in waiting.items() if name not in ordered}
    return ordered
