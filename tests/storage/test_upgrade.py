"""A register as an older Chivvy left it gets everything that newer ones keep of its records, and both may write at a time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime

import pytest
from alembic import command
from sqlalchemy import Connection, text

from storage.database import Database
from storage.migrate import alembic_config, differences, versions
from storage.records import Filter

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)

PEOPLE = (
    "INSERT INTO workstream (id, name, short) VALUES ('WS05', 'ICT and Digital', 'ICT')",
    "INSERT INTO person (id, name, email, role, organisation, workstream, member, active, working_days) VALUES "
    "('P001', 'Olu Adeyemi', '', '', '', 'WS05', true, true, '01234'), ('P002', 'Sam', '', '', '', NULL, true, true, '01234')",
)
RECORD = (
    "INSERT INTO record (ref, kind, number, workstream, title, status, open, owner, due, raised_on, updated_at, "
    "original_due, times_rescheduled, times_snoozed, confidential, withdrawn, version, body) VALUES "
    "('A-00{n}', 'action', {n}, 'WS05', 'Draft the TUPE letter {n}', 'Not started', true, 'P001', '2026-11-27', '2026-11-02', "
    "'2026-11-02 09:00:00+00', '2026-11-27', 0, 0, false, false, 1, "
    """'{{"priority": "High", "description": "For the depot''s cleaners"}}')"""
)


@pytest.fixture
async def old(database_url: str) -> AsyncIterator[Database]:
    """A register of the first version, with seven actions."""
    database = Database(database_url)
    async with database.engine.begin() as connection:
        await connection.run_sync(_downgrade)
        for statement in (*PEOPLE, *(RECORD.format(n=number) for number in range(1, 8))):
            await connection.exec_driver_sql(statement)
    assert (await versions(database.engine))[0] == "0001"
    yield database
    await database.stop()


def _downgrade(connection: Connection) -> None:
    command.downgrade(alembic_config(connection), "0001")


async def test_what_lists_filter_by_and_search_knows_is_there_after_the_upgrade(
    old: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.deriving.AT_ONCE", 3)  # also where they are more than are worked out at once
    await old.start()
    assert await differences(old.engine) == []
    async with old.reading(NOW) as register:
        wanted = Filter(priority="High", due_to=date(2026, 11, 27), workstream="WS05", text="cleaning depots")
        assert len(await register.records.find(wanted)) == 7
        assert [record.ref for record in await register.records.find(Filter(text="leter 3"))] == ["A-003"]
        assert [each.workstream for each in await register.memberships.of("P001")] == ["WS05"]
        assert await register.memberships.of("P002") == []
        record = await register.records.get("A-001")
    assert (record.due, record.version) == (date(2026, 11, 27), 1)


async def test_what_an_older_chivvy_writes_meanwhile_is_caught_up_with_at_the_next_start(old: Database) -> None:
    await old.start()
    async with old.engine.begin() as connection:
        await connection.exec_driver_sql(RECORD.format(n=9))
        await connection.execute(text("UPDATE record SET title = 'Ring the depot', version = 2 WHERE ref = 'A-001'"))
        await connection.exec_driver_sql(
            "INSERT INTO event (at, verb, before, after, reason, via, place, previous, hash) "
            "VALUES ('2026-11-23 09:00:00+00', 'note', '{}', '{}', '', '', '', '', 'h')"
        )
    await old.start()
    async with old.reading(NOW) as register:
        assert [record.ref for record in await register.records.find(Filter(text="ring"))] == ["A-001"]
        assert [record.ref for record in await register.records.find(Filter(text="letter 9"))] == ["A-009"]
        assert len(await register.records.find(Filter(priority="High"))) == 8
