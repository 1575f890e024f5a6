"""Offices: what many tests begin with is done once, and each of them begins with a copy of what came of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from aiohttp import web

from bot.app import App
from bot.clock import MovableClock
from bot.delivery import Delivery
from bot.settings import Settings
from tests.clock.house import Machine
from tests.conversation.office import Office
from tests.databases import Databases
from tests.fakes.slack import Ack, Call, FakeSlack
from tests.fakes.slack_workspace import Workspace

MONDAY = "2026-11-23T09:30"
MONDAY_MORNING = datetime.fromisoformat(f"{MONDAY}+00:00")

Step = Callable[[Office], Awaitable[Any]]


@dataclass
class Beginning:
    """How an office stands when nobody does anything. Its application keeps nothing itself: any process can go on."""

    workspace: Workspace
    template: str | None = None
    moment: datetime = MONDAY_MORNING
    machine: datetime = field(default_factory=lambda: Machine().moment)
    calls: list[Call] = field(default_factory=list)
    acks: list[Ack] = field(default_factory=list)


# By database and by the steps that were taken.
Kept = dict[tuple[str, tuple[Step, ...]], Beginning]


class Offices:
    """Opens the one office of a test."""

    def __init__(self, databases: Databases, kept: Kept) -> None:
        self._databases, self._kept = databases, kept
        self._taken: tuple[Step, ...] = ()
        self._office: Office | None = None
        self._machine = Machine()
        self._address = ""
        self._closing = AsyncExitStack()

    async def open(self, *steps: Step) -> Office:
        """The office after some steps, of which only those are taken that no test before has taken, after the same ones."""
        if self._office is None:
            self._taken = self._longest_known(steps)
            self._office = await self._closing.enter_async_context(self._opened(self._beginning(self._taken)))
        assert steps[: len(self._taken)] == self._taken, "one test has one office"
        for step in steps[len(self._taken) :]:
            await step(self._office)
            self._taken = (*self._taken, step)
            await self._keep(self._office)
        return self._office

    async def close(self) -> None:
        await self._closing.aclose()

    def _longest_known(self, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        lengths = range(len(steps), 0, -1)
        return next((steps[:some] for some in lengths if (self._databases.name, steps[:some]) in self._kept), ())

    def _beginning(self, taken: tuple[Step, ...]) -> Beginning:
        return self._kept[self._databases.name, taken] if taken else Beginning(_workspace())

    async def _keep(self, office: Office) -> None:
        """What comes next begins here. Nobody may be connected to a register while it is copied."""
        await office.settle()
        await office.app.database.stop()
        template = self._databases.keep(self._address)
        slack = office.slack
        began = Beginning(slack.workspace, template, office.clock.now(), self._machine.moment, slack.calls, slack.acks)
        self._kept[self._databases.name, self._taken] = deepcopy(began)

    @asynccontextmanager
    async def _opened(self, began: Beginning) -> AsyncIterator[Office]:
        began = deepcopy(began)
        async with FakeSlack(workspace=began.workspace) as slack:
            slack.calls, slack.acks = began.calls, began.acks
            self._address = self._databases.fresh(began.template)
            self._machine.moment = began.machine
            clock = MovableClock(began.moment)
            app = self._app(slack, clock)
            await app.start(by_itself=False)
            runner = web.AppRunner(app.web(), access_log=None)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            slack.app_url = "http://{}:{}/slack/events".format(*runner.addresses[0][:2])
            yield Office(app, slack, clock)
            await runner.cleanup()
            await app.stop()
            assert slack.refusals == []

    def _app(self, slack: FakeSlack, clock: MovableClock) -> App:
        settings = Settings(
            _env_file=None,
            DATABASE_URL=self._address,
            SLACK_BOT_TOKEN=slack.bot_token,
            SLACK_SIGNING_SECRET=slack.signing_secret,
            SLACK_API_URL=slack.api_url,
        )
        app = App(settings, clock)
        machine = self._machine  # the pauses that Slack's pace asks for pass at once
        app.delivery = Delivery(app.database, app.platforms, app.clock, real_now=machine.now, sleep=machine.sleep)
        return app


async def in_ict(office: Office) -> None:
    """The workstream ICT is set up in its channel by Olu."""
    await office.says("U1", "/workstream create ICT")


def prepared(step: Step) -> Any:
    """A fixture: the office with the workstream ICT, once a further step has been taken."""

    async def made(offices: Offices) -> Office:
        return await offices.open(in_ict, step)

    made.__doc__ = step.__doc__
    return pytest.fixture(made, name=step.__name__)


def _workspace() -> Workspace:
    slack = FakeSlack()
    slack.person("U1", "Olu Adeyemi", email="olu@council.example", handle="olu")
    slack.person("U2", "Sam Patel", email="sam@council.example", handle="sam")
    slack.person("U3", "Sam Okoro", email="samo@council.example", handle="samo")
    slack.person("U8", "Rhiannon Guest", email="r@contractor.example", guest=True)
    slack.person("U9", "Stan Stranger", email="stan@council.example")
    slack.channel("C1", "ict", "U1", "U2", "U3", "U8")
    slack.channel("C2", "hr", "U1", "U2")
    return slack.workspace
