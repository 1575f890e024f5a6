"""Whoever visits is told: where and when, whom to ask, and how to say what came of it. Of the case itself, of who lives there and
of what they need, those alone hear who may open it. Composed when it is sent, from the case as it stands."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from governance.attempts import BROKEN, CARD_LEFT, GIVEN, REFUSED, Tried
from governance.calendar import local
from governance.kinds.access import AccessCase
from governance.ladders import DIGEST_AT
from governance.people import Person
from governance.policy import cleared, may, visitors
from governance.record import Record
from handlers.cards import Button, Buttons, Card, Facts, Heading, Para, Part, Rich, Small, button
from handlers.commands import LogAttempt, OpenForm
from handlers.wording import day
from storage.outbox import Notice
from storage.register import Register

VISIT, VISIT_SOON, VISIT_ASKED = "visit", "visit soon", "visit asked"
MORNING = time(8, 30)
BEFORE = timedelta(hours=1)
QUICK = (
    (CARD_LEFT, "No answer, card left"),
    (REFUSED, "Refused"),
    (GIVEN, "Access given"),
    (BROKEN, "Appointment broken"),
)
NO_FORCE = (
    "Do not force entry, whatever you are told at the door. Leave a card if nobody answers, and say here how it went."
)


async def owe_visits(register: Register, before: Record, now: Record) -> None:
    """Owe the next visit to everybody who goes there and has not been told of it, with a reminder the working day before and
    one on the day."""
    body = now.body
    if not isinstance(body, AccessCase) or body.visit_on is None or not now.is_open:
        return
    known = visitors(before) if getattr(before.body, "plan", 0) == body.plan else frozenset()
    reminders = await _reminders(register, body)
    for person in sorted(visitors(now) - known):
        payload = {"plan": body.plan}
        key = f"{now.ref}:{body.plan}:{person}"
        owed = [Notice(f"{VISIT}:{key}", VISIT, register.now, person, refs=(now.ref,), payload=payload)]
        owed += [
            Notice(f"{VISIT_SOON}:{number}:{key}", VISIT_SOON, moment, person, refs=(now.ref,), payload=payload)
            for number, moment in enumerate(reminders, 1)
        ]
        await register.outbox.owe_all(owed)


async def _reminders(register: Register, body: AccessCase) -> list[datetime]:
    """The moments (UTC) of the reminders that are still to come."""
    assert body.visit_on is not None
    calendar, zone = await register.calendar(), register.zone
    the_day_before = local(calendar.add(body.visit_on, -1), DIGEST_AT, zone)
    hour = datetime.combine(body.visit_on, body.visit_time) - BEFORE if body.visit_time else None
    the_day = local(
        body.visit_on, max(hour.time(), MORNING) if hour and hour.date() == body.visit_on else MORNING, zone
    )
    return [moment for moment in (the_day_before, the_day) if moment > register.now]


async def visit_card(register: Register, notice: Notice) -> Card | None:
    """None where there is no such visit any more and nobody has been told of it, or its reader may not go there."""
    record = await register.records.get(notice.refs[0])
    person = await register.people.get(notice.payload.get("reader") or notice.person)
    body = record.body
    if person is None or not isinstance(body, AccessCase) or may(person, "visit", record):
        return None if notice.sent_at is None else _off_card(record)
    if logged := next((each for each in body.tried if each.plan == notice.payload["plan"]), None):
        return None if notice.sent_at is None else done_card(record, logged, person)
    if body.plan == notice.payload["plan"] and body.visit_on is not None and record.is_open:
        if notice.rule == VISIT_SOON and notice.sent_at is None and body.visit_on < register.today:
            return None
        return await task_card(register, record, person)
    return None if notice.sent_at is None else _off_card(record)


async def task_card(register: Register, record: Record, person: Person) -> Card:
    """What somebody who goes there has to know, and the outcomes to press."""
    body = record.body
    assert isinstance(body, AccessCase)
    assert body.visit_on is not None
    when = f"{day(body.visit_on)}{f', {body.visit_time:%H:%M}' if body.visit_time else ''}"
    handler = await register.people.name(record.owner) if record.owner and record.owner != person.id else ""
    needs = await _at_the_door(register, body)
    facts: list[tuple[str, Rich]] = [("When", (when,)), ("Where", (await _where(register, body),))]
    if cleared(person, record):
        facts += [("What for", (record.title,)), *((label, (said,)) for label, said in needs)]
    elif needs:
        facts.append(
            ("Before you go", (f"ask {handler or 'whoever handles it'}: there is something to know at the door",))
        )
    facts.append(("Notice", (_notice(body),)))
    facts += [("Ask", (handler,))] if handler else []
    parts: list[Part] = [
        Heading(f"{record.ref}: a visit for you"),
        Facts(tuple(facts)),
        Small((NO_FORCE,)),
        Buttons(outcome_buttons(record, body.plan)),
    ]
    # What notifications show has the ref and the time, and nothing of the home.
    return Card(
        text=f"{record.ref}: a visit for you, {when}", parts=tuple(parts), refs=(record.ref,), version=record.version
    )


def outcome_buttons(record: Record, plan: int) -> tuple[Button, ...]:
    quick = (button(label, LogAttempt(record.ref, outcome, plan=plan)) for outcome, label in QUICK)
    return (*quick, button("More…", OpenForm("attempt", ref=record.ref, values={"plan": plan})))


async def _where(register: Register, body: AccessCase) -> str:
    home = await register.homes.home(body.uprn)
    if home is None:
        return "not in the register: ask the case handler"
    return ", ".join(filter(None, (home.address, home.postcode)))


async def _at_the_door(register: Register, body: AccessCase) -> list[tuple[str, str]]:
    """What somebody needs who lives there; for those alone who may open the case."""
    resident = await register.homes.resident(body.resident_id)
    if resident is None:
        return []
    told = (("Access needs", resident.access_needs), ("Language", resident.language))
    return [(label, held) for label, held in told if held]


def _notice(body: AccessCase) -> str:
    if body.notice_on is None:
        return "not served yet: ask before you go"
    how = f", {body.notice_how}" if body.notice_how else ""
    return f"served on {day(body.notice_on)}{how}"


def done_card(record: Record, logged: Tried, person: Person) -> Card:
    """What was logged of a visit; whoever was there can add to it."""
    hour = f", {logged.hour:%H:%M}" if logged.hour is not None else ""
    when = f", {day(logged.day)}{hour}" if logged.day else ""
    said = f"{record.ref}: attempt {logged.number} is logged: {logged.outcome}{when}."
    parts: list[Part] = [Para((said,))]
    if logged.by == person.id and record.is_open:
        more = OpenForm("attempt", ref=record.ref, values={"number": logged.number})
        parts.append(Buttons((button("Add details…", more),)))
    return Card(text=said, parts=tuple(parts), refs=(record.ref,), version=record.version)


def _off_card(record: Record) -> Card:
    said = f"{record.ref}: this visit is off. If there is to be another, you will be told."
    return Card(text=said, parts=(Para((said,)),), refs=(record.ref,), version=record.version)
