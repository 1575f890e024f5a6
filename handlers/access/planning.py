"""Planning a visit: after 24 hours' written notice, with the last day on which that can be posted, and who goes there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from pydantic import ValidationError

from governance.access.states import HAS_ORDER
from governance.access.visits import too_early
from governance.attempts import BOTH, EMAIL, HAND, POST, by_post
from governance.calendar import ONE_DAY
from governance.errors import ChivvyError
from governance.kinds.access import AccessCase
from governance.people import Person
from governance.policy import visitors
from governance.record import Record
from handlers.access.case import access_case
from handlers.answer import Answer
from handlers.cards import Buttons, Card, Option, Para, Part, Small, button
from handlers.cases.held_back import with_values
from handlers.commands import Command, PlanVisit, Report, Undo
from handlers.forms.desk import Desk, Sheet, about
from handlers.forms.form import Field, Form
from handlers.forms.form_fields import person_field
from handlers.forms.form_reading import Wrong, day_of
from handlers.records.changing import own_changes, set_fields
from handlers.records.entering import what_is_wrong
from handlers.records.values import NotAllowed, check_values
from handlers.reply import Reply
from handlers.wording import day, from_to, listed
from storage.history import Event, Scene
from storage.register import Register

VISIT_FORM = "visit"
PLANNED = ("visit_on", "visit_time", "visitors", "notice_on", "notice_time", "notice_how")


class NoVisitAnyMore(ChivvyError):
    """{ref} is {status}, so no visit is to be planned. Nothing was changed. Type “{ref} reopen because …” first, if it must
    be."""


class DayPassed(ChivvyError):
    """{ref}: {day} has passed. Nothing was changed. A visit that was made is an attempt: type “attempt {ref} no answer, 14:10 on
    {day}”."""


async def plan_visit(
    command: PlanVisit, record: Record, register: Register, scene: Scene, speaker: Person, answer: Answer
) -> Reply:
    """Set what was said of the next visit; those who go there are told. A visit before its notice allows it is refused."""
    body = access_case(record)
    if not record.is_open:
        raise NoVisitAnyMore(ref=record.ref, status=record.status)
    wanted: Mapping[str, Any] = {name: held for name, held in command.values.items() if name in PLANNED}
    await check_values(AccessCase, wanted, register)
    if command.seen is not None:
        wanted = await own_changes(register, record, command.seen, wanted)
    try:
        planned = with_values(body, {**wanted, **body.on_change(wanted)})
    except ValidationError as wrong:
        raise NotAllowed(what=what_is_wrong(wrong)) from wrong
    assert isinstance(planned, AccessCase)
    await _check(register, planned, body, record.ref)
    scene = replace(scene, batch=answer.batch())
    wanted = {**wanted, **body.on_change(wanted), **await _too_late_to_post(register, planned)}
    return await set_fields(register, scene, record, wanted, "plan visit", speaker, answer, said=_said)


async def _too_late_to_post(register: Register, planned: AccessCase) -> dict[str, Any]:
    """Where nobody said how the notice goes and the post would be too late, it is handed over."""
    if planned.visit_on is None or planned.notice_on is not None or planned.notice_how or _ordered(planned):
        return {}
    found = (await register.records.reckoning()).by("access.post_by", planned.visit_on)
    return {"notice_how": HAND} if found.day < register.today else {}


def _ordered(body: AccessCase) -> bool:
    """Whether a served order is notice enough."""
    return body.status in HAS_ORDER and body.order_served_on is not None


async def _check(register: Register, planned: AccessCase, before: AccessCase, ref: str) -> None:
    """Raise what is wrong with a visit, by the hour as it is now."""
    now = register.now.astimezone(register.zone).replace(tzinfo=None)
    bearing = (name for name in PLANNED if name != "visitors")
    if planned.visit_on is None or all(getattr(planned, name) == getattr(before, name) for name in bearing):
        return
    if planned.visit_on < now.date():
        raise DayPassed(ref=ref, day=day(planned.visit_on))
    await register.calendar()
    if early := too_early(planned, ref, now, await register.records.reckoning()):
        raise early


async def _said(register: Register, before: Record, record: Record, event: Event) -> Card:
    """What is planned now, what is still to be done for it, and who is told."""
    body = access_case(record)
    if body.visit_on is None:
        told = f" {await _names(register, visitors(before))} can see that it is off." if visitors(before) else ""
        said = f"{record.ref}: no visit is planned now.{told}"
        return Card(text=said, parts=(Para((said,)), Buttons((button("Undo", Undo(event.id)),))), refs=(record.ref,))
    when = f"{day(body.visit_on)}{f' at {body.visit_time:%H:%M}' if body.visit_time else ''}"
    lines = [f"{record.ref}: the next visit is on {when}.", *await _besides(register, body)]
    if going := visitors(record):
        lines.append(
            f"{await _names(register, going)} {'is' if len(going) == 1 else 'are'} told where and when, and nothing else."
        )
    lines += await _away(register, body, going)
    undo = button("Undo", Undo(event.id))
    draft = (button("Draft the notice", Report("notice", record.ref), "primary"),) if body.notice_on is None else ()
    parts: list[Part] = [Para((lines[0],)), *(Small((line,)) for line in lines[1:]), Buttons((*draft, undo))]
    return Card(text=" ".join(lines), parts=tuple(parts), refs=(record.ref,))


async def _besides(register: Register, body: AccessCase) -> list[str]:
    """What is to be done before it, by the clock."""
    if body.notice_on is not None:
        return [f"Notice was served on {day(body.notice_on)}{f' {body.notice_how}' if body.notice_how else ''}."]
    if _ordered(body) and body.order_served_on is not None:
        return [f"The order was served on {day(body.order_served_on)}."]
    assert body.visit_on is not None
    found = (await register.records.reckoning()).by("access.post_by", body.visit_on)
    if by_post(body.notice_how):
        return [f"Post the 24-hour notice, first class, by {day(found.day)}. {found.rule.source}."]
    hour = f" at {body.visit_time:%H:%M}" if body.visit_time else ""
    late = "It is too late for the post. " if found.day < register.today else ""
    other = " or e-mail it" if body.notice_how == HAND else ""
    verb = (
        "Hand the 24-hour notice over" if body.notice_how == HAND else f"Serve the 24-hour notice ({body.notice_how})"
    )
    return [f"{late}{verb}{other} by {day(body.visit_on - ONE_DAY)}{hour}; then type “notice served …” with its ref."]


async def _away(register: Register, body: AccessCase, going: frozenset[str]) -> list[str]:
    """Who of those who are to go is on leave that day."""
    assert body.visit_on is not None
    people = await register.people.all()
    away = [(people[each].name, spell) for each in sorted(going) if (spell := people[each].leave_on(body.visit_on))]
    return [f"{name} is on leave {from_to(spell.first, spell.last)}: name somebody else." for name, spell in away]


async def _names(register: Register, ids: frozenset[str]) -> str:
    return listed([await register.people.name(each) for each in sorted(ids)])


async def draw_visit(desk: Desk) -> Form:
    record = desk.held
    body = access_case(record)
    if not record.is_open:
        raise NoVisitAnyMore(ref=record.ref, status=record.status)
    told = {name: getattr(body, name) for name in PLANNED} | dict(desk.command.values)
    methods = tuple(Option(each, each[:1].upper() + each[1:]) for each in (POST, HAND, EMAIL, BOTH))
    await desk.register.calendar()
    reckoning = await desk.register.records.reckoning()
    posted = reckoning.calendar.add(desk.register.today, 3)
    hint = f"24 hours after a notice handed over or e-mailed; posted today, {day(posted)} at the earliest"
    fields = (
        Field("visit_on", "Visit on", "date", hint, _plain(told["visit_on"])),
        Field("visit_time", "At", "time", "", _plain(told["visit_time"])),
        await person_field("visitors", "Who goes", "They are told where and when, and see nothing of the case",
                           tuple(told["visitors"] or ()), desk.register, many=True),
        Field("notice_how", "How the notice is served", "choice", "", told["notice_how"] or None, methods),
        Field("notice_on", "Notice served on", "date", "Leave it empty until it was", _plain(told["notice_on"])),
        Field("notice_time", "Notice served at", "time", "For one handed over or e-mailed", _plain(told["notice_time"])),
    )  # fmt: skip
    return about(desk, f"A visit for {record.ref}", fields)


def read_visit(sheet: Sheet) -> Command | Wrong:
    wrong: Wrong = {}
    for name in ("visit_on", "notice_on"):
        if sheet.values.get(name) and day_of(sheet.values[name]) is None:
            wrong[name] = "This is not a date."
    notice = day_of(sheet.values.get("notice_on"))
    if notice is not None and notice > sheet.today:
        wrong["notice_on"] = "That day has not come yet. Leave it empty until the notice was served."
    if wrong:
        return wrong
    empty = {"visitors": (), "notice_how": ""}
    values = {name: sheet.values.get(name) or empty.get(name) for name in PLANNED}
    return PlanVisit(sheet.held.ref, values, sheet.token.seen)


def _plain(held: Any) -> str | None:
    """A day or an hour as it stands in a form."""
    if isinstance(held, time):
        return f"{held:%H:%M}"
    return held.isoformat() if isinstance(held, date) and not isinstance(held, datetime) else (held or None)
