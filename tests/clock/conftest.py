from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.clock.house import House


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    """A programme on a Monday morning, on each database."""
    made = House(database_url)
    await made.open()
    yield made
    await made.close()
