"""What may be asked for instead of an answer, done."""

from __future__ import annotations

import os
from pathlib import Path

from rtctriage.cli.guide import said, words
from rtctriage.cli.guide.answering import Answering
from rtctriage.cli.guide.words import Command
from rtctriage.consult import Alternative, Doubt, Question, Refused, Step
from rtctriage.errors import RtctriageError
from rtctriage.profile import Known, Profile


class Commands:
    """Carries commands out on a consultation."""

    def __init__(self, answering: Answering) -> None:
        self.asking = answering
        self.consultation = answering.consultation
        self.labels = answering.labels
        self._begun_with = self.consultation.evidence_places.count(0)
        """So many files were there before the first question: they are no answers to be taken back."""

    def do(self, command: Command, question: Question | None) -> bool:
        """Whether another question may be due now; ``question`` is the one at hand, None at the end."""
        name = command.name
        if name in ("unknown", "skip", "why", "if") and question is None:
            self.asking.say(said.NOT_ASKED)
        elif name == "unknown" and question is not None:
            return self._unknown(question.fact)
        elif name == "skip" and question is not None:
            self.consultation.skip(question.fact)
            if not question.again:
                self.asking.say(said.PUT_OFF)
            return True
        elif name == "back":
            return self._back()
        elif name == "change":
            return self._change(command.argument)
        elif name == "attach":
            return self._attach(command)
        elif name == "if" and question is not None:
            self._what_if(command, question)
        else:
            self._look(command)
        return False

    def path(self, command: Command) -> Path | None:
        """The file that is named behind a command, as shells and file managers write it; None where none is."""
        text = command.argument.strip().strip("\"'")
        if not text:
            self.asking.needs(command)
            return None
        if os.name == "posix" and "\\" in text and not os.path.exists(text):
            # dragged into the terminal
            text = text.replace("\\ ", " ")
        return Path(text.removeprefix("file://")).expanduser()

    def _look(self, command: Command) -> None:
        pages, consultation = self.asking.pages, self.consultation
        if command.name == "why":
            reasons = consultation.why()
            self.asking.show(pages.reasons(reasons) if reasons else self.labels.say(said.NOT_ASKED) + "\n")
        elif command.name == "now":
            self.asking.show(pages.so_far(consultation.so_far()))
        elif command.name == "answers":
            self.asking.show(pages.answers(consultation.replay(), consultation.replay_evidence()))
        else:
            self.asking.show(pages.commands(words.listed(self.labels.language)))
            self.asking.say(said.RULE)

    def _unknown(self, fact: str) -> bool:
        self.consultation.unknown(fact)
        self.asking.say(said.TAKEN, answer=self.consultation.replay()[-1].label)
        return True

    def _back(self) -> bool:
        entries, evidence = self.consultation.entries, self.consultation.evidence
        places = self.consultation.evidence_places
        last = len(places) > self._begun_with and places[-1] == len(entries)
        if last and self.consultation.detach():
            self.asking.say(said.BACK, fact=evidence[-1].path)
            return True
        if not self.consultation.back():
            self.asking.say(said.NOTHING_BACK)
            return False
        self.asking.say(said.BACK, fact=self.labels.fact(entries[-1].fact))
        return True

    def _change(self, argument: str) -> bool:
        """Another answer in the place of an earlier one."""
        steps = self.consultation.replay()
        if not argument:
            self.asking.show(self.asking.pages.answers(steps))
            if not steps:
                return False
            self.asking.say(said.WHICH)
            argument = self.asking.read() or ""
            if not argument:
                return False
            command = words.read(argument, None)
            if isinstance(command, Command):
                argument = command.argument if command.name == "change" else argument
                if command.name != "change":
                    self.asking.put_back(argument)
                    return False
        number = words.number_of(argument)
        if number is None or not 0 < number <= len(steps):
            self.asking.say(said.NOT_ONE, number=argument)
            return False
        return self._again(number, steps[number - 1])

    def _again(self, number: int, step: Step) -> bool:
        """Asks a question again that was answered, until there is another answer or none is wanted."""
        asked = self.consultation.question(step.fact)
        self.asking.show(self.asking.pages.question(asked, number))
        self.asking.say(said.NEW, answer=step.label)
        while (line := self.asking.read()) is not None:
            heard = words.read(line, asked)
            if isinstance(heard, str):
                if not heard:
                    break
                if self.asking.take(heard, step.fact):
                    return True
            elif isinstance(heard, Command) and heard.name == "back":
                self.consultation.retract(step.fact)
                self.asking.say(said.BACK, fact=self.labels.fact(step.fact))
                return True
            elif isinstance(heard, Command) and heard.name == "unknown":
                return self._unknown(step.fact)
            elif isinstance(heard, Command):
                if heard.name != "skip":
                    self.asking.put_back(line)
                break
            else:
                self.asking.no_command(heard)
        self.asking.say(said.LEFT, answer=step.label)
        return False

    def _attach(self, command: Command) -> bool:
        path = self.path(command)
        if path is None:
            return False
        try:
            read = self.consultation.attach(path)
        except RtctriageError as error:
            if not os.path.exists(path):
                self.asking.say(said.NO_FILE, file=path)
            elif os.path.isdir(path):
                self.asking.say(said.A_FOLDER, file=path)
            else:
                self.asking.say(said.NOT_READ, why=error)
            return False
        self.asking.say(said.ATTACHED, file=path, count=len(read.facts))
        unlike = self._unlike(read)
        if unlike:
            self.asking.say(said.TYPED_STANDS, facts=self.labels.listed(unlike))
        return True

    def _unlike(self, read: Profile) -> list[str]:
        """The facts of which a file says something else than was answered."""
        said_so = {entry.fact: entry.value for entry in self.consultation.entries if entry.reply == "answer"}
        return [
            self.labels.fact(name)
            for name, value in read.facts.items()
            if name in said_so and not (isinstance(value, Known) and value.value == said_so[name])
        ]

    def _what_if(self, command: Command, question: Question) -> None:
        if not command.argument:
            self.asking.needs(command)
            return
        given: str | Alternative = command.argument
        tried = self.consultation.try_out(command.argument, fact=question.fact)
        if isinstance(tried, Doubt):
            chosen = self.asking.choose(tried)
            if chosen is None:
                return
            given = chosen
            tried = self.consultation.try_out(given, fact=question.fact)
        if isinstance(tried, Refused):
            self.asking.say(said.NO_IF, why=tried.message)
        elif not isinstance(tried, Doubt):
            self.asking.show(self.asking.pages.what_if(self.consultation.so_far(), tried))
