"""The register's promises, on both databases: gapless refs, no lost change, an unbroken history, one schema."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from governance.errors import ChivvyError
from governance.kinds.action import Action
from governance.people import Leave, Person, Workstream
from storage.database import Database, UnknownDatabase, async_url
from storage.history import ChainBroken, Scene
from storage.migrate import differences, versions
from storage.page import Page
from storage.records import ChangedMeanwhile, Filter, NoSuchRecord, RefTaken

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
BY = Scene("P001")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    made = Database(database_url)
    async with made.transaction(NOW) as register:
        await register.workstreams.save(Workstream("WS05", "ICT and Digital", "ICT"))
        await register.people.save(Person("P001", "Olu Adeyemi", leave=(Leave(date(2026, 12, 21), date(2027, 1, 1)),)))
    yield made
    await made.stop()


async def log(database: Database, title: str, **fields: object) -> str:
    async with database.transaction(NOW) as register:
        body = Action.model_validate({"title": title, "owner": "P001", **fields})
        return (await register.records.log(BY, body, workstream="WS05")).ref


async def test_refs_are_gapless_also_when_writers_meet_and_some_fail(database: Database) -> None:
    async def one(number: int) -> None:
        async with database.transaction(NOW) as register:
            await register.records.log(BY, Action(title=f"Thing {number}"), workstream="WS05")
            if number % 3 == 0:
                raise ChivvyError

    await asyncio.gather(*(one(number) for number in range(24)), return_exceptions=True)
    async with database.reading(NOW) as register:
        refs = sorted(record.ref for record in await register.records.find(Filter(), limit=None))
    assert refs == [f"A-{number:03d}" for number in range(1, 17)]


async def test_new_refs_go_on_after_the_highest_that_was_imported(database: Database) -> None:
    async with database.transaction(NOW) as register:
        await register.records.log(BY, Action(title="Old"), workstream=None, ref="A-120")
    assert await log(database, "New") == "A-121"
    with pytest.raises(RefTaken):
        async with database.transaction(NOW) as register:
            await register.records.log(BY, Action(title="Again"), workstream=None, ref="A-120")


async def test_a_change_upon_an_old_version_is_refused_and_nothing_of_it_stays(database: Database) -> None:
    ref = await log(database, "Thing")
    async with database.reading(NOW) as register:
        stale = await register.records.get(ref)
    async with database.transaction(NOW) as register:
        await register.records.change(BY, await register.records.get(ref), {"title": "Their thing"})
    with pytest.raises(ChangedMeanwhile):
        async with database.transaction(NOW) as register:
            await register.records.change(BY, stale, {"title": "My thing"})
    async with database.reading(NOW) as register:
        assert (await register.records.get(ref)).title == "Their thing"
        assert len(await register.history.of(ref)) == 2


async def test_twenty_changes_at_once_are_all_in_the_history_and_the_chain_holds(database: Database) -> None:
    ref = await log(database, "Thing")

    async def change(number: int) -> None:
        while True:
            try:
                async with database.transaction(NOW) as register:
                    record = await register.records.get(ref)
                    await register.records.change(BY, record, {"description": f"{record.body.description} {number}"})  # type: ignore[attr-defined]
                return
            except ChangedMeanwhile:
                continue

    await asyncio.gather(*(change(number) for number in range(20)))
    async with database.reading(NOW) as register:
        record = await register.records.get(ref)
        assert sorted(int(word) for word in record.body.description.split()) == list(range(20))  # type: ignore[attr-defined]
        assert record.version == 21
        assert await register.history.verify() == 21


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE event SET reason = 'another' WHERE id = 2",
        "DELETE FROM event WHERE id = 2",
        "DELETE FROM event WHERE id = 3",
    ],
)
async def test_tampering_shows(database: Database, tampering: str) -> None:
    for number in range(3):
        await log(database, f"Thing {number}")
    async with database.engine.begin() as connection:
        await connection.execute(text(tampering))
    with pytest.raises(ChainBroken):
        async with database.reading(NOW) as register:
            await register.history.verify()


async def test_refs_are_found_however_they_are_spelled(database: Database) -> None:
    ref = await log(database, "Thing")
    async with database.reading(NOW) as register:
        for spelled in ("A-001", "a1", " A-1 "):
            assert (await register.records.get(spelled)).ref == ref
        with pytest.raises(NoSuchRecord, match="There is no A-999"):
            await register.records.get("A-999")


async def test_what_no_database_keeps_is_left_out_wherever_it_is_typed(database: Database) -> None:
    odd = "Ring\0 the \ud83ddepot"
    ref = await log(database, odd, description=odd, blocked_reason="\0")
    async with database.transaction(NOW) as register:
        record = await register.records.get(ref)
        record, _ = await register.records.change(BY, record, {"status": "Blocked"}, reason=odd)
        await register.history.add(BY, "note", ref, after={"text": odd, "lines": [odd]})
        place = await register.places.meet("slack", "C1", "channel", address={})
        asked = await register.questions.ask("P001", place.id, [{"title": odd}], [])
        await register.questions.update(asked.id, [{"title": odd}], [{"field": odd}])
        await Page(register).post("channel:WS05", "P001", text=odd)
    async with database.reading(NOW) as register:
        assert (record.title, record.body.description) == ("Ring the depot", "Ring the depot")  # type: ignore[attr-defined]
        assert [found.ref for found in await register.records.find(Filter(text="depot"))] == [ref]
        *_, change, note = await register.history.of(ref)
        assert (change.reason, note.after["lines"]) == ("Ring the depot", ["Ring the depot"])
        question = await register.questions.open_for("P001", place.id)
        assert question is not None
        assert (question.commands, question.doubts) == ([{"title": "Ring the depot"}], [{"field": "Ring the depot"}])
        assert await register.history.verify() == 3
        assert await register.records.find(Filter(council="North\0wick")) == []


@pytest.mark.parametrize("year", ["0001-01-01", "9999-12-31"])
async def test_days_at_either_end_of_the_calendar_are_kept(database: Database, year: str) -> None:
    ref = await log(database, "Whenever", due=year)
    async with database.transaction(NOW) as register:
        record, _ = await register.records.change(BY, await register.records.get(ref), {"snoozed_until": date.max})
        await register.records.set_wake(record)
    async with database.reading(NOW) as register:
        assert str((await register.records.get(ref)).due) == year


async def test_the_first_due_date_taken_back_was_no_moved_date(database: Database) -> None:
    ref = await log(database, "Thing")
    async with database.transaction(NOW) as register:
        record, done = await register.records.change(BY, await register.records.get(ref), {"due": date(2026, 12, 1)})
        record, _ = await register.records.change(BY, record, dict(done.before), "undo", undoes=done.id)
    assert (record.due, record.original_due, record.times_rescheduled) == (None, None, 0)


async def test_an_imported_ref_may_hold_any_sign(database: Database) -> None:
    async with database.transaction(NOW) as register:
        await register.records.log(BY, Action(title="Odd"), workstream=None, ref="A²-7")
    assert await log(database, "New") == "A-008"


async def test_what_is_written_is_what_is_read(database: Database) -> None:
    title = "Ünïcode 🏠 <b>&amp;</b> =1+1 'quoted' \"so\""
    ref = await log(
        database, title, due=date(2026, 11, 27), due_time="17:00", supporters=["P001"], description="x" * 12_000
    )
    async with database.reading(NOW) as register:
        record = await register.records.get(ref)
        person = await register.people.get("P001")
    assert record.title == title
    assert record.body.due_clock is not None
    assert len(record.body.description) == 12_000  # type: ignore[attr-defined]
    assert record.next_wake == datetime(2026, 11, 25, 9, 15, tzinfo=UTC)
    assert person is not None
    assert not person.works_on(date(2026, 12, 24))


async def test_a_turn_is_taken_once(database: Database) -> None:
    async def take() -> bool:
        async with database.transaction(NOW) as register:
            return await register.first_time("T1")

    assert sorted(await asyncio.gather(*(take() for _ in range(5)))) == [False, False, False, False, True]


async def test_the_schema_is_that_of_the_tables_and_migrating_again_changes_nothing(database: Database) -> None:
    await database.start()
    current, newest = await versions(database.engine)
    assert current == newest
    assert await differences(database.engine) == []


def test_addresses() -> None:
    assert async_url("sqlite:///x.db").drivername == "sqlite+aiosqlite"
    assert async_url("postgres://u:p@h/d").drivername == "postgresql+psycopg"
    with pytest.raises(UnknownDatabase, match=r"mysql://u:\*\*\*@h/d"):
        async_url("mysql://u:p@h/d")
