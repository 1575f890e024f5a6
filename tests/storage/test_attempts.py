"""Attempts in the register: each is kept as it was noted, none is changed or deleted, and the case says which of them count."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from sqlalchemy import func, select

from governance.attempts import Attempt
from governance.kinds import all_kinds
from governance.record import Record
from handlers.access.attempting import keep
from storage.case_tables import AttemptRow
from storage.database import Database
from storage.history import Scene
from storage.register import Register

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
WHOLE = Attempt(
    1, date(2026, 7, 14), datetime(2026, 7, 14, 13, 10, tzinfo=UTC), datetime(2026, 7, 14, 13, 20, tzinfo=UTC), "P1",
    "Refused at door", date(2026, 7, 10), time(9, 15), "by hand", "CERT-7", "the daughter", "“Nicht heute”, and 窓 \x00 😀",
    "1123", "phone, text", "Bengali", "door.jpg", "ab" * 32, "a dog", "attempts.csv",
)  # fmt: skip


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    await database.start()
    yield database
    await database.stop()


async def logged(register: Register, **values: Any) -> Record:
    body = all_kinds()["access case"].model_validate({"title": "Doors", "status": "Appointment offered", **values})
    return await register.records.log(Scene(), body, workstream=None)


async def rows(register: Register) -> int:
    return await register.attempts._session.scalar(select(func.count()).select_from(AttemptRow)) or 0


async def test_it_comes_back_as_it_was_noted(database: Database) -> None:
    async with database.transaction(NOW) as register:
        await keep(register, Scene(), await logged(register), WHOLE)
    async with database.reading(NOW) as register:
        record = await register.records.get("ACC-01")
        [found] = await register.attempts.of(record)
    assert replace(found, id=0, said="") == replace(WHOLE, said="")
    assert "\x00" not in found.said
    assert "窓" in found.said
    assert "😀" in found.said
    [tried] = record.body.tried
    assert (tried.id, tried.number, tried.hour, tried.outcome) == (found.id, 1, time(14, 10), "Refused at door")
    assert record.status == "Attempting"


async def test_put_right_the_old_row_stays_and_the_new_one_counts(database: Database) -> None:
    async with database.transaction(NOW) as register:
        record, _ = await keep(register, Scene(), await logged(register), WHOLE)
        record, _ = await keep(register, Scene(), record, replace(WHOLE, outcome="No answer"))
        [found] = await register.attempts.of(record)
        assert (found.number, found.outcome) == (1, "No answer")
        assert await rows(register) == 2


async def test_taken_back_its_row_stays_and_its_number_is_not_given_again(database: Database) -> None:
    async with database.transaction(NOW) as register:
        record, _ = await keep(register, Scene(), await logged(register), WHOLE)
        record, _ = await register.records.change(Scene(), record, {"tried": ()}, "undo")
        assert await register.attempts.of(record) == []
        assert await register.attempts.next_number(record) == 2
        assert await rows(register) == 1


async def test_each_case_has_its_own(database: Database) -> None:
    async with database.transaction(NOW) as register:
        one, two = await logged(register), await logged(register)
        one, _ = await keep(register, Scene(), one, WHOLE)
        two, _ = await keep(register, Scene(), two, replace(WHOLE, outcome="Access given"))
        assert [each.outcome for each in await register.attempts.of(one)] == ["Refused at door"]
        assert [each.outcome for each in await register.attempts.of(two)] == ["Access given"]
        assert await register.attempts.next_number(await logged(register)) == 1


async def test_in_the_order_of_their_numbers(database: Database) -> None:
    async with database.transaction(NOW) as register:
        record = await logged(register)
        for number in (3, 1, 2):
            record, _ = await keep(register, Scene(), record, replace(WHOLE, number=number))
        assert [each.number for each in await register.attempts.of(record)] == [1, 2, 3]
        assert [each.number for each in record.body.tried] == [1, 2, 3]


async def test_nothing_is_kept_of_a_turn_that_failed(database: Database) -> None:
    async with database.transaction(NOW) as register:
        await logged(register)
    with pytest.raises(RuntimeError):
        await _fails(database)
    async with database.reading(NOW) as register:
        assert await rows(register) == 0
        assert (await register.records.get("ACC-01")).body.tried == ()


async def _fails(database: Database) -> None:
    async with database.transaction(NOW) as register:
        await keep(register, Scene(), await register.records.get("ACC-01"), WHOLE)
        raise RuntimeError


async def test_the_visit_that_was_planned_is_over(database: Database) -> None:
    async with database.transaction(NOW) as register:
        planned = {"visit_on": date(2026, 7, 14), "visit_time": time(14), "notice_on": date(2026, 7, 10), "plan": 3}
        record, _ = await keep(register, Scene(), await logged(register, **planned), WHOLE)
        assert (record.body.visit_on, record.body.notice_on) == (None, None)
        assert [each.plan for each in record.body.tried] == [3]
