from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.clock.house import House
from tests.databases import Databases


@pytest.fixture(scope="session")
def kept_houses() -> dict[str, tuple[str, int]]:
    """A register to copy, by the database that it is on, and its channel: whatever a house begins with is written once."""
    return {}


@pytest.fixture
async def house(databases: Databases, kept_houses: dict[str, tuple[str, int]]) -> AsyncIterator[House]:
    """A programme on a Monday morning, on each database."""
    if databases.name not in kept_houses:
        first = House(databases.fresh())
        await first.open()
        await first.close()
        kept_houses[databases.name] = databases.keep(first.address), first.channel
    template, channel = kept_houses[databases.name]
    made = House(databases.fresh(template))
    made.channel = channel
    yield made
    await made.close()
