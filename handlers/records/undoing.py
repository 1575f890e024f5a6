"""Undo: the last thing done is taken back by a new line of history; nothing is ever erased."""

from __future__ import annotations

from typing import Any

from governance.errors import ChivvyError
from governance.kinds.access import AccessCase
from governance.people import Person, Place
from governance.policy import permit
from governance.record import Record
from governance.timed import Timed
from handlers.access.visit_notice import owe_visits
from handlers.answer import Answer
from handlers.ballots.deeds import CORRECT, DECLARE, FREEZE, REPORT
from handlers.calendar_days.adding import take_back as take_back_days
from handlers.cards import Card, Para
from handlers.commands import Undo
from handlers.people.channels import SETTLE_CHANNEL, set_place_back
from handlers.people.handed_over import tell_returned
from handlers.people.preferences import PREFER, set_back
from handlers.records.accepted import ACCEPTED, IN_HAND
from handlers.records.changing import what_changed
from handlers.reply import Reply
from handlers.wording import count
from storage.history import FOLLOW, LINK, LINKING, Event, Scene
from storage.records import plain_fields
from storage.register import Register

# What is no change of a record: said plainly, rather than taking back something older.
NOT_UNDOABLE = {
    "create workstream": "create a workstream",
    "bind channel": "bind a channel to a workstream",
    "set lead": "say who leads a workstream",
    "add member": "let somebody into the programme",
    "take leave": "note leave (to take it back, type “cancel my leave”)",
    "cancel leave": "cancel leave",
    "set pattern": "note working days",
    "deploy": "put somebody on a workstream",
    "end deployment": "take somebody off a workstream",
    "note": "add a note",
    ACCEPTED: "say that you have something in hand",
    IN_HAND: "say that something is in hand",
    "review": "look at something again",
    "export": "take a copy of the register",
    "acknowledge": "acknowledge an alert",
    "answer escalation": "answer what was handed up (please tell whoever asked, or answer with a new decision)",
    "escalate": "hand up what has no state for it (please tell whoever it went to)",
    "sort comments": "say what comments are about (say it anew, and the newest holds)",
    "refuse": "type something that I did not keep",
    "confirm identity": "say which account is yours",
    SETTLE_CHANNEL: "settle something for another channel (undo it there)",
    "set rules": "change one of the programme’s settings (the answer then has a button that sets it back)",
}
# Changes of a record that are for good: what they did besides cannot be taken back.
FOR_GOOD = {
    FREEZE: "freeze a register of voters",
    CORRECT: "put a register of voters right (put it right once more)",
    DECLARE: "declare the result of a ballot",
    REPORT: "report the result of a ballot",
}
REFS_SHOWN = 12
# Deeds upon the calendar: they are taken back as a whole, with every date that moved by them.
CALENDAR_DEEDS = ("add holiday", "add closure", "remove holiday", "remove closure")


class NothingToUndo(ChivvyError):
    """There is nothing of yours to undo. Nothing was changed. To change a record, type for example “A-012 due Friday”."""


class CannotBeUndone(ChivvyError):
    """The last thing you did was to {what}, and I can't undo that. Nothing was changed. What you did to a record before can be
    undone with the Undo button on its card."""


class UndoneAlready(ChivvyError):
    """That change has been undone already, so nothing more was changed."""


class MovedByCalendar(ChivvyError):
    """The dates of {ref} moved because the calendar did ({why}), so I can't take that back for it alone. Nothing was changed. To
    set another date, type for example “{ref} due Friday”; the programme office can change the calendar: type “bank holidays”."""


class OnlyByItsCommand(ChivvyError):
    """Undo does not touch {fields} of {ref}: only whoever may set that can change it, by its own command. Nothing was changed.
    Type “{ref}” to see how it stands."""


class ChangedSince(ChivvyError):
    """I can't undo that: {ref} has been changed since ({what}). Nothing was changed. Type “{ref}” to see it as it is now."""


class NewestFirst(ChivvyError):
    """I can't undo that yet: something else has been done to {ref} since, and its dates follow one from the other. Nothing was
    changed. Take back the newest change first: type “{ref} undo”."""


async def undo(command: Undo, register: Register, scene: Scene, speaker: Person, place: Place, answer: Answer) -> Reply:
    """Take back one deed, with all its lines: every field goes back to what it was, every link too. A record just logged is
    withdrawn; its ref stays used. Where one of the records was changed since, nothing is taken back."""
    if (deed := await _calendar_deed(register, command, speaker)) is not None:
        return await take_back_days(deed, register, scene, speaker, answer)
    settled = await _settled_last(register, command, speaker)
    if settled is not None and settled.verb == PREFER:
        return await set_back(settled, register, speaker, scene, answer)
    if settled is not None and (reply := await set_place_back(settled, register, speaker, place, scene, answer)):
        return reply
    event = await _event(register, command, speaker)
    assert event.ref is not None
    told: dict[str, tuple[Record, Card | None]] = {}
    returned: list[Record] = []
    for line in await _lines(register, event):
        assert line.ref is not None
        record = await register.records.get(line.ref)
        permit(speaker, "change", record, place)
        if line.verb in LINKING:
            await _take_back_link(register, scene, record, line)
            told.setdefault(record.ref, (record, None))
        else:
            told[record.ref] = await _take_back(register, scene, record, line)
            if told[record.ref][0].owner != record.owner:
                returned.append(told[record.ref][0])
    await tell_returned(register, answer.batch(), speaker, returned)
    record, card = told[event.ref]
    if len(told) > 1 or card is None:
        refs = list(told)
        more = f" and {count(len(refs) - REFS_SHOWN, 'more', 'more')}" if len(refs) > REFS_SHOWN else ""
        said = f"Undone: {', '.join(refs[:REFS_SHOWN])}{more} {'is' if len(refs) == 1 else 'are'} as before."
        card = Card(text=said, parts=(Para((said,)),))
    record = await register.records.get(record.ref)
    return await answer.changed(record, card)


async def _settled_last(register: Register, command: Undo, speaker: Person) -> Event | None:
    """The last thing that the speaker did, where it was to settle something for themselves or for a channel."""
    if command.ref or command.event is not None:
        return None
    last = await register.history.last_of(speaker.id)
    return last if last is not None and last.verb in (PREFER, SETTLE_CHANNEL) and last.undoes is None else None


async def _lines(register: Register, event: Event) -> list[Event]:
    """The lines of the deed that `event` is of, newest first, without those taken back already."""
    lines = await register.history.of_batch(event.batch) if event.batch else [event]
    return [
        line
        for line in reversed(lines)
        if _is_undoable(line) and (line.id == event.id or not await register.history.is_undone(line.id))
    ]


async def _take_back(register: Register, scene: Scene, record: Record, event: Event) -> tuple[Record, Card]:
    _check_unchanged(record, event)
    # What a later step was allowed for must not go away beneath it: who handled stage 1, when a notice was served.
    if isinstance(record.body, Timed) and await register.history.has_newer(event):
        raise NewestFirst(ref=record.ref)
    if event.verb != "log" and (guarded := type(record.body).guarded & event.after.keys()):
        asks = dict(type(record.body).asks())
        raise OnlyByItsCommand(ref=record.ref, fields=[asks[name].label for name in sorted(guarded)])
    changed, done = await register.records.change(scene, record, _back(record, event), "undo", undoes=event.id)
    await owe_visits(register, record, changed)
    return changed, await what_changed(register, changed, done)


async def _take_back_link(register: Register, scene: Scene, source: Record, event: Event) -> None:
    relation, target = str(event.after["relation"]), await register.records.get(str(event.after["target"]))
    links = register.links
    back = links.remove if event.verb == LINK else links.add
    await back(scene, source, relation, target, undoes=event.id)


def _is_undoable(event: Event) -> bool:
    return event.ref is not None and event.undoes is None and (event.version is not None or event.verb in LINKING)


async def _calendar_deed(register: Register, command: Undo, speaker: Person) -> Event | None:
    """The deed upon the calendar that is to be taken back, where the speaker did one; None where it is about something else.
    Raises MovedByCalendar for one record's part of another's."""
    if command.ref:
        event = await register.history.last_change_of((await register.records.get(command.ref)).ref)
    elif command.event is not None:
        event = await register.history.get(command.event)
    else:
        event = await register.history.last_of(speaker.id)
    if event is None or event.verb not in (*CALENDAR_DEEDS, FOLLOW):
        return None
    lines = await register.history.of_batch(event.batch) if event.batch else [event]
    deed = next((line for line in lines if line.verb in CALENDAR_DEEDS), None)
    if deed is None or deed.actor != speaker.id:
        raise MovedByCalendar(ref=event.ref or "some records", why=event.reason or "its nation changed")
    return deed


async def _event(register: Register, command: Undo, speaker: Person) -> Event:
    if command.ref:
        record = await register.records.get(command.ref)
        found = await register.history.last_change_of(record.ref)
    elif command.event is None:
        last = await register.history.last_of(speaker.id)
        if last is not None and last.version is None and last.verb in NOT_UNDOABLE:
            raise CannotBeUndone(what=NOT_UNDOABLE[last.verb])
        found = await register.history.last_undoable(speaker.id)
    else:
        found = await register.history.get(command.event)
    if found is None or not _is_undoable(found):
        raise NothingToUndo
    if found.verb in FOR_GOOD:
        raise CannotBeUndone(what=FOR_GOOD[found.verb])
    if await register.history.is_undone(found.id):
        raise UndoneAlready
    return found


def _check_unchanged(record: Record, event: Event) -> None:
    now = plain_fields(record)
    moved_on = [name for name, value in event.after.items() if now.get(name) != value]
    if moved_on:
        asks = dict(type(record.body).asks())
        told = [asks[name].label.lower() for name in moved_on if name in asks] or ["its state"]
        raise ChangedSince(ref=record.ref, what=", ".join(told))


def _back(record: Record, event: Event) -> dict[str, Any]:
    if event.verb == "log":
        return {"withdrawn": True}
    back = dict(event.before)
    if isinstance(record.body, AccessCase) and "plan" in back:
        back["plan"] = record.body.plan + 1  # a visit that is on again is told of again
    return back
