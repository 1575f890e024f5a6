"""What the whole application does in Slack: the real house behind a port, a fake Slack before it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from aiohttp import web
from sqlalchemy import event

from bot.app import App
from bot.clock import MovableClock
from bot.delivery import Delivery
from bot.settings import Settings
from governance.record import Record
from storage.records import Filter
from tests.clock.house import Machine
from tests.fakes.slack import BOT, FakeSlack
from tests.fakes.slack_chat import Chat, Seen

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass
class Office:
    app: App
    slack: FakeSlack

    async def settle(self) -> None:
        """Until all that follows from what was just done has been sent and drawn."""
        assert self.app.slack is not None
        await self.app.slack.settle()
        await self.app.delivery.drain()

    async def say(self, chat: Chat, text: str) -> None:
        await chat.say(text)
        await self.settle()

    async def records(self) -> list[Record]:
        async with self.app.database.reading(MONDAY) as register:
            return await register.records.find(Filter(status="any"), limit=None)

    async def log(self, chat: Chat, text: str = "/action Fix the firewall rule <@U2> by Friday") -> Seen:
        await self.say(chat, text)
        return chat.cards[-1]


@asynccontextmanager
async def opened(slack: FakeSlack, address: str, **more: str) -> AsyncIterator[Office]:
    settings = Settings(
        _env_file=None,
        DATABASE_URL=address,
        SLACK_BOT_TOKEN=slack.bot_token,
        SLACK_SIGNING_SECRET=slack.signing_secret,
        SLACK_API_URL=slack.api_url,
        **more,
    )
    app = App(settings, MovableClock(MONDAY))
    machine = Machine()  # the pauses that Slack's pace asks for pass at once
    app.delivery = Delivery(app.database, app.platforms, app.clock, real_now=machine.now, sleep=machine.sleep)
    await app.start(by_itself=False)
    runner = web.AppRunner(app.web(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.app_url = "http://{}:{}/slack/events".format(*runner.addresses[0][:2])
    try:
        yield Office(app, slack)
    finally:
        await runner.cleanup()
        await app.stop()


@pytest.fixture
async def office(slack: FakeSlack, sqlite_url: str) -> AsyncIterator[Office]:
    async with opened(slack, sqlite_url) as made:
        yield made


@pytest.fixture
async def ict(slack: FakeSlack, office: Office) -> Chat:
    """Olu in #ict, which is bound to a workstream."""
    chat = slack.user("U1").in_("C1")
    await office.say(chat, "/workstream create ICT")
    return chat


async def test_done_redraws_the_card_and_posts_nothing(office: Office, ict: Chat) -> None:
    card = await office.log(ict)
    posted = len(ict.seen)
    assert "<@U2>" in card.words
    assert "Fri 27 Nov 2026" in card.words

    await card.by("U2").press("Done")
    await office.settle()

    assert len(ict.seen) == posted
    assert "Complete" in ict.cards[-1].words
    assert ict.cards[-1].ts == card.ts
    assert "Done" not in ict.cards[-1].buttons


async def test_the_dialog_says_what_is_wrong_and_keeps_what_was_typed(office: Office, ict: Chat) -> None:
    before = len(ict.cards)
    await office.say(ict, "/action")
    modal = ict.modal

    await modal.submit()
    assert set(modal.errors) == {"title"}, "Slack itself asks for what is required"
    await modal.fill(title="   ").submit()
    assert set(modal.errors) == {"title"}
    await modal.fill(title="Renew the licence", due="2026-11-20").submit()
    assert set(modal.errors) == {"due"}
    assert modal.value("title") == "Renew the licence"
    assert await office.records() == []

    await modal.fill(due="2026-11-30", owner="Olu Adeyemi").submit()
    await office.settle()
    assert modal.errors == {}
    assert len(ict.cards) == before + 1
    assert "A-001 Renew the licence" in ict.cards[-1].words


async def test_a_message_becomes_an_action_with_a_link_back(office: Office, ict: Chat) -> None:
    sam = office.slack.user("U2").in_("C1")
    await sam.say("We still have to <https://bt.com|ring BT> &amp; cancel the line, <@U1>")
    message = sam.last

    await ict.shortcut("log_action", message)
    await office.settle()
    assert ict.modal.value("title") == "We still have to ring BT (https://bt.com) & cancel the line"
    await ict.modal.fill(due="2026-11-30").submit()
    await office.settle()

    (record,) = await office.records()
    values = record.body.model_dump()
    assert values["source_link"] == f"https://council.slack.com/archives/C1/p{message.ts.replace('.', '')}"
    assert values["source"] == "A message from Sam Patel"
    assert f"<{values['source_link']}|" in ict.cards[-1].words


async def test_home_is_the_worklist_and_keeps_up(office: Office, ict: Chat) -> None:
    await office.log(ict)
    sam = office.slack.user("U2")
    await sam.open_home()
    await office.settle()
    assert "Fix the firewall rule" in sam.home.words

    await sam.home.press("Log an action")
    await office.settle()
    await sam.modal.fill(title="Book the room", due="2026-11-25").submit()
    await office.settle()
    assert "Book the room" in sam.home.words
    assert "A-002 Book the room" in sam.dm.cards[-1].words


async def test_a_button_with_another_records_data_changes_nothing(office: Office, ict: Chat) -> None:
    card = await office.log(ict)
    await office.log(ict, "/action Renew the licence <@U2> by Friday")

    await card.press_with("Done", '{"do":"Move","ref":"A-002","to":"Complete"}')
    await office.settle()
    assert "Nothing was changed" in ict.whisper.text
    await card.press_with("Done", '{"do":"Explode"}')
    await office.settle()
    assert "Nothing was changed" in ict.whisper.text
    assert {record.status for record in await office.records()} == {"Not started"}


async def test_a_guest_gets_a_clear_answer_and_changes_nothing(office: Office, ict: Chat) -> None:
    card = await office.log(ict)
    guest = office.slack.user("U3").in_("C1")

    await office.say(guest, "/action Let me in by Friday")
    assert "Nothing was changed" in guest.whisper.text
    await card.by("U3").press("Done")
    await office.settle()
    assert "Nothing was changed" in guest.whisper.text
    assert [record.status for record in await office.records()] == ["Not started"]


async def test_a_database_that_cannot_be_written(office: Office, ict: Chat) -> None:
    card = await office.log(ict)
    await office.say(ict, "/action")
    modal = ict.modal.fill(title="Renew the licence")

    def read_only(connection: object, *_: object) -> None:
        connection.execute("PRAGMA query_only=ON")  # type: ignore[attr-defined]

    engine = office.app.database.engine.sync_engine
    event.listen(engine, "checkout", read_only)
    await ict.say("/action Draft the letter by Friday")
    assert "nothing was changed" in ict.whisper.text
    told = len(ict.whispers)
    await card.press("Done")
    await ict.say(f"<@{BOT}> A-001 done")
    await office.slack.until(lambda: len(ict.whispers) == told + 2)
    assert "nothing was changed" in ict.whisper.text
    await modal.submit()
    assert "nothing was changed" in modal.errors["title"]
    event.remove(engine, "checkout", read_only)
    event.listen(engine, "checkout", lambda connection, *_: connection.execute("PRAGMA query_only=OFF"))

    await modal.submit()
    await office.settle()
    assert modal.errors == {}
    assert [record.status for record in await office.records()] == ["Not started", "Not started"]


async def test_an_archived_channel_is_left_in_peace(office: Office, ict: Chat) -> None:
    card = await office.log(ict)
    await office.slack.user("U1").archive("C1")
    await office.settle()

    await office.say(office.slack.user("U2").dm, "A-001 done")
    assert "Not started" in card.words
    assert [record.status for record in await office.records()] == ["Complete"]
    assert "Complete" in office.slack.user("U2").dm.cards[-1].words


async def test_replays_and_retries_log_once(office: Office, ict: Chat) -> None:
    await office.log(ict)
    await office.slack.replay()
    await ict.say(f"<@{BOT}> action Renew the licence <@U2> by Friday")
    await office.slack.replay()
    said = ict.last.message
    mention = {**said, "type": "app_mention", "channel": "C1", "team": "T1"}
    await office.slack.event(mention, event_id="Ev-other", retry=1)
    await office.settle()
    assert len(await office.records()) == 2


async def test_where_another_app_owns_action(slack: FakeSlack, sqlite_url: str) -> None:
    async with opened(slack, sqlite_url, CHIVVY_SLACK_PREFIX="nv-") as office:
        chat = slack.user("U1").in_("C1")
        await office.say(chat, "/nv-action Fix it by Friday")
        assert "“/nv-workstream create ICT”" in chat.whisper.text
        await office.say(chat, "/nv-workstream create ICT")
        card = await office.log(chat, "/nv-action Fix it <@U1> by Friday")
        assert "A-001 Fix it" in card.words


async def test_a_private_channel_that_we_are_not_in(office: Office, ict: Chat) -> None:
    office.slack.channel("C7", "reorganisation", "U1", private=True, bot=False)
    chat = office.slack.user("U1").in_("C7")
    await office.say(chat, "/action Draft the letter <@U2> by Friday")
    assert "/invite @Chivvy" in chat.whisper.text
    await office.say(chat, "/my")
    assert "/invite" not in chat.whisper.text

    await office.slack.user(BOT).join("C7", inviter="U1")
    await office.settle()
    card = await office.log(chat)
    assert "Fix the firewall rule" in card.words
