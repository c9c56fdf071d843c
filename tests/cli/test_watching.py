"""What a person at a terminal sees, from the program as a whole: colour, and a bar where it takes long."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from rtctriage.cli import diagnose, progress

Run = Callable[..., Result]
Program = Callable[..., "subprocess.CompletedProcess[bytes]"]
Terminal = Callable[..., bytes]
ROOT = Path(__file__).parent.parent.parent


class Bar:
    """Stands for the bar, and keeps what becomes of it."""

    made: list[Bar]

    def __init__(self, count: int) -> None:
        self.count = count
        self.seen: list[str] = []
        self.made.append(self)

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *error: object) -> None:
        self.seen.append("end")

    def clear(self) -> None:
        self.seen.append("clear")

    def step(self) -> None:
        self.seen.append("step")


@pytest.fixture
def bars(monkeypatch: pytest.MonkeyPatch) -> list[Bar]:
    monkeypatch.setattr(progress, "Progress", Bar)
    Bar.made = []
    return Bar.made


def watched(monkeypatch: pytest.MonkeyPatch, by_a_person: bool) -> None:
    class Stderr:
        def isatty(self) -> bool:
            return by_a_person

    class System:
        stderr = Stderr()

    monkeypatch.setattr(diagnose, "sys", System)


def test_the_bar_makes_room_for_each_report(
    run: Run, lossy: Path, bars: list[Bar], monkeypatch: pytest.MonkeyPatch
) -> None:
    watched(monkeypatch, by_a_person=True)
    assert run("diagnose", lossy, lossy, lossy).exit_code == 0
    (bar,) = bars
    assert bar.count == 3
    assert bar.seen == ["clear", "step"] * 3 + ["end"]


@pytest.mark.parametrize(("files", "by_a_person"), [(1, True), (2, False)])
def test_no_bar_for_one_file_or_where_nobody_watches(
    run: Run, lossy: Path, bars: list[Bar], monkeypatch: pytest.MonkeyPatch, files: int, by_a_person: bool
) -> None:
    watched(monkeypatch, by_a_person)
    assert run("diagnose", *[lossy] * files).exit_code == 0
    assert bars == []


@pytest.mark.parametrize(("variables", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_colour_on_a_terminal(lossy: Path, on_terminal: Terminal, variables: dict[str, str], coloured: bool) -> None:
    text = on_terminal("diagnose", lossy, **variables)
    assert b"FAULT" in text
    assert (b"\x1b[1;31mFAULT" in text) is coloured


@pytest.mark.parametrize(
    "arguments", [["facts", "{file}"], ["causes"], ["layers"], ["playbook", "network/packet-loss"]], ids=lambda a: a[0]
)
def test_every_command_has_colour_on_a_terminal_only(
    lossy: Path, program: Program, on_terminal: Terminal, arguments: list[str]
) -> None:
    given = [a.format(file=lossy) for a in arguments]
    assert b"\x1b[" in on_terminal(*given)
    assert b"\x1b[" not in on_terminal(*given, NO_COLOR="1")
    assert b"\x1b[" not in program(*given).stdout


def test_a_file_has_no_colour_though_a_terminal_is_there(lossy: Path, tmp_path: Path, on_terminal: Terminal) -> None:
    target = tmp_path / "report.txt"
    assert on_terminal("diagnose", lossy, "-o", target) == b""
    assert target.read_text("utf-8").startswith("FAULT  ")
    assert "\x1b" not in target.read_text("utf-8")


def test_the_shell_gets_its_completions() -> None:
    """As the script that ``rtctriage completion bash`` prints asks for them."""
    code = "import sys; sys.argv = ['rtctriage']; from rtctriage.cli import main; main()"
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "src"),
        "_RTCTRIAGE_COMPLETE": "bash_complete",
        "COMP_WORDS": "rtctriage diagnose --complaint black",
        "COMP_CWORD": "3",
    }
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment, check=False)
    assert done.stdout.split() == [b"plain,black-screen"]
