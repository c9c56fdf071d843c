"""``rtctriage rules graph``: what leads to what."""

from __future__ import annotations

from pathlib import Path

import click

from rtctriage.cli import options
from rtctriage.cli.failure import Command
from rtctriage.cli.output import Output


@click.command("graph", cls=Command)
@click.option("--format", "form", type=click.Choice(["mermaid", "dot"]), default="mermaid", show_default=True)
@click.option("--layer", metavar="L", help="The causes of this layer and their neighbours only.")
@options.rules_option
@click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help="Write the graph to a file.")
def graph_command(form: str, layer: str | None, packs: tuple[Path, ...], output: Path | None) -> None:
    """Draw the causes by layer, with what leads to what.

    A dashed arrow leads from a cause to another one whose rules ask whether it is established or ruled out. Mermaid is
    drawn by GitHub and many editors, DOT by Graphviz.
    """
    from rtctriage.authoring.graph import graph_of
    from rtctriage.report import graph

    out = Output(output)
    made = graph_of(options.load_whole(packs), layer)
    out.write(graph.mermaid(made) if form == "mermaid" else graph.dot(made))
    out.finish()
