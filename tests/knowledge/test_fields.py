"""The catalogue of vendors' statistics."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rtctriage.errors import UnknownName
from rtctriage.knowledge.fields import find_fields
from rtctriage.knowledge.model import KnowledgeBase, VendorField
from rtctriage.text import Text

Files = dict[str, str]
Compiled = Callable[..., KnowledgeBase]
Problems = Callable[..., list[str]]

FACTS = """facts:
  sdk.vendor: {type: choice, choices: [agora, other], title: {en: T, zh: 甲}, meaning: {en: T, zh: 甲}}
"""
FIELDS = """vendor: agora
structures:
  - name: RtcStats
    platform: native
    source: a document
    fields:
      - {field: txLoss, unit: ratio, fact: uplink.packet_loss, absent: [-1], meaning: {en: Loss., zh: 丢包。}}
      - {field: users, meaning: {en: Users., zh: 人数。}, trap: {en: One in live., zh: 直播为 1。}, source: another}
"""


@pytest.fixture
def files(small: Files) -> Files:
    return {**small, "rules/facts/vendor.yaml": FACTS, "rules/fields/agora.yaml": FIELDS}


def test_fields_arrive(files: Files, compiled: Compiled) -> None:
    loss, users = compiled(files).fields
    assert loss == VendorField(
        vendor="agora",
        structure="RtcStats",
        platform="native",
        field="txLoss",
        unit="ratio",
        fact="uplink.packet_loss",
        absent=(-1.0,),
        meaning=Text("Loss.", "丢包。"),
        source="a document",
        origin="builtin rules/fields/agora.yaml:7",
    )
    assert (users.fact, users.source, users.trap) == (None, "another", Text("One in live.", "直播为 1。"))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("unit: ratio", "unit: ms", "ms measures time, here % (share) is expected"),
        ("unit: ratio", "unit: ratioo", "unknown unit"),
        ("uplink.packet_loss", "uplink.packet_los", 'unknown fact "uplink.packet_los" (did you mean'),
        ("absent: [-1]", "absent: [none]", "absent must be a number"),
        (
            "field: users",
            "field: txLoss",
            'the field "txLoss" is there twice (first: builtin rules/fields/agora.yaml:7)',
        ),
        ("vendor: agora", "vendor: agra", 'vendor cannot be "agra" (did you mean "agora"?)'),
    ],
)
def test_each_mistake_is_told(files: Files, problems: Problems, old: str, new: str, message: str) -> None:
    files["rules/fields/agora.yaml"] = FIELDS.replace(old, new)
    said = problems(files)
    assert [line for line in said if message in line], said


def test_a_field_is_found_with_and_without_its_structure(files: Files, compiled: Compiled) -> None:
    fields = compiled(files).fields
    assert [f.field for f in find_fields(fields, "agora", "txloss")] == ["txLoss"]
    assert [f.field for f in find_fields(fields, "agora", "RtcStats.users")] == ["users"]
    assert len(find_fields(fields, "agora")) == 2
    with pytest.raises(UnknownName, match="unknown field of agora: 'txLos' \\(did you mean \"txLoss\""):
        find_fields(fields, "agora", "txLos")
    with pytest.raises(UnknownName, match="unknown vendor: 'zego'"):
        find_fields(fields, "zego")
