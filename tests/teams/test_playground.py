"""The same life of an action through Microsoft's own local Teams client, in a channel and in personal chat."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import App
from bot.clock import MovableClock
from tests.fakes import adaptive, playground
from tests.fakes.playground import CHANNEL, MEGAN, Playground, card, text
from tests.teams.conftest import MONDAY, real_app, served

pytestmark = pytest.mark.playground

if playground.program() is None and os.environ.get("CI"):
    pytest.fail("The Agents Playground is missing: make browser-tools installs it.", pytrace=False)
if playground.program() is None:
    pytest.skip("the Agents Playground is not installed (make browser-tools)", allow_module_level=True)


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[App]:
    """Chivvy, delivering by itself as `chivvy run` does."""
    async with real_app(tmp_path / "chivvy.db", MovableClock(MONDAY)) as made:
        delivering = asyncio.create_task(made.delivery.run())
        yield made
        await made.delivery.stop()
        await delivering


@pytest.fixture
async def client(app: App, tmp_path: Path) -> AsyncIterator[Playground]:
    """The Playground before it."""
    async with served(app.web()) as address, playground.running(address, tmp_path) as made:
        yield made


async def confirmed(app: App) -> None:
    """Until delivery has heard of all that it sent: nobody presses a button within those milliseconds."""
    async with asyncio.timeout(20):
        while True:
            async with app.database.reading(app.clock.now()) as register:
                if not await register.outbox.claims():
                    return
            await asyncio.sleep(0.02)


async def test_an_actions_life(client: Playground, app: App) -> None:
    # installed in a team, it says once what can be said to it
    await client.install("team-id")
    await client.wait_for("What you can say to me")

    # a workstream, and an action for Megan there: a card with ref, owner and date
    await client.say(CHANNEL, "/workstream create ICT")
    await client.wait_for("This channel is now ICT's")
    thread = await client.say(CHANNEL, "action Fix the firewall rule @Megan Bowen by Friday", (MEGAN, "Megan Bowen"))
    where, logged = await client.wait_for("A-001 Fix the firewall rule", button="Edit")
    assert where == thread
    assert "Owner: Megan Bowen" in text(logged)
    assert "Fri 27 Nov" in text(logged)

    # a message to its owner
    await client.wait_for_dm(MEGAN, "gave you A-001")

    # Done: the same message, not a second one
    await confirmed(app)
    await client.press(thread, logged, "Done")
    _, done = await client.wait_for("Status: Complete", button="Reopen")
    assert done["messageId"] == logged["messageId"]
    assert len(client.messages[thread]) == 1


async def test_personal_chat(client: Playground, app: App) -> None:
    await client.say(CHANNEL, "/workstream create ICT")
    await client.wait_for("This channel is now ICT's")

    await client.say(client.personal, "action Book the room by tomorrow")
    where, asked = await client.wait_for("Who owns this?")
    assert where == client.personal
    await confirmed(app)
    await client.press(where, asked, "Me")
    where, logged = await client.wait_for("A-001 Book the room", button="Done")
    assert where == client.personal

    await confirmed(app)
    await client.press(where, logged, "Done")
    _, done = await client.wait_for("Status: Complete", button="Reopen")
    assert done["messageId"] == logged["messageId"]


async def test_a_dialog_and_a_search(client: Playground) -> None:
    await client.say(CHANNEL, "/workstream create ICT")
    await client.wait_for("This channel is now ICT's")
    payload = {"body": {"contentType": "html", "content": "<p>Please check the backups</p>"}, "from": {"user": {}}}
    value = {"commandId": "log-action", "commandContext": "message", "messagePayload": payload}

    opened = await client.invoke("composeExtension/fetchTask", CHANNEL, value)
    shown = opened["task"]["value"]["card"]["content"]
    adaptive.check(shown)
    assert adaptive.inputs(shown)["title"]["value"] == "Check the backups"

    sent = {**shown["actions"][0]["data"], "title": "Check the backups", "due": "2026-11-01"}
    refused = await client.invoke("composeExtension/submitAction", CHANNEL, {"commandId": "log-action", "data": sent})
    again = refused["task"]["value"]["card"]["content"]
    assert "Please check: This day has passed" in adaptive.words(again)

    sent = {**again["actions"][0]["data"], "title": "Check the backups", "due": "2026-12-01"}
    await client.invoke("composeExtension/submitAction", CHANNEL, {"commandId": "log-action", "data": sent})
    _, logged = await client.wait_for("A-001 Check the backups", button="Done")
    assert "Tue 1 Dec" in text(logged)

    query = {"commandId": "search", "parameters": [{"name": "text", "value": "backups"}]}
    found = await client.invoke("composeExtension/query", CHANNEL, query)
    assert [adaptive.words(each["content"]).splitlines()[0] for each in found["composeExtension"]["attachments"]] == [
        "A-001 Check the backups"
    ]
    assert card(logged)["fallbackText"]
