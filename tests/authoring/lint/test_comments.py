"""A text that YAML cuts short at a space and ``#`` is found, and a comment is not taken for one."""

from __future__ import annotations

import pytest
from lint_support import CLEAN, Found, Report, text_at

LOSS = "network/loss.yaml"
BOOK = "playbooks/network/loss.yaml"
ALONE = "sources:\n  - claim: C\n    from: F\n    rules: [lossy, clean]\n"


def _loss(claim: str = "C", source: str = "F", after: str = "") -> dict[str, str]:
    """The cause ``network.loss`` with its source in block style, and something behind its first rule's certainty."""
    text = CLEAN[LOSS].replace("sources: [{claim: C, from: F, rules: [lossy, clean]}]\n", ALONE)
    text = text.replace("claim: C", f"claim: {claim}").replace("from: F", f"from: {source}")
    return {LOSS: text.replace("certainty: 0.8", f"certainty: 0.8{after}", 1)}


@pytest.mark.parametrize(
    "source",
    [
        "see issue #123",
        "case #4711",
        "见问题 #123",
        "libwebrtc  #9 and more, with: a colon",
        "asked in #rtc-oncall",
        "reported in\n      issue #123",
        # an editor broke the line before the number
        "reported in issue\n      #123",
        "\n      reported in issue\n      #123",
    ],
)
def test_a_text_that_is_cut(report: Report, source: str) -> None:
    files = _loss(source=source)
    (finding,) = report(files).findings
    assert (finding.code, finding.severity, finding.about) == ("R704", "warning", "network.loss")
    assert (finding.file, finding.line, finding.column) == (LOSS, 9, 5)
    assert text_at(files, finding).startswith("from: ")
    assert finding.origin == "builtin network/loss.yaml:9"


def test_it_says_what_is_lost_and_what_to_do(report: Report) -> None:
    (finding,) = report(_loss(source="see issue #123 of libwebrtc")).findings
    assert finding.message == 'the text ends before "#123", which YAML reads as a comment'
    assert finding.hint == 'put the text in quotes; where a comment is meant, write a space behind "#"'


@pytest.mark.parametrize(
    "source",
    [
        '"see issue #123"',
        "'see issue #123'",
        ">-\n      see issue #123",
        "see issue#123",
        "https://example.com/page#123",
        "a study # of 123 calls",
        "a study   # 123 calls",
        "a study\n    #123 is a line of its own, no deeper than its key",
        "a study\n      #rules: [lossy]",
        "\n      a study\n    #123 is a line of its own",
        '"a study" #123',
    ],
)
def test_a_text_that_is_whole(found: Found, source: str) -> None:
    assert found(_loss(source=source)) == []


@pytest.mark.parametrize("after", [" #3 calls", " #weak"])
def test_a_comment_on_a_number(found: Found, after: str) -> None:
    assert found(_loss(after=after)) == []


def test_a_comment_on_a_name(found: Found) -> None:
    assert found({LOSS: CLEAN[LOSS].replace("domain: network", "domain: network #unsure")}) == []


def test_a_rule_is_named(report: Report) -> None:
    files = {LOSS: CLEAN[LOSS].replace("    certainty: 0.8\n", "    certainty: 0.8\n    source: case #4711\n")}
    (finding,) = report(files).findings
    assert (finding.code, finding.about, finding.line) == ("R704", "network.loss/lossy", 12)
    assert text_at(files, finding) == "source: case #4711"


def test_a_text_of_which_nothing_is_left(report: Report) -> None:
    files = {LOSS: CLEAN[LOSS].replace("    certainty: 0.8\n", "    certainty: 0.8\n    source: #656\n")}
    (finding,) = report(files).findings
    assert (finding.code, finding.about, finding.line) == ("R704", "network.loss/lossy", 12)
    assert text_at(files, finding) == "source: #656"


def test_in_the_files_of_a_pack(report: Report) -> None:
    """With its place in that pack, in flow style as well, and in any kind of file."""
    book = CLEAN[BOOK].replace("escalate: {en: X, zh: 己}\n", "escalate: {zh: 己, en: Say so in ticket #17\n  }\n")
    limits = "thresholds:\n  loss.bad:\n    value: 9 % #2 calls\n    source: case #4711\n"
    answer = report({}, {BOOK: book, "thresholds.yaml": limits})
    lines = [f"{f.file}:{f.line}:{f.column} {f.code} {f.about}" for f in answer.findings if f.code == "R704"]
    assert lines == [
        "pack1/playbooks/network/loss.yaml:8:19 R704 network/loss",
        "pack1/thresholds.yaml:4:5 R704 loss.bad",
    ]
    assert [f.origin for f in answer.findings if f.code == "R704"][1] == "pack1 thresholds.yaml:4"


def test_with_a_reason_it_is_meant(report: Report) -> None:
    note = 'lint: {ignore: [{code: R704, because: "the number is for us alone"}]}\n'
    files = _loss(source="see issue #123")
    answer = report({LOSS: files[LOSS] + note})
    assert answer.findings == ()
    assert [(one.finding.code, one.because) for one in answer.suppressed] == [("R704", "the number is for us alone")]
