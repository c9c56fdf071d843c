"""``rtctriage rules``: the toolbox of those who write rules."""

from __future__ import annotations

from typing import Final

import click

from rtctriage.cli.lazy import LazyGroup

COMMANDS: Final = {
    "new": ("rtctriage.cli.rules.new", "Write a commented skeleton of a cause into a pack."),
    "show": ("rtctriage.cli.rules.show", "Show a rule as the program understands it."),
    "test": ("rtctriage.cli.rules.test", "Run the tests that stand beside the rules, and say what they leave out."),
    "lint": ("rtctriage.cli.rules.lint", "Check rules, facts, limits, playbooks and texts."),
    "mutate": ("rtctriage.cli.rules.mutate", "Name the mistakes in rules that no test would notice."),
    "diff": ("rtctriage.cli.rules.diff", "Show what changes from one pack to another."),
    "graph": ("rtctriage.cli.rules.graph", "Draw the causes by layer, with what leads to what."),
    "profile": ("rtctriage.cli.rules.profile", "Say which rules cost most time."),
    "schema": ("rtctriage.cli.rules.schema", "Print the JSON Schemas of the files of a pack, for editors."),
}


@click.group("rules", cls=LazyGroup, lazy=COMMANDS)
def rules_command() -> None:
    """Check and test rules: the toolbox of those who write them."""
