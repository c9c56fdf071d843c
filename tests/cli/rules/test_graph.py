"""``rtctriage rules graph``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]


def test_mermaid_is_what_is_drawn_unless_dot_is_asked_for(run: Run) -> None:
    result = run("rules", "graph")
    assert result.exit_code == 0
    assert result.stdout.startswith("flowchart LR\n")
    assert "<br/>network.packet-loss" in result.stdout
    assert run("rules", "graph", "--format", "dot").stdout.startswith("digraph causes {\n")


def test_into_a_file_and_the_same_each_time(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "causes.dot"
    assert run("rules", "graph", "--format", "dot", "--layer", "usage", "-o", file).stdout == ""
    assert file.read_text("utf-8") == run("rules", "graph", "--format", "dot", "--layer", "usage").stdout


def test_a_layer_that_is_not_there(run: Run) -> None:
    result = run("rules", "graph", "--layer", "netwrk")
    assert result.exit_code == 2
    assert 'did you mean "network"?' in result.stderr
