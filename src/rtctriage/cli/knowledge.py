"""``rtctriage layers``, ``causes`` and ``playbook``: what the program knows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rtctriage.cli import options
from rtctriage.cli.failure import Command
from rtctriage.cli.output import Output

if TYPE_CHECKING:
    from rtctriage.knowledge.model import KnowledgeBase, Playbook


@click.command("layers", cls=Command)
@options.rules_option
@options.language_option
def layers_command(packs: tuple[Path, ...], language: str) -> None:
    """List the layers of the walk, in their order."""
    from rtctriage.report import rules

    out = Output()
    knowledge = options.load_knowledge(packs)
    out.write(rules.layers(knowledge, options.as_language(language), columns=out.columns, colour=out.colour))


@click.command("causes", cls=Command)
@click.argument("cause", metavar="[ID]", required=False, shell_complete=options.completes(options.causes))
@options.rules_option
@options.language_option
def causes_command(cause: str | None, packs: tuple[Path, ...], language: str) -> None:
    """List the causes, or show the cause ID with its rules, limits and sources; a draft is shown, but not listed."""
    from rtctriage.errors import UnknownName
    from rtctriage.knowledge import with_drafts
    from rtctriage.report import rules

    out = Output()
    knowledge = options.load_knowledge(packs)
    spoken = options.as_language(language)
    if cause is None:
        out.write(rules.causes(knowledge, spoken, columns=out.columns, colour=out.colour))
        return
    if cause not in knowledge.causes:
        knowledge = with_drafts(knowledge)
    if cause not in knowledge.causes:
        raise UnknownName("cause", cause, knowledge.causes)
    out.write(rules.cause(knowledge, cause, spoken, columns=out.columns, colour=out.colour))


@click.command("playbook", cls=Command)
@click.argument("name", metavar="ID", shell_complete=options.completes(options.playbooks))
@options.rules_option
@options.language_option
def playbook_command(name: str, packs: tuple[Path, ...], language: str) -> None:
    """Show what to do: ID is a playbook (network/packet-loss) or a cause (network.packet-loss).

    Where a diagnosis fills in values, their names stand in brackets.
    """
    from rtctriage.report.labels import Labels
    from rtctriage.report.playbook import unfilled
    from rtctriage.report.text import playbook_page

    out = Output()
    knowledge = options.load_knowledge(packs)
    labels = Labels(knowledge, options.as_language(language))
    view = unfilled(_find(knowledge, name), labels)
    out.write(playbook_page(view, labels, columns=out.columns, colour=out.colour))


def _find(knowledge: KnowledgeBase, name: str) -> Playbook:
    """The playbook of that id, or of the cause of that id. Raises UnknownName."""
    from rtctriage.errors import UnknownName
    from rtctriage.knowledge import with_drafts

    cause = knowledge.causes.get(name) or with_drafts(knowledge).causes.get(name)
    wanted = cause.playbook if cause else name
    if wanted is not None and wanted in knowledge.playbooks:
        return knowledge.playbooks[wanted]
    raise UnknownName("playbook", name, (*knowledge.playbooks, *knowledge.causes))
