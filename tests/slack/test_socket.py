"""Socket Mode: the same requests over a connection of our own, with no address and no signature."""

from __future__ import annotations

import aiohttp
from aiohttp import web

from bot.slack.app import Slack
from handlers.cards import say
from handlers.forms.form import Field, Form
from handlers.reply import Reply
from handlers.turn import Said, Submitted
from tests.fakes.slack import FakeSlack
from tests.slack.conftest import House, settings_for


async def test_over_a_socket(slack: FakeSlack, house: House) -> None:
    front = Slack(settings_for(slack, signing_secret="", app_token=slack.app_token), house.take)
    await front.start()
    try:
        await slack.until(lambda: slack.socket is not None)
        form = Form("Log an action", "t", (Field("title", "What", "line", required=True),))

        def answer(turn):  # type: ignore[no-untyped-def]
            if isinstance(turn.deed, Submitted):
                return Reply(errors={"title": "Too vague."})
            return Reply(form=form) if turn.deed.text == "" else Reply(whisper=say("Hello"))

        house.answering = answer
        chat = slack.user("U1").in_("C1")
        await chat.say("/action hello")
        assert chat.whisper.text == "Hello"

        await chat.say("/action")
        await slack.until(lambda: chat.has_modal)
        modal = await chat.modal.fill(title="x").submit()
        assert modal.errors == {"title": "Too vague."}

        await slack.user("U1").dm.say("help")
        await slack.until(lambda: slack.user("U1").dm.cards)
        assert isinstance(house.last.deed, Said)
    finally:
        await front.stop()


async def test_without_a_signing_secret_there_is_no_route(slack: FakeSlack, house: House) -> None:
    application = web.Application()
    Slack(settings_for(slack, signing_secret="", app_token=slack.app_token), house.take).add_routes(application)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    async with aiohttp.ClientSession() as session, session.post(f"http://{host}:{port}/slack/events") as response:
        assert response.status == 404
    await runner.cleanup()


async def test_a_socket_that_slack_closes_is_opened_again(slack: FakeSlack, house: House) -> None:
    front = Slack(settings_for(slack, signing_secret="", app_token=slack.app_token), house.take)
    await front.start()
    try:
        await slack.until(lambda: slack.socket is not None)
        first = slack.socket
        assert first is not None
        await first.send_json({"type": "disconnect", "reason": "refresh_requested"})
        await slack.until(lambda: slack.socket is not first)
        await slack.user("U1").in_("C1").say("/my")
        assert len(house.turns) == 1
    finally:
        await front.stop()
