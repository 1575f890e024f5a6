"""Uploading: where a document goes, each way in which it can go wrong, and that it is there once whatever Slack does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.platform import Address, Away, LookupImpossible, MaybeSent, NotSent, Sent, TryLater
from bot.slack.directory import Directory
from bot.slack.platform import SlackPlatform
from bot.slack.uploading import tag
from handlers.cards import Card, Para, Small
from reports.paper import File
from tests.fakes.slack import BOT, Barred, Broken, FakeSlack, Fault, LostReply, RateLimited

HERE = Address("slack", "C1", "T1")
SAM = Address("slack", "U2", "T1", person=True)
CARD = Card("Chronology of CMP-0001", (Para(("Chronology of CMP-0001",)), Small(("OFFICIAL <!channel>",))))
PDF = File("CMP-0001 chronology.pdf", "Chronology of CMP-0001", b"%PDF- what happened")


@pytest.fixture
async def client(slack: FakeSlack) -> AsyncIterator[AsyncWebClient]:
    made = AsyncWebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
    made.session = aiohttp.ClientSession()
    yield made
    await made.session.close()


@pytest.fixture
def platform(client: AsyncWebClient) -> SlackPlatform:
    """It looks twice whether a file is shown, and waits for nothing in between."""
    return SlackPlatform(client, Directory(client), looks=(0.0, 0.0))


async def doubted(platform: SlackPlatform) -> Address:
    """A document is sent and it is in doubt whether it is there: where to look for it, with what is known of the attempt."""
    with pytest.raises(MaybeSent) as doubt:
        await platform.upload(HERE, CARD, PDF, "k")
    return replace(HERE, data=doubt.value.trace)


async def test_shown_in_the_channel_with_its_words(slack: FakeSlack, platform: SlackPlatform) -> None:
    sent = await platform.upload(HERE, CARD, PDF, "document:1")
    (seen,) = slack.user("U1").in_("C1").seen
    assert sent == Sent("C1", seen.ts)
    assert seen.text == "Chronology of CMP-0001\nOFFICIAL &lt;!channel&gt;", "nobody's words become a call to everybody"
    assert (seen.file.title, seen.file.content) == (PDF.title, PDF.content)
    assert seen.file.name == f"CMP-0001 chronology {tag('document:1')}.pdf"
    assert "document" not in tag("document:1")


async def test_a_person_gets_it_in_their_dm(slack: FakeSlack, platform: SlackPlatform) -> None:
    sent = await platform.upload(SAM, CARD, PDF, "k")
    assert sent.external_id == slack.user("U2").dm.channel.id
    assert slack.user("U2").dm.last.file.content == PDF.content


async def test_in_a_thread_and_where_that_is_gone_in_the_channel(slack: FakeSlack, platform: SlackPlatform) -> None:
    first = await platform.say(HERE, CARD, "k1")
    below = Address("slack", "C1", thread=first.message)
    sent = await platform.upload(below, CARD, PDF, "k2")
    assert slack.messages("C1")[1]["thread_ts"] == first.message
    assert await platform.find(below, "k2") == sent
    await platform.upload(Address("slack", "C1", thread="1.0"), CARD, PDF, "k3")
    assert "thread_ts" not in slack.messages("C1")[2]


@pytest.mark.parametrize("error", ["not_in_channel", "no_permission"])
async def test_a_public_channel_is_joined(slack: FakeSlack, platform: SlackPlatform, error: str) -> None:
    slack.channel("C2", "finance", "U1", bot=False)
    if error == "no_permission":
        slack.fail("files.completeUploadExternal", Barred(error))
    await platform.upload(Address("slack", "C2"), CARD, PDF, "k")
    assert BOT in slack.workspace.channels["C2"].members
    assert len(slack.user("U1").in_("C2").with_files) == 1


async def test_a_private_channel_is_not(slack: FakeSlack, platform: SlackPlatform) -> None:
    slack.channel("C3", "secret", "U1", private=True, bot=False)
    with pytest.raises(NotSent, match="/invite") as refused:
        await platform.upload(Address("slack", "C3"), CARD, PDF, "k")
    assert not refused.value.gone


async def test_archived_and_deactivated_are_gone(slack: FakeSlack, platform: SlackPlatform) -> None:
    slack.workspace.channels["C1"].archived = True
    slack.workspace.people["U2"].deleted = True
    for where in (HERE, SAM):
        with pytest.raises(NotSent) as refused:
            await platform.upload(where, CARD, PDF, "k")
        assert refused.value.gone


async def test_a_dm_between_two_people_is_answered_in_ones_own(slack: FakeSlack, platform: SlackPlatform) -> None:
    sent = await platform.upload(Address("slack", "D999", data={"user": "U2"}), CARD, PDF, "k")
    assert sent.external_id == slack.user("U2").dm.channel.id


@pytest.mark.parametrize("step", ["files.getUploadURLExternal", "upload"])
@pytest.mark.parametrize("fault", [LostReply(), Broken(503), Broken(500), RateLimited(7)])
async def test_before_the_last_step_it_is_certainly_not_there(
    slack: FakeSlack, platform: SlackPlatform, step: str, fault: Fault
) -> None:
    slack.fail(step, Broken(500) if step == "upload" and isinstance(fault, LostReply) else fault)
    with pytest.raises(TryLater) as later:
        await platform.upload(HERE, CARD, PDF, "k")
    assert later.value.seconds == (7 if isinstance(fault, RateLimited) else 30)
    assert not slack.called("files.completeUploadExternal")
    assert await platform.find(HERE, "k") is None


@pytest.mark.parametrize(
    "fault", [LostReply(), Broken(503), Barred("internal_error"), Barred("already_complete"), Barred("brand_new_error")]
)
async def test_in_the_last_step_it_may_be_there_and_is_looked_for(
    slack: FakeSlack, platform: SlackPlatform, fault: Fault
) -> None:
    slack.fail("files.completeUploadExternal", fault)
    there = HERE
    if fault == Barred("brand_new_error"):
        with pytest.raises(NotSent, match="brand_new_error"):
            await platform.upload(HERE, CARD, PDF, "k")
    else:
        there = await doubted(platform)
    assert len(slack.called("files.completeUploadExternal")) == 1, "nothing is repeated on its own"
    found = await platform.find(there, "k")
    assert (found is not None) == isinstance(fault, LostReply)
    assert len(slack.messages("C1")) == int(isinstance(fault, LostReply))


async def test_another_process_finds_it_by_the_name_alone(
    slack: FakeSlack, platform: SlackPlatform, client: AsyncWebClient
) -> None:
    slack.fail("files.completeUploadExternal", LostReply())
    await doubted(platform)
    other = SlackPlatform(client, Directory(client))
    assert await other.find(HERE, "k") == Sent("C1", slack.messages("C1")[0]["ts"])
    assert await other.find(HERE, "another") is None


async def test_what_slack_shows_later_is_found(slack: FakeSlack, platform: SlackPlatform) -> None:
    slack.slow_files()
    there = await doubted(platform)
    slack.show_files()
    assert await platform.find(there, "k") == Sent("C1", slack.messages("C1")[0]["ts"])


async def test_what_slack_does_not_show_is_taken_back_before_it_is_sent_again(
    slack: FakeSlack, platform: SlackPlatform, client: AsyncWebClient
) -> None:
    slack.slow_files()
    there = await doubted(platform)
    other = SlackPlatform(client, Directory(client), looks=(0.0,))
    assert await other.find(there, "k") is None, "any process can: what is known of the attempt goes with the notice"
    await doubted(other)
    slack.show_files()  # both, had the first not been taken back
    assert len(slack.user("U1").in_("C1").with_files) == 1


async def test_a_lost_reply_of_what_was_not_done_is_sent_again(slack: FakeSlack, platform: SlackPlatform) -> None:
    slack.fail("files.completeUploadExternal", Broken(502))
    assert await platform.find(await doubted(platform), "k") is None
    await platform.upload(HERE, CARD, PDF, "k")
    assert len(slack.user("U1").in_("C1").with_files) == 1


@pytest.mark.parametrize(
    ("fault", "waits"), [(Broken(503), True), (RateLimited(9), True), (Barred("file_deleting_disabled"), False)]
)
async def test_taking_back_is_tried_as_long_as_it_can_be(
    slack: FakeSlack, platform: SlackPlatform, fault: Fault, waits: bool
) -> None:
    slack.slow_files()
    there = await doubted(platform)
    slack.fail("files.delete", fault)
    if waits:
        with pytest.raises(TryLater):
            await platform.find(there, "k")
    assert await platform.find(there, "k") is None


async def test_where_slack_does_not_let_us_look_its_word_must_do(slack: FakeSlack, platform: SlackPlatform) -> None:
    slack.fail("conversations.history", Barred("channel_not_found"))
    assert await platform.upload(HERE, CARD, PDF, "k") == Sent("C1", "")
    slack.fail("conversations.history", RateLimited(3))
    with pytest.raises(MaybeSent):
        await platform.upload(HERE, CARD, PDF, "k2")
    assert await platform.find(HERE, "k2") is not None


async def test_a_permission_that_is_missing_bars_files_alone(slack: FakeSlack, platform: SlackPlatform) -> None:
    slack.workspace.scopes.discard("files:write")
    with pytest.raises(NotSent, match="installs it again"):
        await platform.upload(HERE, CARD, PDF, "k")
    await platform.say(HERE, CARD, "k")
    slack.fail("files.getUploadURLExternal", Barred("token_revoked"))
    with pytest.raises(Away):
        await platform.upload(HERE, CARD, PDF, "k")


async def test_files_have_a_host_of_their_own_that_a_firewall_may_not_know(
    slack: FakeSlack, platform: SlackPlatform, unused_tcp_port: int
) -> None:
    slack.files_at(f"http://127.0.0.1:{unused_tcp_port}")
    with pytest.raises(NotSent, match=r"Slack’s files \(127\.0\.0\.1\) cannot be reached from where I run"):
        await platform.upload(HERE, CARD, PDF, "k")


async def test_an_address_that_was_used_takes_nothing_more(slack: FakeSlack, platform: SlackPlatform) -> None:
    await platform.upload(HERE, CARD, PDF, "k")
    (upload,) = slack.files.values()
    async with aiohttp.ClientSession() as session:
        for content in (PDF.content, b"shorter"):
            async with session.post(f"{slack.address}/upload/{upload.token}", data=content) as answer:
                assert answer.status == 400
    assert len(slack.refusals) == 2
    slack.refusals.clear()


async def test_where_it_cannot_be_looked_up(slack: FakeSlack, platform: SlackPlatform) -> None:
    slack.workspace.channels["C1"].members.discard(BOT)
    with pytest.raises(LookupImpossible):
        await platform.find(HERE, "k")


async def test_files_have_a_pace_of_their_own(platform: SlackPlatform) -> None:
    post, upload = platform.limits(HERE), platform.limits(HERE, uploading=True)
    assert post[0] == upload[0], "a file is a message of its channel too"
    assert upload[1].key == "slack upload"
    assert not upload[1].wide, "whoever waits for it holds up nobody else"
