"""What a condition means, so that two that are written differently and mean the same can be told."""

from __future__ import annotations

from typing import Final

import msgspec

from rtctriage.inference.aligned import stream_prefix
from rtctriage.inference.atomspecs import AtomSpecs
from rtctriage.inference.program import AtomSpec
from rtctriage.knowledge.dnf import Alternatives, alternatives
from rtctriage.knowledge.literals import Every, Leaf, Node, Some
from rtctriage.knowledge.model import All, Any, Compare, Condition, KnowledgeBase, Member, Not, Premise, Together

_OPPOSITE: Final = {"<": ">=", "<=": ">", "!=": "=="}


class Meanings:
    """Numbers the tests of conditions by what they mean; two conditions with the same meaning are equivalent.

    Two may be equivalent and have different meanings: nothing is known here of how facts depend on each other.
    """

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._facts = knowledge.facts
        self._specs = AtomSpecs(knowledge.facts, knowledge.thresholds, {})
        self._numbers: dict[AtomSpec | Premise, int] = {}

    def of(self, condition: Condition) -> Alternatives:
        """Raises TooManyAlternativesError."""
        return alternatives(self._node(condition, False))

    def _node(self, condition: Condition, negated: bool) -> Node:
        if isinstance(condition, Not):
            return self._node(condition.part, not negated)
        if isinstance(condition, All | Any):
            parts = tuple(self._node(part, negated) for part in condition.parts)
            return Every(parts) if isinstance(condition, All) is not negated else Some(parts)
        if isinstance(condition, Premise):
            return self._leaf(condition, negated)
        spec = self._specs.spec(condition)
        atom = spec.atom
        if isinstance(atom, Compare):
            atom, opposite = self._plain(atom)
            negated = negated is not opposite
        elif isinstance(atom, Together):
            atom = msgspec.structs.replace(atom, parts=tuple(self._bare(part) for part in atom.parts))
        elif isinstance(atom, Member):
            negated = negated is not atom.negate
            atom = msgspec.structs.replace(atom, values=tuple(sorted(atom.values)), negate=False)
        return self._leaf(msgspec.structs.replace(spec, atom=msgspec.structs.replace(atom, text=""), shown=()), negated)

    def _leaf(self, test: AtomSpec | Premise, negated: bool) -> Leaf:
        return Leaf(2 * self._numbers.setdefault(test, len(self._numbers)) + negated)

    def _plain(self, compare: Compare) -> tuple[Compare, bool]:
        """A comparison without the names of its limits, and whether it stands for its opposite.

        Where there is one value, not being below a limit is being at it or above.
        """
        plain = self._bare(compare)
        spec = self._facts[compare.fact]
        if spec.series and (stream_prefix(spec.name) is not None or compare.for_s is not None):
            return plain, False
        plain = msgspec.structs.replace(plain, every=False)
        test = plain.test
        if spec.type == "boolean" and test.limit is False:
            # not being false is being true
            same = msgspec.structs.replace(test, op="==", limit=True)
            return msgspec.structs.replace(plain, test=same), test.op == "=="
        opposite = _OPPOSITE.get(test.op)
        if opposite is None:
            return plain, False
        return msgspec.structs.replace(plain, test=msgspec.structs.replace(test, op=opposite)), True

    def _bare(self, compare: Compare) -> Compare:
        inner = compare.inner
        return msgspec.structs.replace(
            compare,
            test=msgspec.structs.replace(compare.test, threshold=None),
            inner=None if inner is None else msgspec.structs.replace(inner, threshold=None),
            text="",
        )
