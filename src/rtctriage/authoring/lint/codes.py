"""Every code of the linter: what it finds, how bad that is, what to do. A code never changes its meaning."""

from __future__ import annotations

from typing import Final

from rtctriage.authoring.lint.cause_codes import CAUSE_CODES
from rtctriage.authoring.lint.finding import Code
from rtctriage.authoring.lint.rule_codes import RULE_CODES

FIXED: Final = ("R0", "R8")
"""The beginnings of codes that cannot be ignored."""

_LOADING: Final = (
    Code(
        "R001",
        "error",
        "the knowledge cannot be loaded",
        "A file breaks the rules of its format: a key that is not known or is missing, a fact, cause or "
        "threshold that does not exist, a unit that does not fit, premises or causes that lead to each other "
        "in a circle. All such problems are listed at once; nothing else is checked before they are gone. It "
        "cannot be ignored.",
    ),
)

_NOTES: Final = (
    Code(
        "R801",
        "warning",
        "nothing is found that is to be ignored",
        "The file ignores a finding that is not there any more. Take the note out of lint: {ignore: [...]}, "
        "so that it does not hide the next one. It cannot be ignored.",
    ),
    Code(
        "R802",
        "warning",
        "a finding is ignored without a reason",
        'A note under lint: {ignore: [...]} needs because: "...", which says why the finding is right and yet '
        "meant. The finding is shown until then. It cannot be ignored.",
    ),
    Code(
        "R803",
        "warning",
        "a code that does not exist, or cannot be ignored",
        "A note under lint: {ignore: [...]} names a code that the linter does not have, or one that is about "
        "the notes themselves or about what cannot be loaded. It cannot be ignored.",
    ),
)

CODES: Final[dict[str, Code]] = {code.code: code for code in (*_LOADING, *RULE_CODES, *CAUSE_CODES, *_NOTES)}
