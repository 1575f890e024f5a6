"""Replying to a case: its points are gathered in a form, kept as they are, and hold the reply back until each is answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from pydantic import ValidationError

from governance.checklist import Checklist
from governance.errors import ChivvyError
from governance.people import Person, Place
from governance.record import Record
from handlers.answer import Answer
from handlers.cards import Buttons, Card, Option, Para, Part, Small, button
from handlers.cases.held_back import held_card, still_open
from handlers.commands import Command, Move, OpenForm, PrepareReply, Report, Show
from handlers.encoding import ButtonUnreadable
from handlers.forms.desk import Desk, Sheet, about
from handlers.forms.form import Field, Form
from handlers.forms.form_reading import Wrong, day_of
from handlers.records.changing import move, own_changes
from handlers.records.entering import what_is_wrong
from handlers.records.moves import CHECKLIST
from handlers.records.values import NotAllowed
from handlers.reply import Reply
from handlers.words.understanding import Surroundings
from storage.history import Scene
from storage.register import Register

NEXT = "next"
INTRO = "What stands here is what the letter says. A point that does not apply: “n/a”, and why."


class NoReplyNow(ChivvyError):
    """{ref} is {status}, and no reply is due then. Nothing was changed. Type “{ref}” to see what comes next."""


async def prepare_reply(
    command: PrepareReply,
    record: Record,
    register: Register,
    scene: Scene,
    speaker: Person,
    place: Place,
    answer: Answer,
    around: Surroundings,
) -> Reply:
    """Keep what was said. Where all is said and the reply has gone, the case moves on; else what is still open is named."""
    checklist = _checklist(record, command.to)
    scene = replace(scene, batch=answer.batch())
    record = await _kept(register, scene, record, checklist, command)
    if missing := still_open(record.body, checklist, around):
        return await answer.about(record, held_card(record, command.to, checklist, missing, command.on))
    if command.on is not None:
        gone = Move(record.ref, command.to, _reason(record, command.to), {checklist.sent: command.on})
        return await move(gone, record, register, scene, speaker, place, answer, around)
    return await answer.about(record, _ready(record, command.to, checklist, register.today))


def _checklist(record: Record, to: str) -> Checklist:
    checklist = record.body.checklist(to)
    if checklist is None:
        raise ButtonUnreadable
    record.kind.lifecycle.check(record.ref, record.status, to, "a reply")
    return checklist


async def _kept(
    register: Register, scene: Scene, record: Record, checklist: Checklist, command: PrepareReply
) -> Record:
    """The record with what was said; a point that somebody else changed meanwhile is not overwritten."""
    wanted: Mapping[str, Any] = {name: held for name, held in command.values.items() if name in _fields(checklist)}
    if command.seen is not None:
        wanted = await own_changes(register, record, command.seen, wanted)
    try:
        kept, _ = await register.records.change(scene, record, wanted, "prepare reply")
    except ValidationError as wrong:
        raise NotAllowed(what=what_is_wrong(wrong)) from wrong
    return kept


def _fields(checklist: Checklist) -> set[str]:
    return {point.field for point in checklist.points}


def _reason(record: Record, to: str) -> str:
    """Why it goes there, where the move needs a reason: the reply says it."""
    needed = record.kind.lifecycle.needs_reason(record.status, to)
    return str(getattr(record.body, "closure_reason", "")) if needed else ""


def _ready(record: Record, to: str, checklist: Checklist, today: date) -> Card:
    """Everything is said: the letter, and the press that says that it went."""
    said = f"{record.ref}: the {checklist.name} says all that it must."
    then = "Draft the letter, read it, send it. Then press Sent today, or say the day: its clock runs until then."
    sent = PrepareReply(record.ref, to, on=today)
    buttons = (
        button("Draft the letter", Report(checklist.letter, record.ref), "primary"),
        button("Sent today", sent, asks=f"The {checklist.name} went to the resident today?"),
        button("Change it", OpenForm(CHECKLIST, ref=record.ref, values={"to": to})),
        button("Show", Show(record.ref)),
    )
    parts: tuple[Part, ...] = (Para((said,)), Small((then,)), Buttons(buttons))
    return Card(text=f"{said} {then}", parts=parts, refs=(record.ref,))


async def draw_checklist(desk: Desk) -> Form:
    """The points of a reply, as far as they are answered, and the day on which it went."""
    record = desk.held
    to = _meant(record, str(desk.command.values["to"]))
    checklist = _checklist(record, to)
    asks = dict(type(record.body).asks())
    fields = []
    for point in checklist.points:
        held, ask = getattr(record.body, point.field), asks[point.field]
        label = f"{point.label[:1].upper()}{point.label[1:]}"
        if ask.choices:
            options = tuple(Option(choice, choice[:1].upper() + choice[1:]) for choice in ask.choices)
            fields.append(Field(point.field, label, "choice", point.hint, held, options))
        else:
            fields.append(Field(point.field, label, "text", point.hint, held or None))
    on = str(desk.command.values.get("on") or "") or None
    fields.append(Field("on", "Sent on", "date", "Leave it empty until the letter has gone", on))
    title = f"{record.ref}: {checklist.name}"[:60]
    form = about(desk, title, tuple(fields), keep={"to": to})
    besides = f" The letter also gives {' and '.join(checklist.besides)}." if checklist.besides else ""
    return replace(form, intro=f"{INTRO}{besides}")


def _meant(record: Record, to: str) -> str:
    """The state that a reply leads to; “next” is whichever its own state asks for. Raises NoReplyNow."""
    if to != NEXT:
        return to
    allowed = [state for state in record.kind.lifecycle.moves[record.status] if state in record.kind.checked]
    if not allowed:
        raise NoReplyNow(ref=record.ref, status=record.status)
    return allowed[0]


def read_checklist(sheet: Sheet) -> Command | Wrong:
    values = dict(sheet.values)
    said = values.pop("on", None)
    on = day_of(said)
    if said and on is None:
        return {"on": "This is not a date."}
    if on is not None and on > sheet.today:
        return {"on": "That day has not come yet. Leave it empty until the letter has gone."}
    plain = {name: held or "" for name, held in values.items()}
    asks = dict(type(sheet.held.body).asks())
    plain = {name: (held or None) if asks[name].choices else held for name, held in plain.items() if name in asks}
    return PrepareReply(sheet.held.ref, str(sheet.token.keep["to"]), plain, on, sheet.token.seen)
