"""The conversation: a question, what is said to it, and again, until there is nothing more to ask."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal, TypeAlias

from rtctriage.cli.guide import words
from rtctriage.cli.guide.terminal import Terminal
from rtctriage.cli.guide.words import Command, NoCommand
from rtctriage.consult import Accepted, Alternative, Conclusion, Consultation, Doubt, Question, Refused
from rtctriage.errors import RtctriageError
from rtctriage.report.consultation import Pages
from rtctriage.report.labels import Labels
from rtctriage.text import Text

End: TypeAlias = Conclusion | Literal["kept"]

_HINT: Final = Text(
    "/help lists what else can be typed, /quit stops and keeps all", "输入 /帮助 查看其他命令，/退出 保存并退出"
)
_RULE: Final = Text(
    'Commands begin with /. Names alone will do unless a choice is called that; what is in "quotes" is an answer.',
    "命令以 / 开头；只要与选项不重名，也可以省略 /。加英文双引号的文字一律视为回答。",
)
_NO_COMMAND: Final = Text("There is no command {word!r}. /help lists them.", "没有“{word}”这个命令，输入 /帮助 查看。")
_MEANT: Final = Text(" Did you mean /{word}?", " 是否想输入 /{word}？")
_TAKEN: Final = Text("Taken: {answer}", "已记录：{answer}")
_NOTHING_BACK: Final = Text("There is no answer to take back.", "没有可以撤回的回答。")
_BACK: Final = Text("Taken back: {fact}", "已撤回：{fact}")
_NEEDS: Final = Text("/{word} needs {what} behind it.", "/{word} 后面需要{what}。")
_ATTACHED: Final = Text(
    "{file}: {count} facts; what they say is not asked any more.", "{file}：读到 {count} 项事实，相关问题不再询问。"
)
_WHICH: Final = Text(
    "Which one? A number, or nothing to leave all as it is.", "修改哪一个？输入序号；直接回车则不修改。"
)
_NOT_ONE: Final = Text("There is no answer {number}.", "没有序号为 {number} 的回答。")
_NEW: Final = Text("The new answer, or nothing to take the old one back:", "请输入新的回答；直接回车则撤回原回答：")
_NO_IF: Final = Text("That cannot be tried: {why}", "无法试算：{why}")
_NOT_ASKED: Final = Text("Nothing is asked at the moment.", "当前没有待回答的问题。")


class Talk:
    """A consultation held on a terminal, stored in a file after everything that changes it."""

    def __init__(self, consultation: Consultation, terminal: Terminal, file: Path) -> None:
        self.consultation, self.terminal, self.file = consultation, terminal, file
        self.knowledge = consultation.engine.knowledge
        self.labels = Labels(self.knowledge, consultation.language)

    def hold(self) -> End:
        """Asks until there is nothing more to ask, or the person at the other end has enough.

        Raises KeyboardInterrupt, and RtctriageError where the file cannot be written; all that was said is kept.
        """
        self.keep()
        self.show(self.labels.say(_HINT) + "\n")
        while True:
            step = self.consultation.ask()
            if isinstance(step, Conclusion):
                self.show(self.pages.conclusion(step))
                return step
            self.show(self.pages.question(step, len(self.consultation.entries) + 1))
            end = self._settle(step)
            if end is not None:
                return end

    @property
    def pages(self) -> Pages:
        """Pages of the width that the terminal has now."""
        return Pages(self.knowledge, self.labels, self.terminal.columns, self.terminal.colour)

    def show(self, text: str) -> None:
        """Shows something."""
        self.terminal.show(text)

    def say(self, text: Text, **values: object) -> None:
        """Shows a sentence."""
        self.show(self.labels.say(text, **values) + "\n")

    def keep(self) -> None:
        """Stores the consultation. Raises ConsultationError."""
        self.consultation.save(self.file)

    def _settle(self, question: Question) -> End | None:
        """Reads lines until the question is settled: answered, put off, or another one is in its place."""
        while True:
            line = self.terminal.read()
            if line is None:
                # whoever pipes answers in wants the diagnosis of them; a person comes back
                return "kept" if self.terminal.typed else self.consultation.finish()
            said = words.read(line, question)
            if isinstance(said, NoCommand):
                near = self.labels.say(_MEANT, word=said.hint.split('"')[1]) if said.hint else ""
                self.show(self.labels.say(_NO_COMMAND, word=said.word) + near + "\n")
            elif isinstance(said, Command):
                if said.name == "quit":
                    return "kept"
                if said.name == "finish":
                    return self.consultation.finish()
                if self._do(said, question):
                    self.keep()
                    return None
            elif said and self._answer(said, question.fact):
                self.keep()
                return None

    def _answer(self, text: str, fact: str) -> bool:
        """Whether the answer was taken, after a doubt was put out of the way."""
        understood = self.consultation.answer(text, fact=fact)
        while isinstance(understood, Doubt):
            self.show(self.pages.doubt(understood))
            line = (self.terminal.read() or "").strip()
            chosen = _chosen(understood, line)
            if chosen is None:
                # nothing, or no: the question stands
                return False
            understood = self.consultation.answer(chosen, fact=fact)
        if isinstance(understood, Refused):
            self.show(f"{understood.message} {understood.hint}\n")
            return False
        if isinstance(understood, Accepted) and understood.label != text:
            self.say(_TAKEN, answer=understood.label)
        return True

    def _do(self, command: Command, question: Question) -> bool:
        """Carries a command out; whether another question may be due now."""
        name = command.name
        if name == "unknown":
            self.consultation.unknown(question.fact)
            return True
        if name == "skip":
            self.consultation.skip(question.fact)
            return True
        if name == "back":
            return self._back()
        if name == "change":
            return self._change(command.argument)
        if name == "attach":
            return self._attach(command)
        if name == "why":
            reasons = self.consultation.why()
            self.show(self.pages.reasons(reasons) if reasons else self.labels.say(_NOT_ASKED) + "\n")
        elif name == "now":
            self.show(self.pages.so_far(self.consultation.so_far()))
        elif name == "answers":
            self.show(self.pages.answers(self.consultation.replay()))
        elif name == "if":
            self._what_if(command, question)
        else:
            self._help()
        return False

    def _back(self) -> bool:
        entries = self.consultation.entries
        if not self.consultation.back():
            self.say(_NOTHING_BACK)
            return False
        self.say(_BACK, fact=self.labels.fact(entries[-1].fact))
        return True

    def _change(self, argument: str) -> bool:
        """Another answer in the place of an earlier one."""
        steps = self.consultation.replay()
        if not argument:
            self.show(self.pages.answers(steps))
            if not steps:
                return False
            self.say(_WHICH)
            argument = (self.terminal.read() or "").strip()
            if not argument:
                return False
        number = words.number_of(argument)
        if number is None or not 0 < number <= len(steps):
            self.say(_NOT_ONE, number=argument)
            return False
        step = steps[number - 1]
        asked = self.consultation.question(step.fact)
        self.show(self.pages.question(asked, number))
        self.say(_NEW)
        line = self.terminal.read()
        if line is None:
            return False
        if not line.strip():
            self.consultation.retract(step.fact)
            self.say(_BACK, fact=self.labels.fact(step.fact))
            return True
        return self._answer(line.strip(), step.fact)

    def _attach(self, command: Command) -> bool:
        if not command.argument:
            self._needs(command)
            return False
        path = command.argument.strip("\"'")
        try:
            known = self.consultation.attach(Path(path).expanduser())
        except RtctriageError as error:
            self.show(f"{error}\n")
            return False
        self.say(_ATTACHED, file=path, count=len(known.facts))
        return True

    def _what_if(self, command: Command, question: Question) -> None:
        if not command.argument:
            self._needs(command)
            return
        tried = self.consultation.try_out(command.argument, fact=question.fact)
        if isinstance(tried, Refused):
            self.say(_NO_IF, why=tried.message)
        elif isinstance(tried, Doubt):
            self.show(self.pages.doubt(tried))
        else:
            self.show(self.pages.what_if(self.consultation.so_far(), tried))

    def _needs(self, command: Command) -> None:
        word = words.WORDS[command.name]
        shown = word.zh[0] if self.labels.language == "zh" else word.en[0]
        what = word.argument.in_(self.labels.language) if word.argument else ""
        self.say(_NEEDS, word=shown, what=what)

    def _help(self) -> None:
        self.show(self.pages.commands(words.listed(self.labels.language)) + self.labels.say(_RULE) + "\n")


def _chosen(doubt: Doubt, line: str) -> Alternative | None:
    """The reading that was chosen: by its key, or the first one by yes."""
    word = words.plain_word(line)
    for one in doubt.alternatives:
        if word in (one.key, one.label.casefold()):
            return one
    return doubt.alternatives[0] if word in ("y", "yes", "是", "对", "ok") else None
