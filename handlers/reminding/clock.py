"""What the clock asks for: a sweep looks at what has come round and owes each notice once, however often it is done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from governance.calendar import WorkingCalendar, local
from governance.escalation import OVERDUE
from governance.hours import digest_from
from governance.ladders import DIGEST_AT
from governance.people import Place
from governance.policy import may
from governance.record import Record
from governance.reminders import (
    ESCALATION,
    REMINDER,
    Occasion,
    latest_summary,
    next_summary,
    reached,
)
from handlers.reminding.alert import answerable
from handlers.reminding.digest import digest_notice
from handlers.reminding.summary import WEEKLY
from storage.outbox import Notice
from storage.register import Register

BATCH = 500


@dataclass(frozen=True)
class Swept:
    """What one batch did: the keys of the notices that are newly owed, and how many rows had come round."""

    keys: tuple[str, ...] = ()
    looked_at: int = 0


async def sweep(register: Register) -> list[str]:
    """Owe what has come round by now, and say the keys of the notices that are new. One batch: `sweep_batch` says whether
    there may be more."""
    return list((await sweep_batch(register)).keys)


async def sweep_batch(register: Register, limit: int = BATCH) -> Swept:
    """As `sweep`, for at most `limit` records. Rows that another process is looking at are left to it."""
    calendar = await register.calendar()
    programme = await register.programme()
    records = await register.records.to_wake(limit)
    places = await register.places.to_wake()
    owed: list[Notice] = []
    for record in records:
        assert record.next_wake is not None
        occasions = reached(record, calendar, record.next_wake, register.now, register.zone, programme)
        owed += await notices_for(register, calendar, record, occasions, register.now)
        await register.records.set_wake(record)
    for place in places:
        owed += weekly_for(register, calendar, place)
        await register.places.set_wake(place.id, next_summary(calendar, register.now, register.zone))
    keys = await register.outbox.owe_all(_once(owed))
    return Swept(tuple(keys), len(records) + len(places))


async def notices_for(
    register: Register, calendar: WorkingCalendar, record: Record, occasions: Iterable[Occasion], now: datetime
) -> list[Notice]:
    """What occasions of a record that have come round at `now` give rise to: its owner's digest, an alert to its workstream."""
    owed: list[Notice] = []
    for occasion in occasions:
        if occasion.rule == REMINDER and occasion.to == "owner":
            owed += await _digest_for(register, calendar, record, now)
        if occasion.cause == OVERDUE:
            due_at = local(occasion.day, DIGEST_AT, register.zone)
            owed += await _escalations_for(register, record, due_at)
    return owed


def weekly_for(register: Register, calendar: WorkingCalendar, place: Place) -> list[Notice]:
    """The newest weekly summary that has come round in a channel: after an outage one, not one for each week missed."""
    moment = latest_summary(calendar, register.now, register.zone)
    if place.next_wake is None or moment < place.next_wake or may(None, "receive", None, place):
        return []
    return [weekly_notice(register, place, moment)]


def weekly_notice(register: Register, place: Place, moment: datetime) -> Notice:
    day = moment.astimezone(register.zone).date().isoformat()
    return Notice(key=f"{WEEKLY}:{place.id}:{day}", rule=WEEKLY, due_at=moment, place=place.id, payload={"day": day})


async def _digest_for(register: Register, calendar: WorkingCalendar, record: Record, now: datetime) -> list[Notice]:
    """The digest that names the record; a record without an owner, or whose owner has left, is in nobody's. Whoever is on
    leave gets it when they are back."""
    owner = await register.people.get(record.owner)
    if owner is None or may(owner, "receive", record):
        return []
    moment = digest_from(owner, calendar, now, register.zone)
    return [digest_notice(owner, moment, register.zone)] if moment is not None else []


async def _escalations_for(register: Register, record: Record, due_at: datetime) -> list[Notice]:
    """One alert into each channel of the workstream; where it has none, a DM to its lead, or else to whoever raised it. The
    key names the due date: a record that gets another date and then the old one back is not escalated twice."""
    places = await register.places.of_workstream(record.workstream) if record.workstream else []
    channels = [place for place in places if not place.private and may(None, "receive", record, place) is None]
    alert = Notice(
        key=f"{ESCALATION}:{record.ref}:{record.due}",
        rule=ESCALATION,
        due_at=due_at,
        refs=(record.ref,),
        payload={"due": str(record.due)},
    )
    if channels:
        return [replace(alert, key=f"{alert.key}:{place.id}", place=place.id) for place in channels]
    told = await answerable(register, record)
    return [replace(alert, key=f"{alert.key}:{told.id}", person=told.id)] if told else []


def _once(notices: Iterable[Notice]) -> Iterable[Notice]:
    return {notice.key: notice for notice in notices}.values()
