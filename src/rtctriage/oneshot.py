"""One call, one function: a diagnosis without an engine of one's own."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cache

from rtctriage.diagnosis import Diagnosis
from rtctriage.engine import Engine, Source
from rtctriage.text import Language


@cache
def _default() -> Engine:
    return Engine()


def diagnose(
    source: Source,
    *,
    language: Language = "en",
    scenario: str | None = None,
    complaint: str | None = None,
    connection: str | None = None,
    profile: Source | None = None,
    facts: Mapping[str, str | float | bool] | None = None,
    name: str | None = None,
    packs: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] = (),
) -> Diagnosis:
    """Diagnoses one call; see :meth:`Engine.diagnose`.

    Without packs the built-in knowledge is read once and kept. With packs it is read anew for each call: make an
    :class:`Engine` where there are many calls.
    """
    engine = Engine(packs) if packs else _default()
    return engine.diagnose(
        source,
        language=language,
        scenario=scenario,
        complaint=complaint,
        connection=connection,
        profile=profile,
        facts=facts,
        name=name,
    )
