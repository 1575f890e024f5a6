"""The sample programme, or its people, imported into a register."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from bot.clock import MovableClock
from bot.demo.seed import FOLDER
from bot.main import chivvy
from handlers.importing import import_files
from storage.database import Database
from storage.history import Scene

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


async def whole(address: str) -> None:
    """All of it, as an operator types it, on the morning that it is of: what is due after that is yet to be said."""
    runner = CliRunner(env={"DATABASE_URL": address})
    with pytest.MonkeyPatch.context() as that_day:
        that_day.setattr("bot.imports.SystemClock", lambda: MovableClock(NOW))
        done = await asyncio.to_thread(runner.invoke, chivvy, ["import", str(FOLDER)])
    assert done.exit_code == 0, done.output


async def staff(address: str) -> None:
    """Its people and workstreams."""
    database = Database(address)
    async with database.transaction(NOW) as register:
        await import_files(
            register, [FOLDER / "people.csv", FOLDER / "workstreams.csv"], Scene(via="import", place="test")
        )
    await database.stop()
