from __future__ import annotations

from collections.abc import Callable

import pytest

from rtctriage.knowledge import sections
from rtctriage.knowledge.model import All, Compare, Comparison, KnowledgeBase, Not, Premise
from rtctriage.text import Text

Files = dict[str, str]
Compiled = Callable[..., KnowledgeBase]
Problems = Callable[..., list[str]]


def test_everything_that_is_written_arrives(small: Files, compiled: Compiled) -> None:
    base = compiled(small)
    assert list(base.causes) == ["access.refused", "network.loss"]
    loss = base.causes["network.loss"]
    assert loss.title == Text("Loss", "丢包")
    assert (loss.layer, loss.domain, loss.severity, loss.core) == ("network", "network", "major", True)
    assert (loss.explains, loss.ask, loss.playbook) == (("stutter",), ("network.rtt",), "network/loss")
    assert loss.origin == "builtin rules/network/loss.yaml:1"
    first, second = loss.rules
    assert (first.id, first.side, first.where, first.certainty) == ("network.loss/sustained", "uplink", "path", 0.9)
    assert first.when == Compare(
        fact="uplink.packet_loss", test=Comparison(">=", 5.0, "loss.poor"), for_s=5.0, text=">= {loss.poor} for 5 s"
    )
    assert first.origin == "builtin rules/network/loss.yaml:9"
    assert isinstance(second.when, All)
    assert second.when.parts[1] == Not(Premise(cause="access.refused", state="established"))
    assert (loss.sources[0].claim, loss.sources[0].origin) == ("C", "F")
    assert base.thresholds["loss.poor"].min_samples == 3
    assert base.scenarios["social"].thresholds == {"setup.slow": 0.6}
    assert base.facts["complaint"].choices == ("stutter", "cannot-connect")
    assert base.facts["scenario"].choices == ("social",)
    assert base.facts["uplink.audio.bitrate"].implied_by == ("network.rtt",)
    assert [layer.id for layer in base.layers] == ["access", "network"]
    assert base.layers[1].skip_when == Premise(cause="access.refused", state="established")


def test_tests_and_playbooks_keep_their_text(small: Files, compiled: Compiled) -> None:
    base = compiled(small)
    one, two, three = base.causes["network.loss"].tests
    assert (one.name, one.given, one.expect, one.side) == (
        "network.loss#1", {"uplink.packet_loss": "8 %"}, "fault", "uplink",
    )  # fmt: skip
    assert two.given == {"uplink.packet_loss": ["0.1 % x12", "25 % x10", "_ x3"]}
    assert (two.name, two.complaint, two.scenario, two.window_s) == ("a burst", "stutter", "social", (12.0, 22.0))
    assert three.given == {}
    step = base.playbooks["network/loss"].steps[0]
    assert step.verify == "uplink.packet_loss: p95 < 1 %; network.rtt: median < 300 ms"
    assert step.action == Text("Look at {{ window }}.", "查看 {{ window }}。")


def test_it_survives_a_round_trip_through_json(small: Files, compiled: Compiled) -> None:
    small["rules/facts/derived.yaml"] = (
        "facts: {uplink.video.share: {type: number, series: true, unit: '%', title: {en: A, zh: 甲}, "
        "meaning: {en: A, zh: 甲}, derive: 'max(uplink.video.bitrate, 1) / uplink.video.target_bitrate * 100'}}\n"
    )
    base = compiled(small)
    parts = sections.encode(base)
    stored = KnowledgeBase.stored(base.hash, parts)
    assert sections.with_tests(stored, parts[sections.TESTS]) == base


def test_a_rule_without_a_reason_names_its_tests(small: Files, compiled: Compiled) -> None:
    because = compiled(small).causes["network.loss"].rules[1].because
    assert because == Text("A: p95 < 1 %", "甲：p95 < 1 %")


def test_all_problems_come_together_in_the_order_of_the_files(small: Files, problems: Problems) -> None:
    small["rules/network/loss.yaml"] = (
        small["rules/network/loss.yaml"]
        .replace("core: true", "core: yes")
        .replace("leads_to: []", "leads_to: [network.jiter]")
        .replace("playbook: network/loss", "playbok: network/loss")
    )
    small["rules/thresholds.yaml"] += "  b: {value: 5 percent, source: s}\n  c: {value: 5 %}\n"
    small["playbooks/network/loss.yaml"] = "playbook: network/loss\n"
    assert problems(small) == [
        "rules/network/loss.yaml:5:7: core must be true or false",
        'rules/network/loss.yaml:22:12: unknown cause "network.jiter" (did you mean "network.loss"?)',
        'rules/network/loss.yaml:24:1: unknown key in a cause: "playbok" (did you mean "playbook"?)',
        'rules/thresholds.yaml:4:16: unknown unit "percent"',
        'rules/thresholds.yaml:5:6: the threshold "c" needs the key "source"',
        'playbooks/network/loss.yaml:1:1: a playbook needs the key "title"',
        'playbooks/network/loss.yaml:1:1: a playbook needs the key "steps"',
        'playbooks/network/loss.yaml:1:1: a playbook needs the key "escalate"',
    ]


LOSS = "rules/network/loss.yaml"
LAYERS = "rules/layers.yaml"
SCENARIOS = "rules/scenarios.yaml"
THRESHOLDS = "rules/thresholds.yaml"
FACTS = "rules/facts/all.yaml"
PLAYBOOK = "playbooks/network/loss.yaml"

# file, what is replaced in it by what (with § where the problem is expected), how the message begins
MISTAKES: list[tuple[str, str, str, str]] = [
    (LOSS, "cause: network.loss", "cause: §network.Loss", '"network.Loss" cannot be the id of a cause'),
    (LOSS, "cause: network.loss", "cause: §access.loss", '"access.loss" is in the folder of the layer network'),
    (LOSS, "cause: network.loss\n", "§", 'a cause needs the key "cause"'),
    (LOSS, "domain: network", "domain: §netwrok", 'domain cannot be "netwrok" (did you mean "network"?)'),
    (LOSS, "severity: major", "severity: §bad", 'severity cannot be "bad" (one of: critical, major, minor)'),
    (LOSS, "core: true", "core: §yes", "core must be true or false"),
    (LOSS, "zh: 丢包", "zh: §''", "title (zh) must be a text, not empty"),
    (LOSS, "{en: Loss, zh: 丢包}", "§{en: Loss}", 'title needs the key "zh"'),
    (LOSS, "{en: Loss, zh: 丢包}", "§Loss", "title must be a mapping"),
    (LOSS, "[stutter]", "[§stuter]", 'unknown complaint "stuter" (did you mean "stutter"?)'),
    (LOSS, "[stutter]", "§stutter", "explains must be a list"),
    (LOSS, "[network.rtt]", "[§network.rt]", 'unknown fact "network.rt" (did you mean "network.rtt"?)'),
    (FACTS, "[network.rtt]", "[§network.rt]", 'unknown fact "network.rt" (did you mean "network.rtt"?)'),
    (FACTS, "[network.rtt]", "§network.rtt", "implied_by must be a list"),
    (LOSS, "[network.rtt]", "[network.rtt, §network.rtt]", '"network.rtt" is given twice in ask'),
    (LOSS, "playbook: network", "playbook: §netwrk", 'unknown playbook "netwrk/loss" (did you mean "network/loss"?)'),
    (LOSS, "playbook: network", "§playbok: network", 'unknown key in a cause: "playbok" (did you mean "playbook"?)'),
    (LOSS, "leads_to: []", "leads_to: [§network.los]", 'unknown cause "network.los" (did you mean "network.loss"?)'),
    (LOSS, "id: clean", "id: §sustained", 'the rule "sustained" is there twice (first in line 9)'),
    (LOSS, "id: clean", "id: §Clean rule", '"Clean rule" cannot be the id of a rule'),
    (LOSS, "certainty: -0.9", "certainty: §-1.1", "certainty is between -1 and 1, and not 0"),
    (LOSS, "certainty: -0.9", "certainty: §0", "certainty is between -1 and 1, and not 0"),
    (LOSS, "certainty: -0.9", "certainty: §1e400", "certainty must be a number"),
    (LOSS, "certainty: -0.9", "certainty: §.nan", "certainty must be a number"),
    (LOSS, "certainty: -0.9", "certainty: §[1]", "certainty must be a text"),
    (LOSS, "where: path", "where: §lokal", 'where cannot be "lokal" (did you mean "local"?)'),
    (LOSS, "side: uplink", "side: §up", 'side cannot be "up" (one of: uplink, downlink)'),
    (LOSS, ">= {loss.poor}", ">= §5 ms", "ms measures time, here % (share) is expected"),
    (LOSS, ">= {loss.poor}", ">= §{loss.por}", 'unknown threshold "loss.por" (did you mean "loss.poor"?)'),
    (LOSS, "when: {uplink.packet", "when: {§uplink.packt", 'unknown fact "uplink.packt_loss" (did you mean "uplink.'),
    (LOSS, "p95 < 1 %", "p95 < §1", 'the number 1 needs a unit (write "1 %")'),
    (LOSS, "p95 < 1 %", "§''", "the test of uplink.packet_loss must be a text, not empty"),
    (LOSS, "{established: ", "{§establishd: ", 'unknown fact "establishd" (did you mean "established"?)'),
    (LOSS, "access.refused", "§access.refusd", 'unknown cause "access.refusd" (did you mean "access.refused"?)'),
    (LOSS, "{established: access.refused}", "§{}", "not is empty"),
    (LOSS, "{uplink.packet_loss: 8 %}", "{uplink.packet_loss: §108 %}", "uplink.packet_loss is never above 100 %"),
    (LOSS, "{uplink.packet_loss: 8 %}", "{§uplink.packt_loss: 8 %}", 'unknown fact "uplink.packt_loss"'),
    (LOSS, "{uplink.packet_loss: 8 %}", "{uplink.packet_loss: {a: §b}}", "a stream must be a list"),
    (LOSS, "{uplink.packet_loss: 8 %}", "{connection.established: §[yes]}", "connection.established is one value"),
    (LOSS, "expect: unmeasured", "expect: §unknown", 'expect cannot be "unknown"'),
    (LOSS, "complaint: stutter", "complaint: §stuter", 'unknown complaint "stuter"'),
    (LOSS, "scenario: social", "scenario: §socal", 'unknown scenario "socal" (did you mean "social"?)'),
    (LOSS, "[12, 22]", "§[22, 12]", "window_s is [from, to] in seconds"),
    (LOSS, "{given: {}, expect", "§{expect", 'a test needs the key "given"'),
    (LOSS, "from: F", "§form: F", 'unknown key in a source: "form" (did you mean "from"?)'),
    (
        LAYERS,
        "skip_when: {established: access.refused}",
        "skip_when: {established: §network.loss}",
        "network can only be",
    ),
    (
        LAYERS,
        "    skip_because: {en: There is no call., zh: 没有通话。}\n",
        "",
        "skip_when and skip_because go together",
    ),
    (LAYERS, "id: network", "id: §access", 'the layer "access" is declared twice'),
    (SCENARIOS, "setup.slow", "§setup.slw", 'unknown threshold "setup.slw" (did you mean "setup.slow"?)'),
    (SCENARIOS, "600 ms", "§600 kbps", "kbps measures bitrate, here s (time) is expected"),
    (SCENARIOS, "600 ms", "§600", "a bare number measures number, here s (time) is expected"),
    ("rules/complaints.yaml", "  stutter:", "  §Stutter!:", '"Stutter!" cannot be the id of a complaint'),
    (THRESHOLDS, "min_samples: 3", "min_samples: §0", "min_samples is a whole number, 1 or more"),
    (THRESHOLDS, "value: 5 %", "value: §much", "a value is a number with its unit"),
    (THRESHOLDS, "value: 5 %", "value: 5 §percent", 'unknown unit "percent"'),
    (THRESHOLDS, "value: 3 s", "value: 3 §secs", 'unknown unit "secs"'),
    (THRESHOLDS, "value: 3 s", "value: 3 §mss", 'unknown unit "mss" (did you mean "ms"?)'),
    (THRESHOLDS, "value: 3 s", "value: 3 §10.1.2.3", "unknown unit"),
    (LOSS, "p95 < 1 %", "p95 < §1 ratios", 'unknown unit "ratios" (did you mean "ratio"?)'),
    (LOSS, "for 5 s", "for §5 mins", 'unknown unit "mins" (did you mean "min"?)'),
    (LOSS, "{uplink.packet_loss: 8 %}", "{uplink.packet_loss: §8 rato}", 'unknown unit "rato" (did you mean "ratio"?)'),
    (SCENARIOS, "600 ms", "600 §mss", 'unknown unit "mss" (did you mean "ms"?)'),
    (PLAYBOOK, "p95 < 1 %", "p95 < §1 ratios", 'unknown unit "ratios" (did you mean "ratio"?)'),
    (THRESHOLDS, "{value: 3 s, source: a study}", "§{value: 3 s}", 'the threshold "setup.slow" needs the key "source"'),
    (FACTS, "unit: ms", "unit: §mss", 'unknown unit "mss" (did you mean "ms"?)'),
    (FACTS, "range: [0, 60000]", "range: §[9, 1]", "the lowest value of a range must be below the highest"),
    (FACTS, "range: [0, 60000]", "range: §5", "range must be [lowest, highest]"),
    (FACTS, "type: boolean,", "type: boolean, series: §true,", "a series is of numbers"),
    (FACTS, "type: boolean,", "type: boolean, unit: §s,", "unit is for facts of type number"),
    (FACTS, "connection.established: {type: boolean,", "§state: {type: choice,", "the fact state needs choices"),
    (FACTS, "device.model:", "§Device:", '"Device" cannot be a fact\'s name'),
    (FACTS, "type: text,", "type: §txt,", 'type cannot be "txt" (did you mean "text"?)'),
    (PLAYBOOK, "owner: support", "owner: §suport", 'owner cannot be "suport" (did you mean "support"?)'),
    (PLAYBOOK, '"Look at {{ window }}."', '§"Look at {{ loss."', "this is no template"),
    (PLAYBOOK, "p95 < 1 %", "p95 < §1 s", "s measures time, here % (share) is expected"),
    (PLAYBOOK, "playbook: network/loss", "playbook: §access/loss", 'the playbook "access/loss" is in the folder'),
    (PLAYBOOK, "playbook: network/loss", "playbook: §network/丢包", '"network/丢包" cannot be the id of a playbook'),
    (PLAYBOOK, "playbook: network/loss", "playbook: §network", '"network" cannot be the id of a playbook'),
    (PLAYBOOK, "verify: {", "verify: {§established: access.refused, ", "established has no place here (only tests of"),
]


@pytest.mark.parametrize(("file", "old", "new", "message"), MISTAKES, ids=[f"{m[0]} {m[2]}" for m in MISTAKES])
def test_each_mistake_is_placed(small: Files, problems: Problems, file: str, old: str, new: str, message: str) -> None:
    small[file], place = marked(small[file], old, new)
    found = problems(small)
    assert any(problem.startswith(f"{file}:{place}") and message in problem for problem in found), found


def marked(text: str, old: str, new: str) -> tuple[str, str]:
    """The text with the first ``old`` replaced, and line:column of the § in what replaces it."""
    assert old in text
    text = text.replace(old, new, 1)
    before, mark, _ = text.partition("§")
    place = f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}:" if mark else ""
    return text.replace("§", ""), place


NO_IDS: list[tuple[str, str, list[tuple[str, str]], list[str]]] = [
    (
        LOSS,
        "a cause",
        [("cause: network.loss\n", ""), ("severity: ", "severity: un"), ("p95 < 1 %", "p95 < 1 s")],
        ['a cause needs the key "cause"', "severity cannot be", "s measures time"],
    ),
    (
        LOSS,
        "a rule",
        [("id: clean\n    side", "side"), ("p95 < 1 %", "p95 < 1 s")],
        ['a rule needs the key "id"', "s measures time"],
    ),
    (
        PLAYBOOK,
        "a playbook",
        [("playbook: network/loss\n", ""), ("owner: support", "owner: suport")],
        ['a playbook needs the key "playbook"', "owner cannot be"],
    ),
    (
        FACTS,
        "a fact",
        [("device.model:", "Device:"), ("{type: text,", "{type: txt,")],
        ['"Device" cannot be a fact\'s name', "type cannot be"],
    ),
]


@pytest.mark.parametrize(("file", "what", "changes", "told"), NO_IDS, ids=[case[1] for case in NO_IDS])
def test_without_an_id_the_rest_is_looked_at(
    small: Files, problems: Problems, file: str, what: str, changes: list[tuple[str, str]], told: list[str]
) -> None:
    """All that is wrong comes in one run."""
    for old, new in changes:
        assert old in small[file], (what, old)
        small[file] = small[file].replace(old, new, 1)
    found = [problem for problem in problems(small) if problem.startswith(file)]
    for message in told:
        assert any(message in problem for problem in found), found


def test_an_escape_brings_no_command_for_a_terminal(small: Files, problems: Problems) -> None:
    """As little as the character itself would; a line end and a tab may be written so."""
    small[LOSS] = small[LOSS].replace("en: Loss", 'en: "Lo\\e[31mss"').replace("en: Yes.", 'en: "Y\\n\\t\\u4e22es"')
    small[PLAYBOOK] = small[PLAYBOOK].replace("zh: 丁", 'zh: "丁\\a"')
    assert problems(small) == [
        f"{LOSS}:2:13: a control character U+001B is not allowed here",
        f"{PLAYBOOK}:2:20: a control character U+0007 is not allowed here",
    ]


@pytest.mark.parametrize("char", ["\u202e", "\u2066", "\u200b", "\u00ad", "\u2060", "\ufeff", "\U000e0041"])
def test_what_nobody_sees_is_told(small: Files, problems: Problems, char: str) -> None:
    """Turned round or not to be told apart, in a text, a comment or as an escape; once a line."""
    small[LOSS] = small[LOSS].replace("en: Loss", f"en: L{char}os{char}s") + f"# {char}a comment\n"
    escape = f"\\U{ord(char):08X}"
    small[PLAYBOOK] = small[PLAYBOOK].replace("zh: 丁", f'zh: "丁{escape}"')
    message = f"an invisible character U+{ord(char):04X} is not allowed here"
    last = small[LOSS].count("\n")
    assert problems(small) == [f"{LOSS}:2:14: {message}", f"{LOSS}:{last}:3: {message}", f"{PLAYBOOK}:2:20: {message}"]


def test_a_cause_without_a_rule(small: Files, problems: Problems) -> None:
    head, _, _ = small[LOSS].partition("rules:\n")
    small[LOSS] = f"{head}rules: []\n"
    assert problems(small) == [f"{LOSS}:8:8: a cause needs a rule: without one nothing is ever said of it"]


def test_a_byte_order_mark_at_the_beginning_is_none_of_them(small: Files, problems: Problems) -> None:
    small[LOSS] = f"\ufeff{small[LOSS]}"
    assert problems(small) == []


def test_that_there_are_more_is_told(small: Files, problems: Problems) -> None:
    rules = "".join(f"  - {{id: r{n}, when: {{network.rt{n}: known}}, certainty: 0.1}}\n" for n in range(1200))
    small["rules/network/loss.yaml"] = small["rules/network/loss.yaml"].split("rules:\n")[0] + "rules:\n" + rules
    found = problems(small)
    assert len(found) == 1001
    assert found[-1] == "there are more problems than these (mend some of them, and look again)"


def test_files_in_the_wrong_place(small: Files, problems: Problems) -> None:
    small["rules/netwrok/jitter.yaml"] = small["rules/network/loss.yaml"]
    small["rules/network/deeper/jitter.yaml"] = small["rules/network/loss.yaml"]
    small["rules/treshold.yaml"] = "thresholds: {}\n"
    small["rules/network/other.yml"] = "cause: network.other\n"
    small["playbooks/stray.yaml"] = "playbook: stray\n"
    small["rules/README.md"] = "# Not read\n"
    small["rules/.hidden/x.yaml"] = "not: read\n"
    assert [problem.partition(" (causes and playbooks go")[0] for problem in problems(small)] == [
        "rules/network/deeper/jitter.yaml: there is no place for this file",
        "rules/network/other.yml: this file would not be read (name it .yaml)",
        'rules/netwrok/jitter.yaml: unknown layer "netwrok" (did you mean "network"?)',
        "rules/treshold.yaml: there is no place for this file",
        "playbooks/stray.yaml: there is no place for this file",
    ]


def test_the_same_id_twice_in_one_source(small: Files, problems: Problems) -> None:
    small["rules/network/more.yaml"] = small["rules/network/loss.yaml"]
    small["playbooks/network/more.yaml"] = small["playbooks/network/loss.yaml"]
    small["rules/facts/more.yaml"] = small["rules/facts/all.yaml"].split("\n  scenario")[0] + "\n"
    assert problems(small) == [
        f"{place} is declared twice (first in {first}; give one of them another name, or take it out)"
        for place, first in (
            ('rules/facts/more.yaml:2:3: the fact "complaint"', "rules/facts/all.yaml:2"),
            ('rules/network/more.yaml:1:8: the cause "network.loss"', "rules/network/loss.yaml:1"),
            ('playbooks/network/more.yaml:1:11: the playbook "network/loss"', "playbooks/network/loss.yaml:1"),
        )
    ]


def test_derived_facts_are_ordered_and_their_cycles_told(small: Files, compiled: Compiled, problems: Problems) -> None:
    def derived(**formulas: str) -> str:
        texts = "title: {en: A, zh: 甲}, meaning: {en: A, zh: 甲}"
        lines = [
            f"  uplink.video.{name}: {{derive: {formula}, type: number, series: true, {texts}}}\n"
            for name, formula in formulas.items()
        ]
        return "facts:\n" + "".join(lines)

    right = derived(a="uplink.video.b + 1", b="uplink.video.c * 2", c="uplink.video.bitrate")
    assert list(compiled({**small, "rules/facts/derived.yaml": right}).derived) == [
        "uplink.video.c", "uplink.video.b", "uplink.video.a",
    ]  # fmt: skip
    wrong = derived(a="uplink.video.b + 1", b="uplink.video.a * 2", c="1 + uplink.video.bitrat")
    assert problems({**small, "rules/facts/derived.yaml": wrong}) == [
        "rules/facts/derived.yaml:2:28: these facts are derived from each other: "
        "uplink.video.a -> uplink.video.b -> uplink.video.a",
        'rules/facts/derived.yaml:4:28: unknown fact "uplink.video.bitrat" (did you mean "uplink.video.bitrate"?)',
    ]


def test_a_scenario_cannot_override_a_duration(small: Files, problems: Problems) -> None:
    small["rules/network/loss.yaml"] = small["rules/network/loss.yaml"].replace("for 5 s", "for {setup.slow}")
    assert [p.split(" (")[0] for p in problems(small)] == [
        "rules/scenarios.yaml:2:54: setup.slow cannot be overridden: a rule uses it as a duration"
    ]
