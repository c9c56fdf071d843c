"""What rules cost, as a table for those who write them."""

from __future__ import annotations

from rtctriage.authoring.costs import Costs
from rtctriage.report.style import Painter
from rtctriage.report.tables import wrap

_INDENT = 26


def costs_page(costs: Costs, *, top: int, columns: int = 100, colour: bool = False) -> str:
    """The dearest rules first, each with the test that takes most of its time; ends with a line end."""
    paint = Painter(colour)
    shown = costs.rules[:top]
    lines = [paint(f"{'Share':>7} {'Time':>10} {'Tests':>6}  Rule", "dim")]
    for rule in shown:
        figures = f"{rule.share:5.1f} % {_time(rule.seconds):>10} {rule.tests:6}"
        lines.append(f"{figures}  {paint(rule.rule, 'bold')}")
        lines += [
            " " * _INDENT + paint(line, "dim") for line in wrap(rule.costliest, columns - _INDENT) if rule.costliest
        ]
    left = len(costs.rules) - len(shown)
    more = f"; {left} more rules are not shown" if left else ""
    lines.append(f"{costs.profiles} profiles, {costs.tests} tests of facts in rules, {_time(costs.seconds)}{more}")
    return "\n".join(lines) + "\n"


def _time(seconds: float) -> str:
    return f"{seconds * 1e6:.1f} µs" if seconds < 1e-3 else f"{seconds * 1e3:.2f} ms"
