"""``rtctriage schema``."""

from __future__ import annotations

import click

from rtctriage.cli.failure import Command
from rtctriage.cli.output import Output


@click.command("schema", cls=Command)
@click.argument(
    "name", metavar="[diagnosis|explanation]", type=click.Choice(["diagnosis", "explanation"]), default="diagnosis"
)
def schema_command(name: str) -> None:
    """Print the JSON Schema of the diagnosis, or of the explanations, that --format json gives."""
    if name == "explanation":
        from rtctriage.report.explain_schema import text
    else:
        from rtctriage.report.schema import text

    Output().write(text())
