"""What is confidential is for those who are named on it, and is never drawn where others read along."""

from __future__ import annotations

from governance.kinds import all_kinds
from storage.history import Scene
from tests.conversation.conftest import Office
from tests.conversation.offices import prepared

SECRET = "A post is at risk"


@prepared
async def guarded(office: Office) -> None:
    """R-001 is confidential: Olu raised it and owns it, Sam is in the programme and not named on it."""
    await office.says("U1", "/action Something for everybody <@U2> by Friday")
    async with office.app.database.transaction(office.clock.now()) as register:
        people = {person.name: person.id for person in (await register.people.all()).values()}
        body = all_kinds()["risk"].model_validate({"title": SECRET, "status": "Open", "owner": people["Olu Adeyemi"]})
        scene = Scene(actor=people["Olu Adeyemi"])
        await register.records.log(scene, body, workstream="WS01", common={"confidential": True})


def _channel_words(office: Office) -> str:
    return "\n".join(card.words + card.text for card in office.channel("U1").cards)


async def test_who_is_named_gets_it_in_private(guarded: Office) -> None:
    channel = await guarded.says("U1", "R-001")
    assert "I have sent it to you in a direct message" in channel.whisper.text
    assert SECRET in guarded.dm("U1").last.words
    assert SECRET not in _channel_words(guarded)


async def test_what_changes_is_told_in_private(guarded: Office) -> None:
    await guarded.says("U1", "R-001 review 4/12")
    assert str((await guarded.record("R-001")).due) == "2026-12-04"
    assert SECRET in guarded.dm("U1").last.words
    assert SECRET not in _channel_words(guarded)


async def test_others_are_refused_without_its_words(guarded: Office) -> None:
    for said in ("R-001", "R-001 closed because done", "R-001 note hello"):
        channel = await guarded.says("U2", said)
        assert "kept for the people who work on it" in channel.whisper.text
        assert SECRET not in channel.whisper.text
    await guarded.writes("U2", "R-001")
    assert SECRET not in guarded.dm("U2").last.words
    assert (await guarded.record("R-001")).version == 1


async def test_lists_leave_it_out_but_for_its_people_in_private(guarded: Office) -> None:
    channel = await guarded.says("U1", "/action list")
    await guarded.says("U1", "/risk list")
    assert SECRET not in channel.whisper.text
    await guarded.writes("U1", "list risks")
    assert SECRET in guarded.dm("U1").last.words
    assert SECRET not in guarded.dm("U1").last.text, "a locked phone would show it"
    await guarded.writes("U2", "list risks")
    assert SECRET not in guarded.dm("U2").last.text


async def test_linked_with_others_it_shows_its_ref_alone(guarded: Office) -> None:
    await guarded.says("U2", "/action Look again at R-001 <@U2> by Friday")
    card = guarded.channel("U2").cards[-1]
    assert "Mitigates *R-001*" in card.words
    assert SECRET not in card.words
