from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.clock.house import House
from tests.databases import Databases


async def opened(address: str) -> None:
    house = House(address)
    await house.open()
    await house.close()


@pytest.fixture
async def house(databases: Databases) -> AsyncIterator[House]:
    """A programme on a Monday morning, on each database."""
    made = House(await databases.prepared(opened))
    made.channel = 1  # the first place of all
    yield made
    await made.close()
