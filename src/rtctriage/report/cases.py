"""How the tests beside the rules came out, for those who write rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rtctriage.authoring.cases import CaseResult
from rtctriage.authoring.coverage import Coverage, Uncovered
from rtctriage.report.style import Painter


def cases_page(results: Sequence[CaseResult], coverage: Coverage | None, *, colour: bool = False) -> str:
    """The tests that failed, what the tests leave out, and a line of counts for each; ends with a line end."""
    paint = Painter(colour)
    failed = [result for result in results if not result.passed]
    lines = [f"{r.case.origin}: {paint('failed', 'fault')}: {r.cause}: {r.case.name}: {r.said}" for r in failed]
    if coverage is not None:
        for uncovered in (coverage.unfired, coverage.unseen, coverage.untried):
            lines += _left_out(uncovered, paint)
    counts = f"{len(results)} tests, {len(failed)} failed"
    lines.append(paint(counts, "fault" if failed else "clear"))
    if coverage is not None:
        lines += [
            _share("rules that fire in a test", coverage.rules, len(coverage.unfired)),
            _share("conditions seen true, false and unknown", coverage.truths, len(coverage.unseen)),
            _share("limits tried closely on both sides", coverage.sides, len(coverage.untried)),
        ]
    return "\n".join(lines) + "\n"


def _left_out(uncovered: Iterable[Uncovered], paint: Painter) -> list[str]:
    return [f"{u.origin}: {paint('not tested', 'suspect')}: {u.rule or u.cause}: {u.what}" for u in uncovered]


def _share(what: str, count: int, missing: int) -> str:
    percent = 100.0 * (count - missing) / count if count else 100.0
    # 100 % is said of nothing less than all
    return f"{what}: {count - missing} of {count} ({min(percent, 99.9) if missing else percent:.4g} %)"
