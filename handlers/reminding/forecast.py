"""The forecast: what the clock will send and why, reckoned from the rows as they stand. It changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from governance.calendar import WorkingCalendar, local
from governance.escalation import OPEN, next_step
from governance.preferences import OPENS
from governance.record import Record
from governance.reminders import ESCALATION, Occasion, next_summary, next_wake, reached
from handlers.escalating.audience import audience
from handlers.escalating.escalated import ESCALATED
from handlers.escalating.sweeping import planned as alerts_planned
from handlers.reminding.clock import weekly_notice
from handlers.reminding.ledger import PLANNED, Line, line_of
from handlers.reminding.notices import Drop, Leave, Refuse, Send, Wait, decide
from handlers.reminding.owing import Owing, owing
from handlers.reminding.week import weeks_planned
from storage.outbox import Notice
from storage.records import Filter
from storage.register import Register

WEEK = "your week"


@dataclass
class Planned:
    """A notice that is to come, with the reasons, one a record."""

    notice: Notice
    refs: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    def add(self, ref: str, why: str) -> None:
        """`ref` may also be what stands for no one record: the week."""
        said = f"{ref}: {why}"
        if said not in self.reasons:
            self.reasons.append(said)
        if ref != WEEK and ref not in self.refs:
            self.refs.append(ref)


def _any(_notice: Notice) -> bool:
    return True


async def forecast(
    register: Register, until: datetime, wanted: Sequence[Filter] = (Filter(),), keep: Callable[[Notice], bool] = _any
) -> list[Line]:
    """What will be sent from now to `until`, as far as it follows from what is known now: earliest first. Only the records
    `wanted` are looked at for what is yet to be owed, and of all notices only those that `keep` takes are told."""
    calendar = await register.calendar()
    planned: dict[str, Planned] = {}
    for notice in await register.outbox.waiting(until):
        planned[notice.key] = Planned(notice, list(notice.refs), [notice.outcome or "it waits to be sent"])
    for each in wanted:
        await _from_records(register, calendar, until, planned, each)
    await _from_weeks(register, calendar, until, planned)
    await _from_escalations(register, calendar, until, planned)
    await _from_places(register, calendar, until, planned)
    lines = [
        await _line(register, each) for each in planned.values() if keep(replace(each.notice, refs=tuple(each.refs)))
    ]
    return sorted((line for line in lines if line.due_at <= until), key=lambda line: (line.due_at, line.key))


async def would_send(register: Register) -> list[Line]:
    """What delivery would do now with each notice that is due: to be used in a transaction that is thrown away."""
    return [await _decided(register, notice) for notice in await register.outbox.waiting(register.now)]


async def _from_records(
    register: Register, calendar: WorkingCalendar, until: datetime, planned: dict[str, Planned], wanted: Filter
) -> None:
    """Each record is looked at when the clock will look at it, with whoever is there on that day."""
    programme = await register.programme()
    sweeps: dict[datetime, Owing] = {}
    up: list[tuple[Record, Occasion]] = []
    for record in await register.records.find(wanted, limit=None):
        wake = record.next_wake
        while wake is not None and wake <= until:
            moment = max(wake, register.now)
            occasions = reached(record, calendar, wake, moment, register.zone, programme)
            if moment not in sweeps:
                sweeps[moment] = await owing(register, moment, moment.astimezone(register.zone).date())
            sweeps[moment].add(record, occasions)
            up += [(record, each) for each in occasions if each.rule == ESCALATION]
            wake = next_wake(record, calendar, moment, register.zone, programme)
    for moment in sorted(sweeps):
        for key, notice in sweeps[moment].notices.items():
            await _plan(register, planned, notice, sweeps[moment].reasons[key])
    for record, occasion in up:
        for notice in await alerts_planned(register, [(record, occasion)]):
            await _plan(register, planned, notice, {record.ref: occasion.why})


async def _from_weeks(
    register: Register, calendar: WorkingCalendar, until: datetime, planned: dict[str, Planned]
) -> None:
    """Your week: of those who have something due in it, as things stand."""
    monday = register.today + timedelta(days=7 - register.today.weekday())
    while local(monday, OPENS, register.zone) <= until:
        for notice in await weeks_planned(register, calendar, monday):
            await _plan(register, planned, notice, {WEEK: "what is due in it, what is new and what was done"})
        monday += timedelta(days=7)


async def _from_escalations(
    register: Register, calendar: WorkingCalendar, until: datetime, planned: dict[str, Planned]
) -> None:
    """What goes one step further unless somebody answers."""
    there = await audience(register)
    for escalation in await register.escalations.unanswered(states=(OPEN,)):
        further = next_step(escalation)
        if further is None or escalation.next_wake is None or escalation.next_wake > until:
            continue
        record = await register.records.get(escalation.ref)
        why = f"one step further, to the {further.to}, unless it is answered"
        for person in there.holders(further, record).people:
            key = f"{ESCALATED}:{record.ref}:{further.occasion}:{person.id}"
            due_at = max(escalation.next_wake, register.now)
            notice = Notice(key=key, rule=ESCALATED, due_at=due_at, person=person.id, refs=(record.ref,))
            await _plan(register, planned, notice, {record.ref: why})


async def _from_places(
    register: Register, calendar: WorkingCalendar, until: datetime, planned: dict[str, Planned]
) -> None:
    for place in await register.places.bound():
        moment = place.next_wake or next_summary(calendar, register.now, register.zone)
        while moment <= until:
            notice = weekly_notice(register, place, moment)
            await _plan(register, planned, notice, {})
            if notice.key in planned:
                planned[notice.key].reasons = ["the weekly summary, if there is something to say"]
            moment = next_summary(calendar, moment, register.zone)


async def _plan(register: Register, planned: dict[str, Planned], notice: Notice, reasons: Mapping[str, str]) -> None:
    """Note what is to come and why, unless it was settled before: a key is used once."""
    if notice.key not in planned:
        if await register.outbox.by_key(notice.key) is not None:
            return
        planned[notice.key] = Planned(replace(notice, state=PLANNED, refs=()))
    for name, why in reasons.items():
        planned[notice.key].add(name, why)


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
        case Leave(why):
            return await line_of(register, notice, why=why)
        case Refuse(why):
            return await line_of(register, notice, state="failed", why=why)
