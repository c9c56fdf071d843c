"""``rtctriage diagnose``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from rtctriage.cli import options
from rtctriage.cli.failure import Command, complain
from rtctriage.cli.inputs import read_input
from rtctriage.cli.known import Given, call_options
from rtctriage.cli.output import Output
from rtctriage.exits import Exit

if TYPE_CHECKING:
    from rtctriage.cli.progress import Progress
    from rtctriage.diagnosis import Diagnosis
    from rtctriage.engine import Engine
    from rtctriage.profile import Profile
    from rtctriage.report.times import Zone
    from rtctriage.text import Language

_BAD: Final = {"suspect": ("fault", "suspect"), "fault": ("fault",), None: ()}


@click.command("diagnose", cls=Command)
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path, allow_dash=True))
@call_options
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="Of the answer. JSON of several files is one object a line.",
)
@options.local_time_option
@click.option(
    "--fail-on", type=click.Choice(["suspect", "fault"]), help="Exit with status 1 where such a thing was found."
)
def diagnose_command(files: tuple[Path, ...], given: Given, form: str, local_time: bool, fail_on: str | None) -> int:
    """Find out what is wrong with a call, on whose side, when, and what to do about it.

    A FILE is a chrome://webrtc-internals dump, getStats() output as JSON lines, or a symptom profile (YAML or JSON);
    its content says which, and gzip is unpacked. "-" is standard input. Without a FILE, what --fact, --profile and
    --complaint say is diagnosed.

    \b
    Exit status: 0 an answer was given; 1 --fail-on applies; 2 something could not be read or understood.
    """
    if not files and not given.anything:
        raise click.UsageError("Give a FILE, or say what you know with --fact, --profile or --complaint.")
    out = given.output(*files)
    engine = given.engine()
    known = given.typed(engine)
    run = _Run(engine, out, form, options.zone(local_time), len(files))
    if files:
        run.files(files, known, given.connection)
    else:
        run.one(None, known, given.connection)
    run.summary()
    out.finish()
    return run.status(_BAD[fail_on])


class _Run:
    """Diagnoses files one after the other and writes what comes out."""

    def __init__(self, engine: Engine, out: Output, form: str, zone: Zone, count: int) -> None:
        self.engine = engine
        self.out = out
        self.form = form
        self.zone = zone
        self.several = count > 1
        self.results: list[tuple[str, Diagnosis | None]] = []

    @property
    def language(self) -> Language:
        return self.engine.language

    def files(self, files: tuple[Path, ...], known: Profile, connection: str | None) -> None:
        """All of them; a file that cannot be read is reported, and the others go on."""
        with _progress(len(files), self.several) as progress:
            for file in files:
                self.one(file, known, connection, progress)
                if self.out.closed:
                    return

    def one(self, file: Path | None, known: Profile, connection: str | None, progress: Progress | None = None) -> None:
        """Diagnoses one file (None: what was typed alone) and shows the answer."""
        from rtctriage.errors import RtctriageError

        name = "" if file is None else str(file)
        diagnosis: Diagnosis | None = None
        profile: Profile | None = None
        problem = ""
        try:
            source: Path | bytes | dict[str, object] = {} if file is None else read_input(file)
            profile = self._facts(source, known, connection, name)
            diagnosis = self.engine.diagnose(profile)
        except RtctriageError as error:
            if not self.several:
                raise
            problem = str(error)
        self.results.append((name, diagnosis))
        if progress:
            progress.clear()
        if diagnosis is None:
            complain(problem)
        else:
            self.show(name, diagnosis, profile)
        if progress:
            progress.step()

    def _facts(
        self, source: Path | bytes | dict[str, object], known: Profile, connection: str | None, name: str
    ) -> Profile:
        """What is known of one file. Among several, a symptom profile is not asked for a connection."""
        from rtctriage.errors import NoSuchConnection

        try:
            return self.engine.facts(source, profile=known, connection=connection, name=name or None)
        except NoSuchConnection:
            if not self.several:
                raise
            profile = self.engine.facts(source, profile=known, name=name or None)
            if len(profile.evidence) > len(known.evidence):
                raise
            return profile

    def show(self, name: str, diagnosis: Diagnosis, profile: Profile | None) -> None:
        """Writes one answer."""
        if self.form == "json":
            from rtctriage.report import json

            self.out.json(json.render(diagnosis, lines=self.several))
            return
        knowledge = self.engine.knowledge
        if self.form == "markdown":
            from rtctriage.report import markdown

            heading = f"# {markdown.escape(name)}\n\n" if self.several else ""
            level = 2 if self.several else 1
            text = markdown.render(diagnosis, knowledge, profile=profile, zone=self.zone, level=level)
            self.out.write(heading + text + ("\n" if self.several else ""))
            return
        from rtctriage.report import text as terminal

        colour, columns = self.out.colour, self.out.columns
        heading = terminal.file_heading(name, columns=columns, colour=colour) if self.several else ""
        report = terminal.render(diagnosis, knowledge, profile=profile, columns=columns, colour=colour, zone=self.zone)
        self.out.write(heading + report + ("\n" if self.several else ""))

    def summary(self) -> None:
        """What came out of several files."""
        if not self.several or self.form == "json" or self.out.closed:
            return
        from rtctriage.report import summary

        if self.form == "markdown":
            self.out.write(summary.markdown_text(self.results, self.language, zone=self.zone))
            return
        columns, colour = self.out.columns, self.out.colour
        self.out.write(summary.text(self.results, self.language, columns=columns, colour=colour, zone=self.zone))

    def status(self, bad: tuple[str, ...]) -> int:
        """The exit status."""
        if any(d is None for _, d in self.results):
            return Exit.ERROR
        return Exit.FOUND if any(d.verdict in bad for _, d in self.results if d) else Exit.OK


@contextmanager
def _progress(count: int, several: bool) -> Iterator[Progress | None]:
    """A progress bar where several files may take long and a person is watching."""
    if not several or not sys.stderr.isatty():
        yield None
        return
    from rtctriage.cli.progress import Progress

    with Progress(count) as progress:
        yield progress
