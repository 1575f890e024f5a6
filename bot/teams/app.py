"""Teams, the platform's front: give it `take`, the house; add its route; send through `platform`."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.shelf import Shelf
from bot.teams.adapter import Adapter
from bot.teams.bot import Take, TeamsBot
from bot.teams.connector import Connector, Token
from bot.teams.consents import Consents
from bot.teams.directory import Directory
from bot.teams.invokes import Invokes
from bot.teams.platform import TeamsPlatform
from bot.teams.settings import TeamsSettings

PATH = "/api/messages"
FAREWELL_S = 5.0


class Teams:
    """One bot in one tenant. The composition root has asked `settings.check` before. `shelf` is where documents wait; `token`
    replaces Microsoft's sign-in (tests)."""

    name = "teams"

    def __init__(self, settings: TeamsSettings, take: Take, shelf: Shelf, token: Token | None = None) -> None:
        self._settings = settings
        self._guard, self._passport = None, None
        if settings.app_id:
            from bot.teams.auth import Guard, Passport  # the SDK takes half a second to load: not without an app id

            self._guard = Guard(settings)
            self._passport = Passport(settings) if token is None else None
        self._connector = Connector(token or (self._passport.token if self._passport else None))
        self.platform = TeamsPlatform(settings, self._connector, shelf)
        directory = Directory(self._connector, settings.home_tenant)
        self._bot = TeamsBot(take, self._connector, self.platform, directory, settings.home_tenant)
        consents = Consents(self._bot, self._connector, shelf)
        self._invokes = Invokes(self._bot, consents, settings.home_tenant)
        self._bot.invokes(self._invokes.answer)
        self._adapter = Adapter(self._bot.on_activity, self._guard)
        self._warming: asyncio.Task[None] | None = None

    def add_routes(self, app: web.Application) -> None:
        app.router.add_post(PATH, self._adapter.process)

    async def start(self) -> None:
        """Fetch keys and token while nobody waits for them."""
        if self._guard is not None and self._passport is not None:
            from bot.teams.auth import warm_up

            self._warming = asyncio.create_task(warm_up(self._guard, self._passport))

    async def stop(self) -> None:
        """Finish what is under way, hang up."""
        await self._bot.settle(FAREWELL_S)
        if self._warming is not None:
            self._warming.cancel()
            await asyncio.gather(self._warming, return_exceptions=True)
        await self._connector.close()

    async def settle(self) -> None:
        """Wait until everything that was begun in the background is done."""
        await self._bot.settle()
