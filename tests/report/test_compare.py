"""Two answers beside each other, as people read them. The pages in tests/data/explain were read by eye."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, get_args

import pytest
from msgspec.structs import replace

from rtctriage import Engine, Profile, Series, Stream, Streams
from rtctriage.explain.compare import Comparison, compare
from rtctriage.explain.what_if import WhatIf, what_if
from rtctriage.report.changes_graph import changes_flowchart
from rtctriage.report.compare import compare_flowchart, compare_page
from rtctriage.report.labels import Labels
from rtctriage.report.what_if import what_if_flowchart, what_if_page
from rtctriage.text import Language

ROOT = Path(__file__).parent.parent.parent
DATA = ROOT / "tests" / "data" / "explain"
LOSS = {"uplink.packet_loss": "8 %", "downlink.packet_loss": "0.1 %", "network.rtt": "40 ms"}


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(chainer="plain")


def compared(engine: Engine, language: Language, before: dict[str, Any], after: dict[str, Any]) -> Comparison:
    return compare(engine, engine.facts(before), engine.facts(after), language)


@pytest.fixture
def recorded(engine: Engine) -> Profile:
    return engine.facts(ROOT / "examples" / "recorded-call.json.gz", name="recorded-call.json.gz")


def changed(engine: Engine, recorded: Profile, language: Language) -> WhatIf:
    facts = {"uplink.packet_loss": "0.5 %", "network.rtt": "0.5 s", "complaint": "delay"}
    return what_if(engine, recorded, facts, language)


def assert_approved(page: str, name: str) -> None:
    """As it was read; ``RTCTRIAGE_APPROVE=1`` writes it anew, to be read again."""
    if os.environ.get("RTCTRIAGE_APPROVE"):
        (DATA / name).write_text(page, "utf-8")
    assert page == (DATA / name).read_text("utf-8")


@pytest.mark.parametrize("language", get_args(Language))
def test_what_if(engine: Engine, recorded: Profile, language: Language) -> None:
    assert_approved(what_if_page(changed(engine, recorded, language), engine.knowledge), f"what-if.{language}.txt")


@pytest.mark.parametrize("language", get_args(Language))
def test_compare(engine: Engine, recorded: Profile, language: Language) -> None:
    after = {"facts": {"uplink.packet_loss": "2.5 %", "downlink.packet_loss": "0.1 %", "cpu.total": "97 %"}}
    answer = compare(engine, recorded, engine.facts(after), language)
    assert answer.outcome == "not-shown"
    assert_approved(compare_page(answer, engine.knowledge), f"compare.{language}.txt")


@pytest.mark.parametrize(
    ("after", "said"),
    [
        ({"uplink.packet_loss": "0.1 %"}, "SOLVED: Packet loss is ruled out now"),
        ({"uplink.packet_loss": "30 %"}, "STILL THERE: Packet loss"),
        ({}, "NOT SHOWN: Packet loss is not found any more, and what was measured"),
        ({"network.rtt": "900 ms"}, "New now: High latency"),
    ],
)
def test_the_first_line_says_what_came_of_it(engine: Engine, after: dict[str, str], said: str) -> None:
    facts = {"downlink.packet_loss": "0.1 %", **after}
    page = compare_page(compared(engine, "en", {"facts": LOSS}, {"facts": facts}), engine.knowledge)
    assert any(line.startswith(said) for line in page.splitlines()[:4])


def test_lines_are_as_long_as_the_terminal_allows(engine: Engine, recorded: Profile) -> None:
    page = what_if_page(changed(engine, recorded, "en"), engine.knowledge, columns=60)
    assert max(map(len, page.splitlines())) <= 60


def test_no_difference(engine: Engine) -> None:
    answer = what_if(engine, engine.facts({"facts": LOSS}), {"device.model": "x"})
    assert "No cause and no layer changes." in what_if_page(answer, engine.knowledge)


def test_a_flowchart_has_both_answers(engine: Engine, recorded: Profile) -> None:
    chart = what_if_flowchart(changed(engine, recorded, "en"), engine.knowledge)
    lines = chart.splitlines()
    assert lines[0] == "flowchart LR"
    assert '  subgraph a0["As it is (FAULT)"]' in lines
    assert '    a0h0["Packet loss<br/>fault, uplink, 0.93"]:::fault' in lines
    assert '  subgraph a1["What if (FAULT)"]' in lines
    assert '    a1h0["High latency<br/>fault, 0.94"]:::fault' in lines
    assert "  a0 --> a1" in lines
    assert lines.count("  end") == 2


def test_a_consequence_hangs_on_its_cause(engine: Engine) -> None:
    before = {"facts": {**LOSS, "uplink.video.frame_rate": "3 fps", "uplink.video.source_frame_rate": "30 fps"}}
    answer = compared(engine, "en", before, {})
    assert [h.relation for h in answer.before.others] == ["consequence"]
    chart = compare_flowchart(answer, engine.knowledge)
    assert "    a0h0 --> a0h1" in chart.splitlines()
    assert '    a1h0["INCONCLUSIVE"]' in chart.splitlines()


def test_too_little_is_not_the_same_as_nothing(engine: Engine, recorded: Profile) -> None:
    """The check looks at what comes after 30 s: a call of 25 s has the fact, and says nothing of that time."""
    shares = {"available_share": "50 %", "demand_share": "90 %", "bandwidth_limited": "80 %"}
    before = {"facts": {f"uplink.video.{name}": value for name, value in shares.items()}}
    short = Series(range(1, 26), [0.0] * 25)
    after = Profile({"uplink.video.bandwidth_limited": Streams((Stream("video 1", short),))})
    answer = compare(engine, engine.facts(before), after)
    assert answer.cause == "network.bandwidth-limited"
    check = next(check for check in answer.checks if check.after.tests[0].fact == "uplink.video.bandwidth_limited")
    assert (check.before.truth, check.before.missing) == ("false", ())
    assert (check.after.truth, check.after.missing) == ("unknown", ())
    said = " ".join(compare_page(answer, engine.knowledge, columns=120).split())
    assert "fails → too little measured Limited by bandwidth: too little measured" in said
    nothing = compare(engine, engine.facts(before), engine.facts({}))
    assert all(check.after.missing == tuple({test.fact: 0 for test in check.after.tests}) for check in nothing.checks)
    said = " ".join(compare_page(nothing, engine.knowledge, columns=120).split())
    assert "fails → not measured Limited by bandwidth: not measured" in said
    assert "Checks of the playbook: " in said
    assert "network/bandwidth-limited" not in said


def test_of_a_cause_on_both_sides_the_one_on_the_same_side_leads_to_what_follows(engine: Engine) -> None:
    slow = {**LOSS, "uplink.video.frame_rate": "3 fps", "uplink.video.source_frame_rate": "30 fps"}
    diagnosis = engine.diagnose({"facts": slow})
    assert diagnosis.primary is not None
    (follows,) = diagnosis.others
    assert (follows.side, follows.of) == ("uplink", diagnosis.primary.cause)
    other = replace(diagnosis.primary, side="downlink", relation="independent")
    both = replace(diagnosis, primary=other, others=(diagnosis.primary, follows))
    chart = changes_flowchart([("now", both)], Labels(engine.knowledge, "en")).splitlines()
    assert "    a0h1 --> a0h2" in chart
    assert "    a0h0 --> a0h2" not in chart
