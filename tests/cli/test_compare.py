"""``rtctriage compare``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    file = tmp_path / "clean.yaml"
    file.write_text("facts: {uplink.packet_loss: 0.1 %, downlink.packet_loss: 0.1 %}\n", encoding="utf-8")
    return file


def test_it_says_whether_it_helped(run: Run, lossy: Path, clean: Path) -> None:
    result = run("compare", lossy, clean)
    assert result.exit_code == 0
    assert result.stdout.startswith("SOLVED: Packet loss is ruled out now\n")
    assert run("compare", lossy, clean, "--lang", "zh").stdout.startswith("已解决：现已排除丢包\n")


def test_as_json(run: Run, lossy: Path, clean: Path) -> None:
    said = json.loads(run("compare", lossy, clean, "--format", "json").stdout)
    assert (said["schema"], said["kind"]) == ("rtctriage/explanation@1", "compare")
    assert (said["outcome"], said["cause"]) == ("solved", "network.packet-loss")
    assert said["before"]["primary"]["cause"] == "network.packet-loss"
    assert {check["after"]["truth"] for check in said["checks"]} == {"true"}


def test_as_a_flowchart_in_a_file(run: Run, lossy: Path, clean: Path, tmp_path: Path) -> None:
    file = tmp_path / "chart.mmd"
    assert run("compare", lossy, clean, "--format", "mermaid", "-o", file).exit_code == 0
    assert file.read_text(encoding="utf-8").startswith("flowchart LR\n")


@pytest.mark.parametrize(("after", "status"), [("clean", 0), ("lossy", 1)])
def test_its_status_can_say_so(run: Run, lossy: Path, clean: Path, after: str, status: int) -> None:
    file = clean if after == "clean" else lossy
    assert run("compare", lossy, file, "--fail-unless-solved").exit_code == status


def test_what_was_typed_counts_for_both(run: Run, lossy: Path, clean: Path) -> None:
    said = json.loads(run("compare", lossy, clean, "--complaint", "stutter", "--format", "json").stdout)
    assert said["before"]["complaint"] == said["after"]["complaint"] == "stutter"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("compare", "-", "-"), "only once"),
        (("compare", "no-such-file", "neither"), "no-such-file"),
        (("compare", "x"), "Missing argument 'AFTER'"),
    ],
)
def test_mistakes(run: Run, args: tuple[str, ...], said: str) -> None:
    result = run(*args)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.stderr
