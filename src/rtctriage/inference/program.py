"""A knowledge base compiled for one scenario: plain, immutable data that any evaluator and any chainer can run.

Distinct atoms (tests of facts) and premises (conclusions of earlier layers) are numbered. A *literal* is ``2 * number``
for "known to be true" and ``2 * number + 1`` for "known to be false"; premises are numbered after the atoms. A rule is
its alternatives, sets of literals: it fires when all literals of one of them are known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct

from rtctriage.knowledge.dnf import Alternatives
from rtctriage.knowledge.literals import Node
from rtctriage.knowledge.model import (
    Atom,
    Cause,
    Certainty,
    Code,
    FactSpec,
    FactType,
    Formula,
    Layer,
    Rule,
    SideName,
    Threshold,
)
from rtctriage.profile import Scalar, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rtctriage.inference.belief import Belief
    from rtctriage.inference.shape import Shape
    from rtctriage.inference.wording import Wording
    from rtctriage.text import Language


class Shown(Struct, frozen=True):
    """A test as a report shows it; ``text`` as written, with the numbers in place of the thresholds' names."""

    fact: str
    operator: str
    limit: float | bool | str | tuple[str, ...] | None
    unit: str
    text: str


QuickTest: TypeAlias = "tuple[int, type, Callable[[Scalar], bool]]"
"""The number of an atom, the kind of value that it is about, and the answer for such a value."""


class AtomSpec(Struct, frozen=True, kw_only=True):
    """One distinct test, its limits in the facts' units and filled in for the scenario."""

    atom: Atom
    facts: tuple[str, ...]
    type: FactType
    min_samples: int
    shown: tuple[Shown, ...]
    """One, but for ``together`` one for each of its comparisons."""


class PremiseSpec(Struct, frozen=True):
    """A conclusion of an earlier layer that a rule builds on."""

    cause: int
    """-1 for one that a pack took away: then nothing is ever known of it."""
    name: str
    """The cause's id."""
    state: Literal["established", "excluded"]
    side: SideName | None
    text: str


class DerivedSpec(Struct, frozen=True):
    """A fact computed from others, which come before it in ``Program.derived``."""

    fact: str
    inputs: tuple[str, ...]
    formula: Formula
    source: Source
    """Its formula as written."""


class LookupSpec(Struct, frozen=True):
    """A fact that is looked up in the tables of codes."""

    fact: str
    code: str
    """The fact that holds the code."""
    codes: tuple[Code, ...]
    """Those of its family."""
    index: dict[str, tuple[Code, ...]]
    """By the code or its name, in the form of ``codes.normal``; filled when it is first needed."""


class RuleSpec(Struct, frozen=True, kw_only=True):
    """A rule with its condition compiled."""

    rule: Rule
    cause: int
    layer: int
    tree: Node
    literals: tuple[int, ...]
    """The leaves in the order in which they are written, without repetition."""
    alternatives: Alternatives
    facts: tuple[str, ...]
    """What its tests are about; for a derived fact what it is derived from."""


class CauseSpec(Struct, frozen=True, kw_only=True):
    """A cause with the sides on which it is a hypothesis, ``(None,)`` where none of its rules names one."""

    cause: Cause
    layer: int
    sides: tuple[SideName | None, ...]
    needs: tuple[tuple[str, ...], ...]
    """For each side the facts that its rules and ``ask`` are about, as far as a person or a file can supply them."""
    premises: tuple[int, ...]
    """The premises (by number, see ``Program.premises``) that are about this cause."""
    suspicion: int
    """Its place in the scenario's order of suspicion; behind that all are equal."""


class LayerSpec(Struct, frozen=True, kw_only=True):
    """A layer with its rules and causes, by number."""

    layer: Layer
    skip_when: Node | None
    causes: tuple[int, ...]
    core: frozenset[int]
    """The causes that must be excluded before the layer is clear."""
    rules: tuple[int, ...]
    literals: frozenset[int]
    """What its rules wait for."""


class Program(Struct, frozen=True, kw_only=True):
    """Everything that a diagnosis needs of a knowledge base, resolved for one scenario."""

    knowledge: str
    """The content hash of the knowledge base."""
    scenario: str | None
    facts: dict[str, FactSpec]
    thresholds: Mapping[str, Threshold]
    """The named limits, as they are without a scenario, and ..."""
    overrides: Mapping[str, float]
    """... the scenario's own values, in the thresholds' units."""
    certainties: Mapping[str, Certainty]
    """The named certainties."""
    atoms: tuple[AtomSpec, ...]
    premises: tuple[PremiseSpec, ...]
    rules: tuple[RuleSpec, ...]
    causes: tuple[CauseSpec, ...]
    layers: tuple[LayerSpec, ...]
    lookups: tuple[LookupSpec, ...]
    derived: tuple[DerivedSpec, ...]
    atoms_of: dict[str, tuple[int, ...]]
    """The atoms about a fact."""
    quick_tests_of: dict[str, tuple[QuickTest, ...]]
    """Those of them that compare one value for the whole call with a limit or a list, and ..."""
    other_atoms_of: dict[str, tuple[int, ...]]
    """... the rest, but for those that ask whether it is known."""
    causes_of: dict[str, tuple[int, ...]]
    """The causes that need a fact."""
    known_tests: dict[str, int]
    """The atom that asks whether a fact is known: the only one with an answer when it is not."""

    # what is prepared when it is first needed, and kept
    alone: dict[int, tuple[Belief, ...]]
    """For each rule what ``belief.believe`` says of its cause where no other rule of that fired."""
    shapes: dict[tuple[str, ...], Shape]
    """What ``shape.shape_of`` has prepared, for the known facts that came up."""
    wordings: dict[Language, Wording]
    """What ``wording.wording_of`` has prepared of it, in the languages that were asked for."""

    def name_of(self, literal: int) -> str:
        """A short ASCII name of a literal, unique in the program: ``a12``, ``~a12``, ``c3``, ``~c3``."""
        number = literal >> 1
        name = f"a{number}" if number < len(self.atoms) else f"c{number - len(self.atoms)}"
        return f"~{name}" if literal & 1 else name
