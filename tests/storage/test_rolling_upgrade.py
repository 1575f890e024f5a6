"""Two versions at one register: whatever a migration adds, the version before goes on writing, and nothing of it is lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Connection, MetaData, Table, UniqueConstraint, inspect, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel

from governance.people import Person
from storage.database import Database
from storage.history import Scene
from storage.migrate import alembic_config, versions
from storage.records import Filter
from storage.tables import RecordRow

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
FIRST_PROMISED = 3  # from the third revision on, two versions may run side by side
# Kept by the database's own search, or by Alembic; there is always a programme.
OTHERS = ("alembic_version", "record_text", "programme")

# What has to make sense for whoever reads it; all other columns get a plain value of their type.
GIVEN: Mapping[str, Any] = {
    "record.ref": "A-900",
    "record.kind": "action",
    "record.number": 900,
    "record.status": "Not started",
    "record.open": True,
    "record.version": 1,
    "record.derived": 0,
    "record.body": {"description": "For the depot"},
    "record.title": "Ring the depot",
    "person.name": "Olu Adeyemi",
    "person.working_days": "01234",
    "place.type": "channel",
    "notice.refs": ["A-900"],
    "notice.state": "sent",
    "notice.rule": "said",
    "day.type": "holiday",
    "event.hash": "h",
}
PLAIN: Mapping[type, Any] = {
    str: "x", int: 1, float: 1.0, bool: False, date: NOW.date(), datetime: NOW, time: time(9, 30), dict: {}, object: {},
}  # fmt: skip


def _promised() -> list[tuple[str, str]]:
    """Each revision with the one before it, as far back as the promise goes."""
    found = ScriptDirectory.from_config(alembic_config()).walk_revisions()
    pairs = [(str(each.down_revision), each.revision) for each in found]
    return [pair for pair in reversed(pairs) if int(pair[1]) >= FIRST_PROMISED]


async def _at(database: Database, revision: str) -> MetaData:
    """The schema at a revision, as the database itself describes it. The register is empty on the way."""

    def move(connection: Connection) -> MetaData:
        move_to = command.downgrade if _is_later(connection, revision) else command.upgrade
        move_to(alembic_config(connection), revision)
        found = MetaData()
        names = [name for name in inspect(connection).get_table_names() if not name.startswith(OTHERS)]
        found.reflect(connection, only=names)
        return found

    async with database.engine.begin() as connection:
        return await connection.run_sync(move)


def _is_later(connection: Connection, revision: str) -> bool:
    current = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
    return int(current) > int(revision)


@pytest.mark.parametrize(("before", "after"), _promised())
async def test_a_migration_only_adds(database_url: str, before: str, after: str) -> None:
    database = Database(database_url)
    old, new = await _at(database, before), await _at(database, after)
    await database.stop()
    for table in old.tables.values():
        there = new.tables[table.name]
        assert {column.name for column in table.columns} <= {column.name for column in there.columns}
        assert _rules(there) <= _rules(table), f"{table.name} refuses what the version before may write"
        for column in there.columns:
            known = table.columns.get(column.name)
            if known is None:
                assert column.nullable or column.server_default is not None, f"{table.name}.{column.name}"
            else:
                assert (str(column.type), column.nullable) == (str(known.type), known.nullable), column
    assert any(table.name not in old.tables or len(table.columns) > len(old.tables[table.name].columns)
               for table in new.tables.values())  # fmt: skip


def _rules(table: Table) -> set[str]:
    """What a row must fulfil besides its columns: what is unique, and what it refers to."""
    unique = [each for each in table.constraints if isinstance(each, UniqueConstraint)]
    indexes = [index for index in table.indexes if index.unique]
    keys = [*(each.columns for each in unique), *(index.columns for index in indexes), table.primary_key.columns]
    named = {"unique " + ",".join(sorted(column.name for column in columns)) for columns in keys}
    return named | {f"{key.parent.name} -> {key.target_fullname}" for key in table.foreign_keys}


@pytest.mark.parametrize(("before", "after"), _promised())
async def test_what_the_version_before_writes_is_read_and_caught_up_with(
    database_url: str, before: str, after: str
) -> None:
    """Rows with the columns of the revision before and no others, written into the new schema."""
    database = Database(database_url)
    old = await _at(database, before)
    await _at(database, after)
    async with database.engine.begin() as connection:
        for table in old.sorted_tables:
            await connection.execute(table.insert().values({each.name: _value(each) for each in table.columns}))
    await database.start()
    async with AsyncSession(database.engine) as session:
        for mapper in SQLModel._sa_registry.mappers:
            if mapper.persist_selectable.name in old.tables:  # type: ignore[attr-defined]
                rows = list(await session.scalars(select(mapper.class_)))
                assert rows, mapper.class_
    async with database.reading(NOW) as register:
        assert [record.ref for record in await register.records.find(Filter(text="depot", status="any"))] == ["A-900"]
        assert len(await register.outbox.of_ref("A-900")) == 1
        assert [person.name for person in (await register.people.all()).values()] == ["Olu Adeyemi"]
    async with AsyncSession(database.engine) as session:
        row = (await session.scalars(select(RecordRow))).one()
        assert row.derived == row.version
    await database.stop()


def _value(column: Column[Any]) -> Any:
    """A value that the version before could have written; what refers to another row has its value."""
    for key in column.foreign_keys:
        return _value(key.column)
    if (named := f"{column.table.name}.{column.name}") in GIVEN:
        return GIVEN[named]
    return None if column.nullable else PLAIN[column.type.python_type]


async def test_a_register_that_a_newer_chivvy_has_migrated_is_served_all_the_same(database_url: str) -> None:
    """Going back, or starting an old process again while others are new already."""
    database = Database(database_url)
    async with database.engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        await connection.exec_driver_sql("ALTER TABLE person ADD COLUMN shoe_size INTEGER DEFAULT 0 NOT NULL")
    await database.start()
    async with database.transaction(NOW) as register:
        await register.people.save(Person("P001", "Olu Adeyemi"))
    assert (await versions(database.engine))[0] == "9999"
    await database.stop()


async def test_a_setting_that_a_newer_chivvy_knows_is_passed_over_and_kept(database_url: str) -> None:
    database = Database(database_url)
    async with database.transaction(NOW) as register:
        await register.set_programme(rules={"nation": "SCT", "tea_at": "16:00"})
    async with database.transaction(NOW) as register:
        programme = await register.programme()
        assert programme.nation == "SCT"
        await register.decide(Scene(), programme.model_copy(update={"dependency_amber_days": 9}))
    async with database.reading(NOW) as register:
        assert (await register.settings())["rules"] == {"nation": "SCT", "tea_at": "16:00", "dependency_amber_days": 9}
    await database.stop()
