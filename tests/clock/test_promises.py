"""One test for each promise of the clock: what is sent, when, and that it is sent once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.ticking import sweep_all
from storage.register import Day
from tests.clock.house import GARETH, MEERA, SCENE, House, at


async def test_a_digest_on_the_due_day_and_nothing_more(house: House) -> None:
    await house.tick()
    await house.log(due=date(2026, 11, 27))
    await house.tick("2026-11-25T09:20")  # two working days before
    assert await house.tick("2026-11-26T12:00") == []

    [digest] = await house.tick("2026-11-27T09:20")
    assert digest.place == "dm-UP001"
    assert digest.key == "digest:P001:2026-11-27"
    assert digest.card.text.startswith("Good morning, Meera. 1 thing is due today.")
    assert [digest.button(label).label for label in ("Done", "New date", "Snooze")]
    assert await house.tick() == []
    assert await house.tick("2026-11-27T17:00") == []


async def test_the_whole_ladder_to_the_escalation(house: House) -> None:
    await house.log(due=date(2026, 11, 27), raised_on=date(2026, 11, 2))
    sent = {}
    for day in range(23, 31):
        for message in await house.tick(f"2026-11-{day}T10:00"):
            sent[message.key] = day
    for day in range(1, 12):
        for message in await house.tick(f"2026-12-{day:02}T10:00"):
            sent[message.key] = day
    assert sent == {
        "digest:P001:2026-11-23": 23,  # her week
        "digest:P001:2026-11-25": 25,
        "digest:P001:2026-11-27": 27,
        "digest:P001:2026-11-30": 30,
        "weekly:1:2026-11-30": 30,
        "digest:P001:2026-12-02": 2,
        "escalation:A-001:2026-11-27:1": 4,
        "weekly:1:2026-12-07": 7,
    }


async def test_a_long_action_is_spoken_of_five_days_before(house: House) -> None:
    await house.log(due=date(2026, 12, 18))
    [digest] = [each for each in await house.tick("2026-12-11T09:20") if each.key.startswith("digest")]
    assert "1 thing is due soon" in digest.text


async def test_five_working_days_overdue_is_one_alert_in_the_channel_without_names(house: House) -> None:
    await house.log(due=date(2026, 11, 27))
    await house.tick("2026-12-03T09:20")
    [alert] = await house.tick("2026-12-04T09:20")
    assert alert.place == "C1"
    assert alert.key == "escalation:A-001:2026-11-27:1"
    assert "A-001 Draft the TUPE letter is overdue by 5 working days." in alert.text
    assert "Meera" not in alert.text
    assert await house.tick("2026-12-04T16:00") == []


async def test_the_alert_counts_the_reminders(house: House) -> None:
    await house.log(due=date(2026, 11, 27))
    for day in ("11-25", "11-27", "11-30", "12-02"):
        await house.tick(f"2026-{day}T09:35")
    [alert] = await house.tick("2026-12-04T09:20")
    assert "Its owner has been reminded 4 times." in alert.text


async def test_the_monday_summary(house: House) -> None:
    await house.tick()
    late = await house.log("Draft the TUPE letter", due=date(2026, 11, 26))
    await house.log("Order the chairs", due=date(2026, 12, 3), owner="P002")
    done = await house.log("Book the room", due=date(2026, 11, 25))
    house.clock.set(house.clock.now().replace(day=24))
    await house.change(done, "move", status="Complete", completed_on=date(2026, 11, 24))
    summaries = [each for each in await house.tick("2026-11-30T09:35") if each.key.startswith("weekly")]
    assert [each.key for each in summaries] == ["weekly:1:2026-11-30"]
    text = summaries[0].text
    assert summaries[0].place == "C1"
    assert (
        summaries[0].card.text == "HR, the week from Mon 23 Nov: 3 new, 1 closed, 1 overdue, 1 due in the next 7 days"
    )
    assert f"Overdue: 1. {late.ref} Draft the TUPE letter" in text
    assert "Meera" not in text
    assert await house.tick("2026-11-30T17:00") == []


async def test_a_summary_with_nothing_to_say_is_not_sent(house: House) -> None:
    assert await house.tick("2026-11-30T09:35") == []
    assert (await house.notices())["weekly:1:2026-11-30"].state == "lapsed"


async def test_bank_holiday_monday_the_summary_comes_on_tuesday(house: House) -> None:
    await house.log(due=date(2027, 1, 4))
    await house.tick("2026-12-24T09:00")
    assert await house.tick("2026-12-28T10:00") == []  # Boxing Day's substitute
    await house.tick("2026-12-29T09:35")
    assert [each.key for each in house.slack.of_key("weekly")][-1] == "weekly:1:2026-12-29"


async def test_due_on_a_weekend_is_reminded_on_friday(house: House) -> None:
    await house.log(due=date(2026, 11, 28))
    await house.tick("2026-11-26T10:00")
    [digest] = await house.tick("2026-11-27T09:20")
    assert "due Sat 28 Nov" in digest.text


async def test_an_outage_of_a_day_is_one_digest(house: House) -> None:
    await house.log("First", due=date(2026, 11, 24))
    await house.log("Second", due=date(2026, 11, 25))
    digests = [each for each in await house.tick("2026-11-25T11:00") if each.key.startswith("digest")]
    assert [each.key for each in digests] == ["digest:P001:2026-11-25"]
    assert "1 thing is overdue and 1 is due today" in digests[0].text


async def test_an_outage_of_a_fortnight_is_one_digest_one_alert_one_summary(house: House) -> None:
    await house.log(due=date(2026, 11, 26))
    keys = sorted(each.key for each in await house.tick("2026-12-09T10:00"))
    assert keys == ["digest:P001:2026-12-09", "escalation:A-001:2026-11-26:1", "weekly:1:2026-12-07"]
    [weekly] = house.slack.of_key("weekly")
    assert "Sorry that this is late: it should have been here on Mon 7 Dec." in weekly.text


async def test_an_outage_that_ends_at_night_waits_for_the_morning(house: House) -> None:
    await house.log(due=date(2026, 11, 26))
    assert await house.tick("2026-12-09T22:00") == []
    keys = sorted(each.key for each in await house.tick("2026-12-10T09:20"))
    assert keys == ["digest:P001:2026-12-10", "escalation:A-001:2026-11-26:1", "weekly:1:2026-12-07"]


async def test_a_digest_that_was_owed_and_not_sent_goes_with_the_next(house: House) -> None:
    await house.log(due=date(2026, 11, 27))
    house.clock.set(house.clock.now().replace(day=27, hour=9, minute=20))
    await sweep_all(house.database, house.clock.now())  # and the process dies before it delivers
    digests = [each for each in await house.tick("2026-11-30T11:00") if each.key.startswith("digest")]
    assert [each.key for each in digests] == ["digest:P001:2026-11-30"]
    assert (await house.notices())["digest:P001:2026-11-27"].state == "lapsed"


async def test_a_snooze_is_quiet_until_its_day_and_never_stops_the_escalation(house: House) -> None:
    record = await house.log(due=date(2026, 11, 27))
    await house.change(record, "snooze", snoozed_until=date(2026, 12, 1))
    sent = []
    for day in ("11-25", "11-27", "12-01", "12-02", "12-03", "12-04"):
        sent += [each.key for each in await house.tick(f"2026-{day}T09:20") if not each.key.startswith("weekly")]
    assert sent == ["digest:P001:2026-12-01", "digest:P001:2026-12-02", "escalation:A-001:2026-11-27:1"]


async def test_somebody_on_leave_gets_it_when_they_are_back(house: House) -> None:
    await house.away(MEERA, "2026-11-26", "2026-12-01")
    await house.log(due=date(2026, 11, 27))
    await house.tick("2026-11-25T09:20")
    for day in ("11-26", "11-27", "11-30", "12-01"):
        assert [each for each in await house.tick(f"2026-{day}T09:20") if each.place == "dm-UP001"] == []
    [digest] = await house.tick("2026-12-02T09:20")
    assert digest.key == "digest:P001:2026-12-02"
    assert "1 thing is overdue" in digest.text


async def test_a_closed_office_sends_nothing(house: House) -> None:
    await house.closed("2026-11-27")
    await house.log(due=date(2026, 11, 27))
    await house.tick("2026-11-25T09:20")
    assert await house.tick("2026-11-27T12:00") == []
    digests = [each.key for each in await house.tick("2026-11-30T09:30")]
    assert digests == ["digest:P001:2026-11-30", "weekly:1:2026-11-30"]


async def test_what_is_due_while_the_office_is_closed_is_said_on_the_last_day_before(house: House) -> None:
    await house.closed("2026-12-24", "2026-12-29", "2026-12-30", "2026-12-31")
    await house.log(due=date(2026, 12, 31))
    await house.tick("2026-12-22T09:20")
    [digest] = [each for each in await house.tick("2026-12-23T09:20") if each.key.startswith("digest:P001")]
    assert "A-001" in digest.text
    assert [each for each in await house.tick("2026-12-31T12:00") if each.key.startswith("digest")] == []
    assert [each.key for each in await house.tick("2027-01-04T09:35") if each.key.startswith("digest:P001")] == [
        "digest:P001:2027-01-04"
    ]


async def test_a_proclaimed_holiday_moves_what_is_yet_to_be_said(house: House) -> None:
    await house.tick()
    await house.log(due=date(2026, 11, 27))
    undated = await house.log("Some day")
    async with house.database.transaction(house.clock.now()) as register:
        assert await register.add_day(SCENE, Day(date(2026, 11, 26), "holiday", "The Coronation"))
        assert not await register.add_day(SCENE, Day(date(2026, 11, 26), "holiday", "Again"))
        assert (await register.records.get("A-001")).next_wake == at("2026-11-24T09:15")  # it was the 25th
        assert (await register.records.get(undated.ref)).next_wake is None
        assert (await register.records.get("A-001")).version == 1
    sent = []
    for day in ("11-24", "11-25", "11-26", "11-27"):
        sent += [each.key for each in await house.tick(f"2026-{day}T09:20")]
    assert sent == ["digest:P001:2026-11-24", "digest:P001:2026-11-27"]
    async with house.database.reading(house.clock.now()) as register:
        assert [each.name for each in await register.days()] == ["The Coronation"]
        assert await register.history.verify() == 3


async def test_re_dated_and_back_again_is_not_escalated_twice(house: House) -> None:
    record = await house.log(due=date(2026, 11, 27))
    await house.tick("2026-12-04T09:20")
    await house.change(record, due=date(2026, 12, 18))
    await house.change(record, due=date(2026, 11, 27))
    await house.tick("2026-12-07T10:00")
    assert len(house.slack.of_key("escalation")) == 1


async def test_a_change_in_the_minute_of_the_escalation_does_not_lose_it(house: House) -> None:
    record = await house.log(due=date(2026, 11, 27))
    await house.tick("2026-12-03T10:00")
    house.clock.set(house.clock.now().replace(day=4, hour=9, minute=15, second=10))
    await house.change(record, priority="High")  # after 09:15, before the next tick
    await house.tick("2026-12-04T09:16")
    assert len(house.slack.of_key("escalation")) == 1


async def test_done_before_it_is_delivered_is_said_to_nobody(house: House) -> None:
    record = await house.log(due=date(2026, 11, 27))
    await house.tick("2026-12-03T10:00")
    house.clock.set(house.clock.now().replace(day=4, hour=9, minute=20))
    await sweep_all(house.database, house.clock.now())
    await house.change(record, "move", status="Complete")
    await house.tick()
    assert house.slack.of_key("escalation") == []
    assert (await house.notices())["escalation:A-001:2026-11-27:1"].outcome == "there was nothing to say any more"


async def test_without_a_channel_the_lead_hears_of_it(house: House) -> None:
    async with house.database.transaction(house.clock.now()) as register:
        await register.places.archive(house.channel)
    await house.log(due=date(2026, 11, 27))
    await house.tick("2026-12-03T10:00")
    [alert] = await house.tick("2026-12-04T09:20")
    assert alert.place == "dm-UP003"
    assert "Meera Patel" in alert.text


async def test_a_record_without_owner_is_escalated_all_the_same(house: House) -> None:
    await house.log(due=date(2026, 11, 27), owner=None)
    await house.tick("2026-12-03T10:00")
    [digest] = house.slack.of_key("digest")
    assert digest.place == "dm-UP003"
    assert "Nobody owns" in digest.text
    [alert] = await house.tick("2026-12-04T09:20")
    assert "It has no owner." in alert.text


async def test_whoever_has_left_is_never_written_to(house: House) -> None:
    async with house.database.transaction(house.clock.now()) as register:
        await register.people.save(replace(GARETH, active=False))
    await house.log(due=date(2026, 11, 27), owner="P002")
    await house.tick("2026-11-30T09:00")
    assert house.slack.of_key("digest") == []


async def test_more_than_ten_things_are_ten_and_a_number(house: House) -> None:
    for number in range(13):
        await house.log(f"Thing {number}", due=date(2026, 11, 27))
    [digest] = [each for each in await house.tick("2026-11-27T09:20") if each.key.startswith("digest")]
    assert "… and 3 more: type “my list”." in digest.text
    assert len((await house.notices())[digest.key].refs) == 10  # the proof names what it named
