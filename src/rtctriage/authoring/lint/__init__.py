"""Checks of the knowledge itself: what loads and runs, and is still not what its author meant.

Every check gives findings with a stable code. A check that cannot decide says nothing: a false finding is worse than
one that is missed.
"""

from __future__ import annotations

from rtctriage.authoring.lint.codes import CODES
from rtctriage.authoring.lint.finding import Code, Finding, LintReport, Severity, Suppressed
from rtctriage.authoring.lint.run import inspect, lint

__all__ = ["CODES", "Code", "Finding", "LintReport", "Severity", "Suppressed", "inspect", "lint"]
