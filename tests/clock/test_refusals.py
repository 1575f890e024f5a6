"""Every way in which Slack and Teams refuse, over HTTP: a state that says so in words, and a person who is told of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.shelf import Shelf
from bot.slack.app import Slack
from bot.slack.settings import SlackSettings
from bot.teams.connector import Connector as Client
from bot.teams.platform import TeamsPlatform
from bot.teams.settings import TeamsSettings
from handlers.cards import say, to_plain
from handlers.reply import Reply
from handlers.turn import Turn
from storage.outbox import Notice
from tests.clock.house import House
from tests.fakes.connector import BOT, TENANT, Connector, Fault
from tests.fakes.slack import Barred, FakeSlack
from tests.fakes.teams import Teams


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as workspace:
        for person, name in (("UP001", "Meera Patel"), ("UP002", "Gareth Hughes"), ("UP003", "Lena Okafor")):
            workspace.person(person, name)
        workspace.channel("C1", "hr", "UP001", "UP002", "UP003")
        yield workspace


@pytest.fixture
async def on_slack(house: House, slack: FakeSlack) -> AsyncIterator[House]:
    """The house before a Slack over HTTP."""

    async def take(turn: Turn) -> Reply:
        return Reply()

    front = Slack(SlackSettings(slack.bot_token, slack.signing_secret, "", slack.api_url, ""), take)
    await front.start()
    house.delivery = house.deliverer("first", slack=front.platform)
    yield house
    await front.stop()


async def owe(house: House, *, person: str | None = None) -> None:
    place = None if person else house.channel
    async with house.database.transaction(house.clock.now()) as register:
        notice = Notice("said:1", "said", register.now, person, place, payload=to_plain(say("The works begin.")))
        await register.outbox.owe(notice)


IN_CHANNEL = {
    "channel_not_found": "that channel is not there",
    "is_archived": "the channel is archived",
    "not_in_channel": "I'm not in that channel",
    "restricted_action": "a workspace rule keeps me from posting there",
    "msg_too_long": "the message is too long for Slack",
    "msg_blocks_too_long": "the message is too long for Slack",
    "invalid_blocks": "Slack does not accept how I built the message",
    "something_new": "Slack refused (something_new)",
}


@pytest.mark.parametrize(("error", "words"), IN_CHANNEL.items())
async def test_a_channel_that_refuses_and_the_lead_who_hears_of_it(
    on_slack: House, slack: FakeSlack, error: str, words: str
) -> None:
    faults = [Barred(error)] * (2 if error == "not_in_channel" else 1)
    slack.fail("chat.postMessage", *faults)
    await owe(on_slack)
    await on_slack.delivery.drain()
    notice = (await on_slack.notices())["said:1"]
    assert notice.state == "failed"
    assert words in notice.outcome
    [told] = slack.dms("UP003")
    assert f"I could not post a message in the channel hr: {words}" in str(told["text"])


TO_A_PERSON = {
    "account_inactive": ("chat.postMessage", "their Slack account is deactivated"),
    "user_disabled": ("conversations.open", "their Slack account is deactivated"),
    "user_not_found": ("conversations.open", "Slack no longer knows them"),
    "messages_tab_disabled": ("chat.postMessage", "direct messages to me are switched off"),
}


@pytest.mark.parametrize("error", TO_A_PERSON)
async def test_a_person_who_is_not_reached_and_the_lead_who_hears_of_it(
    on_slack: House, slack: FakeSlack, error: str
) -> None:
    method, words = TO_A_PERSON[error]
    slack.fail(method, Barred(error))
    await owe(on_slack, person="P001")
    await on_slack.delivery.drain()
    notice = (await on_slack.notices())["said:1"]
    assert notice.state == "failed"
    assert words in notice.outcome
    [told] = slack.dms("UP003")
    assert f"I could not reach Meera Patel: {words}" in str(told["text"])


@pytest.mark.parametrize("error", ["invalid_auth", "token_revoked", "not_authed", "missing_scope"])
async def test_an_app_that_is_barred_fails_nothing_and_goes_on_when_it_is_mended(
    on_slack: House, slack: FakeSlack, error: str
) -> None:
    slack.fail("chat.postMessage", Barred(error))
    slack.fail("auth.test", *[Barred(error)] * 3)
    await owe(on_slack)
    await on_slack.delivery.drain(timedelta())
    notice = (await on_slack.notices())["said:1"]
    assert (notice.state, notice.attempts) == ("due", 0)
    async with on_slack.database.reading(on_slack.clock.now()) as register:
        assert error in (await register.reaches.all())["slack"].why
    await on_slack.delivery.drain(timedelta(minutes=5))
    assert [message["text"] for message in slack.messages("C1")] == ["The works begin."]


@pytest.fixture
async def connector() -> AsyncIterator[Connector]:
    made = Connector()
    async with made.running():
        yield made


@pytest.fixture
async def on_teams(house: House, connector: Connector) -> AsyncIterator[House]:
    """The house before Teams as well: Meera and a second channel of HR are there."""
    client, tenant = Client(None), Teams(connector, "", settle=None)  # type: ignore[arg-type]
    meera = tenant.user("Meera Patel")
    data = {"service_url": connector.url, "bot_id": BOT["id"], "tenant_id": TENANT}
    async with house.database.transaction(house.clock.now() + timedelta(hours=1)) as register:
        known = {**data, "user_id": meera.account.id}
        await register.people.identify("P001", "teams", meera.account.entra, address=known, seen=True)
        channel = tenant.channel("HR", meera)
        place = await register.places.meet(
            "teams", channel.id, "channel", name="HR", address={**data, "conversation_id": channel.id}
        )
        await register.places.bind(place.id, "WS01", house.clock.now() + timedelta(days=7))
        house.channel = place.id
    teams = TeamsPlatform(TeamsSettings(allow_anonymous=True), client, Shelf(house.database, house.clock))
    house.delivery = house.deliverer("first", slack=house.slack, teams=teams)  # type: ignore[arg-type]
    yield house
    await tenant.close()
    await client.close()


TEAMS = [
    (403, "MessageWritesBlocked", "they have blocked or removed Chivvy in Teams"),
    (403, "BotNotInConversationRoster", "Chivvy is not a member of that channel or chat in Teams"),
    (404, "ConversationNotFound", "that channel or chat is no longer in Teams"),
    (403, "BotDisabledByAdmin", "an administrator has switched Chivvy off in Teams"),
    (413, "MessageSizeTooBig", "the message is too long for Teams"),
    (400, "BadSyntax", "Teams refused the message (BadSyntax)"),
]


@pytest.mark.parametrize(("status", "code", "words"), TEAMS)
async def test_teams_refuses_and_the_lead_hears_of_it(
    on_teams: House, connector: Connector, status: int, code: str, words: str
) -> None:
    connector.faults.append(Fault(status, code))
    await owe(on_teams)
    await on_teams.delivery.drain()
    notice = (await on_teams.notices())["said:1"]
    assert (notice.state, notice.outcome) == ("failed", words)
    [told] = on_teams.slack.to("dm-UP003")
    assert words in told.text


async def test_blocked_in_teams_the_other_account_is_written_to(on_teams: House, connector: Connector) -> None:
    connector.people["Meera Patel"].reachable = False
    await owe(on_teams, person="P001")
    await on_teams.delivery.drain()
    assert [each.text for each in on_teams.slack.to("dm-UP001")] == ["The works begin."]


async def test_a_reply_that_teams_lost_is_repeated_and_says_so(on_teams: House, connector: Connector) -> None:
    connector.faults.append(Fault(lost=True))
    await owe(on_teams)
    await on_teams.delivery.drain(timedelta(minutes=5))
    first, second = (str(message) for message in connector.conversations["19:hr@thread.tacv2"].messages)
    assert "Sent again" not in first
    assert "Sent again" in second


async def test_a_sign_in_that_teams_does_not_accept_fails_nothing(on_teams: House, connector: Connector) -> None:
    connector.faults.append(Fault(401))
    await owe(on_teams)
    await on_teams.delivery.drain(timedelta(minutes=5))
    notice = (await on_teams.notices())["said:1"]
    assert (notice.state, notice.attempts) == ("sent", 1)
