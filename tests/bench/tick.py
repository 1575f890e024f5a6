"""What a tick costs: with nothing due, whatever the register holds; and with many reminders due at once."""

from __future__ import annotations

import shutil
import statistics
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter

from sqlalchemy import insert, text

from bot.ticking import sweep_all
from governance.kinds.action import Action
from governance.people import Person, Workstream
from governance.record import Record
from storage.database import Database
from storage.rows import columns
from storage.tables import HealthRow, RecordRow
from tests.bench.register import addresses

NOW = datetime(2026, 11, 27, 9, 20, tzinfo=UTC)
MONDAY = date(2026, 11, 23)
SIZES = (1_000, 1_000_000)
DUE = 10_000
PEOPLE = 10_000  # each of whom is owed a digest of their own
TICKS = 200
INDEXES = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'record' AND sql IS NOT NULL",
    "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'record' AND indexname LIKE 'ix_%'",
}
# One row many times over: as fast as the database can, for a million takes its time.
COPY = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < {size}) ",
    "postgresql": "WITH n(i) AS (SELECT generate_series(2, {size})) ",
}


Address = Callable[[int], str]


async def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="chivvy-bench-"))
    try:
        for backend in ("sqlite", "postgresql"):
            with addresses(folder, backend) as address:
                await nothing_due(address, backend)
                await many_due(address, backend)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def nothing_due(address: Address, backend: str) -> None:
    """The same ticks in both registers, by turns, so that whatever else the machine does weighs on both alike."""
    databases: list[Database] = []
    times: list[list[float]] = [[] for _ in SIZES]
    for size in SIZES:
        start = perf_counter()
        databases.append(await filled(address(size), size, NOW + timedelta(days=30)))
        print(f"{backend}: {size:,} open records filled in {perf_counter() - start:.0f} s")
    for number in range(TICKS + 10):
        for database, took in zip(databases, times, strict=True):
            start = perf_counter()
            assert await sweep_all(database, NOW + timedelta(seconds=number)) == []
            if number >= 10:
                took.append((perf_counter() - start) * 1_000)
    for database in databases:
        await database.stop()
    small, large = (statistics.median(took) for took in times)
    print(
        f"{backend}: nothing due, p50 a tick  {small:6.2f} ms and {large:6.2f} ms   ratio {large / small:4.2f} (at most 1.20)"
    )


async def many_due(address: Address, backend: str) -> None:
    """Every record is due for its first reminder now, each another person's."""
    database = await filled(address(DUE), DUE, NOW - timedelta(minutes=5), people=PEOPLE)
    start = perf_counter()
    keys = await sweep_all(database, NOW)
    took = perf_counter() - start
    await database.stop()
    print(f"{backend}: {len(keys):,} notices due at once, planned in {took:6.2f} s (under 5 s)")


async def filled(address: str, size: int, wake: datetime, people: int = 200) -> Database:
    """A register of `size` open actions that wake at `wake`, owned by `people` in turn; this week's health is known already."""
    database = Database(address)
    await database.start()
    async with database.transaction(NOW) as register:
        await register.workstreams.save(Workstream("WS01", "Human Resources", "HR"))
        for number in range(people):
            await register.people.save(Person(f"P{number + 1}", f"Person {number + 1}"))
    backend = database.engine.dialect.name
    table = RecordRow.__table__  # type: ignore[attr-defined]
    async with without_indexes(database), database.engine.begin() as connection:
        await connection.execute(insert(HealthRow), [{"workstream": "", "day": MONDAY, "score": 100, "findings": {}}])
        await connection.execute(insert(RecordRow), [row(wake)])
        made = {"id": "i", "ref": "'A-' || i", "number": "i", "owner": f"'P' || (i % {people} + 1)"}
        names = [column.name for column in table.columns]
        chosen = ", ".join(made.get(name, f"record.{name}") for name in names)
        source = f"SELECT {chosen} FROM n, record WHERE record.id = 1"
        insertion = f"INSERT INTO record ({', '.join(names)}) "
        with_numbers = COPY[backend].format(size=size)
        await connection.execute(
            text(with_numbers + insertion + source if backend == "postgresql" else insertion + with_numbers + source)
        )
    async with database.engine.connect() as connection:
        plain = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await plain.execute(text("ANALYZE"))
    return database


@asynccontextmanager
async def without_indexes(database: Database) -> AsyncIterator[None]:
    """They are made far sooner at the end than row by row."""
    async with database.engine.begin() as connection:
        found = list(await connection.execute(text(INDEXES[database.engine.dialect.name])))
        for name, _ in found:
            await connection.execute(text(f"DROP INDEX {name}"))
    yield
    async with database.engine.begin() as connection:
        for _, definition in found:
            await connection.exec_driver_sql(definition)


def row(wake: datetime) -> dict[str, object]:
    """The first of the records: an action that was given early in the month and is due today."""
    body = Action(title="Thing", owner="P2", due=NOW.date())
    kept = Record(
        1,
        "A-1",
        body,
        workstream="WS01",
        raised_by="P2",
        raised_on=date(2026, 11, 2),
        updated_at=NOW,
        version=1,
        next_wake=wake,
    )
    return {"id": 1, "kind": "action", "number": 1, **columns(kept)}
