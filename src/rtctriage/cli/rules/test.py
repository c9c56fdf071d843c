"""``rtctriage rules test``: runs the tests beside the rules."""

from __future__ import annotations

from pathlib import Path

import click

from rtctriage.cli import options
from rtctriage.cli.failure import Command
from rtctriage.cli.output import Output
from rtctriage.exits import Exit


@click.command("test", cls=Command)
@click.argument("causes", nargs=-1, metavar="[CAUSE]...", shell_complete=options.completes(options.causes))
@options.rules_option
@click.option("--coverage/--no-coverage", default=True, help="Say what the tests leave out.  [default: --coverage]")
@click.option("--complete", is_flag=True, help="Fail where the tests leave anything out.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def test_command(causes: tuple[str, ...], packs: tuple[Path, ...], coverage: bool, complete: bool, form: str) -> int:
    """Run the tests that stand beside the rules, of all causes or of these; exit status 1 where one fails.

    The coverage says which rules fire in no test, which conditions were never seen true, false or unknown, and which
    limits were never tried closely on both sides.
    """
    from rtctriage.authoring.cases import Bench, run_cases
    from rtctriage.authoring.coverage import measure
    from rtctriage.report.cases import cases_page
    from rtctriage.report.json import encode

    out = Output()
    bench = Bench(options.load_whole(packs))
    wanted = options.chosen(causes, bench.knowledge.causes, "cause")
    results = list(run_cases(bench, wanted))
    covered = measure(bench, wanted) if coverage or complete else None
    if form == "json":
        out.json(encode({"tests": results, "coverage": covered}))
    else:
        out.write(cases_page(results, covered, colour=out.colour))
    failed = any(not result.passed for result in results)
    return Exit.FOUND if failed or (complete and covered is not None and not covered.complete) else Exit.OK
