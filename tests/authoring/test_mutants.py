"""What is changed in a condition, kind by kind, and what is not because it would mean the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from rtctriage.authoring.mutants import in_words
from rtctriage.authoring.mutated import mutants_of
from rtctriage.knowledge import load
from rtctriage.knowledge.model import Cause, KnowledgeBase

CHANGES = [
    ('{complaint: "== echo"}', ["== changed to !="]),
    ('{connection.established: "== true"}', ["== changed to !="]),
    ("{device.model: known}", ["not added"]),
    ("{device.model: matches Redmi*}", ["not added"]),
    (
        '{complaint: "in [echo, noise]"}',
        ["echo removed", "noise removed", "stutter added", "not added"],
    ),
    # a list of one is not emptied
    ('{complaint: "not in [echo]"}', ["stutter added", "not removed"]),
    (
        '{sdk.version: "version >=4.2"}',
        [">=4.2 changed to >4.2", ">=4.2 changed to <=4.2"],
    ),
    # counts go by one, and none is below nothing
    (
        '{ice.remote_candidates: "== 0"}',
        ["limit 0 raised to 1", "== changed to !="],
    ),
    (
        '{ice.remote_candidates: ">= 2"}',
        ["limit 2 raised to 3", "limit 2 lowered to 1", ">= changed to >", ">= changed to <="],
    ),
    # below nothing the limit is raised towards it
    (
        '{device.wifi_rssi: "<= -70 dBm"}',
        [
            "limit -70 dBm raised to -63 dBm",
            "limit -70 dBm lowered to -77 dBm",
            "<= changed to <",
            "<= changed to >=",
        ],
    ),
    # a fact of one series has nothing to be said of every stream
    (
        '{network.rtt: ">= 100 ms for 8 s after 10 s"}',
        [
            "limit 100 ms raised to 110 ms",
            "limit 100 ms lowered to 90 ms",
            ">= changed to >",
            ">= changed to <=",
            "for 8 s changed to for 10 s",
            "for 8 s changed to for 6 s",
            "after 10 s dropped",
        ],
    ),
    # samples of a test are a second apart
    (
        '{uplink.video.packets: "< 1 /s for 1 s"}',
        [
            "limit 1 /s raised to 1.1 /s",
            "limit 1 /s lowered to 0.9 /s",
            "< changed to <=",
            "< changed to >",
            "every added",
            "for 1 s changed to for 2 s",
        ],
    ),
    (
        '{uplink.video.cpu_limited: "every share(> 50 %) < 20 %"}',
        [
            "limit 20 % raised to 22 %",
            "limit 20 % lowered to 18 %",
            "< changed to <=",
            "< changed to >",
            "share: limit 50 % raised to 55 %",
            "share: limit 50 % lowered to 45 %",
            "share: > changed to >=",
            "share: > changed to <",
            "every dropped",
        ],
    ),
    (
        '{uplink.video.packets: "changed from > 0 /s to == 0 /s for 4 s"}',
        [
            "from: limit 0 /s raised to 1 /s",
            "from: > changed to >=",
            "from: > changed to <",
            "to: limit 0 /s raised to 1 /s",
            "to: == changed to !=",
            "for 4 s changed to for 5 s",
            "for 4 s changed to for 3 s",
        ],
    ),
]
REDUCERS = [("mean", "median"), ("median", "mean"), ("p95", "mean"), ("min", "max"), ("last", "first")]
PARTS = "{any: [{complaint: == echo}, {not: {device.model: matches Redmi*}}]}"
TOGETHER = '{together: {of: [{network.rtt: "> 100 ms"}, {uplink.packet_loss: "> 5 %"}], for: 8 s}}'
ESTABLISHED = "{established: {cause: network.packet-loss, side: uplink}}"
EXCLUDED = "{excluded: network.packet-loss}"
TWICE = [
    # of what is true or false, not to be false is to be true
    "{any: [{connection.established: == true}, {not: {connection.established: == false}}]}",
    # of one value, not to be below a limit is to reach it
    '{any: [{ice.remote_candidates: ">= 2"}, {not: {ice.remote_candidates: "< 2"}}]}',
]
NESTED = "{any: [{complaint: == echo}, {all: [{device.model: known}, {not: {complaint: == noise}}]}]}"

CONDITIONS = [
    *[when for when, _ in CHANGES],
    *[f'{{network.rtt: "{reducer} > 100 ms"}}' for reducer, _ in REDUCERS],
    *[PARTS, TOGETHER, ESTABLISHED, EXCLUDED, *TWICE, NESTED],
]
HEAD = """
cause: media.odd
title: {en: Odd, zh: 异常}
domain: network
severity: minor
summary: {en: Odd., zh: 异常。}
rules:
"""


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    """The built-in knowledge with one cause that has a rule for each of the conditions."""
    pack: Path = tmp_path_factory.mktemp("pack")
    (pack / "media").mkdir()
    rules = [f"  - {{id: r{i}, when: {when}, certainty: 0.7}}" for i, when in enumerate(CONDITIONS)]
    (pack / "media/odd.yaml").write_text(HEAD + "\n".join(rules) + "\n", "utf-8")
    return load((pack,))


def changes(knowledge: KnowledgeBase, when: str) -> list[str]:
    rule = f"media.odd/r{CONDITIONS.index(when)}"
    return [mutant.of.what for mutant in mutants_of(knowledge, {"media.odd"}).mutants[rule]]


@pytest.mark.parametrize(("when", "expected"), CHANGES)
def test_changes_of_one_test(knowledge: KnowledgeBase, when: str, expected: list[str]) -> None:
    found = changes(knowledge, when)
    assert len(found) == len(expected)
    assert [what for what, wanted in zip(found, expected, strict=True) if not what.endswith(f": {wanted}")] == []


@pytest.mark.parametrize(("reducer", "other"), REDUCERS)
def test_reducers_have_a_neighbour(knowledge: KnowledgeBase, reducer: str, other: str) -> None:
    assert changes(knowledge, f'{{network.rtt: "{reducer} > 100 ms"}}')[-1].endswith(f"{reducer} changed to {other}")


def test_parts_and_how_they_are_joined(knowledge: KnowledgeBase) -> None:
    assert changes(knowledge, PARTS) == [
        "complaint == echo: == changed to !=",
        "complaint == echo left out of any",
        # to negate it once more means the same
        "not removed from device.model matches Redmi*",
        "not (device.model matches Redmi*) left out of any",
        "any changed to all",
    ]


def test_at_the_same_time(knowledge: KnowledgeBase) -> None:
    assert [what for what in changes(knowledge, TOGETHER) if "limit" not in what and "> changed" not in what] == [
        "network.rtt > 100 ms left out of together",
        "uplink.packet_loss > 5 % left out of together",
        "together (network.rtt > 100 ms, uplink.packet_loss > 5 % for 8 s): for 8 s changed to for 10 s",
        "together (network.rtt > 100 ms, uplink.packet_loss > 5 % for 8 s): for 8 s changed to for 6 s",
    ]


def test_conclusions(knowledge: KnowledgeBase) -> None:
    name = "established: network.packet-loss (uplink)"
    assert changes(knowledge, ESTABLISHED) == [
        f"{name} changed to excluded",
        f"{name}: side uplink dropped",
    ]
    assert changes(knowledge, EXCLUDED) == [
        "excluded: network.packet-loss changed to established",
    ]


@pytest.mark.parametrize("when", TWICE)
def test_what_means_the_same_is_no_mutant(knowledge: KnowledgeBase, when: str) -> None:
    """Leaving out one of two parts that say the same, or joining them otherwise, changes nothing."""
    assert [what for what in changes(knowledge, when) if "left out" in what or "any changed" in what] == []


def test_a_condition_in_words(knowledge: KnowledgeBase) -> None:
    cause: Cause = knowledge.causes["media.odd"]
    assert in_words(cause.rules[-1].when) == (
        "any of (complaint == echo; all of (device.model known; not (complaint == noise)))"
    )
