"""The sample programme, as many times as wanted: people, workstreams and records, with refs, ids and dates of their own."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from bot.demo.seed import FOLDER
from bot.demo.seed import START as SAMPLE_START
from governance.kinds import all_kinds
from governance.reminders import next_summary
from handlers.importing import import_folder
from storage.database import Database
from storage.history import Scene
from storage.register import Register

STRIDE = 200  # more than there is of anything in the sample
WORKSTREAMS = 10
LISTS = ("councils.csv",)  # the same for all copies
ONCE = ("surveys.csv", "survey_responses_SUR-01.csv")
WHO = (*LISTS, "people.csv", "workstreams.csv")
PREFIXES = "|".join(sorted((body.kind.prefix for body in all_kinds().values()), key=len, reverse=True))
REF = re.compile(rf"\b({PREFIXES})-(\d+)\b")
PERSON, WORKSTREAM, USER = re.compile(r"\bP(\d{3})\b"), re.compile(r"\bWS(\d\d)\b"), re.compile(r"\bU(\d{6})\b")
DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")


def copies(folder: Path, scale: float, start: date) -> Path:
    """The sample's files `scale` times over, with its days moved so that its Monday is `start`; where they are. With a scale
    below 1, that part of its records, with all of its people."""
    later = start - SAMPLE_START.date()
    assert later.days % 7 == 0, "the sample begins on a Monday"
    for path in sorted(FOLDER.glob("*.csv")):
        with path.open(newline="") as file:
            header, *rows = csv.reader(file)
        if scale < 1 and path.name not in WHO:
            rows = rows[:: round(1 / scale)]
        times = 1 if path.name in (*LISTS, *ONCE) else max(1, round(scale))
        with (folder / path.name).open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(header)
            writer.writerows(_copied(header, row, number, later) for number in range(times) for row in rows)
    return folder


def _copied(header: list[str], row: list[str], number: int, later: timedelta) -> list[str]:
    moved = [_renamed(cell, number, later) for cell in row]
    if number:
        for column in ("name", "title", "email"):
            if column in header:
                at = header.index(column)
                moved[at] = f"{number}.{moved[at]}" if column == "email" else f"{moved[at]} {number}"
    return moved


def _renamed(cell: str, number: int, later: timedelta) -> str:
    cell = REF.sub(lambda found: f"{found[1]}-{int(found[2]) + number * STRIDE:03d}", cell)
    cell = PERSON.sub(lambda found: f"P{int(found[1]) + number * STRIDE:03d}", cell)
    cell = WORKSTREAM.sub(lambda found: f"WS{int(found[1]) + number * WORKSTREAMS:02d}", cell)
    cell = USER.sub(lambda found: f"U{int(found[1]) + number * STRIDE:06d}", cell)
    return DAY.sub(lambda found: (date.fromisoformat(found[0]) + later).isoformat(), cell)


async def fill(database: Database, folder: Path, register_at: Register) -> None:
    """Import the copies, and open a channel for each workstream."""
    await import_folder(register_at, folder, Scene(via="import", place="simulation"))
    calendar = await register_at.calendar()
    for workstream in (await register_at.workstreams.all()).values():
        place = await register_at.places.meet(
            "slack", channel_of(workstream.id), "channel", name=workstream.label.lower(), address={}
        )
        await register_at.places.bind(
            place.id, workstream.id, next_summary(calendar, register_at.now, register_at.zone)
        )


def channel_of(workstream: str) -> str:
    return f"C{workstream}"


def users(folder: Path) -> Iterator[tuple[str, str, str, str]]:
    """Everybody's id, Slack id, name and address, as the copies have them."""
    with (folder / "people.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            yield row["person_id"], row["slack_id"], row["name"], row["email"]
