"""``rtctriage explain what-if``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


def test_both_verdicts(run: Run, lossy: Path) -> None:
    result = run("explain", "what-if", lossy, "uplink.packet_loss=0.1%")
    assert result.exit_code == 0
    assert result.stdout.startswith("As it is  FAULT  Packet loss")
    assert "Uplink packet loss  12 %  →  0.1 %" in result.stdout


def test_as_json_and_in_chinese(run: Run, lossy: Path) -> None:
    said = json.loads(
        run("explain", "what-if", lossy, "uplink.packet_loss=?", "--format", "json", "--lang", "zh").stdout
    )
    assert (said["schema"], said["kind"]) == ("rtctriage/explanation@1", "what-if")
    assert said["facts"][0]["after"] is None
    assert said["changes"]["primary"] == ["network.packet-loss", None]
    assert said["before"]["primary"]["title"] == "丢包"


def test_as_a_flowchart(run: Run, lossy: Path) -> None:
    assert run("explain", "what-if", lossy, "cpu.total=99%", "--format", "mermaid").stdout.startswith("flowchart LR\n")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("uplink.packet_los=1%", 'did you mean "uplink.packet_loss"?'),
        ("uplink.packet_loss", "is not NAME=VALUE"),
        ("uplink.packet_loss=300ms", "ms"),
    ],
)
def test_mistakes(run: Run, lossy: Path, change: str, said: str) -> None:
    result = run("explain", "what-if", lossy, change)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_a_change_is_needed(run: Run, lossy: Path) -> None:
    result = run("explain", "what-if", lossy)
    assert result.exit_code == 2
    assert "FACT=VALUE" in result.stderr
