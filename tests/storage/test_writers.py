"""Writers who meet: nobody waits in a circle, nobody is remembered twice, and what goes wrong is called by its name."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from governance.kinds.action import Action
from governance.people import Person
from storage.database import Database, DatabaseBusy, DatabaseUnavailable
from storage.history import Scene
from storage.outbox import Notice
from storage.places import Standing
from storage.records import ChangedMeanwhile, Filter
from storage.register import Register
from storage.tables import CardRow, IdentityRow, PersonRow, PlaceRow

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
BY = Scene("P001")


@pytest.fixture
async def processes(database_url: str) -> AsyncIterator[list[Database]]:
    """Two processes at one register, in which there are Olu and two actions of his."""
    made = [Database(database_url), Database(database_url)]
    async with made[0].transaction(NOW) as register:
        await register.people.save(Person("P001", "Olu Adeyemi"))
        for title in ("First", "Second"):
            await register.records.log(BY, Action(title=title, owner="P001"), workstream=None)
    yield made
    for database in made:
        await database.stop()


async def change(database: Database, *refs: str, title: str) -> None:
    """One turn that changes several records; none of them may change under its hands."""
    async with database.transaction(NOW) as register:
        for ref in refs:
            await register.records.change(BY, await register.records.get(ref), {"title": title})
            await asyncio.sleep(0.001)


async def test_turns_that_cross_each_other_never_wait_in_a_circle(processes: list[Database]) -> None:
    one, other = processes
    for number in range(40):
        await asyncio.gather(
            change(one, "A-001", "A-002", title=f"one {number}"),
            change(other, "A-002", title=f"other {number}"),
            change(other, "A-002", "A-001", title=f"crossing {number}"),
        )
    async with one.reading(NOW) as register:
        lines = await register.history.verify()
    assert lines == 2 + 40 * 5


async def test_a_sweep_and_a_turn_that_owe_the_same_digest_never_wait_in_a_circle(processes: list[Database]) -> None:
    """The sweep holds a record and wants the digest's key; the turn has the key and wants the record."""
    one, other = processes

    async def sweep(key: str) -> None:
        async with one.transaction(NOW, background=True) as register:
            record = await register.records.get("A-001")
            await register.records.set_wake(record)
            await asyncio.sleep(0.001)
            await register.outbox.owe(Notice(key, "digest", NOW, person="P001"))

    async def turn(key: str) -> None:
        async with other.transaction(NOW) as register:
            await register.outbox.owe(Notice(key, "digest", NOW, person="P001"))
            await asyncio.sleep(0.001)
            await register.records.change(BY, await register.records.get("A-001"), {"title": key})

    for number in range(20):
        await asyncio.gather(sweep(f"digest:{number}"), turn(f"digest:{number}"))
    async with one.reading(NOW) as register:
        assert len(await register.outbox.waiting()) == 20
        assert (await register.records.get("A-001")).title == "digest:19"


async def test_of_two_who_change_what_both_have_read_one_is_kept_and_the_other_told(processes: list[Database]) -> None:
    async with processes[0].reading(NOW) as register:
        read = await register.records.get("A-001")
    met = asyncio.Barrier(2)

    async def rename(database: Database, title: str) -> str:
        await met.wait()
        async with database.transaction(NOW) as register:
            await register.records.change(BY, read, {"title": title})
        return title

    told = await asyncio.gather(*(rename(one, f"Of {n}") for n, one in enumerate(processes)), return_exceptions=True)
    kept = [title for title in told if isinstance(title, str)]
    assert [type(error) for error in told if not isinstance(error, str)] == [ChangedMeanwhile]
    async with processes[1].reading(NOW) as register:
        assert [(await register.records.get("A-001")).title] == kept
        assert [record.ref for record in await register.records.find(Filter(text=kept[0]))] == ["A-001"]
        assert await register.history.verify() == 3


async def test_two_who_link_the_same_records_make_one_link_and_lose_no_change(processes: list[Database]) -> None:
    async def link(database: Database) -> bool:
        async with database.transaction(NOW) as register:
            one, two = await register.records.get("A-001"), await register.records.get("A-002")
            return await register.links.add(BY, one, "relates to", two) is not None

    one, other = processes
    made = await asyncio.gather(link(one), change(other, "A-001", title="Changed"), link(other))
    assert sorted([made[0], made[2]]) == [False, True]
    async with one.reading(NOW) as register:
        record = await register.records.get("A-001")
        assert [(link.ref, link.relation) for link in await register.links.of(record)] == [("A-002", "relates to")]
        assert (record.title, record.version) == ("Changed", 2)
        assert await register.history.verify() == 2 + 2


async def test_deeds_of_many_lines_that_cross_are_each_whole(processes: list[Database]) -> None:
    async def deed(database: Database, batch: str, *refs: str) -> None:
        async with database.transaction(NOW) as register:
            for ref in refs:
                record = await register.records.get(ref)
                await register.records.change(replace(BY, batch=batch), record, {"title": f"{ref} of {batch}"})
                await asyncio.sleep(0.001)

    one, other = processes
    await asyncio.gather(deed(one, "first", "A-001", "A-002"), deed(other, "second", "A-002", "A-001"))
    async with one.reading(NOW) as register:
        lines = [await register.history.of_batch(batch) for batch in ("first", "second")]
        assert [[line.ref for line in deed] for deed in lines] == [["A-001", "A-002"], ["A-002", "A-001"]]
        last = await register.history.last_undoable("P001")
        assert last is not None
        titles = {(await register.records.get(ref)).title for ref in ("A-001", "A-002")}
        assert titles == {f"A-001 of {last.batch}", f"A-002 of {last.batch}"}
        assert await register.history.verify() == 6


async def counted(database: Database, table: type[object]) -> int:
    async with AsyncSession(database.engine) as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def test_four_who_speak_first_in_a_channel_and_one_twice_are_each_remembered_once(
    processes: list[Database],
) -> None:
    async def speak(database: Database, user: str) -> int:
        async with database.transaction(NOW) as register:
            place = await register.places.meet("slack", "C9", "channel", name="new", address={})
            if await register.people.by_identity("slack", user) is None:
                person = Person(await register.people.new_id(), user)
                await register.people.save(person)
                await register.people.identify(person.id, "slack", user, seen=True)
            return place.id

    users = ["U1", "U2", "U3", "U4", "U4"]
    places = await asyncio.gather(*(speak(processes[number % 2], user) for number, user in enumerate(users)))
    assert len(set(places)) == 1
    assert await counted(processes[0], PlaceRow) == 1
    assert await counted(processes[0], IdentityRow) == 4
    assert await counted(processes[0], PersonRow) == 1 + 4


@pytest.mark.postgres
@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)  # SQLite lets nobody insert meanwhile
async def test_what_another_has_just_remembered_is_found_not_refused(processes: list[Database]) -> None:
    """Below the transactions' own lock: two sessions that insert the same place, identity and card at one moment."""
    met = asyncio.Barrier(4)

    async def remember(database: Database) -> None:
        async with AsyncSession(database.engine, expire_on_commit=False) as session, session.begin():
            register = Register(session, NOW)
            await register.places.find("slack", "C9")
            await met.wait()
            await register.places.meet("slack", "C9", "channel", name="new", address={})
            await register.people.identify("P001", "slack", "U1", name="Olu", address={"dm": "D1"})
            await register.places.stand(Standing(0, "slack", "C9", "1.2", "T1", {}, 1, 1))

    await asyncio.gather(*(remember(processes[number % 2]) for number in range(4)))
    assert [await counted(processes[0], table) for table in (PlaceRow, IdentityRow, CardRow)] == [1, 1, 1]


async def test_somebody_who_speaks_in_a_place_brings_it_back(processes: list[Database]) -> None:
    async with processes[0].transaction(NOW) as register:
        place = await register.places.meet("slack", "C9", "channel", address={})
        await register.places.archive(place.id)
    async with processes[0].transaction(NOW) as register:
        assert (await register.places.meet("slack", "C9", "channel", address={})).archived
        assert not (await register.places.meet("slack", "C9", "channel", address={}, alive=True)).archived


async def test_a_live_history_that_is_read_meanwhile_is_whole(
    processes: list[Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is read is of one moment, however much is written between its pages."""
    monkeypatch.setattr("storage.history.VERIFIED_AT_ONCE", 1)
    reader, writer = processes
    done = asyncio.Event()

    async def write() -> None:
        while not done.is_set():
            async with writer.transaction(NOW) as register:
                await register.history.add(BY, "note", "A-001")

    writing = asyncio.create_task(write())
    try:
        for _ in range(10):
            async with reader.reading(NOW) as register:
                assert await register.history.verify() >= 2
                await register.people.get("P001")
    finally:
        done.set()
        await writing


async def test_what_is_read_stays_of_one_moment(processes: list[Database]) -> None:
    async with processes[0].reading(NOW) as register:
        before = await register.history.verify()
        async with processes[1].transaction(NOW) as other:
            await other.history.add(BY, "note", "A-001")
        assert await register.history.verify() == before


async def test_a_fault_of_ours_is_not_called_a_fault_of_the_databases(processes: list[Database]) -> None:
    database = processes[0]
    with pytest.raises(IntegrityError):
        async with database.transaction(NOW) as register:
            await register.session.execute(text("INSERT INTO person (id) VALUES ('P001')"))
    with pytest.raises(FileNotFoundError):
        async with database.transaction(NOW):
            Path("/nowhere/at/all").read_text()
    with pytest.raises(FileNotFoundError):
        async with database.reading(NOW):
            Path("/nowhere/at/all").read_text()


@pytest.mark.parametrize("address", ["sqlite:////nowhere/at/all.db", "postgresql://u@127.0.0.1:9/none"])
async def test_a_database_that_cannot_be_reached_is_unavailable(address: str) -> None:
    database = Database(address)
    for attempt in (database.ping, database.start):
        with pytest.raises(DatabaseUnavailable):
            await attempt()
    with pytest.raises(DatabaseUnavailable):
        async with database.transaction(NOW):
            pass
    with pytest.raises(DatabaseUnavailable):
        async with database.reading(NOW):
            pass
    await database.stop()
    await asyncio.sleep(0.1)  # aiosqlite's thread still says farewell to this loop


async def test_trouble_of_the_network_while_connecting_is_the_databases(
    processes: list[Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(_session: AsyncSession) -> None:
        raise ConnectionResetError

    monkeypatch.setattr(AsyncSession, "connection", refuse)
    with pytest.raises(DatabaseUnavailable):
        async with processes[0].transaction(NOW):
            pass


async def test_a_file_that_is_no_database_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "register.db").write_text("this is a letter, not a database, and a long one at that " * 100)
    database = Database(f"sqlite:///{tmp_path / 'register.db'}")
    with pytest.raises(DatabaseUnavailable):
        await database.ping()
    await database.stop()
    await asyncio.sleep(0.1)  # aiosqlite's thread still says farewell to this loop


async def test_who_waits_for_too_long_is_told_that_it_is_busy(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.database.BUSY_TIMEOUT_S", 1)
    one, other = Database(database_url), Database(database_url)
    async with one.transaction(NOW):
        with pytest.raises(DatabaseBusy, match="try again"):
            async with other.transaction(NOW):
                pass
    for database in (one, other):
        await database.stop()
