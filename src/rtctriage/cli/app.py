"""The group of commands. Its help names them without loading any, so that it answers at once."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, Final

import click

from rtctriage import __version__
from rtctriage.exits import Exit

COMMANDS: Final = {
    "diagnose": ("diagnose", "Find out what is wrong with a call, and what to do."),
    "facts": ("facts", "Show what was read from a file, or the facts that can be given."),
    "layers": ("knowledge", "List the layers of the walk."),
    "causes": ("knowledge", "List the causes, or show one with its rules, limits and sources."),
    "playbook": ("knowledge", "Show what to do about a cause."),
    "doctor": ("doctor", "Check the installation."),
    "schema": ("schema", "Print the JSON Schema of the diagnosis."),
    "completion": ("completion", "Print the completion script for a shell."),
}
"""Command name -> its module in this package and its line in the help."""


class LazyGroup(click.Group):
    """Loads the module of a command when that command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in the order in which they are needed."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"rtctriage.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Suggests the nearest command for one that does not exist."""
        name = args[0] if args else ""
        if name and not name.startswith("-") and name not in COMMANDS and not ctx.resilient_parsing:
            from rtctriage.errors import did_you_mean

            hint = did_you_mean(name, COMMANDS)
            ctx.fail(f"No such command {name!r}." + (f" ({hint})" if hint else ""))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands with one line each."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Runs the program and ends with an exit status of :class:`rtctriage.exits.Exit`."""
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, False, **extra)
        try:
            status = super().main(args, prog_name, complete_var, False, **extra)
        except click.ClickException as error:
            error.show()
            sys.exit(error.exit_code)
        except (click.Abort, KeyboardInterrupt):
            sys.exit(Exit.INTERRUPTED)
        sys.exit(status if isinstance(status, int) else Exit.OK)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="rtctriage", message="%(prog)s %(version)s")
def app() -> None:
    """Finds out why a real-time audio/video call went wrong: on whose side, when, how sure that is, what was ruled
    out, and what to do about it.

    Start with: rtctriage diagnose webrtc_internals_dump.txt
    """


def main() -> None:
    """The entry point of the console script."""
    app.main(prog_name="rtctriage")
