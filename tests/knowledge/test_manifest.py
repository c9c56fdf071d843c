"""Packs with a manifest: name and version in every origin, what they need, and drafts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rtctriage import __version__
from rtctriage.knowledge import with_drafts
from rtctriage.knowledge.model import KnowledgeBase, Pack
from rtctriage.knowledge.sources import read_pack

Files = dict[str, str]
Compiled = Callable[..., KnowledgeBase]
Problems = Callable[..., list[str]]

MANIFEST = "pack: ours\nversion: 1.4.0\n"
CAUSE = """cause: network.odd
title: {en: N, zh: 新}
domain: network
severity: minor
summary: {en: S, zh: 丙}
rules: [{id: r, when: {network.rtt: "mean > 400 ms"}, certainty: 0.7}]
"""


def test_name_and_version_stand_in_every_origin(small: Files, compiled: Compiled) -> None:
    base = compiled(small, {"pack.yaml": MANIFEST + "maintainers: [A B]\n", "network/odd.yaml": CAUSE})
    assert base.packs == (Pack(name="ours", version="1.4.0", maintainers=("A B",)),)
    assert base.causes["network.odd"].origin == "ours 1.4.0 network/odd.yaml:1"
    assert base.causes["network.odd"].rules[0].origin == "ours 1.4.0 network/odd.yaml:6"
    assert base.causes["network.loss"].origin.startswith("builtin ")


@pytest.mark.parametrize("need", [">=0.0.1", ">=0.0.1, <99", f"=={__version__}"])
def test_what_it_needs_of_the_program_is_there(small: Files, problems: Problems, need: str) -> None:
    assert problems(small, {"pack.yaml": MANIFEST + f'requires: {{rtctriage: "{need}"}}\n'}) == []


def test_what_it_needs_of_a_pack_below(small: Files, problems: Problems) -> None:
    upper = "pack: upper\nversion: 2.0\nrequires: {ours: '>=1.4'}\n"
    assert problems(small, {"pack.yaml": MANIFEST}, {"pack.yaml": upper}) == []
    newer = upper.replace("1.4", "1.5")
    assert problems(small, {"pack.yaml": MANIFEST}, {"pack.yaml": newer}) == [
        "pack2/pack.yaml:3:18: this pack needs ours >=1.5, and here is 1.4.0"
    ]
    assert problems(small, {"pack.yaml": upper}) == [
        'pack1/pack.yaml:3:12: this pack needs the pack "ours" (lay it below: give its --rules first)'
    ]


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        ("pack: ours\n", 'pack.yaml needs the key "version"'),
        ("pack: Ours!\nversion: 1\n", '"Ours!" cannot be the name of a pack'),
        ("pack: ours\nversion: soon\n", '"soon" is not a version (write 1.0.0)'),
        (MANIFEST + "require: {}\n", 'unknown key in pack.yaml: "require" (did you mean "requires"?)'),
        (MANIFEST + "requires: {rtctriage: new}\n", '"new" is not a range of versions (write ">=1.2, <2")'),
        (MANIFEST + 'requires: {rtctriage: ">=99"}\n', f"this pack needs rtctriage >=99, and here is {__version__}"),
        (MANIFEST + "status: drafty\n", 'status cannot be "drafty" (did you mean "draft"?)'),
        (MANIFEST + "status: draft\n", 'the status draft needs a reason: the key "because"'),
    ],
)
def test_each_mistake_is_told(small: Files, problems: Problems, manifest: str, message: str) -> None:
    said = problems(small, {"pack.yaml": manifest})
    assert [line for line in said if message in line], said


def test_a_draft_diagnoses_nothing_and_takes_no_place(small: Files, compiled: Compiled) -> None:
    draft = CAUSE + "status: draft\nbecause: Not yet tried.\n"
    over = draft.replace("network.odd", "network.loss")
    base = compiled(small, {"network/odd.yaml": draft, "network/loss.yaml": over})
    assert list(base.causes) == ["access.refused", "network.loss"]
    assert base.causes["network.loss"].status == "stable"
    assert "network.odd" in base.disabled
    whole = with_drafts(base)
    assert list(whole.causes) == ["access.refused", "network.loss", "network.odd"]
    assert whole.causes["network.loss"].because == "Not yet tried."
    assert whole.disabled == ()


def test_the_status_of_a_pack_is_that_of_its_causes(small: Files, compiled: Compiled) -> None:
    old = MANIFEST + "status: deprecated\nbecause: Use theirs.\n"
    base = compiled(small, {"pack.yaml": old, "network/odd.yaml": CAUSE})
    assert (base.causes["network.odd"].status, base.causes["network.odd"].because) == ("deprecated", "Use theirs.")


@pytest.mark.parametrize("what", ["file.yaml", "folder"])
def test_a_link_out_of_the_pack(tmp_path: Path, what: str) -> None:
    outside, pack = tmp_path / "outside", tmp_path / "pack"
    (outside / "folder").mkdir(parents=True)
    (outside / "file.yaml").write_text(CAUSE, "utf-8")
    (pack / "network").mkdir(parents=True)
    (pack / "network" / what).symlink_to(outside / what)
    source = read_pack(pack)
    assert [str(p).replace(str(pack), "") for p in source.problems] == [
        f"/network/{what}: this link leads out of the folder (put the file itself there)"
    ]
    assert source.files == ()


def test_a_link_within_the_pack(tmp_path: Path) -> None:
    (tmp_path / "network").mkdir()
    (tmp_path / "network/odd.yaml").write_text(CAUSE, "utf-8")
    (tmp_path / "network/same.yaml").symlink_to(tmp_path / "network/odd.yaml")
    assert [file.path for file in read_pack(tmp_path).files] == ["network/odd.yaml", "network/same.yaml"]
