"""`kill -9` twenty times in a row while a real `chivvy run` delivers 200 messages to a fake Slack."""

from __future__ import annotations

import socket
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from storage.database import Database
from tests.clock.kill_nine import killed_and_killed_again
from tests.fakes.slack import FakeSlack

KILLS, CHANNELS, IN_EACH = 20, 10, 20


async def main() -> None:
    began = perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{Path(folder) / 'register.db'}"
        database = Database(address)
        await database.start()
        await database.stop()
        async with FakeSlack() as workspace:
            for person in ("UP001", "UP002", "UP003"):
                workspace.person(person, person)
            workspace.channel("C1", "hr", "UP001", "UP002", "UP003")
            arrived = await killed_and_killed_again(address, workspace, _free_port(), KILLS, CHANNELS, IN_EACH)
    twice = sorted(key for key, number in arrived.items() if number > 1)
    seconds = perf_counter() - began
    print(f"  {KILLS} kills, {len(arrived)} of {CHANNELS * IN_EACH} arrived, {len(twice)} twice, in {seconds:.0f} s")
    if twice or len(arrived) < CHANNELS * IN_EACH:
        sys.exit(1)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
