"""Sending to Teams: once, to the right place, and every failure told as what it means."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.platform import Address, Away, LookupImpossible, MaybeSent, NotSent, TryLater
from bot.shelf import Shelf
from bot.teams.connector import Connector as Client
from bot.teams.platform import TeamsPlatform
from bot.teams.settings import TeamsSettings
from handlers.cards import Buttons, Card, Para, Who, button, say
from handlers.commands import Show
from handlers.turn import Where
from tests.fakes.connector import BOT, TENANT, Connector, Fault
from tests.fakes.teams import Chat, Teams, User

CARD = Card(
    "A-001 is late",
    (Para(("A-001 is late, ", Who("P1", "Sam Patel", user="29:sam"))), Buttons((button("Show", Show("A-001")),))),
)


@pytest.fixture
async def platform(connector: Connector, shelf: Shelf) -> AsyncIterator[TeamsPlatform]:
    client = Client(None)
    yield TeamsPlatform(TeamsSettings(allow_anonymous=True), client, shelf)
    await client.close()


@pytest.fixture
async def sam(connector: Connector) -> AsyncIterator[User]:
    teams = Teams(connector, "", settle=None)  # type: ignore[arg-type]
    yield teams.user("Sam Patel")
    await teams.close()


def channel(chat: Chat, thread: str | None = None) -> Address:
    data = {"service_url": chat.teams.connector.url, "bot_id": BOT["id"], "conversation_id": chat.place.id}
    return Address("teams", chat.place.id, TENANT, thread=thread, data=data)


def person(user: User, **data: str) -> Address:
    known = {"service_url": user.teams.connector.url, "bot_id": BOT["id"], "tenant_id": TENANT, **data}
    return Address("teams", user.account.entra, TENANT, person=True, data=known)


async def test_a_channel_gets_a_thread_of_its_own(platform: TeamsPlatform, sam: User) -> None:
    chat = sam.in_channel("ICT")

    sent = await platform.say(channel(chat), CARD, "key")

    assert chat.last.thread is None
    assert (sent.external_id, sent.message) == (chat.place.id, chat.last.id)
    assert chat.last.raw["summary"] == "A-001 is late"
    assert chat.last.card["msteams"]["entities"][0]["mentioned"] == {"id": "29:sam", "name": "Sam Patel"}


async def test_a_reply_in_a_thread_is_redrawn_there(platform: TeamsPlatform, sam: User, connector: Connector) -> None:
    chat = sam.in_channel("ICT")
    sent = await platform.say(channel(chat, "1699"), CARD, "key")
    assert chat.last.thread == "1699"

    await platform.update(Address("teams", sent.external_id, TENANT, data=sent.data), sent.message, say("Done."))

    assert chat.last.text == "Done."
    assert chat.last.id == sent.message
    assert ";messageid=1699/activities/" in connector.calls[-1][1]


@pytest.mark.parametrize("known", ["user_id", "aad_object_id", "nothing"])
async def test_a_person_is_written_to_by_any_id(platform: TeamsPlatform, sam: User, known: str) -> None:
    ids = {"user_id": sam.account.id, "aad_object_id": sam.account.entra}

    sent = await platform.say(person(sam, **{known: ids[known]} if known in ids else {}), CARD, "key")

    chat = sam.in_dm()
    assert (sent.external_id, sent.message) == (chat.place.id, chat.last.id)
    assert "msteams" not in chat.last.card  # nobody is mentioned to themselves


async def test_the_chat_that_is_known_is_not_opened_again(
    platform: TeamsPlatform, sam: User, connector: Connector
) -> None:
    first = await platform.say(person(sam, user_id=sam.account.id), CARD, "1")
    asked = len(connector.calls)

    again = await platform.say(person(sam, **first.data), CARD, "2")

    assert again.external_id == first.external_id
    assert len(connector.calls) == asked + 1


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504])
async def test_no_clear_answer_means_maybe(
    platform: TeamsPlatform, sam: User, connector: Connector, status: int
) -> None:
    connector.faults.append(Fault(status))
    with pytest.raises(MaybeSent):
        await platform.say(channel(sam.in_channel("ICT")), CARD, "key")
    assert len(connector.calls) == 1  # nothing is repeated on its own


async def test_a_lost_reply_means_maybe_and_is_posted_once(
    platform: TeamsPlatform, sam: User, connector: Connector
) -> None:
    chat = sam.in_channel("ICT")
    connector.faults.append(Fault(lost=True))
    with pytest.raises(MaybeSent):
        await platform.say(channel(chat), CARD, "key")
    assert len(chat.messages) == 1


async def test_busy(platform: TeamsPlatform, sam: User, connector: Connector) -> None:
    connector.faults += [Fault(429, retry_after="7"), Fault(429), Fault(429, retry_after="soon"), Fault(412)]
    for seconds in (7.0, 2.0, 2.0, 2.0):
        with pytest.raises(TryLater) as busy:
            await platform.say(channel(sam.in_channel("ICT")), CARD, "key")
        assert busy.value.seconds == seconds


async def test_gone(platform: TeamsPlatform, sam: User, connector: Connector) -> None:
    sam.account.reachable = False
    with pytest.raises(NotSent, match="blocked or removed") as refused:
        await platform.say(person(sam, user_id=sam.account.id), CARD, "key")
    assert refused.value.gone
    chat = sam.in_channel("ICT")
    chat.place.writable = False
    with pytest.raises(NotSent, match="not a member") as refused:
        await platform.say(channel(chat), CARD, "key")
    assert refused.value.gone
    del connector.conversations[chat.place.id]
    with pytest.raises(NotSent, match="no longer in Teams") as refused:
        await platform.update(channel(chat), "1", CARD)
    assert refused.value.gone


async def test_refused_but_not_for_ever(platform: TeamsPlatform, sam: User, connector: Connector) -> None:
    connector.faults += [Fault(413), Fault(400, "BadSyntax")]
    for reason in ("too long", "BadSyntax"):
        with pytest.raises(NotSent, match=reason) as refused:
            await platform.say(channel(sam.in_channel("ICT")), CARD, "key")
        assert not refused.value.gone


async def test_a_sign_in_that_is_not_accepted_is_nobodys_fault(
    platform: TeamsPlatform, sam: User, connector: Connector
) -> None:
    connector.faults.append(Fault(401))
    with pytest.raises(Away, match="sign-in"):
        await platform.say(channel(sam.in_channel("ICT")), CARD, "key")


async def test_it_is_asked_whether_it_is_there(platform: TeamsPlatform, sam: User, connector: Connector) -> None:
    await platform.say(channel(sam.in_channel("ICT")), CARD, "key")
    await platform.ping()
    assert connector.calls[-1][0] == "POST", "a refusal for want of such a list is an answer too"
    there = Address("teams", "19:x@thread.tacv2", data={"service_url": "http://127.0.0.1:9"})
    with pytest.raises(Away):
        await platform.say(there, CARD, "key")
    with pytest.raises(Away):
        await platform.ping()


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (403, ""),
        (403, "NotEnoughPermissions"),
        (403, "BotDisabledByAdmin"),
        (404, ""),
        (404, "ServiceError"),
        (404, "ActivityNotFoundInConversation"),  # the message that a thread hangs under, not the channel
        (410, ""),
    ],
)
async def test_a_channel_is_not_given_up_for_a_refusal_that_does_not_name_it(
    platform: TeamsPlatform, sam: User, connector: Connector, status: int, code: str
) -> None:
    connector.faults.append(Fault(status, code))
    with pytest.raises(NotSent) as refused:
        await platform.say(channel(sam.in_channel("ICT")), CARD, "key")
    assert not refused.value.gone


async def test_a_message_that_was_deleted_is_not_redrawn_again(
    platform: TeamsPlatform, sam: User, connector: Connector
) -> None:
    with pytest.raises(NotSent, match="that message is no longer") as refused:
        await platform.update(channel(sam.in_channel("ICT")), "1", CARD)
    assert refused.value.gone


async def test_nobody_listening_means_certainly_not_sent(platform: TeamsPlatform, sam: User) -> None:
    where = Address("teams", "19:x@thread.tacv2", data={"service_url": "http://127.0.0.1:9"})
    with pytest.raises(TryLater):
        await platform.say(where, CARD, "key")


async def test_without_app_id_only_this_machine_is_written_to(platform: TeamsPlatform) -> None:
    for service in ("https://smba.trafficmanager.net/teams", "http://10.0.0.1", "ftp", "http://127.0.0.1.evil.example"):
        with pytest.raises(NotSent):
            await platform.say(Address("teams", "19:x@thread.tacv2", data={"service_url": service}), CARD, "key")


async def test_teams_cannot_be_asked_whether_it_arrived(platform: TeamsPlatform, sam: User) -> None:
    with pytest.raises(LookupImpossible):
        await platform.find(channel(sam.in_channel("ICT")), "key")


async def test_members(platform: TeamsPlatform, sam: User) -> None:
    others = [sam.teams.user(f"Person {number}") for number in range(4)]
    guest = sam.teams.user("R Guest", guest=True)
    chat = sam.in_channel("ICT")
    sam.teams.channel("ICT", *others, guest)
    address = channel(chat)

    found = await platform.members(Where("teams", chat.place.id, "channel", tenant=TENANT, address=address.data))

    assert [each.name for each in found] == ["Sam Patel", *(each.account.name for each in others), "R Guest"]
    assert [each.outsider for each in found] == [False] * 5 + [True]
    assert found[0].user_id == sam.account.entra
    assert found[0].email == "sam.patel@council.gov.uk"
