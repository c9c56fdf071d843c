"""What names what: references are noted while files are read, and checked when everything is known."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from msgspec import Struct

from rtctriage.knowledge.nodes import Scalar
from rtctriage.knowledge.reading import Reader
from rtctriage.privacy import quote


class _Edge(Struct, frozen=True):
    """One cause (or layer) that names another one, and where."""

    reader: Reader
    node: Scalar
    source: str
    target: str


class References:
    """All references of all files."""

    def __init__(self) -> None:
        self._named: list[tuple[Reader, Scalar, str, str]] = []
        self._premises: list[_Edge] = []
        self._leads_to: list[_Edge] = []
        self._layer_premises: list[_Edge] = []

    def note(self, reader: Reader, node: Scalar, kind: str, name: str) -> None:
        """Something of that kind is named here."""
        self._named.append((reader, node, kind, name))

    def leads_to(self, reader: Reader, node: Scalar, cause: str, target: str) -> None:
        """A cause leads to another one."""
        self._leads_to.append(_Edge(reader, node, cause, target))

    def premise(self, reader: Reader, node: Scalar, cause: str, target: str) -> None:
        """A rule of a cause builds on what was concluded of another one."""
        self._premises.append(_Edge(reader, node, cause, target))

    def layer_premise(self, reader: Reader, node: Scalar, layer: str, target: str) -> None:
        """A layer is skipped on what was concluded of a cause."""
        self._layer_premises.append(_Edge(reader, node, layer, target))

    def check(self, known: Mapping[str, Collection[str]], layers: Iterable[str]) -> None:
        """``known`` has the names of each kind: ``cause``, ``complaint``, ``scenario``, ``playbook``, ``fact``,
        ``platform``."""
        for reader, node, kind, name in self._named:
            if name not in known[kind]:
                reader.unknown(node, kind, name, known[kind])
        order: Final = {layer: number for number, layer in enumerate(layers)}
        causes = known["cause"]
        for edge in (*self._premises, *self._leads_to, *self._layer_premises):
            if edge.target not in causes:
                edge.reader.unknown(edge.node, "cause", edge.target, causes)
        self._check_premises(order)
        self._check_leads_to(order)

    def _check_premises(self, order: Mapping[str, int]) -> None:
        in_cycle = _report_cycles(self._premises, "the rules of these causes build on each other")
        for edge in self._premises:
            if (edge.source, edge.target) in in_cycle:
                continue
            own, other = _layer_of(edge.source), _layer_of(edge.target)
            if own in order and other in order and order[other] >= order[own]:
                edge.reader.problem(
                    edge.node, f"a rule of {own} can only build on an earlier layer, and {edge.target} is of {other}"
                )
        for edge in self._layer_premises:
            other = _layer_of(edge.target)
            if edge.source in order and other in order and order[other] >= order[edge.source]:
                edge.reader.problem(
                    edge.node, f"{edge.source} can only be skipped on an earlier layer, and {edge.target} is of {other}"
                )

    def _check_leads_to(self, order: Mapping[str, int]) -> None:
        _report_cycles(self._leads_to, "these causes lead to each other")
        for edge in self._leads_to:
            own, other = _layer_of(edge.source), _layer_of(edge.target)
            if own in order and other in order and order[other] < order[own]:
                edge.reader.problem(
                    edge.node,
                    f"{quote(edge.source)} cannot lead to {quote(edge.target)}: {other} is walked before {own}",
                )


def _layer_of(cause: str) -> str:
    return cause.partition(".")[0]


def _report_cycles(edges: Iterable[_Edge], what: str) -> set[tuple[str, str]]:
    """Notes every cycle once, at its first member's reference; the pairs that are part of one."""
    graph: dict[str, list[str]] = {}
    places: dict[tuple[str, str], _Edge] = {}
    for edge in edges:
        graph.setdefault(edge.source, []).append(edge.target)
        places.setdefault((edge.source, edge.target), edge)
    found: set[tuple[str, str]] = set()
    for cycle in cycles(graph):
        pairs = list(zip(cycle, (*cycle[1:], cycle[0]), strict=True))
        found.update(pairs)
        place = places[pairs[0]]
        place.reader.problem(
            place.node,
            f"{what}: {' -> '.join((*cycle, cycle[0]))}",
            "take one of these references out",
            kind="cycle",
        )
    return found


def cycles(graph: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """The cycles of a directed graph, as a depth-first walk in the order of the names meets them; each once."""
    found: dict[frozenset[str], list[str]] = {}
    done: set[str] = set()
    for root in sorted(graph):
        if root in done:
            continue
        path: list[str] = [root]
        on_path = {root}
        ahead = [iter(sorted(set(graph[root])))]
        while ahead:
            following = next(ahead[-1], None)
            if following is None:
                ahead.pop()
                last = path.pop()
                on_path.discard(last)
                done.add(last)
            elif following in on_path:
                cycle = path[path.index(following) :]
                at = cycle.index(min(cycle))
                found.setdefault(frozenset(cycle), cycle[at:] + cycle[:at])
            elif following not in done and following in graph:
                path.append(following)
                on_path.add(following)
                ahead.append(iter(sorted(set(graph[following]))))
    return list(found.values())
