"""The conversation: a question, what is said to it, and again, until there is nothing more to ask."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from rtctriage.cli.guide import said, words
from rtctriage.cli.guide.answering import Answering
from rtctriage.cli.guide.commands import Commands
from rtctriage.cli.guide.keeping import Keeper
from rtctriage.cli.guide.terminal import Terminal
from rtctriage.cli.guide.words import Command, NoCommand
from rtctriage.consult import Conclusion, Consultation, Question
from rtctriage.diagnosis import Diagnosis
from rtctriage.errors import ConsultationError

End: TypeAlias = Conclusion | Literal["kept"]

_TIRED: Final = 5
"""After so many questions in a row without an answer, the ways out are named."""


class Talk:
    """A consultation held on a terminal, stored in a file after everything that changes it."""

    def __init__(self, consultation: Consultation, terminal: Terminal, keeper: Keeper) -> None:
        self.consultation, self.terminal, self.keeper = consultation, terminal, keeper
        self.answering = Answering(consultation, terminal)
        self.commands = Commands(self.answering)
        self._stands: Diagnosis | None = None
        self._unanswered = 0

    def begin(self) -> None:
        """Stores the consultation for the first time. Raises ConsultationError where that cannot be done."""
        self._keep()

    def hold(self) -> End:
        """Asks until there is nothing more to ask, or the person at the other end has enough.

        Raises KeyboardInterrupt, all that was said being in the consultation.
        """
        self.answering.say(said.HINT)
        self._stands = self.consultation.so_far()
        while True:
            step = self.consultation.ask()
            end = self._settle(step) if isinstance(step, Question) else self._conclude(step)
            if end is not None:
                return end

    def keep(self) -> None:
        """Stores the consultation, or says why that cannot be done; then it is tried again after the next answer."""
        try:
            self._keep()
        except ConsultationError as error:
            self.answering.say(said.NOT_KEPT, why=error)

    def _keep(self) -> None:
        if not self.keeper.keep(self.consultation):
            self.answering.say(said.ELSEWHERE, file=self.keeper.file)

    def _settle(self, question: Question) -> End | None:
        """Reads lines until the question is settled: answered, put off, or another one is in its place."""
        asking = self.answering
        number = len(self.consultation.entries) + 1
        asking.show(asking.pages.question(question, number))
        while True:
            line = asking.read()
            if line is None:
                # whoever pipes answers in wants the diagnosis of them; a person comes back
                return "kept" if self.terminal.typed else self.consultation.finish()
            heard = words.read(line, question)
            if heard == "":
                asking.show(asking.pages.question(question, number))
            elif isinstance(heard, NoCommand):
                asking.no_command(heard)
            elif isinstance(heard, Command) and heard.name == "quit":
                return "kept"
            elif isinstance(heard, Command) and heard.name == "finish":
                conclusion = self.consultation.finish()
                asking.show(asking.pages.conclusion(conclusion))
                return conclusion
            elif self._heard(heard, question):
                self._count()
                self._changed()
                return None
            elif isinstance(heard, Command) and not asking.pending:
                asking.show(asking.pages.reminder(question, number))

    def _conclude(self, conclusion: Conclusion) -> End | None:
        """Says why there is nothing more to ask. A person may still change something before the diagnosis."""
        asking = self.answering
        asking.show(asking.pages.conclusion(conclusion, with_verdict=self.terminal.typed))
        if not self.terminal.typed:
            return conclusion
        asking.say(said.AT_THE_END)
        while True:
            line = asking.read()
            if not line:
                return "kept" if line is None else conclusion
            heard = words.read(line, None)
            if isinstance(heard, NoCommand):
                asking.no_command(heard)
            elif isinstance(heard, Command) and heard.name in ("quit", "finish"):
                return "kept" if heard.name == "quit" else conclusion
            elif isinstance(heard, Command) and self._do(heard, None):
                self._changed()
                return None
            elif not isinstance(heard, Command):
                asking.say(said.NOT_ASKED)

    def _heard(self, heard: Command | str, question: Question) -> bool:
        """Whether another question may be due now."""
        if isinstance(heard, Command):
            return self._do(heard, question)
        return self.answering.take(heard, question.fact)

    def _do(self, command: Command, question: Question | None) -> bool:
        if command.name == "save":
            self._save(command)
            return False
        return self.commands.do(command, question)

    def _save(self, command: Command) -> None:
        path = self.commands.path(command)
        if path is not None:
            before = self.keeper.file
            self.keeper.move(path)
            try:
                self._keep()
            except ConsultationError as error:
                self.keeper.move(before)
                self.answering.show(f"{error}\n")
            else:
                self.answering.say(said.KEPT_IN, file=self.keeper.file)

    def _changed(self) -> None:
        """Stores what was said, and says what it changed."""
        self.keep()
        before, self._stands = self._stands, self.consultation.so_far()
        if before is not None:
            self.answering.show(self.answering.pages.effects(before, self._stands))

    def _count(self) -> None:
        entries = self.consultation.entries
        answered = not entries or entries[-1].reply == "answer"
        self._unanswered = 0 if answered else self._unanswered + 1
        if self._unanswered and self._unanswered % _TIRED == 0:
            self.answering.say(said.TIRED)
