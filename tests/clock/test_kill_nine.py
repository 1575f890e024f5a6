"""`kill -9` twenty times in a row while a real `chivvy run` delivers: every message arrives, none twice."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from bot.clock import real_now
from handlers.cards import say, to_plain
from storage.outbox import Notice
from tests.clock.house import House
from tests.clock.test_command_line import Operator, slack
from tests.fakes.slack import FakeSlack

__all__ = ["slack"]  # the fixture

KILLS = 20
CHANNELS = 10
IN_EACH = 20


async def prepared(address: str, workspace: FakeSlack) -> set[str]:
    """A register that owes many answers, in ten channels; their keys."""
    house = House(address)
    await house.open()
    keys = set()
    async with house.database.transaction(real_now()) as register:
        for channel in range(CHANNELS):
            name = f"C1{channel:02}"
            workspace.channel(name, f"channel-{channel}", "UP001")
            place = await register.places.meet("slack", name, "channel", name=f"channel-{channel}", address={})
            for number in range(IN_EACH):
                key = f"said:{channel}:{number:02}"
                payload = to_plain(say(f"Message {number:02}"))
                await register.outbox.owe(Notice(key, "said", register.now, place=place.id, payload=payload))
                keys.add(key)
    await house.close()
    return keys


def arrived(workspace: FakeSlack) -> list[str]:
    return [
        message["metadata"]["event_payload"]["key"]
        for channel in range(CHANNELS)
        for message in workspace.messages(f"C1{channel:02}")
    ]


@pytest.mark.timeout(900)
async def test_every_message_arrives_and_none_twice(sqlite_url: str, slack: FakeSlack, unused_tcp_port: int) -> None:
    keys = await prepared(sqlite_url, slack)
    operator = Operator(sqlite_url, slack)
    operator.environment |= {"HOST": "127.0.0.1", "PORT": str(unused_tcp_port)}
    random = Random(9)
    for _ in range(KILLS):
        process = await operator.start("run")
        called = len(slack.called("chat.postMessage")) + random.randrange(1, 4)
        await slack.until(lambda wanted=called: len(slack.called("chat.postMessage")) >= wanted, 90)  # type: ignore[misc]
        process.kill()  # in the middle of whatever it was doing
        await process.wait()
    process = await operator.start("run")
    await slack.until(lambda: set(arrived(slack)) == keys, 120)
    process.terminate()
    await process.wait()
    assert Counter(arrived(slack)) == Counter(dict.fromkeys(keys, 1))
