"""A digest that is owed already follows its receiver's hour: when they choose another, it comes then, and never twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from governance.calendar import local
from governance.hours import digest_at
from governance.people import Person
from handlers.reminding.digest import DIGEST
from storage.claims import DUE
from storage.register import Register


async def move_digests(register: Register, person: Person) -> str:
    """Move each digest that `person` is owed, and what goes with it, to their own hour of its day; one whose hour has passed
    goes now. Says in words when today's comes, where that has changed."""
    told = ""
    for notice in await register.outbox.waiting(person=person.id):
        if notice.rule != DIGEST or notice.state != DUE or notice.begun:
            continue
        day = date.fromisoformat(notice.payload["day"])
        moment = local(day, digest_at(person, day), register.zone)
        if moment == notice.due_at or day < register.today:
            continue
        await register.outbox.settle(notice.id, DUE, due_at=moment)
        await register.outbox.carry_over(notice.key, replace(notice, due_at=moment))
        if day == register.today:
            when = f"at {digest_at(person, day):%H:%M}" if moment > register.now else "now"
            told = f"Today’s digest, which was about to come, comes {when}."
    return told
