"""Options that several commands share, and how their values complete."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from rtctriage.knowledge.model import KnowledgeBase
    from rtctriage.report.times import Zone
    from rtctriage.text import Language

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def usual_language() -> str:
    """Chinese where the environment speaks it, else English."""
    locale = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return "zh" if locale.lower().startswith("zh") else "en"


def language_option(function: Decorated) -> Decorated:
    """``--lang``: of reports, questions and playbooks; names never change."""
    return click.option(
        "--lang",
        "language",
        type=click.Choice(["en", "zh"]),
        default=usual_language,
        envvar="RTCTRIAGE_LANG",
        help="Language of the answer.  [default: that of the environment]",
    )(function)


class Folder(click.Path):
    """A folder, where an empty text does not stand for the current one: a variable that is not set makes it."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Refuses the empty text."""
        if value == "":
            self.fail("the name of the folder is empty.", param, ctx)
        return super().convert(value, param, ctx)


def rules_option(function: Decorated) -> Decorated:
    """``--rules``: packs over the built-in knowledge."""
    return click.option(
        "--rules",
        "packs",
        multiple=True,
        metavar="DIR",
        type=Folder(path_type=Path),
        help="Lay a pack of rules over the built-in ones; may be repeated.",
    )(function)


def drafts_option(function: Decorated) -> Decorated:
    """``--drafts``: of the rules."""
    return click.option("--drafts", is_flag=True, help="Let causes take part whose status is draft.")(function)


def connection_option(function: Decorated) -> Decorated:
    """``--connection``: which of several."""
    return click.option("--connection", metavar="ID", help="Which of several connections in the file.")(function)


def local_time_option(function: Decorated) -> Decorated:
    """``--local-time``: of wall-clock times."""
    return click.option(
        "--local-time", is_flag=True, help="Wall-clock times in the zone of this computer, not in UTC."
    )(function)


def load_knowledge(packs: Iterable[Path] = ()) -> KnowledgeBase:
    """The knowledge base with its packs, as a diagnosis has it. Raises KnowledgeError."""
    from rtctriage.knowledge import load

    return load(tuple(packs))


def load_whole(packs: Iterable[Path] = ()) -> KnowledgeBase:
    """The knowledge base as those who write it need it: with drafts and tests. Raises KnowledgeError."""
    from rtctriage.knowledge import load

    return load(tuple(packs), drafts=True, cases=True)


def chosen(names: Iterable[str], known: Collection[str], kind: str) -> frozenset[str]:
    """The given names, all known ones where none is given. Raises UnknownName."""
    from rtctriage.errors import UnknownName

    wanted = frozenset(names)
    for name in names:
        if name not in known:
            raise UnknownName(kind, name, known)
    return wanted or frozenset(known)


def as_language(language: str) -> Language:
    """What click has checked already."""
    return cast("Language", language)


def completes(names: Callable[[KnowledgeBase], Iterable[tuple[str, str]]]) -> Callable[..., list[CompletionItem]]:
    """A completion over names of the knowledge base, each with its title."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        packs = ctx.params.get("packs") or ()
        return [CompletionItem(n, help=t) for n, t in names(load_knowledge(packs)) if n.startswith(incomplete)]

    return complete


def causes(knowledge: KnowledgeBase) -> Iterable[tuple[str, str]]:
    """Ids of causes."""
    return ((c.id, c.title.in_(as_language(usual_language()))) for c in knowledge.causes.values())


def scenarios(knowledge: KnowledgeBase) -> Iterable[tuple[str, str]]:
    """Names of scenarios."""
    return ((s.id, s.title.in_(as_language(usual_language()))) for s in knowledge.scenarios.values())


def complaints(knowledge: KnowledgeBase) -> Iterable[tuple[str, str]]:
    """Names of complaints."""
    return ((c.id, c.title.in_(as_language(usual_language()))) for c in knowledge.complaints.values())


def playbooks(knowledge: KnowledgeBase) -> Iterable[tuple[str, str]]:
    """Ids of playbooks and of the causes that have one."""
    yield from causes(knowledge)
    yield from ((p.id, p.title.in_(as_language(usual_language()))) for p in knowledge.playbooks.values())


def facts(knowledge: KnowledgeBase) -> Iterable[tuple[str, str]]:
    """Names of facts, ready for a value."""
    return ((f"{f.name}=", f.title.in_(as_language(usual_language()))) for f in knowledge.facts.values())


def vendors(knowledge: KnowledgeBase) -> Iterable[tuple[str, str]]:
    """Vendors that have a table of codes."""
    return ((name, "") for name in dict.fromkeys(code.vendor for code in knowledge.codes))


def zone(local_time: bool) -> Zone:
    """The zone of wall-clock times."""
    return "local" if local_time else "utc"
