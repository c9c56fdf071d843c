"""What a check finds, of what kind, and where."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

Severity: TypeAlias = Literal["error", "warning", "info"]


class Code(Struct, frozen=True):
    """One kind of finding."""

    code: str
    severity: Severity
    title: str
    explanation: str


class Item(Struct, frozen=True):
    """A step of a path: the member of a list whose ``key`` has this value."""

    key: str
    value: str


class TestOf(Struct, frozen=True):
    """A step of a path: the test of a fact, somewhere below; ``text`` says which of several."""

    fact: str
    text: str = ""


Step: TypeAlias = "str | int | Item | TestOf"
"""A key, the number of a member, or what is to be looked for. Steps lead from the top of a file to a place in it."""


class Draft(Struct, frozen=True):
    """What a check says; its place is looked up afterwards."""

    code: str
    message: str
    origin: str
    """``label path:line``: the file, and a line that will do where the path leads nowhere."""
    path: tuple[Step, ...] = ()
    about: str = ""
    """What it is about: the id of a rule, cause or playbook, or the name of a fact or threshold."""
    hint: str = ""


class Finding(Struct, frozen=True, kw_only=True):
    """Something that is wrong, or likely to be, at one place. Lines and columns count from 1; 0 is not known."""

    code: str
    severity: Severity
    message: str
    hint: str = ""
    file: str
    """As messages name it: for a pack, the path as it was given."""
    line: int
    column: int
    origin: str
    """``pack path:line``, the same on every machine."""
    about: str = ""


class Suppressed(Struct, frozen=True):
    """A finding that its author knows of."""

    finding: Finding
    because: str


class LintReport(Struct, frozen=True, kw_only=True):
    """Everything that was found, in the order of the files."""

    loaded: bool
    """Whether the knowledge could be loaded at all; else the findings are what is in the way."""
    causes: int = 0
    rules: int = 0
    findings: tuple[Finding, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
    left_out: int = 0
    """How many findings are not among these because they are there without the packs as well."""

    def count(self, severity: Severity) -> int:
        """How many findings of that severity are not suppressed."""
        return sum(finding.severity == severity for finding in self.findings)

    def beside(self, below: LintReport) -> LintReport:
        """What is found here and not in the knowledge below."""
        findings, suppressed = set(below.findings), set(below.suppressed)
        kept = tuple(finding for finding in self.findings if finding not in findings)
        return replace(
            self,
            findings=kept,
            suppressed=tuple(one for one in self.suppressed if one not in suppressed),
            left_out=self.left_out + len(self.findings) - len(kept),
        )
