"""``rtctriage rules show``: a rule as the program understands it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rtctriage.cli import options
from rtctriage.cli.failure import Command
from rtctriage.cli.output import Output

if TYPE_CHECKING:
    from rtctriage.knowledge.model import KnowledgeBase


def _names(knowledge: KnowledgeBase) -> Iterable[tuple[str, str]]:
    for cause in knowledge.causes.values():
        yield cause.id, cause.title.en
        yield from ((rule.id, rule.because.en) for rule in cause.rules)


@click.command("show", cls=Command)
@click.argument("name", metavar="RULE|CAUSE", shell_complete=options.completes(_names))
@options.rules_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def show_command(name: str, packs: tuple[Path, ...], form: str) -> None:
    """Show a RULE (layer.cause/rule), or all rules of a CAUSE, as the program understands them.

    The limits are filled in, with those of the scenarios that have their own; every way to hold is written out; what
    the rule rests on is named; each fact says who supplies it; and so are the tests that make the rule fire.
    """
    from rtctriage.authoring.cases import Bench
    from rtctriage.authoring.explained import explain
    from rtctriage.report.explained import explained_page
    from rtctriage.report.json import encode

    out = Output()
    knowledge = options.load_whole(packs)
    rules = explain(Bench(knowledge), name)
    if form == "json":
        out.json(encode(rules))
    else:
        out.write(explained_page(knowledge, rules, columns=out.columns, colour=out.colour))
