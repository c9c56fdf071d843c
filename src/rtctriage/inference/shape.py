"""What follows from which facts are known, whatever their values: prepared once for profiles of one shape."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from rtctriage.diagnosis import Unmeasured
from rtctriage.inference.program import Program
from rtctriage.inference.truth import Truth

_KEPT: Final = 64
"""How many shapes of a program are kept before they are made anew."""


class Shape(Struct, frozen=True):
    """The part of an answer that all profiles share in which the same facts are known."""

    truths: tuple[Truth, ...]
    """Of all atoms and premises, while only the questions whether a fact is known are answered."""
    literals: frozenset[int]
    """Those answers."""
    unmeasured: tuple[Unmeasured, ...]
    """For each cause the facts that are missing for it, on any of its sides."""
    touched: frozenset[int]
    """The causes that need fewer facts than when nothing is known."""


def shape_of(program: Program, known: tuple[str, ...]) -> Shape:
    """The shape of the profiles in which these facts have a value: made once, and kept with the program, boundedly."""
    shape = program.shapes.get(known)
    if shape is None:
        if len(program.shapes) >= _KEPT:
            program.shapes.clear()
        # two threads may both come here: they make the same
        shape = program.shapes[known] = _shape(program, frozenset(known))
    return shape


def _shape(program: Program, known: frozenset[str]) -> Shape:
    truths: list[Truth] = [None] * (len(program.atoms) + len(program.premises))
    literals: set[int] = set()
    for fact, number in program.known_tests.items():
        truths[number] = fact in known
        literals.add(2 * number if fact in known else 2 * number + 1)
    return Shape(
        truths=tuple(truths),
        literals=frozenset(literals),
        unmeasured=tuple(
            Unmeasured(spec.cause.id, tuple(dict.fromkeys(f for needs in spec.needs for f in needs if f not in known)))
            for spec in program.causes
        ),
        touched=frozenset(cause for fact in known for cause in program.causes_of.get(fact, ())),
    )
