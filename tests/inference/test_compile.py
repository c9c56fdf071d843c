from __future__ import annotations

import msgspec
import pytest
from inference_support import cause, compare, fact, knowledge, rule, text

from rtctriage.errors import KnowledgeError, UnknownName
from rtctriage.inference.compile import compile_program
from rtctriage.knowledge.literals import Leaf
from rtctriage.knowledge.model import (
    All,
    Any,
    Change,
    Compare,
    Comparison,
    Condition,
    Glob,
    IsKnown,
    KnowledgeBase,
    Member,
    Not,
    Premise,
    Scenario,
    Threshold,
    Together,
    VersionRange,
)

SLOW = Threshold(name="setup.slow", value=3.0, unit="s", min_samples=4, source="hand")
SOCIAL = Scenario(id="social", title=text("social"), thresholds={"setup.slow": 0.6})


def base(*conditions: Condition, name: str = "network.x") -> KnowledgeBase:
    rules = [rule(f"{name}/r{i}", condition, 0.9) for i, condition in enumerate(conditions)]
    return knowledge(
        [
            fact("setup", unit="ms", series=True),
            fact("other", unit="ms", series=True),
            fact("vendor", type="text"),
            fact("version", type="version"),
        ],
        [cause("access.a", rule("access.a/r", compare("setup", ">", 1.0, reducer="max"), 0.9)), cause(name, *rules)],
        thresholds=[SLOW],
        scenarios=[SOCIAL],
    )


def slow(**changes: object) -> Compare:
    return compare("setup", ">", 0.0, threshold="setup.slow", reducer="max", text="max > {setup.slow}", **changes)


def test_thresholds_come_in_the_unit_of_the_fact() -> None:
    spec = compile_program(base(slow())).atoms[1]
    assert isinstance(spec.atom, Compare)
    assert spec.atom.test == Comparison(">", 3000.0, "setup.slow")
    assert spec.min_samples == 4
    assert spec.shown[0].text == "max > 3 s"
    assert (spec.shown[0].limit, spec.shown[0].unit) == (3000.0, "ms")


def test_a_scenario_has_thresholds_of_its_own() -> None:
    program = compile_program(base(slow()), "social")
    atom = program.atoms[1].atom
    assert isinstance(atom, Compare)
    assert atom.test.limit == 600.0
    assert program.atoms[1].shown[0].text == "max > 0.6 s"
    assert program.scenario == "social"


def test_durations_that_have_a_name_are_filled_in() -> None:
    program = compile_program(base(compare("setup", ">", 1.0, for_s=3.0, text="> 1 ms for {setup.slow}")), "social")
    assert program.atoms[1].shown[0].text == "> 1 ms for 3 s"


def test_a_share_is_in_per_cent_and_its_inner_limit_in_the_facts_unit() -> None:
    many = Threshold(name="many", value=0.2, unit="ratio", source="hand")
    given = base(
        compare(
            "setup", ">=", 0.0, threshold="many", reducer="share", inner=Comparison(">", 0.0, "setup.slow"), text=""
        )
    ).replace(
        thresholds={"setup.slow": SLOW, "many": many},
    )
    spec = compile_program(given).atoms[1]
    assert isinstance(spec.atom, Compare)
    assert spec.atom.inner is not None
    assert (spec.atom.test.limit, spec.atom.inner.limit) == (20.0, 3000.0)
    assert spec.shown[0].unit == "%"
    assert spec.min_samples == 4


@pytest.mark.parametrize(
    ("atom", "operator", "limit"),
    [
        (Member(fact="vendor", values=("a", "b"), text="in [a, b]"), "in", ("a", "b")),
        (Member(fact="vendor", values=("a",), negate=True), "not in", ("a",)),
        (Glob(fact="vendor", pattern="R*"), "matches", "R*"),
        (VersionRange(fact="version", parts=((">=", "4.2"), ("<", "4.2.6"))), "version", ">=4.2,<4.2.6"),
        (IsKnown(fact="vendor"), "known", None),
        (
            Change(fact="setup", before=Comparison(">", 0.0, "setup.slow"), after=Comparison("==", 0.0)),
            "changed",
            "> 3000.0 -> == 0.0",
        ),
    ],
)
def test_how_tests_are_shown(atom: Condition, operator: str, limit: object) -> None:
    (shown,) = compile_program(base(atom)).atoms[1].shown
    assert (shown.operator, shown.limit) == (operator, limit)


def test_together_is_shown_part_by_part() -> None:
    both = Together(parts=(slow(), compare("other", "<", 5.0)), for_s=5.0, text="setup > {setup.slow}, other < 5 ms")
    spec = compile_program(base(both)).atoms[1]
    assert [(s.fact, s.limit) for s in spec.shown] == [("setup", 3000.0), ("other", 5.0)]
    assert spec.facts == ("setup", "other")
    assert isinstance(spec.atom, Together)
    assert spec.atom.text == "setup > 3 s, other < 5 ms"


def test_equal_tests_are_one_atom() -> None:
    one = compare("setup", ">", 1.0, reducer="max")
    program = compile_program(base(one, Not(one), All((one, compare("other", ">", 1.0, reducer="max")))))
    assert [spec.facts for spec in program.atoms] == [("setup",), ("other",)]
    assert program.rules[1].tree == Leaf(0)
    assert program.rules[2].tree == Leaf(1)
    assert program.atoms_of == {"setup": (0,), "other": (1,)}


def test_not_goes_down_to_the_leaves() -> None:
    a, b = (compare(name, ">", 1.0, reducer="max") for name in ("setup", "other"))
    program = compile_program(base(Not(All((a, Any((b, Not(a)))))), Not(Not(a))))
    # not (a and (b or not a)) = not a or (not b and a), of which the first part covers the case
    assert program.rules[1].alternatives == (frozenset({1}), frozenset({0, 3}))
    assert program.rules[2].alternatives == (frozenset({0}),)


def test_premises_are_numbered_behind_the_atoms() -> None:
    program = compile_program(base(Premise(cause="access.a", state="established")))
    assert program.rules[1].tree == Leaf(2)
    assert [program.name_of(n) for n in range(4)] == ["a0", "~a0", "c0", "~c0"]
    assert program.causes[0].premises == (0,)


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        (compare("nothing", ">", 1.0), "unknown fact or threshold 'nothing'"),
        (compare("setup", ">", 1.0, threshold="no.such"), "unknown fact or threshold 'no.such'"),
        (Premise(cause="access.b", state="excluded"), "unknown cause 'access.b'"),
        (Premise(cause="network.x", state="excluded"), "network.x is not a cause of an earlier layer"),
        (All(()), "tests nothing"),
    ],
)
def test_rules_that_cannot_be_run(condition: Condition, message: str) -> None:
    with pytest.raises(KnowledgeError, match=message) as caught:
        compile_program(base(condition))
    assert "network.x/r0" in str(caught.value)
    assert "test.yaml" in str(caught.value)


def test_a_threshold_of_another_dimension() -> None:
    given = base(slow())
    wrong = msgspec.structs.replace(SLOW, unit="%")
    with pytest.raises(KnowledgeError, match=r"network\.x/r0: % measures share"):
        compile_program(given.replace(thresholds={"setup.slow": wrong}))


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(KnowledgeError) as caught:
        compile_program(base(compare("nothing", ">", 1.0), compare("nobody", ">", 1.0)))
    assert len(caught.value.problems) == 2


def test_a_premise_about_a_cause_that_a_pack_took_away_is_never_known() -> None:
    given = base(Premise(cause="access.gone", state="excluded"))
    program = compile_program(given.replace(disabled=("access.gone",)))
    assert program.premises[0].cause == -1


def test_unknown_scenario() -> None:
    with pytest.raises(UnknownName, match="social"):
        compile_program(base(slow()), "socal")


def test_sides() -> None:
    test = compare("setup", ">", 1.0, reducer="max")
    sided = cause(
        "network.y",
        rule("network.y/d", test, 0.5, side="downlink"),
        rule("network.y/u", compare("other", ">", 1.0, reducer="max"), 0.5, side="uplink"),
        rule("network.y/n", Member(fact="vendor", values=("a",)), 0.5),
        ask=("version",),
    )
    given = base(test)
    program = compile_program(given.replace(causes={**given.causes, "network.y": sided}))
    assert [spec.sides for spec in program.causes] == [(None,), (None,), ("uplink", "downlink")]
    assert program.causes[2].needs == (("other", "vendor", "version"), ("setup", "vendor", "version"))


def test_a_layer_without_core_causes_needs_all_of_them() -> None:
    test = compare("setup", ">", 1.0, reducer="max")
    causes = [
        cause("access.a", rule("access.a/r", test, 0.9), core=True),
        cause("access.b", rule("access.b/r", test, 0.9)),
        cause("network.c", rule("network.c/r", test, 0.9)),
        cause("network.d", rule("network.d/r", test, 0.9)),
    ]
    program = compile_program(knowledge([fact("setup", series=True)], causes))
    assert [layer.core for layer in program.layers[:3]] == [{0}, {2, 3}, frozenset()]
