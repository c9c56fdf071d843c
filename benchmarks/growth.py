"""How loading, linting, testing and diagnosing grow with the number of rules.

    python benchmarks/growth.py [--rules 100 400 1000 4000]

Each size is a pack of generated causes of four rules with a test for each, laid over the built-in knowledge; everything
is timed in one process, the cache of compiled knowledge off. Printed are seconds, and how they compare with the
smallest pack. Exits with 1 where a generated pack does not load, lint without errors, or pass its tests.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ["RTCTRIAGE_CACHE_DIR"] = ""

from rtctriage.authoring.cases import Bench, run_cases
from rtctriage.authoring.coverage import measure
from rtctriage.authoring.lint import lint
from rtctriage.authoring.mutate import mutate
from rtctriage.engine import Engine
from rtctriage.knowledge import load

FACTS = ("network.rtt", "uplink.packet_loss", "downlink.packet_loss", "cpu.total", "downlink.audio.jitter")
UNITS = {"network.rtt": "ms", "downlink.audio.jitter": "ms"}


def cause(number: int) -> str:
    """One generated cause: two rules for it, two against it, and a test for each."""
    fact = FACTS[number % len(FACTS)]
    other = FACTS[(number + 1) % len(FACTS)]
    unit, other_unit = UNITS.get(fact, "%"), UNITS.get(other, "%")
    limit, low, cores = 40 + number % 37, 3 + number % 7, 1 + number % 1000
    return f"""cause: network.generated-{number}
title: {{en: Generated {number}, zh: 生成 {number}}}
domain: network
severity: minor
summary: {{en: Generated., zh: 生成的原因。}}
leads_to: [media.video-freeze]
sources: [{{claim: Generated, from: the benchmark}}]
rules:
  - {{id: high, when: {{{fact}: "p95 >= {limit} {unit}", device.cores: "== {cores}"}}, certainty: measured}}
  - {{id: both, when: {{{fact}: "mean >= {limit} {unit}", {other}: "mean >= {limit} {other_unit}"}}, certainty: hinted}}
  - {{id: low, when: {{{fact}: "p95 < {low} {unit}"}}, certainty: clear}}
  - {{id: other, when: {{device.cores: "!= {cores}"}}, certainty: unlikely}}
tests:
  - rule: high
    given: {{device.cores: {cores}}}
    holds: [{{{fact}: {limit} {unit}}}]
    fails: [{{{fact}: {low} {unit}}}]
  - {{rule: both, given: {{{fact}: {limit} {unit}}}, holds: [{{{other}: {limit} {other_unit}}}], unknown: [{{}}]}}
  - {{rule: low, holds: [{{{fact}: 1 {unit}}}], fails: [{{{fact}: {low} {unit}}}], unknown: [{{}}]}}
  - {{rule: other, holds: [{{device.cores: 1024}}], fails: [{{device.cores: {cores}}}]}}
"""


def write(folder: Path, rules: int) -> None:
    (folder / "network").mkdir(parents=True)
    for number in range(rules // 4):
        (folder / f"network/generated-{number}.yaml").write_text(cause(number), "utf-8")


def seconds(job: Callable[[], object]) -> tuple[float, object]:
    begin = time.perf_counter()
    result = job()
    return time.perf_counter() - begin, result


def run(folder: Path) -> dict[str, float]:
    took: dict[str, float] = {}
    took["load"], knowledge = seconds(lambda: load((folder,), cases=True))
    took["lint"], report = seconds(lambda: lint((folder,)))
    errors = [found for found in report.findings if found.severity == "error"]
    if errors:
        raise SystemExit(f"the generated pack has errors: {errors[0]}")
    bench = Bench(knowledge)
    took["test"], results = seconds(lambda: list(run_cases(bench)))
    failed = [result for result in results if not result.passed]
    if failed:
        raise SystemExit(f"a generated test fails: {failed[0].cause}: {failed[0].said}")
    took["coverage"], _ = seconds(lambda: measure(bench))
    took["mutate"], _ = seconds(lambda: mutate(bench))
    engine = Engine(knowledge=knowledge)
    facts = {"facts": {"network.rtt": "310 ms", "uplink.packet_loss": "8 %", "device.cores": 4}}
    took["diagnose, first"], _ = seconds(lambda: engine.diagnose(facts))
    took["diagnose, warm"] = min(seconds(lambda: engine.diagnose(facts))[0] for _ in range(20))
    return took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rules", type=int, nargs="+", default=[100, 400, 1000, 4000])
    args = parser.parse_args()
    first: dict[str, float] = {}
    for rules in args.rules:
        with tempfile.TemporaryDirectory() as folder:
            write(Path(folder) / "pack", rules)
            took = run(Path(folder) / "pack")
        first = first or took
        shown = "  ".join(f"{name} {value:.3f} s ({value / first[name]:.1f})" for name, value in took.items())
        print(f"{rules:5} rules  {shown}")


if __name__ == "__main__":
    main()
