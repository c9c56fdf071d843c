"""The package from outside: what importing it does, what it says of itself, and what travels in its wheel."""

from __future__ import annotations

import inspect
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from email.message import Message
from email.parser import Parser
from pathlib import Path

import pytest

import rtctriage

TOP = Path(__file__).parent.parent
LOSS = {"facts": {"uplink.packet_loss": "12 %"}}


def python(code: str, source: Path = TOP / "src", **variables: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(source), **variables}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False)
    assert done.stderr == ""
    assert done.returncode == 0
    return done.stdout


def test_importing_opens_nothing_but_modules_and_starts_nothing() -> None:
    code = (
        "import sys\n"
        "seen = []\n"
        "loud = ('open', 'os.', 'socket.', 'subprocess.', '_thread.', 'tempfile.', 'shutil.', 'ctypes.', 'signal.')\n"
        "def note(event, arguments):\n"
        "    if event == 'open' and str(arguments[0]).endswith(('.py', '.pyc')): return\n"
        "    if event.startswith(loud) and event != 'os.listdir': seen.append((event, arguments))\n"
        "sys.addaudithook(note)\n"
        "import rtctriage\n"
        "print(seen)\n"
    )
    assert python(code, PYTHONDONTWRITEBYTECODE="1") == "[]\n"


def test_neither_importing_nor_diagnosing_configures_logging() -> None:
    code = (
        "import logging, threading, rtctriage\n"
        f"print(rtctriage.diagnose({LOSS}).verdict)\n"
        "root = logging.getLogger()\n"
        "print(root.handlers, logging.getLevelName(root.level), threading.active_count())\n"
        "print([n for n in logging.root.manager.loggerDict if n.startswith('rtctriage')])\n"
    )
    assert python(code).splitlines() == ["fault", "[] WARNING 1", "[]"]


def public() -> Iterator[tuple[str, object]]:
    """Every name that the package offers, and the methods of its classes."""
    for name in rtctriage.__all__:
        value = getattr(rtctriage, name)
        if name == "__version__":
            continue
        yield name, value
        if inspect.isclass(value):
            for member, method in vars(value).items():
                if not member.startswith("_") and (inspect.isfunction(method) or isinstance(method, property)):
                    yield f"{name}.{member}", method


def test_everything_that_is_offered_is_documented_and_typed() -> None:
    names = dict(public())
    assert {"Engine.diagnose", "diagnose", "Profile.over", "Diagnosis"} <= set(names)
    undocumented = [name for name, value in names.items() if not inspect.getdoc(value)]
    assert undocumented == []
    for name, value in names.items():
        if inspect.isfunction(value):
            hints = inspect.signature(value)
            untyped = [p.name for p in list(hints.parameters.values()) if p.annotation is p.empty and p.name != "self"]
            assert (name, untyped) == (name, [])
            assert hints.return_annotation is not hints.empty, name


def test_the_changelog_has_this_version() -> None:
    versions = re.findall(r"^## (\d+\.\d+\.\d+)", (TOP / "CHANGELOG.md").read_text("utf-8"), re.M)
    assert versions[0] == rtctriage.__version__


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of this checkout, unpacked as an installation does it."""
    pytest.importorskip("hatchling")
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (file,) = folder.glob("*.whl")
    with zipfile.ZipFile(file) as archive:
        archive.extractall(folder / "installed")
    return folder / "installed"


def test_the_knowledge_travels_in_the_wheel(wheel: Path) -> None:
    for name in ("rules", "playbooks"):
        here = {p.relative_to(TOP).as_posix(): p.read_bytes() for p in (TOP / name).rglob("*.yaml")}
        data = wheel / "rtctriage/_data"
        there = {p.relative_to(data).as_posix(): p.read_bytes() for p in (data / name).rglob("*.yaml")}
        assert len(here) > 10
        assert there == here


def test_an_installation_diagnoses_at_once_without_parsing_its_rules(wheel: Path) -> None:
    """The knowledge is compiled in the wheel: not even the first start, without any cache, reads YAML."""
    code = (
        "import sys, rtctriage\n"
        f"print(rtctriage.diagnose({LOSS}).verdict, rtctriage.__file__)\n"
        "print(sorted({'yaml', 'rtctriage.knowledge.loader'} & set(sys.modules)))\n"
    )
    said = python(code, wheel, RTCTRIAGE_CACHE_DIR="", PYTHONDONTWRITEBYTECODE="1").splitlines()
    assert said == [f"fault {wheel / 'rtctriage' / '__init__.py'}", "[]"]


def test_an_installation_whose_rules_were_changed_answers_by_the_changed_ones(wheel: Path, tmp_path: Path) -> None:
    code = (
        "import shutil, sys, rtctriage\n"
        "from rtctriage import Engine\n"
        "from pathlib import Path\n"
        "limits = Path(rtctriage.__file__).parent / '_data/rules/thresholds.yaml'\n"
        "before, engine = limits.read_text('utf-8'), Engine()\n"
        "limits.write_text(before.replace('value: ', 'value:  ', 1), 'utf-8')\n"
        "changed = Engine()\n"
        "limits.write_text(before, 'utf-8')\n"
        "print(engine.knowledge.hash != changed.knowledge.hash, 'rtctriage.knowledge.loader' in sys.modules)\n"
    )
    assert python(code, wheel, RTCTRIAGE_CACHE_DIR="", PYTHONDONTWRITEBYTECODE="1") == "True True\n"


def test_what_else_an_installation_needs_is_in_the_wheel(wheel: Path) -> None:
    assert (wheel / "rtctriage/py.typed").exists()
    published = json.loads((wheel / "rtctriage/report/diagnosis.schema.json").read_text("utf-8"))
    assert published["$id"] == "rtctriage/diagnosis@1"
    (info,) = wheel.glob("*.dist-info")
    assert "Apache License" in (info / "licenses/LICENSE").read_text("utf-8")
    assert "rtctriage = rtctriage.cli:main" in (info / "entry_points.txt").read_text("utf-8")
    metadata: Message = Parser().parsestr((info / "METADATA").read_text("utf-8"))
    assert (metadata["Version"], metadata["Requires-Python"]) == (rtctriage.__version__, ">=3.10")
    assert metadata["License-Expression"] == "Apache-2.0"
    needed = [line for line in metadata.get_all("Requires-Dist", []) if "extra ==" not in line]
    assert {re.split(r"[^\w.-]", line)[0].lower() for line in needed} == {
        "click", "durable-rules", "jinja2", "msgspec", "pyyaml",
    }  # fmt: skip
    # its C core cannot be imported from 3.13 on
    (durable,) = [line for line in needed if line.startswith("durable")]
    assert re.search(r"python_version < ['\"]3\.13['\"]", durable)
