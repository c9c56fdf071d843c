"""``rtctriage rules schema``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]
KINDS = [
    "cause", "playbook", "facts", "thresholds", "layers", "scenarios", "complaints", "disable", "certainties", "codes",
    "fields", "pack",
]  # fmt: skip


def test_one_kind_and_all_kinds(run: Run) -> None:
    layers = json.loads(run("rules", "schema", "layers").stdout)
    assert layers["required"] == ["layers"]
    everything = json.loads(run("rules", "schema").stdout)
    assert list(everything) == KINDS
    assert everything["layers"] == layers


def test_into_a_folder_with_the_names_of_a_pack(run: Run, tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    (pack / "facts").mkdir(parents=True)
    fact = "our.queue: {type: number, unit: s, title: {en: Queue, zh: 排队}, meaning: {en: Waiting., zh: 等待。}}"
    (pack / "facts/our.yaml").write_text(f"facts:\n  {fact}\n", "utf-8")
    folder = pack / "schema"
    assert run("rules", "schema", "-o", folder, "--rules", pack).exit_code == 0
    assert sorted(path.name for path in folder.iterdir()) == sorted(f"{kind}.schema.json" for kind in KINDS)
    cause = (folder / "cause.schema.json").read_text("utf-8")
    assert "our.queue" in json.loads(cause)["$defs"]["when"]["properties"]
    assert run("rules", "schema", "cause", "--rules", pack).stdout == cause
    # a second time, over what is there and with the folder in the pack
    assert run("rules", "schema", "cause", "-o", folder, "--rules", pack).exit_code == 0


def test_a_kind_that_is_not_there_and_a_folder_that_is_a_file(run: Run, tmp_path: Path) -> None:
    result = run("rules", "schema", "causes")
    assert result.exit_code == 2
    assert 'did you mean "cause"?' in result.stderr
    (tmp_path / "file").write_text("", "utf-8")
    result = run("rules", "schema", "-o", tmp_path / "file")
    assert result.exit_code == 2
    assert "cannot be made" in result.stderr
