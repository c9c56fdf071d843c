"""``rtctriage doctor``."""

from __future__ import annotations

import importlib.util
import platform
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from rtctriage import __version__
from rtctriage.cli import options
from rtctriage.cli.failure import Command, complain
from rtctriage.cli.output import Output
from rtctriage.exits import Exit

if TYPE_CHECKING:
    from rtctriage.knowledge.model import KnowledgeBase

_PARTS: Final = (
    ("click", "click", "the command line", True),
    ("msgspec", "msgspec", "result objects and JSON", True),
    ("PyYAML", "yaml", "rules and symptom profiles", True),
    ("Jinja2", "jinja2", "playbooks with conditions in their texts", True),
    ("durable_rules", "durable", "the forward chainer; without it the plain one runs", False),
)


@click.command("doctor", cls=Command)
@options.rules_option
def doctor_command(packs: tuple[Path, ...]) -> int:
    """Check the installation: version, forward chainer, knowledge, cache, and the parts it is made of.

    Exit status: 0 all is well; 2 it cannot diagnose.
    """
    from rtctriage.errors import RtctriageError
    from rtctriage.report.style import Painter
    from rtctriage.report.tables import Cell, table

    out = Output()
    well = True
    rows = [*_machine(), *_parts()]
    well = all(state != "missing" for _, state in rows)
    problem = ""
    try:
        rows += [*_knowledge(packs), *_cache()]
    except RtctriageError as error:
        problem = str(error)
        rows.append(("knowledge", "cannot be loaded"))
    paint = Painter(out.colour)
    cells = [(Cell(name, "dim"), state) for name, state in rows]
    out.write("\n".join(table(cells, out.columns, paint)) + "\n")
    if problem:
        complain(problem)
    return Exit.OK if well and not problem else Exit.ERROR


def _machine() -> Iterator[tuple[str, str]]:
    yield "rtctriage", __version__
    yield "Python", f"{platform.python_version()} ({platform.python_implementation()}, {sys.platform})"
    yield "output", f"{sys.stdout.encoding or 'unknown'}, language {options.usual_language()}"


def _parts() -> Iterator[tuple[str, str]]:
    """The libraries that it stands on."""
    for name, module, purpose, needed in _PARTS:
        if importlib.util.find_spec(module) is None:
            yield name, "missing" if needed else f"not installed ({purpose})"
            continue
        try:
            yield name, f"{version(name)} ({purpose})"
        except PackageNotFoundError:
            yield name, f"present ({purpose})"


def _knowledge(packs: tuple[Path, ...]) -> Iterator[tuple[str, str]]:
    """What the program knows, and which chainer runs over it, for what reason."""
    from rtctriage.engine import Engine

    engine = Engine(packs)
    base = engine.knowledge
    chainer = engine.chainer
    yield "knowledge", base.hash[:12]
    yield "", _counts(base)
    yield "chainer", f"{chainer.name} ({_reason(chainer.name, chainer.note.en if chainer.note else '')})"


def _reason(chainer: str, note: str) -> str:
    """Why this chainer runs."""
    if note:
        return note
    if chainer == "durable_rules":
        return "it can be imported, and the rules are within its limits"
    if sys.version_info >= (3, 13):
        return "durable_rules needs a C call that Python 3.13 no longer has"
    return "durable_rules cannot be imported here"


def _counts(base: KnowledgeBase) -> str:
    rules = sum(len(cause.rules) for cause in base.causes.values())
    counts = (
        (len(base.layers), "layers"),
        (len(base.causes), "causes"),
        (rules, "rules"),
        (len(base.playbooks), "playbooks"),
        (len(base.facts), "facts"),
        (len(base.thresholds), "thresholds"),
    )
    return ", ".join(f"{count} {what}" for count, what in counts)


def _cache() -> Iterator[tuple[str, str]]:
    """Where the compiled knowledge is kept."""
    from rtctriage.knowledge.cache import SUFFIX, cache_folder

    folder = cache_folder()
    if folder is None:
        yield "cache", "none can be written; rules are read anew at every start"
        return
    files = list(Path(folder).glob(f"*{SUFFIX}"))
    size = sum(file.stat().st_size for file in files)
    yield "cache", f"{folder} ({len(files)} files, {size / 1e6:.1f} MB)"
