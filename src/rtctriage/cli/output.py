"""Writing: to a terminal, a pipe or a file, in whatever encoding it has."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import click

from rtctriage.cli.failure import Failure

WIDEST: Final = 120
USUAL: Final = 100

# Windows says "invalid argument" of a closed pipe
_NOBODY_READS: Final = frozenset({errno.EPIPE, errno.EINVAL} if sys.platform == "win32" else {errno.EPIPE})

# what stands for a character that the output cannot show
_PLAIN: Final = str.maketrans(
    {
        "–": "-",
        "─": "-",
        "│": "|",
        "├": "|",
        "└": "`",
        "✓": "+",
        "✗": "x",
        "−": "-",
        "—": "-",
        "·": "|",
        "…": "...",
        "•": "*",
        "°": "deg",
        "→": "->",
        "≥": ">=",
        "≤": "<=",
        "≈": "~",
        "×": "x",
        "µ": "u",
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "\u00a0": " ",
        "▁": "_",
        "▂": ".",
        "▃": "-",
        "▄": "=",
        "▅": "+",
        "▆": "*",
        "▇": "%",
        "█": "#",
    }
)


def speakable(text: str, encoding: str | None) -> str:
    """The text in characters that the encoding has: look-alikes where there are some, else question marks."""
    encoding = encoding or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        plain = "".join(c if _has(encoding, c) else c.translate(_PLAIN) for c in text)
        return plain.encode(encoding, "replace").decode(encoding)
    return text


def _has(encoding: str, char: str) -> bool:
    if char < "\x80":
        return True
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


class Output:
    """Standard output, or a file that appears whole or not at all."""

    def __init__(self, path: Path | None = None, inputs: Iterable[Path] = ()) -> None:
        """Raises Failure where the file is one of the inputs."""
        self.path = path
        self.closed = False
        """Nobody reads any more."""
        self._parts: list[str] = []
        if path is not None:
            _refuse_input(path, inputs)

    @property
    def terminal(self) -> bool:
        """Whether a person reads this at once."""
        return self.path is None and sys.stdout.isatty()

    @property
    def colour(self) -> bool:
        """Only on a terminal that can, and where nobody objects (https://no-color.org)."""
        return self.terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

    @property
    def columns(self) -> int:
        """How long a line may be."""
        if self.path is not None:
            return USUAL
        import shutil

        return min(shutil.get_terminal_size((USUAL, 24)).columns, WIDEST)

    @property
    def encoding(self) -> str:
        """The encoding of what is written."""
        return "utf-8" if self.path is not None else (sys.stdout.encoding or "utf-8")

    def write(self, text: str) -> None:
        """Writes a part of the answer; to standard output at once."""
        if self.path is not None:
            self._parts.append(text)
        elif not self.closed:
            self._show(speakable(text, self.encoding))

    def json(self, text: str) -> None:
        """Writes JSON, which can say everything in any encoding."""
        if self.encoding.lower().replace("-", "").replace("_", "") != "utf8":
            from rtctriage.report.json import ascii_only

            text = ascii_only(text)
        self.write(text)

    def _show(self, text: str) -> None:
        try:
            click.echo(text, nl=False, color=self.colour)
        except OSError as error:
            if error.errno in _NOBODY_READS:
                self.closed = True
                # what is still buffered is thrown away quietly when the interpreter ends
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
                return
            raise Failure(f"standard output: {error.strerror}") from error

    def finish(self) -> None:
        """Puts the file in its place. Raises Failure where that is not possible."""
        if self.path is None:
            return
        text = "".join(self._parts)
        target = Path(os.path.realpath(self.path))
        try:
            if target.exists() and not target.is_file():
                # a device or a pipe cannot be replaced
                with target.open("w", encoding="utf-8", errors="replace", newline="") as file:
                    file.write(text)
                return
            _replace(target, text)
        except OSError as error:
            raise Failure(f"{self.path}: cannot be written: {error.strerror}") from error


def _replace(target: Path, text: str) -> None:
    """Writes beside the target, then takes its place; keeps the permissions of what was there."""
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace", newline="") as file:
            file.write(text)
        if target.exists():
            import shutil

            shutil.copymode(target, beside)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def _refuse_input(path: Path, inputs: Iterable[Path]) -> None:
    for given in inputs:
        same = path == given
        if not same and path.exists() and given.exists():
            same = path.samefile(given)
        if same:
            raise Failure(f"{path}: is an input too; choose another file for -o")
