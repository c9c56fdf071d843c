"""What was read from a file: a table of facts, or JSON (``rtctriage/facts@1``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec

from rtctriage.knowledge.model import KnowledgeBase
from rtctriage.profile import EvidenceNote, Known, Profile, Source, Stream, Streams
from rtctriage.report import phrases
from rtctriage.report.labels import Labels
from rtctriage.report.sparkline import sparkline
from rtctriage.report.style import Painter
from rtctriage.report.tables import Cell, clean, table, table_rows, wrap, wrap_parts
from rtctriage.report.times import Clock, Zone, duration, iso
from rtctriage.series import Series
from rtctriage.text import Language
from rtctriage.units import show

SCHEMA: Final = "rtctriage/facts@1"
_SPARK: Final = 24
_NARROW: Final = 10
_WIDE: Final = 96


def text(
    profile: Profile,
    knowledge: KnowledgeBase,
    language: Language,
    *,
    columns: int = 100,
    colour: bool = False,
    zone: Zone = "utc",
) -> str:
    """Two tables, of the scalars and of the series; ends with a line end."""
    labels, paint = Labels(knowledge, language), Painter(colour)
    lines: list[str] = []
    for evidence in profile.evidence:
        lines += wrap_parts(list(_about(evidence, labels, zone)), columns, labels.separator)
        for note in evidence.notes:
            lines += wrap(f"{labels.say(phrases.NOTE)}{labels.colon}{clean(note.in_(language))}", columns)
    for conflict in profile.conflicts:
        lines += wrap(f"{labels.say(phrases.NOTE)}{labels.colon}{clean(conflict.in_(language))}", columns)
    known = _in_order(profile, knowledge)
    scalars = list(_scalars(known, knowledge, labels))
    if len(scalars) > 1:
        lines += [""] if lines else []
        lines.append(paint(labels.say(phrases.SCALARS), "title"))
        lines += table(scalars, columns, paint, indent=2)
    lines += _courses(known, knowledge, labels, columns, paint, first=not lines)
    if not known:
        lines.append(labels.say(phrases.NO_FACTS))
    return "\n".join(lines) + "\n"


def json(profile: Profile, knowledge: KnowledgeBase, language: Language, *, with_samples: bool = False) -> str:
    """The same for programs; with samples, every series is given whole (times in seconds into the call)."""
    facts = {name: _plain(name, value, knowledge, with_samples) for name, value in _in_order(profile, knowledge)}
    document = {
        "schema": SCHEMA,
        "facts": facts,
        "evidence": [
            {
                "file": e.file,
                "format": e.format,
                "end": e.end,
                "connection": e.connection,
                "samples": e.samples,
                "t0": iso(e.t0),
                "seconds": e.seconds,
                "notes": [n.in_(language) for n in e.notes],
            }
            for e in profile.evidence
        ],
        "notes": [c.in_(language) for c in profile.conflicts],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def _in_order(profile: Profile, knowledge: KnowledgeBase) -> list[tuple[str, Known | Streams]]:
    """The facts in the order of the catalogue."""
    order = {name: i for i, name in enumerate(knowledge.facts)}
    return sorted(profile.facts.items(), key=lambda item: (order.get(item[0], len(order)), item[0]))


def _about(evidence: EvidenceNote, labels: Labels, zone: Zone) -> Iterator[str]:
    yield clean(evidence.file)
    yield evidence.format
    if evidence.connection is not None:
        yield labels.say(phrases.CONNECTION, id=clean(evidence.connection))
    if evidence.seconds > 0:
        yield duration(evidence.seconds, labels.language)
    start = Clock(iso(evidence.t0), labels.language, zone).start()
    if start:
        yield labels.say(phrases.SINCE, time=start)
    yield labels.say(phrases.SAMPLES, count=evidence.samples)


def _head(labels: Labels, *names: Any) -> list[Cell]:
    return [Cell(labels.say(name), "dim") for name in names]


def _scalars(
    known: Iterable[tuple[str, Known | Streams]], knowledge: KnowledgeBase, labels: Labels
) -> Iterator[list[Cell]]:
    yield _head(labels, phrases.NAME, phrases.VALUE, phrases.SOURCE, phrases.TITLE)
    for name, value in known:
        if isinstance(value, Known):
            shown = labels.value(value.value, _unit(name, knowledge))
            kind = labels.word(phrases.SOURCE_KIND, value.source.kind)
            title = labels.fact(name)
            yield [Cell(name), Cell(shown, "bold"), Cell(kind, "dim"), Cell(title if title != name else "", "dim")]


def _courses(
    known: Iterable[tuple[str, Known | Streams]],
    knowledge: KnowledgeBase,
    labels: Labels,
    columns: int,
    paint: Painter,
    *,
    first: bool,
) -> list[str]:
    """The series, grouped by what they are of and by stream, in columns that are the same in all groups."""
    head = (phrases.NAME, phrases.SAMPLES_HEAD, phrases.MIN, phrases.MEAN, phrases.MAX, phrases.UNIT, phrases.COURSE)
    rows = [[Cell(labels.say(name), "dim") for name in head]]
    groups: dict[tuple[str, str], list[tuple[str, Series, str]]] = {}
    for name, value in known:
        of, _, last = name.rpartition(".")
        for stream in value.streams if isinstance(value, Streams) else ():
            if len(stream.series):
                groups.setdefault((of, stream.label), []).append((last, stream.series, _unit(name, knowledge)))
    if not groups:
        return []
    spark = _SPARK if columns >= _WIDE else _NARROW
    titles: dict[int, str] = {}
    for (of, label), members in sorted(groups.items()):
        titles[len(rows)] = labels.separator.join([f"{of}.*", clean(label)])
        for last, series, unit in members:
            numbers = [Cell(show(v, "")) for v in (series.low, series.mean(), series.high)]
            rows.append(
                [Cell(last), Cell(str(len(series)), "dim"), *numbers, Cell(unit, "dim"), Cell(sparkline(series, spark))]
            )
    lines = [] if first else [""]
    lines.append(paint(labels.say(phrases.SERIES), "title"))
    # one table, so that columns line up, with the groups' names between its rows
    for number, row in enumerate(table_rows(rows, columns, paint, indent=4)):
        if number in titles:
            lines.append("  " + paint(titles[number], "bold"))
        lines += row
    return lines


def _unit(name: str, knowledge: KnowledgeBase) -> str:
    spec = knowledge.facts.get(name)
    return spec.unit if spec else ""


def _plain(name: str, value: Known | Streams, knowledge: KnowledgeBase, with_samples: bool) -> dict[str, Any]:
    about: dict[str, Any] = {"unit": _unit(name, knowledge), "source": _source(value.source)}
    if isinstance(value, Known):
        return {"value": value.value, **about}
    return {"streams": [_stream(s, with_samples) for s in value.streams if len(s.series)], **about}


def _source(source: Source) -> dict[str, str]:
    return {"kind": source.kind, "detail": source.detail}


def _stream(stream: Stream, with_samples: bool) -> dict[str, Any]:
    series = stream.series
    made: dict[str, Any] = {
        "label": stream.label,
        "samples": len(series),
        "min": series.low,
        "mean": series.mean(),
        "max": series.high,
        "window_s": series.window,
    }
    if with_samples:
        made.update(times_s=list(series.times), values=list(series.values))
    return made
