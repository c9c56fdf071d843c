"""The benchmarks still run, and what they measure without a clock is within its aim. Speed is measured by hand."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from rtctriage.inference import durable

FOLDER = Path(__file__).parent.parent / "benchmarks"
CALL = FOLDER.parent / "examples" / "recorded-call.json.gz"


def run(script: str, *arguments: object) -> str:
    command = [sys.executable, str(FOLDER / script), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_commands_of_its_readme_are_of_scripts_that_are_there() -> None:
    text = (FOLDER / "README.md").read_text("utf-8")
    named = re.findall(r"^python benchmarks/(\S+)", text, re.M)
    assert set(named) == {path.name for path in FOLDER.glob("*.py")}
    for line in re.findall(r"^python benchmarks/.*", text, re.M):
        script, *arguments = line.removeprefix("python benchmarks/").split()
        assert [a for a in arguments if a.startswith("--") and a not in run(script, "--help")] == []


@pytest.mark.skipif(sys.platform != "linux", reason="reads the peak of memory as Linux tells it")
@pytest.mark.parametrize("shape", ["streams", "connections"])
def test_a_dump_takes_at_most_four_times_its_size_in_memory(shape: str, tmp_path: Path) -> None:
    dump = tmp_path / "dump.json"
    run("make_dump.py", CALL, dump, "--megabytes", 16, "--shape", shape)
    assert 15e6 < dump.stat().st_size < 20e6
    said = run("reading.py", dump, "--runs", 1)
    # the start of the program does not grow with the file; of one of 50 MB it is less than another
    times = re.search(r"([\d.]+) without the start", said)
    assert times, said
    assert float(times[1]) <= 3.0


@pytest.mark.skipif(not durable.available(), reason="durable_rules cannot be imported here")
def test_the_bare_run_fires_what_a_diagnosis_does() -> None:
    said = run("warm.py", "--runs", 1)
    assert {"bare run, its Host", "diagnosis, durable_rules", "diagnosis, plain chainer"} <= {
        line[:26].strip() for line in said.splitlines()
    }
