"""What a tick costs: with nothing due, whatever the register holds; and with many reminders due at once."""

from __future__ import annotations

import statistics
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter

from sqlalchemy import insert

from bot.ticking import sweep_all
from governance.people import Person
from storage.database import Database
from storage.tables import RecordRow

NOW = datetime(2026, 11, 27, 9, 20, tzinfo=UTC)
SIZES = (1_000, 100_000)
DUE = 1_000
PEOPLE = 200
TICKS = 200
ROWS_AT_ONCE = 5_000


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            await nothing_due(Path(folder), size)
        await many_due(Path(folder))


async def nothing_due(folder: Path, size: int) -> None:
    database = await filled(folder / f"{size}.db", size, NOW + timedelta(days=30))
    took = []
    for _ in range(TICKS):
        start = perf_counter()
        await sweep_all(database, NOW)
        took.append((perf_counter() - start) * 1_000)
    await database.stop()
    print(f"nothing due, {size:>7,} open records          p50 {statistics.median(took):6.2f} ms a tick")


async def many_due(folder: Path) -> None:
    database = await filled(folder / "due.db", DUE, NOW - timedelta(minutes=5))
    start = perf_counter()
    keys = await sweep_all(database, NOW)
    took = perf_counter() - start
    await database.stop()
    print(f"{DUE:,} reminders due at once, {len(keys)} digests owed   {took:6.2f} s")


async def filled(path: Path, size: int, wake: datetime) -> Database:
    """A register of `size` open actions that wake at `wake`."""
    database = Database(f"sqlite:///{path}")
    await database.start()
    async with database.transaction(NOW) as register:
        for number in range(PEOPLE):
            await register.people.save(Person(f"P{number:03d}", f"Person {number}"))
    async with database.engine.begin() as connection:
        for first in range(0, size, ROWS_AT_ONCE):
            numbers = range(first, min(size, first + ROWS_AT_ONCE))
            await connection.execute(insert(RecordRow), [row(number, wake) for number in numbers])
    return database


def row(number: int, wake: datetime) -> dict[str, object]:
    return {
        "ref": f"A-{number + 1:03d}", "kind": "action", "number": number + 1, "title": f"Thing {number}",
        "status": "Not started", "open": True, "owner": f"P{number % PEOPLE:03d}", "due": date(2026, 11, 27),
        "raised_on": date(2026, 11, 2), "updated_at": NOW, "original_due": date(2026, 11, 27), "times_rescheduled": 0,
        "times_snoozed": 0, "confidential": False, "withdrawn": False, "next_wake": wake, "version": 1, "body": {},
    }  # fmt: skip
