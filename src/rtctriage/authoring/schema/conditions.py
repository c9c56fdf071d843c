"""The schemas of conditions: the ``when`` of a rule, and what stands in it."""

from __future__ import annotations

from typing import get_args

from rtctriage.authoring.schema.facts import FactSchemas
from rtctriage.authoring.schema.parts import NUMBER, Schema, closed, either, escape, items, one_of, ref
from rtctriage.knowledge.model import KnowledgeBase, SideName
from rtctriage.units import UNITS, dimension


def conditions(knowledge: KnowledgeBase, facts: FactSchemas) -> dict[str, Schema]:
    """The definitions ``when`` (a whole condition), ``tests`` (of facts alone) and ``conclusion``."""
    tests = facts.tests()
    combinators = {
        "all": items(ref("when"), "Every part holds, at whatever time.", minItems=1),
        "any": items(ref("when"), "At least one part holds.", minItems=1),
        "not": ref("when", "The part is known to be false. Where it is unknown, this is unknown."),
        "together": ref("together", "Comparisons that hold at the same time, for so long."),
        "established": ref("conclusion", "A cause of an earlier layer is established (a fault)."),
        "excluded": ref("conclusion", "A cause of an earlier layer is ruled out."),
    }
    mapping = {
        "type": "object",
        "minProperties": 1,
        "additionalProperties": False,
        "patternErrorMessage": "A condition is a mapping of facts to tests.",
    }
    made = {
        "when": {
            "description": "Facts with their tests; all of them hold. A test in flow style is quoted.",
            **mapping,
            "properties": {**combinators, **tests},
        },
        "tests": {
            "description": "Facts with their tests, evaluated on new evidence.",
            **mapping,
            "properties": tests,
        },
        "together": _together(knowledge, facts),
        "conclusion": _conclusion(knowledge),
    }
    return {**facts.definitions, **made}


def _together(knowledge: KnowledgeBase, facts: FactSchemas) -> Schema:
    part = {"type": "object", "properties": facts.comparisons(), "additionalProperties": False}
    times = [unit for unit in UNITS if dimension(unit) == "time"]
    named = either(escape(t.name) for t in knowledge.thresholds.values() if dimension(t.unit) == "time")
    duration = rf"{NUMBER}\s*{either(times)}"
    return closed(
        {
            "of": items(part, "Two plain comparisons or more, of facts over time.", minItems=1),
            "for": {
                "description": "How long they hold at the same time.",
                "type": "string",
                "pattern": rf"^\s*(?:{duration}|\{{\s*{named}\s*\}})\s*$",
                "patternErrorMessage": "A duration with its unit, such as 5 s.",
            },
        },
        ("of", "for"),
    )


def _conclusion(knowledge: KnowledgeBase) -> Schema:
    cause = one_of(sorted({*knowledge.causes, *_disabled(knowledge)}), "A cause of an earlier layer.")
    side = one_of(get_args(SideName), "On this side. Without it: on any.")
    return {"anyOf": [cause, closed({"cause": cause, "side": side}, ("cause",))]}


def _disabled(knowledge: KnowledgeBase) -> list[str]:
    return [name for name in knowledge.disabled if "/" not in name]
