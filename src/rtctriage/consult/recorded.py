"""What a program measured before the consultation began, as plain data and back: series, and where values came from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from math import isfinite
from typing import Final

import msgspec

from rtctriage.knowledge import nodes
from rtctriage.knowledge.model import FactSpec
from rtctriage.knowledge.nodes import Node
from rtctriage.knowledge.reading import Reader
from rtctriage.knowledge.values import FactValueError, read_scalar
from rtctriage.profile import EvidenceNote, Known, Profile, Source, Stream, Streams, Value
from rtctriage.series import Series
from rtctriage.text import Text

_KINDS: Final = ("typed", "evidence", "derived")
_FACT: Final = ("kind", "detail", "value", "streams")
_STREAM: Final = ("label", "times", "values")


def write_recorded(profile: Profile, besides: Collection[str]) -> dict[str, object]:
    """The facts of a profile but for some, with its notes; empty where nothing is left."""
    facts = {name: _write(value) for name, value in profile.facts.items() if name not in besides}
    data: dict[str, object] = {"facts": facts} if facts else {}
    if profile.evidence:
        data["files"] = [msgspec.json.encode(note).decode() for note in profile.evidence]
    if profile.conflicts:
        data["conflicts"] = [msgspec.to_builtins(text) for text in profile.conflicts]
    return data


def read_recorded(reader: Reader, node: Node | None, facts: Mapping[str, FactSpec]) -> Profile:
    """The same again, as far as it can be read."""
    given = reader.fields(node, "recorded", ("facts", "files", "conflicts")) if node is not None else {}
    known: dict[str, Value] = {}
    for key, item in reader.entries(given.get("facts"), "facts"):
        spec = facts.get(key.text)
        if spec is None:
            reader.unknown(key, "fact", key.text, facts)
            continue
        value = _read(reader, item, spec)
        if value is not None:
            known[key.text] = value
    notes: list[EvidenceNote] = []
    for item in reader.items(given.get("files"), "files"):
        try:
            notes.append(msgspec.json.decode(reader.text(item, "a file"), type=EvidenceNote))
        except msgspec.DecodeError:
            reader.problem(item, "what is noted of a file cannot be read")
    conflicts = [reader.bilingual(item, "a conflict") for item in reader.items(given.get("conflicts"), "conflicts")]
    return Profile(known, tuple(notes), tuple(text for text in conflicts if text != Text("", "")))


def _write(value: Value) -> dict[str, object]:
    data: dict[str, object] = {"kind": value.source.kind, "detail": value.source.detail}
    if isinstance(value, Known):
        return {**data, "value": value.value}
    return {
        **data,
        "streams": [
            {"label": s.label, "times": list(s.series.times), "values": list(s.series.values)} for s in value.streams
        ],
    }


def _read(reader: Reader, node: Node, spec: FactSpec) -> Value | None:
    given = reader.fields(node, spec.name, _FACT)
    kind = reader.one_of(given.get("kind"), "kind", _KINDS) or "evidence"
    detail = given.get("detail")
    source = Source(kind, detail.text if isinstance(detail, nodes.Scalar) else "")  # type: ignore[arg-type]  # one of _KINDS
    if "streams" in given:
        return _streams(reader, given["streams"], spec, source)
    value = given.get("value")
    if not isinstance(value, nodes.Scalar):
        reader.problem(node, f"{spec.name} has neither a value nor streams")
        return None
    try:
        # what was recorded may be out of the range of what one would type
        wide = msgspec.structs.replace(spec, low=None, high=None)
        return Known(value.text if spec.type == "choice" else read_scalar(wide, value.text), source)
    except FactValueError as error:
        reader.problem(value, error.message, error.hint)
        return None


def _streams(reader: Reader, node: Node, spec: FactSpec, source: Source) -> Streams | None:
    found: list[Stream] = []
    for item in reader.items(node, "streams"):
        given = reader.fields(item, "a stream", _STREAM)
        label = given.get("label")
        times, values = _numbers(reader, given.get("times")), _numbers(reader, given.get("values"))
        series = Series(times, values) if len(times) == len(values) else Series((), ())
        if len(series) and series.sound:
            found.append(Stream(label.text if isinstance(label, nodes.Scalar) else "", series))
        else:
            reader.problem(item, f"a stream of {spec.name} cannot be read", "times and values go in pairs, in order")
    return Streams(tuple(found), source) if found else None


def _numbers(reader: Reader, node: Node | None) -> list[float]:
    numbers: list[float] = []
    for item in reader.items(node, "times and values"):
        try:
            number = float(item.text) if isinstance(item, nodes.Scalar) else float("nan")
        except ValueError:
            number = float("nan")
        if isfinite(number):
            numbers.append(number)
    return numbers
