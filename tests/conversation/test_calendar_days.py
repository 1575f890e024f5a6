"""Bank holidays and closures in chat: the programme office says so, dates move, and it can be taken back as one deed."""

from __future__ import annotations

from datetime import date

from governance.people import Person
from storage.days import Day
from storage.history import Scene
from tests.conversation.conftest import Office

HOLIDAY = "Thursday 26 November is a bank holiday: the Coronation"


async def dues(office: Office) -> dict[str, date | None]:
    return {record.ref: record.due for record in await office.records()}


async def with_a_foi_and_an_action(office: Office) -> dict[str, date | None]:
    await office.takes_in("U1", "foi received today: How many boilers were replaced?")
    await office.writes("U1", "/action Ring the depot <@U1> by 26/11/2026")
    found = await dues(office)
    assert found == {"ENQ-0001": date(2026, 12, 22), "A-001": date(2026, 11, 26)}
    return found


async def test_a_bank_holiday_moves_the_dates_and_says_so(office: Office) -> None:
    await with_a_foi_and_an_action(office)
    chat = await office.writes("U1", HOLIDAY)
    said = "\n".join(card.text for card in chat.cards[-2:])
    assert "Thu 26 Nov 2026 is a bank holiday now (The Coronation)." in said
    assert "ENQ-0001 Answer by: Tue 22 Dec 2026 → Wed 23 Dec 2026" in said
    assert "A-001 is due on Thu 26 Nov 2026, a bank holiday (The Coronation). New date?" in said
    assert await dues(office) == {"ENQ-0001": date(2026, 12, 23), "A-001": date(2026, 11, 26)}
    assert "The Coronation" in (await office.writes("U1", "bank holidays")).last.text


async def test_said_twice_it_is_there_already(office: Office) -> None:
    await office.writes("U1", HOLIDAY)
    assert "in the calendar already" in (await office.writes("U1", HOLIDAY)).last.text


async def test_undo_takes_the_day_back_with_all_that_moved(office: Office) -> None:
    before = await with_a_foi_and_an_action(office)
    await office.writes("U1", HOLIDAY)
    chat = await office.writes("U1", "undo")
    assert await dues(office) == before
    said = "\n".join(card.text for card in chat.cards[-2:])
    assert "Thu 26 Nov 2026 is not a bank holiday any more" in said
    assert "A-001 is due on Thu 26 Nov 2026, a working day again. It can stay so." in said
    assert "No bank holidays or closures" in (await office.writes("U1", "bank holidays")).last.text


async def test_only_the_programme_office_changes_the_calendar(office: Office) -> None:
    before = await with_a_foi_and_an_action(office)
    async with office.app.database.transaction(office.clock.now()) as register:
        await register.people.save(Person("P900", "Petra Office", role="PMO officer"))
    assert "Only the programme office" in (await office.writes("U1", HOLIDAY)).last.text
    assert await dues(office) == before


async def test_one_records_part_of_it_is_not_undone_alone(office: Office) -> None:
    await with_a_foi_and_an_action(office)
    day = Day(date(2026, 11, 26), "holiday", "The Coronation")
    async with office.app.database.transaction(office.clock.now()) as register:
        await register.add_day(Scene(via="command line"), day)
    chat = await office.writes("U1", "ENQ-0001 undo")
    assert (
        "The dates of ENQ-0001 moved because the calendar did (a bank holiday was added: The Coronation)"
        in chat.last.text
    )
    assert (await dues(office))["ENQ-0001"] == date(2026, 12, 23)


async def test_a_closure_is_added_and_taken_out_again(office: Office) -> None:
    await with_a_foi_and_an_action(office)
    chat = await office.writes("U1", "the office is closed 24 to 31 December: Christmas")
    assert "The office is closed from Thu 24 Dec 2026 to Thu 31 Dec 2026 (Christmas)." in chat.last.text
    assert "No date moved." in chat.last.text
    listed = (await office.writes("U1", "which days is the office closed?")).last.text
    assert [line.split(":")[0] for line in listed.splitlines()[1:]] == [
        "Thu 24 Dec 2026", "Tue 29 Dec 2026", "Wed 30 Dec 2026", "Thu 31 Dec 2026",
    ]  # fmt: skip
    chat = await office.writes("U1", "remove the closure 24 to 31 December")
    assert "The office is open again from Thu 24 Dec 2026" in chat.last.text


async def test_in_a_channel_only_whoever_asked_sees_what_moved(office: Office) -> None:
    await with_a_foi_and_an_action(office)
    channel = await office.says("U1", HOLIDAY)
    assert not any("ENQ-0001" in card.text for card in channel.cards)


async def test_a_pre_election_period_is_kept_and_taken_out(office: Office) -> None:
    chat = await office.writes("U1", "pre-election period 22 March to 6 May 2027 (county elections)")
    assert "22 March 2027 to 6 May 2027 (county elections)" in chat.last.text
    async with office.app.database.reading(office.clock.now()) as register:
        found = (await register.programme()).election_on(date(2027, 4, 1))
    assert found is not None
    assert found.name == "county elections"
    chat = await office.writes("U1", "remove the pre-election period 22 March to 6 May 2027")
    assert "not set" in chat.last.text
