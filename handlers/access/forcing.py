"""Force: what is said whenever somebody asks, and how Legal notes what a sealed order allows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from governance.access.force import (
    CONFLICT,
    ONLY_LEGAL,
    OnlyLegal,
    authorisation,
    force_told,
    is_authorised,
    may_authorise,
)
from governance.people import Person
from governance.record import Record
from governance.roles import LEGAL, has_role
from handlers.access.case import access_case
from handlers.answer import Answer
from handlers.cards import Buttons, Card, Facts, Heading, Para, Part, Small, button
from handlers.commands import AskForce, Command, NoteForce, OpenForm
from handlers.forms.desk import Desk, Sheet, about
from handlers.forms.form import Field, Form
from handlers.forms.form_reading import Wrong, day_of
from handlers.records.changing import set_fields
from handlers.reply import Reply
from handlers.wording import day
from storage.history import Event, Scene
from storage.register import Register

FORCED_ENTRY = "forced entry"


async def ask_force(
    command: AskForce, record: Record | None, register: Register, speaker: Person, answer: Answer
) -> Reply:
    """Whether force may be used: at one home, or at all. It is the same answer for everybody: not by an injunction alone."""
    if record is None:
        said = f"Not by an injunction alone. {CONFLICT} {ONLY_LEGAL}"
        return await answer.normally(Card(text=said, parts=(Para((said,)),)))
    return await answer.about(record, force_card(record, register, speaker))


def force_card(record: Record, register: Register, reader: Person) -> Card:
    """What is so at one home today."""
    body = access_case(record)
    allowed, told = is_authorised(body, register.today), force_told(body, register.today)
    said = f"{record.ref}: {'yes, but only as the order says' if allowed else 'no'}. Force is {told}."
    order = body.court_order or "none on record"
    facts = [("Order", (order,))]
    facts += [("Sealed on", (day(body.order_sealed_on),))] if body.order_sealed_on else []
    facts += [("What it says of force", (body.forced_entry_words,))] if body.forced_entry_words else []
    parts: list[Part] = [Heading(said), Facts(tuple(facts)), Para((CONFLICT,)), Small((ONLY_LEGAL,))]
    if may_authorise(reader, record) and record.is_open:
        parts.append(Buttons((button("What the order says of force…", OpenForm(FORCED_ENTRY, ref=record.ref)),)))
    return Card(text=f"{said} {CONFLICT} {ONLY_LEGAL}", parts=tuple(parts), refs=(record.ref,))


async def note_force(
    command: NoteForce, record: Record, register: Register, scene: Scene, speaker: Person, answer: Answer
) -> Reply:
    """Note what a sealed order says of force, or that it does not apply any more: for Legal who are named on the case."""
    access_case(record)
    if command.withdraw:
        if not may_authorise(speaker, record):
            raise OnlyLegal(ref=record.ref, conflict=CONFLICT, officer=await _officer(register, record))
        wanted: dict[str, Any] = {"forced_entry_authorised": False, "forced_entry_from": None, "forced_entry_to": None}
        wanted |= {"forced_entry_words": "", "forced_entry_by": ""}
    else:
        officer = await _officer(register, record)
        if refusal := authorisation(record, speaker, officer, command.first, command.last, command.words):
            raise refusal
        wanted = {
            "forced_entry_authorised": True,
            "forced_entry_from": command.first,
            "forced_entry_to": command.last,
            "forced_entry_words": command.words.strip(),
            "forced_entry_by": f"{speaker.name}, {speaker.role}",
        }
    scene = replace(scene, batch=answer.batch())
    return await set_fields(register, scene, record, wanted, "note force", speaker, answer, said=_said)


async def _said(register: Register, _before: Record, record: Record, _event: Event) -> Card:
    """How it stands; there is no undo, for only Legal changes it."""
    body = access_case(record)
    said = f"{record.ref}: force is {force_told(body, register.today)}."
    parts: list[Part] = [Para((said,))]
    if body.forced_entry_authorised:
        parts.append(Small((f"The order’s words: {body.forced_entry_words}",)))
        parts.append(
            Small(
                (f"Outside of these days it has lapsed. To take it back, type “withdraw forced entry {record.ref}”.",)
            )
        )
    return Card(text=said, parts=tuple(parts), refs=(record.ref,))


async def _officer(register: Register, record: Record) -> str:
    """Whom to ask: Legal who are named on the case, else that somebody is to be named."""
    body = access_case(record)
    person = await register.people.get(body.legal_officer)
    if person is not None and has_role(person, LEGAL):
        return person.name
    return f"Legal, and name them on it: “{record.ref} legal officer @…”"


async def draw_force(desk: Desk) -> Form:
    record = desk.held
    body = access_case(record)
    if not may_authorise(desk.speaker, record):
        raise OnlyLegal(ref=record.ref, conflict=CONFLICT, officer=await _officer(desk.register, record))
    first, last = body.forced_entry_from, body.forced_entry_to
    fields = (
        Field("words", "What the sealed order says of force", "text", "Its own words, with the paragraph",
              body.forced_entry_words or str(desk.command.values.get("words") or "") or None, required=True),
        Field("first", "From", "date", "Not before it was sealed", _given(desk, "first", first), required=True),
        Field("last", "Until", "date", "After that day it has lapsed", _given(desk, "last", last), required=True),
    )  # fmt: skip
    form = about(desk, f"Force at {record.ref}", fields)
    return replace(form, intro=CONFLICT)


def _given(desk: Desk, name: str, held: Any) -> str | None:
    return str(desk.command.values.get(name) or "") or (held.isoformat() if held else None)


def read_force(sheet: Sheet) -> Command | Wrong:
    days = {name: day_of(sheet.values.get(name)) for name in ("first", "last")}
    wrong: Wrong = {name: "Choose the day." for name, held in days.items() if held is None}
    if not sheet.text("words"):
        wrong["words"] = "Say what the order says, in its own words."
    return wrong or NoteForce(sheet.held.ref, days["first"], days["last"], sheet.text("words"))
