"""One test for each promise of an escalation: what goes up by itself, to whom, once; and what happens when nobody answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from governance.escalation import Escalation
from governance.kind import Body
from governance.kinds.dependency import Dependency
from governance.kinds.issue import Issue
from governance.kinds.risk import Risk
from governance.people import Person, Workstream
from governance.programme import Programme, Reminding
from governance.record import Record
from handlers.importing import import_files
from handlers.reminding.clock import sweep_batch
from handlers.reminding.forecast import forecast
from storage.history import Scene
from tests.clock.house import SCENE, House, at
from tests.fakes.recorder import Message

MANAGER = Person("P004", "Nia Evans", role="Programme Manager")
BOARD = Person("P005", "Kim Boateng", role="Programme Board Member")
PROJECT = Person("P006", "Mo Hussain", role="Project Manager", workstream="WS01")


@pytest.fixture
async def programme(house: House) -> House:
    """The house with somebody in each role above the lead."""
    await hire(house, MANAGER, BOARD, PROJECT)
    return house


async def hire(house: House, *people: Person) -> None:
    async with house.database.transaction(house.clock.now()) as register:
        for person in people:
            await register.people.save(person)
            await register.people.identify(person.id, "slack", f"U{person.id}", name=person.name, seen=True)


async def log(house: House, body: Body, **common: Any) -> Record:
    async with house.database.transaction(house.clock.now()) as register:
        await register.calendar()
        return await register.records.log(SCENE, body, workstream="WS01", common=common)


def risk(likelihood: int, impact: int = 5, **values: Any) -> Risk:
    return Risk(title="Reserves fall below plan", owner="P001", likelihood=likelihood, impact=impact, **values)


async def steps(house: House, ref: str = "R-001") -> list[Escalation]:
    async with house.database.reading(house.clock.now()) as register:
        return await register.escalations.of(await register.records.get(ref))


def alerts(sent: list[Message]) -> list[Message]:
    return [each for each in sent if each.key.startswith("escalation")]


def about(sent: list[Message], *starts: str) -> list[str]:
    return [each.key for each in sent if each.key.startswith(starts)]


async def test_a_score_that_crosses_the_line_is_put_before_the_programme_manager(programme: House) -> None:
    record = await log(programme, risk(2))
    assert alerts(await programme.tick("2026-11-23T11:00")) == []
    await programme.change(record, likelihood=3)
    [alert] = alerts(await programme.tick("2026-11-23T11:05"))
    assert alert.place == "C1"
    assert alert.key == "escalation:R-001:score 15 since 2026-11-23:1"
    assert "R-001 Reserves fall below plan: scored 15." in alert.text
    assert "It is with the Programme Manager." in alert.text
    assert "Without an answer it goes to the Programme Board after Mon 30 Nov." in alert.text
    assert "Nia" not in alert.text
    assert "Meera" not in alert.text
    [digest] = programme.slack.to("dm-UP004")
    assert digest.key == "digest:P004:2026-11-23"
    assert "R-001 Reserves fall below plan was escalated to the Programme Manager: scored 15." in digest.text


async def test_a_channel_that_asked_for_names_gets_them(programme: House) -> None:
    async with programme.database.transaction(programme.clock.now()) as register:
        row = await register.places.row(programme.channel)
        row.names = True
        register.session.add(row)
    await log(programme, risk(3))
    [alert] = alerts(await programme.tick("2026-11-23T11:00"))
    assert "It is with the Programme Manager (Nia Evans)." in alert.text


async def test_what_is_the_boards_reaches_it_at_once_while_it_is_at_work(programme: House) -> None:
    await log(programme, risk(4))
    sent = await programme.tick("2026-11-23T11:00")
    [told] = [each for each in sent if each.place == "dm-UP005"]
    assert told.key.startswith("escalated:R-001:")
    assert "R-001 Reserves fall below plan was escalated to the Programme Board." in told.text
    assert [told.button(label).label for label in ("Acknowledge", "Decide…", "Give people or money…", "Noted", "Show")]
    assert (await programme.notices())[told.key].urgency == 1


async def test_at_night_even_the_boards_waits_for_the_digest(programme: House) -> None:
    programme.clock.set(at("2026-11-23T21:00"))
    await log(programme, risk(4))
    assert await programme.tick() == []
    sent = await programme.tick("2026-11-24T09:20")
    assert [each.key for each in sent if each.place == "dm-UP005"] == ["digest:P005:2026-11-24"]
    assert len(alerts(sent)) == 1


async def test_a_p1_that_stays_open_is_handed_up_on_the_third_day(programme: House) -> None:
    await log(programme, Issue(title="Payroll stops", owner="P001", priority="P1"))
    assert alerts(await programme.tick("2026-11-25T09:20")) == []
    [alert] = alerts(await programme.tick("2026-11-26T09:20"))
    assert "I-001 Payroll stops: a P1, open for more than 2 working days." in alert.text


async def test_nobody_has_the_role_so_the_programme_office_has_it(house: House) -> None:
    await hire(house, Person("P007", "Olu Adeyemi", role="PMO officer"))
    await log(house, risk(4))
    sent = await house.tick("2026-11-23T11:00")
    assert [each.place for each in sent if each.key.startswith("escalated")] == ["dm-UP007"]
    [alert] = alerts(sent)
    assert "Nobody in the programme has that role yet, so the programme office has it." in alert.text
    assert (await steps(house))[0].to_people == ("P007",)


async def test_several_that_come_round_together_are_one_message(house: House) -> None:
    for title in ("Draft the letter", "Order the chairs", "Book the room"):
        await house.log(title, due=date(2026, 11, 27))
    await house.tick("2026-12-03T10:00")
    [alert] = alerts(await house.tick("2026-12-04T09:20"))
    assert alert.text.startswith("3 actions in HR are overdue by 5 working days or more.")
    assert "A-002 Order the chairs is overdue by 5 working days." in alert.text
    assert "Meera" not in alert.text
    assert (await house.notices())[alert.key].refs == ("A-001", "A-002", "A-003")
    assert len([each for ref in ("A-001", "A-002", "A-003") for each in await steps(house, ref)]) == 3
    async with house.database.reading(house.clock.now()) as register:
        record = await register.records.get("A-002")
    await house.change(record, "move", status="Complete")
    await house.tick()
    assert "A-002 Order the chairs is complete now." in alert.text
    assert "A-003 Book the room is overdue by 5 working days." in alert.text


async def test_without_an_answer_it_goes_one_step_further_once_and_then_stands_in_the_board_pack(
    programme: House,
) -> None:
    await programme.log(due=date(2026, 11, 27))
    await programme.tick("2026-12-03T10:00")
    await programme.tick("2026-12-04T09:20")
    assert about(await programme.tick("2026-12-11T17:00"), "follow-up", "escalat") == []
    further = await programme.tick("2026-12-14T09:35")
    [said] = [each for each in further if each.key.startswith("follow-up")]
    assert said.text == (
        "Nobody answered A-001 Draft the TUPE letter in 5 working days, so it is with the Project Manager now."
    )
    assert (await programme.notices())[said.key].under == "escalation:A-001:2026-11-27:1"
    [digest] = [each for each in further if each.place == "dm-UP006"]
    assert "had no answer, so it was escalated to the Project Manager" in digest.text
    packed = await programme.tick("2026-12-22T09:20")
    assert [each.text for each in packed if each.key.startswith("follow-up")] == [
        "Nobody answered A-001 Draft the TUPE letter at the Project Manager either. It stands in the board pack now, until "
        "somebody answers."
    ]
    assert [(each.to, each.state) for each in await steps(programme, "A-001")] == [
        ("Workstream Lead", "passed on"),
        ("Project Manager", "board pack"),
    ]
    for day in ("2027-01-04", "2027-02-01", "2027-03-01"):
        assert about(await programme.tick(f"{day}T09:20"), "follow-up", "escalat") == []


async def test_an_outage_of_a_fortnight_is_one_alert_and_no_step_further(programme: House) -> None:
    record = await log(programme, risk(2))
    await programme.change(record, likelihood=3)
    sent = await programme.tick("2026-12-09T10:00")
    assert len(alerts(sent)) == 1
    assert about(sent, "follow-up") == []
    assert [each.state for each in await steps(programme)] == ["open"]


async def test_a_score_that_flaps_rings_once(programme: House) -> None:
    record = await log(programme, risk(3))
    assert len(alerts(await programme.tick("2026-11-23T11:00"))) == 1
    for day in (24, 25, 26, 27):
        record = await programme.change(record, likelihood=2)
        await programme.tick(f"2026-11-{day}T09:20")
        record = await programme.change(record, likelihood=3)
        assert alerts(await programme.tick(f"2026-11-{day}T11:00")) == []
    assert [each.state for each in await steps(programme)] == ["open"]


async def test_a_score_that_is_high_again_much_later_rings_again(programme: House) -> None:
    record = await log(programme, risk(3))
    await programme.tick("2026-11-23T11:00")
    record = await programme.change(record, likelihood=2)
    programme.clock.set(at("2027-01-11T11:00"))
    await programme.change(record, likelihood=3)
    [alert] = alerts(await programme.tick("2027-01-11T11:05"))
    assert alert.key == "escalation:R-001:score 15 since 2027-01-11:1"


async def test_undo_before_anybody_heard_means_that_nobody_does(programme: House) -> None:
    record = await log(programme, risk(2))
    record, event = await changed(programme, record, likelihood=3)
    await undone(programme, record, event, likelihood=2)
    assert alerts(await programme.tick("2026-11-23T11:00")) == []
    assert [each.state for each in await steps(programme)] == ["ended"]


async def test_undo_of_what_ended_it_brings_it_back(programme: House) -> None:
    record = await log(programme, risk(3))
    await programme.tick("2026-11-23T11:00")
    record, event = await changed(programme, record, "move", status="Closed", closure_reason="gone")
    assert [each.state for each in await steps(programme)] == ["ended"]
    await undone(programme, record, event, status="Open", closure_reason="")
    assert [each.state for each in await steps(programme)] == ["open"]
    assert about(await programme.tick("2026-11-23T11:05"), "follow-up", "escalat") == []


async def changed(house: House, record: Record, verb: str = "change", **changes: Any) -> tuple[Record, int]:
    async with house.database.transaction(house.clock.now()) as register:
        await register.calendar()
        new, event = await register.records.change(SCENE, await register.records.get(record.ref), changes, verb)
        return new, event.id


async def undone(house: House, record: Record, event: int, **back: Any) -> None:
    async with house.database.transaction(house.clock.now()) as register:
        await register.calendar()
        held = await register.records.get(record.ref)
        await register.records.change(SCENE, held, back, "undo", undoes=event)


async def test_closing_ends_it_and_the_thread_hears_that(programme: House) -> None:
    record = await log(programme, risk(3))
    [alert] = alerts(await programme.tick("2026-11-23T11:00"))
    await programme.change(record, "move", status="Closed", closure_reason="gone")
    [said] = [each for each in await programme.tick("2026-11-23T11:05") if each.key.startswith("follow-up")]
    assert said.text == "R-001 Reserves fall below plan is settled: it is closed now."
    assert (await programme.notices())[said.key].under == alert.key
    assert "R-001 Reserves fall below plan is closed now." in alert.text
    assert about(await programme.tick("2026-12-14T11:05"), "follow-up", "escalat") == []


async def test_what_is_imported_red_is_old_news(programme: House, tmp_path: Path) -> None:
    sheet = tmp_path / "risks.csv"
    sheet.write_text("ref,title,owner,workstream,likelihood,impact,status\nR-001,Reserves fall,P001,WS01,5,5,Open\n")
    async with programme.database.transaction(programme.clock.now()) as register:
        await import_files(register, [sheet], Scene(via="import", place="test"))
    assert alerts(await programme.tick("2026-11-23T11:00")) == []
    assert await steps(programme) == []


async def test_a_score_that_rose_by_five_in_a_month_is_handed_up(programme: House) -> None:
    record = await log(programme, risk(1))
    record = await programme.change(record, impact=4)  # 4
    programme.clock.set(at("2026-11-30T11:00"))
    record = await programme.change(record, likelihood=2)  # 8
    assert await steps(programme) == []
    await programme.change(record, impact=5)  # 10
    [alert] = alerts(await programme.tick())
    assert "its score rose from 4 to 10" in alert.text
    [step] = await steps(programme)
    assert (step.cause, step.to) == ("score rose", "Programme Manager")


async def test_a_slip_of_the_score_that_is_undone_is_no_rise(programme: House) -> None:
    record = await log(programme, risk(2))  # 10
    record, event = await changed(programme, record, likelihood=1, impact=1)
    await undone(programme, record, event, likelihood=2, impact=5)
    assert await steps(programme) == []
    await programme.change(await held(programme), impact=4)  # 8
    await programme.change(await held(programme), impact=5)
    assert await steps(programme) == []


async def held(house: House, ref: str = "R-001") -> Record:
    async with house.database.reading(house.clock.now()) as register:
        return await register.records.get(ref)


async def test_a_promise_that_is_too_late_by_other_days_waits_for_the_same_answer(programme: House) -> None:
    late = Dependency(title="Tenancy data", giver="WS01", need_by=date(2027, 1, 11), promised=date(2027, 1, 18))
    record = await log(programme, late)
    assert len(alerts(await programme.tick("2026-11-23T11:00"))) == 1
    record = await programme.change(record, promised=date(2027, 1, 20))
    assert alerts(await programme.tick("2026-11-24T11:00")) == []
    assert [each.state for each in await steps(programme, record.ref)] == ["open"]
    programme.clock.set(at("2026-11-24T11:05"))
    await programme.change(record, promised=date(2027, 1, 11))
    assert [each.state for each in await steps(programme, record.ref)] == ["ended"]


async def test_what_is_confidential_reaches_only_those_who_may_read_it(programme: House) -> None:
    await hire(programme, replace(MANAGER, id="P008", name="Ann Lee", role="Programme Manager"))
    await log(programme, risk(4), confidential=True)
    sent = await programme.tick("2026-11-23T11:00")
    assert [each for each in sent if each.place == "C1"] == []
    assert {each.place for each in sent if "R-001" in each.text} == {
        "dm-UP002",  # who raised it: nobody else of the workstream may read it
        "dm-UP004",  # the programme office
        "dm-UP008",
    }


async def test_the_ladder_is_the_one_of_the_day_on_which_it_began(programme: House) -> None:
    await log(programme, risk(3))
    await programme.tick("2026-11-23T11:00")
    async with programme.database.transaction(programme.clock.now()) as register:
        rules = await register.programme()
        await register.decide(SCENE, rules.model_copy(update={"bodies": ("Theme Lead", "Joint Committee")}))
    await programme.tick("2026-12-01T09:20")
    assert [each.to for each in await steps(programme)] == ["Programme Manager", "Programme Board"]


async def test_other_days_move_what_is_yet_to_be_said(programme: House) -> None:
    await programme.log(due=date(2026, 11, 27))
    async with programme.database.transaction(programme.clock.now()) as register:
        await register.decide(SCENE, Programme(reminding=Reminding(soon_days=3, escalate_after=7)))
        assert (await register.records.get("A-001")).next_wake == at("2026-11-24T09:15")  # it was the 25th
    await programme.tick("2026-12-03T09:20")
    assert alerts(await programme.tick("2026-12-04T09:20")) == []
    assert len(alerts(await programme.tick("2026-12-08T09:20"))) == 1


async def test_the_forecast_names_the_alert_and_writes_nothing(programme: House) -> None:
    await programme.log(due=date(2026, 11, 27))
    async with programme.database.reading(programme.clock.now()) as register:
        lines = await forecast(register, at("2026-12-05T09:00"))
    assert [each.key for each in lines if each.rule == "escalation"] == ["escalation:A-001:2026-11-27:1"]
    assert await steps(programme, "A-001") == []


async def test_two_processes_that_sweep_at_once_put_it_before_the_channel_once(programme: House) -> None:
    await programme.log(due=date(2026, 11, 27))
    await programme.tick("2026-12-03T10:00")
    other = programme.deliverer("second")
    sent = await programme.tick("2026-12-04T09:20")
    await other.drain()
    assert len(alerts(sent)) == len(programme.slack.of_key("escalation")) == 1
    async with programme.database.transaction(programme.clock.now()) as register:
        record = await register.records.get("A-001")
        [held] = await register.escalations.of(record)
        assert await register.escalations.start(record, held) is None
        assert await register.history.verify()


async def test_without_a_lead_the_programme_office_itself_is_told(house: House) -> None:
    await hire(house, Person("P007", "Olu Adeyemi", role="PMO officer"))
    async with house.database.transaction(house.clock.now()) as register:
        await register.workstreams.save(Workstream("WS01", "Human Resources", "HR", None))
    await house.log(due=date(2026, 11, 27))
    await house.tick("2026-12-04T09:00")
    sent = await house.tick("2026-12-04T09:20")
    assert "Nobody in the programme has that role yet, so the programme office has it." in alerts(sent)[0].text
    told = [*sent, *await house.tick("2026-12-07T09:35")]
    assert [each.place for each in told if "was escalated to the Workstream Lead" in each.text] == ["dm-UP007"]


async def test_what_has_become_confidential_leaves_an_alert_and_the_rest_stays(house: House) -> None:
    first = await house.log("Draft the letter", due=date(2026, 11, 27))
    await house.log("Order the chairs", due=date(2026, 11, 27))
    house.clock.set(at("2026-12-04T09:20"))
    async with house.database.transaction(house.clock.now()) as register:
        await sweep_batch(register)
    await house.change(first, confidential=True)
    sent = await house.tick("2026-12-04T09:25")
    [posted] = [each for each in alerts(sent) if each.place == "C1"]
    assert "A-002 Order the chairs" in posted.text
    assert "A-001" not in posted.text
    assert "letter" not in posted.text
    assert [each.place for each in alerts(sent) if "A-001" in each.text] == [
        "dm-UP002"
    ]  # who raised it, and may read it


async def test_an_alert_of_what_is_confidential_now_says_nothing_of_it(house: House) -> None:
    record = await house.log("Draft the letter", due=date(2026, 11, 27))
    [alert] = alerts(await house.tick("2026-12-04T09:20"))
    await house.change(record, confidential=True, title="Draft the letter to Mr Smith")
    await house.tick("2026-12-04T09:30")
    assert "A-001 is confidential, so I don’t show it here." in alert.text
    assert "letter" not in alert.text
