"""The forward chainer in plain Python: a rule fires when all literals of one of its alternatives are known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Set as AbstractSet
from typing import Final

from rtctriage.inference.chainer import ChainerName
from rtctriage.inference.program import LayerSpec, Program
from rtctriage.text import Text


class PlainChainer:
    """Runs everywhere. It holds nothing that changes, so that threads may share it."""

    name: Final[ChainerName] = "plain"

    def __init__(self, program: Program, note: Text | None = None) -> None:
        self.note = note
        self._layers = tuple(_watch(program, layer) for layer in program.layers)

    def run(self, layer: int, known: AbstractSet[int]) -> tuple[int, ...]:
        """See ``Chainer.run``."""
        watched = self._layers[layer]
        fired = {
            rule for literal in known if literal in watched for others, rule in watched[literal] if others <= known
        }
        return tuple(sorted(fired))

    def close(self) -> None:
        """Nothing to give back."""


def _watch(program: Program, layer: LayerSpec) -> dict[int, tuple[tuple[frozenset[int], int], ...]]:
    """Each alternative under the one of its literals that the fewest alternatives share, so that few are looked at."""
    ways = [(way, number) for number in layer.rules for way in program.rules[number].alternatives]
    shared = Counter(literal for way, _ in ways for literal in way)
    watched: dict[int, list[tuple[frozenset[int], int]]] = {}
    for way, number in ways:
        rarest = min(way, key=lambda literal: (shared[literal], literal))
        watched.setdefault(rarest, []).append((way - {rarest}, number))
    return {literal: tuple(waiting) for literal, waiting in watched.items()}
