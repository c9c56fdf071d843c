"""Which thresholds a scenario may override: those that are compared with, not those that stand in a duration."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rtctriage.knowledge.model import All, Any, Condition, Not, Premise
from rtctriage.knowledge.nodes import Mapping, Node, Scalar
from rtctriage.knowledge.reading import Reader

_IN_DURATION = re.compile(r"\b(?:for|after)\s+\{\s*([^{}]*?)\s*\}")


def check_overrides(scenarios: Iterable[tuple[Reader, Scalar, Node]], conditions: Iterable[Condition]) -> None:
    """Notes an override that no rule would ever see: durations are fixed when the rules are read."""
    fixed = {name for condition in conditions for text in _texts(condition) for name in _IN_DURATION.findall(text)}
    for reader, _, node in scenarios:
        thresholds = {key.text: value for key, value in node.pairs} if isinstance(node, Mapping) else {}
        overrides = thresholds.get("thresholds")
        for key, _ in overrides.pairs if isinstance(overrides, Mapping) else ():
            if key.text in fixed:
                reader.problem(
                    key,
                    f"{key.text} cannot be overridden: a rule uses it as a duration",
                    "write the duration out in that rule, or give it a threshold of its own",
                )


def _texts(condition: Condition) -> Iterator[str]:
    stack = [condition]
    while stack:
        part = stack.pop()
        if isinstance(part, All | Any):
            stack.extend(part.parts)
        elif isinstance(part, Not):
            stack.append(part.part)
        elif not isinstance(part, Premise):
            yield part.text
