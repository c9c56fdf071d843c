"""Which chainer runs, and what is said where durable_rules cannot be imported."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from importlib import import_module
from types import ModuleType

import pytest
from inference_support import cause, compare, diagnose, fact, knowledge, rule

from rtctriage.engine import Engine
from rtctriage.errors import ChainerError
from rtctriage.inference import durable
from rtctriage.inference.chainer import best_chainer
from rtctriage.inference.compile import compile_program
from rtctriage.inference.program import Program


def program() -> Program:
    return compile_program(
        knowledge([fact("a")], [cause("network.x", rule("network.x/r", compare("a", ">", 0.0), 0.9))])
    )


def not_built(name: str) -> ModuleType:
    raise ModuleNotFoundError(f"No module named {name!r}")


def call_that_python_took_out(name: str) -> ModuleType:
    raise ImportError(f"{name}.so: undefined symbol: PyEval_CallObject")


def for_another_machine(name: str) -> ModuleType:
    raise OSError(f"{name}.so: wrong ELF class")


@pytest.fixture(params=[not_built, call_that_python_took_out, for_another_machine])
def no_durable_rules(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    fail: Callable[[str], ModuleType] = request.param

    def importing(name: str, package: str | None = None) -> ModuleType:
        return fail(name) if name.startswith("durable") else import_module(name, package)

    for name in [name for name in sys.modules if name.partition(".")[0] in ("durable", "durable_rules_engine")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(importlib, "import_module", importing)
    monkeypatch.setattr(durable, "import_module", importing)


@pytest.mark.usefixtures("no_durable_rules")
def test_the_plain_chainer_runs_where_durable_rules_cannot_be_imported() -> None:
    assert not durable.available()
    chainer = best_chainer(program())
    assert (chainer.name, chainer.note) == ("plain", None)
    assert diagnose(program(), {"a": 1.0}, chainer=chainer).chainer == "plain"


@pytest.mark.usefixtures("no_durable_rules")
def test_an_engine_answers_all_the_same_and_says_which_one_ran() -> None:
    diagnosis = Engine().diagnose({"facts": {"uplink.packet_loss": "12 %"}})
    assert (diagnosis.chainer, diagnosis.verdict, diagnosis.notes) == ("plain", "fault", ())


@pytest.mark.usefixtures("no_durable_rules")
def test_who_insists_on_it_is_told() -> None:
    with pytest.raises(ChainerError, match=r"cannot be imported here \(use the chainer auto or plain\)"):
        Engine(chainer="durable_rules").diagnose({})


@pytest.mark.skipif(not durable.available(), reason="durable_rules cannot be imported here")
def test_where_it_can_be_imported_it_runs() -> None:
    assert best_chainer(program()).name == "durable_rules"
    assert Engine().diagnose({"facts": {"uplink.packet_loss": "12 %"}}).chainer == "durable_rules"
