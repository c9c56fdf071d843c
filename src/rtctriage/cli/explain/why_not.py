"""``rtctriage explain why-not``."""

from __future__ import annotations

from pathlib import Path

import click

from rtctriage.cli import options
from rtctriage.cli.explanation import Telling, telling_options
from rtctriage.cli.failure import Command
from rtctriage.cli.known import Given, call_options


@click.command("why-not", cls=Command)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, allow_dash=True))
@click.argument("cause", metavar="CAUSE", shell_complete=options.completes(options.causes))
@call_options
@telling_options
def why_not_command(file: Path, cause: str, given: Given, telling: Telling) -> None:
    """Show why CAUSE is not what is wrong with the call in FILE, rule by rule.

    What each of its rules found, what was missing and by how much, what is not known and who would supply it, and what
    speaks against the cause; for one that was found, what it follows from or what comes before it. "-" is standard
    input.
    """
    out = given.output(file)
    engine = given.engine()
    answer = engine.why_not(given.read(engine, file), cause)
    telling.tell(answer, given, engine, out)
