"""The two languages of graphs: every line is one of the few that are written, and no text breaks out of its quotes."""

from __future__ import annotations

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from rtctriage.authoring.graph import Cluster, Edge, Graph
from rtctriage.report.graph import dot, mermaid
from rtctriage.report.tables import clean

GRAPH = Graph(
    (
        Cluster("network", "Network", (("network.end", "The end"), ("network.loss", 'A "lossy" link [1]; #5\\n'))),
        Cluster("media", "Media", (("media.freeze", "画面卡顿"),)),
    ),
    (
        Edge("network.end", "media.freeze", "premise"),
        Edge("network.loss", "media.freeze", "leads-to"),
    ),
)


def test_mermaid() -> None:
    assert mermaid(GRAPH).splitlines() == [
        "flowchart LR",
        '  subgraph l1["Network"]',
        '    c1["The end<br/>network.end"]',
        '    c2["A #34;lossy#34; link #91;1#93;#59; #35;5#92;n<br/>network.loss"]',
        "  end",
        '  subgraph l2["Media"]',
        '    c3["#30011;#38754;#21345;#39039;<br/>media.freeze"]',
        "  end",
        "  c1 -.-> c3",
        "  c2 --> c3",
    ]


def test_dot() -> None:
    assert dot(GRAPH).splitlines() == [
        "digraph causes {",
        "  rankdir=LR;",
        "  node [shape=box];",
        '  subgraph "cluster_network" {',
        '    label="Network";',
        '    "network.end" [label="The end\\nnetwork.end"];',
        '    "network.loss" [label="A \\"lossy\\" link [1]; #5\\\\n\\nnetwork.loss"];',
        "  }",
        '  subgraph "cluster_media" {',
        '    label="Media";',
        '    "media.freeze" [label="画面卡顿\\nmedia.freeze"];',
        "  }",
        '  "network.end" -> "media.freeze" [style=dashed];',
        '  "network.loss" -> "media.freeze";',
        "}",
    ]


def test_nothing_to_draw() -> None:
    assert mermaid(Graph((), ())) == "flowchart LR\n"
    assert dot(Graph((), ())).splitlines()[-1] == "}"


@given(title=st.text(max_size=40))
def test_any_title_stays_a_title(title: str) -> None:
    graph = Graph((Cluster("network", title, (("network.a", title),)),), ())
    label = re.search(r'^    c1\["([^"\n]*)<br/>network\.a"\]$', mermaid(graph), re.M)
    assert label
    # Mermaid's entity codes are HTML's without the ampersand
    assert html.unescape(re.sub(r"#(\d+);", r"&#\1;", label[1])) == html.unescape(
        "".join(f"&#{ord(c)};" for c in clean(title))
    )
    text = re.search(r'^    "network\.a" \[label="((?:[^"\\\n]|\\.)*)\\nnetwork\.a"\];$', dot(graph), re.M)
    assert text
    assert re.sub(r"\\(.)", r"\1", text[1]) == clean(title)
