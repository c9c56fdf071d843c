"""The graph of causes in the languages of Mermaid and of Graphviz."""

from __future__ import annotations

from collections.abc import Iterator

from rtctriage.authoring.graph import Graph
from rtctriage.report.mermaid import label
from rtctriage.report.tables import clean


def mermaid(graph: Graph) -> str:
    """A flowchart (https://mermaid.js.org/syntax/flowchart.html); premises are dotted. Ends with a line end.

    Ids of causes hold characters, and words such as ``end``, that Mermaid does not take for a node, so nodes are
    numbered.
    """
    names = _numbered(graph)
    return "\n".join(_mermaid_lines(graph, names)) + "\n"


def _numbered(graph: Graph) -> dict[str, str]:
    causes = [cause for layer in graph.layers for cause, _ in layer.causes]
    return {cause: f"c{number}" for number, cause in enumerate(causes, start=1)}


def _mermaid_lines(graph: Graph, names: dict[str, str]) -> Iterator[str]:
    yield "flowchart LR"
    for number, layer in enumerate(graph.layers, start=1):
        yield f"  subgraph l{number}[{label(layer.title)}]"
        for cause, title in layer.causes:
            yield f"    {names[cause]}[{label(title, cause)}]"
        yield "  end"
    for edge in graph.edges:
        arrow = "-->" if edge.kind == "leads-to" else "-.->"
        yield f"  {names[edge.source]} {arrow} {names[edge.target]}"


def dot(graph: Graph) -> str:
    """A digraph (https://graphviz.org/doc/info/lang.html); premises are dashed. Ends with a line end."""
    return "\n".join(_dot_lines(graph)) + "\n"


def _dot_lines(graph: Graph) -> Iterator[str]:
    yield "digraph causes {"
    yield "  rankdir=LR;"
    yield "  node [shape=box];"
    for layer in graph.layers:
        yield f"  subgraph {_dot(f'cluster_{layer.layer}')} {{"
        yield f"    label={_dot(layer.title)};"
        for cause, title in layer.causes:
            yield f"    {_dot(cause)} [label={_dot(title, cause)}];"
        yield "  }"
    for edge in graph.edges:
        style = "" if edge.kind == "leads-to" else " [style=dashed]"
        yield f"  {_dot(edge.source)} -> {_dot(edge.target)}{style};"
    yield "}"


def _dot(*lines: str) -> str:
    """A quoted string; several lines are parted by Graphviz's own escape."""
    escaped = (clean(line).replace("\\", "\\\\").replace('"', '\\"') for line in lines)
    return '"' + "\\n".join(escaped) + '"'
