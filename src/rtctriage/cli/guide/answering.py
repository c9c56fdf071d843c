"""Hearing an answer: what is doubtful is put out of the way, what cannot be is refused."""

from __future__ import annotations

from rtctriage.cli.guide import said, words
from rtctriage.cli.guide.terminal import Terminal
from rtctriage.cli.guide.words import Command, NoCommand
from rtctriage.consult import Accepted, Alternative, Consultation, Doubt, Refused
from rtctriage.report.consultation import Pages
from rtctriage.report.labels import Labels
from rtctriage.report.tables import wrap
from rtctriage.text import Text


class Answering:
    """Reads lines for a consultation, and answers its questions with them."""

    def __init__(self, consultation: Consultation, terminal: Terminal) -> None:
        self.consultation, self.terminal = consultation, terminal
        self.knowledge = consultation.engine.knowledge
        self.labels = Labels(self.knowledge, consultation.language)
        self._ahead: str | None = None
        self._ended = False

    @property
    def pages(self) -> Pages:
        """Pages of the width that the terminal has now."""
        return Pages(self.knowledge, self.labels, self.terminal.columns, self.terminal.colour)

    def show(self, text: str) -> None:
        """Shows something."""
        self.terminal.show(text)

    def say(self, text: Text, **values: object) -> None:
        """Shows a sentence, or a few, in lines that fit."""
        self.show("\n".join(wrap(self.labels.say(text, **values), self.pages.columns)) + "\n")

    def read(self) -> str | None:
        """The next line; None at the end of input, and ever after. Raises KeyboardInterrupt."""
        if self._ahead is not None:
            line, self._ahead = self._ahead, None
            return line
        if not self._ended:
            typed = self.terminal.read()
            if typed is not None:
                return typed.strip()
            self._ended = True
        return None

    @property
    def pending(self) -> bool:
        """Whether a line was put back that nobody has read yet."""
        return self._ahead is not None

    def put_back(self, line: str) -> None:
        """Lets the next one who reads have this line."""
        self._ahead = line

    def take(self, text: str, fact: str) -> bool:
        """Answers the question about a fact. False: nothing was taken, and the question stands."""
        heard = self.consultation.answer(text, fact=fact)
        while isinstance(heard, Doubt):
            chosen = self.choose(heard)
            if chosen is None:
                return False
            heard = self.consultation.answer(chosen, fact=fact)
        if isinstance(heard, Refused):
            self.refuse(heard)
            return False
        if isinstance(heard, Accepted):
            self.say(said.TAKEN, answer=heard.label)
        return True

    def choose(self, doubt: Doubt) -> Alternative | None:
        """What was meant; None where nobody says, or says something else: that is read again as an answer."""
        self.show(self.pages.doubt(doubt))
        self.say(said.WHICH_READING)
        line = self.read()
        if line is None:
            return None
        chosen = _chosen(doubt, line)
        if chosen is not None:
            return chosen
        heard = words.read(line, None)
        if words.plain_word(line) in _LEAVE or (isinstance(heard, Command) and heard.name == "back"):
            self.say(said.STANDS)
        else:
            self.put_back(line)
        return None

    def refuse(self, refused: Refused) -> None:
        """Says why an answer cannot be taken. What was pasted behind it is no answer to anything else."""
        self.terminal.forget()
        self.show("\n".join(wrap(self.labels.sentences(refused.message, refused.hint), self.pages.columns)) + "\n")

    def no_command(self, heard: NoCommand) -> None:
        """Says that there is no such command, and which one was meant."""
        self.terminal.forget()
        near = self.labels.say(said.MEANT, word=heard.hint.split('"')[1]) if heard.hint else ""
        self.show(self.labels.say(said.NO_COMMAND, word=heard.word) + near + "\n")

    def needs(self, command: Command) -> None:
        """Says that something is missing behind a command."""
        word = words.WORDS[command.name]
        shown = word.zh[0] if self.labels.language == "zh" else word.en[0]
        self.say(said.NEEDS, word=shown, what=word.argument.in_(self.labels.language) if word.argument else "")


_LEAVE = frozenset(("", "n", "no", "不", "否", "不是"))
_YES = frozenset(("y", "yes", "ok", "是", "是的", "对", "嗯"))


def _chosen(doubt: Doubt, line: str) -> Alternative | None:
    """The reading that was chosen: by its key, by what it is called, or the first one by yes."""
    word = words.plain_word(line)
    for one in doubt.alternatives:
        if word in (one.key, words.plain_word(one.label), str(one.value)):
            return one
    return doubt.alternatives[0] if word in _YES else None
