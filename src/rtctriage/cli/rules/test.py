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
@click.option("--fail-on-change", is_flag=True, help="Fail where a pack changes a test of the knowledge below it.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def test_command(
    causes: tuple[str, ...], packs: tuple[Path, ...], coverage: bool, complete: bool, fail_on_change: bool, form: str
) -> int:
    """Run the tests that stand beside the rules, of all causes or of these; exit status 1 where one fails.

    With a pack all tests are run. One of the knowledge below that fails with the pack and passes without it is changed
    by the pack: it is listed and counted apart, and fails with --fail-on-change only.

    The coverage says which rules fire in no test, which conditions were never seen true, false or unknown, and which
    limits were never tried closely on both sides. With a pack it is that of the causes of the pack, if none are named.
    """
    from rtctriage.authoring.below import told_apart
    from rtctriage.authoring.cases import Bench, run_cases
    from rtctriage.authoring.coverage import measure
    from rtctriage.authoring.origins import Origins
    from rtctriage.report.cases import cases_page
    from rtctriage.report.json import encode

    out = Output()
    bench = Bench(options.load_whole(packs))
    known = bench.knowledge.causes
    wanted = options.chosen(causes, known, "cause")
    origins = Origins.of(bench.knowledge, packs)
    results = list(told_apart(run_cases(bench, wanted), packs, origins))
    covered = None
    if coverage or complete:
        own = packs and not causes
        covered = measure(bench, origins.of_packs(known.values()) if own else wanted)
    if form == "json":
        out.json(encode({"tests": results, "coverage": covered}))
    else:
        out.write(cases_page(results, covered, place=origins.place, colour=out.colour))
    failed = any(result.failed or (fail_on_change and result.changed) for result in results)
    return Exit.FOUND if failed or (complete and covered is not None and not covered.complete) else Exit.OK
