"""What changes, by how much, and what is said of it: small knowledge bases whose answers can be worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf, nextafter
from typing import Any as Anything

import pytest
from inference_support import cause, compare, fact, knowledge, profile, rule, streams, text

from rtctriage.errors import UnknownName
from rtctriage.explain.nearest import ChangedFact, Compared, Nearest, Range, applied, nearest
from rtctriage.inference.compile import compile_program
from rtctriage.inference.plain import PlainChainer
from rtctriage.inference.reasoning import Reasoning, reason
from rtctriage.knowledge.model import (
    All,
    Any,
    Calculation,
    Change,
    Code,
    CodeLookup,
    Comparison,
    Condition,
    FactSpec,
    FactValue,
    Formula,
    Glob,
    KnowledgeBase,
    Member,
    Not,
    Number,
    Premise,
    Together,
    VersionRange,
)
from rtctriage.profile import Known, Scalar, Streams, Value

LOSS = "network.loss"


def base(
    when: Condition,
    *facts: FactSpec,
    derived: Mapping[str, Formula] | None = None,
    skip_when: Mapping[str, Condition] | None = None,
) -> KnowledgeBase:
    """One cause with one rule."""
    return knowledge(facts, [cause(LOSS, rule(f"{LOSS}/r", when, 0.8))], derived=derived, skip_when=skip_when)


def reasoned(base: KnowledgeBase, facts: Mapping[str, Scalar | Value]) -> Reasoning:
    program = compile_program(base)
    return reason(program, profile(facts), PlainChainer(program))


def cleared(base: KnowledgeBase, facts: Mapping[str, Scalar | Value]) -> Nearest:
    return nearest(reasoned(base, facts))


def established(base: KnowledgeBase, facts: Mapping[str, Scalar | Value], name: str = LOSS) -> Nearest:
    return nearest(reasoned(base, facts), name, establish=True)


def only(found: Nearest) -> ChangedFact:
    """The one change of the best answer."""
    (change,) = found.answers[0].changes
    return change


def whole(found: Nearest) -> dict[str, Scalar]:
    """What the best answer changes, to what."""
    return {change.fact: change.amount for change in found.answers[0].changes}


class TestNumbers:
    def test_what_must_be_below_a_limit_is_the_next_number_below_it(self) -> None:
        change = only(cleared(base(compare("a", ">=", 5.0), fact("a", unit="%")), {"a": 8.0}))
        assert (change.how, change.amount, change.bound, change.limit) == ("set", nextafter(5.0, -inf), "below", 5.0)
        assert (change.before, change.after, change.unit) == (8.0, nextafter(5.0, -inf), "%")
        # 3 of the largest number in sight, 8
        assert change.size == pytest.approx(3 / 8)

    def test_what_may_be_the_limit_is_the_limit(self) -> None:
        change = only(cleared(base(compare("a", ">", 5.0), fact("a")), {"a": 8.0}))
        assert (change.amount, change.bound, change.limit) == (5.0, "exactly", None)

    def test_what_must_be_above_a_limit_is_the_next_number_above_it(self) -> None:
        change = only(cleared(base(compare("a", "<=", -75.0), fact("a")), {"a": -80.0}))
        assert (change.amount, change.bound, change.limit) == (nextafter(-75.0, inf), "above", -75.0)

    def test_equality_breaks_to_the_side_that_can_be(self) -> None:
        change = only(cleared(base(compare("a", "==", 0.0), fact("a", low=0.0)), {"a": 0.0}))
        assert (change.bound, change.limit) == ("above", 0.0)

    def test_the_nearest_way_out_of_an_interval(self) -> None:
        inside = All((compare("a", ">=", 5.0), compare("a", "<=", 10.0)))
        change = only(cleared(base(inside, fact("a")), {"a": 9.0}))
        assert (change.bound, change.limit) == ("above", 10.0)

    def test_a_number_that_would_be_out_of_its_range_is_no_answer(self) -> None:
        found = cleared(base(compare("a", ">=", 0.0), fact("a", low=0.0)), {"a": 3.0})
        assert (found.status, found.answers, found.considered) == ("none", (), ())

    def test_a_list_of_numbers(self) -> None:
        change = only(cleared(base(Member(fact="a", values=("3", "4")), fact("a")), {"a": 3.0}))
        assert (change.limit, change.bound) in ((3.0, "above"), (3.0, "below"))

    def test_a_share_of_one_value_is_all_or_nothing(self) -> None:
        share = compare("a", ">=", 50.0, reducer="share", inner=Comparison(">", 7.0))
        assert only(cleared(base(share, fact("a", series=True)), {"a": 9.0})).amount == 7.0


class TestOtherTypes:
    def test_a_boolean_turns(self) -> None:
        change = only(cleared(base(compare("a", "==", True), fact("a", type="boolean")), {"a": True}))
        assert (change.amount, change.size) == (False, 1.0)

    def test_the_first_choice_that_does_it(self) -> None:
        spec = fact("a", type="choice", choices=("wifi", "ethernet", "cellular"))
        change = only(cleared(base(Member(fact="a", values=("wifi", "cellular")), spec), {"a": "wifi"}))
        assert change.amount == "ethernet"

    def test_a_text_that_no_test_names(self) -> None:
        spec = fact("a", type="text")
        assert only(cleared(base(Glob(fact="a", pattern="Redmi*"), spec), {"a": "Redmi 8"})).amount == "another one"

    def test_a_text_that_a_pattern_matches(self) -> None:
        spec = fact("a", type="text")
        assert only(established(base(Glob(fact="a", pattern="Redmi ?*"), spec), {"a": "Mi 8"})).amount == "Redmi x"

    def test_a_version_goes_up_first(self) -> None:
        within = VersionRange(fact="a", parts=((">=", "4.2"), ("<", "4.2.6")))
        change = only(cleared(base(within, fact("a", type="version")), {"a": "4.2.1"}))
        assert (change.amount, change.bound) == ("4.2.6", "exactly")

    @pytest.mark.parametrize(
        ("parts", "now", "bound", "limit"),
        [((">=", "4.2"), "4.10", "below", "4.2"), (("<=", "4.2"), "4.1", "above", "4.2")],
    )
    def test_a_version_right_beside_a_limit(self, parts: Anything, now: str, bound: str, limit: str) -> None:
        change = only(cleared(base(VersionRange(fact="a", parts=(parts,)), fact("a", type="version")), {"a": now}))
        assert (change.bound, change.limit) == (bound, limit)

    def test_a_version_that_nobody_knows_is_supplied(self) -> None:
        spec = fact("a", type="version", question=text("which?"))
        change = only(established(base(VersionRange(fact="a", parts=((">=", "4.2"),)), spec), {}))
        assert (change.how, change.before) == ("supplied", None)

    def test_a_code_is_changed_and_not_what_is_looked_up_for_it(self) -> None:
        def code(number: str, points_to: str | None, vendor: str = "agora") -> Code:
            return Code(
                vendor=vendor,
                family="error",
                code=number,
                name=f"ERR_{number}",
                meaning=text(number),
                cause=points_to,
                source="s",
                origin="codes.yaml:1",
            )

        facts = [
            fact("sdk.error", type="choice", choices=(LOSS, "other"), lookup=CodeLookup("error", "sdk.error_code")),
            fact("sdk.error_code", type="text"),
            fact("sdk.vendor", type="choice", choices=("agora", "trtc")),
        ]
        kb = base(compare("sdk.error", "==", LOSS), *facts)
        codes = (code("1", LOSS), code("2", LOSS), code("3", None), code("-3", None, "trtc"))
        kb = kb.replace(codes=codes)
        change = only(cleared(kb, {"sdk.error_code": "1", "sdk.vendor": "agora"}))
        assert (change.fact, change.amount) == ("sdk.error_code", "3")


SUSTAINED = compare("a", ">=", 5.0, for_s=3.0)
COURSE = [0.0, 0.0, 6.0, 8.0, 9.0, 6.0, 0.0, 0.0, 0.0, 0.0]


class TestSeries:
    def test_within_the_window_of_the_finding(self) -> None:
        # a shift by a little more than 1 takes both sixes below 5 and leaves two seconds; a clamp would take all four
        change = only(cleared(base(SUSTAINED, fact("a", series=True, low=0.0)), {"a": streams(up=COURSE)}))
        assert (change.how, change.window_s, change.streams) == ("shifted", (2.0, 6.0), ("up",))
        assert isinstance(change.amount, float)
        assert 6.0 + change.amount < 5.0 <= 6.0 + nextafter(change.amount, inf)
        assert change.before == Range(6.0, 9.0, 7.25)
        assert change.size == pytest.approx(4 / 10 / 9)

    def test_a_clamp_where_that_moves_less(self) -> None:
        highest = compare("a", ">", 8.0, reducer="max")
        change = only(cleared(base(highest, fact("a", series=True)), {"a": streams(up=COURSE)}))
        assert (change.how, change.amount, change.window_s) == ("at-most", 8.0, None)
        assert change.size == pytest.approx(1 / 10 / 9)

    def test_at_least(self) -> None:
        lowest = compare("a", "<=", 1.0, reducer="min")
        change = only(cleared(base(lowest, fact("a", series=True)), {"a": streams(up=[9.0, 1.0, 9.0, 9.0])}))
        assert (change.how, change.bound, change.limit) == ("at-least", "above", 1.0)

    def test_only_the_streams_that_make_the_test_hold(self) -> None:
        kb = base(compare("uplink.video.a", ">=", 5.0, for_s=3.0), fact("uplink.video.a", series=True))
        both = streams(one=COURSE, two=[1.0] * 10, three=[7.0] * 10)
        change = only(cleared(kb, {"uplink.video.a": both}))
        assert change.streams == ("one", "three")

    def test_a_mean_is_met_to_the_last_digit(self) -> None:
        values = [0.1, 0.2, 0.7, 11.3, 2.9]
        kb = base(compare("a", ">=", 2.0, reducer="mean"), fact("a", series=True, low=0.0))
        found = cleared(kb, {"a": streams(up=values)})
        change = only(found)
        assert change.how == "at-most"

        def mean(level: float) -> float:
            return sum(min(v, level) for v in values) / 5

        assert isinstance(change.amount, float)
        assert mean(change.amount) < 2.0 <= mean(nextafter(change.amount, inf))

    def test_a_percentile_of_many_samples(self) -> None:
        values = [(i * 37 % 101) / 7 for i in range(600)]
        kb = base(compare("a", ">=", 10.0, reducer="p90"), fact("a", series=True))
        change = only(cleared(kb, {"a": streams(up=values)}))
        assert (change.how, change.bound, change.limit) == ("at-most", "below", 10.0)

    def test_a_change_of_course_is_undone_where_it_is(self) -> None:
        changed = Change(fact="a", before=Comparison(">", 0.0), after=Comparison("==", 0.0), for_s=3.0)
        kb = base(changed, fact("a", series=True, low=0.0))
        change = only(cleared(kb, {"a": streams(up=[5.0, 5.0, 5.0, 0.0, 0.0, 0.0, 0.0])}))
        assert (change.how, change.bound, change.limit, change.window_s) == ("at-least", "above", 0.0, (3.0, 7.0))

    def test_equality_of_samples(self) -> None:
        kb = base(compare("a", "==", 0.0, for_s=3.0), fact("a", series=True, low=0.0))
        change = only(cleared(kb, {"a": streams(up=[0.0] * 5)}))
        assert (change.how, change.limit) == ("at-least", 0.0)

    def test_of_tests_at_the_same_time_one_is_enough(self) -> None:
        both = Together(parts=(compare("a", ">=", 5.0), compare("b", ">=", 100.0)), for_s=3.0, text="t")
        kb = base(both, fact("a", series=True), fact("b", series=True))
        found = cleared(kb, {"a": streams(x=[6.0] * 6), "b": streams(x=[900.0] * 6)})
        assert whole(found).keys() == {"a"}
        (turned,) = only(found).turned
        assert turned.tests == (Compared("a", ">= 5.0"), Compared("b", ">= 100.0"))
        assert (turned.for_s, turned.before, turned.after) == (3.0, "true", "false")

    def test_a_shift_stops_at_the_ends_of_the_range(self) -> None:
        kb = base(compare("a", ">=", 5.0, reducer="p50"), fact("a", series=True, low=0.0, high=10.0))
        reasoning = reasoned(kb, {"a": streams(up=[1.0, 6.0, 6.0, 6.0, 10.0])})
        change = ChangedFact(
            fact="a", title=text("a"), how="shifted", amount=-2.0, unit="", window_s=None, streams=("up",), before=None,
            after=0.0, lever=None, cost=1.0, size=0.0, turned=(),
        )  # fmt: skip
        after = applied(reasoning.profile, [change], reasoning.program.facts).facts["a"]
        assert isinstance(after, Streams)
        assert list(after.streams[0].series.values) == [0.0, 4.0, 4.0, 4.0, 8.0]


DIFFERENCE = {"d": Calculation("-", (FactValue("a"), FactValue("b")))}


class TestWhatFollows:
    def test_the_inputs_change(self) -> None:
        kb = base(compare("d", ">=", 5.0), fact("a"), fact("b"), fact("d"), derived=DIFFERENCE)
        found = cleared(kb, {"a": 9.0, "b": 1.0})
        assert [change.fact for answer in found.answers for change in answer.changes] == ["a", "b"]
        assert whole(found) == {"a": pytest.approx(6.0)}
        (turned,) = only(found).turned
        assert (turned.tests[0].fact, turned.observed_before) == ("d", 8.0)

    def test_an_equality_of_what_follows(self) -> None:
        kb = base(compare("d", "==", 5.0), fact("a"), fact("b"), fact("d"), derived=DIFFERENCE)
        assert whole(established(kb, {"a": 9.0, "b": 1.0})) == {"a": 6.0}

    def test_two_inputs_share_what_one_cannot_do(self) -> None:
        # a may fall to 7, b rise to 3: together the difference of 8 falls to 4
        facts = fact("a", low=7.0), fact("b", high=3.0), fact("d")
        kb = base(compare("d", ">", 5.0), *facts, derived=DIFFERENCE)
        found = cleared(kb, {"a": 9.0, "b": 1.0})
        # b is measured against the largest number in sight, 1, and a against 9: a moves as far as it can
        assert whole(found) == {"a": 7.0, "b": pytest.approx(2.0)}
        assert found.answers[0].size == pytest.approx(2 / 9 + 1 / 1)

    def test_what_follows_stream_by_stream(self) -> None:
        ratio = {"d": Calculation("*", (Calculation("/", (FactValue("a"), FactValue("b"))), Number(100.0)))}
        kb = base(
            compare("d", "<", 50.0, for_s=3.0),
            fact("a", series=True, low=0.0),
            fact("b", series=True, low=0.0, high=30.0),
            fact("d", series=True),
            derived=ratio,
        )
        found = cleared(kb, {"a": streams(x=[30.0, 10.0, 10.0, 10.0, 10.0]), "b": streams(x=[30.0] * 5)})
        change = only(found)
        assert (change.fact, change.how, change.window_s) == ("a", "at-least", (1.0, 5.0))
        assert change.amount == pytest.approx(15.0)

    def test_a_distance_is_left_at_the_nearer_end(self) -> None:
        distance = {"d": Calculation("abs", (FactValue("a"),))}
        kb = base(compare("d", ">=", 60.0), fact("a"), fact("d"), derived=distance)
        assert whole(cleared(kb, {"a": -100.0})) == {"a": nextafter(-60.0, inf)}

    def test_what_could_be_derived_may_be_supplied_by_itself(self) -> None:
        kb = base(
            compare("d", ">=", 5.0), fact("a", question=text("a?")), fact("b"), fact("d", question=text("d?")),
            derived=DIFFERENCE,
        )  # fmt: skip
        assert whole(established(kb, {})) == {"d": 5.0}


class TestOrder:
    def test_fewer_facts_before_less_cost(self) -> None:
        when = Any((All((compare("a", ">", 1.0), compare("b", ">", 1.0))), compare("c", ">", 1.0)))
        cheap, dear = fact("c", effort="test"), fact("a", effort="screen")
        kb = base(
            All((when, compare("d", ">", 1.0))), dear, fact("b", effort="screen"), cheap, fact("d", effort="test")
        )
        assert whole(cleared(kb, {"a": 2.0, "b": 2.0, "c": 2.0, "d": 2.0})) == {"d": 1.0}

    def test_less_cost_before_a_smaller_change(self) -> None:
        kb = base(
            All((compare("a", ">", 1.0), compare("b", ">", 1.0))), fact("a", effort="test"), fact("b", effort="screen")
        )
        found = cleared(kb, {"a": 1.5, "b": 100.0})
        assert [answer.changes[0].fact for answer in found.answers] == ["b", "a"]
        assert [answer.cost for answer in found.answers] == [1.0, 5.0]

    def test_a_smaller_change_before_an_earlier_fact(self) -> None:
        kb = base(All((compare("a", ">", 1.0), compare("b", ">", 1.0))), fact("a"), fact("b"))
        assert whole(cleared(kb, {"a": 2.0, "b": 1.5})) == {"b": 1.0}

    def test_an_earlier_fact_where_all_else_is_equal(self) -> None:
        kb = base(All((compare("b", ">", 1.0), compare("a", ">", 1.0))), fact("a"), fact("b"))
        assert whole(cleared(kb, {"a": 2.0, "b": 2.0})) == {"a": 1.0}

    def test_what_is_known_before_what_is_supplied(self) -> None:
        kb = base(
            Any((compare("a", ">", 1.0), compare("b", ">", 1.0))),
            fact("a", question=text("a?"), effort="screen"),
            fact("b", effort="test"),
        )
        found = established(kb, {"b": 0.0})
        assert [change.how for answer in found.answers for change in answer.changes] == ["set", "supplied"]

    def test_no_more_than_three_facts(self) -> None:
        names = ["a", "b", "c", "d"]
        kb = base(Any(tuple(compare(name, ">", 1.0) for name in names)), *map(fact, names))
        three = cleared(kb, {"a": 2.0, "b": 2.0, "c": 2.0})
        four = cleared(kb, dict.fromkeys(names, 2.0))
        assert (len(three.answers[0].changes), four.status) == (3, "none")
        assert four.considered == tuple(names)

    def test_two_more_answers_with_other_facts(self) -> None:
        names = ["a", "b", "c", "d"]
        kb = base(All(tuple(compare(name, ">", 1.0) for name in names)), *map(fact, names))
        found = cleared(kb, {"a": 2.0, "b": 3.0, "c": 4.0, "d": 5.0})
        assert [[change.fact for change in answer.changes] for answer in found.answers] == [["a"], ["b"], ["c"]]


class TestWhatOneCanChange:
    def test_the_best_of_what_one_can_change_stands_beside(self) -> None:
        names = ["a", "b", "c"]
        facts = fact("a"), fact("b"), fact("c", lever="setting")
        kb = base(All(tuple(compare(name, ">", 1.0) for name in names)), *facts)
        found = cleared(kb, {"a": 2.0, "b": 3.0, "c": 4.0})
        assert found.changeable is not None
        assert [change.lever for change in found.changeable.changes] == ["setting"]
        assert only(found).lever is None

    def test_nothing_stands_beside_a_best_that_one_can_change(self) -> None:
        kb = base(compare("a", ">", 1.0), fact("a", lever="network"))
        assert cleared(kb, {"a": 2.0}).changeable is None

    def test_nothing_stands_there_where_there_is_none(self) -> None:
        found = cleared(base(compare("a", ">", 1.0), fact("a")), {"a": 2.0})
        assert (found.status, found.changeable) == ("found", None)


def layered(premise: Premise | Not, *causes: Anything, **more: Anything) -> KnowledgeBase:
    later = cause("media.freeze", rule("media.freeze/r", All((premise, compare("b", ">", 1.0))), 0.8))
    return knowledge([fact("a"), fact("b"), fact("c")], [*causes, later], **more)


EARLIER = cause(
    LOSS,
    rule(f"{LOSS}/for", compare("a", ">=", 5.0), 0.8),
    rule(f"{LOSS}/against", compare("a", "<", 1.0), -0.8),
)


class TestPremises:
    def test_what_establishes_an_earlier_cause_clears_a_later_one(self) -> None:
        kb = layered(Premise(cause=LOSS, state="established"), EARLIER)
        found = nearest(reasoned(kb, {"a": 5.5, "b": 100.0}), "media.freeze")
        assert (only(found).fact, only(found).limit) == ("a", 5.0)

    def test_what_rules_an_earlier_cause_out_establishes_a_later_one(self) -> None:
        kb = layered(Premise(cause=LOSS, state="excluded"), EARLIER)
        found = established(kb, {"a": 2.0, "b": 100.0}, "media.freeze")
        assert (only(found).fact, only(found).bound, only(found).limit) == ("a", "below", 1.0)

    def test_what_no_longer_rules_it_out_clears_it_again(self) -> None:
        kb = layered(Premise(cause=LOSS, state="excluded"), EARLIER)
        found = nearest(reasoned(kb, {"a": 0.9, "b": 100.0}), "media.freeze")
        assert (only(found).fact, only(found).amount) == ("a", 1.0)

    def test_not_established_is_what_is_known_to_be_excluded(self) -> None:
        kb = layered(Not(Premise(cause=LOSS, state="established")), EARLIER)
        assert whole(established(kb, {"a": 5.0, "b": 2.0}, "media.freeze")) == {"a": nextafter(1.0, -inf)}

    def test_not_excluded_is_what_is_known_to_be_established(self) -> None:
        kb = layered(Not(Premise(cause=LOSS, state="excluded")), EARLIER)
        assert whole(established(kb, {"a": 0.0, "b": 2.0}, "media.freeze")) == {"a": 5.0}

    def test_an_earlier_layer_that_does_not_apply_concludes_nothing(self) -> None:
        kb = layered(Premise(cause=LOSS, state="established"), EARLIER, skip_when={"network": compare("c", "==", 1.0)})
        found = nearest(reasoned(kb, {"a": 100.0, "b": 100.0, "c": 1.1}), "media.freeze")
        assert whole(found) == {"c": 1.0}

    def test_a_layer_that_does_not_apply_is_no_remedy(self) -> None:
        kb = base(compare("a", ">", 1.0), fact("a"), fact("c"), skip_when={"network": compare("c", "==", 1.0)})
        found = cleared(kb, {"a": 100.0, "c": 1.1})
        assert [change.fact for answer in found.answers for change in answer.changes] == ["a"]

    def test_a_layer_must_apply_for_a_cause_to_be_established(self) -> None:
        kb = base(compare("a", ">", 1.0), fact("a"), fact("c"), skip_when={"network": compare("c", "==", 1.0)})
        assert whole(established(kb, {"a": 2.0, "c": 1.0})).keys() == {"c"}

    def test_a_layer_that_cannot_be_made_to_apply(self) -> None:
        facts = fact("a"), fact("c", low=1.0)
        kb = base(compare("a", ">", 1.0), *facts, skip_when={"network": compare("c", ">=", 1.0)})
        assert established(kb, {"a": 0.0, "c": 1.0}).status == "none"

    def test_of_a_cause_that_a_pack_took_away_nothing_is_ever_known(self) -> None:
        kb = layered(Premise(cause="network.gone", state="established"), disabled=("network.gone",))
        assert established(kb, {"b": 2.0}, "media.freeze").status == "none"


SIDED = [
    cause(
        LOSS,
        rule(f"{LOSS}/up", compare("a", ">", 1.0), 0.8, side="uplink"),
        rule(f"{LOSS}/down", compare("b", ">", 1.0), 0.3, side="downlink"),
        rule(f"{LOSS}/either", compare("c", ">", 1.0), 0.1),
    )
]


class TestWhatIsAsked:
    def test_the_primary_cause_on_its_own_side(self) -> None:
        kb = knowledge(map(fact, "abc"), SIDED)
        found = cleared(kb, {"a": 2.0, "b": 2.0})
        assert (found.sides, whole(found), found.certainty) == (("uplink",), {"a": 1.0}, 0.8)
        assert (found.now.verdict, found.answers[0].then.verdict) == ("fault", "suspect")
        assert (found.answers[0].then.cause, found.answers[0].then.side) == (LOSS, "downlink")

    def test_a_named_cause_on_all_sides(self) -> None:
        kb = knowledge(map(fact, "abc"), SIDED)
        found = nearest(reasoned(kb, {"a": 2.0, "b": 2.0}), LOSS)
        assert found.sides == ("uplink", "downlink")
        assert whole(found) == {"a": 1.0, "b": 1.0}

    def test_a_side_that_is_asked_for(self) -> None:
        kb = knowledge(map(fact, "abc"), SIDED)
        assert whole(nearest(reasoned(kb, {"a": 2.0, "b": 2.0}), LOSS, side="downlink")).keys() == {"b"}

    def test_a_side_that_the_cause_does_not_have(self) -> None:
        reasoning = reasoned(base(compare("a", ">", 1.0), fact("a")), {"a": 2.0})
        with pytest.raises(UnknownName, match="unknown side of this cause: 'uplink'"):
            nearest(reasoning, LOSS, side="uplink")

    def test_a_cause_that_is_not_there(self) -> None:
        reasoning = reasoned(base(compare("a", ">", 1.0), fact("a")), {"a": 2.0})
        with pytest.raises(UnknownName, match=r"did you mean .network\.loss"):
            nearest(reasoning, "network.los")

    def test_a_diagnosis_without_a_cause(self) -> None:
        found = cleared(base(compare("a", ">", 1.0), fact("a")), {"a": 0.0})
        assert (found.status, found.cause, found.now.verdict) == ("no-cause", None, "inconclusive")

    def test_what_is_not_suspected_needs_no_clearing(self) -> None:
        found = nearest(reasoned(base(compare("a", ">", 1.0), fact("a")), {"a": 0.0}), LOSS)
        assert (found.status, found.answers) == ("already", ())

    def test_what_is_established_needs_no_more(self) -> None:
        assert established(base(compare("a", ">", 1.0), fact("a")), {"a": 2.0}).status == "already"

    def test_nothing_is_found_in_a_layer_that_does_not_apply(self) -> None:
        kb = base(compare("a", ">", 1.0), fact("a"), fact("c"), skip_when={"network": compare("c", "==", 1.0)})
        assert nearest(reasoned(kb, {"a": 2.0, "c": 1.0}), LOSS).status == "already"

    def test_an_observation_is_cleared_like_a_fault(self) -> None:
        kb = knowledge([fact("a")], [cause(LOSS, rule(f"{LOSS}/r", compare("a", ">", 1.0), 0.8, observation=True))])
        assert whole(nearest(reasoned(kb, {"a": 2.0}), LOSS)) == {"a": 1.0}

    def test_nothing_is_cleared_by_what_nobody_knows(self) -> None:
        against = rule(f"{LOSS}/against", compare("b", ">", 1.0), -0.9)
        own = cause(LOSS, rule(f"{LOSS}/for", compare("a", ">=", 0.0), 0.8), against)
        kb = knowledge([fact("a", low=0.0), fact("b", question=text("b?"))], [own])
        assert cleared(kb, {"a": 2.0}).status == "none"

    def test_the_scenario_is_no_fact_to_change(self) -> None:
        spec = fact("scenario", type="choice", choices=("show", "talk"))
        kb = base(All((compare("scenario", "==", "show"), compare("a", ">", 1.0))), fact("a"), spec)
        program = compile_program(kb)
        facts = profile({"a": 2.0, "scenario": "show"})
        found = nearest(reason(program, facts, PlainChainer(program)))
        assert [change.fact for answer in found.answers for change in answer.changes] == ["a"]


class TestWhatIsSaid:
    def test_the_rules_that_turn_and_what_the_cause_is_then(self) -> None:
        own = cause(
            LOSS,
            rule(f"{LOSS}/bad", compare("a", ">=", 5.0), 0.8),
            rule(f"{LOSS}/good", compare("a", "<", 5.0), -0.5),
        )
        (answer,) = cleared(knowledge([fact("a")], [own]), {"a": 8.0}).answers
        (change,) = answer.changes
        assert [(t.tests[0].text, t.before, t.after, t.rules) for t in change.turned] == [
            (">= 5.0", "true", "false", (f"{LOSS}/bad",)),
            ("< 5.0", "false", "true", (f"{LOSS}/good",)),
        ]
        assert (answer.certainty, answer.excluded) == (-0.5, True)

    def test_the_two_sides_of_an_evidence_group(self) -> None:
        own = cause(
            LOSS,
            rule(f"{LOSS}/strong", compare("a", ">=", 5.0), 0.8, evidence_group="g"),
            rule(f"{LOSS}/weak", compare("b", ">=", 5.0), 0.3, evidence_group="g"),
        )
        found = cleared(knowledge([fact("a"), fact("b")], [own]), {"a": 8.0, "b": 8.0})
        assert whole(found).keys() == {"a", "b"}

    def test_answers_can_be_applied_one_after_the_other(self) -> None:
        kb = base(SUSTAINED, fact("a", series=True, low=0.0))
        reasoning = reasoned(kb, {"a": streams(up=COURSE)})
        (answer,) = nearest(reasoning).answers
        changed = applied(reasoning.profile, answer.changes, reasoning.program.facts)
        after = reason(reasoning.program, changed, reasoning.chainer)
        assert after.found == []
        assert nearest(after).status == "no-cause"

    def test_what_lasts_long_enough_twice_is_changed_in_the_whole_call(self) -> None:
        change = only(
            cleared(base(SUSTAINED, fact("a", series=True)), {"a": streams(up=[*[9.0] * 4, *[0.0] * 9, *[9.0] * 3])})
        )
        assert (change.how, change.window_s, change.limit) == ("at-most", None, 5.0)

    def test_a_value_is_known_that_is_one_for_the_whole_call(self) -> None:
        found = cleared(base(SUSTAINED, fact("a", series=True)), {"a": Known(8.0)})
        assert (only(found).how, only(found).window_s, only(found).streams) == ("set", None, ())
