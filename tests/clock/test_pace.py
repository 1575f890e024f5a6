"""Platforms are spoken to no faster than they allow, by however many processes, and left alone for as long as they ask."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.scheduler import PACES_KEPT_FOR, Scheduler
from handlers.cards import say, to_plain
from storage.outbox import ANSWER, STATUTORY, USUAL, Notice
from storage.paces import Limit, Paces
from tests.clock.house import House
from tests.fakes.recorder import Recorder

CHANNEL = Limit("channel", 1.0, 3)


class Timed(Recorder):
    """Notes when (the machine's time) each message came."""

    def __init__(self, house: House, *pace: Limit) -> None:
        super().__init__()
        self.pace = pace
        self.moments: list[datetime] = []
        self.before_saying = lambda: self.moments.append(house.machine.now())


async def owe(house: House, *words: str, person: str | None = None, urgency: int = USUAL) -> None:
    async with house.database.transaction(house.clock.now()) as register:
        for word in words:
            place = None if person else house.channel
            payload = to_plain(say(word))
            await register.outbox.owe(
                Notice(f"said:{word}", "said", register.now, person, place, payload=payload, urgency=urgency)
            )


def most_within(moments: Sequence[datetime], seconds: float) -> int:
    window = timedelta(seconds=seconds)
    return max(sum(1 for one in moments if first <= one < first + window) for first in moments)


async def test_a_channel_gets_a_burst_and_then_one_a_second_from_two_processes_together(house: House) -> None:
    house.slack = Timed(house, CHANNEL)
    await owe(house, *(f"{number:02}" for number in range(20)))
    deliverers = [house.deliverer("first"), house.deliverer("second")]
    await asyncio.gather(*(each.drain(timedelta(minutes=5)) for each in deliverers))
    assert len(house.slack.messages) == 20
    assert most_within(house.slack.moments, 1) <= 3
    assert most_within(house.slack.moments, 10) <= 3 + 10
    assert house.machine.slept >= 16


async def test_what_waits_for_its_turn_arrives_in_order_and_costs_no_attempt(house: House) -> None:
    house.slack = Timed(house, CHANNEL)
    house.delivery = house.deliverer("first")
    await owe(house, *"abcdefgh")
    assert [each.text for each in await house.tick()] == list("abcdefgh")
    assert {notice.attempts for notice in (await house.notices()).values() if notice.rule == "said"} == {1}


async def test_what_counts_for_all_places_is_shared_by_all(house: House) -> None:
    house.slack = Timed(house, Limit.within("workspace", 10, 10, 2, wide=True))
    house.delivery = house.deliverer("first")
    for person in ("P001", "P002", "P003"):
        await owe(house, *(f"{person} {number}" for number in range(8)), person=person)
    await house.tick()
    assert len(house.slack.messages) == 24
    assert most_within(house.slack.moments, 10) <= 10


async def test_most_urgent_first_when_it_is_tight(house: House) -> None:
    house.slack = Timed(house, Limit("workspace", 1.0, 1, wide=True))
    house.delivery = house.deliverer("first")
    await owe(house, "usual 1", "usual 2", person="P001")
    await owe(house, "statutory", person="P002", urgency=STATUTORY)
    await owe(house, "answer", person="P003", urgency=ANSWER)
    assert [each.text for each in await house.tick()] == ["answer", "statutory", "usual 1", "usual 2"]


async def test_a_pause_that_was_asked_for_holds_the_place_for_every_process(house: House) -> None:
    house.slack = Timed(house, CHANNEL)
    house.slack.faults = ["busy"]
    await owe(house, *"abc")
    first, second = house.deliverer("first"), house.deliverer("second")
    await first.run_once()
    begun = house.machine.now()
    assert await second.run_once() == []
    assert await first.run_once() == []
    assert len(house.slack.moments) == 1
    await second.drain()
    assert [each.text for each in house.slack.messages] == list("abc")
    assert min(house.slack.moments[1:]) >= begun + timedelta(seconds=3)


async def test_a_storm_of_refusals_for_pace_loses_nothing_and_costs_no_attempt(house: House) -> None:
    house.slack = Timed(house, CHANNEL)
    house.slack.faults = ["busy"] * 30
    house.delivery = house.deliverer("first")
    await owe(house, *"abcde")
    await house.delivery.drain(timedelta(minutes=10))
    assert [each.text for each in house.slack.messages] == list("abcde")
    assert {notice.attempts for notice in (await house.notices()).values() if notice.rule == "said"} == {1}


async def test_what_was_used_up_long_ago_is_forgotten(house: House) -> None:
    house.slack = Timed(house, CHANNEL)
    house.delivery = house.deliverer("first")
    await owe(house, "a")
    await house.tick()
    scheduler = Scheduler(house.database, house.delivery, house.clock, 30, real_now=house.machine.now)
    for hours, left in ((1, {"channel"}), (2, set())):
        house.machine.moment += PACES_KEPT_FOR / 2 + timedelta(seconds=hours)
        await scheduler.tidy()
        async with house.database.reading(house.clock.now()) as register:
            assert set(await Paces(register.session)._used([CHANNEL])) == left


@given(
    count=st.integers(2, 60),
    part=st.floats(0.05, 0.95),
    seconds=st.floats(0.5, 60),
    steps=st.lists(st.floats(0, 5), min_size=1, max_size=200),
)
def test_no_window_holds_more_than_its_number(count: int, part: float, seconds: float, steps: list[float]) -> None:
    """The arithmetic alone, as `Paces.reserve` does it: whenever somebody asks, at most `count` go in any `seconds`."""
    limit = Limit.within("any", count, seconds, max(1, min(count - 1, int(count * part))))
    now = free = datetime.fromisoformat("2026-01-01T00:00+00:00")
    gone: list[datetime] = []
    for step in steps:
        now += timedelta(seconds=step * seconds / count)
        for _ in range(3):
            if free - limit.slack <= now:
                free = max(free, now) + timedelta(seconds=limit.interval)
                gone.append(now)
    assert not gone or most_within(gone, seconds) <= count
