"""What of a file a message may repeat: no address, no token, no credential."""

from __future__ import annotations

import re
from typing import Final

_PRIVATE: Final = re.compile(
    r"\d+\.\d+\.\d+\.\d+|[0-9a-f]*:[0-9a-f]*:|//|@|[A-Za-z0-9+=_-]{25,}|(?:turns?|stuns?):", re.IGNORECASE
)
_RANDOM: Final = re.compile(r"(?=[\w+/=-]*\d)(?=[\w+/=-]*[a-z])(?=[\w+/=-]*[A-Z])[\w+/=-]{12,}")
_LONGEST_QUOTE: Final = 60
# A number with a unit, or one short word: nothing that could be a secret, a host or somebody's name and number.
_HARMLESS: Final = re.compile(r"[+-]?\d{1,9}(?:[.,]\d{0,6})?\s?[A-Za-z%µ/]{0,6}|\.?[^\W\d_]{1,12}")

# Of free text what may be private, with what stands in its place. A browser's version has four numbers, as an address
# has: that of a whole release ends in zeros (156.0.0.0), and the others go beyond 255.
_OCTET: Final = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_GROUP: Final = r"[0-9a-f]{1,4}"
_MASKED: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), instead)
    for pattern, instead in (
        (r"(?:[a-z][a-z0-9+.-]*://|(?:turns?|stuns?|sips?):)[^\s'\"<>)]+", "[url]"),
        (r"[\w.+-]+@[\w.-]+", "[name]"),
        (rf"(?<![\w.])(?!\d+(?:\.0){{3}}(?!\d))(?:{_OCTET}\.){{3}}{_OCTET}(?![\w.])", "[address]"),
        # IPv6 in full and shortened, and MAC addresses; a time of day has fewer colons
        (rf"(?<![\w:])(?:{_GROUP}:){{4,7}}{_GROUP}(?![\w:])", "[address]"),
        (rf"(?<![\w:])(?:{_GROUP}:){{1,6}}(?::{_GROUP}){{1,6}}(?![\w:])", "[address]"),
        (
            r"\b(?:token|password|passwd|secret|credential|signature|api[_-]?key|user(?:[_ -]?name)?)s?\b[\"']?\s*[=:]"
            r"\s*[\"']?[^\s,;\"'&]+",
            "[secret]",
        ),
        # a long word with several digits in it
        (r"(?<![\w+/=.-])(?=(?:[A-Za-z_+/=-]*\d){3})[\w+/=-]{25,}", "[secret]"),
    )
)


def masked(text: str) -> str:
    """Free text as a person typed it, without addresses, URLs, names and tokens: it may be part of any answer."""
    for pattern, instead in _MASKED:
        text = pattern.sub(instead, text)
    return text


def quote(text: str, instead: str = "this value") -> str:
    """A word of a file, in quotes, for a message; ``instead`` where it may be an address, a token or a credential."""
    if len(text) > _LONGEST_QUOTE or _PRIVATE.search(text) or _RANDOM.search(text) or not text.isprintable():
        return instead
    return f'"{text}"'


def quote_value(text: str, instead: str = "this value") -> str:
    """The same for what was given as a value, which is more often private than a name is.

    Nothing tells a password from any other word, so only numbers and short plain words are repeated.
    """
    return f'"{text}"' if _HARMLESS.fullmatch(text) else instead


def quote_name(name: str, hint: str, instead: str = "") -> str:
    """The same for a name that is not known: repeated where ``hint`` says which one is near, or where it is harmless.

    What is near a name of ours is a misspelling; anything else may be a host or a secret in a key's place.
    """
    return quote(name, instead) if hint else quote_value(name, instead)
