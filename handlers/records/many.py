"""Changing many: one thing done to several records of a list at once, with one undo."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pydantic import ValidationError

from governance.errors import ChivvyError, NotCleared
from governance.people import Person, Place
from governance.policy import may, readable
from governance.record import Record
from governance.timed import Timed
from handlers.access.visit_notice import owe_visits
from handlers.answer import Answer
from handlers.cards import Buttons, Card, Option, Para, Part, Small, button
from handlers.commands import ChangeMany, Command, Undo
from handlers.encoding import ButtonUnreadable
from handlers.forms.desk import Desk, Sheet
from handlers.forms.form import Field, Form, Token
from handlers.forms.form_fields import person_field, reason_field
from handlers.forms.form_reading import Wrong, day_of
from handlers.outreach.moving import after_move, before_move
from handlers.people.telling import tell_news
from handlers.records.changing import check_needs
from handlers.records.lineage import supersede_older
from handlers.records.values import NotAllowed, body_with, check_objection, settable
from handlers.reminding.assignment import tell_owner
from handlers.reply import Reply
from handlers.wording import count, day
from storage.history import Event, Scene
from storage.records import NoSuchRecord
from storage.register import Register

CLOSE, DATE, OWNER = "close", "date", "owner"
DEEDS = {CLOSE: "Finish them (done, closed, resolved)", DATE: "Give them another date", OWNER: "Give them to somebody"}
MOST = 50
TITLE_SHOWN = 60


class TooMany(ChivvyError):
    """That is {number} records, and {most} is the most that I change at once. Nothing was changed. Tick fewer of them."""


class AlreadySo(ChivvyError):
    """it is like that already."""


class FollowsRule(ChivvyError):
    """its day follows from a rule: type “why {ref}”, or extend it."""


class NotWorkingDay(ChivvyError):
    """{day} is {why}. Nothing was changed. Choose {before} or {after}."""


async def change_many(
    command: ChangeMany, register: Register, scene: Scene, speaker: Person, place: Place, answer: Answer
) -> Reply:
    """Do one thing to each of several records, as one deed. What can't be done is said with its reason; the rest is done."""
    if len(command.refs) > MOST:
        raise TooMany(number=len(command.refs), most=MOST)
    await _check(command, register)
    scene = replace(scene, batch=answer.batch())
    done: list[Record] = []
    refused: list[str] = []
    last: Event | None = None
    for ref in dict.fromkeys(command.refs):
        try:
            async with register.attempt():
                record, last = await _one(command, ref, register, scene, speaker, place)
                done.append(record)
        except ChivvyError as why:
            refused.append(f"{ref}: {_briefly(why)}")
    if command.deed == OWNER:
        await _tell(register, done, speaker, command.value, answer)
    card = _result(command, done, refused, last.id if last else None)
    hidden = next((record for record in done if not readable(speaker, record, place)), None)
    return await (answer.about(hidden, card) if hidden else answer.in_place(card))


async def _check(command: ChangeMany, register: Register) -> None:
    """Raise NotAllowed unless the deed and its value make sense for any record at all."""
    if command.deed not in DEEDS:
        raise ButtonUnreadable
    if command.deed == OWNER and await register.people.get(command.value) is None:
        raise NotAllowed(what="I don't know that person")
    if command.deed == DATE:
        chosen = day_of(command.value)
        if chosen is None or chosen < register.today:
            raise NotAllowed(what="the day has passed or is no day")
        calendar = await register.calendar()
        if why := calendar.why_not(chosen):
            near = {"before": day(calendar.add(chosen, -1)), "after": day(calendar.add(chosen, 1))}
            raise NotWorkingDay(day=day(chosen), why=why, **near)


async def _one(
    command: ChangeMany, ref: str, register: Register, scene: Scene, speaker: Person, place: Place
) -> tuple[Record, Event]:
    record = await register.records.get(ref)
    if refusal := may(speaker, "change", record, place):
        raise refusal
    if record.withdrawn:
        raise NoSuchRecord(ref=ref)
    wanted, verb = _wanted(command, record, register)
    if command.deed == CLOSE:
        wanted |= await before_move(register, record, record.kind.lifecycle.done, speaker)
    try:
        await check_objection(register, body_with(record, wanted), record.body)
        changed, event = await register.records.change(scene, record, wanted, verb, reason=command.reason)
    except ValidationError as odd:
        raise NotAllowed(what="it does not take that") from odd
    if not event.after:
        raise AlreadySo
    await owe_visits(register, record, changed)
    if command.deed == CLOSE:
        await supersede_older(register, scene, changed)
        await after_move(register, scene, record, changed, speaker)
    return changed, event


def _wanted(command: ChangeMany, record: Record, register: Register) -> tuple[dict[str, object], str]:
    """The fields to set, and the verb for the history. Raises what the lifecycle has against it."""
    if command.deed == OWNER:
        return {"owner": command.value}, "assign"
    if command.deed == DATE:
        return _redated(record, day_of(command.value)), "change"
    lifecycle = record.kind.lifecycle
    if record.status == lifecycle.done or not record.is_open:
        raise AlreadySo
    lifecycle.check(record.ref, record.status, lifecycle.done, command.reason)
    check_needs(record, record.body, lifecycle.done)
    follows = record.body.on_move(lifecycle.done, command.reason, register.today)
    return {"status": lifecycle.done, **follows}, "move"


def _redated(record: Record, on: date | None) -> dict[str, object]:
    """What another day changes. Raises FollowsRule where the day is not people's to set."""
    body = record.body
    name = body.due_now if isinstance(body, Timed) and body.due_now else record.kind.due_field
    if name not in settable(type(body)):
        raise FollowsRule(ref=record.ref)
    return {name: on, **body.on_change({name: on})}


def _briefly(why: ChivvyError) -> str:
    """What stood against one of many, without what is said once for all of them."""
    if isinstance(why, NotCleared):
        return "it is confidential and you are not named on it"
    text = why.message.replace("Nothing was changed. ", "").replace("Nothing has been changed yet. ", "")
    return text.removesuffix(" Nothing was changed.").rstrip(".")


async def _tell(register: Register, records: list[Record], by: Person, owner: str, answer: Answer) -> None:
    """The new owner hears of one record as always, of several in one message."""
    if len(records) == 1:
        await tell_owner(register, records[0], by)
    elif records:
        refs = ", ".join(record.ref for record in records)
        remark = f"{by.name} gave you {count(len(records), 'item')}: {refs}. Type “my list” to see them."
        await tell_news(register, await register.people.get(owner), by, f"many:{answer.turn.id}", remark)


def _result(command: ChangeMany, done: list[Record], refused: list[str], event: int | None) -> Card:
    said = {CLOSE: "finished", DATE: "re-dated", OWNER: "handed over"}[command.deed]
    refs = ", ".join(record.ref for record in done)
    text = f"{count(len(done), 'item')} {said}: {refs}." if done else "Nothing was changed."
    parts: list[Part] = [Para((text,))]
    if refused:
        parts.append(Para((f"Not changed ({len(refused)}):",)))
        parts += [Small((line,)) for line in refused]
        text += f" Not changed: {'; '.join(refused)}."
    if event is not None and done:
        parts.append(Buttons((button("Undo", Undo(event), asks=f"Take back all {len(done)}?"),)))
    return Card(text=text, parts=tuple(parts), refs=tuple(record.ref for record in done))


async def draw_many(desk: Desk) -> Form:
    """The records of a page to tick, and what to do with them."""
    refs = [str(ref) for ref in desk.command.values["refs"]][:MOST]
    records = [record for ref in refs for record in await desk.register.records.with_ref(ref)]
    shown = [record for record in records if readable(desk.speaker, record)]
    if not shown:
        raise ButtonUnreadable
    options = tuple(Option(record.ref, f"{record.ref} {record.title[:TITLE_SHOWN]}") for record in shown)
    fields = (
        Field("refs", "Which", "several", "Tick them", options=options, required=True),
        Field(
            "deed",
            "What to do",
            "choice",
            options=tuple(Option(name, words) for name, words in DEEDS.items()),
            required=True,
        ),
        Field("day", "New date", "date", "Where they get another date"),
        await person_field("person", "New owner", "Where somebody else takes them", None, desk.register),
        reason_field("Why", required=False),
    )
    token = Token(form="many", keep={"refs": [record.ref for record in shown]})
    return Form("Change several", token.sealed(), fields, submit="Change them")


def read_many(sheet: Sheet) -> Command | Wrong:
    """What is to be done with those that were ticked; only records that the form showed can be."""
    chosen = sheet.values.get("refs") or []
    refs = tuple(ref for ref in sheet.token.keep["refs"] if ref in chosen)
    deed = sheet.text("deed")
    if not refs:
        return {"refs": "Tick at least one."}
    if deed not in DEEDS:
        return {"deed": "Choose what to do."}
    value = ""
    if deed == DATE:
        chosen_day = day_of(sheet.values.get("day"))
        if chosen_day is None or chosen_day < sheet.today:
            return {"day": "Choose today or a later day."}
        if why := sheet.calendar.why_not(chosen_day):
            near = f"{day(sheet.calendar.add(chosen_day, -1))} or {day(sheet.calendar.add(chosen_day, 1))}"
            return {"day": f"{day(chosen_day)} is {why}. Choose {near}."}
        value = chosen_day.isoformat()
    if deed == OWNER:
        value = sheet.text("person")
        if not value:
            return {"person": "Choose who takes them on."}
    return ChangeMany(refs, deed, value, sheet.text("reason"))
