"""Runs all checks over a knowledge base, with the packs laid over it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Final

from rtctriage.authoring.lint.basis import check_bases
from rtctriage.authoring.lint.codes import CODES, LOADING
from rtctriage.authoring.lint.comments import check_comments
from rtctriage.authoring.lint.conclusions import check_causes
from rtctriage.authoring.lint.conditions import check_rules
from rtctriage.authoring.lint.finding import Draft, Finding, LintReport, Suppressed
from rtctriage.authoring.lint.notes import Notes
from rtctriage.authoring.lint.pairs import check_pairs
from rtctriage.authoring.lint.steps import check_playbooks
from rtctriage.authoring.lint.subject import Subject
from rtctriage.authoring.lint.supply import check_supply
from rtctriage.authoring.lint.texts import check_texts
from rtctriage.authoring.lint.where import Places
from rtctriage.authoring.origins import called_as_in_origins
from rtctriage.errors import KnowledgeError, Problem
from rtctriage.knowledge import builtin, load
from rtctriage.knowledge.model import KnowledgeBase
from rtctriage.knowledge.sources import KnowledgeSource, read_builtin, read_packs

CHECKS: Final[tuple[Callable[[Subject], Iterator[Draft]], ...]] = (
    check_rules,
    check_pairs,
    check_supply,
    check_causes,
    check_bases,
    check_playbooks,
    check_texts,
)


def lint(packs: Sequence[Path] = ()) -> LintReport:
    """Checks the built-in knowledge with the packs laid over it, in their order.

    With packs, what is found in the built-in knowledge alone as well is left out, and counted.
    Knowledge that cannot be loaded gives a report as well, of everything that is in the way. Raises
    KnowledgeError where the installation itself is incomplete.
    """
    places = builtin.places()
    try:
        knowledge = load(packs, drafts=True)
        sources = [read_builtin(places.rules, places.playbooks), *read_packs(map(Path, packs))]
        report = inspect(knowledge, sources)
        return report.beside(_of_builtin(sources[0])) if packs else report
    except KnowledgeError as error:
        return LintReport(loaded=False, findings=tuple(_unreadable(problem) for problem in error.problems))


@lru_cache(maxsize=1)
def _of_builtin(source: KnowledgeSource) -> LintReport:
    """What is found in the built-in knowledge alone, once for each content: a program may lint packs one by one."""
    return inspect(load(drafts=True), [source])


def inspect(knowledge: KnowledgeBase, sources: Sequence[KnowledgeSource] = ()) -> LintReport:
    """Checks a knowledge base; the sources that it was read from tell the columns.

    Raises KnowledgeError for rules that cannot be run.
    """
    subject = Subject(knowledge)
    sources = list(called_as_in_origins(sources, knowledge.packs))
    notes = Notes(knowledge.lint_notes, sources)
    where = Places(sources, knowledge.thresholds)
    findings: list[Finding] = []
    suppressed: list[Suppressed] = []
    for draft in chain(*(check(subject) for check in CHECKS), check_comments(sources)):
        because = notes.reason(draft)
        if because:
            suppressed.append(Suppressed(_finding(draft, where), because))
        else:
            findings.append(_finding(draft, where))
    findings += [_finding(draft, where) for draft in notes.check()]
    order = {file.shown: number for number, file in enumerate(file for source in sources for file in source.files)}

    def place(finding: Finding) -> tuple[int, str, int, int, str]:
        return order.get(finding.file, -1), finding.file, finding.line, finding.column, finding.code

    return LintReport(
        loaded=True,
        causes=len(knowledge.causes),
        rules=len(subject.base.program.rules),
        findings=tuple(sorted(findings, key=place)),
        suppressed=tuple(sorted(suppressed, key=lambda one: place(one.finding))),
    )


def _finding(draft: Draft, where: Places) -> Finding:
    file, line, column = where.of(draft)
    label = draft.origin.rpartition(":")[0]
    return Finding(
        code=draft.code,
        severity=CODES[draft.code].severity,
        message=draft.message,
        hint=draft.hint,
        file=file,
        line=line,
        column=column,
        origin=f"{label}:{line}" if label else draft.origin,
        about=draft.about,
    )


def _unreadable(problem: Problem) -> Finding:
    file, line = problem.file, problem.line
    head, _, tail = file.rpartition(":")
    if not line and head and tail.isdigit():
        # what is wrong with a rule that was read is said of its origin
        file, line = head, int(tail)
    return Finding(
        code=LOADING[problem.kind].code,
        severity=LOADING[problem.kind].severity,
        message=problem.message,
        hint=problem.hint,
        file=file,
        line=line,
        column=problem.column,
        origin=f"{file}:{line}" if line else file,
    )
