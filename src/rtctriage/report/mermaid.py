"""What all flowcharts in Mermaid's language share (https://mermaid.js.org/syntax/flowchart.html)."""

from __future__ import annotations

import re
from typing import Final

from rtctriage.report.tables import clean

_SPECIAL: Final = re.compile(r"[^\w .,:/()+%-]", re.ASCII)


def label(*lines: str) -> str:
    """A quoted label; what might end it or mean something in it goes in as an entity code."""
    return '"' + "<br/>".join(_SPECIAL.sub(lambda match: f"#{ord(match[0])};", clean(line)) for line in lines) + '"'
