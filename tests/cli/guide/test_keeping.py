"""Where consultations are kept."""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path

import pytest

from rtctriage.cli.failure import Failure
from rtctriage.cli.guide import keeping
from rtctriage.cli.guide.keeping import Keeper, latest_file, new_file, state_folder, uninterrupted


@pytest.fixture
def no_variable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A home without the variable that names another folder."""
    monkeypatch.delenv(keeping.STATE_VARIABLE, raising=False)
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("platform", "folder"),
    [
        ("linux", ".local/state/rtctriage"),
        ("darwin", "Library/Application Support/rtctriage"),
        ("win32", "AppData/Local/rtctriage/State"),
    ],
)
def test_each_platform_has_its_place(
    no_variable: Path, monkeypatch: pytest.MonkeyPatch, platform: str, folder: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert state_folder() == no_variable / folder


def test_the_place_can_be_named(no_variable: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_STATE_HOME", str(no_variable / "xdg"))
    assert state_folder() == no_variable / "xdg" / "rtctriage"
    # a relative path in it is invalid
    monkeypatch.setenv("XDG_STATE_HOME", "xdg")
    assert state_folder() == no_variable / ".local" / "state" / "rtctriage"
    monkeypatch.setenv(keeping.STATE_VARIABLE, str(no_variable / "mine"))
    assert state_folder() == no_variable / "mine"


def test_two_that_begin_at_once_have_two_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(keeping.STATE_VARIABLE, str(tmp_path))
    monkeypatch.setattr("time.strftime", lambda _: "20261128-120000")
    first, second = new_file(), new_file()
    assert [first.name, second.name] == [
        "20261128-120000.consultation.yaml",
        "20261128-120000-2.consultation.yaml",
    ]
    # neither holds anything yet
    with pytest.raises(Failure, match="no consultation is kept there"):
        latest_file()
    second.write_text("x", encoding="utf-8")
    assert latest_file() == second
    first.write_text("x", encoding="utf-8")
    os.utime(second, (1, 1))
    assert latest_file() == first


def test_a_copy_beside_the_file(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("one", encoding="utf-8")
    (tmp_path / "a-2.consultation.yaml").write_text("two", encoding="utf-8")
    copy = Keeper(file).spare()
    assert copy == tmp_path / "a-3.consultation.yaml"
    assert copy.read_text(encoding="utf-8") == "one"
    assert Keeper(tmp_path / "none.yaml").spare() is None


@pytest.mark.skipif(sys.platform == "win32", reason="signals are another thing there")
def test_ctrl_c_waits_for_the_end_of_what_must_not_be_interrupted() -> None:
    done = []

    def work() -> None:
        with uninterrupted():
            with uninterrupted():
                signal.raise_signal(signal.SIGINT)
                done.append("inner")
            done.append("outer")
        done.append("never")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert done == ["inner", "outer"]


def test_in_a_thread_nothing_is_put_off() -> None:
    done = []

    def work() -> None:
        with uninterrupted():
            done.append(1)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [1]
