"""Conditions into trees of numbered literals: each test and each premise has one number, however often it is used."""

from __future__ import annotations

from collections.abc import Mapping

from rtctriage import units
from rtctriage.errors import Problem
from rtctriage.inference.atomspecs import AtomSpecs
from rtctriage.inference.program import AtomSpec, PremiseSpec
from rtctriage.knowledge.literals import Every, Leaf, Node, Some, literal_tree
from rtctriage.knowledge.model import Atom, Condition, Premise


class UnusableError(ValueError):
    """What is wrong with the condition at hand."""


class Numbering:
    """Numbers the tests and premises of one condition after the other.

    Tests are numbered before premises, but how many there are is known only in the end: premises get negative numbers
    first, and :meth:`renumbered` gives them theirs when all conditions have been read.
    """

    def __init__(
        self, specs: AtomSpecs, causes: Mapping[str, int], layers: Mapping[str, int], disabled: tuple[str, ...]
    ) -> None:
        """``causes`` gives each cause its number, ``layers`` each cause that of its layer."""
        self.atoms: dict[AtomSpec, int] = {}
        self.premises: dict[PremiseSpec, int] = {}
        self.problems: list[Problem] = []
        self._numbers: dict[Atom, int] = {}
        self._specs, self._causes, self._layers, self._disabled = specs, causes, layers, disabled

    def read(self, condition: Condition, layer: int, origin: str, rule: str = "") -> Node:
        """The tree of a condition of that layer; a problem is noted, and the tree empty, where it cannot be run."""
        try:
            return literal_tree(condition, lambda part: self._number(part, layer))
        except (UnusableError, units.UnitError) as error:
            self.problems.append(Problem(origin, 0, 0, f"{rule}: {error}" if rule else str(error)))
            return Every(())

    def _number(self, part: Atom | Premise, layer: int) -> int:
        if isinstance(part, Premise):
            return -1 - self._premise(part, layer)
        known = self._numbers.get(part)
        return self._atom(part) if known is None else known

    def _atom(self, condition: Atom) -> int:
        """The number of a test, the same for all that test the same in other words."""
        try:
            spec = self._specs.spec(condition)
        except KeyError as error:
            raise UnusableError(f"unknown fact or threshold {error.args[0]!r}") from None
        number = self._numbers[condition] = self.atoms.setdefault(spec, len(self.atoms))
        return number

    def _premise(self, premise: Premise, layer: int) -> int:
        cause = self._causes.get(premise.cause, -1)
        if cause < 0 and premise.cause not in self._disabled:
            raise UnusableError(f"unknown cause {premise.cause!r}")
        if cause >= 0 and self._layers[premise.cause] >= layer:
            raise UnusableError(f"{premise.cause} is not a cause of an earlier layer")
        text = f"{premise.state}: {premise.cause}" + (f" ({premise.side})" if premise.side else "")
        spec = PremiseSpec(cause, premise.cause, premise.state, premise.side, text)
        return self.premises.setdefault(spec, len(self.premises))

    def renumbered(self, node: Node) -> Node:
        """The tree with the premises numbered after the tests."""
        if isinstance(node, Leaf):
            number = node.literal >> 1
            return node if number >= 0 else Leaf(2 * (len(self.atoms) - 1 - number) + (node.literal & 1))
        parts = tuple([self.renumbered(part) for part in node.parts])
        return Every(parts) if isinstance(node, Every) else Some(parts)
