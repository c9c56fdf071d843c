"""``rtctriage rules lint``: checks rules, facts, limits, playbooks and texts."""

from __future__ import annotations

from pathlib import Path

import click

from rtctriage.cli import options
from rtctriage.cli.failure import Command
from rtctriage.cli.output import Output
from rtctriage.exits import Exit


def _codes(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    from rtctriage.authoring.lint import CODES

    return [code for code in CODES if code.startswith(incomplete)]


@click.command("lint", cls=Command)
@options.rules_option
@click.option("--strict", is_flag=True, help="Fail on warnings, too.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--explain",
    "code",
    metavar="[CODE]",
    is_flag=False,
    flag_value="",
    shell_complete=_codes,
    help="Say what a code means, or list all codes.",
)
def lint_command(packs: tuple[Path, ...], strict: bool, form: str, code: str | None) -> int:
    """Check rules, facts, limits, playbooks and texts for what loads and is still not meant.

    A rule that never fires, or always does, or repeats another one; limits that overlap; a fact that nothing supplies;
    a playbook that nobody reaches, or whose check passes while the fault is there; a text that was not translated.
    Each finding has a code, of which --explain tells more. With a pack those that the built-in rules have without it
    are left out.

    Exit status 1 where there is an error, 2 where the rules cannot be loaded.
    """
    from rtctriage.authoring.lint import lint
    from rtctriage.report.json import encode
    from rtctriage.report.lint import as_data, lint_page

    out = Output()
    if code is not None:
        _explain(out, code, form)
        return Exit.OK
    report = lint(packs)
    if form == "json":
        out.json(encode(as_data(report)))
    else:
        out.write(lint_page(report, colour=out.colour))
    if not report.loaded:
        return Exit.ERROR
    return Exit.FOUND if report.count("error") or (strict and report.count("warning")) else Exit.OK


def _explain(out: Output, code: str, form: str) -> None:
    """Raises UnknownName for a code that does not exist."""
    from rtctriage.authoring.lint import CODES
    from rtctriage.errors import UnknownName
    from rtctriage.report.json import encode
    from rtctriage.report.lint import code_page, codes_page

    if code and code.upper() not in CODES:
        raise UnknownName("code", code, CODES)
    chosen = CODES[code.upper()] if code else None
    if form == "json":
        out.json(encode(chosen or list(CODES.values())))
    elif chosen is not None:
        out.write(code_page(chosen, columns=out.columns, colour=out.colour))
    else:
        out.write(codes_page(CODES.values(), colour=out.colour))
