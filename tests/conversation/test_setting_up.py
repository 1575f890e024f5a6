"""A new programme: who founds it, who is in it, and who is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.slack.directory import Myself
from handlers.people.enrolment import CouldNotLookUp, enrol, known
from handlers.turn import Face
from storage.history import Scene
from tests.conversation.conftest import Office
from tests.fakes.slack import Broken


async def test_nothing_works_before_the_first_workstream_and_the_answer_says_what_to_type(bare_office: Office) -> None:
    channel = await bare_office.says("U1", "/action Fix the firewall rule by Friday")
    assert "/workstream create" in channel.whisper.text
    assert await bare_office.records() == []


async def test_a_guest_does_not_found_a_programme(bare_office: Office) -> None:
    channel = await bare_office.says("U8", "/workstream create ICT")
    assert "I don't know you" in channel.whisper.text
    assert channel.cards == []


async def test_who_cannot_be_looked_up_founds_nothing_and_may_try_again(bare_office: Office) -> None:
    bare_office.slack.fail("users.info", Broken())
    channel = await bare_office.says("U1", "/workstream create ICT")
    assert "I could not look you up just now" in channel.whisper.text
    assert "try again in a minute" in channel.whisper.text
    assert not await bare_office.knows("Olu Adeyemi")

    await bare_office.says("U1", "/workstream create ICT")
    assert await bare_office.knows("Olu Adeyemi")


async def test_while_slack_does_not_say_who_we_are_nobody_is_one_of_us(bare_office: Office) -> None:
    """Without our own workspace's id, people of other workspaces look like ours."""
    assert bare_office.app.slack is not None
    bare_office.app.slack.directory.me = Myself()
    bare_office.slack.fail("auth.test", *[Broken()] * 9)
    channel = await bare_office.says("U1", "/workstream create ICT")
    assert "I could not look you up just now" in channel.whisper.text


async def test_a_mention_that_cannot_be_looked_up_is_said(office: Office) -> None:
    await office.says("U1", "/my")  # from here on Olu is known, and nobody but Stan is looked up
    office.slack.fail("users.info", Broken())
    channel = await office.says("U1", "/workstream add <@U9>")
    assert "I could not look that person up" in channel.whisper.text
    await office.says("U1", "/workstream add <@U9>")
    assert await office.knows("Stan Stranger")


async def test_nobody_is_taken_for_a_colleague_by_their_address_unless_slack_says_so(office: Office) -> None:
    async with office.app.database.transaction(office.clock.now()) as register:
        face = Face("web", "X", "Olu Adeyemi", email="olu@council.example")
        assert await known(register, Scene(), face) is None
        with pytest.raises(CouldNotLookUp):
            await enrol(register, Scene(), (face,), None)
        found = await known(register, Scene(), replace(face, verified=True))
        assert found is not None
        assert found.name == "Olu Adeyemi"


async def test_members_of_the_channel_are_members_of_the_workstream_but_guests_are_not(office: Office) -> None:
    channel = await office.says("U1", "/workstream")
    assert "Sam Okoro, Sam Patel" in channel.whisper.words
    assert "Rhiannon" not in channel.whisper.words


async def test_a_stranger_is_refused_and_nothing_is_changed(office: Office) -> None:
    office.slack.workspace.channels["C2"].members.add("U9")
    channel = await office.says("U9", "/action Fix the firewall rule by Friday", "C2")
    assert "I don't know you in this programme" in channel.whisper.text
    assert await office.records() == []


async def test_a_stranger_is_let_in_by_a_member(office: Office) -> None:
    await office.says("U1", "/workstream add <@U9>")
    office.slack.workspace.channels["C1"].members.add("U9")
    await office.says("U9", "/action Fix the firewall rule, owner me, by Friday")
    assert [(each.ref, each.owner) for each in await office.records()] == [("A-001", "P004")]


async def test_a_guest_is_not_let_in(office: Office) -> None:
    channel = await office.says("U1", "/workstream add <@U8>")
    assert "Guests, bots and people from other organisations can't join" in channel.whisper.text


async def test_who_joins_the_channel_joins_the_workstream(office: Office) -> None:
    await office.slack.user("U9").join("C1")
    await office.settle()
    channel = await office.says("U9", "/my")
    assert "nothing is open" in channel.whisper.text


async def test_a_second_workstream_and_its_lead(office: Office) -> None:
    hr = await office.says("U2", "/workstream create People and HR as HR", "C2")
    assert "People and HR" in hr.last.words
    await office.says("U2", "/workstream lead <@U1>", "C2")
    assert hr.last.text == "Olu Adeyemi now leads People and HR."
    await office.says("U2", "/action Send the pack, owner me, by Friday", "C2")
    assert (await office.record("A-001")).workstream == "WS02"


async def test_create_again_binds_the_channel_and_makes_no_second(office: Office) -> None:
    await office.says("U1", "/workstream create ICT", "C2")
    channel = await office.says("U1", "/workstream list")
    assert channel.whisper.text == "Workstreams: ICT"


@pytest.mark.parametrize("text", ["/workstream create", "/workstream bind Nowhere", "/workstream lead @nobody"])
async def test_what_is_missing_or_unknown_is_said(office: Office, text: str) -> None:
    channel = await office.says("U1", text)
    assert channel.whispers, "never silence"


async def test_a_workstream_is_not_set_up_in_a_dm(office: Office) -> None:
    chat = await office.writes("U1", "workstream create HR")
    said = chat.whispers[-1].text if chat.whispers else chat.last.text
    assert "not in a direct message" in said


async def test_a_channel_is_not_taken_over_by_accident(office: Office) -> None:
    channel = await office.says("U1", "/workstream create Wombles")
    assert "This channel belongs to ICT, so Wombles was not created here" in channel.whisper.text
    await office.says("U1", "/workstream create HR", "C2")
    await office.says("U1", "/workstream bind HR")
    assert "Nothing has been changed yet" in channel.whisper.text
    await channel.whisper.press("Move it to HR")
    await office.settle()
    assert "This channel is now HR's" in channel.cards[-1].words


async def test_undo_after_setting_up_takes_back_nothing_older(office: Office) -> None:
    await office.says("U1", "/action Fix it, owner me, by Friday")
    await office.says("U1", "/workstream create HR", "C2")
    channel = await office.says("U1", "/chivvy undo")
    assert "The last thing you did was to bind a channel" in channel.whisper.text
    assert (await office.record("A-001")).withdrawn is False
