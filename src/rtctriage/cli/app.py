"""The program's commands, and how it ends."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any, Final

import click

from rtctriage import __version__
from rtctriage.cli.lazy import LazyGroup
from rtctriage.exits import Exit

COMMANDS: Final = {
    "diagnose": ("rtctriage.cli.diagnose", "Find out what is wrong with a call, and what to do."),
    "guide": ("rtctriage.cli.guide", "Find out what is wrong by answering questions, one at a time."),
    "explain": ("rtctriage.cli.explain", "Explain a diagnosis: how it came about, why not another one, what if."),
    "compare": ("rtctriage.cli.compare", "Say whether a remedy helped: one call before it, one after."),
    "facts": ("rtctriage.cli.facts", "Show what was read from a file, or the facts that can be given."),
    "layers": ("rtctriage.cli.knowledge", "List the layers of the walk."),
    "causes": ("rtctriage.cli.knowledge", "List the causes, or show one with its rules, limits and sources."),
    "playbook": ("rtctriage.cli.knowledge", "Show what to do about a cause."),
    "code": ("rtctriage.cli.code", "Explain an error code, reason or warning of a vendor."),
    "field": ("rtctriage.cli.field", "Explain a field of a vendor's statistics."),
    "rules": ("rtctriage.cli.rules", "Check and test rules: the toolbox of those who write them."),
    "doctor": ("rtctriage.cli.doctor", "Check the installation."),
    "schema": ("rtctriage.cli.schema", "Print the JSON Schema of the diagnosis or of the explanations."),
    "completion": ("rtctriage.cli.completion", "Print the completion script for a shell."),
}


class Program(LazyGroup):
    """The group of all commands: ends with an exit status of :class:`rtctriage.exits.Exit`."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Runs the program; every error leaves it as one message."""
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


@click.group(
    cls=Program, lazy=COMMANDS, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="rtctriage", message="%(prog)s %(version)s")
def app() -> None:
    """Finds out why a real-time audio/video call went wrong: on whose side, when, how sure that is, what was ruled
    out, and what to do about it.

    Start with: rtctriage diagnose webrtc_internals_dump.txt
    """


def main() -> None:
    """The entry point of the console script."""
    app.main(prog_name="rtctriage")
