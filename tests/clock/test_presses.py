"""Pressing the buttons of what the clock sent: the same message changes, no second one comes."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.conversation import Conversation
from handlers.reply import Reply
from handlers.turn import Face, Pressed, Said, Turn, Where
from tests.clock.house import House
from tests.fakes.recorder import Message

DUE = date(2026, 11, 27)


class Talk:
    """People of the house, saying and pressing things on Slack."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.conversation = Conversation(house.database, house.clock)
        self.turns = 0

    async def press(self, person: str, message: Message, label: str) -> Reply:
        number = str(self.house.slack.messages.index(message) + 1)
        where = Where("slack", message.place, "dm" if message.place.startswith("dm") else "channel", message=number)
        return await self._take(person, where, Pressed(message.button(label).data))

    async def say(self, person: str, text: str) -> Reply:
        command, _, rest = text.removeprefix("/").partition(" ")
        said = Said(rest, command=command) if text.startswith("/") else Said(text)
        return await self._take(person, Where("slack", "C1", "channel", name="hr"), said)

    async def _take(self, person: str, where: Where, deed: Pressed | Said) -> Reply:
        self.turns += 1
        reply = await self.conversation.take(Turn(f"turn-{self.turns}", Face("slack", f"U{person}"), where, deed))
        await self.house.delivery.drain()
        return reply


@pytest.fixture
def talk(house: House) -> Talk:
    return Talk(house)


async def test_done_in_the_digest(house: House, talk: Talk) -> None:
    await house.log(due=DUE)
    await house.log("Order the chairs", due=DUE)
    [digest] = await house.tick("2026-11-27T09:20")
    reply = await talk.press("P001", digest, "Done")
    assert reply.face is not None
    assert reply.whisper is None
    assert "A-001 Draft the TUPE letter: complete" in digest.text
    assert "1 thing is due today" in digest.text
    assert len(house.slack.messages) == 1


async def test_snooze_in_the_digest_opens_the_form(house: House, talk: Talk) -> None:
    await house.log(due=DUE)
    [digest] = await house.tick("2026-11-27T09:20")
    reply = await talk.press("P001", digest, "Snooze")
    assert reply.form is not None


async def test_acknowledging_and_finishing_from_the_alert(house: House, talk: Talk) -> None:
    await house.log(due=DUE)
    await house.tick("2026-12-03T09:20")
    [alert] = await house.tick("2026-12-04T09:20")
    count = len(house.slack.messages)
    reply = await talk.press("P003", alert, "Acknowledge")
    assert reply.face is not None
    assert "Acknowledged by Lena Okafor on Fri 4 Dec at 09:20." in alert.text
    await talk.press("P002", alert, "Done")
    assert "A-001 Draft the TUPE letter is complete now." in alert.text
    assert [each.text for each in house.slack.messages[count:]] == [
        "Lena Okafor has acknowledged A-001. It still waits for an answer."
    ]


async def test_logged_in_a_channel_its_owner_is_told_once(house: House, talk: Talk) -> None:
    await talk.say("P002", "/action Fix the firewall rule @Meera by 4/12")
    assert sorted(message.place for message in house.slack.messages) == ["C1", "dm-UP001"]
    [told] = house.slack.to("dm-UP001")
    assert told.card.text == "Gareth Hughes gave you A-001: Fix the firewall rule, due Fri 4 Dec"
    await talk.press("P001", told, "Done")
    [card] = house.slack.to("C1")
    assert "It is complete now." in told.text
    assert "Status: Complete" in card.text
    assert len(house.slack.messages) == 2


async def test_the_summarys_buttons_list(house: House, talk: Talk) -> None:
    await house.log(due=date(2026, 11, 26))
    [summary] = [each for each in await house.tick("2026-11-30T09:35") if each.key.startswith("weekly")]
    reply = await talk.press("P002", summary, "Show overdue")
    assert reply.whisper is not None
    assert "A-001" in reply.whisper.text


async def test_what_is_done_elsewhere_is_done_in_the_digest_too(house: House, talk: Talk) -> None:
    record = await house.log(due=DUE)
    [digest] = [each for each in await house.tick("2026-11-27T09:20") if each.key.startswith("digest")]
    await talk.say("P002", f"{record.ref} done")
    assert f"{record.ref} Draft the TUPE letter: complete" in digest.text
    assert [each.key for each in house.slack.of_key("digest")] == [digest.key]


async def test_a_new_date_ends_a_snooze(house: House, talk: Talk) -> None:
    record = await house.log(due=DUE)
    await talk.say("P001", f"snooze {record.ref} until tomorrow")
    await talk.say("P001", f"{record.ref} due 18/12")
    assert await house.tick("2026-11-24T09:20") == []
    await talk.say("P001", "undo")
    async with house.database.reading(house.clock.now()) as register:
        assert str((await register.records.get(record.ref)).snoozed_until) == "2026-11-24"
