"""Reads a symptom profile: what a person (or a program) says of one end of one call, in YAML, JSON or a mapping."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from numbers import Integral, Real
from typing import Final

from rtctriage.errors import Problem, ProfileError, did_you_mean
from rtctriage.evidence.vendor_fields import as_fact, fields_named, the_one
from rtctriage.knowledge import nodes
from rtctriage.knowledge.bounds import MAX_DEPTH
from rtctriage.knowledge.model import FactSpec, VendorField
from rtctriage.knowledge.nodes import Node, UnreadableError
from rtctriage.knowledge.reading import Reader
from rtctriage.knowledge.values import FactValueError, read_samples, read_scalar
from rtctriage.knowledge.yamltext import parse
from rtctriage.privacy import quote, quote_name
from rtctriage.profile import TYPED, Known, Profile, Source, Streams, Value
from rtctriage.series import Series

SCHEMA: Final = "rtctriage/profile@1"

_CHOICES: Final = ("complaint", "scenario")
_SECTIONS: Final = ("sdk", "device")
_KEYS: Final = ("schema", *_CHOICES, *_SECTIONS, "facts", "fields")


def read_profile(
    data: bytes | Mapping[str, object],
    *,
    name: str,
    facts: Mapping[str, FactSpec],
    fields: Sequence[VendorField] = (),
) -> Profile:
    """The facts of a profile, typed by the catalogue, in its units and within its ranges.

    ``data`` is the content of a file, or a mapping of the same shape made by a program (numbers, booleans, texts,
    lists, None for unknown). A list is a series with one sample a second, as in ``["0.1 % x12", "25 % x10", "_ x3"]``.
    ``name`` is what messages and sources call the file. Under ``fields`` may stand fields of the vendor's statistics by
    their names there; ``fields`` is the catalogue of those. Raises ProfileError with everything that is wrong.
    """
    problems: list[Problem] = []
    root: Node | None
    if isinstance(data, Mapping):
        try:
            root = as_node(data)
        except UnreadableError as error:
            raise ProfileError([error.problem(name)]) from None
    else:
        parsed = parse(data, name)
        root, problems = parsed.root, list(parsed.problems)
    if root is None:
        raise ProfileError(problems)
    reader = Reader(name, problems)
    found = _Facts(reader, facts)
    found.take_root(root)
    found.take_fields(root, fields)
    if problems:
        raise ProfileError(sorted(problems, key=lambda p: (p.line, p.column)))
    return Profile(facts=found.values)


def parse_fact(name: str, value: str | Sequence[str], facts: Mapping[str, FactSpec]) -> Value:
    """One fact given beside a profile, such as ``network.rtt`` and ``310 ms``; a list, or ``[a, b x5]``, is a series.

    Raises ProfileError.
    """
    spec = facts.get(name)
    if spec is None:
        near = did_you_mean(name, facts)
        hint = near or "rtctriage facts lists them"
        problem = Problem("", 0, 0, f"unknown fact {quote_name(name, near)}".rstrip(), hint)
        raise ProfileError([problem])
    if isinstance(value, str) and spec.series and value.strip().startswith("[") and value.strip().endswith("]"):
        inside = value.strip()[1:-1].strip()
        value = inside.split(",") if inside else []
    try:
        return Known(read_scalar(spec, value)) if isinstance(value, str) else read_samples(spec, value)
    except FactValueError as error:
        raise ProfileError([Problem("", 0, 0, f"{name}: {error.message}", error.hint)]) from None


class _Facts:
    """The facts that were read so far, and where each was given."""

    def __init__(self, reader: Reader, facts: Mapping[str, FactSpec]) -> None:
        self._reader = reader
        self._catalogue = facts
        self._places: dict[str, Node] = {}
        self.values: dict[str, Value] = {}

    def take_root(self, root: Node) -> None:
        """Takes all that a profile holds, and notes what is wrong with it."""
        for key, node in self._reader.entries(root, "a profile"):
            if isinstance(node, nodes.Scalar) and node.empty:
                if key.text not in _KEYS:
                    self._unknown_key(key)
            elif key.text == "schema":
                if not isinstance(node, nodes.Scalar) or node.text != SCHEMA:
                    self._reader.problem(node, f"this version reads the schema {SCHEMA} only")
            elif key.text in _CHOICES:
                self._take(key, key.text, node)
            elif key.text in _SECTIONS:
                self._section(key.text, node)
            elif key.text == "facts":
                for fact, value in self._reader.entries(node, "facts"):
                    self._take(fact, fact.text, value)
            elif key.text != "fields":
                self._unknown_key(key)

    def take_fields(self, root: Node, fields: Sequence[VendorField]) -> None:
        """Takes what stands under ``fields``, when the vendor is known."""
        pairs = root.pairs if isinstance(root, nodes.Mapping) else ()
        for key, node in ((k, n) for k, n in pairs if k.text == "fields"):
            vendor, platform = self._said("sdk.vendor"), self._said("sdk.platform")
            if vendor is None:
                self._reader.problem(key, "whose fields are these?", "say sdk: {vendor: agora}")
                continue
            named = fields_named(fields, vendor, platform)
            if not named:
                self._reader.problem(key, f"no fields of {vendor} are catalogued", "give their values under facts")
                continue
            for name, value in self._reader.entries(node, "fields"):
                field = the_one(self._reader, name, named)
                measured = as_fact(field, value) if field is not None and field.fact is not None else None
                if field is not None and field.fact is not None and measured is not None:
                    self._take(name, field.fact, measured)

    def _said(self, fact: str) -> str | None:
        value = self.values.get(fact)
        return str(value.value) if isinstance(value, Known) else None

    def _section(self, section: str, node: Node) -> None:
        """``sdk: {version: 4.10}`` is the fact ``sdk.version``."""
        known = [name.partition(".")[2] for name in self._catalogue if name.startswith(f"{section}.")]
        for key, value in self._reader.entries(node, section):
            if key.text in known:
                self._take(key, f"{section}.{key.text}", value)
            else:
                self._reader.unknown(key, f"key in {section}:", key.text, known)

    def _unknown_key(self, key: nodes.Scalar) -> None:
        if key.text in self._catalogue:
            self._reader.problem(key, f"the fact {key.text} stands outside of facts", "put it under facts:")
        else:
            self._reader.unknown(key, "key", key.text, (*_KEYS, *self._catalogue))

    def _take(self, key: nodes.Scalar, name: str, node: Node) -> None:
        spec = self._catalogue.get(name)
        if spec is None:
            if isinstance(node, nodes.Mapping) and any(fact.startswith(f"{name}.") for fact in self._catalogue):
                self._reader.problem(key, f"{quote(name)} is no fact", f"write {name}.some_name: value, with dots")
            else:
                self._reader.unknown(key, "fact", name, self._catalogue)
            return
        value = self._value(node, spec)
        if value is None:
            return
        before = self.values.get(name)
        if before is not None and not _same(before, value):
            place = self._places[name]
            where = f"the other one is in line {place.line}" if place.line else "write it once"
            self._reader.problem(node, f"{name} is given twice, with different values", where)
            return
        self._places.setdefault(name, node)
        self.values.setdefault(name, value)

    def _value(self, node: Node, spec: FactSpec) -> Value | None:
        """None where it is not given, or wrong."""
        if isinstance(node, nodes.Scalar):
            if node.empty:
                return None
            try:
                return Known(read_scalar(spec, node.text), self._source(node))
            except FactValueError as error:
                self._reader.problem(node, error.message, error.hint)
            return None
        if isinstance(node, nodes.Mapping):
            self._reader.problem(node, f"{spec.name} must be a value, not a mapping")
            return None
        items: list[str] = []
        for item in node.items:
            if not isinstance(item, nodes.Scalar):
                self._reader.problem(item, "a sample must be a value")
                return None
            items.append("_" if item.empty else item.text)
        try:
            streams = read_samples(spec, items)
        except FactValueError as error:
            self._reader.problem(node, error.message, error.hint)
            return None
        return Streams(streams.streams, self._source(node))

    def _source(self, node: Node) -> Source:
        return Source("typed", f"{self._reader.file}:{node.line}") if node.line else TYPED


def _same(a: Value, b: Value) -> bool:
    if isinstance(a, Known) and isinstance(b, Known):
        return a.value == b.value
    if isinstance(a, Streams) and isinstance(b, Streams):
        return a.streams == b.streams
    return False


def as_node(value: object, depth: int = 0) -> Node:
    """A program's value in the form that files are read into, so that both are checked by the same code.

    Raises UnreadableError.
    """
    if depth > MAX_DEPTH:
        raise UnreadableError(0, 0, f"nested more than {MAX_DEPTH} levels deep")
    if isinstance(value, Mapping):
        return nodes.Mapping(tuple((nodes.Scalar(str(key)), as_node(item, depth + 1)) for key, item in value.items()))
    if isinstance(value, Series):
        raise UnreadableError(
            0, 0, "a Series has no place in a mapping", "put it into a Profile, or give a list of samples"
        )
    if isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray):
        return nodes.Sequence(tuple(as_node(item, depth + 1) for item in value))
    if value is None:
        return nodes.Scalar("")
    if isinstance(value, str):
        return nodes.Scalar(value, quoted=True)
    if isinstance(value, bool):
        return nodes.Scalar("true" if value else "false")
    if isinstance(value, Real):
        return nodes.Scalar(_number(value))
    raise UnreadableError(
        0, 0, f"a value of type {type(value).__name__} cannot be read", "give a number, text, boolean or list"
    )


def _number(value: Real) -> str:
    try:
        number = float(value)
    except OverflowError:
        raise UnreadableError(0, 0, "a number is too large") from None
    if not math.isfinite(number):
        raise UnreadableError(0, 0, "a number is not finite", "leave out what is not known")
    return str(int(value)) if isinstance(value, Integral) and abs(number) < 1e15 else repr(number)
