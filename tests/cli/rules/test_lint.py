"""``rtctriage rules lint``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from rtctriage.authoring.lint import CODES
from rtctriage.knowledge import load

Run = Callable[..., Result]

CAUSE = """cause: network.odd
title: {en: Odd, zh: 异常}
domain: network
severity: minor
summary: {en: Odd., zh: 异常。}
playbook: network/jitter
rules:
  - {id: slow, when: {network.rtt: "mean >= {rtt.high}"}, certainty: 0.7, source: S, because: {en: Slow., zh: 很慢。}}
  - {id: quick, when: {network.rtt: "mean < {rtt.high}"}, certainty: -0.7, source: S, because: {en: Quick., zh: 很快。}}
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    (tmp_path / "network").mkdir()
    (tmp_path / "network/odd.yaml").write_text(CAUSE, "utf-8")
    return tmp_path


def lines(result: Result, file: Path) -> list[str]:
    """What was found in a file of a pack, without its folder."""
    return [line.partition(f"{file.name}:")[2] for line in result.stdout.splitlines() if line.startswith(str(file))]


def test_all_is_well(run: Run, pack: Path) -> None:
    result = run("rules", "lint", "--rules", pack, "--strict")
    assert result.exit_code == 0
    assert lines(result, pack / "network/odd.yaml") == []
    assert result.stdout.splitlines()[-1].startswith(f"{len(load().causes) + 1} causes, ")
    assert "rules: 0 errors, 0 warnings, " in result.stdout.splitlines()[-1]


def test_an_error(run: Run, pack: Path) -> None:
    file = pack / "network/odd.yaml"
    file.write_text(CAUSE.replace("mean < {rtt.high}", "mean < 0 ms"), "utf-8")
    result = run("rules", "lint", "--rules", pack)
    assert result.exit_code == 1
    assert lines(result, file) == [
        "1:1: warning R501: no rule can exclude network.odd",
        '9:24: error R101: network.odd/quick can never fire: "network.rtt mean < 0 ms" does not hold for any value',
    ]
    assert "rules: 1 error, 1 warning, " in result.stdout


def test_a_warning_fails_only_where_that_is_asked_for(run: Run, pack: Path) -> None:
    file = pack / "network/odd.yaml"
    file.write_text(CAUSE.replace("zh: 异常。", "zh: odd"), "utf-8")
    result = run("rules", "lint", "--rules", pack)
    assert result.exit_code == 0
    assert lines(result, file) == ["5:21: warning R702: network.odd: summary has no Chinese character under zh"]
    assert run("rules", "lint", "--rules", pack, "--strict").exit_code == 1


def test_several_packs_over_each_other(run: Run, pack: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The second one moves a limit of the first one's rules out of what the fact can be."""
    other = tmp_path_factory.mktemp("other")
    (pack / "thresholds.yaml").write_text("thresholds: {odd.rtt: {value: 300 ms, source: ours}}\n", "utf-8")
    (pack / "network/odd.yaml").write_text(CAUSE.replace("{rtt.high}", "{odd.rtt}"), "utf-8")
    (other / "thresholds.yaml").write_text("thresholds: {odd.rtt: {value: 0 ms, source: theirs}}\n", "utf-8")
    result = run("rules", "lint", "--rules", pack, "--rules", other, "--format", "json")
    assert result.exit_code == 1
    answer = json.loads(result.stdout)
    found = [(f["code"], f["line"], f["origin"]) for f in answer["findings"] if f["file"].startswith(str(pack))]
    origin = f"{pack.name} network/odd.yaml"
    assert found == [
        ("R501", 1, f"{origin}:1"),
        ("R103", 8, f"{origin}:8"),
        ("R101", 9, f"{origin}:9"),
    ]
    assert answer["errors"] == 2
    assert answer["warnings"] == 1


def test_what_is_ignored_is_counted(run: Run, pack: Path) -> None:
    file = pack / "network/odd.yaml"
    note = "lint: {ignore: [{code: R702, because: It is a name.}]}\n"
    file.write_text(CAUSE.replace("zh: 异常。", "zh: odd") + note, "utf-8")
    answer = json.loads(run("rules", "lint", "--rules", pack, "--strict", "--format", "json").stdout)
    (ours,) = answer["ignored"]
    assert (ours["finding"]["file"], ours["because"]) == (str(file), "It is a name.")


def test_what_is_found_without_the_pack_is_left_out(run: Run, pack: Path) -> None:
    """What the pack brings about in a built-in file is its own."""
    plain = json.loads(run("rules", "lint", "--format", "json").stdout)
    assert (plain["left_out"], plain["infos"] > 0) == (0, True)
    answer = json.loads(run("rules", "lint", "--rules", pack, "--format", "json").stdout)
    assert (answer["findings"], answer["ignored"]) == ([], [])
    assert answer["left_out"] == len(plain["findings"])
    *_, told, counts = run("rules", "lint", "--rules", pack).stdout.splitlines()
    assert told == (
        f"left out: {len(plain['findings'])} findings of the built-in knowledge without a pack "
        "(rtctriage rules lint lists them)"
    )
    assert counts.endswith(" rules: 0 errors, 0 warnings, 0 infos, 0 ignored")
    (pack / "thresholds.yaml").write_text("thresholds: {cpu.high: {value: 130 %, source: ours}}\n", "utf-8")
    answer = json.loads(run("rules", "lint", "--rules", pack, "--format", "json").stdout)
    assert {finding["file"].partition("/")[0] for finding in answer["findings"]} == {"rules", "playbooks"}
    assert answer["errors"] > 0


def test_knowledge_that_cannot_be_loaded(run: Run, pack: Path) -> None:
    """Everything that is in the way, in the same form."""
    file = pack / "network/odd.yaml"
    file.write_text(
        CAUSE.replace("certainty: 0.7", "certainty: 7").replace('network.rtt: "mean <', 'network.rt: "mean <'), "utf-8"
    )
    result = run("rules", "lint", "--rules", pack)
    assert result.exit_code == 2
    assert lines(result, file) == [
        "8:70: error R001: certainty is between -1 and 1, and not 0",
        '9:24: error R003: unknown fact "network.rt" (did you mean "network.rtt"?)',
    ]
    assert result.stdout.splitlines()[-1] == "2 errors, 0 warnings, 0 infos, 0 ignored: the knowledge cannot be loaded"
    answer = json.loads(run("rules", "lint", "--rules", pack, "--format", "json").stdout)
    assert (answer["loaded"], answer["errors"]) == (False, 2)


def test_why_knowledge_cannot_be_loaded_has_a_code_each(run: Run, pack: Path) -> None:
    odd, other = pack / "network/odd.yaml", pack / "network/other.yaml"
    odd.write_text(
        CAUSE.replace("playbook: network/jitter", "leads_to: [network.other]").replace("certainty: -0.7, ", "")
    )
    circle = CAUSE.replace("network.odd", "network.other").replace(
        "playbook: network/jitter", "leads_to: [network.odd]"
    )
    other.write_text(circle.replace(", zh: 异常}", "}").replace("id: quick", "id: slow"), "utf-8")
    result = run("rules", "lint", "--rules", pack)
    assert result.exit_code == 2
    assert lines(result, odd) == [
        "6:12: error R006: these causes lead to each other: network.odd -> network.other -> network.odd "
        "(take one of these references out)",
        '9:5: error R004: a rule needs the key "certainty"',
    ]
    assert lines(result, other) == [
        '2:8: error R004: title needs the key "zh"',
        '9:10: error R005: the rule "slow" is there twice (first in line 8)',
    ]


def test_a_condition_with_too_many_alternatives(run: Run, pack: Path) -> None:
    file = pack / "network/odd.yaml"
    words = ["network.rtt", "uplink.packet_loss", "downlink.packet_loss"]
    anys = [
        "{any: [" + ", ".join(f'{{{fact}: "mean > {9 * n + m + 1} {unit}"}}' for m in range(7)) + "]}"
        for n, (fact, unit) in enumerate(zip(words, ("ms", "%", "%"), strict=True))
    ]
    rule = f"  - {{id: wide, when: {{all: [{', '.join(anys)}]}}, certainty: 0.1, because: {{en: W, zh: 宽}}}}\n"
    file.write_text(CAUSE + rule, "utf-8")
    result = run("rules", "lint", "--rules", pack)
    assert result.exit_code == 2
    assert lines(result, file) == [
        "10:22: error R001: network.odd/wide: its condition has more than 256 alternatives "
        "(split it into several rules)"
    ]


def test_a_folder_that_is_not_there(run: Run, tmp_path: Path) -> None:
    result = run("rules", "lint", "--rules", tmp_path / "none")
    assert result.exit_code == 2
    assert "error R002: there is no such folder" in result.stdout


def test_explain(run: Run) -> None:
    result = run("rules", "lint", "--explain", "r101")
    assert result.exit_code == 0
    assert result.stdout.startswith("R101 error: a rule can never fire\n")
    assert "contradict each other" in result.stdout


def test_explain_all(run: Run) -> None:
    result = run("rules", "lint", "--explain")
    assert result.exit_code == 0
    assert [line[:4] for line in result.stdout.splitlines()[:-2]] == list(CODES)
    listed = json.loads(run("rules", "lint", "--format", "json", "--explain").stdout)
    assert [code["code"] for code in listed] == list(CODES)


def test_explain_what_does_not_exist(run: Run) -> None:
    result = run("rules", "lint", "--explain", "R1011")
    assert result.exit_code == 2
    assert 'did you mean "R101"?' in result.stderr
