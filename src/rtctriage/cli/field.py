"""``rtctriage field``: what a field of a vendor's statistics means."""

from __future__ import annotations

from pathlib import Path

import click

from rtctriage.cli import options
from rtctriage.cli.failure import Command
from rtctriage.cli.output import Output


@click.command("field", cls=Command)
@click.argument("vendor", required=False, shell_complete=options.completes(options.vendors))
@click.argument("name", required=False)
@options.rules_option
@options.language_option
def field_command(vendor: str | None, name: str | None, packs: tuple[Path, ...], language: str) -> None:
    """Explain a field of a VENDOR's statistics by its NAME; without NAME list them.

    A profile takes them as they are: fields: {RtcStats.txPacketLossRate: 8}.

    \b
    rtctriage field agora RtcStats.txPacketLossRate
    """
    from rtctriage.knowledge.fields import find_fields
    from rtctriage.report import fields as page

    out = Output()
    knowledge = options.load_knowledge(packs)
    found = knowledge.fields if vendor is None else find_fields(knowledge.fields, vendor, name)
    show = page.listed if name is None else page.explained
    out.write(show(found, knowledge, options.as_language(language), columns=out.columns, colour=out.colour))
