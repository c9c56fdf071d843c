"""``rtctriage explain why-not``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]


def test_an_excluded_cause(run: Run, lossy: Path) -> None:
    result = run("explain", "why-not", lossy, "network.jitter", "--fact", "network.rtt=5 ms")
    assert result.exit_code == 0
    assert result.stdout.startswith("Jitter: it was ruled out\n  network.jitter\n")


def test_the_answer_itself(run: Run, lossy: Path) -> None:
    result = run("explain", "why-not", lossy, "network.packet-loss")
    assert result.stdout.startswith("Packet loss: IT IS the cause to act on\n")
    chinese = run("explain", "why-not", lossy, "network.packet-loss", "--lang", "zh")
    assert chinese.stdout.startswith("丢包：它正是应优先处理的根因\n")


def test_json_lists_every_rule(run: Run, lossy: Path) -> None:
    document = json.loads(run("explain", "why-not", lossy, "network.jitter", "--format", "json").stdout)
    assert (document["schema"], document["kind"]) == ("rtctriage/explanation@1", "why-not")
    assert [side["side"] for side in document["sides"]] == ["uplink", "downlink"]
    known = json.loads(run("rules", "show", "network.jitter", "--format", "json").stdout)
    named = {rule["proof"]["rule"] for side in document["sides"] for rule in side["rules"]}
    assert named == {rule["rule"] for rule in known}


def test_mermaid(run: Run, lossy: Path) -> None:
    lines = run("explain", "why-not", lossy, "network.jitter", "--format", "mermaid").stdout.splitlines()
    assert lines[0] == "flowchart LR"
    assert lines[1].startswith('  n1["Jitter: it was neither found nor ruled out<br/>network.jitter<br/>')


def test_a_pack_and_its_rules(run: Run, lossy: Path) -> None:
    pack = Path(__file__).parent.parent.parent.parent / "examples" / "our-rules"
    result = run("explain", "why-not", lossy, "network.weak-mobile-signal", "--rules", pack)
    assert result.exit_code == 0
    assert "network.weak-mobile-signal" in result.stdout


def test_a_cause_is_needed_and_must_be_one(run: Run, lossy: Path) -> None:
    assert run("explain", "why-not", lossy).exit_code == 2
    result = run("explain", "why-not", lossy, "network.jiter")
    assert result.exit_code == 2
    assert 'did you mean "network.jitter"?' in result.stderr


def test_to_a_file(run: Run, lossy: Path, tmp_path: Path) -> None:
    target = tmp_path / "why.json"
    result = run("explain", "why-not", lossy, "network.jitter", "--format", "json", "-o", target)
    assert (result.exit_code, result.stdout) == (0, "")
    assert json.loads(target.read_text("utf-8"))["cause"] == "network.jitter"
