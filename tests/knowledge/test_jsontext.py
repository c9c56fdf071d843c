from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtctriage.knowledge.jsontext import parse_json
from rtctriage.knowledge.nodes import Mapping, Node, Scalar, Sequence, UnreadableError


def loaded(node: Node) -> object:
    """The value that a JSON parser would give."""
    if isinstance(node, Mapping):
        return {key.text: loaded(value) for key, value in node.pairs}
    if isinstance(node, Sequence):
        return [loaded(item) for item in node.items]
    return node.text if node.quoted else json.loads(node.text)


def failure(text: str) -> tuple[int, int, str]:
    with pytest.raises(UnreadableError) as caught:
        parse_json(text, "f.json")
    return caught.value.line, caught.value.column, caught.value.message


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(), inner, max_size=5),
    max_leaves=30,
)


@given(_json, st.booleans(), st.sampled_from([None, 2]))
def test_it_reads_what_json_writes(value: object, ascii: bool, indent: int | None) -> None:
    root, problems = parse_json(json.dumps(value, ensure_ascii=ascii, indent=indent), "f")
    assert loaded(root) == value
    assert problems == []


@given(st.text('{}[]",:\\u0123 \ntrue-.e', max_size=30))
def test_it_accepts_nothing_that_is_not_json(text: str) -> None:
    try:
        root, problems = parse_json(text, "f")
    except UnreadableError:
        return
    assert problems or loaded(root) == json.loads(text)


def test_surrogate_pairs_are_one_character() -> None:
    root, _ = parse_json(r'"\ud83d\ude00 \ud83d x \/\n"', "f")
    assert isinstance(root, Scalar)
    assert root.text == "😀 � x /\n"


def test_places() -> None:
    root, _ = parse_json('{\n  "a": [1,\n\t"b"]}', "f")
    assert isinstance(root, Mapping)
    key, items = root.pairs[0]
    assert isinstance(items, Sequence)
    assert (root.line, root.column, key.line, key.column) == (1, 1, 2, 3)
    assert [(item.line, item.column) for item in (items, *items.items)] == [(2, 8), (2, 9), (3, 2)]


def test_a_key_twice() -> None:
    _, problems = parse_json('{"a": 1,\n "a": 2}', "f.json")
    assert [str(p) for p in problems] == ["f.json:2:2: this key is given twice (first in line 1)"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": NaN}', (1, 7, "a value is expected here")),
        ('{"a": 1} 2', (1, 10, "something follows after the end of the JSON value")),
        ('{"a": 1,}', (1, 9, "a key in double quotes is expected here")),
        ("[1 2]", (1, 4, "a comma or ] is expected here")),
        ('{"a"\n 1}', (2, 2, "a colon is expected after the key")),
        ('["abc]', (1, 2, "this string does not end, or holds an invalid escape")),
        (r'["\x41"]', (1, 2, "this string does not end, or holds an invalid escape")),
        ("[01]", (1, 3, "a comma or ] is expected here")),
        ("[", (1, 2, "a value is expected here")),
        ('\n\n{"a": [}', (3, 8, "a value is expected here")),
    ],
)
def test_mistakes_are_placed(text: str, expected: tuple[int, int, str]) -> None:
    assert failure(text) == expected


def test_depth_is_limited() -> None:
    assert failure("[" * 100_000) == (1, 51, "nested more than 50 levels deep")
