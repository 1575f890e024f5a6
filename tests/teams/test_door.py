"""Who is let in at /api/messages, and what is turned away. Nothing that is sent there may be answered with
a 500."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from aiohttp import web
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.shelf import Shelf
from bot.teams.app import Teams as Front
from bot.teams.auth import Guard, Passport, warm_up
from bot.teams.settings import TeamsHalfConfigured, TeamsSettings, TeamsTypeUnknown, TeamsUnguarded, check
from tests.fakes.connector import BOT, TENANT, Connector
from tests.fakes.openid import OpenId
from tests.fakes.teams import Chat, Teams
from tests.teams.conftest import House, driven, served

APP_ID = BOT["id"].removeprefix("28:")
OURS = "the bot's own token"


@dataclass
class Guarded:
    """Teams' front with an app id, and a chat of Olu's in front of it."""

    front: Front
    teams: Teams
    openid: OpenId
    chat: Chat

    def token(self, **claims: object) -> str:
        given = {"audience": APP_ID, "service_url": self.chat.teams.connector.url + "/", **claims}
        return self.openid.token(**given)  # type: ignore[arg-type]

    async def send(self, authorization: str | None, **more: object) -> int:
        headers = {} if authorization is None else {"Authorization": authorization}
        activity = {**self.chat.activity("message", text="hello"), **more}
        return (await self.teams.post(activity, headers))[0]


@pytest.fixture
async def guarded(house: House, shelf: Shelf) -> AsyncIterator[Guarded]:
    connector, openid = Connector(token=OURS), OpenId()
    async with connector.running(), openid.running():
        settings_ = TeamsSettings(APP_ID, "secret", "SingleTenant", TENANT, open_id_url=f"{openid.url}/openid")

        async def token() -> str:
            return OURS

        front = Front(settings_, house.take, shelf, token)
        await front.start()
        application = web.Application()
        front.add_routes(application)
        async with served(application) as address, driven(connector, address, front.settle) as teams:
            yield Guarded(front, teams, openid, teams.user("Olu Adeyemi").in_dm())
        await front.stop()


async def test_a_token_of_the_bot_framework_lets_in(guarded: Guarded, house: House) -> None:
    assert await guarded.send(f"Bearer {guarded.token()}") == 200
    assert house.last.speaker.email == "olu.adeyemi@council.gov.uk"  # asked for with the bot's own token


async def test_people_of_another_organisation_are_outsiders(guarded: Guarded, house: House) -> None:
    assert await guarded.send(f"Bearer {guarded.token()}") == 200
    assert not house.last.speaker.outsider
    other = guarded.teams.user("Kim Other", tenant="cccccccc-0000-0000-0000-000000000009").in_channel("ICT")
    activity = other.activity("message", text="hello")
    assert (await guarded.teams.post(activity, {"Authorization": f"Bearer {guarded.token()}"}))[0] == 200
    assert house.last.speaker.outsider


async def test_everything_else_is_turned_away(guarded: Guarded, house: House) -> None:
    forged = OpenId()
    tokens = {
        "no token": None,
        "empty": "",
        "not a token": "Bearer x.y.z",
        "only a word": "Bearer",
        "another scheme": f"Basic {guarded.token()}",
        "three words": f"Bearer {guarded.token()} x",
        "for another bot": f"Bearer {guarded.token(audience='11111111-0000-0000-0000-000000000000')}",
        "of another issuer": f"Bearer {guarded.token(iss='https://evil.example')}",
        "of another service": f"Bearer {guarded.token(service_url='https://evil.example/')}",
        "out of date": f"Bearer {guarded.token(exp=time.time() - 3600)}",
        "signed by somebody else": f"Bearer {forged.token(APP_ID, guarded.chat.teams.connector.url + '/')}",
        "without signature": f"Bearer {guarded.token().rsplit('.', 1)[0]}.",
    }
    for name, authorization in tokens.items():
        assert await guarded.send(authorization) == 401, name
    assert house.turns == []


async def test_another_channel_of_the_same_bot_is_not_teams(guarded: Guarded, house: House) -> None:
    """In Web Chat and Direct Line everybody says who they are."""
    token = guarded.token()
    assert await guarded.send(f"Bearer {token}", channelId="directline") in (401, 403)
    assert await guarded.send(f"Bearer {token}", channelId="webchat") in (401, 403)
    assert house.turns == []


async def test_a_new_signing_key_is_fetched(guarded: Guarded) -> None:
    """The SDK alone would refuse everybody for a day."""
    assert await guarded.send(f"Bearer {guarded.token()}") == 200
    guarded.openid.rotate()
    assert await guarded.send(f"Bearer {guarded.token()}") == 200
    fetched = guarded.openid.fetched
    stranger = OpenId()
    for _ in range(3):
        stranger.rotate()
        assert await guarded.send(f"Bearer {stranger.token(APP_ID, guarded.chat.teams.connector.url + '/')}") == 401
    assert guarded.openid.fetched == fetched  # forged tokens do not make us fetch again and again


async def test_without_the_keys_nobody_is_let_in_and_teams_is_told_to_come_back(guarded: Guarded, house: House) -> None:
    guarded.openid.up = False
    assert await guarded.send(f"Bearer {guarded.token()}") == 503
    assert house.turns == []
    guarded.openid.up = True
    assert await guarded.send(f"Bearer {guarded.token()}") == 200


async def test_warming_up_without_a_network_is_no_reason_to_stop(caplog: pytest.LogCaptureFixture) -> None:
    broken = TeamsSettings(APP_ID, "secret", "SingleTenant", TENANT, open_id_url="http://127.0.0.1:9/openid")
    passport = Passport(broken)
    passport._factory = None  # it would ask Microsoft
    await warm_up(Guard(broken), passport)
    assert "signing keys" in caplog.text
    assert "token" in caplog.text


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        ("application/json", b"{", 400),
        ("application/json", b"", 400),
        ("application/json", b"[]", 400),
        ("application/json", b"\xff\xfe", 400),
        ("application/json", b"[" * 100_000, 400),
        ("application/json", b'{"type": "message"}', 400),
        (
            "application/json",
            b'{"type":"message","serviceUrl":"x","channelId":"msteams","from":1,"conversation":{}}',
            400,
        ),
        ("text/plain", b"{}", 415),
        ("application/x-www-form-urlencoded", b"a=b", 415),
    ],
)
async def test_bad_requests(teams: Teams, content_type: str, body: bytes, status: int) -> None:
    async with teams.session.post(teams.bot, data=body, headers={"Content-Type": content_type}) as response:
        assert response.status == status
        assert (await response.json())["error"]["message"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "localhost:3978"}, 200),
        ({"Host": "[::1]:3978"}, 200),
        ({"Origin": "http://127.0.0.1:56150"}, 200),
        ({"Host": "evil.example"}, 403),
        ({"Host": "127.0.0.1.evil.example:3978"}, 403),
        ({"Host": "10.0.0.5:3978"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
    ],
)
async def test_without_an_app_id_a_foreign_page_cannot_speak_through_a_browser_here(
    teams: Teams, house: House, headers: dict[str, str], status: int
) -> None:
    activity = teams.user("Olu Adeyemi").in_dm().activity("message", text="hello")
    assert (await teams.post(activity, headers))[0] == status
    await teams.settle()
    assert len(house.turns) == (status == 200)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=8,
)
PLACES = st.sampled_from(
    [
        "text",
        "value",
        "entities",
        "channelData",
        "from",
        "recipient",
        "conversation",
        "membersAdded",
        "name",
        "id",
        "replyToId",
    ]
)
NAMES = st.sampled_from(
    ["adaptiveCard/action", "task/fetch", "task/submit", "composeExtension/query", "composeExtension/fetchTask"]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(["message", "invoke", "conversationUpdate", "installationUpdate"]),
    name=NAMES,
    put=st.dictionaries(PLACES, JSON, max_size=4),
)
async def test_no_shape_makes_a_500(
    teams: Teams, caplog: pytest.LogCaptureFixture, kind: str, name: str, put: dict[str, object]
) -> None:
    activity = teams.user("Olu Adeyemi").in_channel("ICT").activity(kind, name=name)
    status, _ = await teams.post({**activity, **put})
    await teams.settle()
    assert status in (200, 400, 501)
    assert [each.getMessage() for each in caplog.records if each.levelname == "ERROR"] == []


def test_anonymous_access_is_for_this_machine_only() -> None:
    anonymous = TeamsSettings(allow_anonymous=True)
    for host in ("127.0.0.1", "localhost", "::1"):
        check(anonymous, host)
    for host in ("0.0.0.0", "", "10.0.0.5", "chivvy.council.gov.uk"):
        with pytest.raises(TeamsUnguarded, match="TEAMS_ALLOW_ANONYMOUS"):
            check(anonymous, host)


def test_settings() -> None:
    check(TeamsSettings(), "0.0.0.0")
    assert not TeamsSettings().enabled
    check(TeamsSettings(APP_ID, "secret", "SingleTenant", TENANT), "0.0.0.0")
    check(TeamsSettings(APP_ID, app_type="UserAssignedMSI", tenant_id=TENANT), "0.0.0.0")
    assert not TeamsSettings(APP_ID, allow_anonymous=True).anonymous
    with pytest.raises(TeamsHalfConfigured, match="MicrosoftAppPassword"):
        check(TeamsSettings(APP_ID, tenant_id=TENANT), "0.0.0.0")
    with pytest.raises(TeamsHalfConfigured, match="MicrosoftAppTenantId"):
        check(TeamsSettings(APP_ID, "secret"), "0.0.0.0")
    with pytest.raises(TeamsTypeUnknown, match="Both"):
        check(TeamsSettings(APP_ID, "secret", "Both", TENANT), "0.0.0.0")
    assert "secret" not in repr(TeamsSettings(APP_ID, "secret"))
