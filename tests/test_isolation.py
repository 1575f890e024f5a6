"""Each test has a register of its own: whatever one leaves behind, the next begins with none of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from governance.people import Workstream
from storage.database import Database

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("turn", ["the first", "the next"])
async def test_what_one_test_writes_no_other_sees(database_url: str, turn: str) -> None:
    database = Database(database_url)
    await database.start()
    async with database.transaction(NOW) as register:
        assert await register.workstreams.all() == {}
        place = await register.places.meet("slack", "C1", "channel", name=turn, address={})
        assert place.id == 1  # numbers begin anew as well
        await register.workstreams.save(Workstream("WS01", turn, "HR"))
    await database.stop()
