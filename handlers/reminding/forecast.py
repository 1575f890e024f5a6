"""The forecast: what the clock will send and why, reckoned from the rows as they stand. It changes nothing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from governance.calendar import WorkingCalendar
from governance.reminders import next_summary, reached
from handlers.reminding.clock import notices_for, weekly_notice
from handlers.reminding.ledger import Line, line_of
from handlers.reminding.notices import Drop, Refuse, Send, Wait, decide
from storage.outbox import Notice
from storage.records import Filter
from storage.register import Register

PLANNED = "planned"


@dataclass
class Planned:
    """A notice that is to come, with the reasons, one a record."""

    notice: Notice
    refs: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    def add(self, ref: str, why: str) -> None:
        if ref not in self.refs:
            self.refs.append(ref)
            self.reasons.append(f"{ref}: {why}")


async def forecast(register: Register, until: datetime) -> list[Line]:
    """What will be sent from now to `until`, as far as it follows from what is known now: earliest first."""
    calendar = await register.calendar()
    planned: dict[str, Planned] = {}
    for notice in await register.outbox.waiting(until):
        planned[notice.key] = Planned(notice, list(notice.refs), [notice.outcome or "it waits to be sent"])
    await _from_records(register, calendar, until, planned)
    await _from_places(register, calendar, until, planned)
    lines = [await _line(register, each) for each in planned.values()]
    return sorted((line for line in lines if line.due_at <= until), key=lambda line: (line.due_at, line.key))


async def would_send(register: Register) -> list[Line]:
    """What delivery would do now with each notice that is due: to be used in a transaction that is thrown away."""
    return [await _decided(register, notice) for notice in await register.outbox.waiting(register.now)]


async def _from_records(
    register: Register, calendar: WorkingCalendar, until: datetime, planned: dict[str, Planned]
) -> None:
    programme = await register.programme()
    for record in await register.records.find(Filter(), limit=None):
        if record.next_wake is None:
            continue
        for occasion in reached(record, calendar, record.next_wake, until, register.zone, programme):
            moment = max(occasion.moment(register.zone), register.now)
            for notice in await notices_for(register, calendar, record, [occasion], moment):
                await _plan(register, planned, notice)
                if notice.key in planned:
                    planned[notice.key].add(record.ref, occasion.why)


async def _from_places(
    register: Register, calendar: WorkingCalendar, until: datetime, planned: dict[str, Planned]
) -> None:
    for place in await register.places.bound():
        moment = place.next_wake or next_summary(calendar, register.now, register.zone)
        while moment <= until:
            notice = weekly_notice(register, place, moment)
            await _plan(register, planned, notice)
            if notice.key in planned:
                planned[notice.key].reasons = ["the weekly summary, if there is something to say"]
            moment = next_summary(calendar, moment, register.zone)


async def _plan(register: Register, planned: dict[str, Planned], notice: Notice) -> None:
    """Note what is to come, unless it was settled before: a key is used once."""
    if notice.key not in planned and await register.outbox.by_key(notice.key) is None:
        planned[notice.key] = Planned(replace(notice, state=PLANNED))


async def _line(register: Register, planned: Planned) -> Line:
    why = "; ".join(planned.reasons)
    notice = replace(planned.notice, refs=tuple(planned.refs))
    return await line_of(register, notice, text=notice.text or why, why=why)


async def _decided(register: Register, notice: Notice) -> Line:
    if notice.carrier is not None:
        return await line_of(register, notice, why=f"goes with {notice.carrier}")
    match await decide(register, notice):
        case Send(card):
            return await line_of(register, replace(notice, refs=card.refs or notice.refs), text=card.text)
        case Wait(later, why):
            return await line_of(register, replace(notice, due_at=later), why=why)
        case Drop(why):
            return await line_of(register, notice, state="lapsed", why=why)
        case Refuse(why):
            return await line_of(register, notice, state="failed", why=why)
