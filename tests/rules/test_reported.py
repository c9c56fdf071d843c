"""Every cause can be suspected by what a person reports, whom no recording supports."""

from __future__ import annotations

from rtctriage.inference.compile import compile_program
from rtctriage.inference.verdict import ESTABLISHED
from rtctriage.knowledge import load

NUMBERS_ONLY = {"media.framerate-too-low"}
"""There is no word for it beside numbers and codes of an SDK."""


def test_every_cause_has_a_weaker_rule_for_what_a_person_reports() -> None:
    program = compile_program(load())
    weaker = {
        program.causes[spec.cause].cause.id
        for spec in program.rules
        if 0 < spec.rule.certainty < ESTABLISHED
        and any(program.facts[fact].question and not program.facts[fact].supplied_by for fact in spec.facts)
    }
    assert {spec.cause.id for spec in program.causes} - weaker == NUMBERS_ONLY
