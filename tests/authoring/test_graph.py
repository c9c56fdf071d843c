from __future__ import annotations

from pathlib import Path

import pytest

from rtctriage.authoring.graph import Edge, Graph, graph_of
from rtctriage.errors import UnknownName
from rtctriage.knowledge import load
from rtctriage.knowledge.model import KnowledgeBase

HEAD = "domain: network\nseverity: minor\nsummary: {en: S, zh: 丙}\n"


def cause(name: str, more: str) -> str:
    return f"cause: {name}\ntitle: {{en: {name.upper()}, zh: 甲}}\n{HEAD}{more}"


@pytest.fixture
def knowledge(tmp_path: Path) -> KnowledgeBase:
    """Four causes in three layers and no others."""
    rule = '{id: r, when: {%s network.rtt: "mean > 1 s"}, certainty: 0.5}'
    asks = rule % "any: [{established: network.a}, not: {excluded: {cause: network.a, side: uplink}}],"
    files = {
        "network/a.yaml": cause("network.a", f"leads_to: [media.c, network.b]\nrules: [{rule % ''}]"),
        "network/b.yaml": cause("network.b", f"rules: [{rule % ''}]"),
        "media/c.yaml": cause("media.c", f"leads_to: [usage.d]\nrules: [{asks}]"),
        "usage/d.yaml": cause("usage.d", f"rules: [{rule % ''}]"),
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    whole = load((tmp_path,))
    own = ("network.a", "network.b", "media.c", "usage.d")
    return whole.replace(causes={name: whole.causes[name] for name in own})


def ids(graph: Graph) -> dict[str, list[str]]:
    return {layer.layer: [name for name, _ in layer.causes] for layer in graph.layers}


def test_causes_by_layer_and_what_leads_to_what(knowledge: KnowledgeBase) -> None:
    graph = graph_of(knowledge)
    assert ids(graph) == {"network": ["network.a", "network.b"], "media": ["media.c"], "usage": ["usage.d"]}
    assert graph.layers[0].causes[0] == ("network.a", "NETWORK.A")
    assert graph.edges == (
        Edge("media.c", "usage.d", "leads-to"),
        Edge("network.a", "media.c", "leads-to"),
        Edge("network.a", "media.c", "premise"),
        Edge("network.a", "network.b", "leads-to"),
    )


def test_one_layer_with_its_neighbours(knowledge: KnowledgeBase) -> None:
    graph = graph_of(knowledge, "usage")
    assert ids(graph) == {"media": ["media.c"], "usage": ["usage.d"]}
    assert [(edge.source, edge.target) for edge in graph.edges] == [("media.c", "usage.d")]
    assert ids(graph_of(knowledge, "access")) == {}


def test_the_order_of_the_files_does_not_matter(knowledge: KnowledgeBase) -> None:
    turned = knowledge.replace(causes=dict(reversed(knowledge.causes.items())))
    assert graph_of(turned) == graph_of(knowledge)


def test_a_premise_about_a_cause_that_was_taken_away(knowledge: KnowledgeBase) -> None:
    without = {name: one for name, one in knowledge.causes.items() if name == "media.c"}
    graph = graph_of(knowledge.replace(causes={**without, "usage.d": knowledge.causes["usage.d"]}))
    assert [edge.kind for edge in graph.edges] == ["leads-to"]


def test_a_layer_that_is_not_there(knowledge: KnowledgeBase) -> None:
    with pytest.raises(UnknownName, match='did you mean "usage"'):
        graph_of(knowledge, "usag")
