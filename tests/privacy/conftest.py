from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.conversation.offices import Offices
from tests.databases import Databases
from tests.fakes.connector import Connector
from tests.privacy.page_crawl import PageCrawl, opened
from tests.privacy.slack_crawl import SlackCrawl
from tests.privacy.teams_crawl import TeamsCrawl
from tests.teams.conftest import programme_of


@pytest.fixture
async def slack_crawl(sqlite_databases: Databases) -> AsyncIterator[SlackCrawl]:
    """The office in Slack, full of secrets. Who may open what is the same on each database: tests/storage holds them to it."""
    offices = Offices(sqlite_databases, {})
    try:
        yield await SlackCrawl.begin(await offices.open())
    finally:
        await offices.close()


@pytest.fixture
async def teams_crawl(tmp_path: Path) -> AsyncIterator[TeamsCrawl]:
    """The same in Teams."""
    connector = Connector()
    async with connector.running(), programme_of(tmp_path, connector) as programme:
        yield await TeamsCrawl.begin(programme)


@pytest.fixture
async def page_crawl(sqlite_databases: Databases) -> AsyncIterator[PageCrawl]:
    """The same on the chat page."""
    async with opened(sqlite_databases.fresh()) as crawl:
        yield crawl
