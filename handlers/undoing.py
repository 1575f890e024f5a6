"""Undo: the last thing done is taken back by a new line of history; nothing is ever erased."""

from __future__ import annotations

from typing import Any

from governance.errors import ChivvyError
from governance.people import Person, Place
from governance.policy import permit
from governance.record import Record
from handlers.answer import Answer
from handlers.assignment import tell_owner
from handlers.changing import what_changed
from handlers.commands import Undo
from handlers.reply import Reply
from storage.history import Event, Scene
from storage.records import plain_fields
from storage.register import Register

# What is no change of a record: said plainly, rather than taking back something older.
NOT_UNDOABLE = {
    "create workstream": "create a workstream",
    "bind channel": "bind a channel to a workstream",
    "set lead": "say who leads a workstream",
    "add member": "let somebody into the programme",
    "note": "add a note",
    "acknowledge": "acknowledge an alert",
}


class NothingToUndo(ChivvyError):
    """There is nothing of yours to undo. Nothing was changed. To change a record, type for example “A-012 due Friday”."""


class CannotBeUndone(ChivvyError):
    """The last thing you did was to {what}, and I can't undo that. Nothing was changed. What you did to a record before can be
    undone with the Undo button on its card."""


class UndoneAlready(ChivvyError):
    """That change has been undone already, so nothing more was changed."""


class ChangedSince(ChivvyError):
    """I can't undo that: {ref} has been changed since ({what}). Nothing was changed. Type “{ref}” to see it as it is now."""


async def undo(command: Undo, register: Register, scene: Scene, speaker: Person, place: Place, answer: Answer) -> Reply:
    """Take back one change: every field goes back to what it was. A record just logged is withdrawn; its ref stays used."""
    event = await _event(register, command, speaker)
    assert event.ref is not None
    record = await register.records.get(event.ref)
    permit(speaker, "change", record, place)
    _check_unchanged(record, event)
    changed, done = await register.records.change(scene, record, _back(record, event), "undo", undoes=event.id)
    if changed.owner != record.owner:
        await tell_owner(register, changed, speaker)
    return await answer.changed(changed, await what_changed(register, changed, done))


async def _event(register: Register, command: Undo, speaker: Person) -> Event:
    if command.event is None:
        last = await register.history.last_of(speaker.id)
        if last is not None and last.verb in NOT_UNDOABLE:
            raise CannotBeUndone(what=NOT_UNDOABLE[last.verb])
        found = await register.history.last_undoable(speaker.id)
    else:
        found = await register.history.get(command.event)
    if found is None or found.ref is None or found.version is None or found.undoes is not None:
        raise NothingToUndo
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
    return dict(event.before)
