"""What came out of several files, one line a file."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence

from rtctriage.diagnosis import Diagnosis
from rtctriage.report import markdown, phrases
from rtctriage.report.context import clock_of
from rtctriage.report.labels import Labels, certainty
from rtctriage.report.style import OF_VERDICT, Painter
from rtctriage.report.tables import Cell, clean, table
from rtctriage.report.times import Zone
from rtctriage.text import Language

_HEAD = (phrases.FILE, phrases.VERDICT_HEAD, phrases.CAUSE, phrases.SIDE_HEAD, phrases.WHEN)


def text(
    results: Sequence[tuple[str, Diagnosis | None]],
    language: Language,
    *,
    columns: int = 100,
    colour: bool = False,
    zone: Zone = "utc",
) -> str:
    """A table of the files' names and diagnoses (None: could not be read); ends with a line end."""
    labels, paint = Labels(None, language), Painter(colour)
    head = [Cell(labels.say(name), "dim") for name in _HEAD]
    body = [
        [Cell(file, path=True), Cell(verdict, OF_VERDICT.get(d.verdict, "plain") if d else "fault"), *map(Cell, rest)]
        for (_, d), (file, verdict, *rest) in zip(results, _rows(results, labels, zone), strict=True)
    ]
    title = paint(_title(results, labels), "title")
    return "\n".join([title, *table([head, *body], columns, paint, indent=2)]) + "\n"


def markdown_text(results: Sequence[tuple[str, Diagnosis | None]], language: Language, *, zone: Zone = "utc") -> str:
    """The same as Markdown."""
    labels = Labels(None, language)
    lines = ["# " + markdown.escape(_title(results, labels)), ""]
    lines += markdown.rows([labels.say(name) for name in _HEAD], _rows(results, labels, zone))
    return "\n".join(lines) + "\n"


def _title(results: Sequence[tuple[str, Diagnosis | None]], labels: Labels) -> str:
    """How many files, and how many of each verdict."""
    counts = Counter(d.verdict if d else "unreadable" for _, d in results)
    words = {**phrases.VERDICT, "unreadable": phrases.UNREADABLE}
    said = [f"{labels.say(word)} {counts[key]}" for key, word in words.items() if counts[key]]
    return labels.separator.join([labels.say(phrases.SUMMARY, count=len(results)), *said])


def _rows(
    results: Sequence[tuple[str, Diagnosis | None]], labels: Labels, zone: Zone
) -> Iterable[tuple[str, str, str, str, str]]:
    for file, (_, diagnosis) in zip(_short([name for name, _ in results]), results, strict=True):
        if diagnosis is None:
            yield clean(file), labels.say(phrases.UNREADABLE), "", "", ""
            continue
        verdict = labels.word(phrases.VERDICT, diagnosis.verdict)
        h = diagnosis.primary
        if h is None:
            yield clean(file), verdict, "", "", ""
            continue
        side = labels.word(phrases.SIDE, h.side) if h.side else ""
        cause = labels.plain(clean(h.title), certainty(h.certainty))
        yield clean(file), verdict, cause, side, clock_of(diagnosis, zone).window(h.window_s)


def _short(names: list[str]) -> list[str]:
    """The names without the folder that they have in common."""
    try:
        folder = os.path.commonpath([os.path.dirname(name) for name in names])
    except ValueError:
        # some are absolute and some are not, or they are on several drives
        return names
    return [os.path.relpath(name, folder) for name in names] if folder else names
