"""``rtctriage rules diff``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """The limit that the lossy call passes is raised beyond it."""
    folder = tmp_path / "pack"
    folder.mkdir()
    limits = "".join(
        f"  {name}: {{value: 50 %, source: ours}}\n" for name in ("loss.poor", "loss.mean_poor", "loss.mild")
    )
    (folder / "thresholds.yaml").write_text(f"thresholds:\n{limits}", "utf-8")
    return folder


def test_as_a_page(run: Run, pack: Path, lossy: Path) -> None:
    result = run("rules", "diff", "builtin", pack, "--profiles", lossy)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == f"From builtin to {pack}"
    assert "  ~ threshold loss.poor" in lines
    assert "      5 % -> 50 %; source" in lines
    at = lines.index(f"  {lossy}")
    assert lines[at + 1].startswith("    before fault  network.packet-loss · uplink · certainty 0.")
    assert lines[at + 2].startswith("    after  ")
    assert "fault" not in lines[at + 2]
    assert lines[-1] == "  1 file, 1 with another answer"


def test_nothing_changes(run: Run, lossy: Path) -> None:
    result = run("rules", "diff", "builtin", "builtin", "--profiles", lossy, "--fail-on-change")
    assert result.exit_code == 0
    assert "  nothing changed\n" in result.stdout
    assert result.stdout.endswith("  1 file, 0 with another answer\n")


def test_failing_on_change(run: Run, pack: Path, lossy: Path) -> None:
    assert run("rules", "diff", "builtin", pack, "--profiles", lossy, "--fail-on-change").exit_code == 1
    assert run("rules", "diff", "builtin", pack, "--fail-on-change").exit_code == 2


def test_as_json(run: Run, pack: Path, lossy: Path) -> None:
    answer = json.loads(run("rules", "diff", "builtin", pack, "--profiles", lossy, "--format", "json").stdout)
    assert answer["before"] == "builtin"
    assert {"kind": "threshold", "id": "loss.mild", "how": "changed"}.items() <= answer["changes"][1].items()
    assert answer["files"][0]["before"]["cause"] == "network.packet-loss"
    assert answer["files"][0]["changed"] is True


def test_a_pack_that_is_not_there(run: Run) -> None:
    result = run("rules", "diff", "builtin", "nowhere")
    assert result.exit_code == 2
    assert "nowhere: there is no such folder" in result.stderr


def test_packs_that_lie_below_both(run: Run, pack: Path, lossy: Path, tmp_path: Path) -> None:
    """A pack that requires another one can be compared, too; and what the lower one changes is on both sides."""
    (pack / "pack.yaml").write_text("pack: lower\nversion: 1.0.0\n", "utf-8")
    upper = tmp_path / "upper"
    upper.mkdir()
    (upper / "pack.yaml").write_text("pack: upper\nversion: 1.0.0\nrequires: {lower: '>=1'}\n", "utf-8")
    (upper / "thresholds.yaml").write_text("thresholds: {loss.poor: {value: 4 %, source: ours}}\n", "utf-8")
    assert "needs the pack" in run("rules", "diff", "builtin", upper).stderr
    result = run("rules", "diff", "builtin", upper, "--rules", pack, "--profiles", lossy)
    assert result.exit_code == 0
    knowledge = result.stdout.partition("Knowledge\n")[2].partition("\nAnswers")[0]
    assert knowledge == "  ~ threshold loss.poor\n      50 % -> 4 %\n"
    assert "    after  fault  network.packet-loss" in result.stdout


def test_a_folder_without_files_is_no_agreement(run: Run, pack: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = run("rules", "diff", "builtin", pack, "--profiles", tmp_path / "empty", "--fail-on-change")
    assert result.exit_code == 2
    assert "empty: there is no file in this folder" in result.stderr
