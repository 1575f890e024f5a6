"""`kill -9` while a real `chivvy run` delivers: all arrive, none twice. Twenty kills: `make bench BENCH_ARGS=kills`."""

from __future__ import annotations

import pytest

from tests.clock.kill_nine import killed_and_killed_again
from tests.clock.test_command_line import slack
from tests.fakes.slack import FakeSlack

__all__ = ["slack"]  # the fixture


@pytest.mark.timeout(240)
async def test_every_message_arrives_and_none_twice(sqlite_url: str, slack: FakeSlack, unused_tcp_port: int) -> None:
    arrived = await killed_and_killed_again(sqlite_url, slack, unused_tcp_port, kills=4, channels=10, in_each=4)
    assert len(arrived) == 40
    assert set(arrived.values()) == {1}
