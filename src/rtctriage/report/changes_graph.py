"""Two answers beside each other as a flowchart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from rtctriage.diagnosis import Diagnosis, Hypothesis
from rtctriage.report import phrases
from rtctriage.report.labels import Labels, certainty
from rtctriage.report.mermaid import label

_CLASSES: Final = {
    "fault": "fill:#fdd,stroke:#b00,color:#000",
    "suspect": "fill:#fec,stroke:#a60,color:#000",
    "observation": "fill:#eee,stroke:#888,color:#000",
}


def changes_flowchart(answers: Sequence[tuple[str, Diagnosis]], labels: Labels) -> str:
    """Each answer in a box with what it found, and arrows to what follows from it; ends with a line end."""
    lines = ["flowchart LR"]
    lines += [f"  classDef {name} {style}" for name, style in _CLASSES.items()]
    for number, (name, diagnosis) in enumerate(answers):
        lines += _box(number, name, diagnosis, labels)
    lines += [f"  a{number} --> a{number + 1}" for number in range(len(answers) - 1)]
    return "\n".join(lines) + "\n"


def _box(number: int, name: str, diagnosis: Diagnosis, labels: Labels) -> Iterator[str]:
    verdict = labels.word(phrases.VERDICT, diagnosis.verdict)
    yield f"  subgraph a{number}[{label(labels.plain(name, verdict))}]"
    first = () if diagnosis.primary is None else (diagnosis.primary,)
    found = (*first, *diagnosis.others, *diagnosis.observations)
    for index, h in enumerate(found):
        yield f"    a{number}h{index}[{label(h.title, _about(h, labels))}]:::{h.verdict}"
    if not found:
        yield f"    a{number}h0[{label(verdict)}]"
    for index, h in enumerate(found):
        parents = [place for place, other in enumerate(found) if other.cause == h.of]
        if parents:
            # of one cause on both sides the one that is on the side of what follows from it
            place = next((place for place in parents if _share_a_side(found[place], h)), parents[0])
            yield f"    a{number}h{place} --> a{number}h{index}"
    yield "  end"


def _share_a_side(a: Hypothesis, b: Hypothesis) -> bool:
    return a.side == b.side or not {a.side, b.side}.isdisjoint((None, "both"))


def _about(h: Hypothesis, labels: Labels) -> str:
    parts = [labels.word(phrases.HYPOTHESIS_VERDICT, h.verdict)]
    if h.side:
        parts.append(labels.word(phrases.SIDE, h.side))
    parts.append(certainty(h.certainty))
    return labels.comma.join(parts)
