"""What the linter finds in the built-in knowledge."""

from __future__ import annotations

import pytest

from rtctriage.authoring.lint import LintReport, lint


@pytest.fixture(scope="module")
def report() -> LintReport:
    return lint()


def test_no_errors_and_no_warnings(report: LintReport) -> None:
    assert report.loaded
    assert [f"{f.file}:{f.line}: {f.code} {f.message}" for f in report.findings if f.severity != "info"] == []


def test_every_place_is_found(report: LintReport) -> None:
    """A line and a column, also of what is ignored."""
    findings = [*report.findings, *(one.finding for one in report.suppressed)]
    assert findings
    assert all(finding.line and finding.column for finding in findings)


def test_what_is_ignored_has_a_reason(report: LintReport) -> None:
    assert all(len(one.because.split()) > 3 for one in report.suppressed)
