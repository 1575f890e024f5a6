"""Leave, working days and handing over, as officers say them in the channel and in their DM."""

from __future__ import annotations

from datetime import date

from governance.people import Person
from tests.conversation.conftest import Office
from tests.conversation.offices import prepared


@prepared
async def busy(office: Office) -> None:
    """Sam owns three things, one of which falls due at Christmas."""
    await office.says("U1", "/action Fix the firewall rule <@U2> by 27 Nov")
    await office.says("U1", "/action Renew the licence <@U2> by 23 Dec")
    await office.says("U1", "/risk Supplier goes under, owner <@U2>, L4 I5")


async def person(office: Office, user: str) -> Person:
    async with office.app.database.reading(office.clock.now()) as register:
        found = await register.people.by_identity("slack", user)
    assert found is not None
    return found


async def owners(office: Office) -> dict[str, str | None]:
    return {record.ref: record.owner for record in await office.records()}


async def test_leave_is_noted_with_its_own_deputy_who_is_told(busy: Office) -> None:
    chat = await busy.writes("U2", "im off 21 dec to 1 jan, cover is <@U3>")
    said = chat.last.words
    assert "You are away from Mon 21 Dec 2026 to Fri 1 Jan 2027 (7 working days). Sam Okoro stands in." in said
    assert "1 item falls due meanwhile" in said
    assert "A-002" in said
    assert "A-001" not in said
    sam, cover = await person(busy, "U2"), await person(busy, "U3")
    assert (sam.deputy, sam.deputy_on(date(2026, 12, 24)), sam.deputy_on(date(2027, 1, 4))) == (None, cover.id, None)
    assert (
        "Sam Patel is away from Mon 21 Dec 2026 to Fri 1 Jan 2027, and you stand in for them" in busy.dm("U3").last.text
    )


async def test_in_a_channel_it_is_counts_only(busy: Office) -> None:
    channel = await busy.says("U2", "I'm off 21 dec to 1 jan, cover is <@U3>")
    assert "1 item falls due meanwhile." in channel.last.words
    assert "A-002" not in channel.last.words


async def test_what_falls_due_is_handed_over_with_one_undo(busy: Office) -> None:
    chat = await busy.writes("U2", "im off 21 dec to 1 jan, cover is <@U3>")
    await chat.last.press("Hand over")
    await busy.settle()
    assert "Sam Patel owns 1 open item that is due from Mon 21 Dec 2026 to Fri 1 Jan 2027: 1 action." in chat.last.words
    sam, cover = await person(busy, "U2"), await person(busy, "U3")
    assert (await owners(busy))["A-002"] == sam.id, "nothing changes hands before it is confirmed"
    await chat.last.press("Hand over 1")
    await busy.settle()
    assert await owners(busy) == {"A-001": sam.id, "A-002": cover.id, "R-001": sam.id}


async def test_the_cover_may_see_what_falls_due_while_it_stays_whose_it_is(busy: Office) -> None:
    chat = await busy.writes("U2", "im off 21 dec to 1 jan, cover is <@U3>")
    await chat.last.press("Cover sees them")
    await busy.settle()
    assert "1 item stays with Sam Patel while they are away" in chat.last.words
    assert "Due meanwhile, and still theirs: A-002." in busy.dm("U3").last.text
    assert (await owners(busy))["A-002"] == (await person(busy, "U2")).id


async def test_who_stands_in_may_be_chosen_afterwards(busy: Office) -> None:
    chat = await busy.writes("U2", "I'm on leave next week")
    assert "Nobody stands in yet." in chat.last.words
    cover = await person(busy, "U3")
    await chat.last.choose("Sam Okoro")
    await busy.settle()
    assert [spell.deputy for spell in (await person(busy, "U2")).leave] == [cover.id]
    assert "Sam Okoro stands in." in chat.last.words


async def test_leave_is_cancelled_or_cut_short_and_the_cover_hears(busy: Office) -> None:
    await busy.writes("U2", "im off 21 dec to 1 jan, cover is <@U3>")
    await busy.tick("2026-12-29T10:00")
    await busy.writes("U2", "back early, on 31 Dec")
    assert [(str(spell.first), str(spell.last)) for spell in (await person(busy, "U2")).leave] == [
        ("2026-12-21", "2026-12-30")
    ]
    chat = await busy.writes("U2", "cancel my leave")
    assert "is now from Mon 21 Dec 2026 to Mon 28 Dec 2026" in chat.last.words
    told = [message.text for message in busy.dm("U3").seen]
    assert any(
        "Sam Patel’s leave" in text and "is now from Mon 21 Dec 2026 to Wed 30 Dec 2026" in text for text in told
    )


async def test_days_once_noted_are_not_lost_when_more_are_said(busy: Office) -> None:
    await busy.writes("U2", "I'm off 21 dec to 24 dec, cover is <@U3>")
    await busy.writes("U2", "off sick 23 dec to 29 dec")
    sam = await person(busy, "U2")
    assert [(str(spell.first), str(spell.last), spell.deputy) for spell in sam.leave] == [
        ("2026-12-21", "2026-12-29", (await person(busy, "U3")).id)
    ]


async def test_another_persons_leave_is_noted_and_they_hear_of_it(busy: Office) -> None:
    await busy.says("U1", "<@U2> is off 1-4 dec, cover <@U3>")
    assert [str(spell.first) for spell in (await person(busy, "U2")).leave] == ["2026-12-01"]
    assert "Olu Adeyemi noted that you are away" in busy.dm("U2").last.text


async def test_somebody_who_is_not_at_work_hears_with_their_digest(busy: Office) -> None:
    await busy.tick("2026-11-23T19:00")
    before = len(busy.dm("U3").seen)
    await busy.writes("U2", "I'm off tomorrow, cover is <@U3>")
    assert len(busy.dm("U3").seen) == before
    await busy.tick("2026-11-24T09:15")
    assert "Sam Patel is away on Tue 24 Nov 2026, and you stand in" in busy.dm("U3").last.text


async def test_until_when_is_asked_and_remembered(busy: Office) -> None:
    chat = await busy.writes("U2", "I'm on leave from 21 dec, <@U3> covering")
    assert "Until which day" in chat.last.words
    await busy.writes("U2", "1 jan")
    assert [(str(spell.first), str(spell.last)) for spell in (await person(busy, "U2")).leave] == [
        ("2026-12-21", "2027-01-01")
    ]


async def test_until_a_day_asks_if_that_day_counts(busy: Office) -> None:
    chat = await busy.writes("U2", "I'm away until 4 Dec")
    await chat.last.press("I’m back on Fri 4 Dec 2026")
    await busy.settle()
    assert [str(spell.last) for spell in (await person(busy, "U2")).leave] == ["2026-12-03"]


async def test_nobody_stands_in_for_themselves(busy: Office) -> None:
    chat = await busy.writes("U2", "I'm off tomorrow, cover is <@U2>")
    said = (chat.whispers or [chat.last])[-1].text
    assert "nobody can stand in for themselves" in said
    assert (await person(busy, "U2")).leave == ()


async def test_working_days(busy: Office) -> None:
    chat = await busy.writes("U2", "I work mon-wed")
    assert "You work Monday to Wednesday. I send reminders on those days only." in chat.last.words
    await busy.writes("U2", "I don't work tuesdays")
    assert sorted((await person(busy, "U2")).working_days) == [0, 2]


async def test_everything_is_handed_over_in_one_deed_with_one_message_and_one_undo(busy: Office) -> None:
    chat = await busy.writes("U2", "hand over everything I own to <@U3>")
    assert "Sam Patel owns 3 open items: 2 actions and 1 risk." in chat.last.words
    before = len(busy.dm("U3").seen)
    await chat.last.press("Hand over 3")
    await busy.settle()
    sam, taker = await person(busy, "U2"), await person(busy, "U3")
    assert set((await owners(busy)).values()) == {taker.id}
    news = busy.dm("U3").seen[before:]
    assert len(news) == 1
    assert "Sam Patel handed 3 items (2 actions and 1 risk) over to you." in news[0].text
    await chat.last.press("Undo")
    await busy.settle()
    assert set((await owners(busy)).values()) == {sam.id}


async def test_handing_over_anothers_work_tells_both(busy: Office) -> None:
    channel = await busy.says("U1", "move <@U2>'s work to <@U3>")
    await channel.last.press("Hand over 3")
    await busy.settle()
    assert "Olu Adeyemi handed Sam Patel’s 3 items (2 actions and 1 risk) over to you." in busy.dm("U3").last.text
    assert "Olu Adeyemi handed what you owned over to Sam Okoro: A-001, A-002, R-001." in busy.dm("U2").last.text


async def test_a_handover_taken_back_is_one_message_too(busy: Office) -> None:
    channel = await busy.says("U1", "move <@U2>'s work to <@U3>")
    await channel.last.press("Hand over 3")
    await busy.settle()
    before = len(busy.dm("U2").seen)
    await busy.says("U1", "/chivvy undo")
    assert set((await owners(busy)).values()) == {(await person(busy, "U2")).id}
    news = busy.dm("U2").seen[before:]
    assert len(news) == 1
    assert "are yours again" in news[0].text


async def test_what_is_handed_over_at_night_stands_in_the_next_digest(busy: Office) -> None:
    await busy.tick("2026-11-23T20:00")
    before = len(busy.dm("U3").seen)
    chat = await busy.writes("U2", "hand over everything I own to <@U3>")
    await chat.last.press("Hand over 3")
    await busy.settle()
    assert len(busy.dm("U3").seen) == before
    await busy.tick("2026-11-24T09:15")
    digest = busy.dm("U3").seen[before:]
    assert len(digest) == 1
    assert all(ref in digest[0].words for ref in ("A-001", "A-002", "R-001"))


async def test_with_nothing_open_there_is_nothing_to_hand_over(office: Office) -> None:
    chat = await office.writes("U3", "hand over everything I own to <@U2>")
    assert "You own nothing open, so nothing was changed." in chat.last.words


async def test_who_is_away_with_who_stands_in_and_what_they_own(busy: Office) -> None:
    await busy.writes("U2", "im off 30 nov to 4 dec, cover is <@U3>")
    await busy.writes("U3", "im off 3 dec to 8 dec, no cover")
    dm = await busy.writes("U1", "who's away next week")
    said = dm.last.text
    assert "Sam Patel: from Mon 30 Nov 2026 to Fri 4 Dec 2026. Sam Okoro stands in, but is away too" in said
    assert "from Thu 3 Dec 2026 to Fri 4 Dec 2026" in said
    assert said.index("Sam Patel:") < said.index(
        "Sam Okoro: from Thu 3 Dec 2026 to Tue 8 Dec 2026. Nobody stands in yet."
    )
    await dm.last.press("Show what they own")
    await busy.settle()
    assert "3 open records whose owner is away from Mon 30 Nov 2026 to Sun 6 Dec 2026" in dm.last.text
    dm = await busy.writes("U1", "who is away in ICT today")
    assert "Nobody in ICT is away on Mon 23 Nov 2026, as far as I have been told." in dm.last.text


async def test_in_a_channel_who_is_away_is_told_to_whoever_asks_alone(busy: Office) -> None:
    await busy.writes("U2", "im off 30 nov to 4 dec")
    channel = await busy.says("U1", "who's on leave next week")
    assert "Sam Patel: from Mon 30 Nov 2026" in channel.whisper.text
    assert "Sam Patel: from" not in "\n".join(card.text for card in channel.cards)


async def test_records_whose_owner_is_away(busy: Office) -> None:
    await busy.says("U1", "/action Ring the board <@U3> by 27 Nov")
    await busy.writes("U2", "im off 30 nov to 4 dec")
    dm = await busy.writes("U1", "actions owned by people on leave next week")
    assert "A-001" in dm.last.text
    assert "A-002" in dm.last.text
    assert "A-003" not in dm.last.text
    await busy.says("U1", "/action A-002 due 2 Dec")
    dm = await busy.writes("U1", "actions due while their owner is away")
    assert "1 open action whose owner is away on the due date" in dm.last.text
    assert "A-002" in dm.last.text
    dm = await busy.writes("U1", "actions owned by people on leave")
    assert "No open actions whose owner is away on Mon 23 Nov 2026" in dm.last.text
