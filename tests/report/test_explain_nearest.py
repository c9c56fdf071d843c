"""Nearest changes as people read them. The pages in tests/data/explain were read by eye.

They show rules of the built-in knowledge. Where those change, ``RTCTRIAGE_APPROVE=1`` writes the pages anew; read the
difference before it is committed.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, get_args

import pytest
from inference_support import cause, compare, fact, knowledge, profile, rule, streams

from rtctriage import Engine
from rtctriage.explain.nearest import nearest
from rtctriage.inference.compile import compile_program
from rtctriage.inference.plain import PlainChainer
from rtctriage.inference.reasoning import reason
from rtctriage.knowledge.model import All, Condition, FactSpec, Glob, KnowledgeBase
from rtctriage.knowledge.model import Any as Any_
from rtctriage.report import explain_nearest, explain_tree
from rtctriage.text import Language

ROOT = Path(__file__).parent.parent.parent
DATA = ROOT / "tests" / "data" / "explain"
WEAK = {"complaint": "stutter", "facts": {"device.wifi_rssi": "-79 dBm"}}
"""A complaint and a weak signal: suspected, by two facts."""


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(chainer="plain")


def told(engine: Engine, source: Any, language: Language = "en", *cause: str, **options: Any) -> str:
    found = engine.nearest(source, *cause, **options)
    return explain_tree.text((explain_nearest.page(found, engine.knowledge, language),))


@pytest.mark.parametrize("language", get_args(Language))
@pytest.mark.parametrize("establish", [False, True], ids=["clear", "establish"])
def test_a_recorded_call(engine: Engine, language: Language, establish: bool) -> None:
    cause = ("media.audio-bitrate-too-low",) if establish else ()
    page = told(engine, ROOT / "examples" / "recorded-call.json.gz", language, *cause, establish=establish)
    approved = DATA / f"nearest-{'establish' if establish else 'clear'}.{language}.txt"
    if os.environ.get("RTCTRIAGE_APPROVE"):
        approved.write_text(page, "utf-8")
    assert page == approved.read_text("utf-8")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["Wi-Fi signal strength: above -75 dBm, not -79 dBm", "no longer holds: ≤ -75 dBm"]),
        ("zh", ["高于 -75 dBm，原为 -79 dBm", "不再满足：≤ -75 dBm"]),
    ],
)
def test_one_value_for_the_whole_call(engine: Engine, language: Language, said: list[str]) -> None:
    page = told(engine, WEAK, language, "network.packet-loss")
    for words in said:
        assert words in page


def small(when: Condition, *facts: FactSpec) -> KnowledgeBase:
    return knowledge(facts, [cause("network.loss", rule("network.loss/r", when, 0.8))])


def page_of(base: KnowledgeBase, facts: dict[str, Any], language: Language = "en", *, establish: bool = False) -> str:
    program = compile_program(base)
    reasoning = reason(program, profile(facts), PlainChainer(program))
    found = nearest(reasoning, "network.loss" if establish else None, establish=establish)
    return explain_tree.text((explain_nearest.page(found, base, language),))


def test_any_other_text() -> None:
    base = small(Glob(fact="a", pattern="Redmi*"), fact("a", type="text"))
    assert "a: another value, not Redmi 8\n" in page_of(base, {"a": "Redmi 8"})
    assert "a（中文）：其他值，原为 Redmi 8\n" in page_of(base, {"a": "Redmi 8"}, "zh")


@pytest.mark.parametrize(
    ("test", "value", "said"),
    [
        (compare("a", ">", 5.25), 8.0, "a: 5.25, not 8"),
        (compare("a", "<", 5.0), -8.0, "a: 5, not -8"),
        (compare("a", "==", True), True, "a: no, not yes"),
    ],
)
def test_single_values(test: Condition, value: Any, said: str) -> None:
    spec = fact("a", type="boolean") if value is True else fact("a")
    assert said in page_of(small(test, spec), {"a": value})


def test_no_gap_within_chinese() -> None:
    base = small(compare("a", "==", True), fact("a", type="boolean"))
    assert "：否，原为是\n" in page_of(base, {"a": True}, "zh")


@pytest.mark.parametrize(
    ("test", "values", "said"),
    [
        (
            compare("a", "<", 2.0, reducer="min"),
            [1.0, 9.0, 9.0],
            "a: at least 2 %, not 1 to 9 % (mean 6.33 %) · whole call",
        ),
        (compare("a", ">", 2.0, reducer="max"), [3.0] * 4, "a: at most 2 %, not 3 % · whole call"),
        (
            compare("a", "<", 10.0, for_s=3.0),
            [8.0, 3.0, 9.0, 9.0],
            "a: raised by 1 percentage point: 4 to 10 % (mean 8.25 %), not 3 to 9 % (mean 7.25 %)",
        ),
    ],
)
def test_series(test: Condition, values: list[float], said: str) -> None:
    base = small(test, fact("a", series=True, unit="%", low=0.0, high=10.0))
    assert said in page_of(base, {"a": streams(x=values)}).replace("\n  │  ", " ")


def test_what_one_can_change_and_what_one_cannot() -> None:
    both = All((compare("a", ">", 1.0), compare("b", ">", 1.0)))
    page = page_of(small(both, fact("a"), fact("b", lever="setting")), {"a": 2.0, "b": 9.0})
    best, rest = page.split("The smallest change of what one can set")
    assert "not something one can set" in best
    assert "can be changed: a setting of the application" in rest


def test_only_tests_that_turn_a_rule_are_told() -> None:
    """The other rule did not fire before and does not then, whichever way its test of the same fact comes out."""
    idle = rule("network.loss/idle", All((compare("a", ">", 6.0), compare("b", ">", 1.0))), 0.5)
    rules = (rule("network.loss/r", compare("a", ">", 5.0), 0.8), idle)
    page = page_of(knowledge([fact("a"), fact("b")], [cause("network.loss", *rules)]), {"a": 8.0, "b": 0.0})
    assert "no longer holds: > 5" in page
    assert "> 6" not in page


def test_no_change_does_it() -> None:
    names = ("a", "b", "c", "d")
    base = small(Any_(tuple(compare(name, ">", 1.0) for name in names)), *map(fact, names))
    said = "No change of up to 3 facts does it, of those that are looked at: a, b, c, d."
    assert said in page_of(base, dict.fromkeys(names, 2.0))
    page = page_of(small(compare("a", ">=", 0.0), fact("a", low=0.0)), {"a": 2.0}, "zh")
    assert "没有任何可以改变的已知事实与之相关。" in page


def test_what_is_supplied_is_not_measured(engine: Engine) -> None:
    page = told(engine, {}, "en", "resources.cpu-overload", establish=True)
    assert "(supplied: not measured)" in page
    page = told(engine, {}, "zh", "resources.cpu-overload", establish=True)
    assert "（假设值，未测得）" in page


@pytest.mark.parametrize(
    ("language", "cleared", "established", "nothing"),
    [
        (
            "en",
            "It is not suspected: nothing has to be different.",
            "It is established: nothing has to be different.",
            "Nothing to clear: the diagnosis names no cause (INCONCLUSIVE)",
        ),
        (
            "zh",
            "该原因目前并无嫌疑，无需任何改变。",
            "该原因已确认，无需任何改变。",
            "没有需要排除的原因：诊断未指出任何原因（无法判断）",
        ),
    ],
)
def test_nothing_has_to_change(
    engine: Engine, language: Language, cleared: str, established: str, nothing: str
) -> None:
    cpu = {"facts": {"cpu.total": "97 %"}}
    assert cleared in told(engine, cpu, language, "network.jitter")
    assert established in told(engine, cpu, language, "resources.cpu-overload", establish=True)
    assert told(engine, {}, language) == nothing + "\n"


def test_a_side_that_was_asked_for_is_named(engine: Engine) -> None:
    page = told(engine, {"facts": {"uplink.packet_loss": "8 %"}}, "en", "network.packet-loss", side="uplink")
    assert page.startswith("What would clear Packet loss (uplink) · now: certainty")
    assert "Uplink packet loss: below 3 %, not 8 %" in page
    assert "then: Packet loss (uplink)" in page
