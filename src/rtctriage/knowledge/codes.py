"""Reads the tables of vendors' codes: ``codes/<vendor>.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from rtctriage.errors import UnknownName
from rtctriage.knowledge.model import Code, VendorField
from rtctriage.knowledge.nodes import Node
from rtctriage.knowledge.reading import Reader
from rtctriage.knowledge.references import References
from rtctriage.privacy import quote

FAMILIES: Final = (
    "error",
    "connection-reason",
    "audio-reason",
    "video-reason",
    "remote-video-reason",
    "warning",
    "exception",
    "token-result",
    "role-reason",
    "mixing-reason",
    "background-reason",
)
PLATFORMS: Final = ("native", "web")
NO_CAUSE: Final = "other"
"""What a code points to that is known and of no cause."""

CODES_KEYS: Final = ("vendor", "tables")
TABLE_KEYS: Final = ("family", "platform", "source", "codes")
TABLE_NEEDS: Final = ("family", "source", "codes")
CODE_KEYS: Final = ("code", "name", "meaning", "cause", "source")
CODE_NEEDS: Final = ("code", "meaning")

_HEXADECIMAL: Final = re.compile(r"0x[0-9a-f]{1,8}")
_NEGATIVE: Final = re.compile(r"-[0-9]+")


def read_codes(reader: Reader, root: Node, vendors: tuple[str, ...], references: References) -> list[Code]:
    """The codes of one file; a code twice in one family and platform is a problem."""
    given = reader.fields(root, "a file of codes", CODES_KEYS, CODES_KEYS)
    vendor = reader.one_of(given.get("vendor"), "vendor", vendors) or ""
    found: dict[tuple[str, str, str], Code] = {}
    for item in reader.items(given.get("tables"), "tables"):
        table = reader.fields(item, "a table of codes", TABLE_KEYS, TABLE_NEEDS)
        for entry in reader.items(table.get("codes"), "codes"):
            code = _code(reader, entry, vendor, table, references)
            key = (code.family, code.platform, normal(code.code))
            if code.code and key in found:
                reader.problem(entry, f"the code {quote(code.code)} is there twice", f"first: {found[key].origin}")
            found.setdefault(key, code)
    return list(found.values())


def _code(reader: Reader, entry: Node, vendor: str, table: dict[str, Node], references: References) -> Code:
    given = reader.fields(entry, "a code", CODE_KEYS, CODE_NEEDS)
    cause = reader.scalar(given.get("cause"), "cause")
    if cause is not None:
        references.note(reader, cause, "cause", cause.text)
    return Code(
        vendor=vendor,
        family=reader.one_of(table.get("family"), "family", FAMILIES) or "",
        platform=reader.one_of(table.get("platform"), "platform", PLATFORMS) or "",
        code=reader.text(given.get("code"), "code"),
        name=reader.text(given.get("name"), "name"),
        meaning=reader.bilingual(given.get("meaning"), "meaning"),
        cause=cause.text if cause is not None else None,
        source=reader.text(given.get("source", table.get("source")), "source"),
        origin=reader.origin(entry),
    )


def on_platform(entry: Code | VendorField, platform: str | None) -> bool:
    """Whether an entry of a vendor's tables may be meant on an SDK's platform; None, and one of no kind, is any."""
    if not entry.platform or platform in (None, "other"):
        return True
    return (entry.platform == "web") is (platform == "web")


def normal(code: str) -> str:
    """A code as it is compared: people write ``-1301`` with other dashes, names in either case, ``0x4003`` as 16387."""
    code = code.strip().casefold().replace("\u2212", "-").replace("\u2013", "-")
    if _HEXADECIMAL.fullmatch(code):
        return str(int(code, 16))
    return code[1:] if code.startswith("+") else code


def called(index: Mapping[str, tuple[Code, ...]], code: str) -> tuple[Code, ...]:
    """What the index has under that number or name.

    A call of an API returns the error's number with a minus, so a negative number without an entry is looked up
    without it.
    """
    wanted = normal(code)
    found = index.get(wanted, ())
    return found or (index.get(wanted[1:], ()) if _NEGATIVE.fullmatch(wanted) else ())


def index_of(codes: Iterable[Code]) -> dict[str, tuple[Code, ...]]:
    """Codes by what they are called: their number, and their name."""
    index: dict[str, tuple[Code, ...]] = {}
    for code in codes:
        for called in {normal(code.code), normal(code.name)} - {""}:
            index[called] = (*index.get(called, ()), code)
    return index


def find_codes(codes: Iterable[Code], vendor: str, code: str | None = None) -> tuple[Code, ...]:
    """All codes of a vendor, or those that are called so. Raises UnknownName for a vendor or code without an entry."""
    own: dict[str, list[Code]] = {}
    for entry in codes:
        own.setdefault(entry.vendor, []).append(entry)
    if vendor not in own:
        raise UnknownName("vendor", vendor, own)
    if code is None:
        return tuple(own[vendor])
    found = called(index_of(own[vendor]), code)
    if not found:
        # a number is not near to another one
        raise UnknownName(f"code of {vendor}", code, [entry.name for entry in own[vendor] if entry.name])
    return found
