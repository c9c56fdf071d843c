"""``rtctriage rules new``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


def test_it_names_the_files_that_it_wrote(run: Run, tmp_path: Path) -> None:
    result = run("rules", "new", "usage.odd-thing", "--dir", tmp_path / "pack", "--playbook")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        str(tmp_path / "pack/usage/odd-thing.yaml"),
        str(tmp_path / "pack/playbooks/usage/odd-thing.yaml"),
    ]


def test_into_the_current_folder(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("rules", "new", "usage.odd-thing").exit_code == 0
    assert "cause: usage.odd-thing\n" in Path("usage/odd-thing.yaml").read_text("utf-8")
    result = run("rules", "new", "usage.odd-thing")
    assert result.exit_code == 2
    assert "this file is there already" in result.stderr


def test_a_layer_that_is_not_there(run: Run, tmp_path: Path) -> None:
    result = run("rules", "new", "usge.odd-thing", "--dir", tmp_path)
    assert result.exit_code == 2
    assert 'did you mean "usage"?' in result.stderr
