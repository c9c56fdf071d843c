from __future__ import annotations

from rtctriage.knowledge.nodes import Scalar, position


def test_positions_count_from_one() -> None:
    assert [position("ab\nc", i) for i in range(5)] == [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2)]


def test_what_was_made_by_a_program_has_no_place() -> None:
    assert Scalar("abc", verbatim=True).at(2) == (0, 0)
