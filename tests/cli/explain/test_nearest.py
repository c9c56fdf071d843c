"""``rtctriage explain nearest``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from click.testing import Result

from rtctriage.report import explain_schema

Run = Callable[..., Result]


def test_the_cause_to_act_on(run: Run, lossy: Path) -> None:
    result = run("explain", "nearest", lossy)
    assert result.exit_code == 0
    assert result.stdout.startswith("What would clear Packet loss · now: certainty")
    assert "Uplink packet loss: below 3 %, not 12 %" in result.stdout


def test_what_would_establish_another_one_as_json(run: Run, lossy: Path) -> None:
    args = ("--establish", "resources.cpu-overload", "--format", "json", "--lang", "zh")
    said = json.loads(run("explain", "nearest", lossy, *args).stdout)
    jsonschema.validate(said, explain_schema.schema())
    assert (said["schema"], said["kind"], said["aim"]) == ("rtctriage/explanation@1", "nearest", "establish")
    assert (said["cause"], said["status"]) == ("resources.cpu-overload", "found")
    change = said["answers"][0]["changes"][0]
    assert (change["how"], change["before"]) == ("supplied", None)


def test_as_a_flowchart(run: Run, lossy: Path) -> None:
    assert run("explain", "nearest", lossy, "--format", "mermaid").stdout.startswith("flowchart LR\n")


def test_into_a_file(run: Run, lossy: Path, tmp_path: Path) -> None:
    target = tmp_path / "answer.txt"
    assert run("explain", "nearest", lossy, "network.packet-loss", "--side", "uplink", "-o", target).stdout == ""
    assert target.read_text(encoding="utf-8").startswith("What would clear Packet loss (uplink)")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("network.packet-los",), 'did you mean "network.packet-loss"?'),
        (("--establish", "network.packet-los"), 'did you mean "network.packet-loss"?'),
        (("network.jitter", "--establish", "network.jitter"), "not both"),
        (("--side", "uplink"), "--side narrows a CAUSE"),
        (("network.interruption", "--side", "uplink"), "unknown side of this cause"),
    ],
)
def test_mistakes(run: Run, lossy: Path, args: tuple[str, ...], said: str) -> None:
    result = run("explain", "nearest", lossy, *args)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.stderr
