"""Tables of vendors' codes, and the facts that are looked up in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from rtctriage.knowledge.model import Code, CodeLookup, KnowledgeBase
from rtctriage.text import Text

Files = dict[str, str]
Compiled = Callable[..., KnowledgeBase]
Problems = Callable[..., list[str]]

FACTS = """facts:
  sdk.vendor: {type: choice, choices: [agora, other], title: {en: T, zh: 甲}, meaning: {en: T, zh: 甲}}
  sdk.error_code: {type: text, title: {en: T, zh: 甲}, meaning: {en: T, zh: 甲}}
  sdk.error_cause:
    {type: choice, lookup: {family: error, code: sdk.error_code}, title: {en: T, zh: 甲}, meaning: {en: T, zh: 甲}}
"""
CODES = """vendor: agora
tables:
  - family: error
    platform: native
    source: a document
    codes:
      - {code: 110, name: ERR, meaning: {en: No., zh: 否。}, cause: access.refused}
      - {code: -7, meaning: {en: Odd., zh: 奇。}, source: another document}
"""


@pytest.fixture
def files(small: Files) -> Files:
    return {**small, "rules/facts/codes.yaml": FACTS, "rules/codes/agora.yaml": CODES}


def test_codes_arrive_with_their_table_s_source(files: Files, compiled: Compiled) -> None:
    knowledge = compiled(files)
    assert knowledge.codes == (
        Code(
            vendor="agora",
            family="error",
            platform="native",
            code="110",
            name="ERR",
            meaning=Text("No.", "否。"),
            cause="access.refused",
            source="a document",
            origin="builtin rules/codes/agora.yaml:7",
        ),
        Code(
            vendor="agora",
            family="error",
            platform="native",
            code="-7",
            name="",
            meaning=Text("Odd.", "奇。"),
            source="another document",
            origin="builtin rules/codes/agora.yaml:8",
        ),
    )
    fact = knowledge.facts["sdk.error_cause"]
    assert fact.lookup == CodeLookup("error", "sdk.error_code")
    assert fact.choices == ("access.refused", "network.loss", "other")


def test_a_pack_overrides_a_code_and_adds_one(files: Files, compiled: Compiled) -> None:
    pack = CODES.replace("code: 110", "code: '+110'").replace("access.refused", "network.loss").replace("-7", "8")
    codes = compiled(files, {"codes/ours.yaml": pack}).codes
    assert [(c.code, c.cause) for c in codes] == [("+110", "network.loss"), ("-7", None), ("8", None)]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"vendor: agora": "vendor: agor"}, 'codes/agora.yaml:1:9: vendor cannot be "agor" (did you mean "agora"?)'),
        ({"family: error": "family: errors"}, 'family cannot be "errors" (did you mean "error"?)'),
        ({"native": "nativ"}, 'platform cannot be "nativ" (did you mean "native"?)'),
        ({"access.refused": "access.refusd"}, 'unknown cause "access.refusd" (did you mean "access.refused"?)'),
        ({"code: -7": "code: 110"}, 'the code "110" is there twice (first: builtin rules/codes/agora.yaml:7)'),
        ({"code: 110": "code: 0x10", "code: -7": "code: 16"}, 'the code "16" is there twice'),
        ({"    source: a document\n": ""}, 'a table of codes needs the key "source"'),
        ({"name: ERR": "nam: ERR"}, 'unknown key in a code: "nam" (did you mean "name"?)'),
        ({"{en: No., zh: 否。}": "{en: No.}"}, 'meaning needs the key "zh"'),
    ],
)
def test_each_mistake_is_placed(files: Files, problems: Problems, changes: Mapping[str, str], message: str) -> None:
    for old, new in changes.items():
        files["rules/codes/agora.yaml"] = files["rules/codes/agora.yaml"].replace(old, new)
    said = problems(files)
    assert [line for line in said if message in line], said


def test_a_rule_can_only_name_causes(files: Files, problems: Problems) -> None:
    rule = '{sdk.error_cause: "== access.refusd"}'
    old = '{connection.established: "== false"}'
    files["rules/access/refused.yaml"] = files["rules/access/refused.yaml"].replace(old, rule)
    assert problems(files) == [
        'rules/access/refused.yaml:8:33: sdk.error_cause cannot be "access.refusd" (did you mean "access.refused"?)'
    ]


def test_the_fact_with_the_code_must_be_there(files: Files, problems: Problems) -> None:
    files["rules/facts/codes.yaml"] = FACTS.replace("code: sdk.error_code", "code: sdk.error_cod")
    assert 'unknown fact "sdk.error_cod" (did you mean "sdk.error_code"?)' in problems(files)[0]
