"""Certainties with a name or a reason."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rtctriage.knowledge import load
from rtctriage.knowledge.model import Certainty, KnowledgeBase
from rtctriage.text import Text

Files = dict[str, str]
Compiled = Callable[..., KnowledgeBase]
Problems = Callable[..., list[str]]

NAMED = """certainties:
  stated: {value: 0.9, because: {en: It says so., zh: 明说。}}
"""


@pytest.fixture
def files(small: Files) -> Files:
    changed = small["rules/access/refused.yaml"].replace("certainty: 0.9", "certainty: stated")
    return {**small, "rules/certainties.yaml": NAMED, "rules/access/refused.yaml": changed}


def test_a_rule_takes_the_value_of_the_name(files: Files, compiled: Compiled) -> None:
    knowledge = compiled(files)
    assert knowledge.certainties == {
        "stated": Certainty(
            name="stated", value=0.9, because=Text("It says so.", "明说。"), origin="builtin rules/certainties.yaml:2"
        )
    }
    rule = knowledge.causes["access.refused"].rules[0]
    assert (rule.certainty, rule.strength) == (0.9, "stated")


def test_a_pack_changes_what_a_name_is_worth(files: Files, compiled: Compiled) -> None:
    knowledge = compiled(files, {"certainties.yaml": NAMED.replace("0.9", "0.7")})
    assert knowledge.causes["access.refused"].rules[0].certainty == 0.7


def test_a_number_may_have_its_reason(files: Files, compiled: Compiled) -> None:
    changed = files["rules/access/refused.yaml"].replace("certainty: stated", "certainty: 0.55\n    grounds: Often so.")
    rule = compiled({**files, "rules/access/refused.yaml": changed}).causes["access.refused"].rules[0]
    assert (rule.certainty, rule.strength) == (0.55, "Often so.")
    assert rule.grounds == Text("Often so.", "Often so.")
    both = changed.replace("grounds: Often so.", "grounds: {en: Often so., zh: 常常如此。}")
    rule = compiled({**files, "rules/access/refused.yaml": both}).causes["access.refused"].rules[0]
    assert (rule.strength, rule.grounds) == ("Often so.", Text("Often so.", "常常如此。"))


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("rules/access/refused.yaml", "stated", "statd", 'unknown certainty "statd" (did you mean "stated"?)'),
        ("rules/access/refused.yaml", "stated", "stated\n    grounds: So.", "a named certainty brings its own reason"),
        ("rules/certainties.yaml", "0.9", "1.5", "certainty is between -1 and 1, and not 0"),
        ("rules/certainties.yaml", "0.9", "0", "certainty is between -1 and 1, and not 0"),
        ("rules/certainties.yaml", ", because: {en: It says so., zh: 明说。}", "", 'needs the key "because"'),
    ],
)
def test_each_mistake_is_told(files: Files, problems: Problems, file: str, old: str, new: str, message: str) -> None:
    files[file] = files[file].replace(old, new)
    said = problems(files)
    assert [line for line in said if message in line], said


def test_the_built_in_ones_stay_what_their_names_say() -> None:
    """From 0.6 on a finding establishes, from 0.2 on it makes suspect, down from -0.2 it rules out."""
    value = {name: certainty.value for name, certainty in load().certainties.items()}
    assert min(value[name] for name in ("stated", "measured", "indicated")) >= 0.6
    assert min(value[name] for name in ("likely", "possible", "reported", "hinted")) >= 0.2
    assert max(value[name] for name in ("likely", "possible", "reported", "hinted")) < 0.6
    assert max(value[name] for name in ("disproved", "clear", "unlikely", "doubtful")) <= -0.2
