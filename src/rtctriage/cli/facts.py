"""``rtctriage facts``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rtctriage.cli import options
from rtctriage.cli.failure import Command
from rtctriage.cli.output import Output

if TYPE_CHECKING:
    from rtctriage.text import Language


@click.command("facts", cls=Command)
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(path_type=Path, allow_dash=True))
@options.connection_option
@options.rules_option
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option("--samples", is_flag=True, help="JSON with every sample of every series.")
@options.language_option
@options.local_time_option
def facts_command(
    file: Path | None,
    connection: str | None,
    packs: tuple[Path, ...],
    form: str,
    samples: bool,
    language: str,
    local_time: bool,
) -> None:
    """Show what was read from a FILE ("-" is standard input); without one, the facts that can be given.

    Each fact that the rules can test is listed with its value, or with its least, mean and greatest one and its course
    over time. No fact holds an address, a token or a name.
    """
    if file is None:
        if form == "json" or samples or connection is not None:
            raise click.UsageError("Give a FILE; without one, there is only the table of facts.")
        _catalogue(packs, options.as_language(language))
        return
    from rtctriage.cli.inputs import read_input
    from rtctriage.engine import Engine
    from rtctriage.report import facts

    out = Output()
    spoken = options.as_language(language)
    engine = Engine(packs, language=spoken)
    profile = engine.derived(engine.facts(read_input(file), connection=connection, name=str(file)))
    if form == "json":
        out.json(facts.json(profile, engine.knowledge, spoken, with_samples=samples))
        return
    columns, colour = out.columns, out.colour
    zone = options.zone(local_time)
    out.write(facts.text(profile, engine.knowledge, spoken, columns=columns, colour=colour, zone=zone))


def _catalogue(packs: tuple[Path, ...], language: Language) -> None:
    """Lists what a profile or ``--fact`` may hold."""
    from rtctriage.report import catalogue

    out = Output()
    out.write(catalogue.text(options.load_knowledge(packs), language, columns=out.columns, colour=out.colour))
