"""One warm diagnosis of a typed profile, against a bare durable_rules run of the same predicate facts and rules.

    python benchmarks/warm.py [PROFILE] [--runs 400]

The bare run asserts the same predicates into the same rule sets and reads what fired; it does not evaluate conditions,
combine certainty, relate causes or build an answer. All three alternate in one process; printed are medians and their
ratios (aims: at most 2 with durable_rules, at most a third with the plain chainer).
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from rtctriage.engine import Engine
from rtctriage.inference.compile import compile_program
from rtctriage.inference.durable import DurableChainer
from rtctriage.inference.walk import walk

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "stutter.yaml"


class Recorder:
    """A chainer that remembers what it was asked, so that the same can be run bare."""

    name = "durable_rules"

    def __init__(self, chainer: DurableChainer) -> None:
        self.chainer = chainer
        self.calls: list[tuple[int, frozenset[int]]] = []

    def run(self, layer: int, true: frozenset[int]) -> tuple[int, ...]:
        self.calls.append((layer, frozenset(true)))
        return tuple(self.chainer.run(layer, true))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("profile", type=Path, nargs="?", default=EXAMPLE)
    parser.add_argument("--runs", type=int, default=400)
    args = parser.parse_args()
    durable, plain = Engine(chainer="durable_rules"), Engine(chainer="plain")
    profile = durable.facts(args.profile)
    program = compile_program(durable.knowledge, None)
    recorder = Recorder(DurableChainer(program))
    walk(program, profile.facts, recorder)

    def bare() -> None:
        for layer, literals in recorder.calls:
            recorder.chainer.run(layer, literals)

    jobs: dict[str, Callable[[], object]] = {
        "bare durable_rules run": bare,
        "diagnosis, durable_rules": lambda: durable.diagnose(profile),
        "diagnosis, plain chainer": lambda: plain.diagnose(profile),
    }
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for job in jobs.values():
        for _ in range(20):
            job()
    for _ in range(args.runs):
        for name, job in jobs.items():
            begin = time.perf_counter()
            job()
            times[name].append(time.perf_counter() - begin)
    base = statistics.median(times["bare durable_rules run"])
    print(f"{len(profile.facts)} facts, {len(recorder.calls)} layers, {sum(len(c[1]) for c in recorder.calls)} predicates")
    for name, values in times.items():
        median = statistics.median(values)
        print(f"{name:26} {median * 1e6:8.0f} us   {median / base:.2f} times the bare run")


if __name__ == "__main__":
    main()
