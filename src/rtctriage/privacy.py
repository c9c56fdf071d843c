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
