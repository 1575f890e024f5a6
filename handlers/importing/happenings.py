"""Importing what happened in cases before they were in this register: a row for each line of a chronology."""

from __future__ import annotations

from datetime import UTC, datetime, time
from functools import partial

from governance.happening import Happening
from handlers.importing.cells import date_in
from handlers.importing.reading import Reading
from handlers.importing.records import Present
from handlers.importing.report import Outcome
from handlers.importing.row_list import RowList, headings
from handlers.words.days.dates import Moment
from storage.register import Register

# What officers' systems call the steps of a complaint, in words.
EVENTS = {
    "received": "Received",
    "acknowledged_s1": "Stage 1 acknowledged",
    "responded_s1": "Stage 1 answered",
    "extended_s1": "Stage 1 extended",
    "escalated_s2": "Stage 2 asked for",
    "acknowledged_s2": "Stage 2 acknowledged",
    "responded_s2": "Stage 2 answered",
    "extended_s2": "Stage 2 extended",
    "ombudsman_rights_given": "Told of their right to go to the Ombudsman",
    "ombudsman_referral": "Taken to the Ombudsman",
    "not_accepted": "Not accepted",
    "withdrawn": "Withdrawn",
    "closed": "Closed",
}


async def import_happening(reading: Reading, register: Register, present: Present, moment: Moment) -> Outcome | None:
    """One line; None where it could not be taken."""
    record = await present.any_with_ref(reading.cell("ref"))
    if record is None or not record.kind.confidential:
        reading.problem("ref", "there is no such case in the register; this row was not imported")
        return None
    what = reading.cell("what")
    read = reading.take("at", partial(date_in, moment=moment, past=True), None)
    if not what or read is None or read.day is None:
        reading.problem("what" if read else "at", "it needs a day and what happened; this row was not imported")
        return None
    at = datetime.combine(read.day, read.clock or time(), register.zone).astimezone(UTC)
    said = EVENTS.get(what.casefold(), what.replace("_", " ").capitalize())
    one = Happening(at, said, reading.cell("note"), reading.cell("by"), reading.report.title)
    return await register.happenings.keep(record, one)


HAPPENINGS = RowList(
    "case event",
    headings("complaint|case|enquiry|case ref|complaint ref", "at|when|date|date time", "event|what happened"),
    {
        **dict.fromkeys(("complaint", "case", "enquiry", "case ref", "complaint ref"), "ref"),
        **dict.fromkeys(("at", "when", "date", "date time"), "at"),
        **dict.fromkeys(("event", "what happened"), "what"),
        **dict.fromkeys(("note", "notes", "comment"), "note"),
        **dict.fromkeys(("by", "who", "officer"), "by"),
    },
    import_happening,
    lacks=frozenset({"subject", "title", "status"}),
)
