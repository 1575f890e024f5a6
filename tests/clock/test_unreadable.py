"""One record that the clock can make nothing of stops it for nobody else, and somebody hears of it."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import update
from sqlmodel import col

from governance.record import Record
from handlers.reminding import clock
from storage.tables import RecordRow
from tests.clock.house import House

DUE = date(2026, 11, 27)
TOLD = "I can’t make sense of A-001 any more, so nobody is reminded of it."


async def test_a_record_that_cannot_be_read_stops_nobody_elses_reminders(house: House) -> None:
    poisoned = await house.log("Written by a newer Chivvy", due=DUE, owner="P002")
    await house.log("Draft the TUPE letter", due=DUE)
    async with house.database.transaction(house.clock.now()) as register:
        mine = col(RecordRow.id) == poisoned.id
        await register.session.execute(update(RecordRow).where(mine).values(body={"from the future": 1}))
    said = {each.key: each.text for each in await house.tick("2026-11-25T09:20")}
    assert "Draft the TUPE letter" in said["digest:P001:2026-11-25"]
    assert TOLD in said["news:unreadable A-001 2026-W48:P003"]  # nobody is the office, so the lead
    assert "A-001" not in " ".join(text for key, text in said.items() if key.startswith("digest"))
    assert await house.tick("2026-11-26T09:20") == []  # looked at again, told once a week


async def test_a_rule_that_fails_on_one_record_stops_nobody_elses(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.log("Odd", due=DUE, owner="P002")
    await house.log("Draft the TUPE letter", due=DUE)
    rule = clock.reached

    def failing(record: Record, *rest: object) -> object:
        if record.ref == "A-001":
            raise ZeroDivisionError
        return rule(record, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(clock, "reached", failing)
    said = {each.key: each.text for each in await house.tick("2026-11-25T09:20")}
    assert "Draft the TUPE letter" in said["digest:P001:2026-11-25"]
    assert TOLD in said["news:unreadable A-001 2026-W48:P003"]


async def test_days_on_which_the_office_is_closed_do_not_make_it_overdue(house: House) -> None:
    await house.closed("2026-12-29", "2026-12-30", "2026-12-31")
    await house.log(due=date(2026, 12, 22))
    assert not [each for each in await house.tick("2027-01-04T10:00") if each.key.startswith("escalation")]
    # 23 and 24 December, 4, 5 and 6 January are the five days on which somebody could have done it
    keys = [each.key for each in await house.tick("2027-01-06T09:20")]
    assert "escalation:A-001:2026-12-22:1" in keys
