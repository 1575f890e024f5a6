"""Three real `chivvy run` on one PostgreSQL behind a load balancer: whatever one of them does, the others know."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import aiohttp
import pytest

from tests.clock.house import House
from tests.fakes.balancer import Balancer
from tests.fakes.slack import BOT, FakeSlack

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(180)]

# `chivvy run` as it is typed, but that its clock stands still, on a Friday morning on which much is due.
RUN = """
import sys
from datetime import datetime
from bot import app
from bot.clock import FixedClock
app.SystemClock = lambda: FixedClock(datetime.fromisoformat("2026-12-04T09:20:00+00:00"))
from bot.main import chivvy
chivvy(["run"])
"""
MACHINES = 3
PATIENCE_S = 60.0


@dataclass
class Machines:
    """The processes by their ports, the workspace that they serve, and the house whose register it is."""

    processes: dict[int, Process]
    balancer: Balancer
    slack: FakeSlack
    house: House

    async def ready(self) -> None:
        async with aiohttp.ClientSession() as session, asyncio.timeout(PATIENCE_S):
            for port in self.processes:
                while not await _is_ready(session, port):  # noqa: ASYNC110 - other processes are waited for
                    await asyncio.sleep(0.05)

    def cards(self, channel: str = "C1") -> list[str]:
        """What the bot posted in a channel, by its first line."""
        return [text.splitlines()[0] for text in self.texts(channel)]

    def texts(self, channel: str = "C1") -> list[str]:
        return [str(message["text"]) for message in self.slack.messages(channel) if message.get("user") == BOT]


async def _is_ready(session: aiohttp.ClientSession, port: int) -> bool:
    try:
        async with session.get(f"http://127.0.0.1:{port}/readyz") as answer:
            return answer.status == 200
    except aiohttp.ClientError:
        return False


@pytest.fixture
async def machines(database_url: str, tmp_path: Path) -> AsyncIterator[Machines]:
    """A register in which two digests and an alert are due, and three processes that all look at it every second."""
    house = House(database_url, "2026-11-27T10:00")
    await house.open()
    await house.log("Send the ward maps", due=date(2026, 11, 27))
    await house.log("Book the hall", due=date(2026, 12, 4), owner="P002")
    async with FakeSlack() as slack:
        for person, name in (("UP001", "Meera Patel"), ("UP002", "Gareth Hughes"), ("UP003", "Lena Okafor")):
            slack.person(person, name)
        slack.channel("C1", "hr", "UP001", "UP002", "UP003")
        ports = _free_ports(MACHINES)
        processes = {port: await _run(slack, database_url, port, tmp_path) for port in ports}
        async with Balancer(ports) as balancer:
            slack.app_url = f"{balancer.address}/slack/events"
            try:
                yield Machines(processes, balancer, slack, house)
            finally:
                for process in processes.values():
                    if process.returncode is None:
                        process.terminate()
                await asyncio.gather(*(process.wait() for process in processes.values()))
        assert slack.refusals == []
    await house.close()


def _free_ports(count: int) -> list[int]:
    held = [socket.socket() for _ in range(count)]
    for each in held:
        each.bind(("127.0.0.1", 0))
    ports = [int(each.getsockname()[1]) for each in held]
    for each in held:
        each.close()
    return ports


async def _run(slack: FakeSlack, database_url: str, port: int, folder: Path) -> Process:
    others = {
        name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "Microsoft", "TEAMS"))
    }
    environment = {
        **others,
        "DATABASE_URL": database_url,
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "CHIVVY_TICK_SECONDS": "1",
    }
    with (folder / f"{port}.log").open("wb") as told:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-c", RUN, env=environment, stdout=told, stderr=told
        )


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
async def test_three_processes_are_one_chivvy_and_one_of_them_may_die(machines: Machines) -> None:
    slack = machines.slack
    await machines.ready()

    # What was due when all three began to tick is said once: a digest each, one alert.
    await slack.until(lambda: slack.dms("UP001") and slack.dms("UP002") and machines.cards(), PATIENCE_S)

    # A command to one process, the button to another, the dialog to the third.
    meera = slack.user("UP001").in_("C1")
    await meera.say("/action Ring the depot <@UP001> by 11/12/2026")
    await slack.until(lambda: any("Ring the depot" in text for text in machines.texts()), PATIENCE_S)
    card = next(seen for seen in meera.cards if "Ring the depot" in seen.text)
    await card.press("Edit")
    await slack.until(lambda: meera.has_modal, PATIENCE_S)
    await meera.modal.fill(title="Ring the depot twice").submit()
    await slack.until(lambda: any("Ring the depot twice" in text for text in machines.texts()), PATIENCE_S)
    assert len(set(machines.balancer.dealt[:3])) == MACHINES

    # One is killed while all of them have their hands full; what it was sent, Slack sends again, to another.
    victim = machines.processes[machines.balancer.dealt[0]]
    said = [
        meera.say(f"<@{BOT}> action Count the keys of house {number} <@UP001> by 11/12/2026") for number in range(9)
    ]
    typing = [asyncio.create_task(each) for each in said]
    await asyncio.sleep(0)
    victim.kill()
    await asyncio.gather(*typing)
    await slack.until(lambda: sum("Count the keys" in text for text in machines.texts()) >= len(said), PATIENCE_S)

    counted = Counter(text.splitlines()[0] for text in machines.texts())
    assert [line for line, times in counted.items() if times > 1] == []
    digests = Counter(person for person in ("UP001", "UP002") for _ in _digests(slack, person))
    assert digests == {"UP001": 1, "UP002": 1}
    async with machines.house.database.reading(machines.house.clock.now()) as register:
        refs = [record.ref for record in await register.records.search("count the keys", limit=50)]
        assert len(refs) == len(set(refs)) == len(said)
        lines = await register.history.verify()
        notices = await register.outbox.all()
    assert lines > len(said)
    assert [notice.key for notice in notices if notice.state == "failed"] == []


def _digests(slack: FakeSlack, person: str) -> list[str]:
    return [str(each["text"]) for each in slack.dms(person) if str(each["text"]).startswith("Good morning")]
