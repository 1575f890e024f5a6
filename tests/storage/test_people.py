"""Memberships, organisations, leave and identities, on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from governance.kinds.action import Action
from governance.people import Leave, Membership, Organisation, Person, Workstream
from storage.database import Database
from storage.history import Scene
from storage.register import Register

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
LATER = datetime(2027, 4, 1, 9, 30, tzinfo=UTC)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    made = Database(database_url)
    async with made.transaction(NOW) as register:
        for id, name in (("WS01", "ICT"), ("WS02", "HR"), ("WS03", "Legal")):
            await register.workstreams.save(Workstream(id, name, name))
        await register.people.save(Person("P001", "Olu Adeyemi", workstream="WS01"))
    yield made
    await made.stop()


async def olu(register: Register) -> Person:
    found = await register.people.get("P001")
    assert found is not None
    return found


async def test_whoever_has_a_workstream_is_a_member_of_it(database: Database) -> None:
    async with database.reading(NOW) as register:
        assert [(each.workstream, each.first) for each in await register.memberships.of("P001")] == [("WS01", None)]
        assert (await olu(register)).workstreams == ("WS01",)


async def test_the_workstreams_of_a_person_follow_the_days(database: Database) -> None:
    async with database.transaction(NOW) as register:
        known = await register.memberships.not_over("P001", "WS01")
        assert known is not None
        await register.memberships.save(replace(known, last=date(2027, 3, 31)))
        await register.memberships.save(Membership("P001", "WS02", "BA", date(2027, 1, 4), None))
        assert (await olu(register)).workstreams == ("WS01",)
    async with database.reading(datetime(2027, 1, 4, 9, 0, tzinfo=UTC)) as register:
        assert ((await olu(register)).workstream, (await olu(register)).workstreams) == ("WS01", ("WS01", "WS02"))
    async with database.reading(LATER) as register:
        person = await olu(register)
        assert (person.workstream, person.is_on("WS01"), person.is_on("WS02")) == ("WS02", False, True)


async def test_a_change_of_membership_shows_at_once_within_a_transaction(database: Database) -> None:
    async with database.transaction(NOW) as register:
        assert not (await olu(register)).is_on("WS02")
        await register.memberships.join("P001", "WS02", register.today)
        assert (await olu(register)).is_on("WS02")
        await register.memberships.leave("P001", "WS02")
        assert not (await olu(register)).is_on("WS02")
        assert len(await register.memberships.of("P001")) == 1, "what began only today never was"


async def test_another_main_workstream_ends_the_one_before_and_leaves_the_others(database: Database) -> None:
    async with database.transaction(NOW) as register:
        await register.memberships.join("P001", "WS03", register.today)
        await register.people.save(replace(await olu(register), workstream="WS02"))
        found = {each.workstream: (each.first, each.last) for each in await register.memberships.of("P001")}
    assert found == {
        "WS01": (None, date(2026, 11, 22)),
        "WS02": (date(2026, 11, 23), None),
        "WS03": (date(2026, 11, 23), None),
    }


async def test_saving_a_person_does_not_touch_a_membership_to_come(database: Database) -> None:
    async with database.transaction(NOW) as register:
        known = await register.memberships.not_over("P001", "WS01")
        assert known is not None
        await register.memberships.save(replace(known, last=date(2026, 11, 20)))
        await register.memberships.join("P001", "WS02", register.today)
        await register.memberships.save(Membership("P001", "WS01", first=date(2027, 4, 1)))
        await register.people.save(replace(await olu(register), role="BA"))
        assert [each.first for each in await register.memberships.on("WS01")] == [None, date(2027, 4, 1)]


async def test_leave_keeps_its_own_deputy_and_the_usual_one_comes_back(database: Database) -> None:
    async with database.transaction(NOW) as register:
        for id in ("P002", "P003"):
            await register.people.save(Person(id, f"Somebody {id}"))
        spell = Leave(date(2026, 12, 21), date(2027, 1, 1), "P003")
        await register.people.save(
            replace(await olu(register), deputy="P002", leave=(spell, Leave(date(2027, 2, 1), date(2027, 2, 5))))
        )
    async with database.reading(NOW) as register:
        person = await olu(register)
    days = (date(2026, 12, 18), date(2026, 12, 24), date(2027, 2, 3))
    assert [person.deputy_on(day) for day in days] == [None, "P003", "P002"]
    assert person.next_leave(date(2027, 1, 2)) == Leave(date(2027, 2, 1), date(2027, 2, 5))


async def test_organisations_by_code(database: Database) -> None:
    async with database.transaction(NOW) as register:
        await register.organisations.save(Organisation("NVC", "Northvale County", "county"))
        await register.organisations.save(Organisation("NVC", "Northvale County Council", "county"))
        assert list(await register.organisations.all()) == ["NVC"]
        names = [await register.organisations.name(code) for code in ("NVC", "Acme Ltd", "")]
    assert names == ["Northvale County Council", "Acme Ltd", ""]


async def test_loads_are_counted_by_owner_and_workstream(database: Database) -> None:
    async with database.transaction(NOW) as register:
        for due, owner, workstream in (
            (date(2026, 11, 20), "P001", "WS01"),
            (date(2026, 11, 23), "P001", "WS01"),
            (None, None, "WS02"),
        ):
            body = Action.model_validate({"title": "Thing", "owner": owner, "due": due})
            await register.records.log(Scene("P001"), body, workstream=workstream)
        loads = {(each.owner, each.workstream): (each.open, each.overdue) for each in await register.workloads.find()}
        mine = await register.workloads.find(owner="P001")
    assert loads == {("P001", "WS01"): (2, 1), (None, "WS02"): (1, 0)}
    assert [each.open for each in mine] == [2]


async def test_an_account_that_is_not_confirmed_comes_last_and_is_asked_about_once_a_day(database: Database) -> None:
    async with database.transaction(NOW) as register:
        await register.people.identify("P001", "slack", "U1", seen=True)
    async with database.transaction(LATER) as register:
        await register.people.identify("P001", "teams", "aad", confirmed=False, seen=True)
        found = await register.people.by_identity("teams", "aad")
        assert found is not None
        assert not found.sure
        assert [row.platform for row in await register.people.identities("P001")] == ["slack", "teams"]
        assert await register.people.ask_about("teams", "aad")
        assert not await register.people.ask_about("teams", "aad")
        await register.people.identify("P001", "teams", "aad", confirmed=True)
        assert [row.platform for row in await register.people.identities("P001")] == ["teams", "slack"]
