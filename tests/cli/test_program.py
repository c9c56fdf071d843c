"""What only a process of its own shows: encodings, pipes, signals, and what is imported."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
Program = Callable[..., "subprocess.CompletedProcess[bytes]"]


def test_help_imports_next_to_nothing() -> None:
    code = (
        "import sys\n"
        "from rtctriage.cli.app import app\n"
        "try: app.main(['--help'], prog_name='rtctriage')\n"
        "except SystemExit: pass\n"
        "bad = {'msgspec', 'yaml', 'jinja2', 'durable', 'json', 'rtctriage.knowledge.model'} & set(sys.modules)\n"
        "if bad: sys.exit(', '.join(sorted(bad)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=_environment())
    assert done.stderr == ""
    assert done.returncode == 0


def test_importing_the_library_does_nothing() -> None:
    code = (
        "import sys, logging, threading\n"
        "before = set(sys.modules)\n"
        "import rtctriage\n"
        "heavy = {'click', 'msgspec', 'yaml', 'jinja2', 'durable', 'json', 'rtctriage.engine'}\n"
        "print(sorted(heavy & (set(sys.modules) - before)))\n"
        "print(logging.getLogger().handlers, threading.active_count())\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=_environment())
    assert done.stdout.splitlines() == ["[]", "[] 1"]


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "gbk", "utf-16"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_encoding_is_too_small(program: Program, lossy: Path, encoding: str, language: str) -> None:
    for arguments in (["diagnose", lossy], ["facts", lossy]):
        done = program(*arguments, "--lang", language, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
        assert done.returncode == 0
        assert b"Traceback" not in done.stderr
        done.stdout.decode(encoding)


def test_look_alikes_stand_in(program: Program, lossy: Path) -> None:
    text = program("diagnose", lossy, PYTHONIOENCODING="ascii").stdout.decode("ascii")
    assert text.startswith("FAULT  Packet loss | uplink")
    assert "?" not in text.splitlines()[0]


def test_json_says_everything_in_any_encoding(program: Program, lossy: Path) -> None:
    arguments = ("diagnose", lossy, "--lang", "zh", "--format", "json")
    small = program(*arguments, PYTHONIOENCODING="ascii").stdout
    assert json.loads(small.decode("ascii")) == json.loads(program(*arguments, PYTHONIOENCODING="utf-8").stdout)


def test_an_error_message_fits_any_encoding(program: Program, tmp_path: Path) -> None:
    done = program("diagnose", tmp_path / "丢包.yaml", PYTHONIOENCODING="ascii")
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert b"rtctriage: " in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")
@pytest.mark.parametrize("command", ["diagnose {file}", "diagnose {file} {file} --format json", "causes", "schema"])
def test_a_closed_pipe_is_no_error(lossy: Path, command: str) -> None:
    line = f"{sys.executable} -m rtctriage {command.format(file=lossy)}; echo $? >&2"
    done = subprocess.run(
        f"({line}) | true", shell=True, capture_output=True, text=True, check=False, env=_environment()
    )
    assert done.stderr == "0\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_said(lossy: Path) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "rtctriage", "diagnose", str(lossy)],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            env=_environment(),
        )
    assert done.returncode == 2
    assert b"No space left" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_interruption_is_quiet() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "rtctriage", "diagnose", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(),
        # a shell that runs the tests in the background has its children ignore the signal
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stdin is not None
    process.stdin.write(b" " * 1_000_000)  # more than a pipe holds: once it is gone, the program is reading
    process.send_signal(signal.SIGINT)
    out, error = process.communicate(timeout=20)
    assert process.returncode == 130
    assert out == b""
    assert b"Traceback" not in error


def test_no_colour_without_a_terminal(program: Program, lossy: Path) -> None:
    assert b"\x1b" not in program("diagnose", lossy, lossy).stdout
    assert b"\x1b" not in program("diagnose", lossy, lossy).stderr


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT / "src")}
