"""The form of an attempt: what came of it, when, and what shows it."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import Any

from governance.attempts import BOTH, EMAIL, HAND, OUTCOMES, POST, Attempt, method_of
from governance.people import Person
from governance.policy import cleared
from governance.record import Record
from handlers.access.attempting import NoMoreAttempts, NoSuchAttempt
from handlers.access.case import access_case
from handlers.cards import Option
from handlers.commands import Command, LogAttempt
from handlers.forms.desk import Desk, Sheet, about
from handlers.forms.form import Field, Form
from handlers.forms.form_fields import person_field
from handlers.forms.form_reading import Wrong, day_of
from handlers.words.days.clocks import split_clock
from storage.register import Register

ATTEMPT = "attempt"
TEXTS = ("card", "spoke_to", "said", "note", "contact_tried", "language", "evidence", "digest", "certificate")


async def draw_attempt(desk: Desk) -> Form:
    """As far as it is known: of one that is put right, all of it; of the visit that was planned, when it was to be. Who may only
    visit sees nothing else of the case on it."""
    record, values = desk.held, dict(desk.command.values)
    body = access_case(record)
    if not record.is_open:
        raise NoMoreAttempts(ref=record.ref, status=record.status)
    held = await _held(desk.register, record, values.get("number"), desk.speaker)
    known = _values(desk.register, held) if held else {}
    if held is None and values.get("plan") == body.plan and body.visit_on is not None:
        known |= {"day": body.visit_on.isoformat(), "start": f"{body.visit_time:%H:%M}" if body.visit_time else None}
        known |= {"notice_on": _iso(body.notice_on), "notice_method": body.notice_how}
    known |= {name: given for name, given in values.items() if given not in (None, "")}
    known.setdefault("day", desk.register.today.isoformat())
    keep = {name: values[name] for name in ("number", "plan") if values.get(name)}
    title = f"Attempt {held.number} at {record.ref}" if held else f"An attempt at {record.ref}"
    form = about(desk, title, await _fields(desk, known), keep, submit="Save" if held else "Log it")
    return form if cleared(desk.speaker, record) else replace(form, intro="")


async def _held(register: Register, record: Record, number: Any, speaker: Person) -> Attempt | None:
    """The attempt that is to be put right; a visitor only their own."""
    if not number:
        return None
    found = next((each for each in await register.attempts.of(record) if each.number == number), None)
    if found is None or not (cleared(speaker, record) or found.by == speaker.id):
        raise NoSuchAttempt(ref=record.ref, number=number)
    return found


async def _fields(desk: Desk, known: dict[str, Any]) -> tuple[Field, ...]:
    outcomes = tuple(Option(each, each) for each in dict.fromkeys((*OUTCOMES, *filter(None, (known.get("outcome"),)))))
    methods = tuple(Option(each, each[:1].upper() + each[1:]) for each in (POST, HAND, EMAIL, BOTH))
    method = method_of(str(known.get("notice_method") or ""))
    who: tuple[Field, ...] = ()
    if cleared(desk.speaker, desk.held):
        hint = "Who was at the door"
        who = (await person_field("by", "Who went", hint, known.get("by") or desk.speaker.id, desk.register),)
    return (
        Field("outcome", "What came of it", "choice", "", known.get("outcome"), outcomes, required=True),
        Field("day", "Day", "date", "", known.get("day"), required=True),
        Field("start", "From", "time", "When you were at the door", known.get("start"), required=True),
        Field("end", "To", "time", "", known.get("end")),
        *who,
        Field("card", "Number of the card that was left", "line", "", known.get("card"), max_length=60),
        Field("spoke_to", "Spoke to", "line", "As they called themselves", known.get("spoke_to"), max_length=200),
        Field("said", "What was said", "text", "In their words, as near as you can", known.get("said")),
        Field("note", "What else there was to see", "text", "", known.get("note")),
        Field("contact_tried", "Also tried", "line", "Phone, text, next of kin …", known.get("contact_tried")),
        Field("language", "Language needed", "line", "", known.get("language"), max_length=100),
        Field("evidence", "Photo or file", "line", "Its name", known.get("evidence"), max_length=200),
        Field("digest", "SHA-256 of that file", "line", "Where somebody has worked it out", known.get("digest"), max_length=64),
        Field("notice_on", "Notice served on", "date", "", known.get("notice_on")),
        Field("notice_method", "Notice served how", "choice", "", method if method in {each.value for each in methods} else None,
              methods),
        Field("certificate", "Certificate of service", "line", "Its name or number", known.get("certificate"), max_length=200),
    )  # fmt: skip


def read_attempt(sheet: Sheet) -> Command | Wrong:
    wrong: Wrong = {}
    hours: dict[str, time | None] = {}
    for name in ("start", "end"):
        said = sheet.text(name)
        hours[name] = split_clock(said.casefold())[1] if said else None
        if said and hours[name] is None:
            wrong[name] = "Write the hour like 14:10."
    days = {name: day_of(sheet.values.get(name)) for name in ("day", "notice_on")}
    if days["day"] is None:
        wrong["day"] = "Choose the day."
    elif days["day"] > sheet.today:
        wrong["day"] = "That day has not come yet."
    if not sheet.text("outcome"):
        wrong["outcome"] = "Choose what came of it."
    if hours["start"] is None and "start" not in wrong:
        wrong["start"] = "Say when you were at the door: an attempt counts with its hour."
    if wrong:
        return wrong
    told = {name: sheet.text(name) for name in TEXTS if name in sheet.values}
    told |= {"notice_method": method} if (method := sheet.text("notice_method")) else {}
    keep = sheet.token.keep
    return LogAttempt(
        sheet.held.ref, sheet.text("outcome"), days["day"], hours["start"], hours["end"], sheet.text("by") or None, told,
        days["notice_on"], None, keep.get("number"), int(keep.get("plan") or 0),
    )  # fmt: skip


def _values(register: Register, held: Attempt) -> dict[str, Any]:
    """An attempt as it stands in the form."""
    start, end = (each.astimezone(register.zone) if each else None for each in (held.at, held.ended_at))
    return {
        **{name: getattr(held, name) or None for name in (*TEXTS, "outcome", "by", "notice_method")},
        "day": _iso(held.day),
        "start": f"{start:%H:%M}" if start else None,
        "end": f"{end:%H:%M}" if end else None,
        "notice_on": _iso(held.notice_served_on),
    }


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None
