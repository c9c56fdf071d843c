from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtctriage.errors import Problem
from rtctriage.knowledge.nodes import Mapping, Node, Scalar, Sequence
from rtctriage.knowledge.yamltext import parse


def plain(node: Node | None) -> object:
    if isinstance(node, Mapping):
        return {key.text: plain(value) for key, value in node.pairs}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return node.text if node is not None else None


def only(data: bytes | str) -> Problem:
    parsed = parse(data, "f.yaml")
    assert len(parsed.problems) == 1
    return parsed.problems[0]


def test_scalars_stay_text() -> None:
    parsed = parse("version: 4.10\nflag: no\nnothing: null\nocta: 0o17\nwhen: 2020-01-01\n", "f.yaml")
    assert plain(parsed.root) == {
        "version": "4.10", "flag": "no", "nothing": "null", "octa": "0o17", "when": "2020-01-01",
    }  # fmt: skip
    assert parsed.problems == ()


def test_places_count_from_one() -> None:
    root = parse("a:\n  - b: x\n    'c': \"y\"\n", "f.yaml").root
    assert isinstance(root, Mapping)
    (key, items) = root.pairs[0]
    assert (key.line, key.column) == (1, 1)
    assert isinstance(items, Sequence)
    inner = items.items[0]
    assert isinstance(inner, Mapping)
    assert [(k.line, k.column, v.line, v.column) for k, v in inner.pairs] == [(2, 5, 2, 8), (3, 5, 3, 10)]


def test_the_column_inside_a_text_is_known_where_it_stands_as_written() -> None:
    root = parse('a: plain text\nb: \'quoted text\'\nc: "es\\"caped"\n', "f.yaml").root
    assert isinstance(root, Mapping)
    values = [value for _, value in root.pairs if isinstance(value, Scalar)]
    assert [value.at(3) for value in values] == [(1, 7), (2, 8), (3, 4)]


def test_an_empty_value_is_told_from_a_quoted_one() -> None:
    root = parse("a:\nb: ~\nc: ''\nd: 'null'\n", "f.yaml").root
    assert isinstance(root, Mapping)
    assert [value.empty for _, value in root.pairs if isinstance(value, Scalar)] == [True, True, False, False]


def test_a_key_twice_is_noted_and_reading_goes_on() -> None:
    parsed = parse("a: 1\nb: 2\na: 3\n", "f.yaml")
    assert parsed.problems == (Problem("f.yaml", 3, 1, "this key is given twice", "first in line 1", "twice"),)
    assert plain(parsed.root) == {"a": "1", "b": "2"}


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("a: &x 1\n", 1, 4, "anchors (&name) are not allowed"),
        ("a: 1\nb: *x\n", 2, 4, "aliases (*name) are not allowed"),
        ("a: !!python/object:os.system x\n", 1, 4, "tags (!name) are not allowed"),
        ("a: !x [1]\n", 1, 4, "tags (!name) are not allowed"),
        ("a: 1\n---\nb: 2\n", 2, 1, "a second document begins here"),
        ("? [a, b]\n: 1\n", 1, 3, "a key must be a text"),
        ("a: \x01\n", 1, 4, "a control character U+0001 is not allowed here"),
    ],
)
def test_what_has_no_use_here_is_refused_at_its_place(text: str, line: int, column: int, message: str) -> None:
    problem = only(text.encode())
    assert (problem.line, problem.column, problem.message) == (line, column, message)


def test_a_mistake_in_the_syntax_is_placed_and_explained() -> None:
    problem = only("a: 1\nb: c: d\n")
    assert (problem.file, problem.line, problem.column) == ("f.yaml", 2, 5)
    assert problem.message.startswith("not valid YAML: mapping values are not allowed")
    assert "quotes" in problem.hint


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the file is empty"),
        (b"  \n\n", "the file is empty"),
        (b"# only a comment\n", "the file is empty"),
        ("a: 1".encode("utf-16"), "the file is UTF-16"),
        ("a: 1".encode("utf-16-le"), "the file is UTF-16"),
        ("a: 1".encode("utf-16-be"), "the file is UTF-16"),
        (b"\x7fELF\x02\x00\x00", "the file is binary, not text"),
        (b"a: " + b"x" * 2_000_001, "the file is larger than 2 MB"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, message: str) -> None:
    assert only(data).message == message
    assert parse(data, "f.yaml").root is None


def test_another_encoding_is_placed() -> None:
    problem = only("a: 1\nb: 丢包\n".encode("gbk"))
    assert (problem.line, problem.column, problem.message) == (2, 4, "not valid UTF-8 here")


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert plain(parse(b"\xef\xbb\xbfa: 1", "f").root) == {"a": "1"}


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, "- " * 100_000, "{a: " * 100_000])
def test_deep_nesting_is_told(text: str) -> None:
    assert "nested more than 50 levels deep" in only(text).message


def test_fifty_levels_are_read() -> None:
    assert parse("[" * 50 + "]" * 50, "f").problems == ()
    assert parse("{a: " * 50 + "1" + "}" * 50, "f").problems == ()


def test_braces_begin_json_or_yaml() -> None:
    assert plain(parse('{"a": "\\u4e22\\/", \t"b": [1, 2]}', "f").root) == {"a": "丢/", "b": ["1", "2"]}
    assert plain(parse("{a: b, c: [d]}", "f").root) == {"a": "b", "c": ["d"]}


def test_of_two_ways_to_be_wrong_the_likelier_is_told() -> None:
    assert only('{"a": 1,\n "b" 2}').message == "a colon is expected after the key"
    assert only("{a: 1").message.startswith("not valid YAML")


@given(st.text(max_size=200))
def test_any_text_gives_a_tree_or_a_problem(text: str) -> None:
    parsed = parse(text.encode("utf-8", "replace"), "f")
    assert parsed.root is not None or parsed.problems


@given(st.binary(max_size=200))
def test_any_bytes_give_a_tree_or_a_problem(data: bytes) -> None:
    parsed = parse(data, "f")
    assert parsed.root is not None or parsed.problems


_words = st.text("abcdefghij klm丢包:#-{}[]'\"\\,&*!|>%@`", max_size=12)
_trees = st.recursive(
    _words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_words, inner, max_size=4),
    max_leaves=20,
)


@given(_trees)
def test_what_yaml_writes_is_read_back(tree: object) -> None:
    import yaml

    text = yaml.safe_dump(tree, default_style='"', allow_unicode=True, sort_keys=False)
    # equal parts of a tree are written as anchors and aliases only where they are one object
    assert plain(parse(text, "f").root) == tree
