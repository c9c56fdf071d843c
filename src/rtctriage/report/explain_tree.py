"""An explanation as a tree of lines, drawn for a terminal or as a Mermaid flowchart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from rtctriage.report.mermaid import label
from rtctriage.report.style import Painter, Style
from rtctriage.report.tables import clean, width, wrap

NARROWEST = 40


class Branch(Struct, frozen=True):
    """A statement, remarks on it, and what it rests on."""

    text: str
    notes: tuple[str, ...] = ()
    parts: tuple[Branch, ...] = ()
    style: Style = "plain"


class Section(Struct, frozen=True):
    """A heading with the branches below it."""

    title: str
    branches: tuple[Branch, ...]


class Page(Struct, frozen=True):
    """An explanation: its conclusion, remarks on that, and what it rests on."""

    headline: str
    style: Style
    notes: tuple[str, ...]
    sections: tuple[Section, ...]


def text(pages: Sequence[Page], *, columns: int = 100, colour: bool = False) -> str:
    """The pages for a terminal, an empty line between them; ends with a line end."""
    paint = Painter(colour)
    return "\n".join("\n".join(_page(page, max(columns, NARROWEST), paint)) + "\n" for page in pages)


def _page(page: Page, columns: int, paint: Painter) -> Iterator[str]:
    for line in wrap(clean(page.headline), columns):
        yield paint(line, page.style)
    for note in page.notes:
        for line in wrap(clean(note), columns - 2):
            yield "  " + line
    for section in page.sections:
        yield ""
        for line in wrap(clean(section.title), columns):
            yield paint(line, "title")
        yield from _branches(section.branches, "  ", columns, paint)


def _branches(branches: Sequence[Branch], indent: str, columns: int, paint: Painter) -> Iterator[str]:
    for branch in branches:
        last = branch is branches[-1]
        head, below = indent + ("└─ " if last else "├─ "), indent + ("   " if last else "│  ")
        room = max(columns - width(head), NARROWEST // 2)
        for line in wrap(clean(branch.text), room):
            yield head + paint(line, branch.style)
            head = below
        beside = below + ("│  " if branch.parts else "   ")
        for note in branch.notes:
            for line in wrap(clean(note), max(room - 3, NARROWEST // 2)):
                yield beside + paint(line, "dim")
        yield from _branches(branch.parts, below, columns, paint)


def mermaid(pages: Sequence[Page]) -> str:
    """The same as a flowchart (https://mermaid.js.org/syntax/flowchart.html); ends with a line end.

    Nodes are numbered, for ids may be words that mean something to Mermaid; every label is escaped.
    """
    return "\n".join(("flowchart LR", *_Nodes().pages(pages))) + "\n"


class _Nodes:
    def __init__(self) -> None:
        self.count = 0

    def pages(self, pages: Sequence[Page]) -> Iterator[str]:
        for page in pages:
            root = self.next()
            yield self.node(root, page.headline, page.notes)
            for section in page.sections:
                yield from self.below(root, section.title, (), section.branches)

    def below(self, parent: str, said: str, notes: Sequence[str], parts: Sequence[Branch]) -> Iterator[str]:
        name = self.next()
        yield self.node(name, said, notes)
        yield f"  {parent} --> {name}"
        for part in parts:
            yield from self.below(name, part.text, part.notes, part.parts)

    def next(self) -> str:
        self.count += 1
        return f"n{self.count}"

    @staticmethod
    def node(name: str, said: str, notes: Sequence[str]) -> str:
        return f"  {name}[{label(said, *notes)}]"
