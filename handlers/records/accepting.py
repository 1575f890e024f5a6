"""Accepting: somebody says that they have a record in hand. A line of its history, which its card shows; no message."""

from __future__ import annotations

from governance.people import Person
from governance.record import Record
from handlers.answer import Answer
from handlers.cards import say
from handlers.commands import Accept
from handlers.records.accepted import ACCEPTED, IN_HAND, taken_up, taken_up_words
from handlers.reply import Reply
from storage.history import Scene
from storage.register import Register


async def accept(
    command: Accept, record: Record, register: Register, scene: Scene, speaker: Person, answer: Answer
) -> Reply:
    """The owner accepts it, anybody else acknowledges it. Once a day is enough."""
    if not record.is_open:
        nothing = f"{record.ref} is {record.status.lower()} already, so there is nothing to accept."
        return await answer.about(record, say(nothing))
    last = await taken_up(register, record)
    if last is None or last.actor != speaker.id or last.at.astimezone(register.zone).date() != register.today:
        verb = ACCEPTED if speaker.id == record.owner else IN_HAND
        last = await register.history.add(scene, verb, record.ref, after={"by": speaker.id})
        await register.records.touch(record)
        await register.places.touch(record=record.id)
    return await answer.changed(record, say(f"{record.ref} {record.title}. {await taken_up_words(register, last)}"))
