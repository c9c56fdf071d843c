"""What the guide for rule authors shows is what the program says, step by step."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from rtctriage.cli.rules import COMMANDS
from rtctriage.knowledge import load
from rtctriage.knowledge.grammar import parse_test

TOP = Path(__file__).parent.parent.parent
GUIDE = (TOP / "rules" / "AUTHORING.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", GUIDE, re.S | re.M)


def rtctriage_says(folder: Path, line: str) -> str:
    """Both outputs of a command, as a person sees them."""
    plain = {n: v for n, v in os.environ.items() if n not in ("LC_ALL", "LC_MESSAGES", "RTCTRIAGE_LANG")}
    environment = {**plain, "LANG": "en_GB.UTF-8", "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"}
    result = subprocess.run(
        [sys.executable, "-m", *shlex.split(line)],
        cwd=folder,
        env={**environment, "PYTHONPATH": str(TOP / "src")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return result.stdout


def hold(shown: str, said: str) -> None:
    """Everything shown was said, in that order, from beginning to end; ``...`` stands for what is left out."""
    parts = re.split(r"^\.\.\.\n", shown, flags=re.M)
    assert said.startswith(parts[0])
    at = len(parts[0])
    for part in parts[1:]:
        found = said.find(part, at)
        assert found >= 0, f"not said:\n{part}\nbut:\n{said[at:]}"
        at = found + len(part)
    assert parts[-1] == "" or said.endswith(parts[-1])


def test_the_way_from_the_case_to_the_rule(tmp_path: Path) -> None:
    (tmp_path / "examples").mkdir()
    shutil.copy(TOP / "examples" / "recorded-call.json.gz", tmp_path / "examples")
    commands = 0
    for kind, text in BLOCKS:
        first, _, rest = text.partition("\n")
        if kind == "yaml":
            path = tmp_path / first.lstrip("#+ ")
            path.parent.mkdir(exist_ok=True)
            added = first.startswith("# + ")
            path.write_text(path.read_text("utf-8") + rest if added else text, "utf-8")
        else:
            assert first.startswith("$ rtctriage ")
            hold(rest, rtctriage_says(tmp_path, first.removeprefix("$ ")))
            commands += 1
    assert commands == 12
    # what it comes to is clean: nothing is left out by the tests, and the schemas that it wrote agree
    said = rtctriage_says(tmp_path, "rtctriage rules test --complete network.dropping-link --rules our-rules")
    assert "100 %" in said
    said = rtctriage_says(tmp_path, "rtctriage rules lint --rules our-rules")
    assert "our-rules" not in said


def test_every_command_that_it_names_exists() -> None:
    named = set(re.findall(r"`rtctriage rules ([a-z]+)", GUIDE)) | set(
        re.findall(r"^\$ rtctriage rules ([a-z]+)", GUIDE)
    )
    assert named >= {"lint", "test", "diff", "schema", "new"}
    assert named - set(COMMANDS) <= {"lint"}


def test_every_test_of_a_fact_that_it_explains_is_one() -> None:
    table = GUIDE[GUIDE.index("### What a test of a fact can say") : GUIDE.index("## 6.")]
    tests = re.findall(r"^\| `([a-z_.]+): \"?(.*?)\"?` \|", table, re.M)
    knowledge = load()
    assert len(tests) == 12
    for fact, text in tests:
        parse_test(fact, text, knowledge.facts, knowledge.thresholds)


@pytest.mark.parametrize("folder", re.findall(r"`((?:rules|examples)/[\w./-]*)`", GUIDE))
def test_every_file_that_it_names_is_there(folder: str) -> None:
    assert (TOP / folder).exists()
