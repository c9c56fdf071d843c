"""The commands beside ``diagnose``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from rtctriage import __version__
from rtctriage.report import explain_schema, schema

Run = Callable[..., Result]

COMMANDS = (
    "diagnose",
    "explain",
    "facts",
    "layers",
    "causes",
    "playbook",
    "code",
    "field",
    "rules",
    "doctor",
    "schema",
    "completion",
)


def test_help_names_every_command(run: Run) -> None:
    result = run("--help")
    assert result.exit_code == 0
    for command in (
        "diagnose",
        "explain",
        "facts",
        "layers",
        "causes",
        "playbook",
        "code",
        "rules",
        "doctor",
        "schema",
        "completion",
    ):
        assert f"\n  {command} " in result.stdout
        assert run(command, "--help").exit_code == 0


def test_version(run: Run) -> None:
    assert run("--version").stdout == f"rtctriage {__version__}\n"


def test_a_misspelt_command(run: Run) -> None:
    result = run("diagnos")
    assert result.exit_code == 2
    assert 'did you mean "diagnose"?' in result.stderr


def test_layers_in_their_order(run: Run) -> None:
    names = [line.split()[0] for line in run("layers").stdout.splitlines() if not line.startswith(" ")]
    assert names == ["Layer", "access", "network", "resources", "media", "usage", "compatibility"]
    assert "网络" in run("layers", "--lang", "zh").stdout


def test_causes(run: Run) -> None:
    result = run("causes")
    assert "  network.packet-loss " in result.stdout
    assert "丢包" in run("causes", "--lang", "zh").stdout


def test_one_cause_with_its_rules(run: Run) -> None:
    text = run("causes", "network.packet-loss").stdout
    for part in ("Rules", "Sources", "uplink.packet_loss", "Written in"):
        assert part in text
    assert "{" not in text
    result = run("causes", "network.packet-los")
    assert result.exit_code == 2
    assert 'did you mean "network.packet-loss"?' in result.stderr


def test_every_cause_and_playbook_can_be_shown(run: Run) -> None:
    from rtctriage.knowledge import load

    knowledge = load()
    for language in ("en", "zh"):
        for cause in knowledge.causes.values():
            assert run("causes", cause.id, "--lang", language).exit_code == 0
            text = run("playbook", cause.id, "--lang", language).stdout
            assert "{{" not in text
            assert "{%" not in text


def test_playbook_by_either_name(run: Run) -> None:
    by_cause = run("playbook", "network.packet-loss")
    assert by_cause.exit_code == 0
    assert by_cause.stdout.startswith("What to do: ")
    assert by_cause.stdout == run("playbook", "network/packet-loss").stdout
    assert run("playbook", "network/nothing").exit_code == 2


def test_facts_as_a_table(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "p.yaml"
    file.write_text('facts: {cpu.total: 91 %, network.rtt: ["40 ms", "80 ms", "120 ms"]}', encoding="utf-8")
    text = run("facts", file).stdout
    assert "91 %" in text
    assert any(line.startswith("  network.* ") for line in text.splitlines())
    row = next(line for line in text.splitlines() if line.split()[:1] == ["rtt"])
    assert row.split() == ["rtt", "3", "40", "80", "120", "ms", "▃▆█"]


def test_facts_as_json(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "p.yaml"
    file.write_text('facts: {cpu.total: 91 %, network.rtt: ["40 ms", "80 ms"]}', encoding="utf-8")
    document = json.loads(run("facts", file, "--format", "json", "--samples").stdout)
    assert document["schema"] == "rtctriage/facts@1"
    assert document["facts"]["cpu.total"]["value"] == 91.0
    assert document["facts"]["cpu.total"]["unit"] == "%"
    stream = document["facts"]["network.rtt"]["streams"][0]
    assert stream["values"] == [40.0, 80.0]
    assert stream["mean"] == 60.0
    short = json.loads(run("facts", file, "--format", "json").stdout)
    assert "values" not in short["facts"]["network.rtt"]["streams"][0]


def test_the_facts_that_can_be_given(run: Run) -> None:
    lines = run("facts").stdout.splitlines()
    assert lines[0].split() == ["Fact", "Answer", "Title"]
    rows = {line.split()[0]: " ".join(line.split()[1:]) for line in lines if line[:1].strip()}
    assert rows["uplink.packet_loss"] == "% Uplink packet loss"
    assert rows["connection.established"] == "yes or no Connection established"
    assert "black-screen" in "".join(lines)
    # nobody supplies what follows from other facts
    assert "uplink.video.demand_share" not in rows
    assert "上行丢包率" in run("facts", "--lang", "zh").stdout
    for more in (["--format", "json"], ["--samples"], ["--connection", "1"]):
        result = run("facts", *more)
        assert result.exit_code == 2
        assert "Give a FILE" in result.stderr


def test_no_facts(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "p.json"
    file.write_text("{}", encoding="utf-8")
    assert run("facts", file).stdout == "No facts were read.\n"


def test_doctor(run: Run) -> None:
    result = run("doctor")
    assert result.exit_code == 0
    for part in (__version__, "Python", "chainer", "knowledge", "causes", "cache"):
        assert part in result.stdout


def test_doctor_says_what_is_wrong(run: Run, tmp_path: Path) -> None:
    (tmp_path / "network").mkdir()
    (tmp_path / "network" / "x.yaml").write_text("cause: nonsense\n", encoding="utf-8")
    result = run("doctor", "--rules", tmp_path)
    assert result.exit_code == 2
    assert "x.yaml" in result.stderr


def test_schema(run: Run) -> None:
    assert run("schema").stdout == schema.text()
    assert run("schema", "diagnosis").stdout == schema.text()
    assert run("schema", "explanation").stdout == explain_schema.text()


@pytest.mark.parametrize(("shell", "mark"), [("bash", "complete -o"), ("zsh", "#compdef"), ("fish", "complete --")])
def test_completion_scripts(run: Run, shell: str, mark: str) -> None:
    result = run("completion", shell)
    assert result.exit_code == 0
    assert mark in result.stdout
    assert "_RTCTRIAGE_COMPLETE" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "incomplete", "expected"),
    [
        ([], "dia", "diagnose"),
        (["causes"], "network.pack", "network.packet-loss"),
        (["playbook"], "network/pack", "network/packet-loss"),
        (["diagnose", "--scenario"], "show", "show-live"),
        (["diagnose", "--complaint"], "stut", "stutter"),
        (["diagnose", "--fact"], "cpu.to", "cpu.total="),
        (["diagnose", "--format"], "j", "json"),
    ],
)
def test_names_complete(arguments: list[str], incomplete: str, expected: str) -> None:
    from click.shell_completion import ShellComplete

    from rtctriage.cli.app import app

    completer = ShellComplete(app, {}, "rtctriage", "_RTCTRIAGE_COMPLETE")
    assert [item.value for item in completer.get_completions(arguments, incomplete)] == [expected]


def test_facts_of_a_pack(run: Run, tmp_path: Path) -> None:
    (tmp_path / "pack" / "facts").mkdir(parents=True)
    declared = "facts: {app.build: {type: text, title: {en: Build, zh: 版本号}, meaning: {en: Build, zh: 版本号}}}\n"
    (tmp_path / "pack" / "facts" / "app.yaml").write_text(declared, encoding="utf-8")
    file = tmp_path / "p.yaml"
    file.write_text("facts: {app.build: nightly-7}", encoding="utf-8")
    assert run("facts", file).exit_code == 2
    assert "nightly-7" in run("facts", file, "--rules", tmp_path / "pack").stdout


def test_every_series_of_a_recording_has_its_course(run: Run) -> None:
    recording = Path(__file__).parent.parent.parent / "examples" / "recorded-call.json.gz"
    document = json.loads(run("facts", recording, "--format", "json").stdout)
    series = [name for name, fact in document["facts"].items() if "streams" in fact]
    lines = run("facts", recording).stdout.splitlines()
    courses = [line for line in lines if set(line) & set("▁▂▃▄▅▆▇█")]
    assert len(series) > 50
    assert len(courses) >= len(series)


DRAFT = (
    "cause: network.odd\ntitle: {en: Odd link, zh: 异常链路}\ndomain: network\nseverity: minor\nstatus: draft\n"
    "because: Not yet tried.\nsummary: {en: Odd., zh: 异常。}\nplaybook: network/jitter\n"
    "rules: [{id: odd, when: {device.cores: == 3}, certainty: 0.9}]\n"
)


def test_a_draft_can_be_looked_at(run: Run, tmp_path: Path) -> None:
    (tmp_path / "network").mkdir()
    (tmp_path / "network/odd.yaml").write_text(DRAFT, "utf-8")
    result = run("causes", "network.odd", "--rules", tmp_path)
    assert result.exit_code == 0
    assert result.stdout.startswith("Odd link  network.odd\n")
    assert "draft: Not yet tried." in result.stdout
    assert "network.odd" not in run("causes", "--rules", tmp_path).stdout
    assert run("playbook", "network.odd", "--rules", tmp_path).stdout == run("playbook", "network/jitter").stdout
    near = run("causes", "network.od", "--rules", tmp_path)
    assert near.exit_code == 2
    assert 'did you mean "network.odd"?' in near.stderr


@pytest.mark.parametrize(
    "args", [("causes", "--rules", ""), ("rules", "diff", "builtin", ""), ("rules", "lint", "--rules", "")]
)
def test_a_folder_without_a_name_is_not_this_one(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...]
) -> None:
    """It is what is left of a variable that is not set."""
    (tmp_path / "network").mkdir()
    (tmp_path / "network/odd.yaml").write_text(DRAFT, "utf-8")
    monkeypatch.chdir(tmp_path)
    assert run(*args[:-1], ".").exit_code == 0
    result = run(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "the name of the folder is empty." in result.stderr
