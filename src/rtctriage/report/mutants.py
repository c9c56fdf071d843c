"""Which mistakes in the rules their tests would not notice, for those who write rules."""

from __future__ import annotations

from collections.abc import Callable

from rtctriage.authoring.mutate import Mutation
from rtctriage.report.style import Painter


def mutants_page(mutation: Mutation, *, place: Callable[[str], str] = str, colour: bool = False) -> str:
    """The mutants that live, and how many there are, of each cause that has any and in all; ends with a line end.

    ``place``: where an origin is, for an editor.
    """
    paint = Painter(colour)
    lines = [f"{place(m.origin)}: {paint('not noticed', 'suspect')}: {m.rule}: {m.what}" for m in mutation.living]
    lines += [f"{c.cause}: {c.living} of {c.mutants} mutants live" for c in mutation.causes if c.living]
    if mutation.failing:
        lines.append(paint(f"{mutation.failing} tests fail as the rules are, and notice nothing", "fault"))
    counts = f"{mutation.mutants} mutants, {len(mutation.living)} live ({mutation.share:.3g} %)"
    lines.append(paint(counts, "suspect" if mutation.living else "clear"))
    return "\n".join(lines) + "\n"
