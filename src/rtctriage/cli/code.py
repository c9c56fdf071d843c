"""``rtctriage code``: what a vendor's code means."""

from __future__ import annotations

from pathlib import Path

import click

from rtctriage.cli import options
from rtctriage.cli.failure import Command
from rtctriage.cli.output import Output


@click.command("code", cls=Command, context_settings={"ignore_unknown_options": True})
@click.argument("vendor", required=False, shell_complete=options.completes(options.vendors))
@click.argument("code", required=False)
@options.rules_option
@options.language_option
def code_command(vendor: str | None, code: str | None, packs: tuple[Path, ...], language: str) -> None:
    """Explain a CODE of a VENDOR, by number or name; without CODE list the vendor's codes.

    \b
    rtctriage code agora 110
    rtctriage code trtc -3320
    rtctriage code agora CONNECTION_CHANGED_INVALID_TOKEN
    """
    from rtctriage.knowledge.codes import find_codes
    from rtctriage.report import codes as page

    out = Output()
    knowledge = options.load_knowledge(packs)
    spoken = options.as_language(language)
    found = knowledge.codes if vendor is None else find_codes(knowledge.codes, vendor, code)
    show = page.listed if code is None else page.explained
    out.write(show(found, knowledge, spoken, columns=out.columns, colour=out.colour))
