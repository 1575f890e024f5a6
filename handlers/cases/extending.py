"""Extending: more time for an answer, before the day, with a reason, a new day, and the day on which the resident was told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from governance.complaints.states import S1_EXTENDED, S2_EXTENDED
from governance.errors import ChivvyError
from governance.kinds.complaint import Complaint
from governance.people import Person
from governance.record import Record
from handlers.answer import Answer
from handlers.commands import Command, Extend
from handlers.encoding import ButtonUnreadable
from handlers.forms.desk import Desk, Sheet, about
from handlers.forms.form import Field, Form
from handlers.forms.form_reading import Wrong, day_of
from handlers.records.changing import set_fields
from handlers.reply import Reply
from handlers.wording import day
from storage.history import Scene
from storage.register import Register

EXTEND = "extend"


class NothingToExtend(ChivvyError):
    """{ref} is {status}, so there is no answer to be extended. Nothing was changed. Type “{ref}” to see what comes next."""


async def extend(
    command: Extend,
    record: Record,
    register: Register,
    scene: Scene,
    speaker: Person,
    answer: Answer,
) -> Reply:
    """Give an answer another day; what the code forbids is refused by the kind itself."""
    stage = stage_of(record)
    values: dict[str, Any] = {
        f"{stage}_extended_to": command.until,
        f"{stage}_extension_reason": command.reason.strip(),
        f"{stage}_extension_told_on": command.told_on,
        f"{stage}_extension_good_reason": command.good_reason.strip(),
    }
    scene = replace(scene, batch=answer.batch())
    to = S1_EXTENDED if stage == "s1" else S2_EXTENDED
    wanted = values if record.status == to else {"status": to, **values}
    if record.status != to:
        record.kind.lifecycle.check(record.ref, record.status, to, command.reason)
    return await set_fields(register, scene, record, wanted, "extend", speaker, answer, reason=command.reason)


def stage_of(record: Record) -> str:
    """The stage whose answer can be extended now, by the prefix of its fields. Raises NothingToExtend."""
    if isinstance(record.body, Complaint) and record.body.next_step in ("respond_s1", "respond_s2"):
        return "s1" if record.body.next_step == "respond_s1" else "s2"
    raise NothingToExtend(ref=record.ref, status=record.status)


async def draw_extend(desk: Desk) -> Form:
    record, register = desk.held, desk.register
    stage = stage_of(record)
    assert isinstance(record.body, Complaint)
    due = getattr(record.body, f"{stage}_due")
    if due is None:
        raise ButtonUnreadable
    await register.calendar()
    longest = (await register.records.reckoning()).by(f"{record.body.code}.{stage}.extension_max", due).day
    told = desk.command.values
    until = str(told.get("until") or longest.isoformat())
    fields = (
        Field("until", "New day", "date", f"Up to {day(longest)} without good reason", until, required=True),
        Field("reason", "Why", "text", "The resident is told this", str(told.get("reason") or "") or None, required=True),
        Field("told_on", "Resident told on", "date", f"By {day(due)}, with how to reach the Ombudsman",
              register.today.isoformat(), required=True),
        Field("good_reason", "Good reason for longer", "text", f"Only for a day after {day(longest)}"),
    )  # fmt: skip
    return about(desk, f"Extend {record.ref}", fields, submit="Extend")


def read_extend(sheet: Sheet) -> Command | Wrong:
    wrong: Wrong = {}
    days: dict[str, date | None] = {name: day_of(sheet.values.get(name)) for name in ("until", "told_on")}
    for name, held in days.items():
        if held is None:
            wrong[name] = "Choose the day."
    if days["told_on"] and days["told_on"] > sheet.today:
        wrong["told_on"] = "That day has not come yet. Tell them first."
    if not sheet.text("reason"):
        wrong["reason"] = "Say why: the resident is told, and it goes into the history."
    if wrong:
        return wrong
    return Extend(sheet.held.ref, days["until"], sheet.text("reason"), days["told_on"], sheet.text("good_reason"))
