"""One warm diagnosis of a typed profile, against a bare durable_rules run of the same predicate facts and rules.

    python benchmarks/warm.py [PROFILE] [--runs 400]

The bare run goes through durable_rules' own ``Host`` (without its timer threads), one rule set a layer as in a
diagnosis: it asserts the same predicates in a session of its own, runs the agenda and deletes the session. It does not
evaluate conditions, combine certainty, relate causes or build an answer. The second base is this program's own driver,
which goes round the ``Host`` to the C core and is faster. All alternate in one process; printed are medians and their
ratios (aims: at most 2 with durable_rules, at most a third with the plain chainer).
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from durable import engine as durable_engine

from rtctriage.engine import Engine
from rtctriage.inference.compile import compile_program
from rtctriage.inference.durable import DurableChainer
from rtctriage.inference.program import Program
from rtctriage.inference.walk import walk

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "stutter.yaml"


class QuietHost(durable_engine.Host):  # type: ignore[misc]
    """The stock host without the two timer threads that it cannot stop."""

    def _run(self) -> None:
        pass


class Bare:
    """The predicate facts and rules of a program as anybody would hand them to durable_rules."""

    def __init__(self, program: Program, calls: list[tuple[int, frozenset[int]]]) -> None:
        self.fired: set[str] = set()
        self.sessions = 0
        self.calls = [(f"layer{n}", [program.name_of(i) for i in sorted(literals)]) for n, literals in calls]
        sets = {f"layer{n}": self.rules(program, n) for n, _ in calls}
        self.host = QuietHost(sets)

    def rules(self, program: Program, layer: int) -> dict[str, Any]:
        def note(name: str) -> Callable[[Any], None]:
            return lambda context: self.fired.add(name)

        ways = {
            f"r{number}.{i}": [program.name_of(n) for n in sorted(way)]
            for number in program.layers[layer].rules
            for i, way in enumerate(program.rules[number].alternatives)
        }
        rules: dict[str, Any] = {
            name: {"all": [{f"p{j}": {"k": literal}} for j, literal in enumerate(way)], "run": note(name)}
            for name, way in ways.items()
        }
        rules["go"] = {"all": [{"p0": {"go": 1}}], "pri": 60_000, "run": note("go")}
        return rules

    def __call__(self) -> None:
        self.fired.clear()
        for name, literals in self.calls:
            self.sessions += 1
            sid = f"s{self.sessions}"
            facts: list[dict[str, Any]] = [{"sid": sid, "id": k, "k": k} for k in literals]
            self.host.assert_facts(name, [*facts, {"sid": sid, "id": "go", "go": 1}])
            self.host.delete_state(name, sid)


class Recorder:
    """A chainer that remembers what it was asked, so that the same can be run bare."""

    name = "durable_rules"
    note = None

    def __init__(self, chainer: DurableChainer) -> None:
        self.chainer = chainer
        self.calls: list[tuple[int, frozenset[int]]] = []
        self.fired: set[int] = set()

    def run(self, layer: int, known: Any) -> tuple[int, ...]:
        self.calls.append((layer, frozenset(known)))
        fired = self.chainer.run(layer, known)
        self.fired.update(fired)
        return fired

    def close(self) -> None:
        self.chainer.close()


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
    bare = Bare(program, recorder.calls)
    bare()
    same = {int(name[1:].partition(".")[0]) for name in bare.fired if name != "go"}
    if same != recorder.fired:
        raise SystemExit("the bare run does not fire the same rules")

    def own_driver() -> None:
        for layer, literals in recorder.calls:
            recorder.chainer.run(layer, literals)

    jobs: dict[str, Callable[[], object]] = {
        "bare run, its Host": bare,
        "bare run, own driver": own_driver,
        "diagnosis, durable_rules": lambda: durable.diagnose(profile),
        "diagnosis, plain chainer": lambda: plain.diagnose(profile),
    }
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for job in jobs.values():
        for _ in range(20):
            job()
    for _ in range(args.runs):
        for name, job in jobs.items():
            job()
            job()
            begin = time.perf_counter()
            job()
            times[name].append(time.perf_counter() - begin)
    median = {name: statistics.median(values) for name, values in times.items()}
    count = sum(len(literals) for _, literals in recorder.calls)
    layers, rules = len(recorder.calls), len(recorder.fired)
    print(f"{len(profile.facts)} facts, {layers} layers, {count} predicates, {rules} rules fire")
    for name, took in median.items():
        print(
            f"{name:26} {took * 1e6:6.0f} us   {took / median['bare run, its Host']:.2f} times the Host,"
            f" {took / median['bare run, own driver']:.2f} times the own driver"
        )


if __name__ == "__main__":
    main()
