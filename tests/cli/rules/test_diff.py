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
    assert "      5 % -> 50 %; min_samples 3 -> 1; source" in lines
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
