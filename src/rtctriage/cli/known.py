"""What is known of a call, as the command line says it: the options that every command about a call has."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import click

from rtctriage.cli import options
from rtctriage.cli.inputs import is_standard_input, read_input
from rtctriage.cli.output import Output

if TYPE_CHECKING:
    from rtctriage.engine import Engine
    from rtctriage.profile import Profile
    from rtctriage.text import Language


class Given(NamedTuple):
    """What the options of :func:`call_options` said."""

    complaint: str | None
    facts: dict[str, str]
    profile: Path | None
    scenario: str | None
    connection: str | None
    packs: tuple[Path, ...]
    drafts: bool
    language: Language
    to: Path | None
    """The file that the answer goes to; None is standard output."""

    @property
    def anything(self) -> bool:
        """Whether it says something of a call by itself."""
        return bool(self.facts or self.profile or self.complaint)

    def engine(self) -> Engine:
        """The engine with the packs asked for. Raises KnowledgeError."""
        from rtctriage.engine import Engine

        return Engine(self.packs, language=self.language, drafts=self.drafts)

    def typed(self, engine: Engine) -> Profile:
        """What was typed, to lay over each file. Raises RtctriageError."""
        return engine.facts(
            {}, profile=self.profile, facts=self.facts, complaint=self.complaint, scenario=self.scenario
        )

    def read(self, engine: Engine, file: Path) -> Profile:
        """What is known of the call in one file ("-" is standard input), with what was typed over it.

        Raises RtctriageError.
        """
        return engine.facts(read_input(file), profile=self.typed(engine), connection=self.connection, name=str(file))

    def output(self, *files: Path) -> Output:
        """Where the answer goes: never over one of these files. Raises Failure."""
        if sum(map(is_standard_input, files)) > 1:
            raise click.UsageError('Standard input ("-") can be read only once.')
        inputs = [file for file in files if not is_standard_input(file)]
        return Output(self.to, [*inputs, self.profile] if self.profile else inputs)


def call_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options of a command about a call; it receives what they said as ``given``, a :class:`Given`."""

    @wraps(function)
    def gathered(
        *args: Any,
        complaint: str | None,
        facts: tuple[str, ...],
        profile: Path | None,
        scenario: str | None,
        connection: str | None,
        packs: tuple[Path, ...],
        drafts: bool,
        language: str,
        output: Path | None,
        **rest: Any,
    ) -> Any:
        given = Given(
            complaint,
            named_values(facts, "--fact"),
            profile,
            scenario,
            connection,
            packs,
            drafts,
            options.as_language(language),
            None if output is None or is_standard_input(output) else output,
        )
        return function(*args, given=given, **rest)

    for option in reversed(_OPTIONS):
        gathered = option(gathered)
    return gathered


def named_values(pairs: Iterable[str], said_as: str) -> dict[str, str]:
    """``NAME=VALUE`` as a mapping; ``said_as`` is the option or argument that a mistake is reported for."""
    split: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            raise click.BadParameter(f"{pair!r} is not NAME=VALUE, such as cpu.total=91%", param_hint=said_as)
        split[name.strip()] = value.strip()
    return split


_OPTIONS: Final = (
    click.option(
        "--complaint",
        metavar="NAME",
        shell_complete=options.completes(options.complaints),
        help="What the user complains about, such as stutter.",
    ),
    click.option(
        "--fact",
        "facts",
        metavar="NAME=VALUE",
        multiple=True,
        shell_complete=options.completes(options.facts),
        help='A fact that you know, such as cpu.total=91%; may be repeated. "rtctriage facts" lists them.',
    ),
    click.option(
        "--profile", metavar="FILE", type=click.Path(path_type=Path), help="A symptom profile to lay over each FILE."
    ),
    click.option(
        "--scenario",
        metavar="NAME",
        shell_complete=options.completes(options.scenarios),
        help="The kind of application, such as show-live.",
    ),
    options.connection_option,
    options.rules_option,
    options.drafts_option,
    options.language_option,
    click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help="Write the answer to a file."),
)
