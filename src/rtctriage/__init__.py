"""rtctriage: finds out why a real-time audio/video call went wrong.

::

    import rtctriage

    diagnosis = rtctriage.diagnose("webrtc_internals_dump.json.gz")
    print(diagnosis.verdict, diagnosis.primary)

:class:`Engine` is for more than one call. What is listed here is loaded when it is first used: importing the package
reads no file and configures nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
    from rtctriage.engine import Engine, diagnose
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
    from rtctriage.knowledge.base import KnowledgeBase
    from rtctriage.profile import Known, Profile, Source, Stream, Streams
    from rtctriage.series import Series
    from rtctriage.text import Text

__version__ = "0.1.0"

__all__ = [
    "ChainerError",
    "ConditionResult",
    "ConsultationError",
    "Diagnosis",
    "Engine",
    "EvidenceError",
    "EvidenceResult",
    "Finding",
    "Hypothesis",
    "KnowledgeBase",
    "KnowledgeError",
    "Known",
    "LayerResult",
    "Missing",
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
    "__version__",
    "diagnose",
]

_MODULES = {
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
    "engine": ("Engine", "diagnose"),
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
    "knowledge.base": ("KnowledgeBase",),
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
