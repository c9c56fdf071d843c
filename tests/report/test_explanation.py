"""Any explanation in any form: one door for programs that show them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import get_args, get_type_hints

import jsonschema
import pytest

from rtctriage import Engine
from rtctriage.report import explain_schema
from rtctriage.report.explanation import Explanation, render
from rtctriage.text import LANGUAGES, Language

LOSS = {"facts": {"uplink.packet_loss": "12 %", "downlink.packet_loss": "0.1 %"}}
CLEAN = {"facts": {"uplink.packet_loss": "0.1 %", "downlink.packet_loss": "0.1 %"}}

MADE: dict[str, Callable[[Engine, Language], Explanation]] = {
    "how": lambda engine, _: engine.how(LOSS),
    "why-not": lambda engine, _: engine.why_not(LOSS, "network.jitter"),
    "nearest": lambda engine, _: engine.nearest(LOSS),
    "what-if": lambda engine, language: engine.what_if(LOSS, {"uplink.packet_loss": 0.5}, language=language),
    "compare": lambda engine, language: engine.compare(LOSS, CLEAN, language=language),
}
BEGINS = {
    "how": ("FAULT · Packet loss", "故障 · 丢包"),
    "why-not": ("Jitter: ", "网络抖动："),
    "nearest": ("What would clear Packet loss", "哪些改变可以排除“丢包”"),
    "what-if": ("As it is  FAULT", "现状"),
    "compare": ("SOLVED: Packet loss", "已解决：现已排除丢包"),
}


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(chainer="plain")


def test_every_kind_is_here() -> None:
    kinds = {get_args(get_type_hints(kind)["kind"])[0] for kind in explain_schema.KINDS}
    assert set(MADE) == kinds


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", MADE)
def test_in_every_form_and_language(engine: Engine, kind: str, language: Language) -> None:
    made = MADE[kind](engine, language)
    assert made.kind == kind
    text = render(made, "text", engine.knowledge, language)
    assert text.startswith(BEGINS[kind][LANGUAGES.index(language)])
    said = json.loads(render(made, "json", engine.knowledge, language))
    jsonschema.validate(said, explain_schema.schema())
    assert said["kind"] == kind
    chart = render(made, "mermaid", engine.knowledge, language)
    assert chart.startswith("flowchart LR\n")
    assert all(each.endswith("\n") and not each.endswith("\n\n") for each in (text, chart))


def test_columns_and_colour_are_for_the_text(engine: Engine) -> None:
    made = engine.how(LOSS)
    assert "\x1b[" in render(made, "text", engine.knowledge, "en", colour=True)
    narrow = render(made, "text", engine.knowledge, "en", columns=60)
    assert max(map(len, narrow.splitlines())) <= 60
    plain = render(made, "mermaid", engine.knowledge, "en")
    assert render(made, "mermaid", engine.knowledge, "en", columns=60, colour=True) == plain
