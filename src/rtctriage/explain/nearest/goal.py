"""What a nearest change is to bring about, and what has to come out otherwise for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from msgspec import Struct

from rtctriage.inference.belief import Belief
from rtctriage.inference.program import Program
from rtctriage.inference.verdict import established, suspected
from rtctriage.knowledge.literals import Leaf, Node
from rtctriage.knowledge.model import SideName

Aim: TypeAlias = Literal["clear", "establish"]
Sides: TypeAlias = tuple[SideName | None, ...]


class Goal(Struct, frozen=True):
    """A cause on some of its sides, to be cleared or to be established.

    It is cleared where it is no fault, suspect or observation on any of these sides, though its layer still applies (a
    call that never connected has no packet loss, but that is no remedy). It is established where one of these sides is,
    as later layers would build on it.
    """

    aim: Aim
    cause: int
    sides: Sides

    def reached(self, beliefs: tuple[Belief, ...], skipped: bool) -> bool:
        """Whether it is so, given the beliefs about the cause, and whether its layer does not apply."""
        own = [belief.certainty for belief in beliefs if belief.side in self.sides]
        if self.aim == "clear":
            return not skipped and not any(map(suspected, own))
        return any(map(established, own))


class Wants(Struct, frozen=True):
    """The literals of tests that a goal is the nearer to, the more of ``gains`` and the less of ``losses`` are known.

    The certainty of a cause rises and falls with its findings, and a condition with its literals, so that nothing but
    these can help. One literal may be in both: in a rule for a cause and in one against it.
    """

    gains: frozenset[int]
    losses: frozenset[int]
    losing: frozenset[int]
    """The rules that should not fire."""
    causes: frozenset[int]
    """The cause and those that it builds on."""

    @property
    def atoms(self) -> frozenset[int]:
        """The tests of both."""
        return frozenset(literal >> 1 for literal in (*self.gains, *self.losses))


def raises(program: Program, literal: int, gained: bool) -> bool:
    """Whether a conclusion must get more certain (else less) for the literal about it to be gained, or lost."""
    premise = program.premises[(literal >> 1) - len(program.atoms)]
    # what is not established for certain is excluded, and the other way round
    return (premise.state == "established") is not (bool(literal & 1) is gained)


def asked(program: Program, literal: int) -> tuple[int, Sides]:
    """The cause that a literal about a conclusion is about, and its sides that decide it."""
    premise = program.premises[(literal >> 1) - len(program.atoms)]
    if premise.cause < 0:
        return -1, ()
    sides = program.causes[premise.cause].sides
    return premise.cause, tuple(s for s in sides if premise.side is None or s is None or s == premise.side)


def wants_of(program: Program, goal: Goal) -> Wants:
    """What the rules of the cause, and of those that it builds on, must come to."""
    found = _Wanted(program)
    found.certainty(goal.cause, goal.sides, goal.aim == "establish")
    return Wants(*map(frozenset, (found.gains, found.losses, found.losing, found.causes)))


class _Wanted:
    def __init__(self, program: Program) -> None:
        self.program = program
        self.gains: set[int] = set()
        self.losses: set[int] = set()
        self.losing: set[int] = set()
        self.causes: set[int] = set()
        self._seen: set[tuple[int, SideName | None, bool, bool]] = set()

    def certainty(self, cause: int, sides: Sides, rise: bool, concluded: bool = True) -> None:
        """A cause is to get more certain, or less, on these sides.

        ``concluded``: something must be known of it, so that its layer must apply; else nothing is as good.
        """
        new = {side for side in sides if (cause, side, rise, concluded) not in self._seen}
        self._seen.update((cause, side, rise, concluded) for side in new)
        if not new:
            return
        self.causes.add(cause)
        skip = self.program.layers[self.program.causes[cause].layer].skip_when
        if skip is not None:
            self.condition(skip, not concluded)
        for number, spec in enumerate(self.program.rules):
            if spec.cause == cause and (spec.rule.side is None or spec.rule.side in new):
                gained = (spec.rule.certainty > 0) is rise
                if not gained:
                    self.losing.add(number)
                self.condition(spec.tree, gained)

    def condition(self, tree: Node, gained: bool) -> None:
        """A condition is to hold, or not to."""
        for literal in leaves(tree):
            if literal >> 1 < len(self.program.atoms):
                (self.gains if gained else self.losses).add(literal)
            else:
                self.certainty(*asked(self.program, literal), raises(self.program, literal, gained), gained)


def leaves(tree: Node) -> Iterator[int]:
    """The literals of a condition."""
    if isinstance(tree, Leaf):
        yield tree.literal
    else:
        for part in tree.parts:
            yield from leaves(part)
