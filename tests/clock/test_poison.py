"""One notice that is slow, in doubt or broken holds up no other; and what fails for good, a person hears of."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest

from bot import delivery, sending
from bot.delivery import Delivery
from bot.platform import Address, MaybeSent, NotSent, Sent
from handlers.cards import Card, say, to_plain
from storage.outbox import Notice
from tests.clock.house import House
from tests.clock.test_delivery import say_in_channel
from tests.fakes.recorder import Recorder


class Picky(Recorder):
    """Fails with some messages: `slow` waits for `release`, `doubtful` is never answered, `refused` is refused."""

    def __init__(self) -> None:
        super().__init__()
        self.release = asyncio.Event()
        self.tried: list[str] = []
        self.changed = asyncio.Event()

    async def until(self, true: Callable[[], bool]) -> None:
        """Until something has come true by what was said here."""
        async with asyncio.timeout(40):
            while not true():
                self.changed.clear()
                await self.changed.wait()

    async def say(self, to: Address, card: Card, key: str) -> Sent:
        self.tried.append(card.text)
        self.changed.set()
        match card.text.partition(" ")[0]:
            case "slow":
                await self.release.wait()
            case "doubtful":
                raise MaybeSent("it answered 503")
            case "refused":
                raise NotSent("it is too long")
        sent = await super().say(to, card, key)
        self.changed.set()
        return sent


@pytest.fixture
def picky(house: House) -> Picky:
    house.slack = made = Picky()
    house.delivery = house.deliverer("first")
    return made


async def test_a_slow_answer_holds_up_neither_its_receiver_nor_others(
    house: House, picky: Picky, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "LONGEST_SLEEP_S", 0.01)
    await say_in_channel(house, "slow", "second", "third")
    async with house.database.transaction(house.clock.now()) as register:
        await register.outbox.owe(Notice("said:dm", "said", register.now, "P001", payload=to_plain(say("to Meera"))))
    running = asyncio.create_task(house.delivery.run())
    await picky.until(lambda: "to Meera" in picky.tried)
    assert "second" not in picky.tried  # for a moment it waits, so that messages come in order
    house.machine.moment += timedelta(seconds=3)
    await picky.until(lambda: len(picky.messages) == 3)
    picky.release.set()
    await house.delivery.stop()
    await running
    assert {each.text for each in picky.messages} == {"to Meera", "second", "third", "slow"}
    assert {notice.state for notice in (await house.notices()).values()} == {"sent"}


async def test_many_slow_answers_leave_room_for_others(house: House, picky: Picky) -> None:
    async with house.database.transaction(house.clock.now()) as register:
        for number in range(delivery.AT_ONCE + 2):
            place = await register.places.meet("slack", f"C-slow-{number}", "channel", address={})
            await register.outbox.owe(
                Notice(f"said:{number}", "said", register.now, place=place.id, payload=to_plain(say(f"slow {number}")))
            )
    await say_in_channel(house, "brisk")
    crew = house.delivery._senders
    crew._patience = 0.0  # whatever is not done at once counts as slow
    draining = asyncio.create_task(house.delivery.drain())
    await picky.until(lambda: "brisk" in [each.text for each in picky.messages])
    picky.release.set()
    await draining
    assert len(picky.messages) == delivery.AT_ONCE + 3


async def test_doubt_delays_nobody_and_ends_after_some_hours_with_somebody_who_is_told(
    house: House, picky: Picky
) -> None:
    await say_in_channel(house, "doubtful", "second", "refused", "fourth")
    await house.delivery.drain(timedelta())
    assert [each.text for each in picky.to("C1")] == ["second", "fourth"]
    await house.delivery.drain(timedelta(hours=4))
    notices = await house.notices()
    assert (notices["said:doubtful"].state, notices["said:doubtful"].attempts) == ("failed", 40)
    assert notices["said:doubtful"].outcome == "after 40 attempts: it answered 503"
    assert picky.tried.count("doubtful") == 40
    [told] = picky.to("dm-UP003")  # once a week for each channel
    assert "I could not post a message in the channel hr: it is too long." in told.text


async def test_what_nobody_can_look_up_is_repeated_a_few_times_only(house: House, picky: Picky) -> None:
    picky.forgetful = True
    await say_in_channel(house, "doubtful")
    await house.delivery.drain(timedelta(hours=4))
    assert (await house.notices())["said:doubtful"].outcome == "after 8 attempts: it answered 503"
    assert picky.tried.count("doubtful") == 8


async def test_pauses_grow_and_are_spread_within_bounds(house: House) -> None:
    random = Random(4)
    one = Delivery(house.database, {}, house.clock, "one", house.machine.now, house.machine.sleep, random)._sender
    for attempts, seconds in ((1, 5), (2, 10), (3, 20), (6, 160), (7, 300), (40, 300)):
        pauses = [one._pause(attempts).total_seconds() for _ in range(50)]
        assert seconds <= min(pauses) < max(pauses) <= seconds * (1 + sending.JITTER)
    again = Delivery(house.database, {}, house.clock, "two", house.machine.now, house.machine.sleep, Random(4))._sender
    assert again._pause(1) == Delivery(
        house.database, {}, house.clock, "three", house.machine.now, house.machine.sleep, Random(4)
    )._sender._pause(1)


async def test_what_cannot_even_be_told_ends_all_the_same(house: House) -> None:
    async with house.database.transaction(house.clock.now()) as register:
        await register.outbox.owe(
            Notice("card:1", "card", register.now, place=house.channel, refs=("A-404",), payload={"ref": "A-404"})
        )
    await say_in_channel(house, "still here")
    assert [each.text for each in await house.tick()] == ["still here"]
    notice = (await house.notices())["card:1"]
    assert notice.state == "failed"
    assert notice.outcome.startswith("it could not be composed")


async def test_nobody_waits_for_nothing_whatever_the_rule(house: House) -> None:
    """Meera is not reached: who gave, else the lead, else the programme office hears of it."""
    house.slack.gone = {"UP001", "UP003"}
    async with house.database.transaction(house.clock.now()) as register:
        payload = {"remark": "The works begin on Monday."}
        await register.outbox.owe(Notice("news:1", "news", register.now, "P001", payload={**payload, "by": "P002"}))
    await house.tick()
    [message] = house.slack.messages
    assert message.place == "dm-UP002"
    assert "I could not reach Meera Patel: they cannot be reached. Please tell them yourself." in message.text
