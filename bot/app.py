"""The composition root: the one place that knows how the rooms fit together."""

from __future__ import annotations

import asyncio
import errno
import signal
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from aiohttp import web

from bot import health
from bot.clock import Clock, SystemClock
from bot.delivery import Delivery
from bot.platform import Platform
from bot.scheduler import Scheduler
from bot.settings import Settings
from bot.shelf import Shelf
from bot.slack.settings import SlackSettings
from bot.teams.settings import TeamsSettings, check
from governance.calendar import bank_holidays
from governance.errors import ChivvyError
from handlers.conversation import Conversation
from handlers.reply import Reply
from handlers.turn import Turn
from reports.stationery import Stationery
from storage.database import Database

if TYPE_CHECKING:
    from bot.slack.app import Slack
    from bot.teams.app import Teams

log = structlog.get_logger()


class NothingConfigured(ChivvyError):
    """Neither Slack nor Teams is set up, so there would be nobody to talk to. Nothing was started. Set SLACK_BOT_TOKEN and
    SLACK_SIGNING_SECRET, or MicrosoftAppId and the settings that go with it (see README.md); to try Chivvy without any account,
    type “chivvy demo”."""


class SlackHalfConfigured(ChivvyError):
    """SLACK_BOT_TOKEN is set, but neither SLACK_SIGNING_SECRET (for HTTP) nor SLACK_APP_TOKEN (for Socket Mode) is, so Slack
    could not reach Chivvy. Nothing was started. Set one of them; both are on your app's page at Slack."""


class PortTaken(ChivvyError):
    """Port {port} of {host} is in use by another program, perhaps another Chivvy. Nothing was sent. Stop that program, or set
    PORT to another number."""


class CannotListen(ChivvyError):
    """Chivvy can't listen on {host}, port {port}: {why}. Nothing was sent. Set HOST and PORT to what this machine allows."""


class App:
    """Chivvy, put together: the register, the conversation, the clock, delivery and the platforms that are set up."""

    def __init__(
        self, settings: Settings, clock: Clock | None = None, extra: Mapping[str, Platform] | None = None
    ) -> None:
        self.settings = settings
        self.clock = clock or SystemClock()
        self.database = Database(settings.database_url, settings.zone)
        self.conversation = Conversation(self.database, self.clock)
        self.shelf = Shelf(self.database, self.clock, settings.public_url)
        self.slack = self._open_slack()
        self.teams = self._open_teams()
        self.platforms: dict[str, Platform] = dict(extra or {})
        for front in (self.slack, self.teams):
            if front is not None:
                self.platforms[front.name] = front.platform
        self.delivery = Delivery(self.database, self.platforms, self.clock, stationery=Stationery(settings.stationery))
        self.scheduler = Scheduler(
            self.database,
            self.delivery,
            self.clock,
            settings.tick_seconds,
            settings.heartbeat_url.get_secret_value(),
        )
        self._delivering: asyncio.Task[None] | None = None

    # The platforms' SDKs take a second to load: only where they are needed, so that the command line answers at once.

    def _open_slack(self) -> Slack | None:
        if not self.settings.slack_on:
            return None
        from bot.slack.app import Slack

        return Slack(slack_settings(self.settings), self.take)

    def _open_teams(self) -> Teams | None:
        if not teams_settings(self.settings).enabled:
            return None
        from bot.teams.app import Teams

        return Teams(teams_settings(self.settings), self.take, self.shelf)

    async def take(self, turn: Turn) -> Reply:
        """One turn; what it owes to others is sent right after."""
        reply = await self.conversation.take(turn)
        self.delivery.poke()
        return reply

    async def start(self, *, by_itself: bool = True) -> None:
        """Bring the schema up to date and open the platforms; `by_itself`: tick and deliver from now on, unasked."""
        await self.database.start()
        # The table of bank holidays takes a second to load; nobody who types a date should wait for it.
        await asyncio.to_thread(bank_holidays, self.clock.now().year)
        for front in (self.slack, self.teams):
            if front is not None:
                await front.start()
        if by_itself:
            self.begin()

    def begin(self) -> None:
        """Tick and deliver from now on, unasked."""
        self._delivering = asyncio.create_task(self.delivery.run())
        self.scheduler.start()

    async def stop(self) -> None:
        """Take nothing more in, finish what is under way, close."""
        await self.scheduler.stop()
        for front in (self.slack, self.teams):
            if front is not None:
                await front.stop()
        await self.delivery.stop()
        if self._delivering is not None:
            await self._delivering
        await self.database.stop()

    def web(self) -> web.Application:
        """The HTTP application: the platforms' routes and the operator's."""
        application = web.Application()
        late = timedelta(seconds=self.settings.late_seconds)
        health.add_routes(application, self.database, self.clock, self.platforms, late)
        self.shelf.add_routes(application)
        for front in (self.slack, self.teams):
            if front is not None:
                front.add_routes(application)
        return application


def slack_settings(settings: Settings) -> SlackSettings:
    return SlackSettings(
        bot_token=settings.slack_bot_token.get_secret_value(),
        signing_secret=settings.slack_signing_secret.get_secret_value(),
        app_token=settings.slack_app_token.get_secret_value(),
        api_url=settings.slack_api_url.rstrip("/") + "/",
        prefix=settings.slack_prefix,
    )


def teams_settings(settings: Settings) -> TeamsSettings:
    return TeamsSettings(
        app_id=settings.teams_app_id,
        app_password=settings.teams_app_password.get_secret_value(),
        app_type=settings.teams_app_type,
        tenant_id=settings.teams_tenant,
        allow_anonymous=settings.teams_allow_anonymous,
    )


def check_settings(settings: Settings) -> None:
    """Raise what keeps these settings from being served."""
    teams = teams_settings(settings)
    if not settings.slack_on and not teams.enabled:
        raise NothingConfigured
    if settings.slack_on and not (
        settings.slack_signing_secret.get_secret_value() or settings.slack_app_token.get_secret_value()
    ):
        raise SlackHalfConfigured
    check(teams, settings.host)


async def serve(settings: Settings) -> None:
    """`chivvy run`: serve until told to stop."""
    if teams_settings(settings).anonymous and "host" not in settings.model_fields_set:
        settings = settings.model_copy(update={"host": "127.0.0.1"})
    check_settings(settings)
    app = App(settings)
    runner = web.AppRunner(app.web(), access_log=None)
    try:
        await app.start(by_itself=False)
        await _listen(runner, settings)
        app.begin()
        log.info("serving", host=settings.host, port=settings.port, platforms=sorted(app.platforms))
        await until_told_to_stop()
    finally:
        await runner.cleanup()
        await app.stop()


async def _listen(runner: web.AppRunner, settings: Settings) -> None:
    await runner.setup()
    try:
        await web.TCPSite(runner, settings.host, settings.port).start()
    except OSError as refused:
        if refused.errno == errno.EADDRINUSE:
            raise PortTaken(host=settings.host, port=settings.port) from refused
        why = refused.strerror or "no reason was given"
        raise CannotListen(host=settings.host, port=settings.port, why=why) from refused


async def until_told_to_stop() -> None:
    """Until the process is interrupted or asked to end."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    await stop.wait()
