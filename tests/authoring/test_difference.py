from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rtctriage.authoring.changes import Change, changes_between
from rtctriage.authoring.difference import Answer, compare_packs
from rtctriage.errors import KnowledgeError, UnknownFormat
from rtctriage.knowledge import load

TOP = Path(__file__).parent.parent.parent
ODD = """cause: network.odd
title: {en: Odd, zh: 异常}
domain: network
severity: minor
summary: {en: Odd., zh: 异常。}
rules:
  - {id: slow, side: uplink, when: {network.rtt: "mean >= 400 ms"}, certainty: 0.7}
  - {id: quick, when: {network.rtt: "mean < 50 ms"}, certainty: -0.5, because: {en: No., zh: 否。}}
"""


def pack(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def test_what_is_added_and_what_is_removed(tmp_path: Path) -> None:
    one = pack(tmp_path / "one", network__odd=ODD)
    added = [
        Change("cause", "network.odd", "added", ""),
        Change("rule", "network.odd/quick", "added", "certainty -0.5 if network.rtt mean < 50 ms"),
        Change("rule", "network.odd/slow", "added", "certainty +0.7 if network.rtt mean >= 400 ms"),
    ]
    assert list(changes_between(load(), load((one,)))) == added
    removed = changes_between(load((one,)), load())
    assert [(c.kind, c.id, c.how) for c in removed] == [(c.kind, c.id, "removed") for c in added]


def test_what_is_changed(tmp_path: Path) -> None:
    show = "scenarios: {our-show: {title: {en: Show, zh: 秀场}"
    one = pack(tmp_path / "one", network__odd=ODD, scenarios=f"{show}, thresholds: {{fps.poor: 10 fps}}}}}}")
    changed = ODD.replace("severity: minor", "severity: major").replace("certainty: 0.7", "certainty: 0.8")
    changed = changed.replace("mean < 50 ms", "mean < {rtt.high}")
    two = pack(
        tmp_path / "two",
        network__odd=changed,
        thresholds="thresholds: {rtt.high: {value: 0.5 s, source: ours}}",
        scenarios=f"{show}}}}}",
    )
    quicker = "when network.rtt mean < 50 ms -> network.rtt mean < {rtt.high}"
    assert list(changes_between(load((one,)), load((two,)))) == [
        Change("cause", "network.odd", "changed", "severity minor -> major"),
        Change("rule", "network.odd/quick", "changed", quicker),
        Change("rule", "network.odd/slow", "changed", "certainty 0.7 -> 0.8"),
        Change("threshold", "rtt.high", "changed", "400 ms -> 0.5 s; source"),
        Change("scenario", "our-show", "changed", "fps.poor 10 fps -> as in general"),
    ]


def test_where_things_stand_and_their_tests_do_not_count(tmp_path: Path) -> None:
    one = pack(tmp_path / "one", network__odd=ODD)
    two = pack(tmp_path / "two", network__odd=f"# another line\n{ODD}tests: [{{given: {{}}, expect: unmeasured}}]\n")
    assert changes_between(load((one,)), load((two,))) == ()


def test_the_rules_of_a_checkout_stand_for_themselves(tmp_path: Path) -> None:
    assert compare_packs("builtin", str(TOP / "rules")).changes == ()
    shutil.copytree(TOP / "rules", tmp_path / "rules")
    shutil.copytree(TOP / "playbooks", tmp_path / "playbooks")
    texts = {path: path.read_text("utf-8") for path in (tmp_path / "rules").rglob("*.yaml")}
    files = {cause: tmp_path / "rules" / f"{cause.replace('.', '/')}.yaml" for cause in load().causes}
    # a cause that no other file names: as a premise, for a code, or in a test
    taken = next(c for c, own in files.items() if all(c not in text for path, text in texts.items() if path != own))
    files[taken].unlink()
    changes = compare_packs(str(tmp_path / "rules"), "builtin").changes
    assert {(c.kind, c.how) for c in changes} == {("cause", "added"), ("rule", "added")}
    assert {change.id.partition("/")[0] for change in changes} == {taken}


def test_the_answers_to_files(tmp_path: Path) -> None:
    one = pack(tmp_path / "one", thresholds="thresholds: {loss.poor: {value: 12 %, min_samples: 3, source: ours}}")
    two = pack(tmp_path / "two", disable="disable: [network.packet-loss]")
    files = pack(
        tmp_path / "files",
        a_lossy="facts: {uplink.packet_loss: 9 %, connection.established: true}",
        b_clean="facts: {uplink.packet_loss: 0 %}",
        c_wrong="facts: {uplink.packet_los: 9 %}",
    )
    (files / "notes.md").write_text("Notes of last week, and nothing else.", "utf-8")
    (files / ".hidden").write_text("x", "utf-8")
    (files / "folder").mkdir()
    difference = compare_packs(str(one), str(two), [files])
    assert [(Path(file.file).name, file.changed) for file in difference.files] == [
        ("a_lossy.yaml", True),
        ("b_clean.yaml", False),
    ]
    lossy = difference.files[0]
    assert (lossy.before.verdict, lossy.before.cause, lossy.before.side) == ("fault", "network.packet-loss", "uplink")
    assert lossy.after == Answer("inconclusive", None, None, None, ())
    assert [(Path(one.file).name, one.problem[:12]) for one in difference.unread] == [
        ("c_wrong.yaml", "1:9: unknown"),
        ("notes.md", "this is text"),
    ]
    assert difference.changed


def test_a_file_that_was_named_must_be_readable(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("Notes of last week, and nothing else.", "utf-8")
    with pytest.raises(UnknownFormat):
        compare_packs("builtin", "builtin", [tmp_path / "notes.md"])


def test_a_pack_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="no such folder"):
        compare_packs("builtin", str(tmp_path / "nowhere"))
