"""The command line in this process, and as a program of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from rtctriage.cli.app import app

ROOT = Path(__file__).parent.parent.parent
LOSSY = "facts: {uplink.packet_loss: 12 %, connection.established: true}\n"


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """English, whatever the machine speaks."""
    for name in ("LC_ALL", "LC_MESSAGES", "RTCTRIAGE_LANG", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture
def run() -> Callable[..., Result]:
    def call(*args: str | Path, input: str | bytes | None = None) -> Result:
        return CliRunner().invoke(app, [str(a) for a in args], input=input)

    return call


@pytest.fixture
def lossy(tmp_path: Path) -> Path:
    file = tmp_path / "lossy.yaml"
    file.write_text(LOSSY, encoding="utf-8")
    return file


@pytest.fixture
def program() -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """The program as a process, with these variables in its environment."""

    def call(*args: str | Path, input: bytes = b"", **variables: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "rtctriage", *map(str, args)],
            input=input,
            capture_output=True,
            env={**os.environ, "PYTHONPATH": str(ROOT / "src"), **variables},
            timeout=60,
            check=False,
        )

    return call


@pytest.fixture
def on_terminal() -> Callable[..., bytes]:
    """What the program writes to a terminal, with these variables in its environment."""
    if sys.platform == "win32":
        pytest.skip("there are no pseudo-terminals")

    def call(*args: str | Path, **variables: str) -> bytes:
        import pty

        leader, follower = pty.openpty()
        process = subprocess.Popen(
            [sys.executable, "-m", "rtctriage", *map(str, args)],
            stdout=follower,
            stderr=follower,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "TERM": "xterm", **variables},
        )
        os.close(follower)
        chunks: list[bytes] = []
        try:
            while chunk := os.read(leader, 65536):
                chunks.append(chunk)
        except OSError:
            # the other end is closed
            pass
        os.close(leader)
        process.wait(timeout=20)
        return b"".join(chunks)

    return call
