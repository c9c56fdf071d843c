"""``rtctriage rules schema``: the JSON Schemas of the files of a pack."""

from __future__ import annotations

from pathlib import Path

import click

from rtctriage.cli import options
from rtctriage.cli.failure import Command, Failure
from rtctriage.cli.output import Output


@click.command("schema", cls=Command)
@click.argument("kind", required=False)
@options.rules_option
@click.option(
    "-o", "--output", "folder", metavar="DIR", type=click.Path(path_type=Path), help="Write KIND.schema.json there."
)
def schema_command(kind: str | None, packs: tuple[Path, ...], folder: Path | None) -> None:
    """Print the JSON Schema of one KIND of file, or of all of them, so that editors complete and check.

    KIND is cause, playbook, facts, thresholds, layers, scenarios, complaints, disable, certainties, codes, fields or
    pack. The schemas offer the names that the knowledge has; with --rules those of the packs, too.
    """
    from rtctriage.authoring.schema import KINDS, schema_files, schema_of, schema_text
    from rtctriage.errors import UnknownName

    if kind is not None and kind not in KINDS:
        raise UnknownName("kind of file", kind, KINDS)
    knowledge = options.load_knowledge(packs)
    kinds = KINDS if kind is None else (kind,)
    if folder is None:
        schemas = {one: schema_of(one, knowledge) for one in kinds}
        Output().json(schema_text(schemas if kind is None else schemas[kind]))
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Failure(f"{folder}: cannot be made: {error.strerror}") from error
    for name, text in schema_files(knowledge, kinds).items():
        out = Output(folder / name)
        out.write(text)
        out.finish()
