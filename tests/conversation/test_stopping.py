"""Clocks that stop while somebody is asked something, and go on: in words, by buttons, in a dialog; and what the clock says."""

from __future__ import annotations

from datetime import date

import pytest

from tests.conversation.conftest import Office

ASKED = "stop the clock on ENQ-0001 because we asked for ID"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One database is enough for what is said here."""
    return sqlite_url


@pytest.fixture
async def sar(office: Office) -> Office:
    """ENQ-0001, a subject access request that came in today, Monday 23 November: due on Wednesday 23 December."""
    await office.takes_in("U1", "SAR in today about repairs, handler olu")
    assert (await office.record("ENQ-0001")).due == date(2026, 12, 23)
    return office


async def test_it_stops_and_goes_on_and_says_how(sar: Office) -> None:
    await sar.tick("2026-11-26T10:00")
    dm = await sar.writes("U1", ASKED)
    assert "The clock of ENQ-0001 stands still from Thu 26 Nov 2026: we asked for ID." in dm.last.words
    assert "chase on Thu 10 Dec 2026" in dm.last.words
    card = (await sar.writes("U1", "ENQ-0001")).last
    assert "stands still since Thu 26 Nov 2026: we asked for ID" in card.words
    assert "*Chase the answer on*\nThu 10 Dec 2026" in card.words
    assert {"Clock runs again", "Chased"} <= set(card.buttons)
    assert "Stop the clock…" not in card.buttons
    assert "Wed 23 Dec 2026" not in card.words

    await sar.tick("2026-12-03T10:00")
    dm = await sar.writes("U1", "got their ID today, start the clock on ENQ-0001")
    assert "runs again from Thu 3 Dec 2026" in dm.last.words
    assert "It is due on Wed 30 Dec 2026 now." in dm.last.words
    record = await sar.record("ENQ-0001")
    assert (record.due, record.times_rescheduled) == (date(2026, 12, 30), 0)

    why = (await sar.writes("U1", "why ENQ-0001")).last.words
    assert "The clock stood still from Thu 26 Nov 2026 to Thu 3 Dec 2026 (we asked for ID): 7 days." in why
    assert "Stopped on Thu 26 Nov 2026 by Olu Adeyemi, ran again from Thu 3 Dec 2026: we asked for ID" in why
    assert "Data (Use and Access) Act 2025" in why


async def test_while_it_stands_still_only_the_chasing_is_reminded_of(sar: Office) -> None:
    await sar.writes("U1", f"{ASKED}, chase on 15 January")
    for day in ("2026-12-16", "2026-12-21", "2026-12-22", "2026-12-23"):  # the days of its deadline's ladder
        for hour in ("09:35", "14:05"):
            await sar.tick(f"{day}T{hour}")
            last = sar.dm("U1").last.words
            assert "ENQ-0001" not in last or "stands still" in last, "nothing but that it stands still was said"
    await sar.tick("2027-01-15T09:20")
    digest = sar.dm("U1").last
    assert "ENQ-0001" in digest.words
    assert "chase due today" in digest.words
    await sar.writes("U1", "chased ENQ-0001")
    assert (await sar.record("ENQ-0001")).due == date(2027, 1, 29)
    assert "clock stopped, chase due Fri 29 Jan" in (await sar.writes("U1", "list enquiries")).last.words


async def test_the_dialog_asks_what_was_asked_when_and_when_to_chase(sar: Office) -> None:
    await sar.tick("2026-11-26T10:00")
    dm = await sar.writes("U1", "ENQ-0001")
    await dm.last.press("Stop the clock…")
    await sar.settle()
    assert dm.modal.title == "Stop the clock: ENQ-0001"
    modal = await dm.modal.fill(reason="asked for ID", on="2026-11-27", chase_on="2026-11-24").submit()
    assert {"on", "chase_on"} <= set(modal.errors)
    await dm.modal.fill(reason="asked for ID", on="2026-11-24", chase_on="2026-12-01").submit()
    await sar.settle()
    record = await sar.record("ENQ-0001")
    assert record.due == date(2026, 12, 1)
    await dm.last.press("Undo")
    await sar.settle()
    assert (await sar.record("ENQ-0001")).due == date(2026, 12, 23)


async def test_the_button_lets_it_run_again_and_undo_takes_that_back(sar: Office) -> None:
    await sar.writes("U1", ASKED)
    await sar.tick("2026-11-30T10:00")
    dm = await sar.writes("U1", "ENQ-0001")
    await dm.last.press("Clock runs again")
    await sar.settle()
    assert (await sar.record("ENQ-0001")).due == date(2026, 12, 30)
    await sar.writes("U1", "undo")
    record = await sar.record("ENQ-0001")
    assert (record.due, record.body.stopped is not None) == (date(2026, 12, 7), True)


async def test_freedom_of_information_begins_anew(office: Office) -> None:
    await office.takes_in("U1", "FOI in today about roof contract costs")
    await office.writes("U1", "ENQ-0001 clock stopped, asked them which roof")
    await office.tick("2026-12-03T10:00")
    await office.writes("U1", "ENQ-0001 clock runs again")
    assert (await office.record("ENQ-0001")).due == date(2027, 1, 6)
    why = (await office.writes("U1", "why ENQ-0001")).last.words
    assert "Thu 3 Dec 2026 is day 0." in why
    assert "ICO guidance" in why


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("stop the clock on ENQ-0001 from tomorrow because we asked", "Tue 24 Nov 2026 has not come yet"),
        ("stop the clock on ENQ-0001 from thursday because we asked", "it only began on Mon 23 Nov 2026"),
        ("ENQ-0001 clock runs again", "is not stopped, so there is nothing to start again"),
        ("chased ENQ-0001", "is not stopped, so there is nothing to start again"),
        ("stop the clock on CMP-0001 because we asked for a photo", "lets nothing stop them"),
        ("stop the clock on ENQ-0002 because we asked for a photo", "lets nothing stop them"),
        ("stop the clock on ENQ-0003 because we asked for a photo", "it is closed"),
    ],
)
async def test_what_is_refused_says_why(sar: Office, said: str, why: str) -> None:
    for case in (
        "complaint in today: dust after works",
        "letter of claim in today about damp",
        "FOI in today about lifts",
    ):
        await sar.takes_in("U1", case)
    await sar.writes("U1", "answered ENQ-0003")
    before = [(record.ref, record.version) for record in await sar.records()]
    dm = await sar.writes("U1", said)
    assert why in dm.last.words
    assert "Nothing was changed" in dm.last.words
    assert [(record.ref, record.version) for record in await sar.records()] == before


async def test_it_is_stopped_once_and_not_before_it_last_ran(sar: Office) -> None:
    await sar.tick("2026-11-26T10:00")
    await sar.writes("U1", ASKED)
    assert "stands still since Thu 26 Nov 2026 already" in (await sar.writes("U1", ASKED)).last.words
    refused = (await sar.writes("U1", "ENQ-0001 clock runs again from wednesday")).last.words
    assert "it was stopped on Thu 26 Nov 2026, which is later" in refused
    await sar.tick("2026-11-30T10:00")
    await sar.writes("U1", "ENQ-0001 clock runs again")
    refused = (await sar.writes("U1", "stop the clock on ENQ-0001 from friday because of their name")).last.words
    assert "it stood still until Mon 30 Nov 2026 already" in refused


async def test_closed_while_it_stood_still(sar: Office) -> None:
    await sar.writes("U1", ASKED)
    await sar.writes("U1", "ENQ-0001 closed")
    record = await sar.record("ENQ-0001")
    assert (record.status, record.due) == ("Closed", date(2026, 12, 23))
    assert "never ran again" in (await sar.writes("U1", "why ENQ-0001")).last.words
