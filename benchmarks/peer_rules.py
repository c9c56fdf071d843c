"""What the rules that other tools publish (peer_rules.yaml) say of one recording.

    python benchmarks/peer_rules.py FILE [--source]

A line for each thing that a peer names, with the causes of rtctriage that it is counted as. With ``--source`` also
where each peer's limits stand, and what of it is not here or approximated. ``peers.py`` counts it over labelled calls.
"""

from __future__ import annotations

import argparse
import math
import operator
import re
import sys
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cache
from itertools import accumulate
from pathlib import Path
from statistics import fmean, pstdev

import msgspec
import yaml

from rtctriage import Engine, Known, Profile, Series, Stream, Streams
from rtctriage.errors import RtctriageError
from rtctriage.profile import Scalar, Value

RULES = Path(__file__).resolve().with_name("peer_rules.yaml")

Ticks = dict[int, bool]
"""Whether something holds, by the number of the tick; a tick that was not measured is not in here."""


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One published rule; the fields are explained at the top of peer_rules.yaml."""

    says: str
    names: tuple[str, ...]
    when: dict[str, str]
    unless: dict[str, str] = {}
    hold: str = "1 of 1"
    approximated: str = ""


class Peer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A tool, how often it looks, and those of its rules that a recording lets one compute."""

    peer: str
    source: str
    every: float
    note: str
    rules: tuple[Rule, ...]


class Test(msgspec.Struct, frozen=True):
    """``mean 15 > 3``: reducer, seconds (0: the whole call), operator, value."""

    reducer: str
    seconds: float
    compare: Callable[[Scalar, Scalar], bool]
    value: Scalar


def spread(values: Sequence[float]) -> float:
    """Mean absolute deviation from the mean, as a percentage of the mean."""
    middle = fmean(values)
    return fmean(abs(v - middle) for v in values) * 100 / middle if middle else 0.0


REDUCERS: dict[str, Callable[[Sequence[float]], float]] = {
    "mean": fmean,
    "max": max,
    "last": lambda values: values[-1],
    "sd": pstdev,
    "spread": spread,
}
OPERATORS: dict[str, Callable[..., bool]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
}
_TEST = re.compile(rf"(?:({'|'.join(REDUCERS)})(?: (\d+))? )?(>=|<=|==|!=|>|<) (\S+)")


def load(path: Path = RULES) -> tuple[Peer, ...]:
    """The peers and their rules. Raises msgspec.ValidationError or ValueError where the file is wrong."""
    peers = msgspec.convert(yaml.safe_load(path.read_text("utf-8")), tuple[Peer, ...])
    for rule in (rule for peer in peers for rule in peer.rules):
        hold(rule.hold)
        for text in (*rule.when.values(), *rule.unless.values()):
            parse(text)
    return peers


@cache
def parse(text: str) -> Test:
    """A test as it is written in the file. Raises ValueError."""
    found = _TEST.fullmatch(text)
    if not found:
        raise ValueError(f"not a test: {text}")
    reducer, seconds, sign, word = found.groups()
    value: Scalar
    try:
        value = {"true": True, "false": False}[word] if word in ("true", "false") else float(word)
    except ValueError:
        value = word
    return Test(reducer or "", float(seconds or 0), OPERATORS[sign], value)


@cache
def hold(text: str) -> tuple[int, int]:
    """``3 of 5`` as numbers. Raises ValueError."""
    found = re.fullmatch(r"(\d+) of (\d+)", text)
    if not found:
        raise ValueError(f"not a number of ticks: {text}")
    return int(found[1]), int(found[2])


def said(peer: Peer, facts: Mapping[str, Value]) -> Iterator[Rule]:
    """The rules of a peer that hold; ``facts`` as :func:`measured` gives them."""
    return (rule for rule in peer.rules if _holds(rule, facts, peer.every))


def measured(engine: Engine, profile: Profile) -> dict[str, Value]:
    """The facts of a profile, what follows from them, and the quantities that only peers use.

    Where no connection came up, without what was recorded over time: monitors start with the media, and the empty
    streams of such a call would make them name more.
    """
    facts = dict(engine.derived(profile).facts)
    up = facts.get("connection.established")
    if isinstance(up, Known) and up.value is False:
        facts = {name: value for name, value in facts.items() if isinstance(value, Known)}
    for name, quantity in QUANTITIES.items():
        series = quantity(facts)
        if series:
            facts[name] = Streams((Stream("", series),))
    return facts


def _holds(rule: Rule, facts: Mapping[str, Value], every: float) -> bool:
    wanted = [_evaluate(name, parse(text), facts, every) for name, text in rule.when.items()]
    barred = [_evaluate(name, parse(text), facts, every) for name, text in rule.unless.items()]
    if False in wanted or True in barred:
        return False
    forbidden = {tick for found in barred if isinstance(found, dict) for tick, holds in found.items() if holds}
    timed = [found for found in wanted if isinstance(found, dict)]
    if not timed:
        return not forbidden
    true = {tick for tick in timed[0] if all(found.get(tick) for found in timed)} - forbidden
    need, window = hold(rule.hold)
    return any(sum(tick + i in true for i in range(window)) >= need for tick in true)


def _evaluate(pattern: str, test: Test, facts: Mapping[str, Value], every: float) -> Ticks | bool:
    """Whether a test holds: for the whole call, or tick by tick where it is over time. Any stream is enough."""
    found = [value for name, value in facts.items() if fnmatchcase(name, pattern)]
    series = [stream.series for value in found if isinstance(value, Streams) for stream in value.streams]
    if not series:
        return any(isinstance(value, Known) and _compare(test, value.value) for value in found)
    if test.reducer and not test.seconds:
        return any(_compare(test, REDUCERS[test.reducer](s.values)) for s in series if len(s))
    ticks: Ticks = {}
    for one in series:
        for tick, holds in _over_time(one, test, every):
            ticks[tick] = ticks.get(tick, False) or holds
    return ticks


def _over_time(series: Series, test: Test, every: float) -> Iterator[tuple[int, bool]]:
    blocks: dict[int, list[float]] = {}
    for time, value in zip(series.times, series.values, strict=True):
        blocks.setdefault(math.floor(time / every), []).append(value)
    means = {tick: fmean(values) for tick, values in blocks.items()}
    if not test.reducer:
        yield from ((tick, _compare(test, value)) for tick, value in means.items())
        return
    width = math.ceil(test.seconds / every)
    first = min(means, default=0)
    for tick in means:
        if tick - width + 1 >= first:
            window = [means[i] for i in range(tick - width + 1, tick + 1) if i in means]
            yield tick, _compare(test, REDUCERS[test.reducer](window))


def _compare(test: Test, value: Scalar) -> bool:
    if isinstance(value, str) != isinstance(test.value, str):
        return False
    return test.compare(value, test.value)


def _first(facts: Mapping[str, Value], name: str) -> Series:
    value = facts.get(name)
    return value.streams[0].series if isinstance(value, Streams) and value.streams else Series((), ())


def _mos(facts: Mapping[str, Value], rating: Callable[[float, float, float], float]) -> Series:
    """A mean opinion score (E-model) from round-trip time and jitter in ms and loss in percent, of received audio."""
    jitter = _first(facts, "downlink.audio.jitter")
    others = [_first(facts, name) for name in ("network.rtt", "downlink.audio.packet_loss")]
    times, scores = [], []
    for time, value in zip(jitter.times, jitter.values, strict=True):
        at = [bisect_right(s.times, time) - 1 for s in others]
        if min(at) >= 0:
            rtt, loss = (s.values[i] for s, i in zip(others, at, strict=True))
            r = min(100.0, max(0.0, rating(rtt, value, loss)))
            times.append(time)
            scores.append(1 + 0.035 * r + 7e-6 * r * (r - 60) * (100 - r))
    return Series(times, scores)


def _mos_telnyx(facts: Mapping[str, Value]) -> Series:
    return _mos(facts, lambda rtt, jitter, loss: 93.2 - 0.11 * jitter - 2.5 * loss - 0.01 * rtt)


def _mos_twilio(facts: Mapping[str, Value]) -> Series:
    def rating(rtt: float, jitter: float, loss: float) -> float:
        latency = rtt + 2 * jitter + 10
        return 94.768 - (latency / 40 if latency < 160 else (latency - 120) / 10) - 2.5 * loss

    return _mos(facts, rating)


def _rtt_deviation(facts: Mapping[str, Value]) -> Series:
    """How far the round-trip time is beyond its band about a moving average (33 % of it, 50 to 150 ms)."""
    rtt = _first(facts, "network.rtt")
    averages = list(accumulate(rtt.values, lambda average, value: average + 0.1 * (value - average)))
    beyond = [
        abs(value - average) - min(150.0, max(50.0, 0.33 * average))
        # each value against the average before it
        for average, value in zip(averages[:-1], rtt.values[1:], strict=True)
    ]
    return Series(rtt.times[1:], beyond)


QUANTITIES: dict[str, Callable[[Mapping[str, Value]], Series]] = {
    "peer.mos_telnyx": _mos_telnyx,
    "peer.mos_twilio": _mos_twilio,
    "peer.rtt_deviation": _rtt_deviation,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--source", action="store_true", help="also where the limits stand, and what is approximated")
    args = parser.parse_args()
    engine = Engine()
    try:
        facts = measured(engine, engine.facts(args.file))
    except RtctriageError as error:
        print(error, file=sys.stderr)
        return 2
    for peer in load():
        if args.source:
            print(f"{peer.peer}: {peer.source} ({peer.note})")
        for rule in said(peer, facts):
            print(f"{peer.peer:32} {rule.says:36} {' or '.join(rule.names) or '(no cause)'}")
            if args.source and rule.approximated:
                print(f"{'':32} approximated: {rule.approximated}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
