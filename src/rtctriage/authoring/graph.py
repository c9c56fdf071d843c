"""The causes as a graph: what leads to what, and which conclusions the rules of others build on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from msgspec import Struct

from rtctriage.errors import UnknownName
from rtctriage.knowledge.model import KnowledgeBase
from rtctriage.knowledge.places import premises_of

EdgeKind: TypeAlias = Literal["leads-to", "premise"]


class Edge(Struct, frozen=True, order=True):
    """From a cause to one that follows from it, or to one whose rules ask about it."""

    source: str
    target: str
    kind: EdgeKind


class Cluster(Struct, frozen=True):
    """A layer with those of its causes that are drawn."""

    layer: str
    title: str
    causes: tuple[tuple[str, str], ...]
    """Ids with titles."""


class Graph(Struct, frozen=True):
    """Causes by layer, in the order of the walk and of their ids, and the edges between them, sorted."""

    layers: tuple[Cluster, ...]
    edges: tuple[Edge, ...]


def graph_of(knowledge: KnowledgeBase, layer: str | None = None) -> Graph:
    """The whole graph, or the causes of one layer with their neighbours. Raises UnknownName for an unknown layer."""
    layers = [one.id for one in knowledge.layers]
    if layer is not None and layer not in layers:
        raise UnknownName("layer", layer, layers)
    edges = sorted(set(_edges(knowledge)))
    if layer is not None:
        edges = [edge for edge in edges if layer in (_layer(knowledge, edge.source), _layer(knowledge, edge.target))]
    drawn = {cause for edge in edges for cause in (edge.source, edge.target)}
    clusters: list[Cluster] = []
    for one in knowledge.layers:
        own = sorted((c for c in knowledge.causes.values() if c.layer == one.id), key=lambda c: c.id)
        causes = tuple((c.id, c.title.en) for c in own if layer in (None, one.id) or c.id in drawn)
        if causes:
            clusters.append(Cluster(one.id, one.title.en, causes))
    return Graph(tuple(clusters), tuple(edges))


def _layer(knowledge: KnowledgeBase, cause: str) -> str:
    return knowledge.causes[cause].layer


def _edges(knowledge: KnowledgeBase) -> Iterator[Edge]:
    """A premise about a cause that a pack took away has no place to begin at."""
    for cause in knowledge.causes.values():
        for target in cause.leads_to:
            yield Edge(cause.id, target, "leads-to")
        for rule in cause.rules:
            for premise in premises_of(rule.when):
                if premise.cause in knowledge.causes:
                    yield Edge(premise.cause, cause.id, "premise")
