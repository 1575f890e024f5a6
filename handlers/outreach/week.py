"""The week of a project for its residents: what goes out in the next days, and what they were not told yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from governance.kinds.communication import Communication
from governance.kinds.you_said import YouSaid
from governance.record import Record
from handlers.outreach.standing import COMMUNICATION
from handlers.outreach.voices import THEME
from handlers.wording import day_short
from storage.filters import Filter
from storage.register import Register

SHOWN = 4
DAYS = 7


async def residents_week(register: Register, workstream: str) -> tuple[list[tuple[str, str]], tuple[str, ...]]:
    """Headings with what stands under each, for a channel where all may read it; and the refs that are named."""
    today = register.today
    communications = Filter(kind=COMMUNICATION, workstream=workstream, confidential=False)
    found = await register.records.find(communications, limit=None)
    out = sorted((each for each in found if _goes_out(each, today)), key=lambda each: each.due or today)
    untold = await register.records.find(replace(communications, kind=THEME), limit=None)
    said = []
    if out:
        said.append((f"Goes out in the next {DAYS} days: {len(out)}", _few([_out(each) for each in out])))
    if untold:
        said.append((f"Residents not told yet: {len(untold)}", _few([_untold(each, today) for each in untold])))
    return said, tuple(each.ref for each in (*out[:SHOWN], *untold[:SHOWN]))


def _goes_out(record: Record, today: date) -> bool:
    body = record.body
    if not isinstance(body, Communication) or not body.is_planned or body.publish_on is None:
        return False
    return today <= body.publish_on < today + timedelta(days=DAYS)


def _out(record: Record) -> str:
    """`COM-05 Newsletter 5, Fri 4 Dec, still lacks a print run`."""
    body = record.body
    assert isinstance(body, Communication)
    assert body.publish_on is not None
    lacks = f", still lacks {' and '.join(body.lacks)}" if body.lacks else f", {body.status.lower()}"
    return f"{record.ref} {record.title}, {day_short(body.publish_on)}{lacks}"


def _untold(record: Record, today: date) -> str:
    """`YSWD-01 Dust after the window works, done, to be told by Fri 4 Dec`."""
    body = record.body
    assert isinstance(body, YouSaid)
    state = "done" if body.is_done else body.status.lower()
    late = ", overdue" if record.is_overdue(today) else ""
    by = f", to be told by {day_short(body.tell_by)}" if body.settled_on and body.tell_by else ""
    return f"{record.ref} {record.title}, {state}{by}{late}"


def _few(lines: list[str]) -> str:
    more = len(lines) - SHOWN
    return f". {'; '.join(lines[:SHOWN])}" + (f"; and {more} more" if more > 0 else "")
