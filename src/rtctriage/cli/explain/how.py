"""``rtctriage explain how``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from rtctriage.cli import options
from rtctriage.cli.explanation import Telling, telling_options
from rtctriage.cli.failure import Command
from rtctriage.cli.known import Given, call_options

if TYPE_CHECKING:
    from rtctriage.knowledge.model import SideName


@click.command("how", cls=Command)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, allow_dash=True))
@click.argument("cause", metavar="[CAUSE]", required=False, shell_complete=options.completes(options.causes))
@call_options
@click.option("--side", type=click.Choice(["uplink", "downlink"]), help="Only that side of the cause.")
@telling_options
def how_command(file: Path, cause: str | None, given: Given, side: str | None, telling: Telling) -> None:
    """Show how a conclusion about the call in FILE came about, from the cause down to the facts.

    Each rule with its condition as it is written, what was measured, the limit and its source, when, and where the
    value came from; how the certainty was combined; and why this cause comes first. Without a CAUSE, the one to act on
    is explained, or the verdict where there is none. "-" is standard input.
    """
    if side is not None and cause is None:
        raise click.UsageError("--side narrows a CAUSE; give one.")
    out = given.output(file)
    engine = given.engine()
    answer = engine.how(given.read(engine, file), cause, cast("SideName | None", side))
    telling.tell(answer, given, engine, out)
