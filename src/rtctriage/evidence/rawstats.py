"""Statistics as a dump has them: members of JSON objects that stay undecoded until they are needed."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Raw, Struct

from rtctriage.evidence.jsontext import numbers, salvage


class RawSeries(Struct):
    """One member of one report, as the file has it."""

    startTime: str | float | None = None  # noqa: N815 - the file's own name
    endTime: str | float | None = None  # noqa: N815 - the file's own name
    statsType: str | None = None  # noqa: N815 - the file's own name
    values: Raw = Raw(b"")


def members(raw: Raw | bytes | None) -> dict[str, Raw] | None:
    """The members of a JSON object, undecoded; None where it is none or is damaged."""
    if raw is None:
        return None
    try:
        return msgspec.json.decode(raw, type=dict[str, Raw])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def plain(raw: Raw | None) -> Any:
    """A decoded value; None where there is none or it is damaged."""
    if raw is None:
        return None
    try:
        return msgspec.json.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        pass
    try:
        return msgspec.json.decode(salvage(bytes(raw)).data)
    except (msgspec.MsgspecError, RecursionError):
        return None


def all_series(raw: Raw | None) -> tuple[dict[str, RawSeries], int]:
    """All series of a connection by their key, and how many could not be read."""
    if raw is None:
        return {}, 0
    try:
        return msgspec.json.decode(raw, type=dict[str, RawSeries]), 0
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        pass
    found, lost = {}, 0
    for key, part in (members(raw) or {}).items():
        try:
            found[key] = msgspec.json.decode(part, type=RawSeries)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            lost += 1
    return found, lost


def cells(series: RawSeries) -> list[Any] | None:
    """The samples: an array inside a string, or (never seen, easily read) a real array; None where it is damaged."""
    raw = plain(series.values)
    if isinstance(raw, str):
        return numbers(raw)
    return raw if isinstance(raw, list) else None


def count(series: RawSeries) -> int | None:
    """How many samples there are, without decoding them; None where commas do not tell."""
    raw = bytes(series.values)
    if b"\\" in raw or b"{" in raw or b"," not in raw:
        return None
    return raw.count(b",") + 1
