"""Writes the beginning of a new cause, and of its playbook: everything is there but what only its author knows."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from rtctriage.authoring.schema import FOLDER, file_name, kind_of, modeline
from rtctriage.errors import KnowledgeError, Problem, UnknownName
from rtctriage.knowledge import builtin
from rtctriage.knowledge.causes import CAUSE_ID
from rtctriage.knowledge.model import KnowledgeBase
from rtctriage.privacy import quote

_CAUSE: Final = """\
# One cause: what may be wrong. Fill in what is empty; `rtctriage rules test {cause}` says what still is.
cause: {cause}
title:
  en:
  zh:
# where the fix lies: client-sdk, server-configuration, network or third-party-integration
domain:
# critical (the call cannot go on), major (everybody notices) or minor
severity:
# complaints that it accounts for, such as [stutter, delay]; all of them stand in complaints.yaml
explains: []
# what happens, and what people notice of it
summary:
  en:
  zh:
# causes of this or a later layer that follow from it
leads_to: []
# facts that are worth asking for, besides those of the rules
ask: []
{playbook}\
# what the rules rest on: a standard, a vendor's document, a measurement; and which rules do, by their ids
sources:
  - claim:
    from:
    rules:
rules:
  # speaks for it, by what was measured: 0.6 and more makes a fault, 0.2 and more a suspect
  - id: measured
    # a fact with its test, such as {{network.rtt: "p95 >= 400 ms"}}; `rtctriage facts FILE` lists what a recording has
    when:
    certainty: 0.7
    # what it is from, where no limit with a name and no claim above says so; or "definition: ...", "experience: ..."
    source:
    # what was seen, in one sentence
    because:
      en:
      zh:
  # speaks for it, by what people say: weaker. Take it out where nobody would report this
  - id: reported
    # such as {{complaint: "== delay", network.type: "== vpn"}}
    when:
    certainty: 0.3
    source:
    because:
      en:
      zh:
  # speaks against it: -0.2 and less rules it out. What was not measured never does
  - id: ruled-out
    when:
    certainty: -0.7
    source:
    because:
      en:
      zh:
tests:
  # of the diagnosis about this cause: fault, suspect, clear, unmeasured or observation
  - name: as it was seen
    given:
    expect: fault
  - name: a call without it
    given:
    expect: clear
  - {{name: nothing known, given: {{}}, expect: unmeasured}}
  # of one rule: facts with which it holds, fails and is unknown; close to its limit on both sides
  - rule: measured
    holds:
    fails:
    unknown: [{{}}]
"""

_PLAYBOOK: Final = """\
# What to do about {cause}. The cheapest and likeliest step first.
playbook: {playbook}
title:
  en:
  zh:
steps:
  # who does it: end-user, app-developer, support or operations
  - owner:
    # what exactly: the setting, the API call, the console page; {{{{ facts["network.rtt"] }}}} is a measured value
    action:
      en:
      zh:
    # how one sees that it helped
    expect:
      en:
      zh:
    # tests of facts that a new recording must pass, such as {{network.rtt: "p95 < 400 ms"}}; the last step needs them
    verify:
# when to stop, and whom to hand it to
escalate:
  en:
  zh:
# what to hand over with it
attach:
  - en:
    zh:
"""


def new_cause(knowledge: KnowledgeBase, cause: str, folder: Path, *, playbook: bool = False) -> tuple[Path, ...]:
    """Writes the skeleton of a cause into a folder of rules, and with ``playbook`` that of its playbook.

    The files, which are there now. Raises UnknownName for a layer that is not there, and KnowledgeError for an id that
    cannot be, or is there already, and for a file that exists or cannot be written.
    """
    layer, _, name = cause.partition(".")
    if not CAUSE_ID.match(cause):
        raise _refuse("", f"{quote(cause)} cannot be the id of a cause", "write layer.some-name in lower case")
    if layer not in (layers := [one.id for one in knowledge.layers]):
        raise UnknownName("layer", layer, layers)
    if cause in knowledge.causes:
        there = knowledge.causes[cause].origin
        raise _refuse("", f"the cause {cause} is there already: {there}", "to replace it in a pack, copy that file")
    # the built-in playbooks lie beside the rules, those of a pack inside it
    places = builtin.places()
    beside = folder.resolve() == Path(places.rules).resolve()
    playbooks = Path(places.playbooks) if beside else folder / "playbooks"
    texts = {folder / layer / f"{name}.yaml": _modeline(folder, "layer/name.yaml") + _cause_text(cause, playbook)}
    if playbook:
        schemas = f"{Path(places.rules).name}/{FOLDER}" if beside else FOLDER
        head = _modeline(folder, "playbooks/layer/name.yaml", schemas)
        texts[playbooks / layer / f"{name}.yaml"] = head + _PLAYBOOK.format(cause=cause, playbook=f"{layer}/{name}")
    for path in texts:
        if os.path.lexists(path):
            raise _refuse(str(path), "this file is there already", "choose another name, or edit it")
    for path, text in texts.items():
        _write(path, text)
    return tuple(texts)


def _modeline(folder: Path, path: str, schemas: str = FOLDER) -> str:
    """The line by which editors find the schema, where there is one."""
    there = (folder / FOLDER / file_name(kind_of(path))).is_file()
    return modeline(path, schemas) + "\n" if there else ""


def _cause_text(cause: str, playbook: bool) -> str:
    name = cause.replace(".", "/", 1)
    line = f"playbook: {name}\n" if playbook else "# playbook: layer/name of a file below playbooks/\n"
    return _CAUSE.format(cause=cause, playbook=line)


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise _refuse(str(path), f"cannot be written: {error.strerror}") from error


def _refuse(place: str, message: str, hint: str = "") -> KnowledgeError:
    return KnowledgeError([Problem(place, 0, 0, message, hint)])
