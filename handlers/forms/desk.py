"""The desk at which a form is drawn, and the sheet that comes back filled in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from governance.calendar import WorkingCalendar
from governance.people import Person, Place
from governance.record import Record
from handlers.commands import OpenForm
from handlers.forms.form import Field, Form, Token
from storage.register import Register


@dataclass(frozen=True)
class Desk:
    """What a form is drawn from: the command that opens it, its record where it is about one, and who opens it where."""

    command: OpenForm
    record: Record | None
    register: Register
    speaker: Person
    place: Place

    @property
    def held(self) -> Record:
        assert self.record is not None
        return self.record


@dataclass(frozen=True)
class Sheet:
    """What came back: the form's token, what was filled in, and the record where it is about one."""

    token: Token
    values: dict[str, Any]
    record: Record | None
    today: date
    calendar: WorkingCalendar

    @property
    def held(self) -> Record:
        assert self.record is not None
        return self.record

    def text(self, name: str) -> str:
        return str(self.values.get(name) or "")


def about(
    desk: Desk, title: str, fields: tuple[Field, ...], keep: dict[str, Any] | None = None, submit: str = "Save"
) -> Form:
    """A form about the desk's record."""
    record = desk.held
    token = Token(form=desk.command.form, ref=record.ref, seen=record.version, keep=keep or {})
    return Form(title, token.sealed(), fields, submit=submit, intro=record.title)
