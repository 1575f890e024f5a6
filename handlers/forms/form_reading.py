"""What was filled in: read back by the kind's declaration, with what is wrong named beside its field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import ValidationError

from governance.calendar import WorkingCalendar
from governance.kind import TITLE_LIMIT, Body
from governance.kinds import all_kinds
from governance.record import Record
from handlers.commands import Change, Command, Log
from handlers.forms.form import Token
from handlers.forms.form_fields import defaults_of
from handlers.wording import day

Values = dict[str, Any]
Wrong = dict[str, str]


def read_log(token: Token, values: Values, today: date, calendar: WorkingCalendar) -> Log | Wrong:
    """A record to be logged."""
    body = all_kinds()[token.kind]
    workstream = values.pop("workstream", None)
    wrong = what_is_wrong_in(body, values, today, calendar, None)
    if wrong:
        return wrong
    filled = {name: value for name, value in values.items() if value not in (None, "", [])}
    return Log(token.kind, {**filled, **token.keep}, workstream)


def read_edit(token: Token, values: Values, record: Record, today: date, calendar: WorkingCalendar) -> Command | Wrong:
    """Changes of a record; what was emptied goes back to what it is when nobody says anything."""
    body = type(record.body)
    wrong = what_is_wrong_in(body, values, today, calendar, record)
    if wrong:
        return wrong
    defaults = defaults_of(body)
    wanted = {name: defaults.get(name) if value in (None, "", []) else value for name, value in values.items()}
    return Change(record.ref, wanted, token.seen)


def what_is_wrong_in(
    body: type[Body], values: Mapping[str, Any], today: date, calendar: WorkingCalendar, record: Record | None
) -> Wrong:
    """What a person must put right, by field name."""
    wrong: Wrong = {}
    title = str(values.get("title") or "").strip()
    if not title:
        wrong["title"] = f"Say in a few words what the {body.kind.noun} is."
    elif len(title) > TITLE_LIMIT:
        wrong["title"] = f"Keep it to {TITLE_LIMIT} characters and put the rest under Details."
    for name, ask in body.asks():
        if ask.input == "date" and values.get(name):
            before = getattr(record.body, name) if record else None
            wrong |= _bad_day(body, name, values[name], before, today, calendar)
    wrong.update(_refused(body, values, skip=wrong))
    return wrong


def _bad_day(
    body: type[Body], name: str, given: Any, before: date | None, today: date, calendar: WorkingCalendar
) -> Wrong:
    """Why a newly chosen day will not do. Days without work are never moved, the nearest others are named."""
    chosen = day_of(given)
    if chosen is None:
        return {name: "This is not a date. Write it like 2026-11-27, or choose it from the calendar."}
    if chosen == before or body.ask(name).past:
        return {}
    if chosen < today:
        return {name: "This day has passed. Choose today or a later day, or leave it empty."}
    if name == body.kind.due_field and (why := calendar.why_not(chosen)):
        near = f"{day(calendar.add(chosen, -1))} or {day(calendar.add(chosen, 1))}"
        return {name: f"{day(chosen)} is {why}. Choose {near}."}
    return {}


def _refused(body: type[Body], values: Mapping[str, Any], skip: Mapping[str, str]) -> Wrong:
    """Fields whose value the kind's own declaration does not take."""
    found = {}
    for name, value in values.items():
        if name not in body.model_fields or name in skip or value in (None, "", []):
            continue
        try:
            body.taken(name, value)
        except ValidationError:
            whole = " Write a whole number." if body.ask(name).input == "number" else ""
            found[name] = f"I can't use that for “{body.ask(name).label}”.{whole}"
    return found


def day_of(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None
