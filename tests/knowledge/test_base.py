from __future__ import annotations

import copy
import pickle
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from msgspec.structs import replace

from rtctriage.knowledge import sections
from rtctriage.knowledge.base import SECTIONS, KnowledgeBase
from rtctriage.text import Text

Build = Callable[..., KnowledgeBase]


@pytest.fixture
def base(compiled: Build, small: dict[str, str]) -> KnowledgeBase:
    return compiled(small)


@pytest.fixture
def whole(base: KnowledgeBase) -> KnowledgeBase:
    return sections.without_tests(base)


@pytest.fixture
def undecoded(whole: KnowledgeBase) -> KnowledgeBase:
    parts = sections.encode(whole)
    del parts["tests"]
    return KnowledgeBase.stored(whole.hash, parts)


def test_a_stored_one_is_the_same_as_the_one_it_was_made_of(whole: KnowledgeBase, undecoded: KnowledgeBase) -> None:
    assert undecoded == whole
    assert undecoded.causes["network.loss"] == whole.causes["network.loss"]
    assert whole != whole.replace(disabled=("network.loss",))
    assert whole != "something else"


def test_a_section_is_decoded_once(undecoded: KnowledgeBase) -> None:
    assert undecoded.causes is undecoded.causes


def test_threads_that_ask_at_the_same_time_get_the_same(undecoded: KnowledgeBase) -> None:
    begin = threading.Barrier(8)

    def ask(number: int) -> list[object]:
        begin.wait()
        return [getattr(undecoded, name) for name in SECTIONS]

    with ThreadPoolExecutor(8) as pool:
        first, *others = pool.map(ask, range(8))
    assert all(mine is theirs for other in others for mine, theirs in zip(other, first, strict=True))


def test_replacing_a_section_leaves_the_others_and_the_original(undecoded: KnowledgeBase) -> None:
    facts = undecoded.facts
    changed = undecoded.replace(causes={})
    assert (changed.causes, changed.facts, changed.bare) == ({}, facts, True)
    assert "network.loss" in undecoded.causes
    assert changed.playbooks == undecoded.playbooks


def test_tests_can_be_taken_away_and_given_back(base: KnowledgeBase) -> None:
    assert base.causes["network.loss"].tests
    stored = sections.encode(base)
    bare = sections.without_tests(base)
    assert bare.bare
    assert not bare.causes["network.loss"].tests
    assert sections.with_tests(bare, stored["tests"]) == base
    assert stored == sections.encode(base)


def test_nothing_in_it_can_be_set(whole: KnowledgeBase) -> None:
    with pytest.raises(AttributeError, match="immutable"):
        whole.causes = {}
    with pytest.raises(AttributeError, match="immutable"):
        del whole.causes
    with pytest.raises(AttributeError, match="no attribute 'cause'"):
        _ = whole.cause  # type: ignore[attr-defined]
    with pytest.raises(TypeError, match="unhashable"):
        hash(whole)


def test_it_can_be_copied_and_sent_to_another_process(undecoded: KnowledgeBase) -> None:
    assert pickle.loads(pickle.dumps(undecoded)) == undecoded
    assert copy.copy(undecoded) == copy.deepcopy(undecoded) == undecoded


def test_a_draft_keeps_its_own_tests_beside_a_cause_of_the_same_id(base: KnowledgeBase) -> None:
    cause = base.causes["network.loss"]
    draft = replace(cause, status="draft", because="new", title=Text("x", "y"), tests=cause.tests[:1])
    both = base.replace(drafts=(draft,))
    again = sections.with_tests(sections.without_tests(both), sections.encode(both)["tests"])
    assert again == both
    assert len(again.drafts[0].tests) == 1
