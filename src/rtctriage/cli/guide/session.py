"""One call of ``rtctriage guide``: what it begins with, where it is kept, and the diagnosis in the end."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Final

from rtctriage.cli.failure import complain
from rtctriage.cli.guide import said
from rtctriage.cli.guide.answering import Answering
from rtctriage.cli.guide.keeping import Keeper, latest_file, new_file, uninterrupted
from rtctriage.cli.guide.talk import Talk
from rtctriage.cli.guide.terminal import Terminal
from rtctriage.cli.known import Given
from rtctriage.consult import Consultation
from rtctriage.diagnosis import Diagnosis
from rtctriage.engine import Engine
from rtctriage.errors import Problem
from rtctriage.exits import Exit
from rtctriage.profile import Profile
from rtctriage.report.labels import Labels
from rtctriage.report.times import Zone
from rtctriage.text import Text

_READ_IN_PART: Final = Problem("", 0, 0, "the consultation was read as far as it goes:")


class Session:
    """Begins, resumes or shows a consultation, as the options say."""

    def __init__(self, given: Given, form: str, zone: Zone, profile_out: Path | None) -> None:
        self.given, self.form, self.zone, self.profile_out = given, form, zone, profile_out
        self.out = given.output()
        self.terminal = Terminal()
        self.engine: Engine = given.engine()

    def begin(self, files: tuple[Path, ...], save: Path | None) -> Exit:
        """A new consultation that knows what was typed and what the files say. Raises RtctriageError."""
        consultation = Consultation(self.engine, language=self.given.language, start=self.given.typed(self.engine))
        for file in files:
            consultation.attach(file, connection=self.given.connection)
        talk = Talk(consultation, self.terminal, Keeper(new_file() if save is None else save))
        talk.begin()
        self._say(consultation, said.KEPT_IN, file=talk.keeper.file)
        return self._hold(talk)

    def resume(self, kept: Path | None, save: Path | None) -> Exit:
        """Goes on where it was. Raises RtctriageError."""
        file = latest_file() if kept is None else kept
        keeper = Keeper(file)
        consultation = self._load(file)
        self._say(consultation, said.RESUMED, file=file, count=len(consultation.entries))
        if any(problem.file == str(file) for problem in consultation.lost):
            # what could not be read would be gone with the first answer
            spared = keeper.spare()
            if spared is not None:
                self._say(consultation, said.SPARED, file=spared)
        pages = Answering(consultation, self.terminal).pages
        if consultation.entries or consultation.evidence:
            self.terminal.show(pages.answers(consultation.replay(), consultation.replay_evidence()))
        if save is not None:
            keeper.move(save)
        talk = Talk(consultation, self.terminal, keeper)
        talk.begin()
        return self._hold(talk)

    def replay(self, file: Path) -> Exit:
        """Shows it again as it went, and the diagnosis it came to."""
        consultation = self._load(file)
        pages = Answering(consultation, self.terminal).pages
        steps, files = consultation.replay(), consultation.replay_evidence()
        self.out.write(pages.answers(steps, files, with_questions=True) + "\n")
        self._answer(consultation.so_far(), consultation.profile())
        return Exit.OK

    def _load(self, file: Path) -> Consultation:
        consultation = Consultation.load(self.engine, file)
        if consultation.lost:
            complain("\n".join(str(problem) for problem in (_READ_IN_PART, *consultation.lost)))
        return consultation

    def _hold(self, talk: Talk) -> Exit:
        consultation, keeper = talk.consultation, talk.keeper
        try:
            end = talk.hold()
        except KeyboardInterrupt:
            self.terminal.show("\n")
            with uninterrupted():
                # an answer may have been understood and not been stored yet
                talk.keep()
                self._go_on(consultation, keeper.file, said.GO_ON)
            return Exit.INTERRUPTED
        finally:
            if self.profile_out is not None:
                self._write_profile(consultation, self.profile_out)
        if end == "kept":
            self._go_on(consultation, keeper.file, said.GO_ON)
            return Exit.OK
        self.terminal.show("\n")
        self._answer(end.diagnosis, consultation.profile())
        if self.terminal.typed:
            self._go_on(consultation, keeper.file, said.CHANGE_LATER)
        return Exit.OK

    def _go_on(self, consultation: Consultation, file: Path, text: Text) -> None:
        self._say(consultation, text, file=shlex.quote(str(file)))

    def _answer(self, diagnosis: Diagnosis, profile: Profile) -> None:
        knowledge = self.engine.knowledge
        if self.form == "json":
            from rtctriage.report import json

            self.out.json(json.render(diagnosis))
        elif self.form == "markdown":
            from rtctriage.report import markdown

            self.out.write(markdown.render(diagnosis, knowledge, profile=profile, zone=self.zone))
        else:
            from rtctriage.report import text

            columns, colour = self.out.columns, self.out.colour
            page = text.render(
                diagnosis,
                knowledge,
                profile=profile,
                columns=columns,
                colour=colour,
                zone=self.zone,
                answered=True,
            )
            self.out.write(page)
        self.out.finish()

    def _write_profile(self, consultation: Consultation, path: Path) -> None:
        import yaml

        from rtctriage.cli.output import Output
        from rtctriage.consult.symptoms import symptom_profile

        out = Output(path, ())
        data = symptom_profile(consultation.profile(), self.engine.knowledge)
        out.write(yaml.safe_dump(data, allow_unicode=True, sort_keys=False))
        out.finish()

    def _say(self, consultation: Consultation, text: Text, **values: object) -> None:
        self.terminal.show(Labels(self.engine.knowledge, consultation.language).say(text, **values) + "\n")
