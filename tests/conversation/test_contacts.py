"""Service requests that become complaints and go on; the contact log, in a case's chronology and with the choice to complain."""

from __future__ import annotations

from datetime import date

import pytest

from governance.homes import Home, Resident
from tests.conversation.conftest import Office

FOLLOWED = "phone call with RES0134 today about scaffold dates, agreed to send the leaflet, follow up by Friday"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One database is enough for what is said here."""
    return sqlite_url


@pytest.fixture
async def estate(office: Office) -> Office:
    """Thea Madeup, RES0134, lives at a home of the estate."""
    async with office.app.database.transaction(office.clock.now()) as register:
        await register.homes.keep_home(Home("990000000134", address="12 Yarrow Walk"))
        await register.homes.keep_resident(Resident("RES0134", "990000000134", "Thea Madeup"))
    return office


async def chronology(office: Office, ref: str) -> list[tuple[str, str, str]]:
    async with office.app.database.reading(office.clock.now()) as register:
        found = await register.happenings.of(await register.records.get(ref))
    return [(one.what, one.note, one.source) for one in found]


async def test_a_service_request_has_the_councils_own_clock_from_today(office: Office) -> None:
    await office.takes_in("U1", "service request: window won't shut")
    record = await office.record("SR-0001")
    assert (record.title, record.status, record.due) == ("Window won't shut", "Open", date(2026, 12, 7))
    assert record.confidential
    await office.writes("U1", "SR-0001 with the contractor")
    await office.writes("U1", "SR-0001 fixed on friday")
    assert "SR-0001 is In hand, so it can't" not in office.dm("U1").last.words
    record = await office.record("SR-0001")
    assert (record.status, record.body.put_right_on) == ("Put right", date(2026, 11, 20))


@pytest.mark.parametrize("said", ["SR-0001 is now a complaint", "she is not happy with SR-0001"])
async def test_unhappy_with_it_is_a_complaint_and_the_request_goes_on(office: Office, said: str) -> None:
    await office.takes_in("U1", "service request: window won't shut, resident number RES0134")
    await office.tick("2026-11-30T10:00")
    dm = await office.writes("U1", said)
    request, complaint = await office.record("SR-0001"), await office.record("CMP-0001")
    assert (request.status, complaint.status, complaint.title) == ("Open", "Received", "Window won't shut")
    assert complaint.body.received_at == date(2026, 11, 30), "the day of the complaint, not of the request"
    assert complaint.due == date(2026, 12, 7)
    assert "SR-0001 goes on; the two are linked." in "\n".join(card.words for card in dm.cards)
    card = (await office.writes("U1", "SR-0001")).last
    assert "Became *CMP-0001*" in card.words
    assert "It is a complaint now" not in card.buttons
    await office.writes("U1", said)
    assert "became CMP-0001 already" in office.dm("U1").last.words
    assert len(await office.records()) == 2


async def test_by_the_button_also_once_it_was_put_right_and_undone_together(office: Office) -> None:
    await office.takes_in("U1", "service request: window won't shut")
    await office.writes("U1", "SR-0001 done")
    dm = await office.writes("U1", "SR-0001")
    await dm.last.press("It is a complaint now")
    await office.settle()
    assert (await office.record("CMP-0001")).status == "Received"
    assert (await office.record("SR-0001")).status == "Put right"
    await office.writes("U1", "undo")
    assert (await office.record("CMP-0001")).withdrawn
    assert "It is a complaint now" in (await office.writes("U1", "SR-0001")).last.buttons


async def test_its_clock_stops_as_the_council_says(office: Office) -> None:
    await office.takes_in("U1", "service request: window won't shut")
    await office.tick("2026-11-26T10:00")
    await office.writes("U1", "stop the clock on SR-0001 because we asked for a photo")
    await office.tick("2026-11-30T10:00")
    await office.writes("U1", "SR-0001 clock runs again")
    assert (await office.record("SR-0001")).due == date(2026, 12, 9), "27 and 30 November are added"


async def test_a_contact_is_logged_with_who_what_and_what_next(estate: Office) -> None:
    await estate.takes_in("U1", FOLLOWED)
    record = await estate.record("CON-0001")
    body = record.body
    assert (record.title, record.status, record.due) == ("Scaffold dates", "Open", date(2026, 11, 27))
    assert (body.how, body.agreed, body.happened_at) == ("phone", "to send the leaflet", date(2026, 11, 23))
    assert (body.resident_id, body.uprn) == ("RES0134", "990000000134")
    assert record.owner == "P001"
    card = estate.dm("U1").last.words
    assert "*Follow up by*\nFri 27 Nov 2026" in card
    assert "Madeup" not in card
    await estate.tick("2026-11-27T09:20")
    assert "CON-0001" in estate.dm("U1").last.words


async def test_without_anything_to_follow_up_it_is_closed_and_on_nobodys_list(office: Office) -> None:
    await office.takes_in("U1", "/contact drop-in yesterday about colour choice")
    record = await office.record("CON-0001")
    assert (record.status, record.body.how, record.body.happened_at) == ("Closed", "drop-in", date(2026, 11, 22))
    assert "CON-0001" not in (await office.writes("U1", "my list")).last.words
    await office.writes("U1", "CON-0001 follow up Friday")
    assert ((await office.record("CON-0001")).status, (await office.record("CON-0001")).due) == (
        "Open", date(2026, 11, 27),
    )  # fmt: skip


async def test_one_about_a_case_stands_in_its_chronology_as_it_is_now(estate: Office) -> None:
    await estate.takes_in("U1", "enquiry in today about the scaffold, resident number RES0134")
    await estate.takes_in("U1", "rang the resident about ENQ-0001, agreed Tuesday is fine")
    contact = await estate.record("CON-0001")
    assert (contact.body.about, contact.body.resident_id) == ("ENQ-0001", "RES0134")
    assert await chronology(estate, "ENQ-0001") == [
        ("Phone call", "About ENQ-0001; agreed: Tuesday is fine", "CON-0001")
    ]
    await estate.writes("U1", "CON-0001 agreed Wednesday is fine")
    assert "Wednesday" in (await chronology(estate, "ENQ-0001"))[0][1]
    await estate.writes("U1", "undo")
    await estate.writes("U1", "undo")
    assert (await estate.record("CON-0001")).withdrawn
    assert await chronology(estate, "ENQ-0001") == []


async def test_nobody_logs_one_about_a_case_that_they_may_not_open(estate: Office) -> None:
    await estate.says("U1", "/action Something for everybody <@U2> by Friday")
    await estate.takes_in("U1", "enquiry in today about the scaffold, resident number RES0134")
    dm = await estate.writes("U2", "rang the resident about ENQ-0001, agreed Tuesday is fine")
    assert "ENQ-0001 is kept for the people who work on it" in dm.last.words
    assert "RES0134" not in "\n".join(card.words for card in dm.cards)
    assert {record.kind.name for record in await estate.records()} == {"action", "enquiry"}


async def test_whoever_is_dissatisfied_is_offered_the_choice(office: Office) -> None:
    await office.takes_in("U1", "rang the resident about the window, she is fed up that nobody turned up")
    offered = next(card for card in office.dm("U1").cards if "They want to complain" in card.buttons)
    assert "they need not say the word “complaint”" in offered.words
    assert offered.buttons == ["They want to complain", "Offered, they don’t want to", "It is a service request"]
    await offered.press("Offered, they don’t want to")
    await office.settle()
    assert (await office.record("CON-0001")).body.complaint_offered == "does not want to"


async def test_a_contact_becomes_a_complaint_a_request_or_an_enquiry(office: Office) -> None:
    await office.takes_in("U1", "rang the resident about the window, follow up by Friday")
    await office.writes("U1", "CON-0001 is a service request")
    assert (await office.record("SR-0001")).due == date(2026, 12, 7)
    assert (await office.record("CON-0001")).status == "Closed"
    await office.takes_in("U1", "rang the resident about the dust")
    await office.writes("U1", "CON-0002 is a complaint")
    assert (await office.record("CMP-0001")).due == date(2026, 11, 30)


async def test_nothing_of_it_is_kept_in_a_channel(office: Office) -> None:
    for said in (
        "phone call with RES0134 about the quagmire",
        "/contact rang Mrs Bell about the quagmire",
        "service request: quagmire",
    ):
        channel = await office.says("U1", said)
        assert "I have not kept it" in channel.whisper.text
    assert await office.records() == []
