"""Telling: somebody hears what others did that concerns them; at once while they are at work, else with their next digest."""

from __future__ import annotations

from dataclasses import replace

from governance.hours import reachable
from governance.people import Person
from governance.policy import may
from governance.record import Record
from handlers.cards import Card, say
from handlers.reminding.digest import owe_digest
from storage.outbox import Notice
from storage.register import Register

NEWS = "news"


async def tell(register: Register, person: Person | None, by: Person | None, notice: Notice) -> bool:
    """Owe `notice` to a person. Nobody is told what they did themselves, and somebody who has left nothing at all. True when it
    will be told."""
    if person is None or (by is not None and by.id == person.id) or may(person, "receive"):
        return False
    calendar = await register.calendar()
    due_at, carrier = register.now, None
    if not reachable(person, calendar, register.now, register.zone):
        digest = await owe_digest(register, person, calendar)
        if digest is None:
            return False
        due_at, carrier = digest.due_at, digest.key
    await register.outbox.owe(replace(notice, person=person.id, due_at=due_at, carrier=carrier))
    return True


async def tell_news(
    register: Register, person: Person | None, by: Person | None, key: str, remark: str, about: Record | None = None
) -> bool:
    """Tell a person one sentence; `key` names the occasion. `about`: the record that it speaks of, which they must be allowed to
    read."""
    if person is None or (about is not None and may(person, "receive", about)):
        return False
    refs = (about.ref,) if about is not None else ()
    notice = Notice(f"{NEWS}:{key}:{person.id}", NEWS, register.now, person.id, refs=refs, payload={"remark": remark})
    return await tell(register, person, by, notice)


async def news_card(_register: Register, notice: Notice) -> Card:
    """The sentence; where it goes with a digest, the digest says it."""
    return replace(say(str(notice.payload["remark"])), refs=notice.refs)
