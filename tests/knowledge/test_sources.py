from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from rtctriage.knowledge.sources import (
    KnowledgeFile,
    KnowledgeSource,
    content_hash,
    read_builtin,
    read_pack,
    read_packs,
)


def write(path: Path, text: str = "a: 1\n") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_files_come_sorted_with_stable_labels(tmp_path: Path) -> None:
    pack = tmp_path / "our rules"
    for name in (
        "network/b.yaml",
        "network/a.yaml",
        "facts/x.yaml",
        "playbooks/network/a.yaml",
        ".git/c.yaml",
        "x.txt",
    ):
        write(pack / name)
    source = read_pack(pack)
    assert [file.path for file in source.files] == [
        "facts/x.yaml", "network/a.yaml", "network/b.yaml", "playbooks/network/a.yaml",
    ]  # fmt: skip
    assert source.files[1].label == "our rules network/a.yaml"
    assert source.files[1].shown == str(pack / "network/a.yaml")


def test_the_built_in_folders_are_labelled_alike_everywhere(tmp_path: Path) -> None:
    write(tmp_path / "_data/rules/network/a.yaml")
    write(tmp_path / "_data/playbooks/network/a.yaml")
    source = read_builtin(tmp_path / "_data/rules", tmp_path / "_data/playbooks")
    assert [(file.path, file.label) for file in source.files] == [
        ("network/a.yaml", "builtin rules/network/a.yaml"),
        ("playbooks/network/a.yaml", "builtin playbooks/network/a.yaml"),
    ]


def test_a_pack_given_as_the_current_folder_has_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "mine" / "thresholds.yaml")
    monkeypatch.chdir(tmp_path / "mine")
    assert read_pack(Path()).files[0].label == "mine thresholds.yaml"


def test_what_is_no_pack(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    write(tmp_path / "file.yaml")
    for name, message in [("none", "no such folder"), ("file.yaml", "not a folder"), ("empty", "no YAML file")]:
        (problem,) = read_pack(tmp_path / name).problems
        assert problem.file == str(tmp_path / name)
        assert message in problem.message


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes of this kind")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    write(tmp_path / "pack" / "a.yaml")
    os.mkfifo(tmp_path / "pack" / "b.yaml")
    source = read_pack(tmp_path / "pack")
    assert [file.path for file in source.files] == ["a.yaml"]
    assert [problem.message for problem in source.problems] == ["there is no file behind this name"]


def test_a_file_too_deep_to_be_read_is_told(tmp_path: Path) -> None:
    """One of each folder; what is no YAML, or hidden, may lie where it likes."""
    write(tmp_path / "pack" / "a.yaml")
    write(tmp_path / "pack" / "1/2/3/b.yaml")
    for name in (
        "1/2/3/4/c.yaml",
        "1/2/3/4/d.yaml",
        "1/2/3/four/5/6/e.YML",
        "1/2/3/fourth/f.txt",
        "1/2/3/iv/.git/g.yaml",
    ):
        write(tmp_path / "pack" / name)
    source = read_pack(tmp_path / "pack")
    assert [file.path for file in source.files] == ["1/2/3/b.yaml", "a.yaml"]
    assert sorted((problem.file, problem.message) for problem in source.problems) == [
        (str(tmp_path / "pack" / name), "this file would not be read")
        for name in ("1/2/3/4/c.yaml", "1/2/3/four/5/6/e.YML")
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a right there")
def test_what_looks_like_a_rule_file_is_never_passed_over(tmp_path: Path) -> None:
    write(tmp_path / "pack" / "a.yaml")
    write(tmp_path / "pack" / "b.YAML")
    (tmp_path / "pack" / "c.yaml").symlink_to("nowhere.yaml")
    source = read_pack(tmp_path / "pack")
    assert [file.path for file in source.files] == ["a.yaml", "b.YAML"]
    assert [problem.file for problem in source.problems] == [str(tmp_path / "pack" / "c.yaml")]


def test_packs_in_folders_of_one_name_are_told_apart(tmp_path: Path) -> None:
    for folder in ("one/rules", "two/rules", "two/other", "builtin"):
        write(tmp_path / folder / "thresholds.yaml")
    sources = read_packs([tmp_path / name for name in ("one/rules", "two/other", "two/rules", "builtin")])
    assert [(source.name, source.files[0].label) for source in sources] == [
        ("rules", "rules thresholds.yaml"),
        ("other", "other thresholds.yaml"),
        ("rules 2", "rules 2 thresholds.yaml"),
        ("builtin 2", "builtin 2 thresholds.yaml"),
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a right there")
def test_a_folder_that_holds_itself_ends(tmp_path: Path) -> None:
    write(tmp_path / "pack" / "a.yaml")
    (tmp_path / "pack" / "again").symlink_to(tmp_path / "pack")
    assert len(read_pack(tmp_path / "pack").files) < 10


def test_the_hash_tells_names_and_contents_apart() -> None:
    def of(*files: tuple[str, bytes]) -> str:
        return content_hash([KnowledgeSource("s", tuple(KnowledgeFile(n, n, n, data) for n, data in files))])

    hashes = [of(("a", b"bc")), of(("ab", b"c")), of(("a", b"b"), ("c", b"")), of(("a", b"bd")), of()]
    assert len(set(hashes)) == len(hashes)
    assert of(("a", b"bc")) == hashes[0]


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names of files are text there")
def test_names_are_shown_as_they_can_be(tmp_path: Path) -> None:
    folder = tmp_path / "p\x1b[31m" / "network"
    folder.mkdir(parents=True)
    (folder / "丢包.yaml").write_text("a: 1\n", "utf-8")
    (folder / os.fsdecode(b"\xff.yaml")).write_text("b: 1\n", "utf-8")
    source = read_pack(tmp_path / "p\x1b[31m")
    assert [(file.label, file.data) for file in source.files] == [
        ("p?[31m network/丢包.yaml", b"a: 1\n"),
        ("p?[31m network/?.yaml", b"b: 1\n"),
    ]
    assert [file.shown for file in source.files] == [
        f"{tmp_path}/p?[31m/network/丢包.yaml",
        f"{tmp_path}/p?[31m/network/?.yaml",
    ]
