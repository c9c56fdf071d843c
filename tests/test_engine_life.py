"""Engines among others: in threads, side by side, and after they are gone. The process stays as it was."""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
import threading
import time
import tracemalloc
import warnings
import weakref
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from rtctriage import Diagnosis, Engine
from rtctriage.inference import compile as compiling
from rtctriage.inference.program import Program
from rtctriage.knowledge.model import KnowledgeBase

EXAMPLES = Path(__file__).parent.parent / "examples"
LOSS: Mapping[str, object] = {"facts": {"uplink.packet_loss": "12 %"}}
linux = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="reads what Linux tells of the process")


def resident() -> float:
    """Megabytes."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def varied(number: int) -> dict[str, object]:
    """Symptoms that come with many sets of facts and values."""
    facts = {
        "uplink.packet_loss": f"{number % 40} %",
        "network.rtt": f"{number % 997} ms",
        "cpu.total": f"{number % 101} %",
        "connection.established": number % 2 == 0,
        "downlink.packet_loss": ["0 % x5", f"{number % 30} % x{number % 7 + 1}"],
        "uplink.video.frame_rate": [f"{number % 31} x20"],
        "device.wifi_rssi": f"{-30 - number % 60} dBm",
    }
    return {"facts": {name: value for i, (name, value) in enumerate(facts.items()) if number >> i & 1}}


def pack(folder: Path, certainty: float) -> Path:
    """Rules that are surer or less sure of one thing."""
    (folder / "network").mkdir(parents=True)
    (folder / "network/own.yaml").write_text(
        "cause: network.own\ntitle: {en: Own, zh: 自定义}\ndomain: network\nseverity: minor\n"
        "summary: {en: Own., zh: 自定义。}\nexplains: [stutter]\n"
        f"rules: [{{id: r, when: {{uplink.packet_loss: 'mean >= 10 %'}}, certainty: {certainty}}}]\n",
        encoding="utf-8",
    )
    return folder


def own(diagnosis: Diagnosis) -> float | None:
    found = [*([diagnosis.primary] if diagnosis.primary else []), *diagnosis.others]
    return next((h.certainty for h in found if h.cause == "network.own"), None)


def test_threads_that_come_first_together_compile_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str | None] = []
    real = compiling.compile_program

    def slow(knowledge: KnowledgeBase, scenario: str | None = None) -> Program:
        made.append(scenario)
        time.sleep(0.02)
        return real(knowledge, scenario)

    monkeypatch.setattr(compiling, "compile_program", slow)
    engine = Engine()
    begin = threading.Barrier(8)

    def work(number: int) -> Diagnosis:
        begin.wait()
        return engine.diagnose(LOSS, scenario="show-live" if number % 2 else None)

    with ThreadPoolExecutor(8) as pool:
        verdicts = {diagnosis.verdict for diagnosis in pool.map(work, range(8))}
    assert verdicts == {"fault"}
    assert sorted(made, key=str) == [None, "show-live"]


def test_many_engines_side_by_side_each_keep_to_their_own_knowledge(tmp_path: Path) -> None:
    certainties = [0.61, 0.72, 0.83, 0.94, None]
    engines = [Engine(() if c is None else pack(tmp_path / str(i), c)) for i, c in enumerate(certainties)]

    def work(number: int) -> tuple[float | None, str]:
        engine = engines[number % 5]
        return own(engine.diagnose(LOSS)), engine.diagnose(varied(number)).knowledge

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(work, range(200)))
    assert answers == [(certainties[n % 5], engines[n % 5].knowledge.hash) for n in range(200)]
    assert len({engine.knowledge.hash for engine in engines}) == 5


def test_an_engine_keeps_nothing_of_a_call() -> None:
    engine = Engine()
    first = engine.diagnose({})
    for number in range(50):
        engine.diagnose(varied(number), complaint="stutter", scenario="show-live", language="zh")
    assert engine.diagnose({}) == first


def test_diagnoses_leave_nothing_behind() -> None:
    """Bounded: twenty bytes of each, an answer being some kilobytes, would show here as in 100,000 of them."""
    engine = Engine()

    def work(numbers: range) -> int:
        for number in numbers:
            # what is known and what follows from it comes again, the values do not
            engine.diagnose(varied(number % 20 + 100), facts={"network.rtt": 20 + number / 1000})
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    work(range(100))
    tracemalloc.start()
    try:
        before = work(range(100, 200))
        assert work(range(200, 600)) - before < 8_000
    finally:
        tracemalloc.stop()


@linux
def test_engines_that_nobody_holds_any_more_are_gone() -> None:
    def use() -> weakref.ref[Engine]:
        engine = Engine()
        engine.diagnose(LOSS)
        return weakref.ref(engine)

    for _ in range(10):
        use()
    before = resident()
    references = [use() for _ in range(20)]
    gc.collect()
    assert [reference() for reference in references] == [None] * 20
    assert resident() - before < 12


def state() -> dict[str, Any]:
    """What of a process a library has no business with."""
    root = logging.getLogger()
    return {
        "logging": (list(root.handlers), root.level, logging.root.manager.disable),
        "warnings": list(warnings.filters),
        "signals": [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)],
        "hooks": (sys.excepthook, threading.excepthook, sys.stdout, sys.stderr),
        "environment": dict(os.environ),
        "folder": os.getcwd(),
        "threads": threading.active_count(),
        "tasks": len(os.listdir("/proc/self/task")) if os.path.isdir("/proc/self/task") else 0,
        "recursion": sys.getrecursionlimit(),
    }


@pytest.mark.parametrize("name", ["stutter.yaml", "recorded-call.json.gz"])
def test_the_process_stays_as_it_was(name: str, caplog: pytest.LogCaptureFixture) -> None:
    before = state()
    with caplog.at_level(logging.DEBUG):
        engine = Engine()
        assert engine.diagnose(EXAMPLES / name).primary is not None
    assert caplog.records == []
    assert state() == before
