"""`kill -9` time and again while a real `chivvy run` delivers to a fake Slack; what arrived, by key."""

from __future__ import annotations

from collections import Counter
from random import Random

from bot.clock import real_now
from handlers.cards import say, to_plain
from storage.outbox import Notice
from tests.clock.house import House
from tests.clock.operator import Operator
from tests.fakes.slack import FakeSlack


async def killed_and_killed_again(
    address: str, workspace: FakeSlack, port: int, kills: int, channels: int, in_each: int
) -> Counter[str]:
    """Owe `in_each` answers in each of some channels, kill the process that sends them so often, each time in the middle of
    it, and let the last one finish. Raises where something never arrives."""
    keys = await _prepared(address, workspace, channels, in_each)
    operator = Operator(address, workspace)
    operator.environment |= {"HOST": "127.0.0.1", "PORT": str(port)}
    random = Random(9)
    for _ in range(kills):
        process = await operator.start("run")
        called = len(workspace.called("chat.postMessage")) + random.randrange(1, 4)
        await workspace.until(lambda wanted=called: len(workspace.called("chat.postMessage")) >= wanted, 90)  # type: ignore[misc]
        process.kill()  # in the middle of whatever it was doing
        await process.wait()
    process = await operator.start("run")
    await workspace.until(lambda: keys <= set(_arrived(workspace, channels)), 120)
    process.terminate()
    await process.wait()
    return Counter(_arrived(workspace, channels))


async def _prepared(address: str, workspace: FakeSlack, channels: int, in_each: int) -> set[str]:
    house = House(address)
    await house.open()
    keys = set()
    async with house.database.transaction(real_now()) as register:
        for channel in range(channels):
            name = f"C1{channel:02}"
            workspace.channel(name, f"channel-{channel}", "UP001")
            place = await register.places.meet("slack", name, "channel", name=f"channel-{channel}", address={})
            for number in range(in_each):
                key = f"said:{channel}:{number:02}"
                payload = to_plain(say(f"Message {number:02}"))
                await register.outbox.owe(Notice(key, "said", register.now, place=place.id, payload=payload))
                keys.add(key)
    await house.close()
    return keys


def _arrived(workspace: FakeSlack, channels: int) -> list[str]:
    return [
        message["metadata"]["event_payload"]["key"]
        for channel in range(channels)
        for message in workspace.messages(f"C1{channel:02}")
    ]
