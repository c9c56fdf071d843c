"""How the tests beside the rules came out, for those who write rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from rtctriage.authoring.cases import CaseResult
from rtctriage.authoring.coverage import Coverage, Uncovered
from rtctriage.report.style import Painter

_CHANGED: Final = "what a pack changes passes without it, and does not fail here: --fail-on-change makes it fail"


def cases_page(
    results: Sequence[CaseResult],
    coverage: Coverage | None,
    *,
    place: Callable[[str], str] = str,
    colour: bool = False,
) -> str:
    """The tests that failed, what the tests leave out, and a line of counts for each; ends with a line end.

    ``place``: where an origin is, for an editor.
    """
    paint = Painter(colour)
    failed = [result for result in results if result.failed]
    changed = [result for result in results if result.changed]
    lines = [_line(result, paint("changed by a pack", "suspect"), place) for result in changed]
    lines += [_line(result, paint("failed", "fault"), place) for result in failed]
    if coverage is not None:
        for uncovered in (coverage.unfired, coverage.unseen, coverage.untried):
            lines += _left_out(uncovered, paint, place)
    counts = f"{len(results)} tests, {len(failed)} failed"
    counts += f", {len(changed)} changed by a pack" if changed else ""
    lines.append(paint(counts, "fault" if failed else "clear"))
    if changed:
        lines.append(_CHANGED)
    if coverage is not None and not coverage.causes:
        lines.append("no cause stands in a pack, so that there is no coverage to tell")
    elif coverage is not None:
        lines += [
            _share("rules that fire in a test", coverage.rules, len(coverage.unfired)),
            _share("conditions seen true, false and unknown", coverage.truths, len(coverage.unseen)),
            _share("limits tried closely on both sides", coverage.sides, len(coverage.untried)),
        ]
    return "\n".join(lines) + "\n"


def _line(result: CaseResult, how: str, place: Callable[[str], str]) -> str:
    return f"{place(result.case.origin)}: {how}: {result.cause}: {result.case.name}: {result.said}"


def _left_out(uncovered: Iterable[Uncovered], paint: Painter, place: Callable[[str], str]) -> list[str]:
    return [f"{place(u.origin)}: {paint('not tested', 'suspect')}: {u.rule or u.cause}: {u.what}" for u in uncovered]


def _share(what: str, count: int, missing: int) -> str:
    percent = 100.0 * (count - missing) / count if count else 100.0
    # 100 % is said of nothing less than all
    return f"{what}: {count - missing} of {count} ({min(percent, 99.9) if missing else percent:.4g} %)"
