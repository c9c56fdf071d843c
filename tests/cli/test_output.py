from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtctriage.cli.failure import Failure
from rtctriage.cli.output import Output, speakable


@given(st.text(), st.sampled_from(["ascii", "latin-1", "cp1252", "gbk", "utf-8", "utf-16"]))
def test_any_text_can_be_said_in_any_encoding(text: str, encoding: str) -> None:
    speakable(text + "\udc80–█丢", encoding).encode(encoding)


def test_what_the_encoding_has_stays() -> None:
    assert speakable("丢包 – 5 %", "utf-8") == "丢包 – 5 %"
    assert speakable("丢包 ▁█ é", "gbk") == "丢包 ▁█ é"
    assert speakable("丢包 – ▁█ é", "latin-1") == "?? - _# é"


def test_a_file_appears_whole_and_keeps_its_permissions(tmp_path: Path) -> None:
    target = tmp_path / "x.txt"
    target.write_text("before", encoding="utf-8")
    target.chmod(0o600)
    out = Output(target)
    out.write("丢")
    assert target.read_text(encoding="utf-8") == "before"
    out.write("包\n")
    out.finish()
    assert target.read_bytes() == "丢包\n".encode()
    if sys.platform != "win32":
        assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert [p.name for p in tmp_path.iterdir()] == ["x.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="devices")
def test_a_device_is_written_to_and_not_replaced() -> None:
    out = Output(Path("/dev/null"))
    out.write("x")
    out.finish()
    assert Path("/dev/null").is_char_device()


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links")
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.txt", tmp_path / "link.txt"
    real.write_text("before", encoding="utf-8")
    link.symlink_to(real)
    out = Output(link)
    out.write("after")
    out.finish()
    assert link.is_symlink()
    assert real.read_text(encoding="utf-8") == "after"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    out = Output(tmp_path)
    with pytest.raises(Failure, match="cannot be written"):
        out.finish()
