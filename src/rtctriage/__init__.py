"""rtctriage: finds out why a real-time audio/video call went wrong.

::

    import rtctriage

    diagnosis = rtctriage.diagnose("webrtc_internals_dump.json.gz")
    print(diagnosis.verdict, diagnosis.primary)

:class:`Engine` is for more than one call, and explains its answers; :class:`Consultation` asks where there is no
recording. What is listed here is loaded when it is first used: importing the package reads no file and configures
nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rtctriage.consult import Consultation
    from rtctriage.diagnosis import (
        ConditionResult,
        Diagnosis,
        EvidenceResult,
        Finding,
        Hypothesis,
        LayerResult,
        Missing,
        RuledOut,
        Unmeasured,
    )
    from rtctriage.engine import Engine
    from rtctriage.errors import (
        ChainerError,
        ConsultationError,
        EvidenceError,
        KnowledgeError,
        NoSuchConnection,
        NothingReadable,
        Problem,
        ProfileError,
        RtctriageError,
        TooLarge,
        UnknownFormat,
        UnknownName,
        UnusableSource,
    )
    from rtctriage.explain.compare import Comparison
    from rtctriage.explain.how import How
    from rtctriage.explain.nearest import Nearest
    from rtctriage.explain.what_if import WhatIf
    from rtctriage.explain.why_not import WhyNot
    from rtctriage.knowledge.base import KnowledgeBase
    from rtctriage.oneshot import diagnose
    from rtctriage.profile import Known, Profile, Source, Stream, Streams
    from rtctriage.series import Series
    from rtctriage.text import Text

__version__ = "0.1.0"

__all__ = [
    "ChainerError",
    "Comparison",
    "ConditionResult",
    "Consultation",
    "ConsultationError",
    "Diagnosis",
    "Engine",
    "EvidenceError",
    "EvidenceResult",
    "Finding",
    "How",
    "Hypothesis",
    "KnowledgeBase",
    "KnowledgeError",
    "Known",
    "LayerResult",
    "Missing",
    "Nearest",
    "NoSuchConnection",
    "NothingReadable",
    "Problem",
    "Profile",
    "ProfileError",
    "RtctriageError",
    "RuledOut",
    "Series",
    "Source",
    "Stream",
    "Streams",
    "Text",
    "TooLarge",
    "UnknownFormat",
    "UnknownName",
    "Unmeasured",
    "UnusableSource",
    "WhatIf",
    "WhyNot",
    "__version__",
    "diagnose",
]

_MODULES = {
    "consult": ("Consultation",),
    "diagnosis": (
        "ConditionResult",
        "Diagnosis",
        "EvidenceResult",
        "Finding",
        "Hypothesis",
        "LayerResult",
        "Missing",
        "RuledOut",
        "Unmeasured",
    ),
    "engine": ("Engine",),
    "errors": (
        "ChainerError",
        "ConsultationError",
        "EvidenceError",
        "KnowledgeError",
        "NoSuchConnection",
        "NothingReadable",
        "Problem",
        "ProfileError",
        "RtctriageError",
        "TooLarge",
        "UnknownFormat",
        "UnknownName",
        "UnusableSource",
    ),
    "explain.compare": ("Comparison",),
    "explain.how": ("How",),
    "explain.nearest": ("Nearest",),
    "explain.what_if": ("WhatIf",),
    "explain.why_not": ("WhyNot",),
    "knowledge.base": ("KnowledgeBase",),
    "oneshot": ("diagnose",),
    "profile": ("Known", "Profile", "Source", "Stream", "Streams"),
    "series": ("Series",),
    "text": ("Text",),
}
_HOME = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> object:
    module = _HOME.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(f"{__name__}.{module}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    # without the machinery above
    return sorted(__all__)
