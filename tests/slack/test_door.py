"""Who may come in: Slack's signature, and bodies that Slack would send. Nothing else reaches the house."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from urllib.parse import urlencode

import pytest

from bot.slack.app import GRACE_S, Slack
from handlers.cards import Buttons, Card, button, say
from handlers.commands import Show
from handlers.forms.form import Field, Form
from handlers.reply import Reply
from handlers.turn import Pressed, Turn
from tests.fakes.slack import BOT, FakeSlack, Held
from tests.slack.conftest import House

pytestmark = pytest.mark.usefixtures("front")

FORM = "application/x-www-form-urlencoded"
COMMAND = urlencode(
    {
        "command": "/my",
        "text": "",
        "user_id": "U1",
        "user_name": "olu",
        "team_id": "T1",
        "channel_id": "C1",
        "channel_name": "ict",
        "trigger_id": "1.trigger",
        "response_url": "http://127.0.0.1:1/",
    }
)


async def test_a_good_signature_comes_in(slack: FakeSlack, house: House) -> None:
    assert (await slack.post_signed(COMMAND, content_type=FORM)).status == 200
    assert len(house.turns) == 1


@pytest.mark.parametrize("age", [301, 3_600, -301])
async def test_an_old_signature_is_refused(slack: FakeSlack, house: House, age: int) -> None:
    ack = await slack.post_signed(COMMAND, at=time.time() - age, content_type=FORM)
    assert ack.status == 401
    assert house.turns == []


async def test_a_signature_of_299_seconds_is_taken(slack: FakeSlack, house: House) -> None:
    assert (await slack.post_signed(COMMAND, at=time.time() - 298, content_type=FORM)).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Slack-Signature": "v0=" + "0" * 64},
        {"X-Slack-Signature": ""},
        {"X-Slack-Signature": "v0=é"},
        {"X-Slack-Request-Timestamp": "yesterday"},
        {"X-Slack-Request-Timestamp": "9" * 40},
        {"X-Slack-Request-Timestamp": "-1"},
    ],
)
async def test_a_bad_signature_is_refused(slack: FakeSlack, house: House, headers: dict[str, str]) -> None:
    ack = await slack.post_signed(COMMAND, content_type=FORM, headers=headers)
    assert ack.status == 401
    assert "signature" in ack.body["error"]
    assert house.turns == []


async def test_another_secret_is_refused(slack: FakeSlack, house: House) -> None:
    assert (await slack.post_signed(COMMAND, secret="guessed", content_type=FORM)).status == 401
    assert house.turns == []


async def test_a_replay_changes_nothing(slack: FakeSlack, house: House) -> None:
    house.answering = lambda turn: Reply(whisper=say("Logged"))
    assert (await slack.post_signed(COMMAND, content_type=FORM)).body["text"] == "Logged"
    again = await slack.replay()
    assert (again.status, again.body) == (200, "")
    assert len(house.turns) == 1


async def test_a_retried_event_is_one_turn(slack: FakeSlack, house: House) -> None:
    house.answering = lambda turn: Reply(whisper=say("Once"))
    event = {"type": "message", "channel_type": "im", "channel": "D1", "user": "U1", "text": "my", "ts": "1.000001"}
    await slack.event(event, event_id="Ev1")
    await slack.event(event, event_id="Ev1", retry=1)
    await slack.event({**event, "type": "app_mention"}, event_id="Ev2")
    assert len(house.turns) == 1


@pytest.mark.parametrize(
    "body",
    [
        "{not json",
        "[1, 2]",
        '"a string"',
        "null",
        "{" * 100_000,
        b"\xff\xfe\x00",
        "{}",
        '{"type": "event_callback"}',
        '{"type": "event_callback", "event": null}',
        '{"type": "event_callback", "event": "text"}',
        '{"type": "event_callback", "event": {"type": "app_mention", "user": "U1"}}',
        '{"type": "event_callback", "event_id": "E", "event": {"type": "message", "channel_type": "im", "user": "U1"}}',
        '{"type": "block_actions"}',
        '{"type": "block_actions", "actions": []}',
        '{"type": "block_actions", "actions": [{"action_id": "x"}], "user": {"id": "U1"}}',
        '{"type": "view_submission", "view": {"callback_id": "form", "private_metadata": "x"}, "user": {"id": "U1"}}',
        '{"type": "view_submission", "view": null}',
        '{"type": "message_action", "callback_id": "log_unicorn", "user": {"id": "U1"}}',
        '{"type": "message_action"}',
        '{"type": "unheard_of"}',
        '{"command": "/my"}',
    ],
)
async def test_a_malformed_body_gets_a_clear_answer(slack: FakeSlack, house: House, body: str | bytes) -> None:
    ack = await slack.post_signed(body)
    assert 400 <= ack.status < 500, ack
    assert "error" in ack.body
    assert house.turns == []


async def test_a_malformed_payload_gets_a_clear_answer(slack: FakeSlack, house: House) -> None:
    for payload in ("{", "[]", "null", '{"type":"block_actions","actions":null}'):
        ack = await slack.post_signed(urlencode({"payload": payload}), content_type=FORM)
        assert 400 <= ack.status < 500, (payload, ack)
    assert house.turns == []


async def test_slack_checks_the_address(slack: FakeSlack) -> None:
    ack = await slack.post_signed(json.dumps({"type": "url_verification", "challenge": "abc", "token": "t"}))
    assert ack.body == {"challenge": "abc"}


async def test_a_house_on_fire_says_that_nothing_was_changed(slack: FakeSlack, house: House) -> None:
    def fails(turn: Turn) -> Reply:
        raise OSError("database or disk is full")

    house.answering = fails
    chat = slack.user("U1").in_("C1")
    await chat.say("/action Fix it by Friday")
    assert "Nothing was changed" in chat.whisper.text

    await chat.say(f"<@{BOT}> action Fix it by Friday")
    await slack.until(lambda: len(chat.whispers) == 2)
    assert "Nothing was changed" in chat.whisper.text


def failing(times: int) -> Callable[[Turn], Reply]:
    """A house that cannot take so many turns, and then says “Done.”"""
    failures = iter(range(times))

    def answer(turn: Turn) -> Reply:
        if next(failures, None) is not None:
            raise OSError("database or disk is full")
        return Reply(whisper=say("Done."))

    return answer


async def test_an_event_that_was_not_taken_is_sent_again_by_slack(slack: FakeSlack, house: House, front: Slack) -> None:
    chat = slack.user("U1").in_("C1")
    house.answering = failing(1)
    await chat.say(f"<@{BOT}> action Fix it by Friday")
    await front.settle()
    assert [ack.status for ack in slack.acks] == [500, 200]
    assert [each.text for each in chat.whispers] == ["Done."]

    house.answering = failing(3)
    await slack.user("U2").join("C1")
    assert [ack.status for ack in slack.acks[2:]] == [500, 500, 500, 200]
    assert len(house.known) == 2


async def test_an_event_that_is_never_taken_is_said_once(slack: FakeSlack, house: House, front: Slack) -> None:
    chat = slack.user("U1").in_("C1")
    house.answering = failing(4)
    await chat.say(f"<@{BOT}> action Fix it by Friday")
    await front.settle()
    assert len(slack.acks) == 4
    assert len(chat.whispers) == 1
    assert "Nothing was changed" in chat.whisper.text


async def test_an_event_is_acknowledged_when_it_was_taken(slack: FakeSlack, house: House) -> None:
    taken: list[float] = []

    async def slowly(turn: Turn) -> Reply:
        await asyncio.sleep(4 * GRACE_S)
        taken.append(len(slack.acks))
        return Reply()

    house.answering = slowly
    await slack.user("U1").in_("C1").say(f"<@{BOT}> action Fix it by Friday")
    assert taken == [0]


async def test_a_house_on_fire_does_not_tell_who_asked_for_nothing(
    slack: FakeSlack, house: House, front: Slack
) -> None:
    def fails(turn: Turn) -> Reply:
        raise OSError("database or disk is full")

    house.answering = fails
    await slack.user("U2").join("C1")
    await slack.user("U2").open_home()
    await front.settle()
    assert slack.dms("U2") == []
    assert slack.user("U2").in_("C1").whispers == []
    assert "Nothing was changed" in slack.user("U2").home.words


async def test_what_fails_after_the_deed_does_not_deny_it(slack: FakeSlack, house: House, front: Slack) -> None:
    def fails_to_refresh(turn: Turn) -> Reply:
        if len(house.turns) == 1:
            return Reply(home=Card("Yours", (Buttons((button("Done", Show("A-001")),)),)))
        if isinstance(turn.deed, Pressed):
            return Reply(whisper=say("Done."))
        raise OSError("database or disk is full")

    house.answering = fails_to_refresh
    sam = slack.user("U2")
    await sam.open_home()
    await front.settle()
    await sam.home.press("Done")
    await front.settle()
    assert [seen.text for seen in sam.dm.cards] == ["Done."]


async def test_a_house_on_fire_keeps_the_dialog_and_its_words(slack: FakeSlack, house: House) -> None:
    def fails(turn: Turn) -> Reply:
        if len(house.turns) == 1:
            return Reply(form=Form("Log an action", "t", (Field("title", "What", "line", required=True),)))
        if len(house.turns) == 2:
            raise OSError("database or disk is full")
        return Reply(whisper=say("Logged"))

    house.answering = fails
    chat = slack.user("U1").in_("C1")
    await chat.say("/action")
    await slack.until(lambda: chat.has_modal)
    modal = await chat.modal.fill(title="Fix it").submit()
    assert "Nothing was changed" in modal.errors["title"]
    await modal.submit()
    assert not chat.has_modal
    assert modal.errors == {}


async def test_a_form_that_comes_too_late_is_said(slack: FakeSlack, house: House, front: Slack) -> None:
    house.answering = lambda turn: Reply(form=Form("Log an action", "t", (Field("title", "What", "line"),)))
    slack.workspace.use_trigger(slack.workspace.trigger("U1"))
    now = slack.workspace.now
    held = Held()
    slack.fail("views.open", held)
    chat = slack.user("U1").in_("C1")
    await chat.say("/action")
    slack.workspace.now = lambda: now() + 3.5
    held.release.set()
    await slack.until(lambda: chat.whispers)
    assert "gave up waiting" in chat.whisper.text
    assert not chat.has_modal
