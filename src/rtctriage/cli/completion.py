"""``rtctriage completion``."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from rtctriage.cli.failure import Command
from rtctriage.cli.output import Output


@click.command("completion", cls=Command)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion_command(shell: str) -> None:
    """Print the completion script for a shell.

    \b
    bash:  rtctriage completion bash > ~/.local/share/bash-completion/completions/rtctriage
    zsh:   rtctriage completion zsh > ~/.zfunc/_rtctriage  (a folder of $fpath)
    fish:  rtctriage completion fish > ~/.config/fish/completions/rtctriage.fish
    """
    from rtctriage.cli.app import app

    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"no completion for {shell}")
    Output().write(kind(app, {}, "rtctriage", "_RTCTRIAGE_COMPLETE").source() + "\n")
