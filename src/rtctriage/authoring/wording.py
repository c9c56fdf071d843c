"""Conditions in one line, for those who write rules."""

from __future__ import annotations

from rtctriage.knowledge.model import All, Any, Condition, Not, Premise, Together


def words_of(condition: Condition) -> str:
    """A condition as it is written, in one line: ``network.rtt p95 >= {rtt.high} and not (…)``."""
    if isinstance(condition, All | Any):
        joint = " and " if isinstance(condition, All) else " or "
        return joint.join(_in_brackets(part) for part in condition.parts)
    if isinstance(condition, Not):
        return f"not {_in_brackets(condition.part)}"
    if isinstance(condition, Premise):
        return f"{condition.cause} {condition.state}" + (f" ({condition.side})" if condition.side else "")
    if isinstance(condition, Together):
        return f"together {condition.text}"
    return f"{condition.fact} {condition.text}"


def _in_brackets(condition: Condition) -> str:
    text = words_of(condition)
    return f"({text})" if isinstance(condition, All | Any) and len(condition.parts) > 1 else text
