"""A state as plain data, and back: what is stored, sent to a web page, or kept in a ticket."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Final, get_args

from rtctriage.consult.recorded import read_recorded, write_recorded
from rtctriage.consult.state import SCHEMA, Attached, Entry, Reply, State
from rtctriage.errors import ConsultationError, Problem
from rtctriage.knowledge.model import FactSpec
from rtctriage.knowledge.nodes import Node, Scalar
from rtctriage.knowledge.reading import Reader
from rtctriage.knowledge.values import FactValueError, read_scalar
from rtctriage.profile import TYPED, Known, Profile, Value
from rtctriage.text import LANGUAGES

_KEYS: Final = ("schema", "language", "joined", "known", "recorded", "evidence", "answers")
_EVIDENCE: Final = ("path", "sha256", "connection", "after", "folder")
"""``after`` how many of the answers; without it, before the first one."""
_DIGITS: Final = 9
_REPLIES: Final[tuple[Reply, ...]] = get_args(Reply)
ANSWER_KEYS: Final = ("fact", "reply", "text", "value", "at", "before", "after")
"""``before`` and ``after`` are for readers: they follow from the rest."""


def write_state(state: State) -> dict[str, object]:
    """The state as dicts, lists, texts, numbers and booleans."""
    data: dict[str, object] = {"schema": SCHEMA, "language": state.language}
    if state.joined is not None:
        data["joined"] = stamp(state.joined)
    typed = {name: v.value for name, v in state.base.facts.items() if isinstance(v, Known) and v.source == TYPED}
    recorded = write_recorded(state.base, typed)
    if typed:
        data["known"] = typed
    if recorded:
        data["recorded"] = recorded
    if state.attached:
        data["evidence"] = [write_attached(one, place) for one, place in zip(state.attached, state.places, strict=True)]
    data["answers"] = [write_entry(entry) for entry in state.entries]
    return data


def write_attached(attached: Attached, place: int) -> dict[str, object]:
    """One file, and after how many entries it was attached, as plain data."""
    data: dict[str, object] = {"path": attached.path, "sha256": attached.sha256}
    if attached.connection:
        data["connection"] = attached.connection
    if place:
        data["after"] = place
    return data


def write_entry(entry: Entry) -> dict[str, object]:
    """One entry as plain data."""
    data: dict[str, object] = {"fact": entry.fact, "reply": entry.reply}
    if entry.text:
        data["text"] = entry.text
    if entry.value is not None:
        data["value"] = entry.value
    if entry.at is not None:
        data["at"] = stamp(entry.at)
    return data


def read_state(root: Node, file: str, facts: Mapping[str, FactSpec]) -> tuple[State, list[Problem]]:
    """The state, as far as it can be read, and what was lost on the way, by its place in the file.

    Raises ConsultationError for what is no stored consultation at all.
    """
    problems: list[Problem] = []
    reader = Reader(file, problems)
    given = reader.fields(root, "a consultation", _KEYS)
    schema = given.get("schema")
    if not isinstance(schema, Scalar) or schema.text != SCHEMA:
        place = schema or root
        hint = f'it begins with "schema: {SCHEMA}"'
        message = "this version reads no other schema" if schema else "this is no consultation"
        raise ConsultationError([Problem(file, place.line, place.column, message, hint)])
    known = _known(reader, given.get("known"), facts)
    base = read_recorded(reader, given.get("recorded"), facts)
    language = reader.one_of(given["language"], "language", LANGUAGES) if "language" in given else None
    state = State(
        language=language or "en",
        base=Profile({**base.facts, **known}, base.evidence, base.conflicts),
        joined=_time(reader, given.get("joined"), "joined"),
    )
    # where a file stands is counted in the answers as they are written, read or not
    waiting = sorted(_attached(reader, given.get("evidence")), key=lambda pair: pair[1])
    answers = reader.items(given.get("answers"), "answers")
    for number, node in enumerate(answers):
        while waiting and waiting[0][1] <= number:
            state = state.attach(waiting.pop(0)[0])
        entry = _entry(reader, node, facts)
        if entry is not None:
            state = state.say(entry)
    for attached, _ in waiting:
        state = state.attach(attached)
    return state, problems


def stamp(seconds: float) -> str:
    """Seconds since the epoch as ``2026-11-28T05:40:00.123Z``."""
    moment = datetime.fromtimestamp(round(seconds, 3), tz=timezone.utc)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _known(reader: Reader, node: Node | None, facts: Mapping[str, FactSpec]) -> dict[str, Value]:
    known: dict[str, Value] = {}
    for key, value in reader.entries(node, "known"):
        spec = facts.get(key.text)
        scalar = reader.scalar(value, key.text)
        if spec is None:
            reader.unknown(key, "fact", key.text, facts)
        elif scalar is not None:
            try:
                known[key.text] = Known(read_scalar(spec, scalar.text))
            except FactValueError as error:
                reader.problem(value, error.message, error.hint)
    return known


def _attached(reader: Reader, node: Node | None) -> list[tuple[Attached, int]]:
    """The files, each with after how many answers it was attached."""
    found: list[tuple[Attached, int]] = []
    for item in reader.items(node, "evidence"):
        given = reader.fields(item, "a file of evidence", _EVIDENCE, _EVIDENCE[:2])
        texts = {key: reader.text(value, key) for key, value in given.items() if key != "after"}
        if texts.get("path") and texts.get("sha256"):
            place = _place(reader, given.get("after"))
            attached = Attached(
                texts["path"], texts["sha256"], texts.get("connection") or None, texts.get("folder") or None
            )
            found.append((attached, place))
    return found


def _place(reader: Reader, node: Node | None) -> int:
    if node is None:
        return 0
    if isinstance(node, Scalar) and node.text.isdecimal() and len(node.text) < _DIGITS:
        return int(node.text)
    reader.problem(node, "after how many answers a file was attached is a whole number", "write after: 3")
    return 0


def _entry(reader: Reader, node: Node, facts: Mapping[str, FactSpec]) -> Entry | None:
    given = reader.fields(node, "an answer", ANSWER_KEYS, ("fact",))
    name = reader.text(given.get("fact"), "fact")
    spec = facts.get(name)
    if spec is None:
        if name:
            reader.unknown(given["fact"], "fact", name, facts)
        return None
    reply: Reply | None = "answer"
    if "reply" in given:
        reply = reader.one_of(given["reply"], "reply", _REPLIES)
    if reply is None:
        return None
    at = _time(reader, given.get("at"), "at")
    text = _any_text(given.get("text"))
    if reply != "answer":
        return Entry(fact=name, reply=reply, text=text, at=at)
    value = given.get("value", given.get("text"))
    if not isinstance(value, Scalar):
        reader.problem(value or node, f"the answer to {name} has no value", "write value: …, or reply: unknown")
        return None
    try:
        return Entry(fact=name, reply="answer", text=text, value=read_scalar(spec, value.text), at=at)
    except FactValueError as error:
        reader.problem(value, error.message, error.hint)
        return None


def _any_text(node: Node | None) -> str:
    return node.text if isinstance(node, Scalar) else ""


def _time(reader: Reader, node: Node | None, what: str) -> float | None:
    scalar = reader.scalar(node, what)
    if scalar is None:
        return None
    try:
        return round(datetime.fromisoformat(scalar.text.replace("Z", "+00:00")).timestamp(), 3)
    except (ValueError, OverflowError):
        reader.problem(scalar, f"{what} is no point of time", "write it like 2026-11-28T05:40:00.000Z")
        return None
