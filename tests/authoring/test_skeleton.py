from __future__ import annotations

import re
from pathlib import Path

import pytest

from rtctriage.authoring.cases import Bench, run_cases
from rtctriage.authoring.coverage import measure
from rtctriage.authoring.schema import schema_files
from rtctriage.authoring.skeleton import new_cause
from rtctriage.errors import KnowledgeError, UnknownName
from rtctriage.knowledge import builtin, load

KNOWLEDGE = load(cases=True)
CAUSE = "network.slow-relay"

# what an author would write, for each empty place after these words
FILLED = {
    "domain": "network",
    "severity": "minor",
    "owner": "support",
    "claim": "A relay far away doubles the round trip",
    "from": "a study",
}


def fill(text: str) -> str:
    """The skeleton with everything in its empty places."""
    whens = iter(
        [
            '{network.rtt: "median >= 500 ms"}',
            '{complaint: "== delay", network.type: "== vpn"}',
            '{network.rtt: "median < 50 ms"}',
        ]
    )
    text = re.sub(r"^( *when:)$", lambda m: f"{m[1]} {next(whens)}", text, flags=re.M)
    text = re.sub(r"^( *(?:- )?en:)$", r"\1 Slow.", text, flags=re.M)
    text = re.sub(r"^( *zh:)$", r"\1 慢。", text, flags=re.M)
    text = text.replace("    given:\n    expect: fault", "    given: {network.rtt: 600 ms}\n    expect: fault")
    text = text.replace("    given:\n    expect: clear", "    given: {network.rtt: 20 ms}\n    expect: clear")
    text = text.replace(
        "    holds:\n    fails:\n", "    holds: [{network.rtt: 500 ms}]\n    fails: [{network.rtt: 490 ms}]\n"
    )
    text = text.replace("    verify:\n", '    verify: {network.rtt: "p95 < 400 ms"}\n')
    for key, value in FILLED.items():
        text = re.sub(rf"^( *(?:- )?{key}:)$", rf"\1 {value}", text, flags=re.M)
    return text


def test_filled_in_it_loads_and_passes_its_tests(tmp_path: Path) -> None:
    files = new_cause(KNOWLEDGE, CAUSE, tmp_path, playbook=True)
    assert files == (tmp_path / "network/slow-relay.yaml", tmp_path / "playbooks/network/slow-relay.yaml")
    for file in files:
        file.write_text(fill(file.read_text("utf-8")), "utf-8")
    knowledge = load((tmp_path,), cases=True)
    cause = knowledge.causes[CAUSE]
    assert [(rule.id.partition("/")[2], rule.certainty) for rule in cause.rules] == [
        ("measured", 0.7),
        ("reported", 0.3),
        ("ruled-out", -0.7),
    ]
    assert cause.playbook == "network/slow-relay"
    assert knowledge.playbooks["network/slow-relay"].steps[0].verify == "network.rtt: p95 < 400 ms"
    bench = Bench(knowledge)
    assert [result.said for result in run_cases(bench, {CAUSE})] == [""] * 6
    # its only test of the report is the author's to add
    assert {one.rule for one in measure(bench, {CAUSE}).unfired} == {f"{CAUSE}/reported"}


def test_until_then_the_reader_names_every_empty_place(tmp_path: Path) -> None:
    (file,) = new_cause(KNOWLEDGE, CAUSE, tmp_path)
    with pytest.raises(KnowledgeError) as caught:
        load((tmp_path,), cases=True)
    problems = caught.value.problems
    assert {problem.file for problem in problems} == {str(file)}
    assert all("needs the key" in problem.message for problem in problems)
    assert [p.message for p in problems].count('a rule needs the key "when"') == 3


def test_it_never_overwrites(tmp_path: Path) -> None:
    file = tmp_path / "playbooks/network/slow-relay.yaml"
    file.parent.mkdir(parents=True)
    file.symlink_to(tmp_path / "nowhere")
    with pytest.raises(KnowledgeError, match=r"slow-relay\.yaml: this file is there already"):
        new_cause(KNOWLEDGE, CAUSE, tmp_path, playbook=True)
    # nothing is written where one of the files cannot be
    assert not (tmp_path / "network").exists()
    file.parent.rename(tmp_path / "network")
    (tmp_path / "network/slow-relay.yaml").unlink()
    (tmp_path / "playbooks/network").write_text("in the way", "utf-8")
    with pytest.raises(KnowledgeError, match="cannot be written"):
        new_cause(KNOWLEDGE, CAUSE, tmp_path, playbook=True)


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("network.Slow", "cannot be the id of a cause (write layer.some-name in lower case)"),
        ("slow", "cannot be the id of a cause"),
        ("network.慢", "cannot be the id of a cause"),
        ("network.slow/../../x", "cannot be the id of a cause"),
        ("network.jitter", "is there already: builtin rules/network/jitter.yaml:"),
    ],
)
def test_an_id_that_will_not_do(tmp_path: Path, name: str, problem: str) -> None:
    with pytest.raises(KnowledgeError, match=re.escape(problem)):
        new_cause(KNOWLEDGE, name, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_layer_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match='did you mean "network"'):
        new_cause(KNOWLEDGE, "netwrk.slow", tmp_path)


def test_with_schemas_in_the_pack_the_files_name_them(tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    (pack / "schema").mkdir(parents=True)
    for name, text in schema_files(KNOWLEDGE).items():
        (pack / "schema" / name).write_text(text, "utf-8")
    named = []
    for file in new_cause(KNOWLEDGE, CAUSE, pack, playbook=True):
        match = re.match(r"# yaml-language-server: \$schema=(\S+)\n", file.read_text("utf-8"))
        assert match
        named.append((file.parent / match[1]).resolve())
    assert named == [pack / "schema/cause.schema.json", pack / "schema/playbook.schema.json"]


def test_the_built_in_playbooks_lie_beside_the_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = tmp_path / "rules"
    (rules / "schema").mkdir(parents=True)
    for name, text in schema_files(KNOWLEDGE).items():
        (rules / "schema" / name).write_text(text, "utf-8")
    monkeypatch.setattr(builtin, "places", lambda: builtin.Places(str(rules), str(tmp_path / "playbooks"), None))
    files = new_cause(KNOWLEDGE, CAUSE, rules, playbook=True)
    assert files == (rules / "network/slow-relay.yaml", tmp_path / "playbooks/network/slow-relay.yaml")
    match = re.match(r"# yaml-language-server: \$schema=(\S+)\n", files[1].read_text("utf-8"))
    assert match
    assert (files[1].parent / match[1]).resolve() == rules / "schema/playbook.schema.json"
