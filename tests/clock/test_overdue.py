"""What is already long overdue when its ladder begins is chased once; and what no channel takes, the lead hears."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from governance.reminders import next_summary
from handlers.importing import import_files
from storage.history import Scene
from tests.clock.house import House

LONG_AGO = date(2026, 10, 1)
IMPORTED = Scene(via="import", place="test")


def about(sent: list[str], *starts: str) -> list[str]:
    return [key for key in sent if key.startswith(starts)]


async def week(house: House, first: int = 24, last: int = 27) -> list[str]:
    """The keys of what is sent on these days of November, the summaries left out."""
    sent = []
    for day in range(first, last + 1):
        sent += [each.key for each in await house.tick(f"2026-11-{day}T09:35")]
    return about(sent, "digest", "escalation")


async def test_logged_long_overdue_it_is_chased_once_the_next_morning(house: House) -> None:
    await house.tick()
    record = await house.log(due=LONG_AGO)
    assert await house.tick("2026-11-23T15:00") == []
    assert await week(house) == ["digest:P001:2026-11-24", "escalation:A-001:2026-10-01:1"]
    await house.change(record, title="Draft the other letter", owner="P002")
    assert await week(house, 30, 30) == []


async def test_a_change_of_title_before_the_morning_does_not_lose_it(house: House) -> None:
    await house.tick()
    record = await house.log(due=LONG_AGO)
    await house.change(record, title="Draft the other letter")
    assert await week(house) == ["digest:P001:2026-11-24", "escalation:A-001:2026-10-01:1"]


@pytest.mark.parametrize("why", ["reopened", "re-dated", "re-dated and undone"])
async def test_what_becomes_long_overdue_is_chased_once(house: House, why: str) -> None:
    await house.tick()
    if why == "reopened":
        record = await house.log(due=LONG_AGO, status="Complete", completed_on=LONG_AGO)
        await house.change(record, "reopen", status="In progress", completed_on=None)
    else:
        record = await house.log(due=date(2026, 12, 18))
        await house.change(record, due=LONG_AGO)
    if why == "re-dated and undone":
        await week(house)
        await house.change(record, due=date(2026, 12, 18))
        await house.change(record, "undo", due=LONG_AGO)
        assert await week(house, 30, 30) == ["digest:P001:2026-11-30"]  # the channel knows already
        return
    assert await week(house) == ["digest:P001:2026-11-24", "escalation:A-001:2026-10-01:1"]


async def test_a_snooze_before_the_morning_silences_the_owner_but_not_the_channel(house: House) -> None:
    await house.tick()
    record = await house.log(due=LONG_AGO)
    await house.change(record, "snooze", snoozed_until=date(2026, 11, 26))
    assert await week(house) == ["escalation:A-001:2026-10-01:1", "digest:P001:2026-11-26"]


async def test_snoozed_until_that_very_morning_it_is_escalated_all_the_same(house: House) -> None:
    await house.tick()
    record = await house.log(due=LONG_AGO)
    await house.change(record, "snooze", snoozed_until=date(2026, 11, 24))
    assert await week(house) == ["digest:P001:2026-11-24", "escalation:A-001:2026-10-01:1"]


async def imported(house: House, folder: Path, *rows: str) -> None:
    sheet = folder / "actions.csv"
    sheet.write_text("\n".join(["ref,title,owner,workstream,due,status", *rows]))
    async with house.database.transaction(house.clock.now()) as register:
        report = await import_files(register, [sheet], IMPORTED)
    assert [problem for file in report.files for problem in file.problems] == []


async def test_an_imported_register_gives_digests_and_no_flood_in_the_channels(house: House, tmp_path: Path) -> None:
    await house.tick()
    rows = [f"A-{number:03},Thing {number},P00{1 + number % 2},WS01,2026-10-01,In progress" for number in range(1, 9)]
    await imported(house, tmp_path, *rows, "A-009,Thing 9,P001,WS01,2026-11-20,In progress")
    assert await house.tick("2026-11-23T15:00") == []
    sent = await week(house)
    assert sorted(about(sent, "digest")) == [
        "digest:P001:2026-11-24",
        "digest:P001:2026-11-25",
        "digest:P002:2026-11-24",
    ]
    assert about(sent, "escalation") == ["escalation:A-009:2026-11-20:1"]
    [first, *_] = house.slack.of_key("digest:P001:2026-11-24")
    assert "are overdue" in first.text
    await imported(house, tmp_path, rows[0].replace("2026-10-01", "2026-10-02"))
    assert await week(house, 30, 30) == ["digest:P002:2026-11-30"]


async def test_an_alert_that_its_channel_refuses_goes_to_the_lead(house: House) -> None:
    await house.log(due=date(2026, 11, 27))
    await house.tick("2026-12-03T10:00")
    house.slack.faults = ["refused"]
    [alert] = await house.tick("2026-12-04T09:20")
    assert alert.place == "dm-UP003"
    assert alert.key == "escalation:A-001:2026-11-27:P003"


async def second_channel(house: House) -> None:
    async with house.database.transaction(house.clock.now()) as register:
        place = await register.places.meet("slack", "C2", "channel", name="hr-too", address={})
        calendar = await register.calendar()
        await register.places.bind(place.id, "WS01", next_summary(calendar, register.now, register.zone))


async def test_an_alert_that_another_channel_takes_does_not_go_to_the_lead(house: House) -> None:
    await second_channel(house)
    await house.log(due=date(2026, 11, 27))
    await house.tick("2026-12-03T10:00")
    house.slack.faults = ["refused"]
    [alert] = await house.tick("2026-12-04T09:20")
    assert alert.place in ("C1", "C2")


async def test_an_alert_that_every_channel_refuses_goes_to_the_lead_once(house: House) -> None:
    await second_channel(house)
    await house.log(due=date(2026, 11, 27))
    await house.tick("2026-12-03T10:00")
    house.slack.faults = ["refused", "refused"]
    [alert] = await house.tick("2026-12-04T09:20")
    assert alert.place == "dm-UP003"


async def test_the_lead_hears_of_a_summary_that_could_not_be_posted(house: House) -> None:
    await house.log(due=date(2026, 12, 18), owner="P002")
    house.clock.set(house.clock.now().replace(day=30, hour=9, minute=20))
    await house.tick()
    house.slack.faults = ["refused"]
    await house.tick("2026-11-30T09:35")
    assert house.slack.of_key("weekly") == []
    assert house.slack.to("dm-UP003") == [] or "could not post" in house.slack.to("dm-UP003")[-1].text
    await house.tick("2026-12-01T09:20")
    [digest] = house.slack.to("dm-UP003")
    assert "I could not post the weekly summary of HR in its channel hr: it was refused." in digest.text
