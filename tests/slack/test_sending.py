"""Sending: proof of what was posted, and each way in which it can go wrong."""

from __future__ import annotations

import socket

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.platform import Address, Away, LookupImpossible, MaybeSent, NotSent, Platform, Sent, TryLater
from bot.slack.app import Slack
from bot.slack.directory import Directory
from bot.slack.platform import SlackPlatform
from handlers.cards import say
from handlers.turn import Where
from tests.fakes.slack import BOT, Barred, Broken, FakeSlack, LostReply, RateLimited

HERE = Address("slack", "C1", "T1")
SAM = Address("slack", "U2", "T1", person=True)


@pytest.fixture
def platform(front: Slack) -> SlackPlatform:
    return front.platform


async def test_posted_with_its_key(slack: FakeSlack, platform: Platform) -> None:
    sent = await platform.say(HERE, say("A-001 is overdue"), "escalate:A-001:1")
    (message,) = slack.messages("C1")
    assert sent == Sent("C1", message["ts"])
    assert message["metadata"] == {"event_type": "chivvy_notice", "event_payload": {"key": "escalate:A-001:1"}}
    assert slack.called("chat.postMessage")[0].args["unfurl_links"] is False


async def test_a_person_is_written_to_in_their_dm(slack: FakeSlack, platform: Platform) -> None:
    sent = await platform.say(SAM, say("Due today"), "k")
    assert sent.external_id == slack.user("U2").dm.channel.id
    assert slack.dms("U2")[0]["text"] == "Due today"


async def test_in_a_thread(slack: FakeSlack, platform: Platform) -> None:
    first = await platform.say(HERE, say("one"), "k1")
    await platform.say(Address("slack", "C1", thread=first.message), say("two"), "k2")
    assert slack.messages("C1")[1]["thread_ts"] == first.message


async def test_a_redrawn_message_is_the_same_message(slack: FakeSlack, platform: Platform) -> None:
    sent = await platform.say(HERE, say("Not started"), "k")
    await platform.update(HERE, sent.message, say("Complete"))
    (message,) = slack.messages("C1")
    assert (message["ts"], message["text"]) == (sent.message, "Complete")
    assert message["metadata"]["event_payload"] == {"key": "k"}, "an update keeps the key"


async def test_busy_is_tried_later(slack: FakeSlack, platform: Platform) -> None:
    slack.fail("chat.postMessage", RateLimited(7))
    with pytest.raises(TryLater) as later:
        await platform.say(HERE, say("x"), "k")
    assert later.value.seconds == 7
    assert len(slack.called("chat.postMessage")) == 1, "nothing is repeated on its own"


@pytest.mark.parametrize(
    "fault", [LostReply(), Broken(503), Broken(500), Barred("internal_error"), Barred("fatal_error")]
)
async def test_an_unknown_outcome_is_neither_repeated_nor_dropped(
    slack: FakeSlack, platform: Platform, fault: LostReply | Broken | Barred
) -> None:
    slack.fail("chat.postMessage", fault)
    with pytest.raises(MaybeSent):
        await platform.say(HERE, say("x"), "k")
    assert len(slack.called("chat.postMessage")) == 1
    found = await platform.find(HERE, "k")
    assert (found is not None) == isinstance(fault, LostReply)
    assert len(slack.messages("C1")) == int(isinstance(fault, LostReply))


async def test_what_never_reached_slack_is_tried_later(slack: FakeSlack) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        client = AsyncWebClient(
            "xoxb-x", base_url=f"http://127.0.0.1:{nobody.getsockname()[1]}/api/", retry_handlers=[]
        )
        client.session = aiohttp.ClientSession()
        with pytest.raises(TryLater):
            await SlackPlatform(client, Directory(client)).say(HERE, say("x"), "k")
        await client.session.close()


@pytest.mark.parametrize(
    ("error", "gone"),
    [("is_archived", True), ("channel_not_found", False), ("restricted_action", False), ("some_new_error", False)],
)
async def test_a_refusal_says_why(slack: FakeSlack, platform: Platform, error: str, gone: bool) -> None:
    slack.fail("chat.postMessage", Barred(error))
    with pytest.raises(NotSent) as refused:
        await platform.say(HERE, say("x"), "k")
    assert refused.value.gone == gone
    assert refused.value.reason
    assert not refused.value.reason.endswith(".")  # it goes on: “I could not reach Sam: …”


async def test_archived_channel(slack: FakeSlack, platform: Platform) -> None:
    slack.workspace.channels["C1"].archived = True
    with pytest.raises(NotSent, match="archived") as refused:
        await platform.say(HERE, say("x"), "k")
    assert refused.value.gone


async def test_deactivated_person(slack: FakeSlack, platform: Platform) -> None:
    slack.workspace.people["U2"].deleted = True
    with pytest.raises(NotSent, match="deactivated") as refused:
        await platform.say(SAM, say("x"), "k")
    assert refused.value.gone


async def test_a_barred_app_loses_nothing(slack: FakeSlack, platform: Platform) -> None:
    slack.fail("chat.postMessage", Barred("invalid_auth"))
    with pytest.raises(Away, match="Slack does not accept the app any more"):
        await platform.say(HERE, say("x"), "k")
    slack.fail("auth.test", Barred("token_revoked"))
    with pytest.raises(Away):
        await platform.ping()
    await platform.ping()


async def test_whose_account_is_inactive_slack_is_asked(slack: FakeSlack, platform: Platform) -> None:
    slack.fail("chat.postMessage", Barred("account_inactive"))
    with pytest.raises(NotSent, match="deactivated") as refused:
        await platform.say(SAM, say("x"), "k")
    assert refused.value.gone
    slack.fail("chat.postMessage", Barred("account_inactive"))
    slack.fail("auth.test", Barred("account_inactive"))
    with pytest.raises(Away):
        await platform.say(SAM, say("x"), "k")


async def test_a_thread_that_was_deleted_is_left_for_the_channel(slack: FakeSlack, platform: Platform) -> None:
    slack.fail("chat.postMessage", Barred("thread_not_found"))
    await platform.say(Address("slack", "C1", thread="1.0"), say("below"), "k")
    assert "thread_ts" not in slack.messages("C1")[0]


async def test_a_public_channel_is_joined(slack: FakeSlack, platform: Platform) -> None:
    slack.channel("C2", "finance", "U1", bot=False)
    await platform.say(Address("slack", "C2"), say("x"), "k")
    assert BOT in slack.workspace.channels["C2"].members
    assert len(slack.messages("C2")) == 1


async def test_a_private_channel_is_not(slack: FakeSlack, platform: Platform) -> None:
    slack.channel("C3", "secret", "U1", private=True, bot=False)
    with pytest.raises(NotSent, match="/invite"):
        await platform.say(Address("slack", "C3"), say("x"), "k")


async def test_a_dm_between_two_people_is_answered_in_ones_own(slack: FakeSlack, platform: Platform) -> None:
    sent = await platform.say(Address("slack", "D999", data={"user": "U2"}), say("Logged"), "k")
    assert sent.external_id == slack.user("U2").dm.channel.id


async def test_found_in_a_dm_in_a_thread_and_far_back(slack: FakeSlack, platform: Platform) -> None:
    dm = await platform.say(SAM, say("x"), "in the dm")
    assert await platform.find(SAM, "in the dm") == dm
    assert await platform.find(SAM, "another") is None
    top = await platform.say(HERE, say("x"), "top")
    for number in range(120):
        await platform.say(HERE, say("x"), f"k{number}")
    below = await platform.say(Address("slack", "C1", thread=top.message), say("x"), "below")
    assert await platform.find(HERE, "top") == top
    assert await platform.find(Address("slack", "C1", thread=top.message), "below") == below


async def test_where_slack_does_not_let_us_look(slack: FakeSlack, platform: Platform) -> None:
    slack.workspace.channels["C1"].members.discard(BOT)
    with pytest.raises(LookupImpossible):
        await platform.find(HERE, "k")
    slack.fail("conversations.history", RateLimited(3), Broken())
    for _ in range(2):
        with pytest.raises(TryLater):
            await platform.find(HERE, "k")


async def test_members(slack: FakeSlack, platform: Platform) -> None:
    for number in range(230):
        slack.person(f"UX{number}", f"Person {number}")
    slack.channel("C4", "everybody", *slack.workspace.people)
    faces = await platform.members(Where("slack", "C4", "channel"))
    assert len(faces) == 234
    assert {face.user_id for face in faces if face.outsider} == {"U3"}
    assert {face.user_id for face in faces if face.is_bot} == {BOT}


async def test_members_when_slack_does_not_tell(slack: FakeSlack, platform: Platform) -> None:
    slack.fail("conversations.members", Barred("missing_scope"))
    assert await platform.members(Where("slack", "C1", "channel")) == ()


async def test_a_pause_that_slack_asks_for_is_kept_while_nobody_waits(slack: FakeSlack, front: Slack) -> None:
    slack.fail("users.info", RateLimited(1))
    (sam,) = await front.directory.faces(("U2",), patience=30)
    assert sam.name == "Sam Patel"
    slack.fail("users.info", RateLimited(30))
    nobody = await front.directory.face("U1", "olu")
    assert (nobody.name, nobody.email) == ("olu", "")
