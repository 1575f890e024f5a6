"""What was sent about a record, and what will be: in words that a board can read, for those who may read it."""

from __future__ import annotations

from dataclasses import replace

from handlers.reminding.in_words import RULES
from handlers.reminding.notices import COMPOSERS
from storage.filters import Filter
from tests.conversation.conftest import Office

FRIDAY = "2026-11-27"


def test_every_rule_is_told_in_words() -> None:
    assert set(COMPOSERS) <= set(RULES)


async def logged(office: Office) -> None:
    await office.says("U1", f"/action Fix the firewall rule <@U2> by {FRIDAY}")
    await office.tick("2026-11-25T09:30")


async def test_proof_says_what_why_when_to_whom_and_what_became_of_it(office: Office) -> None:
    await logged(office)
    chat = await office.writes("U2", "proof A-001")
    words = chat.last.words
    assert "What was sent about A-001 Fix the firewall rule" in words
    assert (
        "to Sam Patel: the daily digest, because it was due, overdue or new for them. Sent on Slack at 09:30" in words
    )
    assert "to Sam Patel: word that it is theirs, because somebody gave it to them. Sent on Slack at 09:30" in words
    assert "to the channel ict: its card" in words
    assert words.index("the daily digest") < words.index("word that it is theirs"), "the newest stands first"
    for raw in ("uncertain", "lapsed", "claimed", "digest:P"):
        assert raw not in words


async def test_proof_says_what_was_no_longer_needed(office: Office) -> None:
    await office.tick("2026-11-23T18:30")
    await office.says("U1", f"/action Fix the firewall rule <@U2> by {FRIDAY}")
    await office.says("U1", "/action A-001 cancel because it is done elsewhere")
    await office.tick("2026-11-24T09:20")
    chat = await office.writes("U2", "what was sent about A-001")
    assert "Not sent, for it was no longer needed" in chat.last.words


async def test_proof_of_many_is_turned_over_and_says_where_all_of_it_is(office: Office) -> None:
    await office.says("U1", f"/action Fix the firewall rule <@U2> by {FRIDAY}")
    for _ in range(9):
        await office.writes("U1", "A-001")
    chat = await office.writes("U1", "proof A-001")
    assert "11 messages: 11 sent" in chat.last.words
    assert "chivvy proof A-001" in chat.last.words
    await chat.last.press("Next 3 of 3")
    await office.settle()
    assert "word that it is theirs" in office.dm("U1").last.words


async def test_in_a_channel_only_whoever_asks_sees_the_proof(office: Office) -> None:
    await logged(office)
    cards = len(office.channel("U1").cards)
    channel = await office.says("U1", "/chivvy proof A-001")
    assert "the daily digest" in channel.whisper.words
    assert len(office.channel("U2").cards) == cards


async def test_proof_of_what_is_confidential_is_for_those_who_are_cleared_and_in_private(office: Office) -> None:
    await office.takes_in("U2", "complaint in today: Damp in the stairwell")
    async with office.app.database.reading(office.clock.now()) as register:
        found = [row for row in await register.records.find(Filter(status="any")) if row.kind.confidential]
    ref = found[0].ref
    chat = await office.writes("U1", f"proof {ref}")
    assert "kept for the people who work on it" in chat.last.words
    channel = await office.says("U2", f"proof {ref}")
    assert "direct message" in channel.whisper.words
    assert f"What was sent about {ref}" in office.dm("U2").last.words


async def test_nothing_was_sent(office: Office) -> None:
    chat = await office.writes("U1", "proof A-999")
    assert "A-999" in chat.last.words


async def test_forecast_is_ones_own_with_its_rule_and_comes_true(office: Office) -> None:
    await office.says("U1", f"/action Fix the firewall rule <@U2> by {FRIDAY}")
    chat = await office.writes("U2", "what will you send me this week")
    assert "What I will send to you" in chat.last.words
    assert "Wed 25 Nov 2026" in chat.last.words
    assert "09:15 the daily digest (A-001: 2 working days before it is due)" in chat.last.words
    await office.tick("2026-11-25T09:15")
    assert "A-001" in office.dm("U2").last.words
    chat = await office.writes("U1", "forecast")
    assert "A-001" not in chat.last.words


async def test_forecast_follows_what_somebody_settled(office: Office) -> None:
    await office.says("U1", f"/action Fix the firewall rule <@U2> by {FRIDAY}")
    await office.writes("U2", "no reminders 2 days before and digest at 11")
    chat = await office.writes("U2", "forecast this week")
    assert "2 working days before" not in chat.last.words
    assert "11:00 the daily digest (A-001: the day it is due)" in chat.last.words


async def test_forecast_of_a_workstream_in_its_channel_and_of_one_record(office: Office) -> None:
    await office.says("U1", f"/action Fix the firewall rule <@U2> by {FRIDAY}")
    channel = await office.says("U1", "/chivvy forecast")
    assert "What I will send about ICT" in channel.whisper.words
    assert "09:30 the channel ict: the weekly summary, if there is something to say" in channel.whisper.words
    assert "09:15 Sam Patel: the daily digest (A-001: " in channel.whisper.words
    chat = await office.writes("U1", "forecast A-001")
    assert "09:15 Sam Patel: the daily digest (A-001: " in chat.last.words
    assert "weekly summary" not in chat.last.words


async def test_forecast_of_everything_is_the_programme_offices(office: Office) -> None:
    async with office.app.database.transaction(office.clock.now()) as register:
        sam = next(person for person in (await register.people.all()).values() if person.name == "Sam Patel")
        await register.people.save(replace(sam, role="PMO officer"))
    chat = await office.writes("U1", "forecast everything")
    assert "Only the programme office sees what everybody will be sent" in chat.last.words
    chat = await office.writes("U1", "forecast for <@U2>")
    assert "Only the programme office sees what Sam Patel will be sent" in chat.last.words
    chat = await office.writes("U2", "forecast everything")
    assert "in the whole programme" in chat.last.words


async def test_nothing_to_come_is_said(office: Office) -> None:
    chat = await office.writes("U2", "forecast today")
    assert "I will send nothing to you before Tue 24 Nov 2026" in chat.last.words
