"""Importing estates: the homes, who lives in them, and the works project that they belong to."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from governance.homes import Home, Resident
from governance.people import Organisation, Workstream
from governance.roles import CASE_MANAGERS, CASE_OFFICERS, has_role
from handlers.importing.cells import day_in, yes_in
from handlers.importing.reading import Reading
from handlers.importing.records import Present
from handlers.importing.report import FileReport, Outcome
from handlers.importing.row_list import RowList, headings
from handlers.words.days.dates import Moment
from storage.register import Register

LONGEST = 300  # characters of an address or a name
LARGEST = 1_000_000  # bytes of a project's file


async def import_home(reading: Reading, register: Register, present: Present, moment: Moment) -> Outcome | None:
    """One home; None where it could not be taken."""
    uprn = reading.cell("uprn")
    if not uprn or len(uprn) > 40:
        reading.problem("uprn", "a home needs its UPRN; this row was not imported")
        return None
    old = await register.homes.home(uprn)
    new = Home(
        uprn=uprn,
        estate=await _estate(reading, register, present) or (old.estate if old else None),
        address=reading.cell("address")[:LONGEST],
        block=reading.cell("block")[:LONGEST],
        postcode=reading.cell("postcode")[:20],
        tenure=reading.cell("tenure")[:80],
        s20_liable=reading.take("s20_liable", partial(yes_in, default=False), False),
        moved_in=reading.take("moved_in", partial(day_in, moment=moment, past=True), None),
    )
    kept = await register.homes.keep_home(new)
    return "unchanged" if not kept else "updated" if old else "created"


async def _estate(reading: Reading, register: Register, present: Present) -> str | None:
    """The project that a row names, else the one that everything is imported for, else the only one there is."""
    said = reading.cell("estate")
    if said:
        strands = (await register.workstreams.all()).values()
        named = [
            each
            for each in strands
            if said.casefold() in (each.id.casefold(), each.name.casefold(), each.short.casefold())
        ]
        if named:
            return named[0].id
        reading.problem("estate", "there is no such project; left empty")
        return None
    if present.known.workstream:
        return present.known.workstream
    projects = [each.id for each in (await register.workstreams.all()).values() if each.landlord]
    return projects[0] if len(projects) == 1 else None


async def import_resident(reading: Reading, register: Register, _present: Present, _moment: Moment) -> Outcome | None:
    """One resident; None where they could not be taken."""
    id = reading.cell("id")
    if not id or len(id) > 40:
        reading.problem("id", "a resident needs a number; this row was not imported")
        return None
    old = await register.homes.resident(id)
    plain = ("uprn", "name", "phone", "email", "prefers", "language", "access_needs")
    new = Resident(
        id=id,
        vulnerable=reading.take("vulnerable", partial(yes_in, default=False), False),
        consents=reading.take("consents", partial(yes_in, default=False), False),
        **{name: reading.cell(name)[:LONGEST] for name in plain},
    )
    kept = await register.homes.keep_resident(new)
    return "unchanged" if not kept else "updated" if old else "created"


HOMES = RowList(
    "home",
    headings("uprn", "address|property address", "tenure|postcode|block"),
    {
        **{name: name for name in ("uprn", "address", "block", "postcode", "tenure")},
        "property address": "address",
        "s20 liable": "s20_liable",
        "section 20": "s20_liable",
        "leaseholder": "s20_liable",
        "moved in": "moved_in",
        "tenancy start": "moved_in",
        "estate": "estate",
        "project": "estate",
    },
    import_home,
    lacks=frozenset({"resident id", "complaint", "subject"}),
)
RESIDENTS = RowList(
    "resident",
    headings("resident id|tenant id|person ref", "name|resident|full name", "phone|email|prefers|language"),
    {
        "resident id": "id",
        "tenant id": "id",
        "person ref": "id",
        "full name": "name",
        "resident": "name",
        "telephone": "phone",
        "mobile": "phone",
        "preferred contact": "prefers",
        "preferred language": "language",
        "access needs": "access_needs",
        "vulnerable flag": "vulnerable",
        "consent comms": "consents",
        **{name: name for name in ("name", "uprn", "phone", "email", "prefers", "language", "vulnerable", "consent")},
        "consent": "consents",
    },
    import_resident,
    lacks=frozenset({"subject", "complaint", "received at"}),
)


def is_project(path: Path) -> bool:
    """Whether a file describes a works project."""
    return path.suffix.casefold() == ".json" and {"ref", "name", "landlord"} <= _read(path).keys()


def _read(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > LARGEST:
            return {}
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


async def import_project(path: Path, register: Register, told: FileReport) -> None:
    """A works project becomes a workstream of its own, with its landlord."""
    project = _read(path)
    told.kind, told.rows = "workstream", 1
    ref, name = (" ".join(str(project[key]).split())[:LONGEST] for key in ("ref", "name"))
    old = await register.workstreams.get(ref)
    landlord = await _landlord(register, " ".join(str(project["landlord"]).split())[:LONGEST])
    short = " ".join(str(project.get("short") or (old.short if old else "")).split())[:LONGEST]
    new = replace(old or Workstream(ref, name, ""), name=name, short=short, landlord=landlord)
    if new == old:
        told.unchanged += 1
        return
    await register.workstreams.save(new)
    told.count("updated" if old else "created")


async def _landlord(register: Register, name: str) -> str:
    """The code of the organisation that is called so: one that is known, else that of the people who handle cases, who are of one
    organisation only; else its name stands for it."""
    known = await register.organisations.all()
    found = next(
        (each.id for each in known.values() if name.casefold() in (each.id.casefold(), each.name.casefold())), ""
    )
    handling = {
        person.organisation
        for person in (await register.people.all()).values()
        if person.organisation and has_role(person, CASE_OFFICERS | CASE_MANAGERS)
    }
    if not found and len(handling) == 1:
        found = handling.pop()
        if found not in known:
            await register.organisations.save(Organisation(found, name, "landlord"))
    return found or name
