"""Cases in the register: their clocks' days are worked out when they are written, and never over what somebody gave."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from governance.kinds import all_kinds
from governance.kinds.enquiry import Enquiry
from governance.record import Record
from governance.surveys import Answered
from storage.database import Database
from storage.history import IMPORT, Scene
from storage.register import Register

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
RECEIVED = date(2026, 11, 23)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    await database.start()
    yield database
    await database.stop()


async def logged(
    register: Register, kind: str = "complaint", via: str = "chat", common: Any = None, **values: Any
) -> Record:
    body_type = all_kinds()[kind]
    given = {"title": "Dust", "status": body_type.kind.lifecycle.initial, "received_at": RECEIVED, **values}
    return await register.records.log(Scene(via=via), body_type.model_validate(given), workstream=None, common=common)


async def test_a_clock_is_worked_out_and_an_imported_day_stays(database: Database) -> None:
    async with database.transaction(NOW) as register:
        assert (await logged(register)).due == date(2026, 11, 30)
        assert (await logged(register, via=IMPORT, s1_ack_due=date(2026, 11, 27))).due == date(2026, 11, 27)
        assert (await logged(register, "enquiry", from_type="FOI")).due == date(2026, 12, 22)
        closed = await logged(register, "enquiry", status="Closed")
        assert closed.body.due is None  # type: ignore[attr-defined]


async def test_it_follows_its_day_but_not_over_a_day_that_is_given(database: Database) -> None:
    async with database.transaction(NOW) as register:
        case = await logged(register, via=IMPORT, s1_ack_due=date(2026, 11, 27))
        case, _ = await register.records.change(Scene(), case, {"remedy": "An apology"})
        assert case.due == date(2026, 11, 27), "nothing of its clock has changed"
        case, _ = await register.records.change(Scene(), case, {"received_at": date(2026, 11, 20)})
        assert case.due == date(2026, 11, 27)
        case, _ = await register.records.change(Scene(), case, {"received_at": date(2026, 11, 19)})
        assert case.due == date(2026, 11, 26)
        case, _ = await register.records.change(
            Scene(), case, {"received_at": date(2026, 11, 18), "s1_ack_due": date(2026, 12, 1)}
        )
        assert case.due == date(2026, 12, 1)


async def test_a_case_is_confidential_whatever_a_sheet_says(database: Database) -> None:
    async with database.transaction(NOW) as register:
        case = await logged(register, via=IMPORT, common={"confidential": False})
        assert case.confidential
        case, _ = await register.records.change(Scene(), case, {"confidential": False})
        assert case.confidential
        assert await register.records.search("Dust") == []


async def test_questionnaires_are_kept_once_and_added_up(database: Database) -> None:
    async with database.transaction(NOW) as register:
        body = all_kinds()["survey"].model_validate(
            {"title": "Windows", "status": "Open", "population": 20, "questions": "Quality | Tidy"}
        )
        survey = await register.records.log(Scene(), body, workstream=None)
        assert await register.surveys.findings(survey) is None
        one = Answered("1", "900", date(2026, 11, 1), ("Very satisfied", ""))
        assert await register.surveys.keep(survey, one)
        assert not await register.surveys.keep(survey, one)
        assert await register.surveys.keep(survey, Answered("2", "900", date(2026, 11, 2), ("Very dissatisfied", "")))
        found = await register.surveys.findings(survey)
    assert found is not None
    assert (found.rows, found.unique, found.repeats, found.response_rate) == (2, 1, 1, 5.0)
    assert (found.results[0].base, found.results[0].satisfied) == (1, 0)


async def test_how_a_date_was_worked_out_is_kept_and_a_closed_case_is_never_worked_out_again(
    database: Database,
) -> None:
    async with database.transaction(NOW) as register:
        await register.calendar()
        case = await logged(register)
        kept = case.body.clocks["s1_ack_due"]  # type: ignore[attr-defined]
        assert (kept.rule, kept.day, kept.calendar) == ("hos.s1.ack", date(2026, 11, 30), "ENG")
        assert "Working day 5 is Mon 30 Nov 2026." in kept.basis
        closed, _ = await register.records.change(Scene(), case, {"status": "Withdrawn"}, "move")
        programme = await register.programme()
        deemed = programme.model_copy(update={"clocks": programme.clocks.model_copy(update={"receipt_mode": "deemed"})})
        assert await register.decide(Scene(), deemed) == []
        changed, _ = await register.records.change(Scene(), closed, {"received_at": date(2026, 11, 3)})
        assert changed.body.clocks == closed.body.clocks  # type: ignore[attr-defined]
        assert changed.body.s1_ack_due == date(2026, 11, 30)  # type: ignore[attr-defined]


async def test_a_day_that_somebody_set_is_not_explained_by_the_rule(database: Database) -> None:
    async with database.transaction(NOW) as register:
        await register.calendar()
        case = await logged(register, via=IMPORT, s1_ack_due=date(2026, 11, 27))
        assert case.body.clocks == {}  # type: ignore[attr-defined]


async def test_the_council_s_own_period_moves_what_runs_and_nothing_that_is_closed(database: Database) -> None:
    async with database.transaction(NOW) as register:
        await register.calendar()
        running, closed = await logged(register, "petition"), await logged(register, "petition")
        closed, _ = await register.records.change(Scene(), closed, {"status": "Rejected"}, "move")
        programme = await register.programme()
        clocks = programme.clocks.model_copy(update={"periods": {"petition.ack": 5}})
        moved = await register.decide(Scene(), programme.model_copy(update={"clocks": clocks}))
        assert [each.record.ref for each in moved] == [running.ref]
        assert (await register.records.get(running.ref)).due == date(2026, 11, 30)
        assert (await register.records.get(closed.ref)).body == closed.body


async def test_a_clock_that_stands_still_asks_to_be_chased_and_goes_on_later(database: Database) -> None:
    async with database.transaction(NOW) as register:
        await register.calendar()
        case = await logged(register, "enquiry", from_type="SAR")
        assert case.due == date(2026, 12, 23)
        assert isinstance(case.body, Enquiry)
        stopped = case.body.stopping(date(2026, 11, 26), "clarification asked", "P001", date(2026, 12, 10))
        held, _ = await register.records.change(Scene(), case, stopped)
        assert held.due == date(2026, 12, 10)
        again, _ = await register.records.change(Scene(), held, held.body.running_again(date(2026, 12, 3)))  # type: ignore[attr-defined]
        assert again.due == date(2026, 12, 30)
