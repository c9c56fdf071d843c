"""``rtctriage explain how`` and its options."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


def test_the_group_names_its_commands(run: Run) -> None:
    result = run("explain", "--help")
    assert result.exit_code == 0
    for command in ("how", "why-not"):
        assert f"\n  {command} " in result.stdout
        assert run("explain", command, "--help").exit_code == 0


def test_a_misspelt_command(run: Run) -> None:
    result = run("explain", "whynot")
    assert result.exit_code == 2
    assert 'did you mean "why-not"?' in result.stderr


def test_the_cause_to_act_on(run: Run, lossy: Path) -> None:
    result = run("explain", "how", lossy)
    assert result.exit_code == 0
    assert result.stdout.startswith("FAULT · Packet loss · uplink · certainty 0.93\n  network.packet-loss\n")
    assert f"given by hand in {lossy}:1" in " ".join(result.stdout.replace("│", " ").split())


def test_one_cause_in_chinese(run: Run, lossy: Path) -> None:
    result = run("explain", "how", lossy, "network.packet-loss", "--side", "downlink", "--lang", "zh")
    assert result.stdout.startswith("未能判定 · 丢包 · 下行\n")


def test_json(run: Run, lossy: Path) -> None:
    document = json.loads(run("explain", "how", lossy, "--format", "json").stdout)
    assert (document["schema"], document["kind"]) == ("rtctriage/explanation@1", "how")
    assert document["conclusions"][0]["proof"]["cause"] == "network.packet-loss"


def test_mermaid(run: Run, lossy: Path) -> None:
    lines = run("explain", "how", lossy, "--format", "mermaid").stdout.splitlines()
    assert lines[0] == "flowchart LR"
    assert "  n1 --> n2" in lines


def test_what_is_typed_stands_over_the_file(run: Run, lossy: Path) -> None:
    result = run("explain", "how", lossy, "--fact", "uplink.packet_loss=0 %", "--fact", "cpu.total=97 %")
    assert result.stdout.startswith("FAULT · CPU overload")


def test_standard_input(run: Run) -> None:
    result = run("explain", "how", "-", input="facts: {uplink.packet_loss: 12 %}")
    assert result.stdout.startswith("FAULT · Packet loss")
    assert run("explain", "how", "-", input="{}").stdout.startswith("INCONCLUSIVE\n")


def test_to_a_file(run: Run, lossy: Path, tmp_path: Path) -> None:
    target = tmp_path / "proof.txt"
    result = run("explain", "how", lossy, "-o", target)
    assert (result.exit_code, result.stdout) == (0, "")
    assert target.read_text("utf-8").startswith("FAULT · Packet loss")
    refused = run("explain", "how", lossy, "-o", lossy)
    assert refused.exit_code == 2
    assert "is an input too" in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("network.paket-loss",), "unknown cause: 'network.paket-loss' (did you mean \"network.packet-loss\"?)"),
        (("--fact", "cpu.total"), "is not NAME=VALUE"),
        (("--fact", "cpu.totl=9 %"), 'did you mean "cpu.total"?'),
        (("--side", "uplink"), "--side narrows a CAUSE; give one."),
        (("--scenario", "nowhere"), "unknown scenario"),
        (("--connection", "7"), "connection"),
    ],
)
def test_mistakes(run: Run, lossy: Path, arguments: tuple[str, ...], message: str) -> None:
    result = run("explain", "how", lossy, *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stdout == ""


def test_a_file_that_is_not_there(run: Run, tmp_path: Path) -> None:
    result = run("explain", "how", tmp_path / "none.yaml")
    assert result.exit_code == 2
    assert "none.yaml" in result.stderr


def test_in_an_encoding_without_the_signs(program: Callable[..., object], lossy: Path) -> None:
    result = program("explain", "how", lossy, PYTHONIOENCODING="ascii")
    out = result.stdout.decode("ascii")  # type: ignore[attr-defined]  # a completed process
    assert "`- + Uplink packet loss  12 %" in out
    assert "?" not in out.split("What it rests on")[0]


def test_the_clock_of_this_computer(program: Callable[..., object]) -> None:
    call = Path(__file__).parent.parent.parent.parent / "examples" / "recorded-call.json.gz"
    for command in (("how", call), ("why-not", call, "network.packet-loss"), ("nearest", call)):
        said = program("explain", *command, "--local-time", TZ="XST-8", PYTHONIOENCODING="utf-8").stdout.decode("utf-8")  # type: ignore[attr-defined]
        assert "(05:59:01–05:59:12 UTC+08:00)" in said
