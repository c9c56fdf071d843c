"""What is found in the small knowledge base when files of it are changed."""

from __future__ import annotations

import pytest
from lint_support import CLEAN, Files, Found, Report, source

from rtctriage.authoring.lint import LintReport, inspect
from rtctriage.knowledge.loader import compile_knowledge
from rtctriage.knowledge.sources import content_hash


@pytest.fixture(scope="session")
def report() -> Report:
    """Checks the small knowledge base with some files changed (or with these alone), and packs laid over it."""

    def run(files: Files | None = None, *packs: Files) -> LintReport:
        sources = [source("builtin", {**CLEAN, **(files or {})})]
        sources += [source(f"pack{n}", pack) for n, pack in enumerate(packs, start=1)]
        return inspect(compile_knowledge(sources, content_hash(sources)), sources)

    return run


@pytest.fixture(scope="session")
def found(report: Report) -> Found:
    """The findings as lines: place, code and what it is about."""

    def run(files: Files | None = None, *packs: Files) -> list[str]:
        return [f"{f.file}:{f.line}:{f.column} {f.code} {f.about}" for f in report(files, *packs).findings]

    return run
