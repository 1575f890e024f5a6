"""Health scores: one for each workstream and week, and how they stood before."""

from __future__ import annotations

from datetime import UTC, date, datetime

from storage.database import Database
from storage.health import PROGRAMME, Health

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)


async def test_a_week_has_one_score_of_each_workstream_and_the_one_before_is_found(database_url: str) -> None:
    database = Database(database_url)
    async with database.transaction(NOW) as register:
        await register.health.save(date(2026, 11, 9), "WS05", 60, {"H01": 3})
        await register.health.save(date(2026, 11, 18), "WS05", 70, {"H01": 2})
        await register.health.save(date(2026, 11, 12), PROGRAMME, 50, {})
        await register.health.save(date(2026, 11, 23), "WS05", 80, {"H01": 1})
        await register.health.save(date(2026, 11, 25), "WS05", 90, {})
    async with database.reading(NOW) as register:
        assert await register.health.of_week(date(2026, 11, 29)) == {"WS05": Health("WS05", date(2026, 11, 23), 90, {})}
        before = await register.health.latest_before(date(2026, 11, 29))
    assert before == {
        "WS05": Health("WS05", date(2026, 11, 16), 70, {"H01": 2}),
        PROGRAMME: Health(PROGRAMME, date(2026, 11, 9), 50, {}),
    }
    await database.stop()
