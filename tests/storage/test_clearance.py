"""Who may open what, as the database finds it and as the policy says: the same for everybody and every record."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from itertools import product

import pytest

from governance.clearance import clearance_of
from governance.kinds.action import Action
from governance.kinds.complaint import Complaint
from governance.people import Person, Workstream
from governance.policy import cleared
from storage.database import Database
from storage.filters import Filter
from storage.history import Scene

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
ESTATES = (None, "MW-1", "MW-2")
LANDLORDS = ("", "TMG", "OTH")
ROLES = (
    "Project Liaison Officer",
    "Resident Liaison Manager",
    "Programme Manager",
    "Contractor RLO",
    "Internal Auditor",
    "Solicitor",
    "",
)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A case of each landlord on each estate, handled by P01; two actions, one of them restricted; people of every role."""
    made = Database(database_url)
    async with made.transaction(NOW) as register:
        for estate in ESTATES[1:]:
            await register.workstreams.save(Workstream(estate, estate, "", landlord="TMG"))
        roles = product(ROLES, LANDLORDS[1:], ESTATES)
        for number, (role, landlord, estate) in enumerate(roles, 1):
            await register.people.save(
                Person(f"P{number:02d}", f"P{number:02d}", role=role, organisation=landlord, workstream=estate)
            )
        for estate, landlord in product(ESTATES, LANDLORDS):
            body = Complaint(title="Dust", owner="P01", landlord=landlord, received_at=date(2026, 11, 20))
            await register.records.log(Scene("P02"), body, workstream=estate)
        for hidden in (False, True):
            body = Action(title="Ring", owner="P03", supporters=("P04",))
            await register.records.log(Scene(), body, workstream=None, common={"confidential": hidden})
    yield made
    await made.stop()


async def test_a_list_finds_what_the_policy_lets_its_reader_open(database: Database) -> None:
    async with database.reading(NOW) as register:
        everything = await register.records.find(Filter(status="any"), limit=None)
        assert len(everything) == 11
        for person in (await register.people.all()).values():
            wanted = Filter(status="any", reader=clearance_of(person))
            found = {record.ref for record in await register.records.find(wanted, limit=None)}
            assert found == {record.ref for record in everything if cleared(person, record)}, person
            assert await register.records.count(wanted) == len(found)


async def test_whoever_is_no_longer_named_no_longer_finds_it(database: Database) -> None:
    async with database.transaction(NOW) as register:
        case = await register.records.get("CMP-0001")
        await register.records.change(Scene(), case, {"owner": "P05", "supporters": ("P06",)})
    async with database.reading(NOW) as register:
        people = await register.people.all()
        found = {}
        for person in ("P19", "P05", "P06"):
            reader = clearance_of(Person(person, person, organisation=people[person].organisation))
            wanted = Filter(status="any", reader=reader, kind="complaint")
            found[person] = [record.ref for record in await register.records.find(wanted, limit=None)]
    assert found == {"P19": [], "P05": ["CMP-0001"], "P06": ["CMP-0001"]}


async def test_a_search_by_words_finds_a_case_for_those_alone_who_may_open_it(database: Database) -> None:
    async with database.reading(NOW) as register:
        people = await register.people.all()
        officers = {person.id: person for person in people.values() if person.role == "Resident Liaison Manager"}
        found = await register.records.search("dust", reader=clearance_of(officers["P07"]), limit=50)
        assert {record.kind.name for record in found} == {"complaint"}
        contractor = next(person for person in people.values() if person.role == "Contractor RLO")
        assert await register.records.search("dust", reader=clearance_of(contractor)) == []
        assert await register.records.search("dust") == []
