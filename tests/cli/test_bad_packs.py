"""Packs that are wrong, or written by somebody who means harm: a clear error each, and all of them in one run."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "stutter.yaml"

CAUSE = """\
cause: network.odd
title: {en: A, zh: 甲}
summary: {en: S, zh: 述}
domain: network
severity: minor
rules:
  - {id: r, when: {network.rtt: "mean > 300 ms"}, certainty: 0.7}
sources: [{claim: C, from: F}]
"""
BOOK = """\
playbook: network/odd
title: {en: T, zh: 丁}
steps:
  - owner: support
    action: {en: '{{ facts["network.rtt"].__class__ }}', zh: '查看 {{ facts["network.rt"] }}'}
    expect: {en: "{{ [].append(1) }}", zh: "{{ primary.titel }}"}
escalate: {en: X, zh: 己}
"""
BOMB = "a: &a [x, x]\n" + "".join(
    f"{name}: &{name} [*{before}, *{before}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)

WIDE = (
    "{all: ["
    + ", ".join(f'{{any: [{{network.rtt: "mean > {n} ms"}}, {{network.rtt: "max > {n} ms"}}]}}' for n in range(9))
    + "]}"
)
"""2 to the power of 9 alternatives: twice as many as there may be."""

FILES = {
    "network/odd.yaml": CAUSE,
    "network/again.yaml": CAUSE,
    "network/chinese.yaml": CAUSE.replace("network.odd", "network.丢包"),
    "network/tab.yaml": "cause: network.tab\n\ttitle: {en: a, zh: 甲}\n",
    "network/bomb.yaml": BOMB,
    "network/tag.yaml": "a: !!python/object/apply:os.system [x]\n",
    "network/empty.yaml": "",
    "network/words.yaml": CAUSE.replace("network.odd", "network.words")
    .replace("network.rtt", "network.rt")
    .replace("domain: network", "domain: nowhere"),
    "network/unit.yaml": CAUSE.replace("network.odd", "network.unit").replace("300 ms", "3 %"),
    "network/wide.yaml": CAUSE.replace("network.odd", "network.wide")
    .replace('{network.rtt: "mean > 300 ms"}', WIDE)
    .replace("certainty: 0.7", "certainty: sure"),
    "nolayer/odd.yaml": CAUSE,
    "thresholds.yaml": "thresholds: {loss.poor: {value: many, source: S}}\n",
    "disable.yaml": "disable: [network.nope]\n",
    "pack.yaml": "pack: p\nversion: one\n",
    "playbooks/network/odd.yaml": BOOK,
}
EXPECTED = (
    "network/link.yaml: this link leads out of the folder",
    'disable.yaml:1:11: unknown cause "network.nope"',
    "network/bomb.yaml:1:4: anchors (&name) are not allowed (write the value out)",
    'network/chinese.yaml:1:8: "network.丢包" cannot be the id of a cause (write network.some-name)',
    "network/empty.yaml: the file is empty",
    "network/huge.yaml: the file is larger than 2 MB (split it)",
    'network/odd.yaml:1:8: the cause "network.odd" is declared twice (first in ',
    "network/tab.yaml:2:1: not valid YAML: found a tab character that violates indentation (indent with spaces, not",
    "network/tag.yaml:1:4: tags (!name) are not allowed",
    "network/unit.yaml:7:41: % measures share, here ms (time) is expected",
    'network/words.yaml:4:9: domain cannot be "nowhere"',
    'network/words.yaml:7:20: unknown fact "network.rt" (did you mean "network.rtt"?)',
    "network/wide.yaml:7:19: network.wide/r: its condition has more than 256 alternatives (split it into several",
    'network/wide.yaml:7:651: unknown certainty "sure"',
    'nolayer/odd.yaml: unknown layer "nolayer"',
    'pack.yaml:2:10: "one" is not a version',
    "playbooks/network/odd.yaml:5:43: a template cannot ask for an attribute here",
    'playbooks/network/odd.yaml:5:76: unknown fact "network.rt" in a template (did you mean "network.rtt"?)',
    "playbooks/network/odd.yaml:6:19: a text of a playbook cannot use calls",
    'playbooks/network/odd.yaml:6:56: unknown value of the primary cause "titel" in a template (did you mean "title"?)',
    "thresholds.yaml:1:33: a value is a number with its unit",
)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "pack"
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    with (folder / "network/huge.yaml").open("wb") as huge:
        huge.truncate(100_000_000)
    (tmp_path / "outside.yaml").write_text(CAUSE, encoding="utf-8")
    if sys.platform != "win32":
        (folder / "network/link.yaml").symlink_to(tmp_path / "outside.yaml")
    return folder


def problems(result: Result, pack: Path) -> list[str]:
    first, *rest = result.stderr.splitlines()
    assert first == f"rtctriage: {len(rest)} problems:"
    return [line.strip().replace(f"{pack}{os.sep}", "", 1).replace(os.sep, "/") for line in rest]


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a right there")
def test_every_kind_of_mistake_at_once(run: Run, pack: Path) -> None:
    """Each is told with its place, and none brings others with it."""
    result = run("diagnose", EXAMPLE, "--rules", pack)
    assert (result.exit_code, result.stdout) == (2, "")
    told = problems(result, pack)
    for expected in EXPECTED:
        assert [line for line in told if line.startswith(expected)], expected
    assert len(told) == len(EXPECTED)


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a right there")
def test_the_linter_tells_the_same(run: Run, pack: Path) -> None:
    result = run("rules", "lint", "--rules", pack)
    assert result.exit_code == 2
    assert f"{len(EXPECTED)} errors" in result.stdout
    codes = Counter(line.partition(" error ")[2][:4] for line in result.stdout.splitlines() if " error R00" in line)
    # what breaks a format, files, names, what is there twice, templates
    assert codes == {"R001": 6, "R002": 6, "R003": 4, "R005": 1, "R007": 4}


def test_a_pack_that_is_not_there_hides_nothing_of_another(run: Run, tmp_path: Path) -> None:
    other = tmp_path / "other" / "network" / "tab.yaml"
    other.parent.mkdir(parents=True)
    other.write_text(FILES["network/tab.yaml"], encoding="utf-8")
    result = run("diagnose", EXAMPLE, "--rules", tmp_path / "none", "--rules", tmp_path / "other")
    assert result.exit_code == 2
    assert "none: there is no such folder (give a folder of rules)" in result.stderr
    assert "tab.yaml:2:1: not valid YAML" in result.stderr


def test_what_is_wrong_is_never_kept(run: Run, pack: Path) -> None:
    assert run("diagnose", EXAMPLE, "--rules", pack).stderr == run("diagnose", EXAMPLE, "--rules", pack).stderr
