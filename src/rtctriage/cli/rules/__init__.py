"""``rtctriage rules``: the toolbox of those who write rules."""

from __future__ import annotations

from typing import Final

import click

from rtctriage.cli.lazy import LazyGroup

COMMANDS: Final = {
    "lint": ("rtctriage.cli.rules.lint", "Check rules, facts, limits, playbooks and texts."),
    "test": ("rtctriage.cli.rules.test", "Run the tests that stand beside the rules, and say what they leave out."),
}


@click.group("rules", cls=LazyGroup, lazy=COMMANDS)
def rules_command() -> None:
    """Check and test rules: the toolbox of those who write them."""
