"""``rtctriage explain what-if``."""

from __future__ import annotations

from pathlib import Path

import click

from rtctriage.cli import options
from rtctriage.cli.explanation import Telling, telling_options
from rtctriage.cli.failure import Command
from rtctriage.cli.known import Given, call_options, named_values


@click.command("what-if", cls=Command)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, allow_dash=True))
@click.argument(
    "changes", metavar="FACT=VALUE...", nargs=-1, required=True, shell_complete=options.completes(options.facts)
)
@call_options
@telling_options
def what_if_command(file: Path, changes: tuple[str, ...], given: Given, telling: Telling) -> None:
    """Show what the diagnosis of a FILE would be if facts were other than they are.

    FACT=VALUE sets a fact for the whole call, such as uplink.packet_loss=0.5% or scenario=show-live; FACT=? takes away
    what is known of it.
    """
    out = given.output(file)
    engine = given.engine()
    answer = engine.what_if(given.read(engine, file), named_values(changes, "FACT=VALUE"))
    telling.tell(answer, given, engine, out)
