"""Every code of the linter: what it finds, how bad that is, what to do. A code never changes its meaning."""

from __future__ import annotations

from typing import Final

from rtctriage.authoring.lint.cause_codes import CAUSE_CODES
from rtctriage.authoring.lint.finding import Code
from rtctriage.authoring.lint.rule_codes import RULE_CODES
from rtctriage.errors import ProblemKind

FIXED: Final = ("R0", "R8")
"""The beginnings of codes that cannot be ignored."""

_AT_ONCE: Final = (
    " All that keeps the knowledge from being loaded is listed at once; nothing else is checked before it is gone. It "
    "cannot be ignored."
)

LOADING: Final[dict[ProblemKind, Code]] = {
    "format": Code(
        "R001",
        "error",
        "a file breaks the rules of its format",
        "A value that is none of its kind: a number where a text belongs, a unit that does not fit, a test that is not "
        "in the language of conditions, a condition with too many alternatives, a file that has no place." + _AT_ONCE,
    ),
    "file": Code(
        "R002",
        "error",
        "a file cannot be read",
        "It is no YAML in UTF-8, is too large or nested too deep, uses anchors or tags, leads out of the pack by a "
        "link, or has a name under which it would not be read." + _AT_ONCE,
    ),
    "name": Code(
        "R003",
        "error",
        "a name does not exist",
        "A key, fact, cause, layer, threshold, complaint or playbook is named that nothing declares. Mostly it is "
        "misspelt: the nearest name is told." + _AT_ONCE,
    ),
    "missing": Code(
        "R004",
        "error",
        "something that is needed is missing",
        "A key is not given without which the entry means nothing, or a text has no English or no Chinese." + _AT_ONCE,
    ),
    "twice": Code(
        "R005",
        "error",
        "something is declared twice",
        "Two causes, facts or rules of one source have one id, or a key is given twice: only one of them could count. "
        "A pack may declare again what lies below it; a source may not do so with itself." + _AT_ONCE,
    ),
    "cycle": Code(
        "R006",
        "error",
        "causes lead to each other in a circle",
        "Causes lead to each other, or the rules of causes build on each other, so that none could be decided first. "
        "Take one of the references out." + _AT_ONCE,
    ),
    "template": Code(
        "R007",
        "error",
        "a text of a playbook cannot be filled in",
        "It is no template, names a value that does not exist, or asks for what the sandbox refuses: attributes, "
        "calls, filters and tests beyond the few that are allowed." + _AT_ONCE,
    ),
}
"""Why knowledge cannot be loaded, by what the problem is about."""

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

CODES: Final[dict[str, Code]] = {code.code: code for code in (*LOADING.values(), *RULE_CODES, *CAUSE_CODES, *_NOTES)}
