"""Version numbers of SDKs, browsers and operating systems, compared as numbers: 4.10 is later than 4.2."""

from __future__ import annotations

import re
from typing import Final, TypeAlias

VersionKey: TypeAlias = tuple[tuple[int, ...], int, int]

_VERSION = re.compile(
    r"[^\d]{0,40}?(\d{1,18}(?:\.\d{1,18}){0,15})(?:[-_. ]?([A-Za-z]+)[-_. ]?(\d{1,18})?|[-_](\d{1,18}))?"
)

_BEFORE_RELEASE: Final[dict[str, int]] = {
    "dev": -6,
    "snapshot": -6,
    "nightly": -6,
    "canary": -5,
    "a": -4,
    "alpha": -4,
    "b": -3,
    "beta": -3,
    "m": -2,
    "pre": -2,
    "preview": -2,
    "c": -1,
    "rc": -1,
}


def version_key(text: str) -> VersionKey | None:
    """Something that sorts as versions do; None where the text has no version in it.

    Dotted numbers compare one by one, and 4.2 equals 4.2.0. ``4.2.6-rc1`` comes before 4.2.6, ``4.1.0-1`` (a hotfix)
    after 4.1.0. A word in front (``v4.2``, ``Android 14``) and build information behind (``4.2.6 (build 77)``,
    ``4.2.6+sha``) change nothing.
    """
    match = _VERSION.match(text)
    if match is None:
        return None
    release = [int(part) for part in match[1].split(".")]
    while len(release) > 1 and release[-1] == 0:
        release.pop()
    if match[4] is not None:
        return tuple(release), 1, int(match[4])
    stage = _BEFORE_RELEASE.get((match[2] or "").lower(), 0)
    return tuple(release), stage, int(match[3] or 0) if stage else 0
