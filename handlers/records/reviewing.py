"""Reviewing: a record was looked at again, and will be on another day. That is no re-dating: nothing was put off."""

from __future__ import annotations

from governance.record import Record
from handlers.answer import Answer
from handlers.commands import Reviewed
from handlers.records.changing import what_changed
from handlers.records.values import NotAllowed
from handlers.reply import Reply
from handlers.wording import day
from storage.history import Scene
from storage.register import Register


async def reviewed(command: Reviewed, record: Record, register: Register, scene: Scene, answer: Answer) -> Reply:
    """Note the look, with the day of the next one."""
    if command.until <= register.today:
        raise NotAllowed(what=f"{day(command.until)} is not after today, so it can't be the day of the next look")
    if not record.is_open:
        raise NotAllowed(what=f"{record.ref} is {record.status.lower()}, so it needs no further look")
    wanted = {record.kind.due_field: command.until, "times_rescheduled": record.times_rescheduled}
    changed, event = await register.records.change(scene, record, wanted, "review")
    if not event.after:
        event = await register.history.add(scene, "review", record.ref)
    return await answer.changed(changed, await what_changed(register, changed, event))
