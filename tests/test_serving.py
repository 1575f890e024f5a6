"""`chivvy run`: it listens before it sends, and where it cannot start it says why and leaves nothing open."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs

from bot import app as house
from bot.app import App, CannotListen, PortTaken, serve
from bot.health import numbers
from bot.settings import Settings
from storage.database import DatabaseUnavailable
from tests.fakes.slack import FakeSlack


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which another program listens."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the houses that are started here do, in order."""
    told: list[str] = []
    begin, stop = App.begin, App.stop

    def began(self: App) -> None:
        told.append("begun")
        begin(self)

    async def stopped(self: App) -> None:
        await stop(self)
        told.append("stopped")

    monkeypatch.setattr(App, "begin", began)
    monkeypatch.setattr(App, "stop", stopped)
    return told


def settings_for(slack: FakeSlack, url: str, **values: object) -> Settings:
    return Settings(
        _env_file=None,
        DATABASE_URL=url,
        SLACK_BOT_TOKEN=slack.bot_token,
        SLACK_SIGNING_SECRET=slack.signing_secret,
        SLACK_API_URL=slack.api_url,
        **values,  # type: ignore[arg-type]
    )


async def test_on_a_taken_port_it_says_so_and_sends_nothing(sqlite_url: str, taken: int, begun: list[str]) -> None:
    async with FakeSlack() as slack:
        with pytest.raises(PortTaken, match=f"Port {taken} .* Nothing was sent"):
            await serve(settings_for(slack, sqlite_url, HOST="127.0.0.1", PORT=taken))
    assert begun == ["stopped"]


async def test_on_an_address_that_is_not_this_machines_it_says_so(sqlite_url: str, begun: list[str]) -> None:
    async with FakeSlack() as slack:
        with pytest.raises(CannotListen, match=r"192\.0\.2\.1"):
            await serve(settings_for(slack, sqlite_url, HOST="192.0.2.1", PORT=4000))
    assert begun == ["stopped"]


async def test_a_start_that_fails_closes_what_was_opened(begun: list[str]) -> None:
    async with FakeSlack() as slack:
        with pytest.raises(DatabaseUnavailable):
            await serve(settings_for(slack, "sqlite:////nowhere/at/all.db", HOST="127.0.0.1", PORT=4000))
        await asyncio.sleep(0.1)  # aiosqlite's thread still says farewell to this loop
    assert begun == ["stopped"]


async def test_it_listens_before_it_sends(
    sqlite_url: str, begun: list[str], monkeypatch: pytest.MonkeyPatch, unused_tcp_port: int
) -> None:
    async def look() -> None:
        _, writer = await asyncio.open_connection("127.0.0.1", unused_tcp_port)
        writer.close()
        await writer.wait_closed()
        begun.append("answered")

    monkeypatch.setattr(house, "until_told_to_stop", look)
    async with FakeSlack() as slack:
        with capture_logs():  # whatever an earlier test has set up
            await serve(settings_for(slack, sqlite_url, HOST="127.0.0.1", PORT=unused_tcp_port))
    assert begun == ["begun", "answered", "stopped"]


async def test_the_numbers_name_every_state(sqlite_url: str) -> None:
    made = App(Settings(_env_file=None, DATABASE_URL=sqlite_url))
    said = (await numbers(made.database, made.clock)).decode()
    await made.stop()
    for state in ("due", "claimed", "sent", "failed", "uncertain", "lapsed"):
        assert f'chivvy_notices{{state="{state}"}} 0.0' in said
