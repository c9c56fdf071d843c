"""``rtctriage explain why-not``."""

from __future__ import annotations

from pathlib import Path

import click

from rtctriage.cli import options
from rtctriage.cli.failure import Command
from rtctriage.cli.known import Given, call_options


@click.command("why-not", cls=Command)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, allow_dash=True))
@click.argument("cause", metavar="CAUSE", shell_complete=options.completes(options.causes))
@call_options
@options.explanation_format_option
@options.local_time_option
def why_not_command(file: Path, cause: str, given: Given, form: str, local_time: bool) -> None:
    """Show why CAUSE is not what is wrong with the call in FILE, rule by rule.

    What each of its rules found, what was missing and by how much, what is not known and who would supply it, and what
    speaks against the cause; for one that was found, what it follows from or what comes before it. "-" is standard
    input.
    """
    from rtctriage.explain.why_not import why_not

    out = given.output(file)
    engine = given.engine()
    found = why_not(engine.reason(given.read(engine, file)), cause)
    if form == "json":
        from rtctriage.report import explain_json

        out.json(explain_json.render(found, given.language))
    else:
        from rtctriage.report import explain_tree, explain_why_not

        page = explain_why_not.page(found, engine.knowledge, given.language, options.zone(local_time))
        if form == "mermaid":
            out.write(explain_tree.mermaid((page,)))
        else:
            out.write(explain_tree.text((page,), columns=out.columns, colour=out.colour))
    out.finish()
