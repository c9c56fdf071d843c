"""``rtctriage rules diff``: what one pack says otherwise than another."""

from __future__ import annotations

from pathlib import Path

import click

from rtctriage.cli import options
from rtctriage.cli.failure import Command
from rtctriage.cli.output import Output
from rtctriage.exits import Exit


@click.command("diff", cls=Command)
@click.argument("before", metavar="PACK", type=options.Folder())
@click.argument("after", metavar="PACK", type=options.Folder())
@click.option(
    "--profiles",
    "profiles",
    multiple=True,
    metavar="DIR|FILE",
    type=click.Path(path_type=Path),
    help="Profiles and recordings to diagnose with both; may be repeated.",
)
@options.rules_option
@click.option("--fail-on-change", is_flag=True, help="Exit with status 1 where the answer to a file changes.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def diff_command(
    before: str, after: str, profiles: tuple[Path, ...], packs: tuple[Path, ...], fail_on_change: bool, form: str
) -> int:
    """Show what changes from one PACK to another: in the knowledge, and in the answers to files.

    A PACK is a folder of rules, laid over the built-in ones, or the word "builtin" for those alone. The folder rules/
    of another checkout is one, too. Packs that a PACK requires are given with --rules and lie below both.
    """
    from rtctriage.authoring.difference import compare_packs
    from rtctriage.report.difference import difference_page
    from rtctriage.report.json import encode

    if fail_on_change and not profiles:
        raise click.UsageError("--fail-on-change is about the answers to files: give some with --profiles.")
    out = Output()
    difference = compare_packs(before, after, profiles, packs)
    if form == "json":
        out.json(encode(difference))
    else:
        out.write(difference_page(difference, columns=out.columns, colour=out.colour))
    return Exit.FOUND if fail_on_change and difference.changed else Exit.OK
