"""Findings that are meant: ignored with a reason, and only as long as they are there."""

from __future__ import annotations

import pytest
from lint_support import CLEAN, Found, Report, with_rules

from rtctriage.errors import KnowledgeError

LOSS = "network/loss.yaml"
ALWAYS = 'when: {network.loss: "min >= 0 %"}, certainty: 0.1'
WHATEVER = 'when: {network.loss: "min >= 0 %", ice.errors: "> 3"}, certainty: 0.1'
NEVER = 'when: {ice.errors: "< 0"}, certainty: 0.1'


def ignoring(*notes: str) -> str:
    return f"lint: {{ignore: [{', '.join('{' + note + '}' for note in notes)}]}}\n"


def test_with_a_reason(report: Report) -> None:
    answer = report(with_rules(WHATEVER, more=ignoring("code: R106, because: It asks whether it is known.")))
    assert answer.findings == ()
    (one,) = answer.suppressed
    assert (one.finding.code, one.finding.line, one.because) == ("R106", 17, "It asks whether it is known.")


def test_without_a_reason(found: Found) -> None:
    assert found(with_rules(WHATEVER, more=ignoring("code: R106"))) == [
        f"{LOSS}:17:50 R106 network.loss/more-1",
        f"{LOSS}:18:17 R802 ",
    ]


@pytest.mark.parametrize("about", ["more-1", "network.loss/more-1"])
def test_of_one_rule_only(found: Found, about: str) -> None:
    text = with_rules(
        WHATEVER, WHATEVER.replace("> 3", "> 4"), more=ignoring(f"code: R106, about: {about}, because: B")
    )
    assert [line for line in found(text) if "R106" in line] == [f"{LOSS}:18:50 R106 network.loss/more-2"]


@pytest.mark.parametrize(
    ("note", "finding", "hint"),
    [
        ("code: R106, because: B", "R801: no R106 is found here any more", "take the note out"),
        ("code: R106, about: x, because: B", "R801: no R106 about x is found here any more", "take the note out"),
        ("code: R601, because: B", "R801: no R601 is found here any more", "take the note out"),
        ("code: R1066, because: B", "R803: there is no code R1066", 'did you mean "R106"?'),
        ("code: R001, because: B", "R803: R001 cannot be ignored", ""),
        ("code: R801, because: B", "R803: R801 cannot be ignored", ""),
    ],
)
def test_notes_that_are_wrong(report: Report, note: str, finding: str, hint: str) -> None:
    (found,) = report({LOSS: CLEAN[LOSS] + ignoring(note)}).findings
    assert (f"{found.code}: {found.message}", found.hint) == (finding, hint)
    assert (found.severity, found.line, found.column) == ("warning", 17, 17)


def test_in_every_kind_of_file(report: Report) -> None:
    """What is said of a threshold, a fact, a layer or a playbook is ignored in their files."""
    note = ignoring("code: R302, because: It is for a cause to come.")
    thresholds = CLEAN["thresholds.yaml"] + "  spare: {value: 5 s, source: a study}\n" + note
    book = CLEAN["playbooks/network/loss.yaml"].replace("en: T, zh: 丁", "en: T, zh: T")
    book += ignoring("code: R701, because: It is a name.")
    answer = report({"thresholds.yaml": thresholds, "playbooks/network/loss.yaml": book})
    assert answer.findings == ()
    assert {one.finding.code for one in answer.suppressed} == {"R302", "R701"}


def test_what_a_pack_does_to_the_rules_below_it(found: Found) -> None:
    """A finding is in the file below; the pack that is the reason for it names it and ignores it there."""
    thresholds = "thresholds: {loss.good: {value: 0 %, source: ours}}\n"
    below = ["network/loss.yaml:14:12 R101 network.loss/clean", "network/loss.yaml:1:1 R501 network.loss"]
    assert set(found({}, {"thresholds.yaml": thresholds})) >= set(below)
    notes = ignoring(
        "code: R101, about: network.loss/clean, because: There is no clean network here.",
        "code: R501, about: network.loss, because: There is no clean network here.",
    )
    left = found({}, {"thresholds.yaml": thresholds + notes})
    assert not {"R101", "R501", "R801"} & {line.split()[1] for line in left}
    # without saying what it is about, a note is for its own file
    general = ignoring("code: R101, because: B")
    assert {"R101", "R801"} <= {line.split()[1] for line in found({}, {"thresholds.yaml": thresholds + general})}


def test_notes_below_a_pack_are_not_asked_for(found: Found) -> None:
    """A pack may be the reason why there is nothing left to ignore."""
    noted = with_rules(WHATEVER, more=ignoring("code: R106, because: B"))
    assert found(noted) == []
    assert found(noted, {LOSS: CLEAN[LOSS]}) == []


def test_a_pack_that_takes_a_cause_away(found: Found) -> None:
    builds = with_rules("when: {established: access.refused}, certainty: -0.1")
    gone = {"disable.yaml": "disable: [access.refused]\n"}
    assert found(builds) == []
    assert found(builds, gone) == [
        f"{LOSS}:17:5 R107 network.loss/more-1",
        "playbooks/access/refused.yaml:1:1 R601 access/refused",
    ]
    both = with_rules("when: {any: [{established: access.refused}, {ice.errors: '> 3'}]}, certainty: -0.1")
    assert found(both, gone) == ["playbooks/access/refused.yaml:1:1 R601 access/refused"]


def test_a_pack_says_where_its_findings_are(report: Report) -> None:
    pack = {"network/ours.yaml": with_rules(ALWAYS)[LOSS].replace("network.loss\n", "network.ours\n")}
    (finding,) = (f for f in report({}, pack).findings if f.code == "R103")
    assert (finding.file, finding.line, finding.origin) == ("pack1/network/ours.yaml", 17, "pack1 network/ours.yaml:17")


def test_a_pack_with_a_manifest_says_where_its_findings_are(report: Report) -> None:
    """Origins have its name and version; a finding has the file and the column in it."""
    manifest = {"pack.yaml": "pack: theirs\nversion: 1.2.0\n"}
    pack = {"network/ours.yaml": with_rules(ALWAYS)[LOSS].replace("network.loss\n", "network.ours\n"), **manifest}
    (finding,) = (f for f in report({}, pack).findings if f.code == "R103")
    assert (finding.file, finding.line, finding.column) == ("pack1/network/ours.yaml", 17, 50)
    assert finding.origin == "theirs 1.2.0 network/ours.yaml:17"
    # and what it says about the knowledge below it counts
    note = ignoring("code: R601, about: access/refused, because: It is not used here.")
    gone = {"disable.yaml": "disable: [access.refused]\n" + note, **manifest}
    assert "R601" not in {finding.code for finding in report({}, gone).findings}


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ("lint: {ignored: []}\n", 'unknown key in lint: "ignored" (did you mean "ignore"?)'),
        ("lint: {ignore: [{because: B}]}\n", 'a member of ignore needs the key "code"'),
        ("lint: {ignore: R106}\n", "ignore must be a list"),
    ],
)
def test_a_note_that_cannot_be_read(report: Report, lines: str, problem: str) -> None:
    with pytest.raises(KnowledgeError) as error:
        report({LOSS: CLEAN[LOSS] + lines})
    assert problem in str(error.value)
