"""A small invented office on a Monday: whom and what the texts in these tests are about."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from governance.calendar import WorkingCalendar
from governance.people import Person, Workstream
from handlers.turn import Said
from handlers.words.understand import understand
from handlers.words.understanding import Surroundings, Understanding

SHARED = Path(__file__).parents[3] / "shared"
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/London"))

PEOPLE = (
    Person("P1", "Gareth Penhallow", "gareth.penhallow@brightwater.example", workstream="WS1"),
    Person("P2", "Tom Bracegirdle", "tom.bracegirdle@brightwater.example"),
    Person("P3", "Aisha Calloway", "aisha.calloway@brightwater.example"),
    Person("P4", "Samuel Eskdale", "samuel.eskdale@brightwater.example", workstream="WS5"),
    Person("P5", "Samantha Orrell", "samantha.orrell@brightwater.example", workstream="WS3"),
    Person("P6", "Joanna Knott", "joanna.knott@brightwater.example", workstream="WS5"),
    Person("P7", "Helen Harrow", "helen.harrow@brightwater.example", workstream="WS3"),
    Person("P8", "Rosa Northgate", "rosa.northgate@brightwater.example", active=False, deputy="P9"),
    Person("P9", "Grace Fairley", "grace.fairley@brightwater.example", workstream="WS4"),
    Person("P10", "Zainab O'Neill-Rahman", "zainab.oneill@brightwater.example", workstream="WS2"),
)
STRANDS = (
    Workstream("WS1", "Programme Management Office", "PMO", "P1"),
    Workstream("WS2", "Legal, Governance and Democracy", "Legal"),
    Workstream("WS3", "Finance", "Finance"),
    Workstream("WS4", "People and HR", "HR"),
    Workstream("WS5", "ICT and Digital", "ICT"),
    Workstream("WS9", "Place (Highways, Waste, Planning)", "Place"),
)
BY_ID = {person.id: person for person in PEOPLE}
MENTIONS = {"U1": BY_ID["P2"], "U2": BY_ID["P3"], "U4": BY_ID["P4"], "U9": None}

OFFICE = Surroundings(NOW, WorkingCalendar(), PEOPLE, STRANDS, BY_ID["P1"], None, MENTIONS)
ICT_CHANNEL = Surroundings(NOW, WorkingCalendar(), PEOPLE, STRANDS, BY_ID["P1"], "WS5", MENTIONS)


def hear(text: str, around: Surroundings = ICT_CHANNEL) -> Understanding:
    """What a text means; a slash in front makes it a slash command, anything else was addressed to the bot."""
    if text.startswith("/"):
        command, _, rest = text[1:].partition(" ")
        return understand(Said(rest, command=command), around)
    return understand(Said(text), around)


def sample_people() -> tuple[tuple[Person, ...], dict[str, Person | None]]:
    """Everybody in the shared sample, and whom each Slack mention means."""
    people: list[Person] = []
    mentions: dict[str, Person | None] = {}
    with (SHARED / "sample" / "people.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            person = Person(
                row["person_id"],
                row["name"],
                row["email"],
                role=row["role"],
                organisation=row["org"],
                workstream=row["workstream"] or None,
                active=row["active"] == "yes",
                deputy=row["deputy"] or None,
            )
            people.append(person)
            mentions[row["slack_id"]] = person
    return tuple(people), mentions


def sample_strands() -> tuple[Workstream, ...]:
    with (SHARED / "sample" / "workstreams.csv").open(encoding="utf-8") as file:
        return tuple(Workstream(row["id"], row["name"], row["short"], row["lead"]) for row in csv.DictReader(file))
