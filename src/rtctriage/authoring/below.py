"""Tests of the knowledge below a pack that come out otherwise because of the pack: it may have meant that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from rtctriage.authoring.cases import Bench, CaseResult
from rtctriage.authoring.origins import Origins
from rtctriage.errors import KnowledgeError
from rtctriage.knowledge import load


def told_apart(results: Iterable[CaseResult], packs: Sequence[Path], origins: Origins) -> Iterator[CaseResult]:
    """The results, those marked as changed that pass where nothing lies over the file of the test.

    ``packs``: those that the tests were run with, lowest first. A test of the uppermost one is its own.
    """
    benches: dict[int, Bench | None] = {}
    for result in results:
        level = origins.level(result.case.origin)
        if result.passed or not 0 <= level < len(packs):
            yield result
            continue
        if level not in benches:
            benches[level] = _bench(packs[:level])
        bench = benches[level]
        yield replace(result, changed=bench is not None and _passes(bench, result))


def _bench(packs: Sequence[Path]) -> Bench | None:
    """None for packs that speak of what only those above them bring."""
    try:
        return Bench(load(packs, drafts=True, cases=True))
    except KnowledgeError:
        return None


def _passes(bench: Bench, result: CaseResult) -> bool:
    cause = bench.knowledge.causes.get(result.cause)
    return cause is not None and not bench.of(cause.id).run(cause, result.case)
