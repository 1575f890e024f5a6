"""A channel's own settings: names or numbers, and which channel is the whole programme's."""

from __future__ import annotations

from dataclasses import replace

from governance.people import Place
from tests.conversation.conftest import Office


async def place(office: Office, channel: str = "C1") -> Place:
    async with office.app.database.reading(office.clock.now()) as register:
        found = await register.places.find("slack", channel)
    assert found is not None
    return found


async def test_numbers_only_until_the_channel_asks_for_names(office: Office) -> None:
    assert not (await place(office)).names
    channel = await office.says("U1", "name people here")
    assert "From now on I name people" in channel.last.words
    assert (await place(office)).names
    channel = await office.says("U1", "counts only")
    assert "numbers only" in channel.last.words
    assert not (await place(office)).names


async def test_its_card_switches_and_the_answer_sets_back(office: Office) -> None:
    channel = await office.says("U1", "/workstream")
    await channel.whisper.press("Channel settings")
    await office.settle()
    assert "nobody is named" in channel.whisper.words
    await channel.whisper.press("Name people here")
    await office.settle()
    assert (await place(office)).names
    await channel.last.press("Set it back")
    await office.settle()
    assert not (await place(office)).names


async def test_undo_takes_back_what_was_settled_here(office: Office) -> None:
    await office.says("U1", "name people here")
    channel = await office.says("U1", "undo")
    assert "I name nobody" in channel.last.words
    assert not (await place(office)).names


async def test_a_channel_that_is_nobodys_becomes_the_programmes_and_gets_a_summary(office: Office) -> None:
    channel = await office.says("U1", "this is the programme's channel", "C2")
    assert "programme’s channel" in channel.last.words
    found = await place(office, "C2")
    assert found.whole
    assert found.workstream is None
    assert found.next_wake is not None
    await office.says("U1", "this is no longer the programme's channel", "C2")
    found = await place(office, "C2")
    assert (found.whole, found.next_wake) == (False, None)


async def test_only_the_programme_office_says_which_channel_is_the_programmes(office: Office) -> None:
    async with office.app.database.transaction(office.clock.now()) as register:
        sam = next(person for person in (await register.people.all()).values() if person.name == "Sam Patel")
        await register.people.save(replace(sam, role="PMO officer"))
    channel = await office.says("U1", "this is the programme's channel")
    assert "Ask Sam Patel" in channel.whisper.words
    assert not (await place(office)).whole
    await office.says("U2", "this is the programme's channel")
    found = await place(office)
    assert found.whole
    assert found.workstream == "WS01"


async def test_a_channel_that_is_nobodys_has_nothing_to_name_people_in(office: Office) -> None:
    channel = await office.says("U1", "name people here", "C2")
    assert "belongs to no workstream yet" in channel.whisper.words
    chat = await office.writes("U1", "name people here")
    assert "only do that in a workstream's channel" in chat.last.words
