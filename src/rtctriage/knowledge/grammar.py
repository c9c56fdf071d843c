"""The condition language: what is written behind a fact's name, as one of the model's conditions.

::

    test       = "known" | member | glob | range | change | ["every"] compare
    compare    = [reducer] comparison ["for" duration] ["after" duration]
    reducer    = "mean" | "median" | "p1" … "p99" | "max" | "min" | "first" | "last" | "share" "(" comparison ")"
    comparison = (">=" | "<=" | ">" | "<" | "==" | "!=") limit
    limit      = number [unit] | "{" threshold "}" | word
    member     = ["not"] "in" "[" word {"," word} "]"
    glob       = "matches" pattern
    range      = "version" (operator version) {"," operator version}
    change     = "changed from" comparison "to" comparison ["for" duration]

Limits end up in the fact's unit; those of ``share`` are in per cent. A named threshold keeps its name beside its value,
so that a scenario can put another value in its place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from rtctriage.errors import KnowledgeError, Problem, did_you_mean
from rtctriage.knowledge.limits import (
    SHARE,
    ConditionError,
    Names,
    Piece,
    comparison,
    operator_of,
    split_durations,
    unquote,
    word_of,
)
from rtctriage.knowledge.model import (
    Change,
    Compare,
    Comparison,
    Condition,
    FactSpec,
    Glob,
    IsKnown,
    Member,
    Operator,
    Threshold,
    VersionRange,
)
from rtctriage.privacy import quote

REDUCERS: Final = ("mean", "median", "max", "min", "first", "last", "share")

_REDUCER = re.compile(r"(p[1-9][0-9]?|[a-z][a-z0-9]*)\b")
_SHARE = re.compile(r"share\s*\(([^()]*)\)\s*")
_CHANGED = re.compile(r"changed\s+from\s+(.+?)\s+to\s+(.+)\Z")
_MEMBER = re.compile(r"(not\s+)?in\b\s*(.*)\Z", re.DOTALL)


def parse_test(fact: str, text: str, facts: Mapping[str, FactSpec], thresholds: Mapping[str, Threshold]) -> Condition:
    """``uplink.packet_loss`` and ``>= {loss.poor} for 5 s`` as a condition. Raises KnowledgeError."""
    try:
        return read_test(fact, text, Names(facts, thresholds))
    except ConditionError as problem:
        raise KnowledgeError(
            [Problem("", 0, 0, f"{quote(fact, 'the test')}: {problem.message}", problem.hint)]
        ) from None


def read_test(fact: str, text: str, names: Names, *, in_together: bool = False) -> Condition:
    """As ``parse_test``; ``in_together`` is for the parts of ``together``, which take plain comparisons only.

    Raises ConditionError.
    """
    spec = names.facts.get(fact)
    if spec is None:
        raise ConditionError(f"unknown fact {quote(fact, '')}".rstrip(), did_you_mean(fact, names.facts))
    whole = Piece(text, 0).cut(0)
    if not whole.text:
        raise whole.fail("a test is missing", 'write a comparison such as ">= 5 %"')
    if len(whole.text) > 500:
        raise whole.fail("the test is longer than 500 characters")
    condition = _special(spec, whole, names)
    if condition is None:
        compare = _compare(spec, whole, names)
        if in_together:
            _check_part(spec, compare, whole)
        else:
            _check_shape(spec, compare, whole)
        return compare
    if in_together:
        raise whole.fail("together takes plain comparisons only", "put other tests beside it with all")
    return condition


def _special(spec: FactSpec, whole: Piece, names: Names) -> Condition | None:
    """The tests that begin with a word of their own."""
    word = re.split(r"[\s\[]", whole.text, maxsplit=1)[0]
    rest = whole.cut(len(word))
    if word == "known":
        if rest.text:
            raise rest.fail("nothing may follow after known")
        return IsKnown(fact=spec.name, text=whole.text)
    if word in ("in", "not"):
        return _member(spec, whole)
    if word == "matches":
        if spec.type not in ("text", "choice", "version"):
            raise whole.fail(f"matches is for texts, and {spec.name} is a {spec.type}")
        if not rest.text:
            raise rest.fail("a pattern is missing", "write matches Redmi*")
        return Glob(fact=spec.name, pattern=unquote(rest), text=whole.text)
    if word == "version":
        return _version_range(spec, whole, rest)
    return _change(spec, whole, names) if word == "changed" else None


def _member(spec: FactSpec, whole: Piece) -> Member:
    match = _MEMBER.match(whole.text)
    if match is None:
        raise whole.fail("this is no test", "write not in [a, b]; the combinator not stands in front of a mapping")
    if spec.type not in ("text", "choice", "version"):
        raise whole.fail(
            f"in [...] is for texts and choices, and {spec.name} is a {spec.type}", "use comparisons, joined by any"
        )
    inside = whole.cut(match.start(2))
    if not (inside.text.startswith("[") and inside.text.endswith("]") and len(inside.text) > 2):
        raise inside.fail("a list is missing", "write in [a, b]")
    values: list[str] = []
    at = 1
    for part in inside.text[1:-1].split(","):
        item = inside.cut(at, at + len(part))
        at += len(part) + 1
        value = str(word_of(spec, item))
        if value in values:
            raise item.fail(f"{quote(value)} is in the list twice")
        values.append(value)
    return Member(fact=spec.name, values=tuple(values), negate=match[1] is not None, text=whole.text)


def _version_range(spec: FactSpec, whole: Piece, rest: Piece) -> VersionRange:
    if spec.type != "version":
        raise whole.fail(f"{spec.name} is no version but a {spec.type}")
    parts: list[tuple[Operator, str]] = []
    at = 0
    for part in rest.text.split(","):
        item = rest.cut(at, at + len(part))
        at += len(part) + 1
        operator, limit = operator_of(item)
        parts.append((operator, str(word_of(spec, limit))))
    return VersionRange(fact=spec.name, parts=tuple(parts), text=whole.text)


def _change(spec: FactSpec, whole: Piece, names: Names) -> Change:
    if not spec.series:
        raise whole.fail(f"{spec.name} is one value, which cannot be seen changing", "changed is for series")
    body, durations = split_durations(spec, whole, names)
    match = _CHANGED.match(body.text)
    if match is None or "after" in durations:
        raise whole.fail("this is no change", "write changed from > 0 to == 0 for 5 s")
    return Change(
        fact=spec.name,
        before=comparison(spec, body.cut(match.start(1), match.end(1)), names),
        after=comparison(spec, body.cut(match.start(2)), names),
        for_s=durations.get("for", 0.0),
        text=whole.text,
    )


def _compare(spec: FactSpec, whole: Piece, names: Names) -> Compare:
    body, durations = split_durations(spec, whole, names)
    every = re.match(r"every\b", body.text) is not None
    if every:
        body = body.cut(5)
    reducer: str | None = None
    inner: Comparison | None = None
    share = _SHARE.match(body.text)
    word = _REDUCER.match(body.text)
    if share:
        reducer, inner = "share", comparison(spec, body.cut(share.start(1), share.end(1)), names)
        body = body.cut(share.end())
    elif word:
        reducer = word[1]
        if reducer == "share":
            raise body.fail("share needs a comparison in brackets", "write share(> 5 %) >= 20 %")
        if reducer not in REDUCERS and not re.fullmatch(r"p[1-9][0-9]?", reducer):
            hint = did_you_mean(reducer, (*REDUCERS, "known", "matches", "version", "changed", "every", "p50", "p95"))
            raise body.fail(
                f"unknown word {quote(reducer, '')}".rstrip(),
                hint or f"a test begins with an operator or a reducer: {', '.join(REDUCERS)}, p1 to p99",
            )
        body = body.cut(word.end())
    return Compare(
        fact=spec.name,
        test=comparison(SHARE if reducer == "share" else spec, body, names),
        reducer=reducer,
        inner=inner,
        for_s=durations.get("for"),
        after_s=durations.get("after", 0.0),
        every=every,
        text=whole.text,
    )


def _check_shape(spec: FactSpec, test: Compare, whole: Piece) -> None:
    """A series needs to be told how to become one answer; a single value has nothing to reduce."""
    if not spec.series:
        used = [
            word
            for word, there in (
                ("every", test.every),
                (test.reducer or "", test.reducer is not None),
                ("for", test.for_s is not None),
                ("after", test.after_s > 0),
            )
            if there
        ]
        if used:
            raise whole.fail(f"{used[0]} is for series, and {spec.name} is one value", "write the comparison alone")
    elif test.reducer is None and test.for_s is None:
        raise whole.fail(
            f"{spec.name} is a series: the test needs a reducer or a duration",
            f'write "p95 {whole.text}" or "{whole.text} for 5 s"' if len(whole.text) < 40 else "",
        )
    elif test.reducer is not None and test.for_s is not None:
        raise whole.fail(f"{test.reducer} looks at the whole series and for at a stretch of it: use one of them")


def _check_part(spec: FactSpec, test: Compare, whole: Piece) -> None:
    if not spec.series:
        raise whole.fail(f"together is for series, and {spec.name} is one value", "put it beside together with all")
    if test.reducer is not None or test.for_s is not None or test.every or test.after_s:
        raise whole.fail(
            "together takes plain comparisons only", "its own for says how long they hold at the same time"
        )
