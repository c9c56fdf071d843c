"""Packs laid over the built-in knowledge: add, override, disable."""

from __future__ import annotations

from collections.abc import Callable

from rtctriage.knowledge.model import KnowledgeBase
from rtctriage.text import Text

Files = dict[str, str]
Compiled = Callable[..., KnowledgeBase]
Problems = Callable[..., list[str]]


TEXTS = "title: {en: A, zh: 甲}, meaning: {en: A, zh: 甲}"


def cause(id: str, **more: str) -> str:
    fields = "".join(f"{key}: {value}\n" for key, value in more.items() if key != "when")
    when = more.get("when", "{connection.established: == false}")
    return (
        f"cause: {id}\ntitle: {{en: N, zh: 新}}\ndomain: network\nseverity: minor\nsummary: {{en: S, zh: 丙}}\n"
        f"rules: [{{id: r, when: {when}, certainty: 0.5}}]\n{fields}"
    )


def test_a_pack_adds(small: Files, compiled: Compiled) -> None:
    base = compiled(
        small,
        {
            "network/proxy.yaml": cause(
                "network.proxy", playbook="network/proxy", explains="[slow]", when="{proxy.used: == true}"
            ),
            "playbooks/network/proxy.yaml": small["playbooks/network/loss.yaml"].replace(
                "network/loss", "network/proxy"
            ),
            "facts/proxy.yaml": "facts: {proxy.used: {type: boolean, " + TEXTS + "}}",
            "complaints.yaml": "complaints: {slow: {title: {en: Slow, zh: 慢}}}",
            "thresholds.yaml": "thresholds: {proxy.slow: {value: 1 s, source: s}}",
            "scenarios.yaml": "scenarios: {office: {title: {en: O, zh: 办}, thresholds: "
            "{proxy.slow: 2 s, loss.poor: 0.1 ratio}}}",
            "layers.yaml": "layers: [{id: last, title: {en: L, zh: 末}, summary: {en: L, zh: 末}}]",
            "last/resort.yaml": cause("last.resort", when="{excluded: network.proxy}"),
        },
    )
    assert list(base.causes) == ["access.refused", "network.loss", "network.proxy", "last.resort"]
    assert base.causes["network.proxy"].origin == "pack1 network/proxy.yaml:1"
    assert base.causes["network.proxy"].rules[0].origin == "pack1 network/proxy.yaml:6"
    assert base.facts["complaint"].choices == ("stutter", "cannot-connect", "slow")
    assert base.scenarios["office"].thresholds == {"proxy.slow": 2.0, "loss.poor": 10.0}
    assert [layer.id for layer in base.layers] == ["access", "network", "last"]
    assert "network/proxy" in base.playbooks


def test_a_pack_overrides_by_id(small: Files, compiled: Compiled) -> None:
    base = compiled(
        small,
        {
            "network/anything.yaml": cause("network.loss"),
            "thresholds.yaml": "thresholds: {loss.poor: {value: 8 %, source: s}}",
            "playbooks/network/loss.yaml": small["playbooks/network/loss.yaml"].replace(
                "{en: T, zh: 丁}", "{en: P, zh: 包}"
            ),
            "layers.yaml": "layers: [{id: access, title: {en: New, zh: 新}, summary: {en: A, zh: 甲}}]",
        },
        {"thresholds.yaml": "thresholds: {loss.poor: {value: 9 %, source: s}}"},
    )
    assert [rule.id for rule in base.causes["network.loss"].rules] == ["network.loss/r"]
    assert base.playbooks["network/loss"].title == Text("P", "包")
    assert base.thresholds["loss.poor"].value == 9.0
    assert base.thresholds["loss.poor"].origin == "pack2 thresholds.yaml:1"
    assert [(layer.id, layer.title.en) for layer in base.layers] == [("access", "New"), ("network", "Network")]


def test_an_overridden_threshold_reaches_the_rules_below(small: Files, compiled: Compiled) -> None:
    base = compiled(small, {"thresholds.yaml": "thresholds: {loss.poor: {value: 0.08 ratio, source: s}}"})
    test = base.causes["network.loss"].rules[0].when
    assert getattr(test, "test").limit == 8.0  # noqa: B009  # one of the union's conditions


def test_a_pack_disables_by_id(small: Files, compiled: Compiled) -> None:
    base = compiled(small, {"disable.yaml": "disable: [access.refused, network.loss/clean]"})
    assert list(base.causes) == ["network.loss"]
    assert [rule.id for rule in base.causes["network.loss"].rules] == ["network.loss/sustained"]
    assert base.disabled == ("access.refused", "network.loss/clean")


def test_the_tests_of_a_disabled_rule_go_with_it(small: Files, compiled: Compiled) -> None:
    """What is tested of the cause stays."""
    small["rules/network/loss.yaml"] += (
        "  - {rule: clean, holds: [{uplink.packet_loss: 0 %}]}\n"
        "  - {rule: sustained, fails: [{uplink.packet_loss: 0 %}]}\n"
    )
    assert [case.rule for case in compiled(small).causes["network.loss"].tests if case.rule] == [
        "network.loss/clean",
        "network.loss/sustained",
    ]
    of_the_cause = [case.name for case in compiled(small).causes["network.loss"].tests if not case.rule]
    tests = compiled(small, {"disable.yaml": "disable: [network.loss/clean]"}).causes["network.loss"].tests
    assert [case.rule for case in tests if case.rule] == ["network.loss/sustained"]
    assert [case.name for case in tests if not case.rule] == of_the_cause != []


def test_an_override_of_another_kind_is_told_where_it_stands(small: Files, problems: Problems) -> None:
    """And not of every rule that the threshold stands in."""
    assert problems(small, {"thresholds.yaml": "thresholds: {loss.poor: {value: 50 ms, source: s}}"}) == [
        "pack1/thresholds.yaml:1:33: this overrides loss.poor: ms measures time, here % (share) is expected "
        "(write it in %)"
    ]


def test_what_leads_to_a_disabled_cause_leads_nowhere(small: Files, compiled: Compiled) -> None:
    small["rules/access/refused.yaml"] += "leads_to: [network.loss]\n"
    assert compiled(small).causes["access.refused"].leads_to == ("network.loss",)
    base = compiled(small, {"disable.yaml": "disable: [network.loss]"})
    assert base.causes["access.refused"].leads_to == ()


def test_a_pack_can_replace_what_it_disables(small: Files, compiled: Compiled) -> None:
    base = compiled(small, {"disable.yaml": "disable: [network.loss]", "network/loss.yaml": cause("network.loss")})
    assert list(base.causes) == ["access.refused", "network.loss"]
    assert base.disabled == ()


def test_mistakes_in_disabling(small: Files, problems: Problems) -> None:
    assert problems(small, {"disable.yaml": "disable: [network.los, network.loss/clear, 7]"}) == [
        'pack1/disable.yaml:1:11: unknown cause "network.los" (did you mean "network.loss"?)',
        'pack1/disable.yaml:1:24: unknown rule "network.loss/clear" (did you mean "network.loss/clean"?)',
        'pack1/disable.yaml:1:44: unknown cause "7" (known: access.refused, network.loss)',
    ]
    assert problems(small, {"disable.yaml": "disable: network.loss"})[0].startswith(
        "pack1/disable.yaml:1:10: disable must be a list"
    )


def test_the_built_in_knowledge_disables_nothing(small: Files, problems: Problems) -> None:
    small["rules/disable.yaml"] = "disable: []\n"
    assert problems(small)[0].startswith("rules/disable.yaml: there is no place for this file")


def test_a_cycle_among_rules_names_its_members(small: Files, problems: Problems) -> None:
    pack = {
        "network/a.yaml": cause("network.a", when="{established: network.b}"),
        "network/b.yaml": cause("network.b", when="{not: {any: [{excluded: {cause: network.c, side: uplink}}]}}"),
        "network/c.yaml": cause("network.c", when="{established: network.a}"),
    }
    assert problems(small, pack) == [
        "pack1/network/a.yaml:6:37: the rules of these causes build on each other: "
        "network.a -> network.b -> network.c -> network.a (take one of these references out)"
    ]


def test_a_rule_cannot_build_on_its_own_cause(small: Files, problems: Problems) -> None:
    found = problems(small, {"network/a.yaml": cause("network.a", when="{established: network.a}")})
    assert "network.a -> network.a" in found[0]


def test_a_cycle_across_layers(small: Files, problems: Problems) -> None:
    pack = {
        "access/a.yaml": cause("access.a", when="{established: network.b}"),
        "network/b.yaml": cause("network.b", when="{established: access.a}"),
    }
    assert len(found := problems(small, pack)) == 1
    assert "access.a -> network.b -> access.a" in found[0]


def test_a_rule_builds_on_earlier_layers_only(small: Files, problems: Problems) -> None:
    pack = {
        "access/a.yaml": cause("access.a", when="{established: network.loss}"),
        "network/b.yaml": cause("network.b", when="{established: network.loss}"),
    }
    assert problems(small, pack) == [
        f"pack1/{place}:6:37: a rule of {layer} can only build on an earlier layer, and network.loss is of network"
        for place, layer in [("access/a.yaml", "access"), ("network/b.yaml", "network")]
    ]


def test_leads_to_goes_forward_and_in_no_circle(small: Files, problems: Problems) -> None:
    pack = {
        "network/a.yaml": cause("network.a", leads_to="[network.b]"),
        "network/b.yaml": cause("network.b", leads_to="[network.a, access.refused]"),
    }
    assert problems(small, pack) == [
        "pack1/network/a.yaml:7:12: these causes lead to each other: network.a -> network.b -> network.a "
        "(take one of these references out)",
        'pack1/network/b.yaml:7:23: "network.b" cannot lead to "access.refused": access is walked before network',
    ]


def test_a_broken_file_of_a_pack_does_not_hide_the_others(small: Files, problems: Problems) -> None:
    found = problems(
        small, {"network/a.yaml": "cause: [", "network/b.yaml": b"\xff\xfea", "network/c.yaml": "cause: network.c\n"}
    )
    assert found[0].startswith("pack1/network/a.yaml:2:1: not valid YAML") or found[0].startswith(
        "pack1/network/a.yaml:1:"
    )
    assert found[1].startswith("pack1/network/b.yaml: the file is UTF-16")
    assert found[2].startswith("pack1/network/c.yaml:1:1: a cause needs the key")
