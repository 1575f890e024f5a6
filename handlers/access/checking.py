"""The vulnerability and capacity check, and the reasonable adjustments: who looked, when, what came of it. Nothing goes to
Legal without it; what is known of somebody's health has a field of its own, and is never repeated."""

from __future__ import annotations

from governance.access.gates import CHECK
from governance.people import Person
from handlers.access.case import access_case
from handlers.commands import Change, Command
from handlers.forms.desk import Desk, Sheet, about
from handlers.forms.form import Field, Form
from handlers.forms.form_reading import Wrong, day_of

ASKED = ("check_outcome", "capacity_concern", "reasonable_adjustment", "special_category")
__all__ = ["CHECK", "draw_check", "read_check"]


async def draw_check(desk: Desk) -> Form:
    body = access_case(desk.held)
    asks = dict(type(body).asks())
    on = body.check_on or desk.register.today
    texts = tuple(
        Field(
            name,
            asks[name].label,
            "text",
            asks[name].hint,
            getattr(body, name) or None,
            required=name == "check_outcome",
        )
        for name in ASKED
    )
    who = body.check_by or _named(desk.speaker)
    fields = (
        Field("check_on", "Made on", "date", "", on.isoformat(), required=True),
        Field(
            "check_by", "Made by", "line", "Name and post, as a court is to read it", who, required=True, max_length=200
        ),
        *texts,
    )
    return about(desk, f"Check for {desk.held.ref}", fields)


def _named(person: Person) -> str:
    return f"{person.name}, {person.role}" if person.role else person.name


def read_check(sheet: Sheet) -> Command | Wrong:
    on = day_of(sheet.values.get("check_on"))
    wrong: Wrong = {}
    if on is None or on > sheet.today:
        wrong["check_on"] = "Choose the day on which it was made."
    if not sheet.text("check_by"):
        wrong["check_by"] = "Say who made it."
    if not sheet.text("check_outcome"):
        wrong["check_outcome"] = "Say what came of it; “nothing was found” is an answer too."
    if wrong:
        return wrong
    values = {name: sheet.text(name) for name in ("check_by", *ASKED)}
    return Change(sheet.held.ref, {"check_on": on, **values}, sheet.token.seen)
