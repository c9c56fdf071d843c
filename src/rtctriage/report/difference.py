"""Two packs against each other, as a page for those who write rules."""

from __future__ import annotations

from collections.abc import Iterator

from rtctriage.authoring.changes import Change
from rtctriage.authoring.difference import Answer, Difference, FileAnswers
from rtctriage.report.style import OF_VERDICT, Painter, Style
from rtctriage.report.tables import clean, wrap

_SIGNS = {"added": "+", "removed": "-", "changed": "~"}
_STYLES: dict[str, Style] = {"added": "clear", "removed": "fault", "changed": "suspect"}


def difference_page(difference: Difference, *, columns: int = 100, colour: bool = False) -> str:
    """What changed in the knowledge, the files whose answer changes, and how many do not; ends with a line end."""
    paint = Painter(colour)
    lines = [paint(f"From {difference.before} to {difference.after}", "bold"), "", paint("Knowledge", "title")]
    for change in difference.changes:
        lines += _change(change, columns, paint)
    if not difference.changes:
        lines.append("  nothing changed")
    if difference.files or difference.unread:
        lines += ["", paint("Answers", "title")]
        for file in difference.files:
            if file.changed:
                lines += _file(file, columns, paint)
        for one in difference.unread:
            lines += _hanging(f"  {clean(one.file)}", f"not read: {clean(one.problem)}", columns)
        lines.append(_counts(difference))
    return "\n".join(lines) + "\n"


def _change(change: Change, columns: int, paint: Painter) -> Iterator[str]:
    sign = paint(_SIGNS[change.how], _STYLES[change.how])
    yield from _hanging(f"  {sign} {change.kind} {paint(change.id, 'bold')}", change.what, columns)


def _hanging(head: str, text: str, columns: int) -> Iterator[str]:
    """A line, and the text below it."""
    yield head
    if text:
        yield from (" " * 6 + line for line in wrap(text, columns - 6))


def _file(file: FileAnswers, columns: int, paint: Painter) -> Iterator[str]:
    yield f"  {clean(file.file)}"
    for name, one, other in (("before", file.before, file.after), ("after", file.after, file.before)):
        text = f"{name:7}{paint(one.verdict, OF_VERDICT[one.verdict])}{_found(one)}"
        yield f"    {text}"
        # where only the further causes differ, or they differ as well
        if one.others != other.others:
            further = "also " + ", ".join(one.others) if one.others else "nothing else"
            yield from (" " * 11 + line for line in wrap(further, columns - 11))


def _found(answer: Answer) -> str:
    if answer.cause is None or answer.certainty is None:
        return ""
    side = f" · {answer.side}" if answer.side else ""
    return f"  {answer.cause}{side} · certainty {answer.certainty:.2f}"


def _counts(difference: Difference) -> str:
    changed = sum(file.changed for file in difference.files)
    unread = f", {len(difference.unread)} not read" if difference.unread else ""
    count = len(difference.files)
    return f"  {count} {'file' if count == 1 else 'files'}, {changed} with another answer{unread}"
