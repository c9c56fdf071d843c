"""What the commands that explain share: the options that say how to tell it, and the telling."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from rtctriage.cli import options
from rtctriage.cli.known import Given
from rtctriage.cli.output import Output

if TYPE_CHECKING:
    from rtctriage.engine import Engine
    from rtctriage.report.explanation import Explanation, Form
    from rtctriage.report.times import Zone


class Telling(NamedTuple):
    """What the options of :func:`telling_options` said."""

    form: Form
    zone: Zone

    def tell(self, explanation: Explanation, given: Given, engine: Engine, out: Output) -> None:
        """Writes an explanation as it was asked for, and finishes the output."""
        from rtctriage.report.explanation import render

        said = render(
            explanation,
            self.form,
            engine.knowledge,
            given.language,
            columns=out.columns,
            colour=out.colour,
            zone=self.zone,
        )
        if self.form == "json":
            out.json(said)
        else:
            out.write(said)
        out.finish()


def telling_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """``--format`` and ``--local-time``; the command receives what they said as ``telling``, a :class:`Telling`."""

    @click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json", "mermaid"]),
        default="text",
        show_default=True,
        help="Of the answer; mermaid is a flowchart that many wikis and issue trackers draw.",
    )
    @options.local_time_option
    @wraps(function)
    def gathered(*args: Any, form: Form, local_time: bool, **rest: Any) -> Any:
        return function(*args, telling=Telling(form, options.zone(local_time)), **rest)

    return gathered
