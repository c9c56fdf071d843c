from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtctriage.errors import KnowledgeError
from rtctriage.knowledge.grammar import parse_test, read_test
from rtctriage.knowledge.limits import ConditionError, Names
from rtctriage.knowledge.model import (
    Change,
    Compare,
    Comparison,
    Condition,
    FactSpec,
    Glob,
    IsKnown,
    Member,
    Threshold,
    VersionRange,
)
from rtctriage.units import UNITS, dimension

Facts = dict[str, FactSpec]
Thresholds = dict[str, Threshold]


@pytest.fixture(scope="session")
def names(facts: Facts, thresholds: Thresholds) -> Names:
    return Names(facts, thresholds)


GOOD: list[tuple[str, str, Condition]] = [
    ("loss", ">= 5 % for 5 s", Compare(fact="loss", test=Comparison(">=", 5.0), for_s=5.0)),
    ("loss", ">=5% for 500ms", Compare(fact="loss", test=Comparison(">=", 5.0), for_s=0.5)),
    ("loss", "p95 < 0.01 ratio", Compare(fact="loss", test=Comparison("<", 1.0), reducer="p95")),
    ("loss", "p95<1 %", Compare(fact="loss", test=Comparison("<", 1.0), reducer="p95")),
    ("loss", "max == 0", Compare(fact="loss", test=Comparison("==", 0.0), reducer="max")),
    ("loss", "every mean != 2 %", Compare(fact="loss", test=Comparison("!=", 2.0), reducer="mean", every=True)),
    (
        "loss",
        "every > {loss.poor} for 2 s after 10 s",
        Compare(fact="loss", test=Comparison(">", 5.0, "loss.poor"), for_s=2.0, after_s=10.0, every=True),
    ),
    (
        "loss",
        "median <= {loss.poor} after 1 min",
        Compare(fact="loss", test=Comparison("<=", 5.0, "loss.poor"), reducer="median", after_s=60.0),
    ),
    (
        "rtt",
        "share(> {rtt.high}) >= 20 % after 5 s",
        Compare(
            fact="rtt",
            test=Comparison(">=", 20.0),
            reducer="share",
            inner=Comparison(">", 400.0, "rtt.high"),
            after_s=5.0,
        ),
    ),
    (
        "rtt",
        "share (>= 0.1 s) < 0.5 ratio",
        Compare(fact="rtt", test=Comparison("<", 50.0), reducer="share", inner=Comparison(">=", 100.0)),
    ),
    ("rtt", "last >= 0.3 s", Compare(fact="rtt", test=Comparison(">=", 300.0), reducer="last")),
    ("rtt", "> 300 ms for {rtt.high}", Compare(fact="rtt", test=Comparison(">", 300.0), for_s=0.4)),
    ("packets", "p1 > 60 /min", Compare(fact="packets", test=Comparison(">", 1.0), reducer="p1")),
    ("setup", ">= {rtt.high}", Compare(fact="setup", test=Comparison(">=", 0.4, "rtt.high"))),
    ("setup", "< 0 s", Compare(fact="setup", test=Comparison("<", 0.0))),
    ("errors", ">= 1", Compare(fact="errors", test=Comparison(">=", 1.0))),
    ("rssi", "<= -75 dBm", Compare(fact="rssi", test=Comparison("<=", -75.0))),
    ("up", "== true", Compare(fact="up", test=Comparison("==", True))),
    ("up", "!= true", Compare(fact="up", test=Comparison("!=", True))),
    ("state", "== failed", Compare(fact="state", test=Comparison("==", "failed"))),
    ("model", "== Redmi Note 8 for you", Compare(fact="model", test=Comparison("==", "Redmi Note 8 for you"))),
    ("model", "!= 'a'", Compare(fact="model", test=Comparison("!=", "a"))),
    ("version", ">= 4.10", Compare(fact="version", test=Comparison(">=", "4.10"))),
    ("state", "in [new, failed]", Member(fact="state", values=("new", "failed"))),
    ("state", "not in [new]", Member(fact="state", values=("new",), negate=True)),
    ("model", "in ['Redmi Note 8', Mi]", Member(fact="model", values=("Redmi Note 8", "Mi"))),
    ("model", "matches Redmi*", Glob(fact="model", pattern="Redmi*")),
    ("version", "version >=4.2,<4.2.6", VersionRange(fact="version", parts=((">=", "4.2"), ("<", "4.2.6")))),
    ("version", "version == 4.2.6-rc1", VersionRange(fact="version", parts=(("==", "4.2.6-rc1"),))),
    ("loss", "known", IsKnown(fact="loss")),
    ("model", "known", IsKnown(fact="model")),
    (
        "packets",
        "changed from > 0 to == 0 for 5 s",
        Change(fact="packets", before=Comparison(">", 0.0), after=Comparison("==", 0.0), for_s=5.0),
    ),
    (
        "rtt",
        "changed from < {rtt.high} to >= 0.4 s",
        Change(fact="rtt", before=Comparison("<", 400.0, "rtt.high"), after=Comparison(">=", 400.0)),
    ),
]


@pytest.mark.parametrize(("fact", "text", "expected"), GOOD, ids=[f"{f} {t}" for f, t, _ in GOOD])
def test_what_a_test_means(fact: str, text: str, expected: Condition, facts: Facts, thresholds: Thresholds) -> None:
    condition = parse_test(fact, f"  {text} ", facts, thresholds)
    assert getattr(condition, "text") == text  # noqa: B009  # not every condition of the union has one
    fields = {name: getattr(condition, name) for name in condition.__struct_fields__ if name != "text"}
    assert fields == {name: getattr(expected, name) for name in fields}
    assert type(condition) is type(expected)


BAD: list[tuple[str, str, int, str, str]] = [
    # fact, text, offset, part of the message, part of the hint
    ("los", "> 1 %", 0, 'unknown fact "los"', 'did you mean "loss"?'),
    ("loss", "", 0, "a test is missing", ""),
    ("loss", "> 1 %", 0, "needs a reducer or a duration", '"> 1 % for 5 s"'),
    ("loss", "max > 1 % for 5 s", 0, "use one of them", ""),
    ("loss", "max > 5", 6, "needs a unit", 'write "5 %"'),
    ("loss", "max > 5 ms", 6, "measures time", ""),
    ("loss", "max > 5 percent", 6, "unknown unit", ""),
    ("loss", "max > 101 %", 6, "never above 100 %", ""),
    ("loss", "max > -1 %", 6, "never below 0 %", ""),
    ("loss", "max > {loss.pore}", 6, 'unknown threshold "loss.pore"', 'did you mean "loss.poor"?'),
    ("loss", "max > {rtt.high}", 6, "the threshold rtt.high does not fit", ""),
    ("loss", "max > {too.much}", 6, "never above 100 %", ""),
    ("loss", "maxx > 5 %", 0, 'unknown word "maxx"', 'did you mean "max"?'),
    ("loss", "p0 > 5 %", 0, 'unknown word "p0"', ""),
    ("loss", "p100 > 5 %", 0, 'unknown word "p100"', ""),
    ("loss", "share > 5 %", 0, "needs a comparison in brackets", "share(> 5 %)"),
    ("loss", "share(5 %) > 5 %", 6, "an operator is expected", ""),
    ("loss", "share(> 5 %) > 120 %", 15, "never above 100 %", ""),
    ("loss", "max = 5 %", 4, "an operator is expected", "write == for equal"),
    ("loss", "max 5 %", 4, "an operator is expected", ""),
    ("loss", "max >", 5, "a value is missing", ""),
    ("loss", "max > 1e400 %", 6, "too large", ""),
    ("loss", "max > nan", 6, "is not a number", ""),
    ("loss", "> 1 % for 5", 10, "needs a unit", 'write "5 s"'),
    ("loss", "> 1 % for 5 %", 10, "measures share", ""),
    ("loss", "> 1 % for 0 s", 10, "more than 0 s", ""),
    ("loss", "> 1 % for 25 h", 10, "at most 24 h", ""),
    ("loss", "> 1 % for 2 s for 3 s", 10, "for is given twice", ""),
    ("loss", "in [1 %, 2 %]", 0, "is for texts and choices", "comparisons"),
    ("loss", "matches 5*", 0, "matches is for texts", ""),
    ("loss", "version > 4", 0, "is no version but a number", ""),
    ("loss", "known now", 6, "nothing may follow", ""),
    ("loss", "changed from 0 to 1", 13, "an operator is expected", ""),
    ("loss", "changed from > 1 %", 0, "this is no change", "write changed from"),
    ("loss", "changed from > 1 % to < 1 % after 5 s", 0, "this is no change", ""),
    ("errors", "changed from > 0 to == 0", 0, "is one value", ""),
    ("errors", "max > 1", 0, "max is for series", ""),
    ("errors", "every > 1", 0, "every is for series", ""),
    ("errors", "> 1 for 5 s", 0, "for is for series", ""),
    ("errors", "> 1 after 5 s", 0, "after is for series", ""),
    ("errors", "> 1 ms", 2, "measures time", ""),
    ("errors", "> {loss.poor}", 2, "does not fit", ""),
    ("up", "> true", 0, "only == and !=", ""),
    ("up", "== maybe", 3, "neither true nor false", ""),
    ("up", "== {loss.poor}", 3, "thresholds are numbers", ""),
    ("state", "== faild", 3, 'cannot be "faild"', 'did you mean "failed"?'),
    ("state", "in [new, faild]", 9, 'cannot be "faild"', 'did you mean "failed"?'),
    ("state", "in [new, new]", 9, "in the list twice", ""),
    ("state", "in new", 3, "a list is missing", "write in [a, b]"),
    ("state", "in []", 3, "a list is missing", ""),
    ("state", "in [new,]", 8, "a value is missing", ""),
    ("state", "not new", 0, "this is no test", ""),
    ("state", "failed", 0, 'unknown word "failed"', ""),
    ("model", "matches", 7, "a pattern is missing", ""),
    ("model", "== ''", 3, "a value is missing", ""),
    ("version", "version >= new", 11, "is not a version", "4.2.1"),
    ("version", "version 4.2", 8, "an operator is expected", ""),
    ("version", "== latest", 3, "is not a version", ""),
    ("loss", "max > 1 % " + "x" * 500, 0, "longer than 500", ""),
]


@pytest.mark.parametrize(("fact", "text", "offset", "message", "hint"), BAD, ids=[f"{b[0]} {b[1][:30]}" for b in BAD])
def test_what_is_wrong_with_a_test(fact: str, text: str, offset: int, message: str, hint: str, names: Names) -> None:
    with pytest.raises(ConditionError) as caught:
        read_test(fact, text, names)
    problem = caught.value
    assert message in problem.message
    assert hint in problem.hint
    assert problem.offset == offset


def test_the_public_function_raises_what_the_library_documents(facts: Facts, thresholds: Thresholds) -> None:
    with pytest.raises(KnowledgeError, match=r'"loss": .*needs a reducer'):
        parse_test("loss", "> 1 %", facts, thresholds)


def test_parts_of_together_are_plain(names: Names) -> None:
    condition = read_test("loss", "> 5 %", names, in_together=True)
    assert condition == Compare(fact="loss", test=Comparison(">", 5.0), text="> 5 %")
    for fact, text, message in [
        ("loss", "max > 5 %", "plain comparisons only"),
        ("loss", "> 5 % for 5 s", "plain comparisons only"),
        ("loss", "every > 5 %", "plain comparisons only"),
        ("loss", "known", "plain comparisons only"),
        ("errors", "> 5", "together is for series"),
    ]:
        with pytest.raises(ConditionError, match=message):
            read_test(fact, text, names, in_together=True)


def test_a_message_repeats_no_address_and_no_token(names: Names) -> None:
    for secret in ("192.168.17.4", "turn:relay.example.org", "a" * 40, "https://example.org/?key=1", "fe80::1"):
        for fact, text in [("state", f"== {secret}"), ("loss", f"max > {secret}"), ("loss", f"max > {{{secret}}}")]:
            with pytest.raises(ConditionError) as caught:
                read_test(fact, text, names)
            assert secret not in caught.value.message + caught.value.hint


_operators = st.sampled_from([">=", "<=", ">", "<", "==", "!="])
_times = [unit for unit in UNITS if dimension(unit) == "time"]
_durations = st.tuples(st.integers(1, 20), st.sampled_from(["ms", "s", "min"]))
_seconds = {"ms": 0.001, "s": 1.0, "min": 60.0}
_reducers = st.sampled_from(["mean", "median", "max", "min", "first", "last", *(f"p{n}" for n in range(1, 100))])


@given(
    operator=_operators,
    value=st.decimals(0, 60, places=3),
    unit=st.sampled_from(["ms", "s"]),
    reducer=_reducers | st.none(),
    duration=_durations,
    after=_durations | st.none(),
    every=st.booleans(),
    space=st.sampled_from([" ", "  "]),
)
def test_what_was_put_together_is_taken_apart_again(
    names: Names,
    operator: str,
    value: object,
    unit: str,
    reducer: str | None,
    duration: tuple[int, str],
    after: tuple[int, str] | None,
    every: bool,
    space: str,
) -> None:
    words = ["every"] if every else []
    words += [reducer] if reducer else []
    words += [operator, f"{value}{space}{unit}"]
    words += [] if reducer else ["for", f"{duration[0]} {duration[1]}"]
    words += ["after", f"{after[0]} {after[1]}"] if after else []
    condition = read_test("rtt", space.join(words), names)
    assert isinstance(condition, Compare)
    assert (condition.reducer, condition.every, condition.test.op) == (reducer, every, operator)
    assert condition.test.limit == pytest.approx(float(str(value)) * (1000 if unit == "s" else 1))
    expected = None if reducer else duration[0] * _seconds[duration[1]]
    assert condition.for_s == (None if expected is None else pytest.approx(expected))
    assert condition.after_s == pytest.approx(after[0] * _seconds[after[1]] if after else 0.0)


_alphabet = st.sampled_from(
    [
        "every",
        "share(",
        ")",
        "p95",
        "max",
        "for",
        "after",
        "known",
        "not",
        "in",
        "[",
        "]",
        "a",
        "changed",
        "from",
        "to",
        ">",
        ">=",
        "=",
        "==",
        "5",
        "5%",
        "{loss.poor}",
        "{",
        "}",
        "1e999",
        "-",
        ",",
        "version",
        "matches",
        "*",
        "丢",
        "'",
    ]
)


@given(
    st.sampled_from(["loss", "errors", "state", "up", "model", "version", "nope"]),
    st.text(max_size=60)
    | st.lists(_alphabet, max_size=10).map(" ".join)
    | st.lists(_alphabet, max_size=10).map("".join),
)
def test_any_text_is_a_condition_or_a_problem(names: Names, fact: str, text: str) -> None:
    try:
        read_test(fact, text, names)
        return
    except ConditionError as caught:
        problem = caught
    assert problem.message
    assert 0 <= problem.offset <= len(text)
