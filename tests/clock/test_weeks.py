"""Your week on Monday, the hour that somebody chose, what comes late, and the programme's own summary."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

from governance.kinds.action import Action
from governance.kinds.communication import Communication
from governance.kinds.issue import Issue
from governance.kinds.risk import Risk
from governance.preferences import Preferences
from governance.programme import Election, Programme
from governance.reminders import next_summary
from storage.history import Scene
from storage.programme import kept
from tests.clock.house import GARETH, MEERA, House
from tests.clock.test_standing_in import FRIDAY, days, keep, keys, save, spell
from tests.fakes.recorder import Message


async def prefer(house: House, person: str, **settings: object) -> None:
    async with house.database.transaction(house.clock.now()) as register:
        await register.people.prefer(person, Preferences.model_validate(settings))


async def monday(house: House) -> dict[str, Message]:
    """The digests of Monday 30 November, by person."""
    sent = await days(house, "11-30")
    return {each.key.split(":")[1]: each for each in sent if each.key.startswith("digest")}


async def test_your_week_says_what_changed_and_what_is_due(house: House) -> None:
    await house.tick()
    done = await house.log("Book the room", due=date(2026, 11, 26))
    moved = await house.log("Order the chairs", due=date(2026, 12, 8))
    await house.log("Draft the letter", due=date(2026, 12, 4))
    await house.tick("2026-11-24T10:00")
    await house.change(done, "move", status="Complete", completed_on=date(2026, 11, 24))
    await house.change(moved, due=date(2026, 12, 17))
    await save(house, replace(GARETH, leave=(spell("2026-12-01", "2026-12-02"),)))
    sent = await monday(house)
    assert set(sent) == {"P001"}
    text = sent["P001"].text
    assert sent["P001"].card.text.startswith("Good morning, Meera. Your week: 1 thing is due this week or soon.")
    assert "A-003 Draft the letter" in text
    assert "Done last week: 1. A-001 Book the room" in text
    assert "Has another date since last Monday: 1. A-002 Order the chairs (now Thu 17 Dec)" in text
    assert "Away this week. Gareth Hughes from Tue 1 Dec to Wed 2 Dec" in text
    assert await days(house, "11-30", at="17:00") == []


async def test_who_has_nothing_this_week_gets_nothing(house: House) -> None:
    await house.tick()
    await house.log(due=date(2026, 12, 18))
    assert await monday(house) == {}


async def test_your_week_can_be_switched_off(house: House) -> None:
    await house.tick()
    await house.log(due=date(2026, 12, 4))
    await prefer(house, "P001", week=False)
    assert await monday(house) == {}
    assert keys(await days(house, "12-02")) == ["digest:P001:2026-12-02"]


async def test_who_does_not_work_on_mondays_has_their_week_on_tuesday(house: House) -> None:
    await save(house, replace(MEERA, working_days=frozenset({1, 2, 3})))
    await house.tick()
    await house.log(due=date(2026, 12, 3))
    assert await monday(house) == {}
    [digest] = await days(house, "12-01")
    assert "Your week" in digest.text


async def test_monday_is_half_past_nine_and_other_days_a_quarter_past(house: House) -> None:
    await house.tick()
    await house.log(due=FRIDAY)
    assert keys(await house.tick("2026-11-27T09:15")) == ["digest:P001:2026-11-27"]
    assert await house.tick("2026-11-30T09:29") == []
    assert "digest:P001:2026-11-30" in keys(await house.tick("2026-11-30T09:30"))


async def test_the_digest_comes_at_the_hour_that_somebody_chose(house: House) -> None:
    await house.tick()
    await house.log("Early", due=FRIDAY)
    await house.log("Late", due=FRIDAY, owner="P002")
    await prefer(house, "P001", digest_at=time(8, 30))
    await prefer(house, "P002", digest_at=time(14, 0))
    assert keys(await days(house, "11-27", at="08:29")) == []
    assert keys(await days(house, "11-27", at="08:31")) == ["digest:P001:2026-11-27"]
    assert keys(await days(house, "11-27", at="09:20")) == []
    assert keys(await days(house, "11-27", at="14:01")) == ["digest:P002:2026-11-27"]


async def test_reminders_that_somebody_can_do_without_do_not_come(house: House) -> None:
    await house.tick()
    await house.log(due=FRIDAY)
    await prefer(house, "P001", soon=False, after=False, week=False)
    sent = await days(house, "11-25", "11-27", "11-30", "12-02")
    assert keys(sent) == ["digest:P001:2026-11-27"]


async def test_a_p1_cannot_be_switched_off(house: House) -> None:
    await house.tick()
    await prefer(house, "P001", soon=False, on_the_day=False, after=False)
    await keep(house, Issue(title="Payroll", owner="P001", status="Open", priority="P1", target_resolution=FRIDAY))
    assert keys(await days(house, "11-27")) == ["digest:P001:2026-11-27"]


async def test_after_an_outage_the_digest_says_once_that_it_is_late(house: House) -> None:
    await house.tick()
    await house.log(due=date(2026, 11, 24))
    [late] = await days(house, "11-25", at="11:00")
    assert "Sorry that this is late: it should have been here on Tue 24 Nov at 09:15." in late.text
    [next_one] = await days(house, "11-27", at="09:15")
    assert "Sorry" not in next_one.text


async def test_two_hours_late_is_late_too(house: House) -> None:
    await house.tick()
    await house.log(due=FRIDAY)
    await house.tick("2026-11-26T10:00")
    [late] = await days(house, "11-27", at="11:30")
    assert "Sorry that this is late: it should have been here at 09:15." in late.text


async def test_who_was_away_is_not_told_that_it_is_late(house: House) -> None:
    await house.tick()
    await save(house, replace(MEERA, leave=(spell("2026-11-26", "2026-12-01"),)))
    await house.log(due=FRIDAY)
    await days(house, "11-25", "11-27", "11-30")
    [digest] = await days(house, "12-02")
    assert "Sorry" not in digest.text


async def test_after_a_week_of_outage_one_week_is_told(house: House) -> None:
    await house.tick()
    await house.log(due=date(2026, 12, 4))
    sent = await days(house, "12-02", at="11:00")
    assert keys(sent) == ["digest:P001:2026-12-02"]
    assert "Your week" in sent[0].text
    assert "Sorry that this is late" in sent[0].text


async def test_the_programmes_own_summary_counts_and_names_nobody(house: House) -> None:
    await house.tick()
    async with house.database.transaction(house.clock.now()) as register:
        place = await register.places.meet("slack", "C9", "channel", name="programme", address={})
        moment = next_summary(await register.calendar(), register.now, register.zone)
        await register.places.settle(place.id, names=False, whole=True, next_wake=moment)
    await house.log(due=date(2026, 11, 26))
    await keep(
        house,
        Risk(title="Payroll bank mandate", owner="P001", status="Open", likelihood=4, impact=5),
        raised_on=date(2026, 11, 24),
    )
    await house.tick("2026-11-30T09:35")
    [summary] = [each for each in house.slack.of_key("weekly") if each.place == "C9"]
    assert "HR: 2 new, 1 overdue" in summary.text
    assert "New red risks: 1. R-001 Payroll bank mandate" in summary.text
    assert "Meera" not in summary.text


async def test_a_channel_that_asked_for_names_gets_them(house: House) -> None:
    await house.tick()
    async with house.database.transaction(house.clock.now()) as register:
        moment = next_summary(await register.calendar(), register.now, register.zone)
        await register.places.settle(house.channel, names=True, whole=False, next_wake=moment)
    await house.log(due=date(2026, 11, 26))
    await house.tick("2026-11-30T09:35")
    [summary] = house.slack.of_key("weekly")
    assert "Open by owner. Meera Patel 1" in summary.text


async def test_what_is_published_before_an_election_says_so(house: House) -> None:
    await house.tick()
    async with house.database.transaction(house.clock.now()) as register:
        period = Election(first=date(2026, 11, 25), last=date(2026, 12, 10))
        await register.set_programme(**kept(Programme(elections=(period,))))
    await keep(house, Communication(title="Newsletter 5", owner="P001", publish_on=FRIDAY))
    [digest] = await days(house, "11-27")
    assert "It falls in the pre-election period" in digest.text


async def test_of_many_things_ten_are_named_and_none_crowds_out_the_rest(house: House) -> None:
    """The digest names ten, and knows the number of the rest."""
    await house.tick()
    for number in range(30):
        await house.log(f"Thing {number}", due=date(2026, 11, 24))
    await house.log("Due today", due=FRIDAY)
    [digest] = await days(house, "11-27")
    assert "30 things are overdue and 1 is due today" in digest.text
    assert "Due today" in digest.text  # what is overdue does not crowd out what is for today
    assert len((await house.notices())[digest.key].refs) == 10


async def test_what_was_imported_is_not_new_to_a_channel(house: House) -> None:
    await house.tick()
    scene = Scene(actor=None, via="import", place="old.xlsx")
    async with house.database.transaction(house.clock.now()) as register:
        await register.calendar()
        old = Action(title="As old as nobody knows", owner="P001", due=date(2027, 1, 8))
        await register.records.log(scene, old, workstream="WS01")
    await house.log("Draft the letter", due=date(2027, 1, 8))
    [summary] = [each for each in await house.tick("2026-11-30T09:35") if each.key.startswith("weekly")]
    assert "New: 1. A-002 Draft the letter" in summary.text
