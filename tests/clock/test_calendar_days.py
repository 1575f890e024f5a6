"""A bank holiday or a closure that comes late: dates move, wakes follow, the history says why, each person hears of it once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Literal

import pytest

from governance.kind import Body
from governance.kinds.complaint import Complaint
from governance.kinds.enquiry import Enquiry
from governance.people import Person
from governance.programme import Programme
from governance.record import Record
from handlers.calendar_days.effects import Effects, weigh
from handlers.calendar_days.news import carry_out
from storage.days import CLOSURE, HOLIDAY, Day
from storage.history import FOLLOW
from tests.clock.house import GARETH, LENA, MEERA, SCENE, House, at

MONDAY = date(2026, 11, 23)
THURSDAY = Day(date(2026, 11, 26), HOLIDAY, "The Coronation")
SHUT = Day(date(2026, 11, 26), CLOSURE, "Boiler repair")


async def change(house: House, deed: Literal["add", "remove"], *days: Day) -> Effects:
    async with house.database.transaction(house.clock.now()) as register:
        effects = await weigh(register, deed, days)
        await carry_out(register, SCENE, GARETH, effects)
        return effects


async def case(house: House, body: type[Body], **values: Any) -> Record:
    """A case of Meera's in HR that came in on Monday; its clocks are worked out."""
    given = {"title": "Damp in the hall", "owner": "P001", "received_at": MONDAY, **values}
    async with house.database.transaction(house.clock.now()) as register:
        await register.calendar()
        return await register.records.log(SCENE, body.model_validate(given), workstream="WS01")


async def held(house: House, ref: str) -> Record:
    async with house.database.reading(house.clock.now()) as register:
        return await register.records.get(ref)


async def test_dates_that_were_worked_out_move_and_the_history_says_why(house: House) -> None:
    complaint = await case(house, Complaint)
    by_hand = await case(house, Complaint, s1_ack_due=date(2026, 12, 2))
    closed = await case(house, Enquiry, status="Closed", due=date(2026, 12, 7), answered_on=MONDAY)
    foi = await case(house, Enquiry, from_type="FOI")
    assert (complaint.due, by_hand.due, foi.due) == (date(2026, 11, 30), date(2026, 12, 2), date(2026, 12, 22))
    await change(house, "add", THURSDAY)
    dues = [(await held(house, each.ref)).due for each in (complaint, by_hand, closed, foi)]
    assert dues == [date(2026, 12, 1), date(2026, 12, 2), closed.due, date(2026, 12, 23)]
    moved = await held(house, complaint.ref)
    assert (moved.times_rescheduled, moved.version) == (0, 2)
    async with house.database.reading(house.clock.now()) as register:
        line = (await register.history.of(complaint.ref))[-1]
        assert line.verb == FOLLOW
        assert (line.before["s1_ack_due"], line.after["s1_ack_due"]) == ("2026-11-30", "2026-12-01")
        assert set(line.after) == {"s1_ack_due", "clocks"}, "and how it was worked out"
        assert line.reason == "a bank holiday was added: The Coronation"
        assert line.batch is not None
        deed = await register.history.of_batch(line.batch)
        assert [(each.verb, each.ref) for each in deed] == [
            ("add holiday", None), (FOLLOW, complaint.ref), (FOLLOW, foi.ref),
        ]  # fmt: skip
        assert await register.history.of(by_hand.ref) == [(await register.history.of(by_hand.ref))[0]]
        await register.history.verify()


async def test_everybody_concerned_hears_of_it_once_with_all_that_is_theirs(house: House) -> None:
    async with house.database.transaction(house.clock.now()) as register:
        manager = Person("P004", "Huw Case", role="Case manager", workstream="WS01")
        await register.people.save(manager)
        await register.people.identify(manager.id, "slack", "UP004", name=manager.name, seen=True)
    refs = [(await case(house, Complaint)).ref for _ in range(3)]
    action = await house.log(due=THURSDAY.day)
    await house.tick()
    await change(house, "add", THURSDAY)
    news = [each for each in (await house.notices()).values() if each.rule == "calendar"]
    assert sorted(each.person or "" for each in news) == ["P001", "P004"]
    said = await house.tick()
    mine = next(each for each in said if each.key.endswith("P001") and each.key.startswith("calendar"))
    for ref in refs:
        assert f"{ref} Acknowledge by: Mon 30 Nov 2026 → Tue 1 Dec 2026" in mine.card.text
    assert f"{action.ref} is due on Thu 26 Nov 2026, a bank holiday (The Coronation). New date?" in mine.card.text
    assert "redate" in mine.button("New date").data
    assert (await held(house, action.ref)).due == THURSDAY.day
    assert [each for each in await house.tick() if each.key.startswith("calendar")] == []


async def test_out_of_hours_it_goes_with_the_digest(house: House) -> None:
    await case(house, Complaint)
    house.clock.set(at("2026-11-23T21:00"))
    await change(house, "add", THURSDAY)
    assert await house.tick("2026-11-23T21:05") == []
    told = [each for each in await house.tick("2026-11-24T09:20") if each.key == "digest:P001:2026-11-24"]
    assert len(told) == 1
    assert "Thu 26 Nov 2026 is a bank holiday now (The Coronation)." in told[0].card.text
    assert "Mon 30 Nov 2026 → Tue 1 Dec 2026" in told[0].card.text


async def test_what_is_taken_out_again_moves_back(house: House) -> None:
    complaint = await case(house, Complaint)
    later = await case(house, Complaint)
    await change(house, "add", THURSDAY)
    await house.change(await held(house, later.ref), s1_ack_due=date(2026, 12, 9))
    await change(house, "remove", THURSDAY)
    assert (await held(house, complaint.ref)).due == complaint.due
    assert (await held(house, complaint.ref)).next_wake == complaint.next_wake
    assert (await held(house, later.ref)).due == date(2026, 12, 9)
    async with house.database.reading(house.clock.now()) as register:
        assert await register.days() == []


async def test_a_closure_moves_no_statutory_date_but_what_is_asked(house: House) -> None:
    due = await case(house, Complaint, received_at=date(2026, 11, 19))
    assert due.due == SHUT.day
    later = await house.log(due=date(2026, 11, 27))
    effects = await change(house, "add", SHUT)
    assert effects.change.moved == ()
    assert [record.ref for record in effects.falling] == [due.ref]
    assert (await held(house, due.ref)).version == 1
    assert (await held(house, later.ref)).due == date(2026, 11, 27)
    said = next(each for each in await house.tick() if each.key.startswith("calendar"))
    assert "That stays so: act by Wed 25 Nov 2026." in said.card.text


@pytest.mark.parametrize(
    ("nation", "due", "foi"), [("SCT", "2026-11-30", "2026-12-23"), ("ENG", "2026-12-01", "2026-12-23")]
)
async def test_one_nations_holiday_moves_what_its_calendar_counts(
    house: House, nation: str, due: str, foi: str
) -> None:
    """An office in England: Scotland's day moves only what counts the bank holidays of any nation."""
    complaint, request = await case(house, Complaint), await case(house, Enquiry, from_type="FOI")
    await change(house, "add", replace(THURSDAY, nation=nation))
    dues = [(await held(house, each.ref)).due for each in (complaint, request)]
    assert dues == [date.fromisoformat(due), date.fromisoformat(foi)]


async def test_an_office_in_scotland_keeps_scotlands_bank_holidays(house: House) -> None:
    complaint = await case(house, Complaint, received_at=date(2026, 11, 24))
    assert complaint.due == date(2026, 12, 1)
    async with house.database.transaction(house.clock.now()) as register:
        moved = await register.decide(SCENE, Programme(nation="SCT"))
        assert [each.record.ref for each in moved] == [complaint.ref]
        assert (await register.calendar()).holiday(date(2026, 11, 30)) is not None
    assert (await held(house, complaint.ref)).due == date(2026, 12, 2)


async def test_weighing_changes_nothing(house: House) -> None:
    complaint = await case(house, Complaint)
    async with house.database.reading(house.clock.now()) as register:
        effects = await weigh(register, "add", [THURSDAY])
        assert [each.record.ref for each in effects.change.moved] == [complaint.ref]
        assert await register.days() == []
        assert await register.history.verify() == 1


async def test_nobody_hears_what_is_not_for_them(house: House) -> None:
    """Lena leads HR, and is not cleared for its complaints."""
    await case(house, Complaint)
    await change(house, "add", THURSDAY)
    notices = [each for each in (await house.notices()).values() if each.rule == "calendar"]
    assert [each.person for each in notices] == [MEERA.id]
    assert LENA.id not in {each.person for each in notices}
