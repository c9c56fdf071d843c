"""``rtctriage rules new``: the beginning of a cause."""

from __future__ import annotations

from pathlib import Path

import click

from rtctriage.cli import options
from rtctriage.cli.failure import Command
from rtctriage.cli.output import Output


@click.command("new", cls=Command)
@click.argument("cause")
@click.option(
    "--dir",
    "folder",
    metavar="PACK",
    type=click.Path(path_type=Path),
    default=Path(),
    help="The pack that it goes into.  [default: the current folder]",
)
@click.option("--playbook", is_flag=True, help="Begin a playbook for it, too.")
@options.rules_option
def new_command(cause: str, folder: Path, playbook: bool, packs: tuple[Path, ...]) -> None:
    """Write a commented skeleton of a CAUSE (layer.name) into a pack. It never overwrites a file.

    What only you know is empty in it. Until that is filled in, every command that reads the pack says what is missing,
    with file and line.
    """
    from rtctriage.authoring.skeleton import new_cause

    out = Output()
    for path in new_cause(options.load_knowledge(packs), cause, folder, playbook=playbook):
        out.write(f"{path}\n")
