"""``rtctriage code`` and ``rtctriage field``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


@pytest.mark.parametrize(
    ("vendor", "code"),
    [
        ("agora", "110"),
        ("agora", "+110"),
        ("agora", "err_invalid_token"),
        ("agora", "ERR_INVALID_TOKEN"),
        ("agora", "err-invalid-token"),
        ("agora", "Err Invalid Token"),
        ("agora", "ErrInvalidToken"),
        ("agora", "INVALID_TOKEN"),
        ("agora", "invalid token"),
        ("AGORA", "110"),
        ("\uff21\uff47\uff4f\uff52\uff41", "\uff11\uff11\uff10"),
        (" Agora ", " 110 "),
        ("agora", "#110"),
        ("agora", "\uff03 110"),
        ("agora", "code:110"),
        ("agora", "Code 110"),
        ("agora", "errorCode: -110"),
        ("agora", "错误码：110"),
        ("agora", "\uff0d110"),
        ("agora", "\u2013 110"),
    ],
)
def test_a_code_by_number_and_name(run: Run, vendor: str, code: str) -> None:
    said = run("code", vendor, code).stdout
    assert "agora 110 ERR_INVALID_TOKEN (error, native)" in said
    assert "Cause: access.token-invalid Token is invalid\n" in said
    assert "rtctriage playbook access/token-invalid\n" in said
    assert "enum_errorcodetype" in said


def test_in_chinese(run: Run) -> None:
    said = run("code", "agora", "8", "--lang", "zh").stdout
    assert "连接状态变化原因" in said
    assert "Token 无效" in said


def test_one_number_in_two_families_gives_both(run: Run) -> None:
    said = run("code", "agora", "8").stdout
    assert said.count("agora 8 ") >= 1
    assert "CONNECTION_CHANGED_INVALID_TOKEN (connection change, native)" in said


def test_a_code_of_no_cause(run: Run) -> None:
    assert "points to no cause by itself" in run("code", "agora", "114").stdout


def test_the_table_of_a_vendor(run: Run) -> None:
    lines = run("code", "agora").stdout.splitlines()
    errors = lines[lines.index("agora (error, native)") : lines.index("agora (connection change, native)")]
    assert any(line.split()[:2] == ["110", "ERR_INVALID_TOKEN:"] for line in errors)
    assert not any("CONNECTION_CHANGED" in line for line in errors)
    assert "access.token-invalid" in " ".join(errors)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("agor", "110"), "unknown vendor: 'agor' (did you mean \"agora\"?)"),
        (("agora", "ERR_INVALID_TOKE"), 'did you mean "ERR_INVALID_TOKEN"?'),
        (("agora", "987654"), "unknown code of agora: '987654'"),
        (("agora", "-987654"), "unknown code of agora: '-987654'"),
        (("agora", "110 111"), "unknown code of agora: '110 111'"),
        (("agora", "code:"), "unknown code of agora: 'code:'"),
        (("agora", "#"), "unknown code of agora: '#'"),
        (("agora", "--", "-"), "unknown code of agora: '-'"),
    ],
)
def test_a_name_that_is_not_there(run: Run, args: tuple[str, ...], said: str) -> None:
    result = run("code", *args)
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_pack_adds_its_own(run: Run, tmp_path: Path) -> None:
    (tmp_path / "codes").mkdir()
    (tmp_path / "codes/ours.yaml").write_text(
        "vendor: other\n"
        "tables:\n"
        "  - {family: error, source: our gateway, codes: [{code: E7, meaning: {en: Gone., zh: 已失效。}}]}\n",
        "utf-8",
    )
    assert "other E7 (error)\n  Gone.\n" in run("code", "other", "e7", "--rules", tmp_path).stdout


def test_a_field_and_the_table_of_fields(run: Run) -> None:
    said = run("field", "agora", "cpuTotalUsage").stdout
    assert said.startswith("agora RtcStats.cpuTotalUsage (native)\n")
    assert "  Fact: cpu.total CPU, whole device\n" in said
    assert "  Not measured: 0\n" in said
    assert "注意：" in run("field", "agora", "cpuTotalUsage", "--lang", "zh").stdout
    title, head, *rows = run("field", "agora").stdout.splitlines()
    assert title == "agora RtcStats (native)"
    assert head.split() == ["Field", "Unit", "Fact", "Meaning"]
    assert any(row.split()[:3] == ["txPacketLossRate", "%", "uplink.packet_loss"] for row in rows)
    assert any(row == "agora LocalVideoTrackStats (web)" for row in rows)


@pytest.mark.parametrize("field", ["cpu_total_usage", "CPUTOTALUSAGE", "RtcStats.cpu-total-usage"])
def test_a_field_in_another_spelling(run: Run, field: str) -> None:
    assert run("field", "AGORA", field).stdout.startswith("agora RtcStats.cpuTotalUsage (native)\n")


def test_a_field_that_is_not_there(run: Run) -> None:
    result = run("field", "agora", "cpuTotalUsag")
    assert result.exit_code == 2
    assert 'did you mean "cpuTotalUsage"?' in result.stderr
