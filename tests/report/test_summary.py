from __future__ import annotations

import os
from collections.abc import Callable

from rtctriage.diagnosis import Diagnosis
from rtctriage.report import summary

Maker = Callable[..., Diagnosis]


def test_each_file_has_a_line(fault: Maker, empty: Maker) -> None:
    results = [("a.json", fault("en")), ("b.json", None), ("c.yaml", empty("en"))]
    assert summary.text(results, "en").splitlines() == [
        "Summary of 3 files · FAULT 1 · INCONCLUSIVE 1 · not read 1",
        "  File    Verdict       Cause               Side    When",
        "  a.json  FAULT         Packet loss (0.93)  uplink  12.0–22.0 s (20:12:15–20:12:25 UTC)",
        "  b.json  not read",
        "  c.yaml  INCONCLUSIVE",
    ]


def test_markdown_in_chinese(fault: Maker) -> None:
    lines = summary.markdown_text([("a|b.json", fault("zh")), ("c.json", None)], "zh").splitlines()
    assert lines == [
        "# 共 2 个文件，汇总如下 · 故障 1 · 未能读取 1",
        "",
        "| 文件 | 结论 | 原因 | 方向 | 时间 |",
        "| --- | --- | --- | --- | --- |",
        r"| a\|b.json | 故障 | 丢包（0.93） | 上行 | 12.0–22.0 秒（20:12:15–20:12:25 UTC） |",
        "| c.json | 未能读取 |  |  |  |",
    ]


def test_the_folder_in_common_is_left_out(empty: Maker) -> None:
    folder = os.path.join(os.sep, "tickets", "4711")
    names = [os.path.join(folder, "a.json"), os.path.join(folder, "b", "c.json")]
    lines = summary.text([(name, empty("en")) for name in names], "en").splitlines()
    assert [line.split()[0] for line in lines[2:]] == ["a.json", os.path.join("b", "c.json")]
    lines = summary.text([("a.json", None), (names[0], None)], "en").splitlines()
    assert [line.split()[0] for line in lines[2:]] == ["a.json", names[0]]


def test_a_long_path_loses_folders_and_never_its_name(fault: Maker) -> None:
    deep = os.path.join("a", *["customers-of-the-north"] * 4, "2026-11-22-caller.json.gz")
    name = os.path.join("…", "2026-11-22-caller.json.gz")
    for columns in (70, 80, 100):
        lines = summary.text([(deep, fault("en")), ("b.json", fault("en"))], "en", columns=columns).splitlines()
        assert any(line.split()[0].endswith(name[1:]) for line in lines[2:]), columns
        assert not any("customers" in line and name[2:] not in line for line in lines)
    wide = summary.text([(deep, fault("en")), ("b.json", fault("en"))], "en", columns=200)
    assert deep in wide
