"""The forecast says what will be sent, to whom and why: what then is sent, it said before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from governance.kinds.complaint import Complaint
from governance.kinds.issue import Issue
from handlers.reminding.forecast import forecast
from handlers.reminding.ledger import Line
from tests.clock.house import MEERA, House, at
from tests.clock.test_standing_in import CAROL, keep, save, spell


async def foretold(house: House, until: str) -> dict[str, Line]:
    async with house.database.reading(house.clock.now()) as register:
        return {line.key: line for line in await forecast(register, at(until))}


async def test_what_is_sent_was_foretold(house: House) -> None:
    """Two weeks with leave, a case, a P1, an escalation and two Mondays."""
    await house.tick()
    await save(house, CAROL, replace(MEERA, deputy="P002", leave=(spell("2026-11-26", "2026-12-01"),)))
    await house.log("Send the letter", due=date(2026, 11, 27))
    await house.log("Order the chairs", due=date(2026, 12, 4), owner="P002")
    case = Complaint(title="Dust", owner="P004", status="Acknowledged", s1_due=date(2026, 11, 30))
    await keep(house, case)
    await keep(
        house, Issue(title="Payroll", owner="P002", status="Open", priority="P1", target_resolution=date(2026, 12, 1))
    )
    told = await foretold(house, "2026-12-07T23:59")
    sent: set[str] = set()
    for day in ("11-24", "11-25", "11-26", "11-27", "11-30", "12-01", "12-02", "12-03", "12-04", "12-07"):
        for hour in ("09:15", "09:30", "14:00", "17:00"):
            sent |= {each.key for each in await house.tick(f"2026-{day}T{hour}")}
    reminders = {key for key in sent if key.startswith(("digest", "nudge", "weekly", "answering"))}
    assert reminders
    assert reminders <= set(told)


async def test_the_forecast_says_why_and_to_whom(house: House) -> None:
    await house.tick()
    await save(house, replace(MEERA, deputy="P002", leave=(spell("2026-11-26", "2026-12-01"),)))
    await house.log("Send the letter", due=date(2026, 11, 27))
    told = await foretold(house, "2026-12-07T23:59")
    cover = told["digest:P002:2026-11-27"]
    assert (cover.name, cover.why) == ("Gareth Hughes", "A-001: the day it is due")
    back = told["digest:P001:2026-12-02"]
    assert back.refs == ("A-001",)
    assert f"{back.due_at:%a %d %b %H:%M}" == "Wed 02 Dec 09:15"
    assert any(line.rule == "escalation" and "5 working days overdue" in line.why for line in told.values())


async def test_the_forecast_says_what_goes_one_step_further(house: House) -> None:
    await save(house, replace(CAROL, role="Project Manager"))
    await house.log("Send the letter", due=date(2026, 11, 27))
    for day in ("12-03", "12-04"):
        await house.tick(f"2026-{day}T09:20")
    told = await foretold(house, "2026-12-18T23:59")
    [further] = [line for line in told.values() if "one step further" in line.why]
    assert further.why == "A-001: one step further, to the Project Manager, unless it is answered"
    assert (further.name, f"{further.due_at:%a %d %b}") == ("Carol Manager", "Mon 14 Dec")
