"""Who hears when the owner is away, missing, or not the only one whom it concerns."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from governance.kind import Body
from governance.kinds.action import Action
from governance.kinds.complaint import Complaint
from governance.kinds.dependency import Dependency
from governance.kinds.issue import Issue
from governance.kinds.risk import Risk
from governance.people import Leave, Person, Workstream
from governance.record import Record
from handlers.reminding.assignment import tell_owner
from tests.clock.house import GARETH, LENA, MEERA, SCENE, House, at
from tests.fakes.recorder import Message

CAROL = Person("P004", "Carol Manager", role="case manager", workstream="WS01")
FRIDAY = date(2026, 11, 27)


def spell(first: str, last: str, deputy: str | None = None) -> Leave:
    return Leave(date.fromisoformat(first), date.fromisoformat(last), deputy)


async def save(house: House, *people: Person) -> None:
    async with house.database.transaction(house.clock.now()) as register:
        for person in people:
            await register.people.save(person)
            await register.people.identify(person.id, "slack", f"U{person.id}", name=person.name, seen=True)


async def keep(house: House, body: Body, workstream: str = "WS01", raised_on: date = date(2026, 11, 2)) -> Record:
    async with house.database.transaction(house.clock.now()) as register:
        await register.calendar()
        return await register.records.log(SCENE, body, workstream=workstream, common={"raised_on": raised_on})


async def days(house: House, *days: str, at: str = "09:35") -> list[Message]:
    sent: list[Message] = []
    for day in days:
        sent += await house.tick(f"2026-{day}T{at}")
    return [each for each in sent if not each.key.startswith("weekly")]


def keys(sent: list[Message]) -> list[str]:
    return [each.key for each in sent]


async def test_the_deputy_hears_what_cannot_wait_and_the_owner_once_they_are_back(house: House) -> None:
    await house.tick()
    await save(house, replace(MEERA, deputy="P002", leave=(spell("2026-11-25", "2026-12-04"),)))
    await house.log("Send the letter", due=FRIDAY)
    await house.log("Look at it some day", due=date(2026, 12, 9))  # early enough when she is back
    sent = await days(house, "11-25", "11-26", "11-27", "11-30")
    assert keys(sent) == ["digest:P002:2026-11-25", "digest:P002:2026-11-27", "digest:P002:2026-11-30"]
    assert "For Meera Patel, who is away until Mon 7 Dec" in sent[0].text
    assert "A-001 Send the letter" in sent[0].text
    assert sent[0].button("Done")
    assert all("A-002" not in each.text for each in sent)
    [back] = [each for each in await days(house, "12-07") if each.place == "dm-UP001"]
    assert "A-001" in back.text
    assert "A-002" in back.text


async def test_a_deputy_who_is_away_too_is_followed_to_theirs(house: House) -> None:
    away = (spell("2026-11-25", "2026-12-04"),)
    await house.tick()
    await save(house, replace(MEERA, deputy="P002", leave=away), replace(GARETH, deputy="P003", leave=away))
    await house.log(due=FRIDAY)
    [digest] = await days(house, "11-27")
    assert digest.key == "digest:P003:2026-11-27"
    assert "For Meera Patel" in digest.text


async def test_where_both_deputies_are_away_the_lead_hears(house: House) -> None:
    away = (spell("2026-11-25", "2026-12-04"),)
    await save(house, CAROL)
    await house.tick()
    await save(house, replace(MEERA, deputy="P002", leave=away))
    await save(house, replace(GARETH, deputy="P004", leave=away), replace(CAROL, leave=away))
    await house.log(due=FRIDAY)
    [digest] = await days(house, "11-27")
    assert digest.key == "digest:P003:2026-11-27"
    assert "For Meera Patel, who is away until Mon 7 Dec" in digest.text


async def test_without_a_deputy_only_what_the_law_asks_for_goes_to_whoever_answers_for_it(house: House) -> None:
    await house.tick()
    await save(house, CAROL, replace(MEERA, leave=(spell("2026-11-25", "2026-12-04"),)))
    await house.log(due=FRIDAY)
    await keep(house, Complaint(title="Dust in the stairwell", owner="P001", status="Acknowledged", s1_due=FRIDAY))
    sent = await days(house, "11-27")
    assert keys(sent) == ["digest:P004:2026-11-27"]
    assert "Dust in the stairwell" in sent[0].text
    assert "A-001" not in sent[0].text


async def test_the_case_manager_hears_of_a_case_and_not_the_lead(house: House) -> None:
    await house.tick()
    await save(house, CAROL, replace(GARETH, role="case officer"))
    await keep(house, Complaint(title="Dust", owner="P002", status="Acknowledged", s1_due=FRIDAY))
    sent = await days(house, "11-25")
    assert sorted(keys(sent)) == ["digest:P002:2026-11-25", "digest:P004:2026-11-25"]
    [hers] = [each for each in sent if each.place == "dm-UP004"]
    assert "You answer for" in hers.text
    assert "CMP-0001" in hers.text


async def test_what_the_law_asks_for_today_comes_once_more_in_the_afternoon_alone(house: House) -> None:
    await house.tick()
    await save(house, CAROL, replace(GARETH, role="case officer"))
    case = await keep(house, Complaint(title="Dust", owner="P002", status="Acknowledged", s1_due=FRIDAY))
    await days(house, "11-27")
    [nudge] = await days(house, "11-27", at="14:01")
    assert nudge.key == f"nudge:{case.ref}:2026-11-27:P002"
    assert "this must be done today" in nudge.text
    assert (await house.notices())[nudge.key].urgency == 1
    assert await days(house, "11-27", at="17:00") == []


async def test_no_nudge_for_what_is_done(house: House) -> None:
    await house.tick()
    issue = await keep(
        house, Issue(title="Payroll is down", owner="P002", status="Open", priority="P1", target_resolution=FRIDAY)
    )
    assert keys(await days(house, "11-27")) == ["digest:P002:2026-11-27"]
    await house.change(issue, "move", status="Resolved")
    assert await days(house, "11-27", at="14:01") == []


async def test_overdue_by_law_is_said_every_working_day(house: House) -> None:
    await house.tick()
    await save(house, CAROL, replace(GARETH, role="case officer"))
    await keep(house, Complaint(title="Dust", owner="P002", status="Acknowledged", s1_due=date(2026, 11, 24)))
    sent = await days(house, "11-24", "11-25", "11-26", "11-27", "11-28", "11-30")
    assert [each for each in keys(sent) if each.startswith("digest:P002")] == [
        f"digest:P002:2026-11-{day}" for day in (24, 25, 26, 27, 30)
    ]


async def test_whoever_waits_for_a_promise_hears_when_its_day_has_passed(house: House) -> None:
    await house.tick()
    async with house.database.transaction(house.clock.now()) as register:
        await register.workstreams.save(Workstream("WS02", "Finance", "FIN", "P002"))
    promise = Dependency(
        title="Baseline", owner="P001", giver="WS01", receiver="WS02", promised=FRIDAY, status="Agreed"
    )
    await keep(house, promise)
    sent = await days(house, "11-30")
    assert sorted(keys(sent)) == ["digest:P001:2026-11-30", "digest:P002:2026-11-30"]
    [waiting] = [each for each in sent if each.place == "dm-UP002"]
    assert "You are waiting for" in waiting.text
    assert waiting.button("Delivered")
    assert waiting.button("New promise")


async def test_a_review_that_nobody_does_reaches_the_lead_and_no_channel(house: House) -> None:
    await house.tick()
    await keep(house, Risk(title="Payroll", owner="P001", status="Open", review_on=date(2026, 11, 24)))
    sent = await days(house, "12-01")
    assert {each.place for each in sent} == {"dm-UP001", "dm-UP003"}
    [lead] = [each for each in sent if each.place == "dm-UP003"]
    assert "You answer for" in lead.text


async def test_what_nobody_owns_stands_in_the_leads_digest(house: House) -> None:
    await house.tick()
    await keep(house, Action(title="Order the chairs", status="Not started", due=FRIDAY))
    [digest] = await days(house, "11-27")
    assert digest.place == "dm-UP003"
    assert "Nobody owns" in digest.text


async def test_a_line_for_the_lead_goes_when_it_is_done_before(house: House) -> None:
    await save(house, replace(LENA, leave=(spell("2026-11-25", "2026-11-27"),)))
    await house.tick()
    record = await keep(house, Action(title="Order the chairs", status="Not started", due=FRIDAY))
    assert await days(house, "11-27") == []
    await house.change(record, "move", status="Complete")
    assert await days(house, "11-30") == []


async def test_what_is_not_for_the_deputy_hides_nothing_else_from_them(house: House) -> None:
    await house.tick()
    await save(house, replace(MEERA, deputy="P002", leave=(spell("2026-11-25", "2026-12-04"),)))
    async with house.database.transaction(house.clock.now()) as register:
        await register.calendar()
        for number in range(6):
            case = Action(title=f"Secret {number}", owner="P001", due=date(2026, 11, 26))
            hers = replace(SCENE, actor="P001")
            await register.records.log(hers, case, workstream="WS01", common={"confidential": True})
    await house.log("Send the letter", due=FRIDAY)
    [digest] = [each for each in await days(house, "11-27") if each.place == "dm-UP002"]
    assert "A-007 Send the letter" in digest.text
    assert "Secret" not in digest.text
    assert "more" not in digest.text


async def test_what_a_digest_leaves_out_is_not_told_as_sent(house: House) -> None:
    """Given at night, with the next digest, and settled before that goes: the ledger must not say that it was sent."""
    given, settled = (
        await house.log("Order the chairs", due=date(2026, 12, 18)),
        await house.log("Book", due=date(2026, 12, 18)),
    )
    house.clock.set(at("2026-11-24T20:00"))
    async with house.database.transaction(house.clock.now()) as register:
        await register.calendar()
        for record in (given, settled):
            await tell_owner(register, record, GARETH)
    await house.change(settled, "move", status="Complete", completed_on=date(2026, 11, 24))
    [digest] = await days(house, "11-25")
    assert "Order the chairs" in digest.text
    assert "Book" not in digest.text
    notices = await house.notices()
    told, left = notices["assignment:A-001:1"], notices["assignment:A-002:1"]
    assert (told.state, told.outcome) == ("sent", "in digest:P001:2026-11-25")
    assert (left.state, left.outcome) == ("lapsed", "not named in digest:P001:2026-11-25")
