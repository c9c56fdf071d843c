"""What of a file a message may repeat: no address, no token, no credential."""

from __future__ import annotations

import re
from typing import Final

_PRIVATE: Final = re.compile(
    r"\d+\.\d+\.\d+\.\d+|[0-9a-f]*:[0-9a-f]*:|//|@|[A-Za-z0-9+=_-]{25,}|(?:turns?|stuns?):", re.IGNORECASE
)
_RANDOM: Final = re.compile(r"(?=[\w+/=-]*\d)(?=[\w+/=-]*[a-z])(?=[\w+/=-]*[A-Z])[\w+/=-]{12,}")
_LONGEST_QUOTE: Final = 60


def quote(text: str, instead: str = "this value") -> str:
    """A word of a file, in quotes, for a message; ``instead`` where it may be an address, a token or a credential."""
    if len(text) > _LONGEST_QUOTE or _PRIVATE.search(text) or _RANDOM.search(text) or not text.isprintable():
        return instead
    return f'"{text}"'
