"""``rtctriage rules mutate``: which mistakes in the rules no test would notice."""

from __future__ import annotations

from pathlib import Path

import click

from rtctriage.cli import options
from rtctriage.cli.failure import Command
from rtctriage.cli.output import Output
from rtctriage.exits import Exit


def _percent(ctx: click.Context, param: click.Parameter, value: str | None) -> float | None:
    """``5%``, ``5 %`` or ``5``."""
    if value is None:
        return None
    try:
        share = float(value.strip().removesuffix("%"))
    except ValueError:
        raise click.BadParameter(f'"{value}" is no percentage; write one like 5%') from None
    if not 0 <= share <= 100:
        raise click.BadParameter("a percentage is between 0 % and 100 %")
    return share


@click.command("mutate", cls=Command)
@click.argument("causes", nargs=-1, metavar="[CAUSE]...", shell_complete=options.completes(options.causes))
@options.rules_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--limit", callback=_percent, metavar="N%", help="Fail where more of the mutants than this live.")
def mutate_command(causes: tuple[str, ...], packs: tuple[Path, ...], form: str, limit: float | None) -> int:
    """Change each limit, operator and quantifier of the rules in turn, and name the changes that no test notices.

    Of all causes or of these, with a pack of the causes of the pack if none are named; the tests of a cause are run
    against the mutants of its own rules. With --limit the exit status is 1 where more of them live.
    """
    from rtctriage.authoring.cases import Bench
    from rtctriage.authoring.mutate import mutate
    from rtctriage.authoring.origins import Origins
    from rtctriage.report.json import encode
    from rtctriage.report.mutants import mutants_page

    out = Output()
    bench = Bench(options.load_whole(packs))
    origins = Origins.of(bench.knowledge, packs)
    known = bench.knowledge.causes
    wanted = options.chosen(causes, known, "cause")
    mutation = mutate(bench, origins.of_packs(known.values()) if packs and not causes else wanted)
    if form == "json":
        out.json(encode(mutation))
    else:
        out.write(mutants_page(mutation, place=origins.place, colour=out.colour))
    return Exit.FOUND if limit is not None and mutation.share > limit else Exit.OK
