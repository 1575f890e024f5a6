"""Teams' front served over HTTP: before a stand-in for the house, and before the house itself."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import web

from bot.app import App
from bot.clock import MovableClock
from bot.delivery import Delivery
from bot.settings import Settings
from bot.shelf import Shelf
from bot.teams.app import PATH
from bot.teams.app import Teams as Front
from bot.teams.settings import TeamsSettings
from handlers.reply import Reply
from handlers.turn import Turn
from storage.database import Database
from tests.clock.house import Machine
from tests.fakes.connector import TENANT, Connector
from tests.fakes.teams import Settle, Teams

Answering = Callable[[Turn], Reply | Awaitable[Reply]]
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # 09:00 in London


@dataclass
class House:
    """A stand-in for the house: it remembers every turn, answers as it is told, and each turn once."""

    answering: Answering = lambda turn: Reply()
    turns: list[Turn] = field(default_factory=list)
    known: set[str] = field(default_factory=set)

    async def take(self, turn: Turn) -> Reply:
        if turn.id in self.known:
            return Reply()
        self.turns.append(turn)
        self.known.add(turn.id)
        reply = self.answering(turn)
        return reply if isinstance(reply, Reply) else await reply

    @property
    def last(self) -> Turn:
        return self.turns[-1]


@dataclass
class Programme:
    """The real application with a tenant before it. `clock` stands on Monday 23 November 2026, 09:00,
    until it is moved."""

    app: App
    teams: Teams
    clock: MovableClock


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """A shelf on which nothing is ever put: it would need a register."""
    return Shelf(Database(f"sqlite:///{tmp_path / 'unused.db'}"), MovableClock(MONDAY))


@pytest.fixture
async def connector() -> AsyncIterator[Connector]:
    made = Connector()
    async with made.running():
        yield made
        assert made.refused + made.drive.refused == []


@pytest.fixture
async def front(house: House, connector: Connector, shelf: Shelf) -> AsyncIterator[Front]:
    made = Front(TeamsSettings(allow_anonymous=True, tenant_id=TENANT), house.take, shelf)
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
async def teams(front: Front, connector: Connector) -> AsyncIterator[Teams]:
    """People in Teams, talking to the stand-in."""
    application = web.Application()
    front.add_routes(application)
    async with served(application) as address, driven(connector, address, front.settle) as made:
        yield made


@pytest.fixture
async def programme(tmp_path: Path, connector: Connector) -> AsyncIterator[Programme]:
    """People in Teams, talking to Chivvy itself on an empty register."""
    async with programme_of(tmp_path, connector) as made:
        yield made


@asynccontextmanager
async def programme_of(folder: Path, connector: Connector, **settings: str) -> AsyncIterator[Programme]:
    """A programme of its own, with these settings."""
    clock = MovableClock(MONDAY)
    async with real_app(folder / "chivvy.db", clock, **settings) as app:
        assert app.teams is not None

        async def settle() -> None:
            assert app.teams is not None
            await app.teams.settle()
            await app.delivery.drain()

        async with served(app.web()) as address, driven(connector, address, settle) as made:
            yield Programme(app, made, clock)


@asynccontextmanager
async def real_app(database: Path, clock: MovableClock, **more: str) -> AsyncIterator[App]:
    """Chivvy as `chivvy run` puts it together, but with its delivery done when the test says so."""
    settings = Settings.model_validate(
        {
            "DATABASE_URL": f"sqlite:///{database}",
            "HOST": "127.0.0.1",
            "TEAMS_ALLOW_ANONYMOUS": True,
            "MicrosoftAppTenantId": TENANT,
            **more,
        }
    )
    app = App(settings, clock)
    machine = Machine()  # the pauses that Teams' pace asks for pass at once
    app.delivery = Delivery(app.database, app.platforms, app.clock, real_now=machine.now, sleep=machine.sleep)
    await app.database.start()
    assert app.teams is not None
    await app.teams.start()
    try:
        yield app
    finally:
        await app.teams.stop()
        await app.database.stop()


@asynccontextmanager
async def served(application: web.Application, port: int = 0) -> AsyncIterator[str]:
    """The address of /api/messages on a port of its own."""
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}{PATH}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def driven(connector: Connector, address: str, settle: Settle, token: str | None = None) -> AsyncIterator[Teams]:
    made = Teams(connector, address, settle, token)
    try:
        yield made
    finally:
        await made.close()
