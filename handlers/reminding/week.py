"""Your week: what changed since last Monday and who is away; on a Monday it is part of the digest, and who is owed one is found
once a week for everybody."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from governance.calendar import WorkingCalendar, local
from governance.hours import digest_from, works_on
from governance.people import Leave, Person
from governance.preferences import OPENS
from governance.record import Record
from handlers.cards import Para, Part, Rich, Strong
from handlers.reminding.digest_notice import LATE_AFTER, digest_notice
from handlers.wording import day_short
from storage.agendas import Portion
from storage.outbox import Notice
from storage.register import Register

BEAT = "week"
ROWS_SHOWN = 3
AWAY_SHOWN = 8


@dataclass(frozen=True)
class Week:
    """What a person hears of the week behind and the one ahead, besides what they have to do."""

    given: Portion
    closed: Portion
    moved: Portion
    away: tuple[str, ...] = ()

    @property
    def says_something(self) -> bool:
        """That somebody is away is worth a line and not a message."""
        return bool(self.given.total or self.closed.total or self.moved.total)

    def without(self, shown: Collection[str]) -> Week:
        """The same, less what stands elsewhere in the message."""
        return replace(self, given=_less(self.given, shown), moved=_less(self.moved, shown))

    def parts(self) -> list[Part]:
        lines = [*_lines("New for you since last Monday", self.given), *_lines("Done last week", self.closed)]
        parts: list[Part] = [Para(line) for line in [*lines, *_lines("Has another date since last Monday", self.moved)]]
        if self.away:
            more = len(self.away) - AWAY_SHOWN
            said = "; ".join(self.away[:AWAY_SHOWN]) + (f"; and {more} more" if more > 0 else "")
            parts.append(Para((Strong("Away this week"), f". {said}")))
        return parts


async def week_of(register: Register, person: Person, day: date) -> Week:
    """The week of `day` as one person sees it."""
    monday = _monday(day)
    since = monday - timedelta(days=7)
    first, last = _midnight(register, since), _midnight(register, day)
    agendas = register.agendas
    return Week(
        await agendas.given(person.id, first, last, ROWS_SHOWN),
        await agendas.closed(person.id, since, day - timedelta(days=1), ROWS_SHOWN),
        await agendas.redated(first, last, ROWS_SHOWN, owner=person.id),
        await _away(register, person, day),
    )


async def owe_weeks(register: Register, calendar: WorkingCalendar) -> list[Notice]:
    """Once a week, from its first working morning on: a digest for everybody who has something due in it, or something to hear.
    Where nobody asked before (a new installation), only on that very day."""
    monday = _monday(register.today)
    begins = local(calendar.on_or_after(monday), OPENS, register.zone)
    last = await register.beats.last(BEAT)
    if register.now < begins or (last is not None and last >= begins):
        return []
    await register.beats.done(BEAT, begins)
    if last is None and begins.astimezone(register.zone).date() != register.today:
        return []
    return await weeks_planned(register, calendar, monday)


async def weeks_planned(register: Register, calendar: WorkingCalendar, monday: date) -> list[Notice]:
    """The digests that tell of the week that begins on `monday`, as things stand."""
    since = monday - timedelta(days=7)
    owners = await register.agendas.owners_in(monday, monday + timedelta(days=6), since, _midnight(register, since))
    people = await register.people.all() if owners else {}
    now = max(register.now, _midnight(register, monday))
    owed = (_week_notice(register, calendar, people.get(owner), monday, now) for owner in owners)
    return [notice for notice in owed if notice is not None]


def _week_notice(
    register: Register, calendar: WorkingCalendar, person: Person | None, monday: date, now: datetime
) -> Notice | None:
    """Their first digest of the week; None for whoever is away all of it, or wants none."""
    if person is None or not person.active or not person.member or not person.preferences.week:
        return None
    expected = digest_from(person, calendar, _midnight(register, monday), register.zone)
    moment = digest_from(person, calendar, now, register.zone)
    if moment is None or expected is None or moment.astimezone(register.zone).date() > monday + timedelta(days=6):
        return None
    late = expected if max(moment, now) - expected > LATE_AFTER else None
    return digest_notice(person, moment, register.zone, late=late, week=monday)


async def _away(register: Register, person: Person, day: date) -> tuple[str, ...]:
    """Who of their workstreams is away on a day of this week that is yet to come, until when, and who stands in."""
    if not person.workstreams:
        return ()
    people = await register.people.all()
    sunday = _monday(day) + timedelta(days=6)
    calendar = register.records.calendar
    found = []
    for other in people.values():
        if other.id == person.id or not other.active or not set(other.workstreams) & set(person.workstreams):
            continue
        spell = next((each for each in other.leave if each.first <= sunday and each.last >= day), None)
        if spell is not None and _is_missed(other, calendar, spell, day, sunday):
            cover = people.get(spell.deputy or other.deputy or "")
            found.append(f"{other.name} {_when(spell, day, sunday)}" + (f" ({cover.name} stands in)" if cover else ""))
    return tuple(found)


def _is_missed(person: Person, calendar: WorkingCalendar, spell: Leave, first: date, last: date) -> bool:
    """Whether they would be at work on a day of that spell."""
    here = replace(person, leave=())
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return any(spell.covers(each) and works_on(here, calendar, each) for each in days)


def _when(spell: Leave, day: date, sunday: date) -> str:
    if spell.first == spell.last:
        return f"on {day_short(spell.first)}"
    if spell.first > day:
        return f"from {day_short(spell.first)}" + (f" to {day_short(spell.last)}" if spell.last <= sunday else "")
    return f"until {day_short(spell.last)}"


def _lines(name: str, portion: Portion) -> list[Rich]:
    if not portion.total:
        return []
    said = "; ".join(_said(record) for record in portion.records)
    more = portion.total - len(portion.records)
    return [(Strong(f"{name}: {portion.total}"), f". {said}" + (f"; and {more} more" if more else ""))]


def _said(record: Record) -> str:
    return f"{record.ref} {record.title}" + (f" (now {day_short(record.due)})" if record.is_open and record.due else "")


def _less(portion: Portion, shown: Collection[str]) -> Portion:
    kept = tuple(record for record in portion.records if record.ref not in shown)
    return Portion(portion.total - (len(portion.records) - len(kept)), kept)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _midnight(register: Register, day: date) -> datetime:
    return local(day, time(), register.zone)
