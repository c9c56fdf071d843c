"""What the README shows is what the program says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import rtctriage
from rtctriage.authoring.cases import Bench
from rtctriage.consult import Conclusion
from rtctriage.knowledge import load

TOP = Path(__file__).parent.parent
README = (TOP / "README.md").read_text("utf-8")


def rtctriage_says(
    *args: str, folder: Path = TOP, typed: str = "", **variables: str
) -> subprocess.CompletedProcess[str]:
    plain = {
        name: value for name, value in os.environ.items() if name not in ("LC_ALL", "LC_MESSAGES", "RTCTRIAGE_LANG")
    }
    environment = {**plain, "LANG": "en_GB.UTF-8", "COLUMNS": "100", "PYTHONIOENCODING": "utf-8", **variables}
    command = [sys.executable, "-m", "rtctriage", *args]
    return subprocess.run(
        command,
        cwd=folder,
        env=environment,
        input=typed,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT if typed else subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=False,
    )


def blocks(kind: str) -> list[list[str]]:
    return [body.splitlines() for body in re.findall(rf"^```{kind}\n(.*?)^```$", README, re.S | re.M)]


def find_all(shown: list[str], said: str) -> None:
    """What is shown is part of what the program says, in that order; "..." stands for what is left out."""
    at = 0
    for part in "\n".join(shown).split("...\n"):
        wanted = part.strip("\n").removesuffix("\n...")
        found = said.find(wanted, at)
        assert found >= 0, wanted
        at = found + len(wanted)


def test_the_run_it_shows() -> None:
    shown = blocks("console")[0]
    result = rtctriage_says(*shown[0].removeprefix("$ rtctriage ").split())
    assert result.returncode == 0
    find_all(shown[1:], result.stdout)


def test_the_consultation_on_a_terminal_that_it_shows(tmp_path: Path) -> None:
    shown = next(block for block in blocks("console") if block[0] == "$ rtctriage guide")
    answers = "".join(line.removeprefix("> ") + "\n" for line in shown if line.startswith("> "))
    result = rtctriage_says("guide", typed=answers, RTCTRIAGE_STATE_DIR=str(tmp_path))
    assert result.returncode == 0
    find_all(shown[1:], result.stdout)


def test_the_commands_it_names_exist() -> None:
    table = README[README.index("## Commands") : README.index("Exit status")]
    names = set(re.findall(r"`(?:rtctriage )?([a-z]+)[ `]", table)) - {"diagnose"}
    commands = "guide facts explain compare layers causes playbook code field rules doctor schema completion"
    assert names == {*commands.split()}
    assert [name for name in sorted(names) if rtctriage_says(name, "--help").returncode != 0] == []
    options = set(re.findall(r"--[a-z][a-z-]+", table))
    assert {"--profile", "--fail-on", "--rules"} <= options
    help_text = rtctriage_says("diagnose", "--help").stdout
    assert {option for option in options if option not in help_text} == set()


def test_the_library_lines_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(TOP / "examples")
    code = blocks("python")[0]
    names: dict[str, object] = {}
    source = "\n".join(code).replace("dump.json.gz", "recorded-call.json.gz")
    exec(compile(source, "README.md", "exec"), names)  # the block is this project's own text
    diagnosis = names["diagnosis"]
    assert isinstance(diagnosis, rtctriage.Diagnosis)
    assert diagnosis.complaint == "stutter"


def test_the_profile_made_by_hand_that_it_shows() -> None:
    names: dict[str, object] = {}
    exec(compile("\n".join(blocks("python")[1]), "README.md", "exec"), names)  # the block is this project's own text
    diagnosis = names["diagnosis"]
    assert isinstance(diagnosis, rtctriage.Diagnosis)
    assert diagnosis.primary is not None
    assert (diagnosis.primary.cause, diagnosis.primary.window_s) == ("network.packet-loss", (10.0, 30.0))
    assert diagnosis.primary.streams == ("video 3471",)


def test_the_consultation_it_shows(capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, object] = {}
    exec(compile("\n".join(blocks("python")[2]), "README.md", "exec"), names)  # the block is this project's own text
    step = names["step"]
    assert isinstance(step, Conclusion)
    assert step.diagnosis.primary is not None
    assert step.diagnosis.primary.cause == "network.packet-loss"
    assert capsys.readouterr().out.startswith("What does the user complain about? ['Video stutters or freezes'")


def test_the_explanations_it_shows(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(TOP)
    exec(compile("\n".join(blocks("python")[3]), "README.md", "exec"), {})  # the block is this project's own text
    how, why, nearest, what_if, compared = capsys.readouterr().out.splitlines()
    assert how == "[('network.packet-loss/uplink-sustained', 0.8), ('network.packet-loss/uplink-mean', 0.65)]"
    assert why == "excluded [('uplink', -0.988), ('downlink', -0.988)]"
    assert nearest.startswith("[('uplink.packet_loss', '")
    # 0.5 % is below what makes a call good, and the rest of this call is well
    assert what_if == "healthy [('network.packet-loss', 'ruled-out')]"
    # the other call loses 8.2 % as well, and its Wi-Fi is weak
    assert compared == "still-there ('network.weak-wifi',) [(2, 'false'), (5, 'false'), (6, 'false')]"
    section = README[README.index("## Explanations") : README.index("## How it reasons")]
    commands = re.findall(r"^rtctriage (.+)$", section, re.M)
    assert len(commands) == 5
    assert [command for command in commands if rtctriage_says(*command.split()).returncode != 0] == []


def test_the_profile_it_shows(tmp_path: Path) -> None:
    path = tmp_path / "profile.yaml"
    path.write_text("\n".join(blocks("yaml")[0]), "utf-8")
    diagnosis = rtctriage.diagnose(path)
    assert diagnosis.primary is not None
    assert diagnosis.primary.cause == "network.packet-loss"


def test_the_mistakes_it_shows(tmp_path: Path) -> None:
    shutil.copytree(TOP / "examples", tmp_path / "examples")
    path = tmp_path / "examples/our-rules/network/weak-mobile-signal.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("[stutter]", "[stuter]").replace("network.rtt:", "network.rt:", 1), "utf-8")
    result = rtctriage_says("diagnose", "examples/stutter.yaml", "--rules", "examples/our-rules", folder=tmp_path)
    assert result.returncode == 2
    assert result.stderr.splitlines() == blocks("console")[2]


def test_the_example_pack_passes_its_own_tests() -> None:
    bench = Bench(load((TOP / "examples/our-rules",), cases=True))
    cause = bench.knowledge.causes["network.weak-mobile-signal"]
    assert [bench.run(cause, case) for case in cause.tests] == ["", ""]
