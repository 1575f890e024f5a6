"""The same human on two platforms is one person, once they have said so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from governance.errors import NotConfirmed
from governance.policy import may
from handlers.cards import plain
from handlers.conversation import Conversation
from handlers.reply import Reply
from handlers.turn import Face, Pressed, Said, Turn, Where
from tests.conversation.conftest import Office

SAM = Face("teams", "aad-sam", "Sam Patel", email="sam@council.example", tenant="T1", verified=True)
THERE = Where("teams", "a:dm-sam", "dm", "Sam", "T1")

Say = Callable[[str], "Turn"]


@pytest.fixture
def conversation(office: Office) -> Conversation:
    return Conversation(office.app.database, office.clock)


def said(text: str, number: int = 1, face: Face = SAM) -> Turn:
    return Turn(f"turn-{number}-{text}", face, THERE, Said(text))


def question_of(reply: Reply) -> str:
    assert reply.whisper is not None
    return reply.whisper.text


def button_of(reply: Reply, label: str) -> str:
    assert reply.whisper is not None
    for part in reply.whisper.parts:
        for each in getattr(part, "buttons", ()):
            if each.label == label:
                return str(each.data)
    raise AssertionError(f"no button {label}")


async def person_of(office: Office, face: Face = SAM) -> tuple[str, bool]:
    async with office.app.database.reading(office.clock.now()) as register:
        found = await register.people.by_identity(face.platform, face.user_id)
    assert found is not None
    return found.id, found.sure


async def slack_sam(office: Office) -> str:
    async with office.app.database.reading(office.clock.now()) as register:
        found = await register.people.by_identity("slack", "U2")
    assert found is not None
    return found.id


async def test_an_account_with_the_same_address_is_linked_and_asked_about_once_a_day(
    office: Office, conversation: Conversation
) -> None:
    reply = await conversation.take(said("my"))
    assert "Are you the Sam Patel who uses Slack as Sam Patel?" in question_of(reply)
    assert await person_of(office) == (await slack_sam(office), False)
    again = await conversation.take(said("my", 2))
    assert again.whisper is None or "Are you" not in again.whisper.text
    await office.tick("2026-11-24T10:00")
    assert "Are you the Sam Patel" in question_of(await conversation.take(said("my", 3)))


async def test_yes_makes_them_one(office: Office, conversation: Conversation) -> None:
    yes = button_of(await conversation.take(said("my")), "Yes, that’s me")
    reply = await conversation.take(Turn("press-1", SAM, THERE, Pressed(yes)))
    assert reply.face is not None
    assert "You are one person here" in reply.face.text
    assert await person_of(office) == (await slack_sam(office), True)
    again = await conversation.take(Turn("press-2", SAM, THERE, Pressed(yes)))
    assert "nothing to confirm" in question_of(again)


async def test_no_makes_another_person(office: Office, conversation: Conversation) -> None:
    no = button_of(await conversation.take(said("my")), "No, somebody else")
    reply = await conversation.take(Turn("press-1", SAM, THERE, Pressed(no)))
    assert reply.face is not None
    assert "somebody else than Sam Patel" in reply.face.text
    other, sure = await person_of(office)
    assert (other != await slack_sam(office), sure) == (True, True)


async def test_nobody_answers_for_another_account(office: Office, conversation: Conversation) -> None:
    yes = button_of(await conversation.take(said("my")), "Yes, that’s me")
    sam = Face("slack", "U2", "Sam Patel", email="sam@council.example", verified=True)
    reply = await conversation.take(Turn("press-1", sam, replace(THERE, platform="slack"), Pressed(yes)))
    assert "nothing to confirm" in question_of(reply)
    assert await person_of(office) == (await slack_sam(office), False)


async def test_until_they_have_said_so_nothing_confidential_and_nothing_unasked_goes_there(
    office: Office, conversation: Conversation
) -> None:
    await office.says("U1", "/action Look into the grievance <@U2> by Friday")
    await conversation.take(said("my"))
    async with office.app.database.reading(office.clock.now()) as register:
        sam = await register.people.by_identity("teams", "aad-sam")
        record = replace(await register.records.get("A-001"), confidential=True)
        assert sam is not None
        assert isinstance(may(sam, "read", record), NotConfirmed)
        assert may(replace(sam, sure=True), "read", record) is None
        assert [row.platform for row in await register.people.identities(sam.id)] == ["slack", "teams"]


async def test_who_is_known_on_no_other_platform_is_asked_nothing(office: Office, conversation: Conversation) -> None:
    async with office.app.database.transaction(office.clock.now()) as register:
        olu = next(one for one in (await register.people.all()).values())
        await register.people.save(replace(olu, id="P100", name="Mo Ellis", email="mo@council.example"))
    face = Face("teams", "aad-mo", "Mo Ellis", email="mo@council.example", verified=True)
    reply = await conversation.take(said("my", face=face))
    assert reply.whisper is None or "Are you" not in plain((reply.whisper.text,))
    assert await person_of(office, face) == ("P100", True)
