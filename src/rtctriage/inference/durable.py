"""The forward chainer on durable_rules 2.0.28, with predicate facts.

The C core of durable_rules is fast and right on symbols, and crashes, hangs or answers wrongly on most else. So all it
ever sees are symbols of our own making: one fact for each literal that is known to hold, one rule for each alternative.
No number, text, negation, pattern, timer or state of a profile reaches it.

It is driven below its Python ``Host``. That one starts timer threads that cannot be stopped, takes the definition
apart, swallows what is raised in actions and stalls on an action with two parameters; here the names of fired rules
are read from the agenda, and there are no actions. What remains to be guarded against is done here:

- one rule set a layer, made when it is first used; one live session at a time, under a lock
- session ids are a private counter; every fact has an explicit id; property names are fixed
- literals lie in buckets, so that no level of the network has more than a few hundred tests
- a closing fact, whose rule fires after all others, so that a session without any firing never is (deleting the state
  of one is a crash); the state is deleted on every way out after that
- after any error the rule set is left alone for good, for its memory cannot be trusted
- result codes are checked; more firings than there are rules is an error, and so is more time than a run may take
- what was made before a fork is not touched after it
"""

from __future__ import annotations

import itertools
import json
import os
import threading
import weakref
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from importlib import import_module
from time import monotonic
from typing import Any, Final

from rtctriage.errors import ChainerError
from rtctriage.inference.chainer import ChainerName
from rtctriage.inference.durable_limits import BUCKET
from rtctriage.inference.program import LayerSpec, Program
from rtctriage.text import Text

MAX_FAILURES: Final = 3
"""Each failure leaves a rule set behind (about 1 MB); after so many no further one is made."""

_LAST: Final = 60_000
"""The priority of the closing rule: higher numbers fire later, and other rules have 0."""

MAX_SECONDS: Final = 5.0
"""For one layer of one diagnosis, which takes about a millisecond. What hangs inside C is not stopped by this."""

_OK: Final = 0
_CORE: Final = "durable_rules_engine"


def available() -> bool:
    """Whether durable_rules can be imported (its C core cannot from Python 3.13 on, for lack of a call)."""
    try:
        import_module(_CORE)
    except (ImportError, OSError):
        return False
    return True


class DurableChainer:
    """One program's rule sets. Threads may share it; they take turns."""

    name: Final[ChainerName] = "durable_rules"
    note: Final[Text | None] = None

    def __init__(self, program: Program) -> None:
        self._engine: Any = import_module(_CORE)
        self._program = program
        self._begin()

    def _begin(self) -> None:
        self._process = os.getpid()
        self._lock = threading.Lock()
        self._sets: dict[int, _RuleSet] = {}
        self._failures = 0
        self._release = weakref.finalize(self, _delete, self._engine, self._sets, self._process)
        self._release.atexit = False

    def run(self, layer: int, known: AbstractSet[int]) -> tuple[int, ...]:
        """See ``Chainer.run``."""
        if os.getpid() != self._process:
            self._begin()
        spec = self._program.layers[layer]
        wanted = spec.literals & known
        if not wanted:
            return ()
        with self._lock:
            if self._failures >= MAX_FAILURES:
                raise ChainerError("durable_rules has failed several times and is not used any more")
            rules = self._sets.get(layer)
            if rules is None:
                rules = self._sets[layer] = _RuleSet(self._engine, self._program, spec)
            try:
                return rules.run(wanted)
            except BaseException:
                self._failures += 1
                del self._sets[layer]
                raise

    def close(self) -> None:
        """Gives the rule sets back. They are made anew when it is used again."""
        with self._lock:
            sets, self._sets = self._sets, {}
            self._release.detach()
            self._release = weakref.finalize(self, _delete, self._engine, self._sets, self._process)
            self._release.atexit = False
            _delete(self._engine, sets, self._process)


def _delete(engine: Any, sets: dict[int, _RuleSet], process: int) -> None:
    """Frees rule sets that nobody uses any more, in the process that made them."""
    if os.getpid() == process:
        for rules in sets.values():
            engine.delete_ruleset(rules.handle)
    sets.clear()


class _RuleSet:
    """The rules of one layer as durable_rules knows them."""

    def __init__(self, engine: Any, program: Program, layer: LayerSpec) -> None:
        self._engine = engine
        self._facts = {literal: _fact(program, literal) for literal in layer.literals}
        definition: dict[str, object] = {
            f"r{number}.{i}": {"all": [{f"p{j}": _pattern(program, n)} for j, n in enumerate(sorted(way))]}
            for number in layer.rules
            for i, way in enumerate(program.rules[number].alternatives)
        }
        self._most_firings = len(definition) + 1
        definition["go"] = {"all": [{"p0": {"go": 1}}], "pri": _LAST}
        self._sessions = itertools.count(1)
        try:
            self.handle: int = engine.create_ruleset(layer_name(layer), json.dumps(definition))
        except Exception as error:
            raise ChainerError("durable_rules did not accept the rules") from error

    def run(self, literals: AbstractSet[int]) -> tuple[int, ...]:
        """Asserts the literals in a session of their own; the numbers of the rules that fire."""
        engine, handle = self._engine, self.handle
        session = f"s{next(self._sessions)}"
        facts = [f'{{"sid":"{session}",{self._facts[literal]}}}' for literal in sorted(literals)]
        facts.append(f'{{"sid":"{session}","id":"go","go":1}}')
        fired: set[str] = set()
        try:
            try:
                code, state = engine.assert_facts(handle, f"[{','.join(facts)}]")
                if code != _OK:
                    raise ChainerError(f"durable_rules did not take the facts (result {code})")
                fired.update(self._firings(state))
                if "go" not in fired:
                    raise ChainerError("durable_rules did not come to the closing rule")
            finally:
                if fired:
                    engine.delete_state(handle, session)
        except ChainerError:
            raise
        except Exception as error:
            raise ChainerError("durable_rules failed in the middle of a run") from error
        return tuple(sorted({int(name[1:].partition(".")[0]) for name in fired if name != "go"}))

    def _firings(self, state: int) -> Iterator[str]:
        """Empties the agenda of a session; the names of the rules, in the order in which they fire."""
        engine, handle = self._engine, self.handle
        latest = monotonic() + MAX_SECONDS
        started = engine.start_action_for_state(handle, state)
        message = started[1] if started else None
        for _ in range(self._most_firings):
            if not message:
                return
            if monotonic() > latest:
                raise ChainerError(f"durable_rules took more than {MAX_SECONDS:g} s")
            # {"r12.0": {"p0": {...}}}: the name is all that is needed of it
            yield message.split('"', 2)[1]
            message = engine.complete_and_start_action(handle, state)
        if message:
            raise ChainerError("durable_rules fired more often than there are rules")


def layer_name(layer: LayerSpec) -> str:
    """A name for a rule set that has nothing of a user's text in it."""
    return f"layer{layer.rules[0] if layer.rules else 0}"


def _fact(program: Program, literal: int) -> str:
    """The properties of a literal's fact as JSON text, without the session's."""
    name = program.name_of(literal)
    return f'"id":"{name}","b":{literal // BUCKET},"k":"{name}"'


def _pattern(program: Program, literal: int) -> dict[str, object]:
    return {"$and": [{"b": literal // BUCKET}, {"k": program.name_of(literal)}]}
