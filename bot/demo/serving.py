"""Serving the demonstration: the house with the page as its only platform, on this machine alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web
from pydantic import SecretStr

from bot.app import App
from bot.clock import MovableClock
from bot.demo.seed import START, clock_of, seed
from bot.settings import Settings
from bot.ticking import sweep_all
from bot.web.platform import NAME, WebPlatform
from bot.web.ripple import Ripple
from bot.web.routes import ChatPage
from governance.errors import ChivvyError
from handlers.importing.folder import Progress

HOST = "127.0.0.1"
UNDER_WAY_S = 0.02
PATIENCE_S = 20.0


class DeliveryStuck(ChivvyError):
    """Some messages could not be delivered within {seconds} seconds, so the clock stopped at {at}. Nothing is lost:
    they will be sent as soon as they can be. The log says more."""


def only_the_page(settings: Settings, register: Path) -> Settings:
    """The demonstration talks to nobody outside, whatever the environment says of Slack and Teams."""
    off = {"slack_bot_token": SecretStr(""), "teams_app_id": "", "teams_allow_anonymous": False}
    return settings.model_copy(update={**off, "database_url": f"sqlite:///{register}"})


class Demo:
    """The house, put together around the page."""

    def __init__(self, settings: Settings) -> None:
        self.clock = MovableClock(START)
        self.app = App(settings, self.clock)
        self.ripple = Ripple()
        platform = WebPlatform(self.app.database, self.clock, self.ripple)
        self.app.platforms[NAME] = platform
        self.page = ChatPage(self.app.database, self.clock, self.app.take, self.beat, platform, self.ripple)

    async def beat(self) -> None:
        """Owe what has come round, and deliver it before time goes on."""
        await sweep_all(self.app.database, self.clock.now())
        self.app.delivery.poke()
        await self.app.delivery.drain()
        try:
            async with asyncio.timeout(PATIENCE_S):
                while await self._under_way():  # noqa: ASYNC110 - the register is looked at, there is no event to wait for
                    await asyncio.sleep(UNDER_WAY_S)
        except TimeoutError:
            raise DeliveryStuck(seconds=int(PATIENCE_S), at=f"{self.clock.now():%H:%M} UTC") from None

    async def _under_way(self) -> bool:
        """Whether anything that is due now is still on its way: delivery may have taken it up by itself."""
        async with self.app.database.reading(self.clock.now()) as register:
            waiting = await register.outbox.waiting(self.clock.now())
        return any(not notice.carrier for notice in waiting)  # what is carried goes with its digest


@asynccontextmanager
async def demonstration(settings: Settings, progress: Progress | None = None) -> AsyncIterator[Demo]:
    """The demonstration, seeded and caught up, until the end of the block."""
    demo = Demo(settings)
    await demo.app.database.start()
    await seed(demo.app.database, progress)
    demo.clock.set(await clock_of(demo.app.database))
    await demo.app.start(by_itself=False)  # no ticking: the clock stands still until somebody moves it
    delivering = asyncio.create_task(demo.app.delivery.run())
    try:
        await demo.beat()
        yield demo
    finally:
        await demo.app.delivery.stop()
        await delivering
        await demo.app.stop()


@asynccontextmanager
async def served(demo: Demo, port: int) -> AsyncIterator[int]:
    """The page, served on loopback; the port it is on (a free one when `port` is 0)."""
    runner = web.AppRunner(demo.page.application(), access_log=None, shutdown_timeout=2.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, HOST, port).start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()
