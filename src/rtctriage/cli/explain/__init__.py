"""``rtctriage explain``: how an answer came about, why it is not another one, and what would change it."""

from __future__ import annotations

from typing import Final

import click

from rtctriage.cli.lazy import LazyGroup

COMMANDS: Final = {
    "how": ("rtctriage.cli.explain.how", "Show how a conclusion came about, down to the facts."),
    "why-not": ("rtctriage.cli.explain.why_not", "Show why a cause is not the answer, rule by rule."),
    "what-if": ("rtctriage.cli.explain.what_if", "Show what the diagnosis would be if facts were other than they are."),
    "nearest": ("rtctriage.cli.explain.nearest", "Show the smallest change that clears a cause, or establishes it."),
}


@click.group("explain", cls=LazyGroup, lazy=COMMANDS)
def explain_command() -> None:
    """Explain a diagnosis: how it came about, why it is not another one, and what would change it."""
