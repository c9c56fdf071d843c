"""What may be typed beside an answer: the commands of a guided diagnosis, in both languages."""

from __future__ import annotations

import unicodedata
from typing import Final, Literal, TypeAlias, get_args

from msgspec import Struct

from rtctriage.consult import Question
from rtctriage.errors import did_you_mean
from rtctriage.text import Language, Text

Name: TypeAlias = Literal[
    "unknown", "skip", "back", "why", "now", "if", "attach", "answers", "change", "save", "finish", "quit", "help"
]


class Word(Struct, frozen=True):
    """A command: what it is called, the first one in each language being shown, and what it does."""

    en: tuple[str, ...]
    zh: tuple[str, ...]
    help: Text
    argument: Text | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """All that it may be called."""
        return self.en + self.zh


_VALUE: Final = Text("ANSWER", "回答")
_FILE: Final = Text("FILE", "文件")
_NUMBER: Final = Text("NUMBER", "序号")

WORDS: Final[dict[Name, Word]] = {
    "unknown": Word(("unknown", "dk", "?"), ("不知道",), Text("I do not know", "不知道答案")),
    "skip": Word(("skip", "s"), ("跳过",), Text("ask me later", "稍后再问")),
    "back": Word(("back", "b"), ("返回", "上一步"), Text("take the last answer back", "撤回上一个回答")),
    "why": Word(("why", "w"), ("为什么",), Text("why do you ask?", "为什么问这个？")),
    "now": Word(("now", "n"), ("目前", "目前结论"), Text("what do you think so far?", "目前的结论是什么？")),
    "if": Word(("if",), ("如果",), Text("what if I said …?", "如果这样回答会怎样？"), _VALUE),
    "attach": Word(
        ("attach", "a"), ("附件",), Text("here is a recording or a profile", "提供一份记录或症状文件"), _FILE
    ),
    "answers": Word(("answers", "l"), ("回答", "已答"), Text("what did I say so far?", "我已经回答了什么？")),
    "change": Word(("change", "c"), ("修改",), Text("change an earlier answer", "修改之前的回答"), _NUMBER),
    "save": Word(("save",), ("保存",), Text("keep it in this file from now on", "从现在起保存到该文件"), _FILE),
    "finish": Word(("finish", "f"), ("结束",), Text("finish now, with the diagnosis", "现在结束并给出诊断")),
    "quit": Word(("quit", "q"), ("退出",), Text("stop here; all is kept", "先停在这里，内容已保存")),
    "help": Word(("help", "h"), ("帮助",), Text("this list", "显示本列表")),
}
assert WORDS.keys() == set(get_args(Name))

_MARKS: Final = ("/", ":", "：", "／")
_BY_NAME: Final[dict[str, Name]] = {name: command for command, word in WORDS.items() for name in word.names}
_SHORTEST: Final = 2


class Command(Struct, frozen=True):
    """A command that was typed, with what stands behind it as it was typed."""

    name: Name
    argument: str = ""


class NoCommand(Struct, frozen=True):
    """Something that begins like a command and is none."""

    word: str
    hint: str


def read(line: str, question: Question | None) -> Command | NoCommand | str:
    """A line as a command, or as the answer that it is.

    A command begins with a slash (or a colon). Its name alone is enough where no choice is called that; a single letter
    never is. Of free text only a line that is nothing but the name of a command is one; in quotes it is an answer.
    Where nothing is asked, ``question`` is None.
    """
    text = line.strip()
    if text.startswith(_MARKS):
        word, argument = _split(text[1:])
        name = _BY_NAME.get(word)
        if name is not None:
            return Command(name, argument)
        return NoCommand(word, did_you_mean(word, _BY_NAME))
    if question is None:
        word, argument = _split(text)
        name = _BY_NAME.get(word) if len(word) >= _SHORTEST else None
        return text if name is None else Command(name, argument)
    if question.kind == "text" and len(text) > _SHORTEST and text[0] == text[-1] == '"':
        return text[1:-1]
    word, argument = _split(text)
    name = _BY_NAME.get(word)
    if name is None or len(word) < _SHORTEST or _is_choice(question, word):
        return text
    # "back to the lobby" and "if the page is reloaded" are answers, if anything
    takes = WORDS[name].argument is not None and question.kind != "text"
    return text if argument and not takes else Command(name, argument)


def plain_word(text: str) -> str:
    """A word as it is compared: full-width characters as usual ones, without regard to case."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def number_of(text: str) -> int | None:
    """A number that counts something; None where it is none."""
    word = plain_word(text).rstrip(".")
    return int(word) if word.isdecimal() and len(word) < 6 else None


def listed(language: Language) -> list[tuple[str, str]]:
    """Every command as it is typed in a language, with what it does."""
    shown: list[tuple[str, str]] = []
    for word in WORDS.values():
        names = word.zh if language == "zh" else word.en
        argument = f" {word.argument.in_(language)}" if word.argument else ""
        short = next((name for name in word.en if len(name) == 1 and name.isalpha()), "")
        shown.append((f"/{names[0]}{argument}" + (f", /{short}" if short else ""), word.help.in_(language)))
    return shown


def _split(text: str) -> tuple[str, str]:
    word, _, argument = text.strip().partition(" ")
    if not argument and "\u3000" in text:
        word, _, argument = text.strip().partition("\u3000")
    return plain_word(word), argument.strip()


def _is_choice(question: Question, word: str) -> bool:
    return any(
        word in (option.key.casefold(), option.id.casefold(), option.label.casefold()) for option in question.options
    )
