"""The schemas of the declarations that rules speak of: facts, thresholds, layers, scenarios, complaints, disable."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, get_args

from rtctriage.authoring.schema.conditions import conditions
from rtctriage.authoring.schema.facts import FactSchemas
from rtctriage.authoring.schema.parts import (
    NUMBER,
    Schema,
    closed,
    document,
    either,
    items,
    matching,
    named,
    one_of,
    ref,
    text_or_both,
    texts,
    words,
)
from rtctriage.knowledge.catalogue import FACT_NEEDS, FORMATS, LOOKUP_KEYS, PLATFORM_FACT
from rtctriage.knowledge.codes import FAMILIES
from rtctriage.knowledge.declarations import COMPLAINT_NEEDS, LAYER_NEEDS, MEDIA, THRESHOLD_NEEDS
from rtctriage.knowledge.model import Effort, FactType, KnowledgeBase, Lever
from rtctriage.knowledge.scenarios import SCENARIO_NEEDS
from rtctriage.units import UNITS, dimension, show

_FACT_NAME: Final = r"^[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*$"
_THRESHOLD_NAME: Final = r"^[a-z0-9_.-]+$"
_ID: Final = "^[a-z0-9]+(?:[-.][a-z0-9]+)*$"
_ONLY_NUMBERS: Final = ("unit", "range", "derive")


def facts_schema(knowledge: KnowledgeBase) -> Schema:
    """``facts/*.yaml``: a part of the fact catalogue."""
    limit = {"type": ["number", "string", "null"], "pattern": r"^\s*[-+0-9.eE]+\s*$"}
    platforms = knowledge.facts[PLATFORM_FACT].choices if PLATFORM_FACT in knowledge.facts else ()
    members = {
        "type": one_of(get_args(FactType), "What its values are."),
        "series": ref("flag", "Whether evidence supplies it over time, one series a stream. Numbers only."),
        "unit": one_of(UNITS, "The unit of its values; tests may use another one of the same dimension."),
        "range": items(limit, "[lowest, highest]; null leaves a side open.", minItems=2, maxItems=2),
        "choices": texts("What a fact of type choice can be."),
        "title": ref("bilingual", "What a report calls it."),
        "meaning": ref("bilingual", "What is measured, and how to read it."),
        "formula": ref("text", "How evidence computes it, in the terms of the reference."),
        "reference": ref("text", "Source of the formula: W3C or a vendor."),
        "derive": ref("text", "A formula over other facts: + - * / ( ) min max abs. Nothing else supplies it then."),
        "question": ref("bilingual", "The question that asks a person for it."),
        "how": ref("bilingual", "How a person finds the answer."),
        "how_on": closed(dict.fromkeys(platforms, ref("bilingual")), description="The same for single platforms."),
        "effort": one_of(get_args(Effort), "What it takes to find the answer."),
        "lever": one_of(get_args(Lever), "By what a person changes it; none where it only follows from other changes."),
        "labels": named(r"\S", "A choice", ref("bilingual"), "What a person calls the choices."),
        "supplied_by": words(FORMATS, "Formats of evidence that can supply it."),
        "implied_by": words(sorted(knowledge.facts), "Facts each of which leaves nothing to ask about this one."),
        "lookup": closed(
            {
                "family": one_of(FAMILIES, "Of the tables of codes."),
                "code": one_of(sorted(knowledge.facts), "The fact that holds the code."),
            },
            LOOKUP_KEYS,
            description="It is the cause that the tables of codes name for the code in another fact.",
        ),
    }
    not_a_number = {"properties": {"type": {"enum": [t for t in get_args(FactType) if t != "number"]}}}
    rules = [
        {
            "if": {**not_a_number, "required": ["type"]},
            "then": {
                "properties": {"series": {"enum": [False, "false"]}},
                "not": {"anyOf": [{"required": [key]} for key in _ONLY_NUMBERS]},
            },
        },
        {
            "if": {"required": ["choices"]},
            "then": {"properties": {"type": {"const": "choice"}}},
        },
    ]
    root = closed(
        {
            "facts": named(
                _FACT_NAME, "The name of a fact", ref("fact"), "Facts by their names: direction.kind.measure."
            )
        },
        ("facts",),
    )
    return document("Facts of rtctriage", root, {"fact": closed(members, FACT_NEEDS, allOf=rules)})


def thresholds_schema(knowledge: KnowledgeBase) -> Schema:
    """``thresholds.yaml``: limits with a name."""
    members = {
        "value": _quantity("The limit, with its unit.", UNITS, bare=True),
        "min_samples": {
            "description": "A series with fewer samples than this answers unknown.",
            "type": ["integer", "string"],
            "minimum": 1,
            "pattern": r"^\s*[-+0-9.eE]+\s*$",
        },
        "source": text_or_both("Who says so, and why this value was taken; in both languages, or in one."),
    }
    known = {
        t.name: ref("known-threshold", f"Here {show(t.value, t.unit)}: a pack changes what it gives.")
        for t in sorted(knowledge.thresholds.values(), key=lambda t: t.name)
    }
    thresholds = named(_THRESHOLD_NAME, "The name of a threshold", ref("threshold"), "Limits by their names.", known)
    return document(
        "Thresholds of rtctriage",
        closed({"thresholds": thresholds}, ("thresholds",)),
        {
            "threshold": closed(members, THRESHOLD_NEEDS),
            # another value has a source of its own
            "known-threshold": closed(members, dependentRequired={"value": ["source"]}),
        },
    )


def layers_schema(knowledge: KnowledgeBase) -> Schema:
    """``layers.yaml``: the steps of the walk in their order."""
    members = {
        "id": matching(_ID, "The folder of its causes, and the beginning of their ids.", "Lower case with hyphens."),
        "title": ref("bilingual", "What a report calls it."),
        "summary": ref("bilingual", "What the layer asks."),
        "skip_when": ref("when", "Where this holds, the layer's causes do not apply."),
        "skip_because": ref("bilingual", "Why they do not."),
    }
    together = {"skip_when": ["skip_because"], "skip_because": ["skip_when"]}
    definitions = conditions(knowledge, FactSchemas(knowledge.facts, knowledge.thresholds))
    return document(
        "Layers of rtctriage",
        closed({"layers": items(ref("layer"), "The likeliest and cheapest to check first.")}, ("layers",)),
        {**definitions, "layer": closed(members, LAYER_NEEDS, dependentRequired=together)},
    )


def scenarios_schema(knowledge: KnowledgeBase) -> Schema:
    """``scenarios.yaml``: ways of using real-time media with needs of their own."""
    overrides = {
        t.name: _quantity(
            f"In general {show(t.value, t.unit)}.",
            [u for u in UNITS if dimension(u) == dimension(t.unit)],
            bare=not t.unit,
        )
        for t in sorted(knowledge.thresholds.values(), key=lambda t: t.name)
    }
    members = {
        "title": ref("bilingual", "What a report calls it."),
        "thresholds": ref("limits", "Thresholds with the values that they have in this scenario."),
        "suspects": words(sorted(knowledge.causes), "Causes to be looked at first among those that are equally bad."),
    }
    known = {
        s.id: ref("known-scenario", f"{s.title.en}: a pack changes what it gives.")
        for s in knowledge.scenarios.values()
    }
    scenarios = named(_ID, "The id of a scenario", ref("scenario"), "Scenarios by their ids.", known)
    return document(
        "Scenarios of rtctriage",
        closed({"scenarios": scenarios}, ("scenarios",)),
        {
            "limits": closed(overrides),
            "scenario": closed(members, SCENARIO_NEEDS),
            "known-scenario": closed(members),
        },
    )


def complaints_schema(knowledge: KnowledgeBase) -> Schema:
    """``complaints.yaml``: what the end user says is wrong."""
    also = {
        "description": "What people say for it, in any language: a guided diagnosis understands these.",
        "type": "array",
        "items": ref("text"),
        "uniqueItems": True,
    }
    members = {
        "title": ref("bilingual", "What a report calls it."),
        "also": also,
        "medium": one_of(MEDIA, "What it is about, if only one: a guided diagnosis asks later about the other."),
    }
    known = {
        c.id: ref("known-complaint", f"{c.title.en}: a pack changes what it gives.")
        for c in knowledge.complaints.values()
    }
    complaints = named(_ID, "The id of a complaint", ref("complaint"), "Complaints by their ids.", known)
    return document(
        "Complaints of rtctriage",
        closed({"complaints": complaints}, ("complaints",)),
        {"complaint": closed(members, COMPLAINT_NEEDS), "known-complaint": closed(members)},
    )


def disable_schema(knowledge: KnowledgeBase) -> Schema:
    """``disable.yaml`` of a pack: what it takes away from the knowledge below it."""
    causes = sorted(knowledge.causes.values(), key=lambda c: c.id)
    known = [name for cause in causes for name in (cause.id, *(rule.id for rule in cause.rules))]
    disable = words(known, "Ids of causes, and of rules as layer.cause/rule.")
    return document("What a pack of rtctriage disables", closed({"disable": disable}, ("disable",)), {})


def _quantity(description: str, units: Sequence[str], *, bare: bool) -> Schema:
    """A number with one of these units; ``bare`` says whether it may have none."""
    unit = f"{either(units)}{'?' if bare else ''}" if units else ""
    return {
        "description": description,
        "type": ["number", "string"] if bare else "string",
        "pattern": rf"^\s*{NUMBER}\s*{unit}\s*$",
        "patternErrorMessage": f"A number{' with its unit: ' + ', '.join(units) if units else ''}.",
    }
