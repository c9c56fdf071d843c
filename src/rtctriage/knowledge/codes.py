"""Reads the tables of vendors' codes: ``codes/<vendor>.yaml``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from itertools import takewhile
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

_DASHES: Final = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
_LABEL: Final = re.compile(
    r"(?:(?:(?:error|err|warning|reason)[\s_-]*)?code(?:\s*[:=]|\s+(?=[#+-]?[0-9]))|(?:错误|警告|原因)码\s*[:=]?)?\s*#?\s*"
)
_NUMBER: Final = re.compile(r"([+-]?)\s*(0x[0-9a-f]{1,8}|[0-9]+)")
# between two digits it may part two codes
_SEPARATORS: Final = re.compile(r"(?<![0-9])[\s_-]+|[\s_-]+(?![0-9])")
_NEGATIVE: Final = re.compile(r"-[0-9]+")
_FEWEST: Final = 3
"""So many names of one table have to begin alike for their beginning to be one that people leave out."""


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
                reader.problem(
                    entry, f"the code {quote(code.code)} is there twice", f"first: {found[key].origin}", kind="twice"
                )
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
    """A code, or the name of a vendor, as it is compared.

    People write ``-1301`` with other dashes and full-width digits, ``0x4003`` as 16387, ``# 110`` and ``code: 110``,
    and names in either case with blanks, hyphens, underscores or nothing between their words.
    """
    text = unicodedata.normalize("NFKC", code).casefold().translate(_DASHES).strip()
    label = _LABEL.match(text)
    text = (text[label.end() :] if label else "") or text
    number = _NUMBER.fullmatch(text)
    if number is None:
        return _SEPARATORS.sub("", text)
    sign, digits = number.groups()
    return ("-" if sign == "-" else "") + (str(int(digits, 16)) if digits.startswith("0x") else digits)


def called(index: Mapping[str, tuple[Code, ...]], code: str) -> tuple[Code, ...]:
    """What the index has under that number or name.

    A call of an API returns the error's number with a minus, so a negative number without an entry is looked up
    without it.
    """
    wanted = normal(code)
    found = index.get(wanted, ())
    return found or (index.get(wanted[1:], ()) if _NEGATIVE.fullmatch(wanted) else ())


def index_of(codes: Iterable[Code]) -> dict[str, tuple[Code, ...]]:
    """Codes by what they are called: their number, their name, and their name without what all of its table begin with.

    So ``INVALID_TOKEN`` finds ``ERR_INVALID_TOKEN``.
    """
    codes = tuple(codes)
    beginnings = _beginnings(codes)
    index: dict[str, tuple[Code, ...]] = {}
    for code in codes:
        names = {code.code, code.name}
        names.update(code.name.removeprefix(start) for start in beginnings.get(_namespace(code), ()))
        for called in {normal(name) for name in names} - {""}:
            index[called] = (*index.get(called, ()), code)
    return index


def _namespace(code: Code) -> tuple[str, str, str]:
    return code.vendor, code.family, code.platform


def _beginnings(codes: Iterable[Code]) -> dict[tuple[str, str, str], list[str]]:
    """What all names of a table begin with, in whole words as in ``CONNECTION_CHANGED_``, by the table's namespace."""
    tables: dict[tuple[tuple[str, str, str], str], list[list[str]]] = {}
    for code in codes:
        if code.name:
            tables.setdefault((_namespace(code), code.source), []).append(code.name.split("_"))
    found: dict[tuple[str, str, str], list[str]] = {}
    for (namespace, _), names in tables.items():
        alike = list(takewhile(lambda words: len(set(words)) == 1, zip(*(name[:-1] for name in names), strict=False)))
        if alike and len(names) >= _FEWEST:
            found.setdefault(namespace, []).append("".join(f"{words[0]}_" for words in alike))
    return found


def find_vendor(vendor: str, known: Iterable[str]) -> str:
    """The vendor that is meant, in whichever spelling. Raises UnknownName where it is none of the known."""
    vendors = list(known)
    for one in vendors:
        if normal(one) == normal(vendor):
            return one
    raise UnknownName("vendor", vendor, vendors)


def find_codes(codes: Iterable[Code], vendor: str, code: str | None = None) -> tuple[Code, ...]:
    """All codes of a vendor, or those that are called so. Raises UnknownName for a vendor or code without an entry."""
    own: dict[str, list[Code]] = {}
    for entry in codes:
        own.setdefault(entry.vendor, []).append(entry)
    vendor = find_vendor(vendor, own)
    if code is None:
        return tuple(own[vendor])
    found = called(index_of(own[vendor]), code)
    if not found:
        # a number is not near to another one
        raise UnknownName(f"code of {vendor}", code, [entry.name for entry in own[vendor] if entry.name])
    return found
