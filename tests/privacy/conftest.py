from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.conversation.offices import Offices
from tests.databases import Databases
from tests.privacy.slack_crawl import SlackCrawl


@pytest.fixture
async def slack_crawl(sqlite_databases: Databases) -> AsyncIterator[SlackCrawl]:
    """The office in Slack, full of secrets. Who may open what is the same on each database: tests/storage holds them to it."""
    offices = Offices(sqlite_databases, {})
    try:
        yield await SlackCrawl.begin(await offices.open())
    finally:
        await offices.close()
