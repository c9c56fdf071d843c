"""``rtctriage guide`` through a pipe: questions on standard error, the diagnosis on standard output."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import Result

Run = Callable[..., Result]
ROOT = Path(__file__).parent.parent.parent.parent


@pytest.fixture(autouse=True)
def state(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where consultations are kept."""
    folder = tmp_path / "state"
    monkeypatch.setenv("RTCTRIAGE_STATE_DIR", str(folder))
    return folder


def kept(state: Path) -> Path:
    files = [path for path in state.iterdir() if path.name.endswith(".consultation.yaml")]
    assert len(files) == 1
    return files[0]


def test_end_of_input_gives_the_diagnosis_of_what_was_said(run: Run) -> None:
    result = run("guide", "--fact", "uplink.packet_loss=12%", input="stutter\n")
    assert result.exit_code == 0
    assert result.stdout.startswith("FAULT  Packet loss · uplink")
    assert "What does the user complain about?" in result.stderr
    assert "Complaint  Video stutters or freezes" in result.stdout
    assert "What does the user" not in result.stdout


def test_the_answer_as_json_alone_on_standard_output(run: Run) -> None:
    result = run("guide", "--format", "json", input="no-audio\n/finish\n")
    assert json.loads(result.stdout)["complaint"] == "no-audio"


def test_what_is_known_is_not_asked(run: Run, tmp_path: Path) -> None:
    profile = tmp_path / "p.yaml"
    profile.write_text("complaint: stutter\n", encoding="utf-8")
    result = run("guide", profile, input="/finish\n")
    assert "What does the user complain about?" not in result.stderr
    assert "Complaint  Video stutters or freezes" in result.stdout
    recorded = run("guide", ROOT / "examples" / "recorded-call.json.gz", "--complaint", "stutter", input="/finish\n")
    assert "FAULT  Packet loss · uplink" in recorded.stdout


def test_commands_between_the_answers(run: Run) -> None:
    typed = ["12", "/why", "/now", "/answers", "/help", "/nonsense", "/if", "/attach"]
    result = run("guide", input="\n".join([*typed, "/attach no-such-file", "/finish"]) + "\n")
    said = result.stderr
    assert "Taken: Cannot connect" in said
    assert "Now  INCONCLUSIVE" in said
    assert "1  Complaint  Cannot connect" in said
    assert "/attach FILE, /a" in said
    assert "There is no command 'nonsense'. /help lists them." in said
    assert "/if needs ANSWER behind it." in said
    assert "/attach needs FILE behind it." in said
    assert "no-such-file: there is no such file" in said
    assert result.exit_code == 0


def test_a_file_that_cannot_be_attached_is_told_in_chinese(run: Run, tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_bytes(b"\x00\x01\x02")
    typed = ["12", "/附件 没有的文件", f"/附件 {tmp_path}", f"/附件 {broken}", "/附件 " + "长" * 300, "/结束"]
    said = run("guide", "--lang", "zh", input="\n".join(typed) + "\n").stderr.replace("\n", "")
    assert "没有的文件：没有这个文件。" in said
    assert "这是文件夹" in said
    assert "无法读取该文件：" in said
    assert "Traceback" not in said


def test_in_chinese(run: Run) -> None:
    result = run("guide", "--lang", "zh", input="没有这种\n没有声音\n/为什么\n返回\n１２\n/回答\n/结束\n")
    assert "没有这个选项" in result.stderr
    assert "已撤回：用户反馈的现象" in result.stderr
    assert "已记录：无法连接" in result.stderr
    assert "1  用户反馈的现象  无法连接" in result.stderr
    assert result.stdout.startswith("无法判断")


def test_changing_an_answer(run: Run) -> None:
    said = run(
        "guide", input="stutter\n/change\n1\necho\n/answers\n/change 7\n/change 1\n/back\n/answers\n/finish\n"
    ).stderr
    assert "1  Complaint  Echo" in said
    assert "There is no answer 7." in said
    assert "Taken back: Complaint" in said
    assert "Nothing was answered yet." in said


def test_back_at_the_beginning(run: Run) -> None:
    assert "There is no answer to take back." in run("guide", input="/back\n/finish\n").stderr


def test_stopping_and_going_on(run: Run, state: Path) -> None:
    first = run("guide", input="stutter\n/quit\n")
    file = kept(state)
    assert first.stdout == ""
    assert f"rtctriage guide --resume {file}" in first.stderr
    if os.name == "posix":
        assert file.stat().st_mode & 0o077 == 0
    second = run("guide", "--resume", input="/answers\n/finish\n")
    assert "1 answers so far" in second.stderr
    assert "1  Complaint  Video stutters or freezes" in second.stderr
    assert "Complaint  Video stutters or freezes" in second.stdout
    assert run("guide", "--resume", file, input="/finish\n").stdout == second.stdout


def test_replay(run: Run, state: Path) -> None:
    run("guide", "--fact", "uplink.packet_loss=12%", input="stutter\n/finish\n")
    result = run("guide", "--replay", kept(state))
    assert "What does the user complain about?" in result.stdout
    assert "FAULT  Packet loss · uplink" in result.stdout


def test_a_symptom_profile_of_it(run: Run, tmp_path: Path, state: Path) -> None:
    profile, file = tmp_path / "out.yaml", tmp_path / "kept.yaml"
    run("guide", "--save", file, "--profile-out", profile, "--fact", "network.rtt=0.35s", input="delay\n/finish\n")
    data = yaml.safe_load(profile.read_text(encoding="utf-8"))
    assert data == {
        "schema": "rtctriage/profile@1",
        "complaint": "delay",
        "facts": {"network.rtt": "350.0 ms"},
    }
    assert file.is_file()
    assert not state.exists()
    said = run("diagnose", profile, "--format", "json")
    assert json.loads(said.stdout)["complaint"] == "delay"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("guide", "--resume"), "no consultation is kept there"),
        (("guide", "--resume", "no-such-file"), "no-such-file"),
        (("guide", "--resume", "a", "--replay", "b"), "give one of them"),
        (("guide", "--replay", "b", "--complaint", "echo"), "/attach"),
        (("guide", "no-such-file"), "no-such-file"),
        (("guide", "--save", "no/such/folder/x.yaml"), "cannot be written"),
    ],
)
def test_mistakes(run: Run, args: tuple[str, ...], said: str) -> None:
    result = run(*args, input="stutter\n")
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_a_folder_that_cannot_be_made(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("RTCTRIAGE_STATE_DIR", str(tmp_path / "file" / "below"))
    result = run("guide", input="stutter\n")
    assert result.exit_code == 2
    assert "name a file with --save" in result.stderr


def test_a_damaged_file_is_read_as_far_as_it_goes(run: Run, state: Path) -> None:
    run("guide", input="stutter\n/quit\n")
    file = kept(state)
    file.write_text(file.read_text(encoding="utf-8") + "- [\n", encoding="utf-8")
    result = run("guide", "--resume", file, input="/answers\n/finish\n")
    assert "as far as it goes" in result.stderr
    assert f"{file}:" in result.stderr
    # what could not be read is not thrown away
    spared = file.with_name(file.name.replace(".consultation", "-2.consultation"))
    assert f"The file as it was is kept as {spared}" in result.stderr
    assert spared.read_text(encoding="utf-8").endswith("- [\n")


def test_going_on_in_another_file(run: Run, state: Path, tmp_path: Path) -> None:
    run("guide", input="stutter\n/quit\n")
    before = kept(state).read_bytes()
    run("guide", "--resume", "--save", tmp_path / "other.yaml", input="/unknown\n/quit\n")
    assert kept(state).read_bytes() == before
    assert "reply: unknown" in (tmp_path / "other.yaml").read_text(encoding="utf-8")


def test_the_end_without_a_cause_says_what_to_find_out_and_how(run: Run) -> None:
    result = run("guide", input="echo\n/finish\n")
    said = " ".join(result.stderr.split())
    assert "No cause could be named. What would settle most is listed first below" in said
    assert result.stdout.index("What to find out next") < result.stdout.index("The walk, layer by layer")
    assert "     How: " in result.stdout
    # 107 causes of which nobody asked are counted in the walk, and not listed
    assert "Could not be measured" not in result.stdout


def test_markdown(run: Run) -> None:
    result = run("guide", "--format", "markdown", input="echo\n/finish\n")
    assert result.stdout.startswith("#")


def test_an_interrupt_between_an_answer_and_the_file(run: Run, state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from rtctriage.cli.guide.talk import Talk

    def interrupted(talk: Talk) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Talk, "_changed", interrupted)
    result = run("guide", input="stutter\n")
    assert result.exit_code == 130
    assert "All is kept." in result.stderr
    assert "value: stutter" in kept(state).read_text(encoding="utf-8")
