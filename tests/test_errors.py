from __future__ import annotations

import re

import pytest

import rtctriage
from rtctriage import errors
from rtctriage.errors import KnowledgeError, Problem, ProfileError, RtctriageError, UnknownName, did_you_mean


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("uplink.rt", 'did you mean "uplink.rtt"?'),
        ("nonsense", ""),
        ("", ""),
        ("uplink.rtt", 'did you mean "uplink.rtt"?'),
    ],
)
def test_the_nearest_name(word: str, hint: str) -> None:
    assert did_you_mean(word, ["uplink.rtt", "cpu.total"]) == hint


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (Problem("a.yaml", 3, 7, "unknown fact"), "a.yaml:3:7: unknown fact"),
        (Problem("a.yaml", 3, 7, "unknown fact", "did you mean x?"), "a.yaml:3:7: unknown fact (did you mean x?)"),
        (Problem("a.yaml", 0, 0, "is empty"), "a.yaml: is empty"),
        (Problem("", 0, 0, "unknown fact"), "unknown fact"),
    ],
)
def test_a_problem_names_its_place(problem: Problem, text: str) -> None:
    assert str(problem) == text


@pytest.mark.parametrize("kind", [ProfileError, KnowledgeError])
def test_all_problems_are_told(kind: type[ProfileError]) -> None:
    problems = [Problem("b", 1, 1, "two"), Problem("a", 1, 1, "one")]
    error = kind(problems)
    assert error.problems == tuple(problems)
    assert str(error) == "b:1:1: two\na:1:1: one"
    assert sorted(problems) == problems[::-1]


def test_a_name_that_is_not_known() -> None:
    assert str(UnknownName("cause", "network.los", ["network.loss"])) == (
        "unknown cause: 'network.los' (did you mean \"network.loss\"?)"
    )
    assert str(UnknownName("cause", "x")) == "unknown cause: 'x'"
    assert str(UnknownName("language", "de", ["en", "zh"])) == "unknown language: 'de' (one of: en, zh)"
    assert str(UnknownName("fact", "zz", [f"a{i}" for i in range(99)])) == "unknown fact: 'zz'"


def test_the_tree_is_documented_as_it_is() -> None:
    documented: dict[str, str] = {}
    path: list[str] = []
    for branch, name in re.findall(r"^    ((?:[│ ] {3}|[├└]── )*)([A-Z]\w+)(?= |$)", errors.__doc__ or "", re.M):
        depth = len(branch) // 4
        path[depth:] = [name]
        documented[name] = path[depth - 1] if depth else "Exception"

    def parent(kind: type[BaseException]) -> str:
        bases = [base for base in kind.__mro__[1:] if not base.__name__.startswith("_")]
        return bases[0].__name__

    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, RtctriageError)]
    assert documented == {kind.__name__: parent(kind) for kind in kinds if not kind.__name__.startswith("_")}
    assert set(documented) == {*errors.__all__} - {"Problem", "did_you_mean"}
    assert set(documented) <= {*rtctriage.__all__}
    assert [name for name in documented if not getattr(errors, name).__doc__] == []


def test_every_error_is_of_one_tree() -> None:
    kinds = [getattr(errors, name) for name in errors.__all__ if name not in ("Problem", "did_you_mean")]
    assert all(issubclass(kind, RtctriageError) for kind in kinds)
    assert issubclass(errors.NothingReadable, errors.EvidenceError)
    assert issubclass(errors.UnknownFormat, errors.EvidenceError)
    assert issubclass(errors.TooLarge, errors.EvidenceError)
    assert not issubclass(errors.NoSuchConnection, errors.EvidenceError)
