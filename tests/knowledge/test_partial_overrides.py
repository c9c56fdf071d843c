"""Entries of a pack for what exists below it: what they do not give is kept from below."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rtctriage.knowledge.model import KnowledgeBase
from rtctriage.text import Text

Files = dict[str, str]
Compiled = Callable[..., KnowledgeBase]
Problems = Callable[..., list[str]]

SOCIAL = """scenarios:
  social:
    title: {en: Social, zh: 社交}
    thresholds: {setup.slow: 600 ms, loss.poor: 4 %}
    suspects: [network.loss]
"""


@pytest.fixture
def small(small: Files) -> Files:
    small["rules/scenarios.yaml"] = SOCIAL
    return small


def test_another_limit_asks_for_as_many_samples_as_before(small: Files, compiled: Compiled) -> None:
    pack = {"thresholds.yaml": "thresholds: {loss.poor: {value: 0.08 ratio, source: ours}}"}
    limit = compiled(small, pack).thresholds["loss.poor"]
    assert (limit.value, limit.unit, limit.min_samples, limit.source) == (0.08, "ratio", 3, "ours")
    assert limit.origin == "pack1 thresholds.yaml:1"


def test_other_samples_leave_the_limit_and_its_source(small: Files, compiled: Compiled) -> None:
    first = {"thresholds.yaml": "thresholds: {loss.poor: {value: 8 %, source: ours}}"}
    second = {"thresholds.yaml": "thresholds: {loss.poor: {min_samples: 9}}"}
    limit = compiled(small, first, second).thresholds["loss.poor"]
    assert (limit.value, limit.unit, limit.min_samples, limit.source) == (8.0, "%", 9, "ours")


def test_a_new_limit_asks_for_one_sample_unless_it_says_more(small: Files, compiled: Compiled) -> None:
    base = compiled(small, {"thresholds.yaml": "thresholds: {our.limit: {value: 8 %, source: ours}}"})
    assert base.thresholds["our.limit"].min_samples == 1


def test_a_value_comes_with_its_source(small: Files, problems: Problems) -> None:
    """The source below speaks of another value."""
    assert problems(small, {"thresholds.yaml": "thresholds: {loss.poor: {value: 8 %}}"}) == [
        'pack1/thresholds.yaml:1:25: the threshold "loss.poor" needs the key "source" '
        "(another value has a source of its own)"
    ]
    assert problems(small, {"thresholds.yaml": "thresholds: {loss.por: {min_samples: 2}}"}) == [
        'pack1/thresholds.yaml:1:24: the threshold "loss.por" needs the key "value"',
        'pack1/thresholds.yaml:1:24: the threshold "loss.por" needs the key "source"',
    ]


def test_one_limit_of_a_scenario(small: Files, compiled: Compiled) -> None:
    pack = {"scenarios.yaml": "scenarios: {social: {thresholds: {setup.slow: 0.5 s}}}"}
    social = compiled(small, pack).scenarios["social"]
    assert social.thresholds == {"setup.slow": 0.5, "loss.poor": 4.0}
    assert (social.title, social.suspects) == (Text("Social", "社交"), ("network.loss",))
    assert social.origin == "pack1 scenarios.yaml:1"


def test_packs_over_each_other_change_one_scenario(small: Files, compiled: Compiled) -> None:
    base = compiled(
        small,
        {"scenarios.yaml": "scenarios: {social: {suspects: [access.refused], thresholds: {loss.poor: 6 %}}}"},
        {"scenarios.yaml": "scenarios: {social: {title: {en: S, zh: 社}, thresholds: {loss.poor: 7 %}}}"},
    )
    social = base.scenarios["social"]
    assert social.thresholds == {"setup.slow": 0.6, "loss.poor": 7.0}
    assert (social.title, social.suspects) == (Text("S", "社"), ("access.refused",))
    assert base.facts["scenario"].choices == ("social",)


def test_an_empty_list_of_suspects_takes_them_away(small: Files, compiled: Compiled) -> None:
    pack = {"scenarios.yaml": "scenarios: {social: {suspects: []}}"}
    assert compiled(small, pack).scenarios["social"].suspects == ()


def test_a_limit_is_in_the_unit_of_the_threshold_that_the_pack_gives(small: Files, compiled: Compiled) -> None:
    """The entry below says 600 ms of a threshold in seconds, which is in milliseconds now."""
    base = compiled(small, {"thresholds.yaml": "thresholds: {setup.slow: {value: 2500 ms, source: ours}}"})
    assert base.scenarios["social"].thresholds["setup.slow"] == 600.0


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ("sociable: {suspects: []}", '1:23: the scenario "sociable" needs the key "title"'),
        (
            "social: {thresholds: {setup.slow: 5 %}}",
            "1:47: % measures share, here s (time) is expected (write it in s)",
        ),
        (
            "social: {thresholds: {setup.slo: 5 s}}",
            '1:35: unknown threshold "setup.slo" (did you mean "setup.slow"?)',
        ),
        ("social: {suspects: [network.los]}", '1:33: unknown cause "network.los" (did you mean "network.loss"?)'),
        ("social: {suspect: []}", '1:22: unknown key in the scenario "social": "suspect" (did you mean "suspects"?)'),
        ("social: {title: {en: S}}", '1:29: title needs the key "zh"'),
    ],
)
def test_mistakes_in_a_scenario_have_their_place(small: Files, problems: Problems, entry: str, problem: str) -> None:
    assert problems(small, {"scenarios.yaml": f"scenarios: {{{entry}}}"}) == [f"pack1/scenarios.yaml:{problem}"]


def test_a_duration_is_told_in_the_file_that_overrides_it(small: Files, problems: Problems) -> None:
    small["rules/network/loss.yaml"] = small["rules/network/loss.yaml"].replace("for 5 s", "for {setup.slow}")
    small["rules/scenarios.yaml"] = "scenarios: {social: {title: {en: S, zh: 社}}}"
    assert problems(small, {"scenarios.yaml": "scenarios: {social: {thresholds: {setup.slow: 1 s}}}"}) == [
        "pack1/scenarios.yaml:1:35: setup.slow cannot be overridden: a rule uses it as a duration "
        "(write the duration out in that rule, or give it a threshold of its own)"
    ]


def test_a_complaint(small: Files, compiled: Compiled, problems: Problems) -> None:
    small["rules/complaints.yaml"] = "complaints: {stutter: {title: {en: S, zh: 卡}, also: [jerky], medium: video}}\n"
    small["rules/network/loss.yaml"] = small["rules/network/loss.yaml"].replace("cannot-connect", "stutter")
    stutter = compiled(small, {"complaints.yaml": "complaints: {stutter: {also: [hangs]}}"}).complaints["stutter"]
    assert (stutter.title, stutter.also, stutter.medium) == (Text("S", "卡"), ("hangs",), "video")
    assert problems(small, {"complaints.yaml": "complaints: {stuter: {also: [hangs]}}"}) == [
        'pack1/complaints.yaml:1:22: the complaint "stuter" needs the key "title"'
    ]
