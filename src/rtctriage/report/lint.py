"""What the linter found, for those who write rules, and what its codes mean."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rtctriage.authoring.lint import Code, Finding, LintReport, Severity
from rtctriage.report.style import Painter, Style
from rtctriage.report.tables import wrap

_STYLES: Final[dict[Severity, Style]] = {"error": "fault", "warning": "suspect", "info": "dim"}
_COUNTED: Final[tuple[tuple[Severity, str], ...]] = (("error", "errors"), ("warning", "warnings"), ("info", "infos"))


def lint_page(report: LintReport, *, colour: bool = False) -> str:
    """A line for each finding, as compilers write it, and one that counts them; ends with a line end."""
    paint = Painter(colour)
    lines = [_line(finding, paint) for finding in report.findings]
    counts = _counts(report)
    if report.left_out:
        found = f"{report.left_out} {'findings' if report.left_out > 1 else 'finding'}"
        lines.append(f"left out: {found} of the built-in knowledge without a pack (rtctriage rules lint lists them)")
    if report.loaded:
        worst: Style = "fault" if report.count("error") else "suspect" if report.count("warning") else "clear"
        lines.append(f"{report.causes} causes, {report.rules} rules: {paint(counts, worst)}")
    else:
        lines.append(paint(f"{counts}: the knowledge cannot be loaded", "fault"))
    return "\n".join(lines) + "\n"


def _line(finding: Finding, paint: Painter) -> str:
    place = f"{finding.file}:{finding.line}:{finding.column}: " if finding.line else f"{finding.file}: "
    severity = paint(f"{finding.severity} {finding.code}", _STYLES[finding.severity])
    hint = f" ({finding.hint})" if finding.hint else ""
    return f"{place if finding.file else ''}{severity}: {finding.message}{hint}"


def _counts(report: LintReport) -> str:
    counts = [(report.count(severity), word) for severity, word in _COUNTED]
    parts = [f"{number} {word if number != 1 else word[:-1]}" for number, word in counts]
    return ", ".join((*parts, f"{len(report.suppressed)} ignored"))


def as_data(report: LintReport) -> dict[str, object]:
    """What the JSON form has: the findings, those that are ignored with the reason, and the numbers of all."""
    return {
        "loaded": report.loaded,
        "causes": report.causes,
        "rules": report.rules,
        "errors": report.count("error"),
        "warnings": report.count("warning"),
        "infos": report.count("info"),
        "findings": report.findings,
        "ignored": report.suppressed,
        "left_out": report.left_out,
    }


def code_page(code: Code, *, columns: int, colour: bool = False) -> str:
    """One code with its explanation; ends with a line end."""
    paint = Painter(colour)
    title = f"{paint(code.code, 'title')} {paint(code.severity, _STYLES[code.severity])}: {code.title}"
    return "\n".join((title, "", *wrap(code.explanation, columns))) + "\n"


def codes_page(codes: Iterable[Code], *, colour: bool = False) -> str:
    """All codes, a line each; ends with a line end."""
    paint = Painter(colour)
    lines = [f"{paint(c.code, 'title')}  {paint(f'{c.severity:<7}', _STYLES[c.severity])}  {c.title}" for c in codes]
    how = 'To ignore a finding that is meant, write into its file: lint: {ignore: [{code: R202, because: "..."}]}'
    return "\n".join((*lines, "", how)) + "\n"
