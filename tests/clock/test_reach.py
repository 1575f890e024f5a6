"""A platform that does not answer: what is owed waits without blame, people are told once, and the clock says how late it is."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from datetime import date, timedelta
from itertools import pairwise

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot.health import numbers, readiness
from bot.platform import Address, MaybeSent, Sent
from bot.scheduler import Scheduler
from bot.watchdog import tell_of_outages
from governance.people import Person
from handlers.cards import Card
from storage.outbox import Notice
from storage.register import Register
from tests.clock.house import House, at
from tests.clock.test_delivery import say_in_channel
from tests.fakes.recorder import Recorder

PAT = Person("P009", "Pat Office", role="PMO")
LATE = timedelta(minutes=15)


async def an_office(house: House, *platforms: str) -> None:
    async with house.database.transaction(house.clock.now()) as register:
        await register.people.save(PAT)
        for platform in platforms:
            await register.people.identify("P009", platform, f"U{platform}", seen=True)


def later(house: House, **step: float) -> None:
    """Both clocks go on."""
    house.clock.move(timedelta(**step))
    house.machine.moment += timedelta(**step)


async def told(house: House) -> list[str]:
    return await tell_of_outages(house.database, house.clock.now(), house.machine.now())


async def outages(register: Register) -> list[Notice]:
    return [notice for notice in await register.outbox.all() if notice.rule == "outage"]


async def test_what_is_owed_waits_and_costs_no_attempt(house: House) -> None:
    house.slack.away = True
    await say_in_channel(house, *"abc")
    await house.delivery.drain(timedelta(minutes=20))
    notices = await house.notices()
    assert {(notice.state, notice.attempts) for notice in notices.values()} == {("due", 0)}
    assert house.slack.messages == []
    house.slack.away = False
    await house.delivery.drain(timedelta(minutes=5))
    assert [each.text for each in house.slack.messages] == list("abc")


async def test_it_is_asked_ever_more_seldom(house: House) -> None:
    asked = []

    class Silent(Recorder):
        async def ping(self) -> None:
            asked.append(house.machine.now())
            await super().ping()

    house.slack = Silent()
    house.slack.away = True
    house.delivery = house.deliverer("first")
    await say_in_channel(house, *"abcdefghij")
    await house.delivery.drain(timedelta(hours=1))
    gaps = [(after - before).total_seconds() for before, after in pairwise(asked)]
    assert max(gaps) <= 60 * 1.25 + 1
    assert len(asked) < 80


async def test_the_office_is_told_after_a_quarter_of_an_hour_once_and_reads_when_it_was_over(house: House) -> None:
    await an_office(house, "slack")
    house.slack.away = True
    await say_in_channel(house, "a", "b")
    await house.delivery.drain()
    later(house, minutes=14)
    await house.delivery.drain(timedelta())
    assert await told(house) == []
    later(house, minutes=2)
    [key] = await told(house)
    assert await told(house) == []
    await house.delivery.drain(timedelta())
    assert (await house.notices())[key].state == "due"
    house.slack.away = False
    later(house, minutes=4)
    await house.delivery.drain(timedelta(minutes=3))
    [message] = house.slack.of_key("outage")
    assert message.place == "dm-Uslack"
    assert re.search(r"I could not reach Slack from (09:59|10:00) on Mon 23 Nov to 10:2\d on", message.text)
    assert "(it cannot be reached). 2 messages came late because of it." in message.text
    assert await told(house) == []


async def test_it_is_told_over_another_platform_at_once_and_drawn_again_when_it_is_over(house: House) -> None:
    teams = Recorder("teams", forgetful=True)
    await an_office(house, "teams", "slack")
    house.delivery = house.deliverer("first", slack=house.slack, teams=teams)
    house.slack.away = True
    await say_in_channel(house, "a")
    await house.delivery.drain(timedelta())
    later(house, minutes=16)
    await told(house)
    await house.delivery.drain(timedelta())
    [message] = teams.of_key("outage")
    assert "I have not been able to reach Slack since 10:00 on Mon 23 Nov" in message.text
    assert "1 message for people there waits" in message.text
    house.slack.away = False
    later(house, minutes=4)
    await house.delivery.drain(timedelta(minutes=3))
    assert re.search(r"I could not reach Slack from 10:00 on Mon 23 Nov to 10:2\d on", message.text)
    assert len(teams.messages) == 1


async def test_an_outage_that_ended_while_nobody_looked_is_told_to_nobody(house: House) -> None:
    await an_office(house, "slack")
    async with house.database.transaction(house.clock.now()) as register:
        await register.reaches.failed(
            "slack", "it cannot be reached", house.machine.now()
        )  # by a process that has ended
    house.delivery = house.deliverer("second")
    await house.delivery.run_once()
    await house.delivery.run_once()
    later(house, minutes=16)
    assert await told(house) == []


async def test_answers_that_never_come_hold_the_platform_too_and_nothing_ends_failed(house: House) -> None:
    class Mute(Recorder):
        mute = True

        async def say(self, to: Address, card: Card, key: str) -> Sent:
            await self.ping()
            return await super().say(to, card, key)

        async def ping(self) -> None:
            if self.mute:
                raise MaybeSent("it answered 503")

    house.slack = slack = Mute()
    house.delivery = house.deliverer("first")
    await say_in_channel(house, *"abcdefgh")
    await house.delivery.drain(timedelta(hours=1))
    assert {notice.state for notice in (await house.notices()).values()} <= {"due", "uncertain"}
    slack.mute = False
    await house.delivery.drain(timedelta(hours=1))
    assert sorted(each.text for each in slack.messages) == list("abcdefgh")


async def test_readiness_names_what_is_not_reached_and_how_late_the_clock_is(house: House) -> None:
    await house.tick()
    said = await readiness(house.database, house.clock, ["slack", "teams"], LATE)
    assert said == {
        "status": "ready",
        "platforms": {"slack": "reached", "teams": "reached"},
        "clock_late_seconds": 0,
    }
    house.slack.away = True
    await say_in_channel(house, "a")
    await house.delivery.drain(timedelta())
    house.clock.move(timedelta(minutes=16))
    said = await readiness(house.database, house.clock, ["slack"], LATE)
    assert (said["status"], said["clock_late_seconds"]) == ("not ready", 960)
    assert said["platforms"]["slack"] == "not reached since 2026-01-01T00:00:00Z: it cannot be reached"
    text = (await numbers(house.database, house.clock, ["slack"])).decode()
    assert "chivvy_clock_late_seconds 960.0" in text
    assert "chivvy_notice_late_seconds 960.0" in text
    assert 'chivvy_platform_up{platform="slack"} 0.0' in text
    await house.tick()
    assert (await readiness(house.database, house.clock, ["slack"], LATE))["status"] == "ready"


@pytest.fixture
async def monitor() -> AsyncIterator[tuple[str, list[str]]]:
    """Somebody outside who is called, and refuses every second call."""
    calls: list[str] = []

    async def heard(request: web.Request) -> web.Response:
        calls.append(request.path)
        return web.Response(status=200 if len(calls) % 2 else 500)

    application = web.Application()
    application.router.add_get("/{secret}", heard)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/secret", calls
    await runner.cleanup()


async def test_every_finished_tick_is_told_outside_and_nothing_stops_it(
    house: House, monitor: tuple[str, list[str]]
) -> None:
    address, calls = monitor
    await house.log(due=date(2026, 11, 25))
    with capture_logs() as logs:
        for heartbeat in (address, address, "http://127.0.0.1:9/secret", "no address at all"):
            scheduler = Scheduler(house.database, house.delivery, house.clock, 30, heartbeat, house.machine.now)
            house.clock.set(at("2026-11-25T09:20"))
            await scheduler.tick()
    assert calls == ["/secret", "/secret"]
    assert [each["event"] for each in logs if "heartbeat" in each["event"]] == [
        "the heartbeat was refused",
        "the heartbeat was not heard",
        "the heartbeat was not heard",
    ]
    assert "secret" not in json.dumps(logs)
