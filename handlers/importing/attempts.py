"""Importing attempts at getting access: a row of a sheet for each, with the SHA-256 of the file that shows it where that lies
beside the sheet."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path, PurePath
from typing import Any

from governance.attempts import Attempt, outcome_of
from governance.kinds.access import AccessCase
from handlers.access.attempting import keep
from handlers.importing.cells import count_in, date_in, hour_in
from handlers.importing.reading import Reading
from handlers.importing.records import Present
from handlers.importing.report import Outcome
from handlers.importing.row_list import RowList, headings
from handlers.words.days.dates import Moment
from handlers.words.days.dates import Reading as Day
from storage.register import Register

PLAIN = (
    "notice_method",
    "certificate",
    "spoke_to",
    "said",
    "card",
    "contact_tried",
    "language",
    "evidence",
    "digest",
    "note",
)
LARGEST = 50_000_000  # bytes of a file that is looked at
FOLDERS = ("", "evidence", "photos")  # where such files lie beside a sheet


async def import_attempt(reading: Reading, register: Register, present: Present, moment: Moment) -> Outcome | None:
    """One attempt; None where it could not be taken."""
    record = await present.any_with_ref(reading.cell("ref"))
    if record is None or not isinstance(record.body, AccessCase):
        reading.problem("ref", "there is no such access case in the register; this row was not imported")
        return None
    past = partial(date_in, moment=moment, past=True)
    visited: Day | None = reading.take("visit_at", past, None)
    if not reading.cell("outcome") or visited is None or visited.day is None:
        name = "outcome" if visited else "visit_at"
        reading.problem(name, "an attempt needs its day and what came of it; this row was not imported")
        return None
    known = {each.number: each for each in await register.attempts.of(record)}
    number = reading.take("number", count_in, 0) or _number_of(visited, known, register)
    if not number:
        number = await register.attempts.next_number(record)
    made = await _attempt(reading, register, present, moment, number, visited)
    held = known.get(number)
    if held is not None and replace(held, id=0, source=made.source) == made:
        return "unchanged"
    changed, _ = await keep(register, present.scene, await register.records.get(record.ref), made)
    present.keep(changed)
    return "updated" if held else "created"


def _number_of(visited: Day, known: dict[int, Attempt], register: Register) -> int:
    """A row without a number is the attempt of that very moment, so that importing a sheet again finds it."""
    at = _moment(visited, register)
    return next((each.number for each in known.values() if each.day == visited.day and each.at == at), 0)


async def _attempt(
    reading: Reading, register: Register, present: Present, moment: Moment, number: int, visited: Day
) -> Attempt:
    plain: dict[str, Any] = {name: reading.cell(name) for name in PLAIN if reading.has(name)}
    served: Day | None = reading.take("notice_served_on", partial(date_in, moment=moment, past=True), None)
    ended = reading.take("ended", hour_in, None) if reading.cell("ended") else None
    begun = _moment(visited, register)
    if plain.get("evidence") and not plain.get("digest"):
        plain["digest"] = digest_of(Path(reading.report.path), plain["evidence"])
    return Attempt(
        number=number,
        day=visited.day,
        at=begun,
        ended_at=_moment(replace(visited, clock=ended), register) if ended and begun else None,
        by=_by(reading, present),
        outcome=outcome_of(reading.cell("outcome")),
        notice_served_on=served.day if served else None,
        notice_time=served.clock if served else None,
        source=reading.report.title,
        **plain,
    )


def _by(reading: Reading, present: Present) -> str:
    """Whoever went, by their id where they are known; else as they were written: it is evidence."""
    said = reading.cell("by")
    named = present.known.people_in(said, None)
    return named.people[0].id if len(named.people) == 1 and not named.doubts else said


def _moment(visited: Day, register: Register) -> datetime | None:
    if visited.day is None or visited.clock is None:
        return None
    return datetime.combine(visited.day, visited.clock, register.zone).astimezone(UTC)


def digest_of(sheet: Path, name: str) -> str:
    """The SHA-256 of the file that is called so and lies beside a sheet; "" where none does."""
    plain = PurePath(name).name
    if plain != name or not plain.strip("."):
        return ""
    for folder in FOLDERS:
        path = sheet.parent / folder / plain
        try:
            if path.is_file() and path.stat().st_size <= LARGEST:
                with path.open("rb") as file:
                    return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            continue
    return ""


ATTEMPTS = RowList(
    "access attempt",
    headings(
        "case|access case|case ref|access ref|ref",
        "visit at|visited at|visit|visited|visit date|attempted at|date of visit",
        "outcome|result|what came of it",
    ),
    {
        **dict.fromkeys(("case", "access case", "case ref", "access ref", "ref"), "ref"),
        **dict.fromkeys(("attempt", "no", "number", "attempt no", "visit no"), "number"),
        **dict.fromkeys(("notice served on", "notice served", "notice", "notice on"), "notice_served_on"),
        **dict.fromkeys(("notice method", "notice served how", "served how", "method"), "notice_method"),
        **dict.fromkeys(
            ("visit at", "visited at", "visit", "visited", "visit date", "attempted at", "date of visit"), "visit_at"
        ),
        **dict.fromkeys(("ended", "to", "until", "visit end", "left at"), "ended"),
        **dict.fromkeys(("by", "who", "officer", "visited by"), "by"),
        **dict.fromkeys(("outcome", "result", "what came of it"), "outcome"),
        **dict.fromkeys(("evidence", "photo", "file"), "evidence"),
        **dict.fromkeys(("sha256", "sha 256", "digest", "hash"), "digest"),
        **dict.fromkeys(("contact tried", "other contact", "also tried"), "contact_tried"),
        **dict.fromkeys(("spoke to", "spoken to"), "spoke_to"),
        **dict.fromkeys(("said", "what was said"), "said"),
        **dict.fromkeys(("card", "card no", "card number"), "card"),
        **dict.fromkeys(("language", "language need"), "language"),
        **dict.fromkeys(("certificate", "certificate of service"), "certificate"),
        **dict.fromkeys(("note", "notes", "comment"), "note"),
    },
    import_attempt,
    lacks=frozenset({"title", "subject", "status"}),
)
