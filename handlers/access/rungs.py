"""The dialogs of the ladder: what has to be said when a case goes one rung further. A gate that is shut for other reasons says
so before anybody fills anything in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from governance.access.gates import GATES
from governance.access.states import CLAIM, FINAL, HEARING, LEGAL, ORDERED, SERVED
from governance.gates import shut
from governance.kind import Ask
from governance.kinds.access import AccessCase
from handlers.access.case import access_case
from handlers.commands import Command, Move
from handlers.forms.desk import Desk, Sheet, about
from handlers.forms.form import Field, Form
from handlers.forms.form_fields import person_field
from handlers.forms.form_reading import Wrong, day_of

# What stands in a field while it is only asked whether anything else holds the case back.
ANY_DAY, ANY_WORDS = date(2000, 1, 1), "…"


@dataclass(frozen=True)
class Rung:
    """One step: the state it leads to and the fields that are asked with it; of `needed` none may be empty, `today` are
    proposed."""

    to: str
    fields: tuple[str, ...]
    needed: tuple[str, ...] = ()
    today: tuple[str, ...] = ()


RUNGS: Mapping[str, Rung] = {
    "final warning": Rung(FINAL, ("final_warning_on", "final_warning_until"), ("final_warning_on", "final_warning_until"),
                          ("final_warning_on",)),
    "to legal": Rung(LEGAL, ("legal_officer", "legal_ref")),
    "claim": Rung(CLAIM, ("claim_on", "legal_ref"), ("claim_on", "legal_ref"), ("claim_on",)),
    "hearing": Rung(HEARING, ("hearing_on", "hearing_time"), ("hearing_on",)),
    "order": Rung(ORDERED, ("court_order", "order_sealed_on", "access_on", "access_time", "penal_notice"),
                  ("court_order", "order_sealed_on")),
    "order served": Rung(SERVED, ("order_served_on", "order_served_how"), ("order_served_on",), ("order_served_on",)),
}  # fmt: skip


async def draw_rung(desk: Desk) -> Form:
    record, rung = desk.held, RUNGS[desk.command.form]
    body = access_case(record)
    record.kind.lifecycle.check(record.ref, record.status, rung.to, "asked for")
    if gate := shut(_as_if_said(body, rung), record.ref, rung.to, GATES):
        raise gate
    fields = [await _field(desk, body, name, rung) for name in rung.fields]
    label = record.kind.lifecycle.label(record.status, rung.to)
    return about(desk, f"{record.ref}: {label}", tuple(fields))


def _as_if_said(body: AccessCase, rung: Rung) -> AccessCase:
    """With anything at all in the fields that are asked, so that only what else is missing shows."""
    days = {name: ANY_DAY for name in rung.fields if _is_day(name)}
    return body.model_copy(update={**dict.fromkeys(rung.fields, ANY_WORDS), **days})


async def _field(desk: Desk, body: AccessCase, name: str, rung: Rung) -> Field:
    ask: Ask = AccessCase.ask(name)
    held: Any = desk.command.values.get(name) or getattr(body, name)
    held = desk.register.today if not held and name in rung.today else held
    required = name in rung.needed
    if ask.input == "person":
        return await person_field(name, ask.label, ask.hint, held, desk.register)
    if _is_day(name):
        return Field(name, ask.label, "date", ask.hint, _iso(held), required=required)
    if ask.input in ("time", "flag"):
        value = f"{held:%H:%M}" if isinstance(held, time) else str(bool(held)).lower() if ask.input == "flag" else held
        return Field(name, ask.label, "time" if ask.input == "time" else "flag", ask.hint, value or None)
    return Field(name, ask.label, "line", ask.hint, held or None, required=required)


def read_rung(sheet: Sheet) -> Command | Wrong:
    rung = RUNGS[sheet.token.form]
    wrong: Wrong = {}
    values: dict[str, Any] = {}
    for name in rung.fields:
        said = sheet.values.get(name)
        if said in (None, "") and name in rung.needed:
            wrong[name] = "This has to be said."
        elif said not in (None, "") and _is_day(name) and day_of(said) is None:
            wrong[name] = "This is not a date."
        elif said not in (None, ""):
            values[name] = day_of(said) if _is_day(name) else said
    return wrong or Move(sheet.held.ref, rung.to, values=values)


def _is_day(name: str) -> bool:
    return name.endswith(("_on", "_until"))


def _iso(held: Any) -> str | None:
    return held.isoformat() if isinstance(held, date) else (held or None)
