"""A fake Slack, and the Slack front served over HTTP before a stand-in for the house."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

import pytest
from aiohttp import web

from bot.slack import blocks
from bot.slack.app import Slack
from bot.slack.settings import SlackSettings
from handlers.reply import Reply
from handlers.turn import Turn
from tests.fakes.slack import FakeSlack

Answering = Callable[[Turn], Reply | Awaitable[Reply]]


@pytest.fixture(autouse=True)
def _strict_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "strict", True)


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
        reply = self.answering(turn)
        reply = reply if isinstance(reply, Reply) else await reply
        self.known.add(turn.id)
        return reply

    @property
    def last(self) -> Turn:
        return self.turns[-1]


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    """A workspace with Olu, Sam and Rhiannon the guest, and the channel #ict."""
    async with FakeSlack() as workspace:
        workspace.person("U1", "Olu Adeyemi", email="olu@council.example", handle="olu")
        workspace.person("U2", "Sam Patel", email="sam@council.example", handle="sam")
        workspace.person("U3", "Rhiannon Guest", email="r@contractor.example", handle="rhiannon", guest=True)
        workspace.channel("C1", "ict", "U1", "U2", "U3")
        yield workspace
        assert workspace.refusals == []


def settings_for(workspace: FakeSlack, **more: str) -> SlackSettings:
    return SlackSettings(
        **{
            "bot_token": workspace.bot_token,
            "signing_secret": workspace.signing_secret,
            "api_url": workspace.api_url,
            **more,
        }
    )


@pytest.fixture
async def front(slack: FakeSlack, house: House) -> AsyncIterator[Slack]:
    """Slack's front, listening on a port of its own."""
    made = Slack(settings_for(slack), house.take)
    async for each in serve(made, slack):
        yield each


async def serve(made: Slack, workspace: FakeSlack) -> AsyncIterator[Slack]:
    application = web.Application()
    made.add_routes(application)
    await made.start()
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    workspace.app_url = f"http://{host}:{port}/slack/events"
    yield made
    await runner.cleanup()
    await made.stop()
