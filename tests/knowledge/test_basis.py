"""What the rules of the built-in knowledge rest on."""

from __future__ import annotations

import pytest

from rtctriage.knowledge import load
from rtctriage.knowledge.basis import Basis, basis_of, only_experience
from rtctriage.knowledge.model import KnowledgeBase


@pytest.fixture(scope="module")
def knowledge() -> KnowledgeBase:
    return load()


def _basis(knowledge: KnowledgeBase, name: str) -> tuple[Basis, ...]:
    cause = knowledge.causes[name.partition("/")[0]]
    (rule,) = (rule for rule in cause.rules if rule.id == name)
    return basis_of(rule, cause, knowledge)


def test_a_code_rests_on_the_tables(knowledge: KnowledgeBase) -> None:
    assert _basis(knowledge, "access.ice-failed/reported-code") == (
        Basis("codes", "sdk.error_cause"),
        Basis("codes", "sdk.connection_reason_cause"),
    )


def test_a_limit_brings_its_source(knowledge: KnowledgeBase) -> None:
    basis = _basis(knowledge, "network.packet-loss/uplink-mean")[-1]
    assert (basis.kind, basis.name) == ("limit", "loss.mean_poor")
    assert basis.text.startswith("twilio-voice.js (a mean above 3 % is reported)")


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [((), False), (("experience",), True), (("definition",), False), (("experience", "limit"), False)],
)
def test_experience_alone(kinds: tuple[str, ...], expected: bool) -> None:
    assert only_experience(tuple(Basis(kind) for kind in kinds)) is expected  # type: ignore[arg-type]
