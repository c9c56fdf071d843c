"""``rtctriage rules profile``: which rules cost most."""

from __future__ import annotations

from pathlib import Path

import click

from rtctriage.cli import options
from rtctriage.cli.failure import Command
from rtctriage.cli.output import Output


@click.command("profile", cls=Command)
@click.argument("files", nargs=-1, metavar="[FILE|DIR]...", type=click.Path(path_type=Path))
@options.rules_option
@click.option("--top", type=click.IntRange(min=1), default=20, show_default=True, help="How many rules to list.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def profile_command(files: tuple[Path, ...], packs: tuple[Path, ...], top: int, form: str) -> None:
    """Say which rules cost most time, over profiles and recordings, or else over the rules' own tests.

    Each test of a known fact is timed by itself; a test that several rules share is evaluated once, and they share its
    time. Reading files and chaining rules are not in it. JSON has all rules.
    """
    from rtctriage.authoring.cases import Bench
    from rtctriage.authoring.costs import measure_costs
    from rtctriage.report.costs import costs_page
    from rtctriage.report.json import encode

    out = Output()
    costs = measure_costs(Bench(options.load_whole(packs)), files)
    if form == "json":
        out.json(encode(costs))
    else:
        out.write(costs_page(costs, top=top, columns=out.columns, colour=out.colour))
