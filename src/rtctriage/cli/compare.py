"""``rtctriage compare``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from rtctriage.cli.explanation import Telling, telling_options
from rtctriage.cli.failure import Command
from rtctriage.cli.known import call_options
from rtctriage.exits import Exit

if TYPE_CHECKING:
    from rtctriage.cli.known import Given


@click.command("compare", cls=Command)
@click.argument("before", metavar="BEFORE", type=click.Path(path_type=Path, allow_dash=True))
@click.argument("after", metavar="AFTER", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--after-connection", metavar="ID", help="Which of several connections in AFTER, if not the same.")
@telling_options
@click.option(
    "--fail-unless-solved", is_flag=True, help="Exit with status 1 where the cause found before is not ruled out."
)
@call_options
@click.pass_context
def compare_command(
    context: click.Context,
    before: Path,
    after: Path,
    after_connection: str | None,
    fail_unless_solved: bool,
    telling: Telling,
    given: Given,
) -> int:
    """Say whether the playbook helped: what became of the cause found in BEFORE, by the evidence in AFTER.

    The checks of the playbook are evaluated on both. What was not measured in AFTER is not solved. What is given with
    --fact, --complaint and --scenario counts for both calls.
    """
    out = given.output(before, after)
    engine = given.engine()
    one = given.read(engine, before)
    if context.get_parameter_source("after_connection") is not ParameterSource.DEFAULT:
        given = given._replace(connection=after_connection)
    answer = engine.compare(one, given.read(engine, after))
    telling.tell(answer, given, engine, out)
    return Exit.FOUND if fail_unless_solved and answer.outcome not in ("solved", "nothing-to-compare") else Exit.OK
