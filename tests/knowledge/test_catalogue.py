"""What the fact catalogue says for those who ask: effort, levers, labels of choices, platforms."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent, indent

import pytest

from rtctriage.errors import KnowledgeError
from rtctriage.knowledge import load
from rtctriage.knowledge.model import FactSpec

Pack = Callable[[str], FactSpec]


@pytest.fixture
def fact(tmp_path: Path) -> Pack:
    """One more fact in a pack, as it is read."""

    def read(text: str) -> FactSpec:
        (tmp_path / "facts").mkdir()
        head = "facts:\n  test.light:\n    title: {en: Light, zh: 灯}\n    meaning: {en: Lit., zh: 亮。}\n"
        (tmp_path / "facts" / "test.yaml").write_text(head + indent(dedent(text), "    "), encoding="utf-8")
        return load((tmp_path,)).facts["test.light"]

    return read


def test_effort_and_lever(fact: Pack) -> None:
    spec = fact("type: number\neffort: test\nlever: setting\n")
    assert (spec.effort, spec.cost, spec.lever) == ("test", 5.0, "setting")


@pytest.mark.parametrize(
    ("text", "effort"), [("type: number\nsupplied_by: [getstats]\n", "statistics"), ("type: number\n", "ask")]
)
def test_the_usual_effort(fact: Pack, text: str, effort: str) -> None:
    spec = fact(text)
    assert (spec.effort, spec.lever) == (effort, None)


def test_labels_and_platforms(fact: Pack) -> None:
    spec = fact(
        """\
        type: choice
        choices: [red, green]
        labels: {red: {en: Red, zh: 红灯}}
        how_on: {web: {en: Look., zh: 看。}}
        """
    )
    assert spec.labels["red"].zh == "红灯"
    assert spec.how_on["web"].en == "Look."


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("type: choice\nchoices: [red]\nlabels: {rde: {en: R, zh: 红}}\n", 'did you mean "red"'),
        ("type: number\nhow_on: {andriod: {en: R, zh: 红}}\n", 'did you mean "android"'),
        ("type: number\nhow_on: [web]\n", "how_on must be a mapping"),
        ("type: number\neffort: tests\n", 'did you mean "test"'),
        ("type: number\nlever: networks\n", 'did you mean "network"'),
        ("type: choice\nchoices: [red]\nlabels: {red: {en: R}}\n", 'needs the key "zh"'),
    ],
)
def test_mistakes(fact: Pack, text: str, told: str) -> None:
    with pytest.raises(KnowledgeError) as error:
        fact(text)
    assert told in str(error.value)
    assert "test.yaml:" in str(error.value)
