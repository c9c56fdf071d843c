"""The schemas are held to what the reader accepts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtctriage.authoring import schema
from rtctriage.errors import KnowledgeError
from rtctriage.knowledge import (
    builtin,
    cases,
    catalogue,
    causes,
    codes,
    conditions,
    declarations,
    fields,
    lintnotes,
    load,
    manifest,
    playbooks,
    scenarios,
)
from rtctriage.knowledge.grammar import read_test
from rtctriage.knowledge.limits import ConditionError, Names
from rtctriage.knowledge.nodes import Mapping, Node, Scalar, Sequence
from rtctriage.knowledge.values import FactValueError, read_samples, read_scalar
from rtctriage.knowledge.yamltext import parse
from rtctriage.units import UNITS

jsonschema = pytest.importorskip("jsonschema")

TOP = Path(__file__).parent.parent.parent.parent
KNOWLEDGE = load()
FILES = {
    **{path.relative_to(TOP / "rules").as_posix(): path for path in (TOP / "rules").rglob("*.yaml")},
    **{path.relative_to(TOP).as_posix(): path for path in (TOP / "playbooks").rglob("*.yaml")},
}


@cache
def schema_of(kind: str) -> dict[str, Any]:
    return schema.schema_of(kind, KNOWLEDGE)


@cache
def validator(kind: str, below: str) -> Any:
    whole = schema_of(kind)
    return jsonschema.Draft202012Validator({"$ref": f"#/$defs/{below}", "$defs": whole["$defs"]} if below else whole)


def errors(kind: str, document: object, below: str = "") -> list[str]:
    """What the schema of that kind, or one of its definitions, has against a document."""
    return [error.message for error in validator(kind, below).iter_errors(document)]


def plain(node: Node) -> object:
    """A tree as an editor sees it: scalars without quotes typed by the core schema of YAML 1.2, section 10.3."""
    if isinstance(node, Mapping):
        return {key.text: plain(value) for key, value in node.pairs}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    if node.quoted or node.text == "":
        return node.text if node.quoted else None
    if node.text in ("null", "Null", "NULL", "~"):
        return None
    if node.text in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return node.text.lower() == "true"
    if re.fullmatch(r"[-+]?[0-9]+", node.text):
        return int(node.text)
    if re.fullmatch(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", node.text):
        return float(node.text)
    return node.text


def read_plain(text: str) -> Any:
    root = parse(text, "file.yaml").root
    assert root is not None
    return plain(root)


def test_an_editor_types_what_the_reader_does_not() -> None:
    text = "a: 4.10\nb: no\nc: true\nd: '5'\ne: ~\nf: [8 %, 12]"
    assert read_plain(text) == {"a": 4.1, "b": "no", "c": True, "d": "5", "e": None, "f": ["8 %", 12]}


def test_those_that_are_shipped_are_those_of_the_built_in_knowledge() -> None:
    """After a change of facts, thresholds or names: rtctriage rules schema -o rules/schema"""
    shipped = {path.name: path.read_text("utf-8") for path in (TOP / "rules" / schema.FOLDER).iterdir()}
    assert shipped == schema.schema_files(KNOWLEDGE)


def patterns(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        for key, value in part.items():
            if key == "pattern" and isinstance(value, str):
                yield value
            else:
                yield from patterns(value)
    elif isinstance(part, list):
        for value in part:
            yield from patterns(value)


@pytest.mark.parametrize("kind", schema.KINDS)
def test_they_are_schemas(kind: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema_of(kind))
    for pattern in patterns(schema_of(kind)):
        re.compile(pattern)
        # with its flag "u" ECMA 262 allows no other escapes than these
        assert set(re.findall(r"\\(.)", pattern)) <= set("^$\\.*+?()[]{}|/dDsSwWbB"), pattern


@pytest.mark.parametrize("path", sorted(FILES))
def test_every_built_in_file_obeys_its_schema_and_names_it(path: str) -> None:
    text = FILES[path].read_text("utf-8")
    kind = schema.kind_of(path)
    assert errors(kind, read_plain(text)) == []
    match = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
    assert match, f"its first line must be {schema.modeline(path, 'rules/schema' if kind == 'playbook' else 'schema')}"
    named = (FILES[path].parent / match[1]).resolve()
    assert named == TOP / "rules" / schema.FOLDER / schema.file_name(kind)


def test_the_reader_passes_the_schemas_over() -> None:
    from rtctriage.knowledge.sources import read_builtin

    places = builtin.places()
    read = {file.path for file in read_builtin(places.rules, places.playbooks).files}
    assert read == set(FILES)


@pytest.mark.parametrize(
    ("kind", "below", "keys"),
    [
        ("cause", "", causes.CAUSE_KEYS),
        ("cause", "rule", causes.RULE_KEYS),
        ("cause", "source", causes.SOURCE_KEYS),
        ("cause", "test-of-the-cause", cases.CASE_KEYS),
        ("cause", "test-of-a-rule", cases.RULE_CASE_KEYS),
        ("cause", "given", tuple(KNOWLEDGE.facts)),
        ("cause", "when", (*conditions.COMBINATORS, *KNOWLEDGE.facts)),
        ("cause", "together", conditions.TOGETHER_KEYS),
        ("layers", "when", (*conditions.COMBINATORS, *KNOWLEDGE.facts)),
        ("layers", "layer", declarations.LAYER_KEYS),
        ("playbook", "", playbooks.PLAYBOOK_KEYS),
        ("playbook", "step", playbooks.STEP_KEYS),
        ("playbook", "tests", tuple(KNOWLEDGE.facts)),
        ("facts", "fact", catalogue.FACT_KEYS),
        ("thresholds", "threshold", declarations.THRESHOLD_KEYS),
        ("scenarios", "scenario", scenarios.SCENARIO_KEYS),
        ("complaints", "complaint", declarations.COMPLAINT_KEYS),
        ("certainties", "certainty", declarations.CERTAINTY_KEYS),
        ("codes", "", codes.CODES_KEYS),
        ("codes", "table", codes.TABLE_KEYS),
        ("codes", "code", codes.CODE_KEYS),
        ("fields", "", fields.FIELDS_KEYS),
        ("fields", "structure", fields.STRUCTURE_KEYS),
        ("fields", "field", fields.FIELD_KEYS),
        ("pack", "", manifest.MANIFEST_KEYS),
    ],
)
def test_its_keys_are_those_of_the_reader(kind: str, below: str, keys: tuple[str, ...]) -> None:
    part = schema_of(kind)["$defs"][below] if below else schema_of(kind)
    # every file but a manifest may talk to the linter
    own = set() if below or kind == "pack" else {lintnotes.KEY}
    assert set(part["properties"]) == {*keys, *own}
    assert part["additionalProperties"] is False


def test_the_keys_of_a_conclusion_are_those_of_the_reader() -> None:
    conclusion = schema_of("cause")["$defs"]["conclusion"]["anyOf"][1]
    assert set(conclusion["properties"]) == set(conditions.CONCLUSION_KEYS)


CAUSE = """cause: network.odd
title: {en: Odd, zh: 异常}
domain: network
severity: minor
core: true
explains: [stutter]
summary: {en: Odd., zh: 异常。}
rules:
  - id: slow
    side: uplink
    where: path
    when:
      any:
        - {network.rtt: "p95 >= {rtt.high}", network.type: "in [wifi, vpn]"}
        - together: {of: [{uplink.packet_loss: "> 5 %"}, {network.rtt: "> 0.2 s"}], for: 5 s}
        - {established: access.ice-failed}
        - not: {established: {cause: access.ice-failed, side: uplink}}
        - {sdk.version: "version >=4.2,<4.2.6", device.model: "matches Redmi*"}
        - {uplink.video.bitrate: "changed from > 0 to == 0 for 5 s", connection.established: "== true"}
        - {network.rtt: "every share(> 300 ms) >= 20 % after 10 s", ice.turn_servers: ">= 1"}
        - {network.rtt: known}
    certainty: 0.7
    because: {en: Slow., zh: 慢。}
    evidence_group: a
    stands_alone: false
    observation: "true"
leads_to: [media.video-freeze]
ask: [network.type]
playbook: network/jitter
sources: [{claim: Is so, from: a study}]
tests:
  - {name: one, given: {network.rtt: ["20 ms x3", _, 400], sdk.version: 4.10}, expect: fault,
     side: both, window_s: [3, 4]}
  - {given: {}, complaint: stutter, scenario: voice-call, expect: unmeasured}
  - {rule: slow, given: {network.rtt: 3}, holds: [{connection.established: true}], unknown: [{network.type: WiFi}]}
"""

PLAYBOOK = """playbook: network/odd
title: {en: Odd, zh: 异常}
steps:
  - owner: support
    action: {en: Do, zh: 做}
    expect: {en: Good, zh: 好}
    verify: {network.rtt: "p95 < {rtt.high}", network.type: "== wifi"}
escalate: {en: Stop, zh: 停}
attach: [{en: Dump, zh: 转储}]
"""

FACTS = """facts:
  our.thing: {type: number, series: true, unit: ms, range: [0, null], title: {en: A, zh: 甲}, meaning: {en: B, zh: 乙}}
  our.choice: {type: choice, choices: [a, b], title: {en: A, zh: 甲}, meaning: {en: B, zh: 乙}, supplied_by: [getstats]}
"""

THRESHOLDS = (
    "thresholds:\n  our.limit: {value: 5 %, min_samples: 3, source: a study}\n  our.count: {value: 4, source: b}\n"
    "  our.other: {value: 4, source: {en: a study, zh: 一项研究}}\n"
    "  rtt.high: {min_samples: 9}\n  loss.poor: {value: 8 %, source: c}\n"
)

LAYERS = """layers:
  - {id: odd, title: {en: A, zh: 甲}, summary: {en: B, zh: 乙}, skip_when: {connection.established: "== false"},
     skip_because: {en: C, zh: 丙}}
"""

SCENARIOS = (
    "scenarios:\n  odd: {title: {en: A, zh: 甲}, thresholds: {setup.slow: 600 ms, fps.poor: 9 fps}}\n"
    "  show-live: {thresholds: {rtt.high: 250 ms}}\n"
)
COMPLAINTS = "complaints:\n  odd: {title: {en: A, zh: 甲}}\n  stutter: {also: [jerky]}\n"
DISABLE = "disable: [network.jitter, network.packet-loss/uplink-mean]\n"

GOOD = {
    "network/odd.yaml": CAUSE,
    "playbooks/network/odd.yaml": PLAYBOOK,
    "facts/our.yaml": FACTS,
    "thresholds.yaml": THRESHOLDS,
    "layers.yaml": LAYERS,
    "scenarios.yaml": SCENARIOS,
    "complaints.yaml": COMPLAINTS,
    "disable.yaml": DISABLE,
    "pack.yaml": """pack: ours
version: 1.2.0
requires: {rtctriage: ">=0.0.1"}
maintainers: [A]
status: draft
because: Not yet tried.
""",
    "certainties.yaml": """certainties:
  sure: {value: 0.7, because: {en: We say so., zh: 我们说的。}}
""",
    "codes/ours.yaml": """vendor: other
tables:
  - family: error
    platform: web
    source: ours
    codes: [{code: 7, name: GONE, meaning: {en: Gone., zh: 失效。}, cause: network.jitter}]
""",
    "fields/ours.yaml": """vendor: other
structures:
  - name: Stats
    platform: web
    source: ours
    fields: [{field: rtt, unit: s, fact: network.rtt, scale: 2, absent: [-1], meaning: {en: R., zh: 时延。}}]
""",
}


def problems_of(pack: Path) -> list[str]:
    """What the reader has against a pack."""
    try:
        load((pack,))
    except KnowledgeError as error:
        return [str(problem) for problem in error.problems]
    return []


@pytest.mark.parametrize("path", sorted(GOOD))
def test_what_is_right_is_right_for_both(tmp_path: Path, path: str) -> None:
    file = tmp_path / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(GOOD[path], "utf-8")
    assert problems_of(tmp_path) == []
    assert errors(schema.kind_of(path), read_plain(GOOD[path])) == []


C, P, F = "network/odd.yaml", "playbooks/network/odd.yaml", "facts/our.yaml"


MISTAKES = [
    ("pack.yaml", "pack: ours", "pack: Our Rules"),
    ("pack.yaml", "version: 1.2.0\n", ""),
    ("pack.yaml", "status: draft", "status: drafty"),
    ("pack.yaml", '">=0.0.1"', "new"),
    ("pack.yaml", "maintainers: [A]", "maintainer: [A]"),
    ("certainties.yaml", "value: 0.7", "value: 1.7"),
    ("certainties.yaml", ", because: {en: We say so., zh: 我们说的。}", ""),
    ("codes/ours.yaml", "vendor: other", "vendor: ours"),
    ("codes/ours.yaml", "family: error", "family: errors"),
    ("codes/ours.yaml", "cause: network.jitter", "cause: network.jiter"),
    ("codes/ours.yaml", "    source: ours\n", ""),
    ("fields/ours.yaml", "unit: s", "unit: sec"),
    ("fields/ours.yaml", "fact: network.rtt", "fact: network.rt"),
    ("fields/ours.yaml", "absent: [-1]", "absent: [none]"),
    (C, "cause: network.odd", "cause: netwrk.odd"),
    (C, "cause: network.odd", "cause: network.Odd"),
    (C, "title: {en: Odd, zh: 异常}", "title: {en: Odd}"),
    (C, "title: {en: Odd, zh: 异常}", "title: Odd"),
    (C, "domain: network", "domain: net"),
    (C, "severity: minor", "severity: [minor]"),
    (C, "severity: minor", "severity: ~"),
    (C, "core: true", "core: yes"),
    (C, "[stutter]", "[stuter]"),
    (C, "[stutter]", "[stutter, stutter]"),
    (C, "  - id: slow", "  - id: Slow"),
    (C, "side: uplink\n    where", "side: both\n    where"),
    (C, "where: path", "where: here"),
    (C, "p95 >= {rtt.high}", "p95 >= {rtt.hi}"),
    (C, "p95 >= {rtt.high}", "p95 >= {loss.poor}"),
    (C, "p95 >= {rtt.high}", "p95 >= 5 %"),
    (C, "p95 >= {rtt.high}", "p95 >= 300"),
    (C, "p95 >= {rtt.high}", ">= {rtt.high}"),
    (C, "p95 >= {rtt.high}", "p95 >= {rtt.high} for 5 s"),
    (C, "p95 >= {rtt.high}", "p100 >= {rtt.high}"),
    (C, "p95 >= {rtt.high}", ">= {rtt.high} for 5 %"),
    (C, "network.rtt: \"p95", "network.rt: \"p95"),
    (C, "in [wifi, vpn]", "in [wifi, wlan]"),
    (C, "in [wifi, vpn]", ">= wifi"),
    (C, 'uplink.packet_loss: "> 5 %"', 'uplink.packet_loss: "p95 > 5 %"'),
    (C, 'uplink.packet_loss: "> 5 %"', 'ice.turn_servers: "> 5"'),
    (C, "for: 5 s}", "for: 5}"),
    (C, "{established: access.ice-failed}", "{established: access.ice-faild}"),
    (C, "side: uplink}}", "sides: uplink}}"),
    (C, "version >=4.2", "version 4.2"),
    (C, '"== true"', '"== on"'),
    (C, "every share(> 300 ms) >= 20 %", "every share(> 300 ms) >= 20 ms"),
    (C, "- {network.rtt: known}", "- {}"),
    (C, "certainty: 0.7", "certainty: 1.7"),
    (C, CAUSE[CAUSE.index("rules:") :], "rules: []\n"),
    (C, "certainty: 0.7", "certainty: 0"),
    (C, "certainty: 0.7", "certainty: high"),
    (C, "    certainty: 0.7\n", ""),
    (C, "evidence_group: a", "evidence_groups: a"),
    (C, "[media.video-freeze]", "[media.video-freez]"),
    (C, "[network.type]", "[network.typ]"),
    (C, "playbook: network/jitter", "playbook: network/jiter"),
    (C, ", from: a study", ""),
    (C, '"20 ms x3"', '"20 % x3"'),
    (C, '"20 ms x3"', '"x3"'),
    (C, "_, 400]", "_, 400000]"),
    (C, "network.type: WiFi", "network.type: wlan"),
    (C, "connection.established: true}", "connection.established: 1}"),
    (C, "connection.established: true}", "connection.established: [true]}"),
    (C, "expect: fault", "expect: broken"),
    (C, "{given: {}, complaint", "{complaint"),
    (C, "holds: [{", "hold: [{"),
    (C, "window_s: [3, 4]", "window_s: [3]"),
    (C, "scenario: voice-call", "scenario: voice"),
    (P, "playbook: network/odd", "playbook: net/odd"),
    (P, "owner: support", "owner: somebody"),
    (P, "p95 < {rtt.high}", "p95 < {rtt.higher}"),
    (P, "{network.rtt: \"p95 < {rtt.high}\", network.type: \"== wifi\"}", "{}"),
    (P, "{network.rtt: \"p95", "{any: [], network.rtt: \"p95"),
    (P, "escalate:", "escalates:"),
    (P, "[{en: Dump, zh: 转储}]", "[Dump]"),
    (F, "unit: ms", "unit: msec"),
    (F, "type: number", "type: text"),
    (F, "range: [0, null]", "range: [0]"),
    (F, "our.thing", "Our.thing"),
    (F, "choices: [a, b]", "choices: [a, a]"),
    (F, "type: choice", "type: boolean"),
    (F, "[getstats]", "[getStats]"),
    ("thresholds.yaml", "5 %", "5 percent"),
    ("thresholds.yaml", "min_samples: 3", "min_samples: 0"),
    ("thresholds.yaml", ", source: b", ""),
    ("thresholds.yaml", ", zh: 一项研究", ""),
    ("thresholds.yaml", ", source: c", ""),
    ("thresholds.yaml", "rtt.high", "rtt.hihg"),
    ("thresholds.yaml", "{min_samples: 9}", "{min_sample: 9}"),
    ("layers.yaml", "id: odd", "id: Odd"),
    ("layers.yaml", "skip_because: {en: C, zh: 丙}", ""),
    ("scenarios.yaml", "setup.slow", "setup.slo"),
    ("scenarios.yaml", "600 ms", "600"),
    ("scenarios.yaml", "show-live", "show-lively"),
    ("scenarios.yaml", "rtt.high: 250 ms", "rtt.hihg: 250 ms"),
    ("scenarios.yaml", "250 ms", "250 %"),
    ("scenarios.yaml", "600 ms", "600 fps"),
    ("complaints.yaml", "odd:", "Odd:"),
    ("complaints.yaml", "stutter:", "stuter:"),
    ("complaints.yaml", "title: {en: A, zh: 甲}", "name: odd"),
    ("disable.yaml", "uplink-mean", "uplink-mea"),

]  # fmt: skip


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> set[int]:
    """The mistakes that the reader is against: causes and playbooks are read in one pack, all others alone."""
    together = tmp_path_factory.mktemp("pack")
    found: set[int] = set()
    for number, (path, right, wrong) in enumerate(MISTAKES):
        folder = together if path in (C, P) else tmp_path_factory.mktemp("pack")
        name = path.replace("odd", f"odd-{number}-") if folder is together else path
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        text = GOOD[path].replace(right, wrong, 1)
        file.write_text(re.sub(r"\A(\w+: network[./]odd)\n", rf"\1-{number}-x\n", text), "utf-8")
        if folder is not together and problems_of(folder):
            found.add(number)
    found.update(int(n) for problem in problems_of(together) for n in re.findall(r"/odd-(\d+)-\.yaml:", problem))
    return found


@pytest.mark.parametrize("number", range(len(MISTAKES)), ids=lambda n: " ".join(MISTAKES[n]).replace("\n", ""))
def test_what_is_wrong_is_wrong_for_both(refused: set[int], number: int) -> None:
    path, right, wrong = MISTAKES[number]
    assert right in GOOD[path]
    assert number in refused
    assert errors(schema.kind_of(path), read_plain(GOOD[path].replace(right, wrong, 1)))


def test_the_pack_of_mistakes_holds_nothing_else(refused: set[int], tmp_path: Path) -> None:
    file = tmp_path / "network" / "odd-1-.yaml"
    file.parent.mkdir()
    file.write_text(CAUSE.replace("network.odd", "network.odd-1-x"), "utf-8")
    assert problems_of(tmp_path) == []


NUMBERS = st.sampled_from(["0", "0.0", "5", "-1", "+.5", "80.", "1e2", "300", "x"])
OPERATORS = st.sampled_from([">=", "<=", ">", "<", "==", "!=", "="])
LIMITS = st.one_of(
    st.builds("{} {}".format, NUMBERS, st.sampled_from(["", *UNITS])),
    st.builds("{}{}".format, NUMBERS, st.sampled_from(UNITS)),
    st.sampled_from(sorted(KNOWLEDGE.thresholds)).map("{{ {} }}".format),
    st.sampled_from(["true", "'no'", "wifi", "WiFi", "4.2.1", "v4.2-beta", "Chrome", "failed", "token-expired"]),
)
COMPARISONS = st.builds("{}{}{}".format, OPERATORS, st.sampled_from(["", " ", "  "]), LIMITS)
REDUCERS = st.sampled_from(["", "mean", "median", "p1", "p95", "p99", "p100", "max", "min", "first", "last", "best"])
DURATIONS = st.sampled_from(["", " for 5 s", " for 500ms", " after 10 s", " for {setup.slow}", " for 5", " after 1 h"])
TESTS = st.one_of(
    st.builds("{}{} {}{}{}".format, st.sampled_from(["", "every "]), REDUCERS, COMPARISONS, DURATIONS, DURATIONS),
    st.builds("share({}) {}{}".format, COMPARISONS, COMPARISONS, DURATIONS),
    st.builds("changed from {} to {}{}".format, COMPARISONS, COMPARISONS, DURATIONS),
    st.builds("{}in [{}]".format, st.sampled_from(["", "not ", "not  "]), st.lists(LIMITS, max_size=3).map(", ".join)),
    st.builds("version {}".format, st.lists(COMPARISONS, min_size=1, max_size=2).map(",".join)),
    st.builds("matches {}".format, LIMITS),
    st.sampled_from(["known", " known ", "known so", ""]),
)


@given(fact=st.sampled_from(sorted(KNOWLEDGE.facts)), text=TESTS)
def test_no_test_that_the_reader_accepts_is_refused(fact: str, text: str) -> None:
    try:
        read_test(fact, text, Names(KNOWLEDGE.facts, KNOWLEDGE.thresholds))
    except ConditionError:
        return
    assert errors("cause", {fact: text}, "when") == []


SCALARS = st.one_of(
    LIMITS, NUMBERS, st.sampled_from(["是", "No", "YES", "udp", "UDP", "iPhone13,2", "14", "4.10", "Redmi Note 8"])
)
REPEATS = st.sampled_from(["", " x3", " × 12", "x2", "  x 4"])


@given(fact=st.sampled_from(sorted(KNOWLEDGE.facts)), text=SCALARS)
def test_no_value_that_the_reader_accepts_is_refused(fact: str, text: str) -> None:
    try:
        read_scalar(KNOWLEDGE.facts[fact], text)
    except FactValueError:
        return
    assert errors("cause", {fact: text}, "given") == []
    assert errors("cause", {fact: plain(Scalar(text))}, "given") == []


@given(
    fact=st.sampled_from(sorted(name for name, spec in KNOWLEDGE.facts.items() if spec.series)),
    items=st.lists(st.builds("{}{}".format, st.one_of(SCALARS, st.just("_")), REPEATS), min_size=1, max_size=4),
)
def test_no_series_that_the_reader_accepts_is_refused(fact: str, items: list[str]) -> None:
    try:
        read_samples(KNOWLEDGE.facts[fact], items)
    except FactValueError:
        return
    assert errors("cause", {fact: items}, "given") == []


def test_the_text_is_the_schema() -> None:
    made = schema.schema_of("cause", KNOWLEDGE)
    assert json.loads(schema.schema_text(made)) == made
    assert schema.schema_text(made) == schema.schema_text(schema.schema_of("cause", KNOWLEDGE))
