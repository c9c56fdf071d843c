"""A small knowledge base made in a temporary folder, so that these tests do not depend on the built-in rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from rtctriage.errors import KnowledgeError
from rtctriage.knowledge.loader import compile_knowledge
from rtctriage.knowledge.model import FactSpec, KnowledgeBase, Threshold
from rtctriage.knowledge.sources import content_hash, read_builtin, read_pack
from rtctriage.text import Text

Files = dict[str, str]

_TEXT = "title: {en: A, zh: 甲}, meaning: {en: B, zh: 乙}"

SMALL: Files = {
    "rules/facts/all.yaml": f"""facts:
  complaint: {{type: choice, {_TEXT}}}
  scenario: {{type: choice, {_TEXT}}}
  sdk.version: {{type: version, {_TEXT}}}
  device.model: {{type: text, {_TEXT}}}
  network.rtt: {{type: number, series: true, unit: ms, range: [0, 60000], {_TEXT}}}
  uplink.packet_loss: {{type: number, series: true, unit: "%", range: [0, 100], {_TEXT}}}
  uplink.video.bitrate: {{type: number, series: true, unit: kbps, range: [0, null], {_TEXT}}}
  uplink.video.target_bitrate: {{type: number, series: true, unit: kbps, {_TEXT}}}
  uplink.audio.bitrate: {{type: number, series: true, unit: kbps, {_TEXT}, implied_by: [network.rtt]}}
  connection.established: {{type: boolean, {_TEXT}}}
  ice.turn_errors: {{type: number, range: [0, null], {_TEXT}}}
""",
    "rules/thresholds.yaml": """thresholds:
  loss.poor: {value: 5 %, min_samples: 3, source: a study}
  setup.slow: {value: 3 s, source: a study}
""",
    "rules/layers.yaml": """layers:
  - {id: access, title: {en: Access, zh: 接入}, summary: {en: A, zh: 甲}}
  - id: network
    title: {en: Network, zh: 网络}
    summary: {en: A, zh: 甲}
    skip_when: {established: access.refused}
    skip_because: {en: There is no call., zh: 没有通话。}
""",
    "rules/complaints.yaml": """complaints:
  stutter: {title: {en: Stutter, zh: 卡顿}}
  cannot-connect: {title: {en: Cannot connect, zh: 无法接通}}
""",
    "rules/scenarios.yaml": """scenarios:
  social: {title: {en: Social, zh: 社交}, thresholds: {setup.slow: 600 ms}}
""",
    "rules/access/refused.yaml": """cause: access.refused
title: {en: Refused, zh: 被拒绝}
domain: server-configuration
severity: critical
summary: {en: S, zh: 丙}
rules:
  - id: never
    when: {connection.established: "== false"}
    certainty: 0.9
    because: {en: No., zh: 否。}
""",
    "rules/network/loss.yaml": """cause: network.loss
title: {en: Loss, zh: 丢包}
domain: network
severity: major
core: true
explains: [stutter]
summary: {en: S, zh: 丙}
rules:
  - id: sustained
    side: uplink
    where: path
    when: {uplink.packet_loss: ">= {loss.poor} for 5 s"}
    certainty: 0.9
    because: {en: Yes., zh: 是。}
  - id: clean
    side: uplink
    when:
      all:
        - uplink.packet_loss: p95 < 1 %
        - not: {established: access.refused}
    certainty: -0.9
leads_to: []
ask: [network.rtt]
playbook: network/loss
sources: [{claim: C, from: F}]
tests:
  - {given: {uplink.packet_loss: 8 %}, expect: fault, side: uplink}
  - given: {uplink.packet_loss: [0.1 % x12, 25 % x10, _ x3]}
    complaint: stutter
    scenario: social
    expect: fault
    window_s: [12, 22]
    name: a burst
  - {given: {}, expect: unmeasured}
""",
    "playbooks/network/loss.yaml": """playbook: network/loss
title: {en: T, zh: 丁}
steps:
  - owner: support
    action: {en: "Look at {{ window }}.", zh: "查看 {{ window }}。"}
    expect: {en: E, zh: 戊}
    verify: {uplink.packet_loss: p95 < 1 %, network.rtt: "median < 300 ms"}
escalate: {en: X, zh: 己}
attach: [{en: A dump, zh: 转储文件}]
""",
}


def write(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Writes files below a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


@pytest.fixture
def small() -> Files:
    """A copy of the small knowledge base's files, to be changed."""
    return dict(SMALL)


@pytest.fixture
def compiled(tmp_path: Path) -> Callable[..., KnowledgeBase]:
    """Compiles files (below rules/ and playbooks/), with packs (files of a folder each) laid over them."""

    def run(files: Mapping[str, str], *packs: Mapping[str, str | bytes]) -> KnowledgeBase:
        write(tmp_path, files)
        sources = [read_builtin(tmp_path / "rules", tmp_path / "playbooks")]
        for number, pack in enumerate(packs, start=1):
            write(tmp_path / f"pack{number}", pack)
            sources.append(read_pack(tmp_path / f"pack{number}"))
        return compile_knowledge(sources, content_hash(sources))

    return run


@pytest.fixture
def problems(compiled: Callable[..., KnowledgeBase], tmp_path: Path) -> Callable[..., list[str]]:
    """The messages of the problems that compiling ends in; a pack's folder is written as ``pack1``."""

    def run(files: Mapping[str, str], *packs: Mapping[str, str | bytes]) -> list[str]:
        try:
            compiled(files, *packs)
        except KnowledgeError as error:
            return [str(problem).replace(f"{tmp_path}/", "") for problem in error.problems]
        return []

    return run


def _fact(name: str, type: str = "number", **more: object) -> FactSpec:
    return FactSpec(name=name, type=type, title=Text("T", "题"), meaning=Text("M", "义"), **more)  # type: ignore[arg-type]  # keywords of many types


@pytest.fixture(scope="session")
def facts() -> dict[str, FactSpec]:
    """A catalogue with a fact of every type."""
    specs = [
        _fact("loss", series=True, unit="%", low=0.0, high=100.0),
        _fact("rtt", series=True, unit="ms", low=0.0, high=60000.0),
        _fact("packets", series=True, unit="/s"),
        _fact("errors", low=0.0),
        _fact("setup", unit="s"),
        _fact("rssi", unit="dBm", low=-120.0, high=0.0),
        _fact("state", "choice", choices=("new", "checking", "failed")),
        _fact("up", "boolean"),
        _fact("model", "text"),
        _fact("version", "version"),
    ]
    return {spec.name: spec for spec in specs}


@pytest.fixture(scope="session")
def thresholds() -> dict[str, Threshold]:
    """Named limits of several dimensions."""
    return {
        "loss.poor": Threshold(name="loss.poor", value=0.05, unit="ratio", source="s"),
        "rtt.high": Threshold(name="rtt.high", value=0.4, unit="s", source="s"),
        "too.much": Threshold(name="too.much", value=120.0, unit="%", source="s"),
    }
