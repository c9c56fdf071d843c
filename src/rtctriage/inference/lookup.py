"""Facts that are looked up: the cause that a vendor's code points to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from rtctriage.inference.program import LookupSpec
from rtctriage.knowledge.codes import NO_CAUSE, called, index_of, on_platform
from rtctriage.knowledge.model import Code
from rtctriage.profile import Known, Source, Value

VENDOR: Final = "sdk.vendor"
PLATFORM: Final = "sdk.platform"


def add_looked_up(specs: Iterable[LookupSpec], known: dict[str, Value]) -> None:
    """Adds the causes that known codes point to; what somebody supplied is not looked up."""
    for spec in specs:
        if spec.code in known and spec.fact not in known:
            code = known[spec.code]
            value = _cause(spec, str(code.value), known) if isinstance(code, Known) else None
            if value is not None:
                known[spec.fact] = value


def _cause(spec: LookupSpec, code: str, known: Mapping[str, Value]) -> Known | None:
    """What the code points to: unknown where the tables do not have it, or do not agree on it.

    Where the vendor or the platform is not known, all of them are looked at.
    """
    rows = rows_for(spec, code, known)
    causes = {row.cause for row in rows}
    if len(causes) != 1:
        return None
    row = rows[0]
    return Known(row.cause or NO_CAUSE, Source("derived", f"{row.vendor} {row.family} {row.code} {row.name}".rstrip()))


def rows_for(spec: LookupSpec, code: str, known: Mapping[str, Value]) -> list[Code]:
    """The rows of the tables that a code is looked up in, of the vendor and the platform as far as they are known."""
    return matching(_rows(spec, code), _text(known, VENDOR), _text(known, PLATFORM))


def _rows(spec: LookupSpec, code: str) -> tuple[Code, ...]:
    if not spec.index and spec.codes:
        # two threads may both come here: they make the same
        spec.index.update(index_of(spec.codes))
    return called(spec.index, code)


def matching(rows: Iterable[Code], vendor: str | None, platform: str | None) -> list[Code]:
    """The rows of a vendor on a platform; None is any, and so is a platform of no kind."""
    return [row for row in rows if vendor in (None, row.vendor) and on_platform(row, platform)]


def _text(known: Mapping[str, Value], fact: str) -> str | None:
    value = known.get(fact)
    return str(value.value) if isinstance(value, Known) else None
