"""Serving a notice: what it must print, when and how it went, to how many; and counting what comes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from governance.attempts import BOTH, EMAIL, HAND, POST, by_post
from governance.clocks.reckoning import Reckoning
from governance.errors import ChivvyError
from governance.kinds.section20 import SectionTwenty
from governance.people import Person
from governance.record import Record
from governance.section20.gates import PRINTED, SERVE
from governance.section20.printing import safe_to_print
from governance.section20.routes import SCH_3
from governance.section20.states import SERVED
from handlers.answer import Answer
from handlers.cards import Card, Option, Para, Part, Small
from handlers.commands import Change, Command, Move
from handlers.forms.desk import Desk, Sheet, about
from handlers.forms.form import Field, Form
from handlers.forms.form_reading import Wrong, day_of
from handlers.reply import Reply
from handlers.section20.liable import liable_homes
from handlers.wording import count, day
from storage.history import Scene
from storage.register import Register

OBSERVATIONS = "observations"
YES, NO = Option("yes", "Yes"), Option("no", "Not yet")
METHODS = tuple(Option(each, each[:1].upper() + each[1:]) for each in (POST, HAND, EMAIL, BOTH))
__all__ = [
    "OBSERVATIONS",
    "SERVE",
    "after_serving",
    "draw_observations",
    "draw_serve",
    "read_observations",
    "read_serve",
]


class NotANotice(ChivvyError):
    """{ref} is not a Section 20 notice (it is of the kind “{kind}”), and only those are served like that. Nothing was changed.
    Type “section 20 list” to see them."""


def notice_of(record: Record) -> SectionTwenty:
    """The body of a notice. Raises NotANotice."""
    if not isinstance(record.body, SectionTwenty):
        raise NotANotice(ref=record.ref, kind=record.kind.name)
    return record.body


async def draw_serve(desk: Desk) -> Form:
    """What the notice must print, when it goes and how; with the dates that follow, were it posted today."""
    record, register = desk.held, desk.register
    body = notice_of(record)
    record.kind.lifecycle.check(record.ref, record.status, SERVED, "asked for")
    await register.calendar()
    on = body.posted_on or _day(desk.command.values.get("posted_on")) or register.today
    how = body.posted_how or str(desk.command.values.get("posted_how") or "") or POST
    known = {
        name: desk.command.values.get(name) or getattr(body, name) for name in ("printed_end", "leaseholders_served")
    }
    liable = await liable_homes(register, record)
    served = known["leaseholders_served"]
    hint = (
        f"{count(len(liable), 'home')} on the estate pay towards such works"
        if liable
        else "No liable homes are in the register"
    )
    fields = (
        *(
            Field(name, f"It prints {words}", "choice", "", getattr(body, name) or None, (YES, NO))
            for name, words in PRINTED
        ),
        *_printed(body, on, how, known["printed_end"], await register.records.reckoning()),
        Field("posted_on", "Posted or handed over on", "date", "", on.isoformat(), required=True),
        Field("posted_how", "How", "choice", "", how, METHODS, required=True),
        Field(
            "leaseholders_served",
            "Leaseholders served",
            "number",
            hint,
            str(served if served is not None else len(liable)),
        ),
    )
    return about(desk, f"Serve {record.ref}", fields, submit="Served")


def _printed(body: SectionTwenty, on: date, how: str, printed: Any, reckoning: Reckoning) -> tuple[Field, ...]:
    """The end date that it prints, where it has a period; the hint says when that may be."""
    if not body.has_period:
        return ()
    rule = "s20.period_end_posted" if by_post(how) else "s20.period_end_received"
    lawful = reckoning.by(rule, on).day
    safe = safe_to_print(lawful, reckoning.calendar)
    hint = f"Served on {day(on)} {how}: not before {day(lawful)}; safe is {day(safe)}"
    return (
        Field(
            "printed_end", "The end date that it prints", "date", hint, _iso(printed) or safe.isoformat(), required=True
        ),
    )


def read_serve(sheet: Sheet) -> Command | Wrong:
    wrong: Wrong = {}
    days = {name: day_of(sheet.values.get(name)) for name in ("posted_on", "printed_end")}
    if days["posted_on"] is None or days["posted_on"] > sheet.today:
        wrong["posted_on"] = "Choose the day on which it was posted or handed over: today or earlier."
    served = sheet.text("leaseholders_served")
    if served and not served.isdecimal():
        wrong["leaseholders_served"] = "Write a whole number."
    if wrong:
        return wrong
    values: dict[str, Any] = {name: sheet.text(name) for name, _ in PRINTED}
    values |= {name: held for name, held in days.items() if held is not None}
    values |= {"posted_how": sheet.text("posted_how")}
    values |= {"leaseholders_served": int(served)} if served else {}
    return Move(sheet.held.ref, SERVED, values=values)


async def draw_observations(desk: Desk) -> Form:
    body = notice_of(desk.held)
    fields = [
        Field("observations", "Received", "number", "Within the period", str(body.observations)),
        Field("replied", "Answered", "number", "", str(body.replied)),
    ]
    if body.route == SCH_3:
        hint = "An answer is due within 21 days of it"
        fields.append(Field("observed_on", "Oldest unanswered one came on", "date", hint, _iso(body.observed_on)))
    return about(desk, f"Observations on {desk.held.ref}", tuple(fields))


def read_observations(sheet: Sheet) -> Command | Wrong:
    wrong: Wrong = {}
    values: dict[str, Any] = {}
    for name in ("observations", "replied"):
        said = sheet.text(name) or "0"
        if not said.isdecimal():
            wrong[name] = "Write a whole number."
        else:
            values[name] = int(said)
    if "observed_on" in sheet.values:
        values["observed_on"] = day_of(sheet.values["observed_on"])
    return wrong or Change(sheet.held.ref, values, sheet.token.seen)


async def after_serving(
    register: Register, scene: Scene, record: Record, to: str, speaker: Person, answer: Answer
) -> Reply:
    """How many homes are liable that day is kept with it; what differs is said, and so is a printed date that is none too
    safe."""
    if to != SERVED:
        return Reply()
    body = notice_of(record)
    liable = len(await liable_homes(register, record))
    if liable:
        record, _ = await register.records.change(replace(scene, via="chat"), record, {"liable": liable}, "count homes")
    remarks = [f"{record.ref}: {words}" for words in _remarks(body, liable, await register.records.reckoning())]
    if not remarks:
        return Reply()
    parts: list[Part] = [Para((remarks[0],)), *(Small((remark,)) for remark in remarks[1:])]
    return await answer.about(record, Card(text=" ".join(remarks), parts=tuple(parts), refs=(record.ref,)))


def _remarks(body: SectionTwenty, liable: int, reckoning: Reckoning) -> list[str]:
    found = []
    if body.period_ends is not None and body.printed_end is not None:
        safe = safe_to_print(body.period_ends, reckoning.calendar)
        found.append(
            f"the period ends on {day(body.period_ends)} at the earliest; the notice prints {day(body.printed_end)}."
        )
        if body.printed_end < safe:
            found.append(f"{day(safe)} would have been safe: three working days later, and the office open.")
    if liable and body.leaseholders_served is not None and body.leaseholders_served != liable:
        found.append(f"{body.leaseholders_served} were served, and {liable} homes are liable: see who is missing.")
    return found


def _day(said: Any) -> date | None:
    return said if isinstance(said, date) else day_of(said)


def _iso(held: Any) -> str | None:
    return held.isoformat() if isinstance(held, date) else (str(held) if held else None)
