from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rtctriage.knowledge.references import cycles


def test_a_cycle_is_told_once_from_its_first_name() -> None:
    assert cycles({"b": ["c"], "c": ["a"], "a": ["b"], "x": ["a"]}) == [["a", "b", "c"]]
    assert cycles({"a": ["a"]}) == [["a"]]
    assert cycles({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}) == []


def test_a_long_chain_costs_no_stack() -> None:
    chain = {f"{n:06}": [f"{n + 1:06}"] for n in range(20_000)}
    assert cycles(chain) == []
    assert len(cycles({**chain, "020000": ["000000"]})[0]) == 20_001


@given(st.dictionaries(st.sampled_from("abcdefg"), st.lists(st.sampled_from("abcdefg"), max_size=4)))
def test_cycles_are_cycles_and_none_is_missed(graph: dict[str, list[str]]) -> None:
    found = cycles(graph)
    for cycle in found:
        assert all(b in graph[a] for a, b in zip(cycle, [*cycle[1:], cycle[0]], strict=True))
    reach = {a: set(ahead) for a, ahead in graph.items()}
    for _ in graph:
        reach = {a: ahead.union(*(reach.get(b, set()) for b in ahead)) for a, ahead in reach.items()}
    assert bool(found) == any(a in ahead for a, ahead in reach.items())
