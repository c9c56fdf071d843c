"""``rtctriage explain what-if``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rtctriage.cli import options
from rtctriage.cli.failure import Command
from rtctriage.cli.known import call_options, named_values

if TYPE_CHECKING:
    from rtctriage.cli.known import Given


@click.command("what-if", cls=Command)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, allow_dash=True))
@click.argument(
    "changes", metavar="FACT=VALUE...", nargs=-1, required=True, shell_complete=options.completes(options.facts)
)
@options.explanation_format_option
@options.local_time_option
@call_options
def what_if_command(file: Path, changes: tuple[str, ...], form: str, local_time: bool, given: Given) -> None:
    """Show what the diagnosis of a FILE would be if facts were other than they are.

    FACT=VALUE sets a fact for the whole call, such as uplink.packet_loss=0.5% or scenario=show-live; FACT=? takes away
    what is known of it.
    """
    from rtctriage.explain.what_if import what_if
    from rtctriage.report import what_if as report

    out = given.output(file)
    engine = given.engine()
    answer = what_if(engine, given.read(engine, file), named_values(changes, "FACT=VALUE"))
    if form == "json":
        from rtctriage.report import explain_json

        out.json(explain_json.render(answer, given.language))
    elif form == "mermaid":
        out.write(report.what_if_flowchart(answer, engine.knowledge))
    else:
        zone = options.zone(local_time)
        page = report.what_if_page(answer, engine.knowledge, columns=out.columns, colour=out.colour, zone=zone)
        out.write(page)
    out.finish()
