"""``rtctriage guide``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from rtctriage.cli import options
from rtctriage.cli.failure import Command
from rtctriage.cli.known import call_options

if TYPE_CHECKING:
    from rtctriage.cli.known import Given
    from rtctriage.exits import Exit

LATEST: Final = "-"


@click.command("guide", cls=Command)
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--resume",
    metavar="[FILE]",
    is_flag=False,
    flag_value=LATEST,
    help="Go on with a consultation that was kept; without a FILE, with the latest one.",
)
@click.option("--replay", metavar="FILE", help="Show a consultation again as it went, and ask nothing.")
@click.option("--save", metavar="FILE", type=click.Path(path_type=Path), help="Keep the consultation in this file.")
@click.option(
    "--profile-out",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write what was answered as a symptom profile.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="Of the diagnosis at the end.",
)
@options.local_time_option
@call_options
def guide_command(
    files: tuple[Path, ...],
    resume: str | None,
    replay: str | None,
    save: Path | None,
    profile_out: Path | None,
    form: str,
    local_time: bool,
    given: Given,
) -> Exit:
    """Find out what is wrong by answering questions, one at a time, those first that settle most for their effort.

    What a FILE (a recording or a symptom profile) says is not asked. At every question, /help lists what else can be
    typed: I do not know, skip, back, why, what if, attach. All is kept after every answer; --resume goes on with it.

    \b
    Exit status: 0 a diagnosis was given, or all is kept; 2 an error; 130 interrupted, and all is kept.
    """
    from rtctriage.cli.guide.session import Session

    if sum(name is not None for name in (resume, replay)) > 1:
        raise click.UsageError("--resume goes on with a consultation and --replay shows one: give one of them.")
    if (resume or replay) and (files or given.anything):
        raise click.UsageError("A kept consultation has its own files and facts: attach more with /attach.")
    session = Session(given, form, options.zone(local_time), profile_out)
    if replay is not None:
        return session.replay(Path(replay))
    if resume is not None:
        return session.resume(None if resume == LATEST else Path(resume), save)
    return session.begin(files, save)
