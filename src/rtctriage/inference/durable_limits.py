"""What durable_rules can hold, found by measuring where it crashes, hangs or loses facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from rtctriage.inference.program import LayerSpec, Program
from rtctriage.text import Text

MAX_RULES: Final = 4_000
"""Of one layer (it refuses more than 4,096)."""
MAX_PATTERNS: Final = 15
"""Of one rule (with 17 it fails at run time)."""
MAX_SHARED: Final = 250
"""Rules with one and the same pattern (256 overrun a list)."""
BUCKET: Final = 400
"""Literals with one bucket number (512 tests at one level hang it), and buckets."""


def limits(program: Program) -> Text | None:
    """Why the program is beyond what durable_rules can hold; None where it is not."""
    for layer in program.layers:
        reason = _of_layer(program, layer)
        if reason is not None:
            return reason
    names = [program.name_of(literal) for literal in range(2 * (len(program.atoms) + len(program.premises)))]
    if len(names) > BUCKET * BUCKET or collision([*names, "go"]):
        return Text("too many tests", "测试项过多")
    return None


def _of_layer(program: Program, layer: LayerSpec) -> Text | None:
    name = layer.layer.id
    ways = [way for number in layer.rules for way in program.rules[number].alternatives]
    if len(ways) > MAX_RULES:
        return Text(f"{len(ways)} rules in layer {name}", f"{name} 层有 {len(ways)} 条规则")
    longest = max((len(way) for way in ways), default=0)
    if longest > MAX_PATTERNS:
        return Text(f"{longest} tests in one rule of layer {name}", f"{name} 层有一条规则含 {longest} 个条件")
    shared = max(Counter(literal for way in ways for literal in way).values(), default=0)
    if shared > MAX_SHARED:
        return Text(f"{shared} rules of layer {name} share a test", f"{name} 层有 {shared} 条规则共用同一个条件")
    return None


def collision(names: Iterable[str]) -> bool:
    """Whether two of the names are one to durable_rules, which compares by 32-bit FNV-1a alone."""
    hashes = [fnv1a(name.encode()) for name in names]
    return len(set(hashes)) < len(hashes)


def fnv1a(data: bytes) -> int:
    """The 32-bit FNV-1a hash (G. Fowler, L. C. Noll, K.-P. Vo)."""
    value = 0x811C9DC5
    for byte in data:
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value
