"""How soon Slack is acknowledged: one connection, real signatures, the real application."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web

from bot.app import App
from bot.clock import MovableClock
from bot.settings import Settings
from tests.fakes.slack import FakeSlack

TIMES = 200


async def main(times: int = TIMES) -> None:
    async with FakeSlack() as slack:
        slack.person("U1", "Olu Adeyemi", email="olu@council.example")
        slack.person("U2", "Sam Patel", email="sam@council.example")
        slack.channel("C1", "ict", "U1", "U2")
        with tempfile.TemporaryDirectory() as folder:
            await measure(slack, Path(folder), times)


async def measure(slack: FakeSlack, folder: Path, times: int) -> None:
    settings = Settings(
        _env_file=None,
        DATABASE_URL=f"sqlite:///{folder / 'bench.db'}",
        SLACK_BOT_TOKEN=slack.bot_token,
        SLACK_SIGNING_SECRET=slack.signing_secret,
        SLACK_API_URL=slack.api_url,
    )
    app = App(settings, MovableClock(datetime(2026, 11, 23, 9, tzinfo=UTC)))
    await app.start(by_itself=False)
    runner = web.AppRunner(app.web(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.app_url = "http://{}:{}/slack/events".format(*runner.addresses[0][:2])
    chat = slack.user("U1").in_("C1")
    await chat.say("/workstream create ICT")
    await app.delivery.drain()

    async def press(number: int) -> None:
        await chat.cards[-1].press("Edit")
        assert app.slack is not None
        await app.slack.settle()

    async def event(number: int) -> None:
        await slack.event({"type": "channel_rename", "channel": {}})

    await timed(slack, "an event that is no turn", times, event)
    await timed(slack, "/my (reads, answers in the acknowledgement)", times, lambda number: chat.say("/my"))
    await timed(slack, "/action … (writes)", times, lambda n: chat.say(f"/action Number {n} <@U2> by Friday"))
    await app.delivery.drain()
    await timed(slack, "Edit pressed (opens a form)", times, press)
    await runner.cleanup()
    await app.stop()


async def timed(slack: FakeSlack, what: str, times: int, do: Callable[[int], Awaitable[object]]) -> None:
    for number in range(10):
        await do(number)
    slack.acks.clear()
    for number in range(times):
        await do(number)
    took = sorted(ack.seconds * 1_000 for ack in slack.acks)
    p50, p99 = statistics.median(took), took[int(len(took) * 0.99) - 1]
    print(f"{what:45} p50 {p50:6.1f} ms   p99 {p99:6.1f} ms   slowest {took[-1]:6.1f} ms")
