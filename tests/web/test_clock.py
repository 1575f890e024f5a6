"""Moving the clock: where it goes, and that everything due on the way happens at its own moment, once."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.demo.seed import clock_of
from bot.demo.serving import demonstration, only_the_page
from bot.settings import Settings
from bot.web.moving import Step, after
from governance.calendar import WorkingCalendar
from storage.outbox import SENT
from tests.web.conftest import House

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("local", "step", "expected"),
    [
        ("2026-11-23 09:00", "hour", "2026-11-23 10:00"),
        ("2026-11-23 23:30", "hour", "2026-11-24 00:30"),
        ("2026-11-27 09:00", "day", "2026-11-28 09:00"),
        ("2026-11-27 09:00", "working day", "2026-11-30 09:00"),
        ("2026-12-24 09:00", "working day", "2026-12-29 09:00"),  # over Christmas and its substitute day
        ("2027-03-27 09:00", "day", "2027-03-28 09:00"),  # summer time begins: 23 hours later
        ("2027-10-31 00:30", "hour", "2027-10-31 01:30"),
    ],
)
def test_steps(local: str, step: Step, expected: str) -> None:
    moment = datetime.fromisoformat(local).replace(tzinfo=LONDON)
    assert after(moment, step, WorkingCalendar()).astimezone(LONDON).strftime("%Y-%m-%d %H:%M") == expected


async def test_each_thing_happens_at_its_own_moment(house: House) -> None:
    await house.demo.page.mover.step("day")
    await house.demo.page.mover.step("hour")
    async with house.database.reading(house.demo.clock.now()) as register:
        notices = [notice for notice in await register.outbox.all() if notice.state == SENT]
    assert {f"{notice.sent_at:%d %H:%M}" for notice in notices if notice.sent_at} <= {
        "23 09:15",
        "23 09:30",
        "23 14:00",  # what the law gives until today, once more after lunch
        "24 09:15",
    }
    assert all(notice.sent_at == notice.due_at for notice in notices)
    assert len({notice.key for notice in notices}) == len(notices)


async def test_a_long_way_comes_to_its_end(house: House) -> None:
    for _ in range(7):
        await house.demo.page.mover.step("working day")
    assert house.demo.clock.now() == datetime(2026, 12, 2, 9, 0, tzinfo=UTC)
    assert house.demo.page.journey.percent is None


async def test_the_clock_goes_on_where_it_stood(register_file: Path) -> None:
    settings = only_the_page(Settings(_env_file=None), register_file)
    async with demonstration(settings) as demo:
        await demo.page.mover.step("day")
        assert await clock_of(demo.app.database) == datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    async with demonstration(settings) as again:
        assert again.clock.now() == datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
