"""The page as a platform: it says each thing once, knows what it said, and redraws it."""

from __future__ import annotations

import asyncio

import pytest

from bot.platform import Address, NotSent
from bot.web.platform import NAME
from handlers.cards import Card, Para, say
from handlers.turn import Where
from storage.page import Page
from tests.web.conftest import House

CHANNEL = Address(NAME, "channel:WS05")
MEERA = Address(NAME, "P005", person=True)


async def texts(house: House, place: str, reader: str = "P005") -> list[str]:
    async with house.database.reading(house.demo.clock.now()) as register:
        return [(said.card or {}).get("text", "") for said in await Page(register).latest(place, reader)]


async def test_the_same_key_is_said_once(house: House) -> None:
    platform = house.demo.page.platform
    sent = await asyncio.gather(*(platform.say(MEERA, say("Good morning"), "digest:1") for _ in range(5)))
    assert len({proof.message for proof in sent}) == 1
    assert sent[0].external_id == "dm:P005"
    assert await texts(house, "dm:P005") == ["Good morning"]


async def test_what_was_said_is_found_by_its_key(house: House) -> None:
    platform = house.demo.page.platform
    sent = await platform.say(CHANNEL, say("An alert"), "alert:1")
    assert await platform.find(CHANNEL, "alert:1") == sent
    assert await platform.find(CHANNEL, "alert:2") is None


async def test_a_message_is_redrawn_in_its_place(house: House) -> None:
    platform = house.demo.page.platform
    sent = await platform.say(CHANNEL, Card("A-001 open", record="A-001", version=1), "card:1")
    await platform.say(CHANNEL, say("Something after it"), "said:1")
    await platform.update(CHANNEL, sent.message, Card("A-001 done", record="A-001", version=2))
    await platform.update(CHANNEL, sent.message, Card("A-001 done", record="A-001", version=2))
    assert await texts(house, "channel:WS05") == ["A-001 done", "Something after it"]


async def test_an_older_face_never_replaces_a_newer_one(house: House) -> None:
    platform = house.demo.page.platform
    sent = await platform.say(CHANNEL, Card("third", record="A-001", version=3), "card:1")
    await platform.update(CHANNEL, sent.message, Card("second", record="A-001", version=2))
    assert await texts(house, "channel:WS05") == ["third"]


@pytest.mark.parametrize("message", ["999", "", "not a number"])
async def test_a_message_that_is_not_there(house: House, message: str) -> None:
    with pytest.raises(NotSent) as refusal:
        await house.demo.page.platform.update(CHANNEL, message, say("x"))
    assert refusal.value.gone


async def test_nobody_and_archived_channels_are_gone(house: House) -> None:
    platform = house.demo.page.platform
    with pytest.raises(NotSent, match="nobody"):
        await platform.say(Address(NAME, "P999", person=True), say("x"), "k")
    async with house.database.transaction(house.demo.clock.now()) as register:
        place = await register.places.find(NAME, "channel:WS05")
        assert place
        await register.places.archive(place.id)
    with pytest.raises(NotSent, match="archived"):
        await platform.say(CHANNEL, say("x"), "k")


async def test_the_whole_programme_is_in_a_channel(house: House) -> None:
    platform = house.demo.page.platform
    everybody = await platform.members(Where(NAME, "channel:WS05", "channel"))
    assert len(everybody) == 60  # one of the sixty-one has left
    (one,) = await platform.members(Where(NAME, "dm:P005", "dm"))
    assert (one.user_id, one.name) == ("P005", "Meera Elderbeck")


async def test_a_card_of_another_age_is_shown_as_its_text(house: House) -> None:
    async with house.database.transaction(house.demo.clock.now()) as register:
        card = {"text": "What it said", "parts": [{"type": "hologram"}]}
        said = await Page(register).post("channel:WS05", "chivvy", card=card)
    from bot.web.drawing import readable

    assert said.card is not None
    assert readable(said.card).parts == (Para(("What it said",)),)
