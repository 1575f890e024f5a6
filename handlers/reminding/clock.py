"""What the clock asks for: a sweep looks at what has come round and owes each notice once, however often it is done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from governance.calendar import WorkingCalendar, local
from governance.hours import digest_from
from governance.ladders import DIGEST_AT
from governance.people import Place
from governance.policy import may
from governance.preferences import OPENS
from governance.record import Record
from governance.reminders import ESCALATION, Occasion, latest_summary, next_summary, reached
from governance.staff import Staff
from handlers.escalating.sweeping import hand_up, sweep_escalations
from handlers.reminding.digest_notice import digest_notice
from handlers.reminding.owing import Owing, staff_of
from handlers.reminding.summary import WEEKLY
from handlers.reminding.unreadable import tell_of_unreadable
from handlers.reminding.week import owe_weeks
from storage.outbox import Notice
from storage.register import Register

BATCH = 500
UNTIL_LOOKED_AT_AGAIN = timedelta(days=1)

log = structlog.get_logger("chivvy.clock")


@dataclass(frozen=True)
class Swept:
    """What one batch did: the keys of the notices that are newly owed, and how many rows had come round. `staff` is handed to the
    next batch: a programme may have thousands, who need not be read for each."""

    keys: tuple[str, ...] = ()
    looked_at: int = 0
    staff: Staff | None = None


async def sweep_batch(register: Register, limit: int = BATCH, staff: Staff | None = None) -> Swept:
    """Owe what has come round by now, of at most `limit` records, and say the keys of the notices that are new. Rows that another
    process is looking at are left to it. `staff` are the people as they were a moment ago: whom a message goes to is decided once
    more when it is sent."""
    calendar = await register.calendar()
    records, unreadable = await register.records.to_wake(limit)
    places = await register.places.to_wake()
    if records and staff is None:
        staff = await staff_of(register)
    owed: list[Notice] = []
    if staff is not None:
        owed, odd = await _of_records(register, calendar, records, staff)
        unreadable += odd
    if unreadable:
        await register.records.put_off(unreadable, register.now + UNTIL_LOOKED_AT_AGAIN)
        await tell_of_unreadable(register, unreadable)
    told, escalations = await sweep_escalations(register, limit)
    owed += told
    for place in places:
        owed += weekly_for(register, calendar, place)
        await register.places.set_wake(place.id, next_summary(calendar, register.now, register.zone))
    owed += await _early(register, calendar)
    owed += await owe_weeks(register, calendar)
    keys = await register.outbox.owe_all(_once(owed))
    return Swept(tuple(keys), len(records) + len(unreadable) + len(places) + escalations, staff)


async def _of_records(
    register: Register, calendar: WorkingCalendar, records: list[Record], staff: Staff
) -> tuple[list[Notice], list[str]]:
    """What the records give rise to whose moment has come, and the refs of those that no rule can make sense of. Whatever their
    number, the rules are read once."""
    found = Owing(register, calendar, await register.programme(), staff, register.now)
    odd: list[str] = []
    up: list[tuple[Record, Occasion]] = []
    for record in records:
        assert record.next_wake is not None
        try:
            occasions = reached(record, calendar, record.next_wake, register.now, register.zone, found.programme)
            found.add(record, occasions)
        except Exception:
            log.exception("a record has no sense for the clock", ref=record.ref)
            odd.append(record.ref)
            continue
        up += [(record, each) for each in occasions if each.rule == ESCALATION]
    await register.records.set_wakes([record for record in records if record.ref not in odd])
    return [*found.notices.values(), *(await hand_up(register, up) if up else ())], odd


async def _early(register: Register, calendar: WorkingCalendar) -> list[Notice]:
    """The digests of those who want theirs before the hour at which reminders come round."""
    there = register.now.astimezone(register.zone)
    if not OPENS <= there.time() < DIGEST_AT:
        return []
    early = {}
    for person in await register.people.preferring_before(DIGEST_AT):
        moment = digest_from(person, calendar, register.now, register.zone)
        if moment is not None and moment <= register.now:
            early[person.id] = digest_notice(person, moment, register.zone)
    wakes = await register.records.wakes_of(list(early), local(there.date(), DIGEST_AT, register.zone)) if early else []
    return [early[owner] for owner in {record.owner for record in wakes} if owner in early]


def weekly_for(register: Register, calendar: WorkingCalendar, place: Place) -> list[Notice]:
    """The newest weekly summary that has come round in a channel: after an outage one, not one for each week missed."""
    moment = latest_summary(calendar, register.now, register.zone)
    if place.next_wake is None or moment < place.next_wake or may(None, "receive", None, place):
        return []
    return [weekly_notice(register, place, moment)]


def weekly_notice(register: Register, place: Place, moment: datetime) -> Notice:
    day = moment.astimezone(register.zone).date().isoformat()
    return Notice(key=f"{WEEKLY}:{place.id}:{day}", rule=WEEKLY, due_at=moment, place=place.id, payload={"day": day})


def _once(notices: Iterable[Notice]) -> Iterable[Notice]:
    return {notice.key: notice for notice in notices}.values()
