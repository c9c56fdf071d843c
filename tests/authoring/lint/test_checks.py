"""Each check finds what it is for, at its place, and nothing in knowledge that is in order."""

from __future__ import annotations

import pytest
from lint_support import CLEAN, Found, Report, text_at, with_rules

from rtctriage.errors import KnowledgeError

LOSS = "network/loss.yaml"


def test_nothing_in_knowledge_that_is_in_order(report: Report) -> None:
    answer = report()
    assert answer.findings == ()
    assert (answer.loaded, answer.causes, answer.rules) == (True, 3, 6)


@pytest.mark.parametrize(
    ("when", "code", "at"),
    [
        ('network.rtt: "min >= 50 ms", network.loss: "p95 > 100 %"', "R101", 'network.loss: "p95'),
        ('all: [{network.rtt: "min >= 50 ms"}, {network.rtt: "max < 50 ms"}]', "R101", 'network.rtt: "min'),
        ('ice.state: "== failed", not: {ice.state: "not in [new]"}', "R101", 'ice.state: "== f'),
        ('connection.up: "== true", not: {connection.up: "== true"}', "R101", "connection.up"),
        ("established: access.refused, excluded: access.refused", "R101", "established"),
        ('any: [{network.rtt: "min >= 0 ms"}, {network.loss: "p5 > 3 %"}]', "R103", 'network.rtt: "min'),
        ('any: [{network.rtt: "p95 >= 50 ms"}, {network.rtt: "p95 < 60 ms"}]', "R103", 'network.rtt: "p95 >='),
        (
            'network.rtt: "p95 >= 5 ms", any: [{network.rtt: "max < 5 ms"}, {ice.errors: "> 3"}]',
            "R102",
            'network.rtt: "max',
        ),
        ('network.rtt: "max >= 0 ms", ice.errors: "> 3"', "R106", "network.rtt"),
        ('all: [{ice.errors: "> 3"}, {ice.errors: ">= 2"}]', "R104", 'ice.errors: ">= 2"'),
        ('ice.errors: "> 3", not: {not: {ice.errors: known}}', "R104", "ice.errors: known"),
        ('any: [{ice.errors: "> 3"}, {ice.errors: ">= 2"}]', "R105", 'ice.errors: "> 3"'),
    ],
)
def test_a_rule_by_itself(report: Report, when: str, code: str, at: str) -> None:
    files = with_rules(f"when: {{{when}}}, certainty: 0.3")
    (finding,) = report(files).findings
    assert (finding.code, finding.about, finding.file, finding.line) == (code, "network.loss/more-1", LOSS, 17)
    assert text_at(files, finding).startswith(at)


@pytest.mark.parametrize(
    "rule",
    [
        # different moments, streams and samples
        'when: {network.rtt: ">= 300 ms for 5 s", not: {network.rtt: ">= 300 ms for 60 s"}}, certainty: 0.3',
        'when: {all: [{uplink.video.rate: "max > 900 kbps"}, {uplink.video.rate: "max < 90 kbps"}]}, certainty: 0.3',
        'when: {uplink.video.rate: "first > 900 kbps", not: {uplink.video.rate: "every min > 9 kbps"}}, certainty: 0.1',
        # only asks whether it is known, and says so
        "when: {ice.errors: known}, certainty: 0.1",
        # contradictions between alternatives that nobody wrote as one
        'when: {all: [{any: [{ice.errors: "> 5"}, {connection.up: "== true"}]},'
        ' {any: [{ice.errors: "< 2"}, {ice.state: "== new"}]}]}, certainty: 0.1',
        # what is known either way of an earlier layer
        "when: {any: [{established: access.refused}, {excluded: access.refused}]}, certainty: 0.1",
    ],
)
def test_a_rule_that_is_in_order(found: Found, rule: str) -> None:
    assert found(with_rules(rule)) == []


def test_the_tests_to_blame_are_named(report: Report) -> None:
    rule = 'when: {all: [{network.rtt: "min >= 50 ms"}, {network.rtt: "max < 50 ms"}]}, certainty: 0.3'
    (finding,) = report(with_rules(rule)).findings
    assert finding.message == (
        'network.loss/more-1 can never fire: "network.rtt min >= 50 ms" and "network.rtt max < 50 ms" cannot both hold'
    )
    assert finding.origin == "builtin network/loss.yaml:17"
    assert finding.severity == "error"


def test_a_layer_that_is_never_skipped(found: Found) -> None:
    layers = CLEAN["layers.yaml"].replace('"== false"}', '"== false", not: {connection.up: "!= true"}}')
    assert found({"layers.yaml": layers}) == ["layers.yaml:6:5 R101 network"]


SAME = 'when: {network.loss: "mean >= {loss.poor}"}'
STRICTER = 'when: {network.loss: "min >= 6 %"}'


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        # the condition of the first rule of the file, with another certainty
        ([f"{SAME}, certainty: 0.8"], ["R201 network.loss/more-1"]),
        ([f"{SAME}, certainty: 0.9"], ["R201 network.loss/lossy"]),
        # stricter and weaker: adds up, or never counts
        ([f"{STRICTER}, certainty: 0.5"], ["R202 network.loss/more-1"]),
        (
            [f"{STRICTER}, certainty: 0.5, evidence_group: g", f"{SAME}, certainty: 0.7, evidence_group: g"],
            # the first of the file has the condition of the last and is stronger, too
            ["R201 network.loss/more-1", "R201 network.loss/more-2"],
        ),
        # a bare number asks for three samples, this threshold for one
        (['when: {network.loss: "mean >= 5 %"}, certainty: 0.9'], []),
        # stricter and stronger is what rules are for
        ([f"{STRICTER}, certainty: 0.9"], []),
        # for the other side, or against it
        ([f"{SAME}, certainty: 0.8, side: uplink"], ["R201 network.loss/more-1"]),
        # it also counts where nobody complains
        ([f"{STRICTER}, certainty: 0.3, stands_alone: true"], ["R202 network.loss/more-1"]),
    ],
)
def test_rules_that_say_the_same(found: Found, rules: list[str], expected: list[str]) -> None:
    assert [line.partition(" ")[2] for line in found(with_rules(*rules))] == expected


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (
            'when: {network.loss: "p95 < 6 %"}, certainty: -0.3',
            "R203: at network.loss 5 % lossy speaks for network.loss and more-1 against it",
        ),
        (
            'when: {network.loss: "median < 5 %"}, certainty: -0.3',
            "",
        ),
        (
            'when: {network.loss: "mean < 4.95 %"}, certainty: -0.9',
            "R204: neither more-1 nor lossy of network.loss holds at network.loss 4.95 % to 5 %",
        ),
        # the fault shows in one stretch, and the rest of the call is good
        ('when: {network.loss: "< 1 % for 5 s", network.rtt: "max < 60 ms"}, certainty: -0.3', ""),
    ],
)
def test_limits_that_meet(report: Report, rule: str, message: str) -> None:
    found = [f"{f.code}: {f.message}" for f in report(with_rules(rule)).findings if f.code in ("R203", "R204")]
    assert found == ([message] if message else [])


def test_a_gap_of_one_value(report: Report) -> None:
    slow = CLEAN["network/slow.yaml"].replace("mean >=", "mean >")
    (finding,) = report({"network/slow.yaml": slow}).findings
    assert finding.message == "neither quick nor slow of network.slow holds at network.rtt 400 ms"
    assert (finding.code, finding.severity) == ("R204", "info")


def test_limits_of_a_scenario(report: Report) -> None:
    slow = CLEAN["network/slow.yaml"].replace("mean < {rtt.high}", "mean < 350 ms")
    (finding,) = report({"network/slow.yaml": slow}).findings
    assert finding.code == "R203"
    assert "at network.rtt 300 ms in the scenario social slow speaks for network.slow" in finding.message


def test_a_limit_of_a_scenario_out_of_range(report: Report) -> None:
    scenarios = CLEAN["scenarios.yaml"].replace("300 ms", "61 s")
    assert [(f.code, f.about) for f in report({"scenarios.yaml": scenarios}).findings] == [
        ("R101", "network.slow/slow"),
        ("R103", "network.slow/quick"),
        ("R301", "rtt.high"),
    ]
    last = report({"scenarios.yaml": scenarios}).findings[-1]
    assert text_at({"scenarios.yaml": scenarios}, last).startswith("rtt.high: 61 s")
    assert last.message == "rtt.high is 61000 ms in the scenario social, and network.rtt can only be 0 ms to 60000 ms"


def test_a_threshold_that_nobody_uses(found: Found) -> None:
    thresholds = CLEAN["thresholds.yaml"] + "  spare: {value: 5 s, source: a study}\n"
    assert found({"thresholds.yaml": thresholds}) == ["thresholds.yaml:5:3 R302 spare"]
    used = 'when: {network.rtt: "max > 50 ms for {spare}"}, certainty: 0.1'.replace("max ", "")
    assert found({"thresholds.yaml": thresholds, **with_rules(used)}) == []


def test_facts_that_nothing_supplies(found: Found, report: Report) -> None:
    facts = (
        CLEAN["facts/all.yaml"]
        + """  cpu.used: {type: number, title: {en: A, zh: 甲}, meaning: {en: B, zh: 乙}}
  cpu.double: {type: number, derive: cpu.used * 2, title: {en: A, zh: 甲}, meaning: {en: B, zh: 乙}}
"""
    )
    assert found({"facts/all.yaml": facts}) == ["facts/all.yaml:12:3 R402 cpu.double"]
    rule = 'when: {cpu.double: "> 3"}, certainty: 0.1'
    (finding,) = report({"facts/all.yaml": facts, **with_rules(rule)}).findings
    assert (finding.code, finding.about) == ("R401", "network.loss/more-1")
    assert text_at(with_rules(rule), finding).startswith("cpu.double")
    asks = {LOSS: CLEAN[LOSS] + "ask: [network.rtt, cpu.double]\n"}
    assert found({"facts/all.yaml": facts, **asks}) == [f"{LOSS}:17:20 R403 network.loss"]
    asked = facts.replace("cpu.used: {", "cpu.used: {question: {en: Q, zh: 问}, ")
    assert found({"facts/all.yaml": asked, **with_rules(rule)}) == []


def test_a_complaint_needs_no_question(found: Found) -> None:
    rule = 'when: {complaint: "== stutter"}, certainty: 0.1'
    assert found(with_rules(rule)) == []


def test_a_cause_that_cannot_be_excluded_or_established(report: Report) -> None:
    weak = CLEAN[LOSS].replace("certainty: 0.8", "certainty: 0.5").replace("certainty: -0.8", "certainty: -0.1")
    found = {f.code: f.message for f in report({LOSS: weak}).findings}
    assert found == {
        "R501": "the rules against network.loss come to -0.1; to exclude it takes -0.2",
        "R502": "the rules for network.loss come to 0.5; to establish it takes 0.6",
    }


def test_a_cause_is_excluded_on_all_its_sides(report: Report) -> None:
    one_sided = CLEAN[LOSS].replace("  - id: clean\n", "  - id: clean\n    side: uplink\n")
    one_sided = one_sided.replace("  - id: lossy\n", "  - id: lossy\n    side: downlink\n")
    found = {f.code: f.message for f in report({LOSS: one_sided}).findings}
    assert found == {"R501": "no rule can exclude network.loss on the downlink"}


def test_weights_are_combined_as_certainties_are(found: Found) -> None:
    # 0.4 + 0.4 * (1 - 0.4) = 0.64; in one group only 0.4
    halves = CLEAN[LOSS].replace("certainty: 0.8", "certainty: 0.4")
    other = "  - {{id: other, when: {{ice.errors: '> 3'}}, certainty: 0.4, source: S, because: {{en: R, zh: 因}}{}}}\n"
    assert found({LOSS: halves + other.format("")}) == []
    grouped = halves.replace("certainty: 0.4", "certainty: 0.4\n    evidence_group: g")
    lines = found({LOSS: grouped + other.format(", evidence_group: g")})
    assert lines == [f"{LOSS}:1:1 R502 network.loss"]


def test_a_cause_that_nobody_uses(found: Found) -> None:
    refused = CLEAN["access/refused.yaml"].replace("playbook: access/refused\n", "")
    lines = ["access/refused.yaml:1:1 R503 access.refused", "playbooks/access/refused.yaml:1:1 R601 access/refused"]
    assert found({"access/refused.yaml": refused}) == lines
    assert found({"access/refused.yaml": refused + "leads_to: [network.loss]\n"}) == lines[1:]
    builds = with_rules("when: {excluded: access.refused}, certainty: -0.1")
    assert found({"access/refused.yaml": refused, **builds}) == lines[1:]


def test_a_number_without_a_source(report: Report) -> None:
    files = {
        LOSS: with_rules('when: {network.rtt: "p95 > 50 ms"}, certainty: 0.1')[LOSS].replace(
            "sources: [{claim: C, from: F, rules: [lossy, clean]}]", ""
        )
    }
    (finding,) = report(files).findings
    assert (finding.code, finding.about) == ("R504", "network.loss/more-1")
    assert text_at(files, finding).startswith('network.rtt: "p95')
    zero = files[LOSS].replace("p95 > 50 ms", "p95 > 0 ms")
    named = files[LOSS].replace("> 50 ms", ">= {rtt.high}")
    assert [f.code for text in (zero, named) for f in report({LOSS: text}).findings] == []


def _beside_slow(rule: str, when: str = "ice.state: '== failed'", claims: str = "slow, quick") -> dict[str, str]:
    """The cause ``network.slow`` with one more rule, and with a claim that names these rules."""
    text = CLEAN["network/slow.yaml"].replace("[slow, quick]", f"[{claims}]")
    more = f"  - {{id: new, when: {{{when}}}, because: {{en: R, zh: 因}}, {rule}}}\n"
    return {"network/slow.yaml": text.replace("playbook:", f"{more}playbook:")}


@pytest.mark.parametrize(
    ("when", "codes"),
    [
        ("ice.state: '== failed'", ["R505"]),
        # a limit and a conclusion have sources of their own, a bare number has none
        ("network.loss: 'mean >= {loss.poor}'", []),
        ("network.loss: '>= 2 % for {usual.while}'", []),
        ("network.loss: 'mean >= 5 %'", ["R505"]),
        ("established: access.refused", []),
    ],
)
def test_what_a_condition_rests_on(report: Report, when: str, codes: list[str]) -> None:
    limits = CLEAN["thresholds.yaml"] + "  usual.while: {value: 5 s, source: a study}\n"
    files = _beside_slow("certainty: 0.3", when) | {"thresholds.yaml": limits}
    assert [f.code for f in report(files).findings if f.code != "R302"] == codes


@pytest.mark.parametrize(
    ("rule", "codes"),
    [
        ("certainty: 0.9, source: a study", []),
        ("certainty: 0.9, source: 'definition: the state is called that'", []),
        # nothing but practice allows for 0.65, either way
        ("certainty: 0.65, source: 'experience: seen often'", []),
        ("certainty: 0.66, source: 'experience: seen often'", ["R506"]),
        ("certainty: -0.65, source: 'experience: seen often'", []),
        ("certainty: -0.66, source: 'experience: seen often'", ["R506"]),
    ],
)
def test_how_sure_a_source_lets_a_rule_be(report: Report, rule: str, codes: list[str]) -> None:
    assert [f.code for f in report(_beside_slow(rule)).findings] == codes


def test_a_claim_of_the_cause_that_names_a_rule(report: Report) -> None:
    files = _beside_slow("certainty: 0.9, source: 'experience: seen often'", claims="slow, new")
    assert report(files).findings == ()
    (finding,) = report(_beside_slow("certainty: 0.9")).findings
    assert (finding.code, finding.about, finding.severity) == ("R505", "network.slow/new", "warning")
    assert text_at(_beside_slow("certainty: 0.9"), finding).startswith("id: new")


def test_a_claim_that_names_a_rule_which_is_not_there(report: Report) -> None:
    with pytest.raises(KnowledgeError, match=r'unknown rule of this cause "quik" \(did you mean "quick"\?\)'):
        report({"network/slow.yaml": CLEAN["network/slow.yaml"].replace("[slow, quick]", "[slow, quik]")})


@pytest.mark.parametrize(
    ("verify", "code"),
    [
        ('network.loss: "min > 100 %"', "R602"),
        # at 5 % the rule that holds from 5 % on still holds
        ('network.loss: "p95 < 6 %"', "R603"),
        ('network.loss: "p95 < 5 %"', ""),
        # a look at something else beside it does not help
        ('network.rtt: "p95 < 300 ms", network.loss: "p95 < 6 %"', "R603"),
        # the wrong way round
        ('network.loss: "min > 3 %"', "R603"),
        ('network.rtt: "min > 450 ms"', "R603"),
        ('ice.errors: "== 0"', ""),
    ],
)
def test_checks_of_playbooks(found: Found, verify: str, code: str) -> None:
    text = CLEAN["playbooks/network/loss.yaml"].replace('network.loss: "p95 < {loss.good}"', verify)
    expected = [f"playbooks/network/loss.yaml:7:14 {code} network/loss"] if code else []
    assert found({"playbooks/network/loss.yaml": text}) == expected


def test_a_check_that_keeps_the_cause_open(report: Report) -> None:
    cause = CLEAN["access/refused.yaml"].replace('{ice.state: "in [new, checking]"}', '{connection.up: "== true"}')
    book = CLEAN["playbooks/access/refused.yaml"].replace('ice.state: "!= failed"', 'connection.up: "== false"')
    files = {"access/refused.yaml": cause, "playbooks/access/refused.yaml": book}
    (finding,) = report(files).findings
    assert finding.code == "R604"
    assert text_at(files, finding).startswith("connection.up")


def test_a_playbook_without_a_check_at_its_end(report: Report) -> None:
    """A step before the last may do without: the ones after it tell."""
    book = CLEAN["playbooks/network/loss.yaml"]
    more = "  - {owner: app-developer, action: {en: Set it, zh: 设置}, expect: {en: E, zh: 戊}VERIFY}\nescalate"
    last = {"playbooks/network/loss.yaml": book.replace("escalate", more.replace("VERIFY", ""))}
    (finding,) = report(last).findings
    assert (finding.code, finding.severity, finding.about) == ("R605", "warning", "network/loss")
    assert finding.message == "step 2, the last one, has no check"
    assert text_at(last, finding).startswith("{owner: app-developer")
    first = book.replace('    verify: {network.loss: "p95 < {loss.good}"}\n', "")
    checked = more.replace("VERIFY", ', verify: {network.loss: "p95 < {loss.good}"}')
    assert report({"playbooks/network/loss.yaml": first.replace("escalate", checked)}).findings == ()


@pytest.mark.parametrize(
    ("when", "verify", "shown"),
    [
        ('sdk.version: "version >=4.2,<4.2.6"', 'sdk.version: ">= 4.2"', "sdk.version 4.2"),
        ('sdk.version: "in [4.2.1, 4.2.2]"', 'sdk.version: "< 4.2.2"', "sdk.version 4.2.1"),
        ('sdk.version: "< 4.2.6"', 'sdk.version: ">= 4.2.6"', ""),
        ('connection.up: "== false"', 'connection.up: "!= true"', "connection.up false"),
        ('ice.state: "!= new", ice.errors: "> 3"', 'ice.state: "!= failed"', "ice.errors 4, ice.state checking"),
        ('not: {ice.state: "in [new, checking]"}', 'ice.state: "in [new, checking]"', ""),
    ],
)
def test_values_with_which_a_check_passes_and_the_fault_is_there(
    report: Report, when: str, verify: str, shown: str
) -> None:
    cause = CLEAN["access/refused.yaml"].replace('ice.state: "== failed"', when) + "sources: [{claim: C, from: F}]\n"
    cause = cause.replace('{ice.state: "in [new, checking]"}', '{network.rtt: "max < {rtt.high}"}')
    book = CLEAN["playbooks/access/refused.yaml"].replace('ice.state: "!= failed"', verify)
    found = report({"access/refused.yaml": cause, "playbooks/access/refused.yaml": book}).findings
    message = f"step 1: with {shown} the check passes, and failed still establishes access.refused"
    assert [f.message for f in found if f.code == "R603"] == ([message] if shown else [])


def test_a_check_of_a_layer_that_is_skipped(report: Report) -> None:
    """Where the layer does not apply there is no fault either."""
    book = CLEAN["playbooks/network/loss.yaml"].replace(
        'network.loss: "p95 < {loss.good}"', 'network.loss: "p95 < 6 %", connection.up: "== false"'
    )
    assert report({"playbooks/network/loss.yaml": book}).findings == ()


def test_a_layer_that_is_always_skipped(found: Found) -> None:
    layers = CLEAN["layers.yaml"].replace('{connection.up: "== false"}', '{ice.errors: ">= 0"}')
    assert found({"layers.yaml": layers}) == ["layers.yaml:6:5 R103 network"]


def test_rules_of_different_sides_do_not_meet(found: Found) -> None:
    text = CLEAN[LOSS].replace("  - id: lossy\n", "  - id: lossy\n    side: uplink\n")
    text = text.replace("  - id: clean\n", "  - id: clean\n    side: uplink\n")
    other = (
        "  - {id: low, side: downlink, when: {network.rtt: 'mean < 9 ms'}, certainty: -0.9,\n"
        "     source: S, because: {en: R, zh: 因}}\n"
        "  - {id: ok, side: downlink, when: {network.loss: 'mean < 9 %'}, certainty: -0.3,\n"
        "     source: S, because: {en: R, zh: 因}}\n"
    )
    assert found({LOSS: text + other}) == []


def test_texts(report: Report) -> None:
    files = {
        LOSS: CLEAN[LOSS].replace("title: {en: Loss, zh: 丢包}", "title: {en: Loss, zh: Loss}"),
        "network/slow.yaml": CLEAN["network/slow.yaml"].replace("zh: 是", "zh: shi"),
        "playbooks/network/loss.yaml": CLEAN["playbooks/network/loss.yaml"].replace(
            "{en: E, zh: 戊}", '{en: "5", zh: "5"}'
        ),
    }
    title, because = report(files).findings
    assert title.message == "network.loss: title is the same in English and Chinese"
    assert text_at(files, title) == "zh: Loss}"
    assert because.message == "network.slow/slow: because has no Chinese character under zh"
    assert text_at(files, because).startswith("zh: shi")
    assert (title.code, because.code) == ("R701", "R702")


FACTS = "facts/all.yaml"
STATE = "choices: [new, checking, failed]"
LABELS = ("new: {en: N, zh: 新}", "checking: {en: C, zh: 检查}", "failed: {en: F, zh: 失败}")


def test_texts_of_a_fact_for_single_words(report: Report) -> None:
    told = f"{STATE}, labels: {{new: {{en: New, zh: New}}, {', '.join(LABELS[1:])}}}"
    told += ", how_on: {web: {en: Look., zh: Kan.}}"
    platform = "  sdk.platform: {type: choice, choices: [web], title: {en: A, zh: 甲}, meaning: {en: B, zh: 乙}}\n"
    files = {FACTS: CLEAN[FACTS].replace(STATE, told) + platform}
    label, how = report(files).findings
    assert (label.code, label.message) == ("R701", "ice.state: new is the same in English and Chinese")
    assert text_at(files, label).startswith("zh: New}")
    assert (how.code, how.message) == ("R702", "ice.state: web has no Chinese character under zh")
    assert text_at(files, how).startswith("zh: Kan.")


def test_a_choice_without_a_label(report: Report) -> None:
    labels = "labels: {new: {en: New, zh: 新}}"
    files = {FACTS: CLEAN[FACTS].replace(STATE, f"choices: [new, checking, failed, none, unknown, other], {labels}")}
    (finding,) = report(files).findings
    assert (finding.code, finding.severity, finding.about) == ("R703", "warning", "ice.state")
    assert finding.message == "ice.state: no label for checking, failed, where other choices have one"
    assert text_at(files, finding).startswith(labels[:6])


@pytest.mark.parametrize(
    "told",
    [
        # general words have labels everywhere
        f"choices: [new, checking, failed, none, unknown, other], labels: {{{', '.join(LABELS)}}}",
        # all proper names
        "choices: [new, checking, failed]",
    ],
)
def test_choices_that_need_no_label(report: Report, told: str) -> None:
    files = {FACTS: CLEAN[FACTS].replace(STATE, told)}
    assert [one.code for one in report(files).findings if one.code.startswith("R7")] == []


def test_a_fact_that_nobody_is_asked_for_may_have_some_labels(report: Report) -> None:
    asked = f"  ice.state: {{type: choice, {STATE}"
    line = next(line for line in CLEAN[FACTS].splitlines() if line.startswith(asked))
    told = line.replace(STATE, f"{STATE}, labels: {{new: {{en: New, zh: 新}}}}")
    told = told.replace("question: {en: Q, zh: 问}", "supplied_by: [getstats]")
    assert [one.code for one in report({FACTS: CLEAN[FACTS].replace(line, told)}).findings] == []


def test_a_place_in_a_template_is_no_letter(found: Found) -> None:
    book = CLEAN["playbooks/network/loss.yaml"].replace(
        "title: {en: T, zh: 丁}", 'title: {en: "{{ window }}", zh: "{{ window }}"}'
    )
    assert found({"playbooks/network/loss.yaml": book}) == []
