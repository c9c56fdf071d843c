"""``rtctriage schema``."""

from __future__ import annotations

import click

from rtctriage.cli.failure import Command
from rtctriage.cli.output import Output


@click.command("schema", cls=Command)
def schema_command() -> None:
    """Print the JSON Schema of the diagnosis that --format json gives."""
    from rtctriage.report.schema import text

    Output().write(text())
