"""The notice of a digest: one a person and day, whoever owes it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from governance.calendar import WorkingCalendar
from governance.hours import digest_from, next_digest
from governance.people import Person
from storage.outbox import CLAIMED, DUE, Notice
from storage.register import Register

DIGEST = "digest"
# What comes later than so long after its hour says that it is late.
LATE_AFTER = timedelta(hours=1)


def digest_notice(
    person: Person, moment: datetime, zone: ZoneInfo, *, late: datetime | None = None, week: date | None = None
) -> Notice:
    """The digest that `person` is owed at `moment`. `late`: when it should have come, where that was before; `week`: it is to
    tell of the week that began on that Monday."""
    day = moment.astimezone(zone).date().isoformat()
    payload: dict[str, Any] = {"day": day}
    payload |= {"late": late.isoformat()} if late else {}
    payload |= {"week": week.isoformat()} if week else {}
    return Notice(key=f"{DIGEST}:{person.id}:{day}", rule=DIGEST, due_at=moment, person=person.id, payload=payload)


async def owe_digest(
    register: Register, person: Person, calendar: WorkingCalendar, *, after: datetime | None = None
) -> Notice | None:
    """The next digest of `person` that has not been taken up for sending yet, owed now if it was not; None for somebody who
    gets none. With `after`, the first one after that moment."""
    zone = register.zone
    first = digest_from(person, calendar, register.now, zone)
    moment = first if after is None else next_digest(person, calendar, after, zone)
    while moment is not None:
        notice = digest_notice(person, moment, zone)
        if await register.outbox.owe(notice):
            return notice
        existing = await register.outbox.by_key(notice.key)
        if existing is not None and not existing.begun and existing.state in (DUE, CLAIMED):
            return existing
        moment = next_digest(person, calendar, moment, zone)
    return None
