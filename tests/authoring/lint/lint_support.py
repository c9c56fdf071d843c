"""A small knowledge base in which nothing is found, and ways to change it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rtctriage.authoring.lint import Finding, LintReport
from rtctriage.knowledge.sources import KnowledgeFile, KnowledgeSource

Files = Mapping[str, str]

_TEXT = "title: {en: A, zh: 甲}, meaning: {en: B, zh: 乙}"
_ASKED = "question: {en: Q, zh: 问}"

CLEAN: dict[str, str] = {
    "facts/all.yaml": f"""facts:
  complaint: {{type: choice, {_TEXT}}}
  scenario: {{type: choice, {_TEXT}}}
  network.rtt: {{type: number, series: true, unit: ms, range: [0, 60000], {_TEXT}, {_ASKED}}}
  network.loss: {{type: number, series: true, unit: "%", range: [0, 100], {_TEXT}, {_ASKED}}}
  uplink.video.rate: {{type: number, series: true, unit: kbps, range: [0, null], {_TEXT}, supplied_by: [getstats]}}
  ice.errors: {{type: number, range: [0, null], {_TEXT}, {_ASKED}}}
  ice.state: {{type: choice, choices: [new, checking, failed], {_TEXT}, {_ASKED}}}
  connection.up: {{type: boolean, {_TEXT}, {_ASKED}}}
  sdk.version: {{type: version, {_TEXT}, {_ASKED}}}
""",
    "thresholds.yaml": """thresholds:
  loss.poor: {value: 5 %, source: a study}
  loss.good: {value: 1 %, source: a study}
  rtt.high: {value: 400 ms, source: a study}
""",
    "layers.yaml": """layers:
  - {id: access, title: {en: Access, zh: 接入}, summary: {en: A, zh: 甲}}
  - id: network
    title: {en: Network, zh: 网络}
    summary: {en: A, zh: 甲}
    skip_when: {connection.up: "== false"}
    skip_because: {en: There is no call., zh: 没有通话。}
""",
    "complaints.yaml": """complaints:
  stutter: {title: {en: Stutter, zh: 卡顿}}
  delay: {title: {en: Delay, zh: 延迟}}
""",
    "scenarios.yaml": """scenarios:
  social: {title: {en: Social, zh: 社交}, thresholds: {rtt.high: 300 ms}}
""",
    "access/refused.yaml": """cause: access.refused
title: {en: Refused, zh: 被拒绝}
domain: server-configuration
severity: critical
summary: {en: S, zh: 丙}
rules:
  - {id: failed, source: S, when: {ice.state: "== failed"}, certainty: 0.9, because: {en: Yes, zh: 是}}
  - {id: fine, source: S, when: {ice.state: "in [new, checking]"}, certainty: -0.9, because: {en: No, zh: 否}}
playbook: access/refused
""",
    "network/slow.yaml": """cause: network.slow
title: {en: Slow, zh: 缓慢}
domain: network
severity: minor
summary: {en: S, zh: 丙}
sources: [{claim: C, from: F, rules: [slow, quick]}]
rules:
  - {id: slow, when: {network.rtt: "mean >= {rtt.high}"}, certainty: 0.7, because: {en: Yes, zh: 是}}
  - {id: quick, when: {network.rtt: "mean < {rtt.high}"}, certainty: -0.7, because: {en: No, zh: 否}}
playbook: network/loss
""",
    "network/loss.yaml": """cause: network.loss
title: {en: Loss, zh: 丢包}
domain: network
severity: major
summary: {en: S, zh: 丙}
playbook: network/loss
sources: [{claim: C, from: F, rules: [lossy, clean]}]
rules:
  - id: lossy
    when: {network.loss: "mean >= {loss.poor}"}
    certainty: 0.8
    because: {en: Yes, zh: 是}
  - id: clean
    when: {network.loss: "mean < {loss.good}"}
    certainty: -0.8
    because: {en: No, zh: 否}
""",
    "playbooks/access/refused.yaml": """playbook: access/refused
title: {en: T, zh: 丁}
steps:
  - {owner: support, action: {en: Look, zh: 查看}, expect: {en: E, zh: 戊}, verify: {ice.state: "!= failed"}}
escalate: {en: X, zh: 己}
""",
    "playbooks/network/loss.yaml": """playbook: network/loss
title: {en: T, zh: 丁}
steps:
  - owner: support
    action: {en: "Look at {{ window }}", zh: "查看 {{ window }}"}
    expect: {en: E, zh: 戊}
    verify: {network.loss: "p95 < {loss.good}"}
escalate: {en: X, zh: 己}
""",
}


Report = Callable[..., LintReport]
Found = Callable[..., list[str]]


def source(name: str, files: Files) -> KnowledgeSource:
    """Files as though they had been read from a folder."""
    return KnowledgeSource(
        name,
        tuple(
            KnowledgeFile(path, path if name == "builtin" else f"{name}/{path}", f"{name} {path}", text.encode())
            for path, text in sorted(files.items())
        ),
    )


def with_rules(*rules: str, more: str = "") -> dict[str, str]:
    """The cause ``network.loss`` with more rules, each in flow style; the first of them is in line 17."""
    text = CLEAN["network/loss.yaml"]
    for number, rule in enumerate(rules, start=1):
        text += f"  - {{id: more-{number}, because: {{en: R, zh: 因}}, {rule}, source: S}}\n"
    return {"network/loss.yaml": text + more}


def text_at(files: Files, finding: Finding) -> str:
    """What stands at the place of a finding, to the end of the line."""
    return {**CLEAN, **files}[finding.file].splitlines()[finding.line - 1][finding.column - 1 :]
