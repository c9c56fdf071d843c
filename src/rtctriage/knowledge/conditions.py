"""The ``when`` of a rule: a tree of mappings and lists as one condition of the model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal, get_args

from rtctriage.knowledge.grammar import read_test
from rtctriage.knowledge.limits import ConditionError, Names, read_duration
from rtctriage.knowledge.model import (
    All,
    Any,
    Compare,
    Condition,
    IsKnown,
    Not,
    Premise,
    SideName,
    Together,
)
from rtctriage.knowledge.nodes import Mapping, Node, Scalar, Sequence
from rtctriage.knowledge.reading import Reader

COMBINATORS: Final = ("all", "any", "not", "together", "established", "excluded")
TOGETHER_KEYS: Final = ("of", "for")
CONCLUSION_KEYS: Final = ("cause", "side")
NEVER: Final = IsKnown(fact="", text="")
"""Stands where a condition could not be read; the knowledge it is in is refused."""

PremiseNote = Callable[[Scalar, str], None]
"""Is told of each premise: where it stands, and the cause it names."""


class ConditionReader:
    """Reads the conditions of one file."""

    def __init__(self, reader: Reader, names: Names, premise: PremiseNote | None) -> None:
        self._reader = reader
        self._names = names
        self._premise = premise

    def when(self, node: Node | None, what: str = "when") -> Condition:
        """A mapping of facts to tests and of combinators to their parts; all of them hold."""
        parts: list[Condition] = []
        for key, value in self._reader.entries(node, what):
            parts.append(self._combinator(key, value) if key.text in COMBINATORS else self.test(key, value))
        if not parts:
            if isinstance(node, Mapping):
                self._reader.problem(
                    node, f"{what} is empty", 'write a test, such as {uplink.packet_loss: ">= 5 % for 5 s"}'
                )
            return NEVER
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def test(self, key: Scalar, value: Node, *, in_together: bool = False) -> Condition:
        """One ``fact: test``."""
        if key.text in COMBINATORS:
            self._reader.problem(key, f"{key.text} has no place here", "only tests of facts stand here; all must hold")
            return NEVER
        if key.text not in self._names.facts:
            self._reader.unknown(key, "fact", key.text, (*self._names.facts, *COMBINATORS))
            return NEVER
        scalar = self._reader.scalar(value, f"the test of {key.text}")
        if scalar is None:
            return NEVER
        try:
            return read_test(key.text, scalar.text, self._names, in_together=in_together)
        except ConditionError as problem:
            self._reader.problem(scalar, problem.message, problem.hint, problem.offset)
            return NEVER

    def _combinator(self, key: Scalar, value: Node) -> Condition:
        name = key.text
        if name == "not":
            return Not(self.when(value, "not"))
        if name == "together":
            return self._together(value)
        if name == "established":
            return self._conclusion(value, "established")
        if name == "excluded":
            return self._conclusion(value, "excluded")
        parts = tuple(self.when(item, f"a part of {name}") for item in self._reader.items(value, name))
        if isinstance(value, Sequence) and not parts:
            self._reader.problem(key, f"{name} has no parts")
        return All(parts) if name == "all" else Any(parts)

    def _together(self, node: Node) -> Condition:
        fields = self._reader.fields(node, "together", TOGETHER_KEYS, TOGETHER_KEYS)
        parts: list[Compare] = []
        written = 0
        for item in self._reader.items(fields.get("of"), "of"):
            for key, value in self._reader.entries(item, "a part of together"):
                written += 1
                part = self.test(key, value, in_together=True)
                if isinstance(part, Compare):
                    parts.append(part)
        duration = self._reader.scalar(fields.get("for"), "for")
        seconds = 0.0
        if duration is not None:
            try:
                seconds = read_duration(duration.text.strip(), self._names)
            except ConditionError as problem:
                self._reader.problem(duration, problem.message, problem.hint, problem.offset)
        if written < 2 and "of" in fields:
            self._reader.problem(node, "together needs two tests or more", "a single one is a test with for")
        tests = ", ".join(f"{part.fact} {part.text}" for part in parts)
        return Together(
            parts=tuple(parts), for_s=seconds, text=f"{tests} for {duration.text.strip() if duration else ''}"
        )

    def _conclusion(self, node: Node, state: Literal["established", "excluded"]) -> Condition:
        side: SideName | None = None
        cause: Node | None = node
        if isinstance(node, Mapping):
            fields = self._reader.fields(node, state, CONCLUSION_KEYS, ("cause",))
            cause = fields.get("cause")
            if "side" in fields:
                sides: tuple[SideName, ...] = get_args(SideName)
                side = self._reader.one_of(fields["side"], "side", sides)
        scalar = self._reader.scalar(cause, state)
        if scalar is None:
            return NEVER
        if self._premise is None:
            self._reader.problem(scalar, f"{state} has no place here", "it is for rules and layers")
        else:
            self._premise(scalar, scalar.text)
        return Premise(cause=scalar.text, state=state, side=side)
