"""How errors leave the program: a message on standard error, an exit status, never a traceback."""

from __future__ import annotations

import sys
from typing import IO, Any

import click

from rtctriage.exits import Exit


class Failure(click.ClickException):
    """An error that the user can mend."""

    exit_code = Exit.ERROR.value

    def show(self, file: IO[Any] | None = None) -> None:
        """Writes the message to standard error."""
        complain(self.message)


def complain(message: str) -> None:
    """One message on standard error, in characters that its encoding has."""
    from rtctriage.cli.output import speakable

    lines = message.splitlines()
    if len(lines) > 1:
        message = "\n  ".join([f"{len(lines)} problems:", *lines])
    click.echo(speakable(f"rtctriage: {message}", sys.stderr.encoding), err=True)


class Command(click.Command):
    """A command whose library errors become messages."""

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command; raises Failure for an error of ours."""
        from rtctriage.errors import RtctriageError

        try:
            return super().invoke(ctx)
        except RtctriageError as error:
            raise Failure(str(error)) from error
