"""``rtctriage explain nearest``."""

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


@click.command("nearest", cls=Command)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, allow_dash=True))
@click.argument("cause", metavar="[CAUSE]", required=False, shell_complete=options.completes(options.causes))
@call_options
@click.option(
    "--establish",
    metavar="CAUSE",
    shell_complete=options.completes(options.causes),
    help="What would establish this cause, and not what would clear one.",
)
@click.option("--side", type=click.Choice(["uplink", "downlink"]), help="Only that side of the cause.")
@telling_options
def nearest_command(
    file: Path, cause: str | None, given: Given, establish: str | None, side: str | None, telling: Telling
) -> None:
    """Show the smallest change of facts that would clear CAUSE of the call in FILE.

    Without a CAUSE, the one to act on is cleared. Up to three known facts change: the fewest, then those of the least
    cost, then by as little as does it; a series within the time of the finding. What a person can change is marked, and
    what is only measured, too. Every answer is confirmed by the whole diagnosis. "-" is standard input.
    """
    if establish is not None and cause is not None:
        raise click.UsageError("Give a CAUSE to be cleared, or one to --establish, not both.")
    wanted = cause if establish is None else establish
    if side is not None and wanted is None:
        raise click.UsageError("--side narrows a CAUSE; give one.")
    out = given.output(file)
    engine = given.engine()
    answer = engine.nearest(
        given.read(engine, file), wanted, side=cast("SideName | None", side), establish=establish is not None
    )
    telling.tell(answer, given, engine, out)
