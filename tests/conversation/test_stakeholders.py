"""Keeping in touch with those who have a say: who spoke to whom, when it is time again, and the map in words."""

from __future__ import annotations

import pytest

from tests.conversation.conftest import Office
from tests.conversation.estate import with_estate
from tests.fakes.slack_chat import Chat

HERE = "C2"


@pytest.fixture
async def project(office: Office) -> Office:
    await with_estate(office)
    await says(office, "/stakeholder Larkspur TRA, TRA, interest 5, influence 4, critical, every 4 weeks, owner <@U1>")
    await says(office, "/stakeholder Teasel Point TMO, TMO, interest 5, influence 2, supportive, monthly, owner <@U2>")
    return office


async def says(office: Office, text: str, user: str = "U1") -> Chat:
    return await office.says(user, text, channel=HERE)


async def test_who_spoke_moves_the_next_contact(project: Office) -> None:
    channel = await says(project, "spoke to Larkspur TRA on 3/11 about scaffold")
    assert (
        "Noted: Olu Adeyemi spoke to Larkspur TRA on Tue 3 Nov about scaffold. Next: Tue 1 Dec 2026."
        in channel.cards[-1].words
    )
    record = await project.record("SH-001")
    assert (str(record.value("last_contact")), str(record.due)) == ("2026-11-03", "2026-12-01")
    assert record.times_rescheduled == 0 or record.due is not None
    await says(project, "SH-001")
    assert "Note by Olu Adeyemi, Mon 23 Nov: Spoke on Tue 3 Nov about scaffold" in channel.cards[-1].words

    await says(project, "we met with the TRA on 20/10")
    assert str((await project.record("SH-001")).value("last_contact")) == "2026-11-03", "an older talk moves nothing"
    await says(project, "undo")


async def test_it_is_taken_back_like_anything(project: Office) -> None:
    channel = await says(project, "spoke to Larkspur TRA today about scaffold")
    assert str((await project.record("SH-001")).due) == "2026-12-21"
    await channel.cards[-1].press("Undo")
    await project.settle()
    assert (await project.record("SH-001")).value("last_contact") is None


async def test_the_reminder_says_since_when_and_how_often_was_wanted(project: Office) -> None:
    await says(project, "spoke to Larkspur TRA on 3/11")
    await project.tick("2026-12-01T09:20")
    told = project.dm("U1").last
    assert "You have not spoken to Larkspur TRA since Tue 3 Nov 2026; you wanted to every four weeks." in told.text
    await told.press("Spoke to them…")
    await project.settle()
    modal = project.dm("U1").modal
    assert (modal.value("on"), modal.value("following")) == ("2026-12-01", "2026-12-29")
    await modal.fill(about="the lift", following="2026-12-18").submit()
    assert modal.errors == {}
    await project.settle()
    record = await project.record("SH-001")
    assert (str(record.value("last_contact")), str(record.due)) == ("2026-12-01", "2026-12-18")


async def test_several_of_a_name_are_asked_about_and_none_is_guessed(project: Office) -> None:
    await says(project, "/stakeholder Foxglove TRA, TRA, owner <@U1>")
    channel = await says(project, "spoke to the TRA today about keys")
    assert "Which of them did you speak to?" in channel.cards[-1].words
    await channel.cards[-1].press("Foxglove TRA (SH-003)")
    await project.settle()
    assert str((await project.record("SH-003")).value("last_contact")) == "2026-11-23"
    assert (await project.record("SH-001")).value("last_contact") is None


async def test_whom_nobody_knows_is_said_with_the_nearest(project: Office) -> None:
    channel = await says(project, "spoke to Larkspur TAR today")
    assert "spoke to Larkspur TRA" in channel.cards[-1].words
    await says(project, "spoke to the Rotary Club today")
    assert "I know no stakeholder called “Rotary Club”, so nothing was noted." in channel.whisper.text


async def test_a_day_that_has_not_come_is_refused(project: Office) -> None:
    await says(project, "SH-001")
    channel = project.channel("U1", HERE)
    await channel.cards[-1].press("Spoke to them…")
    await project.settle()
    modal = await channel.modal.fill(on="2026-11-30").submit()
    assert "Choose today or a day that has passed." in modal.errors["on"]


async def test_the_map_in_words(project: Office) -> None:
    channel = await says(project, "stakeholder map")
    words = channel.cards[-1].words
    assert "*Work with closely: 1*\n*SH-001* Larkspur TRA, critical; never spoken to" in words
    assert "*Keep informed: 1*\n*SH-002* Teasel Point TMO, supportive; never spoken to" in words
    assert {"As a picture", "As a PDF"} <= set(channel.cards[-1].buttons)


async def test_how_often_moves_the_next_one_and_a_day_that_is_named_stays(project: Office) -> None:
    await says(project, "spoke to Larkspur TRA today")
    await says(project, "SH-001 every week")
    assert str((await project.record("SH-001")).due) == "2026-11-30"
    await says(project, "SH-001 next contact 11/12")
    assert str((await project.record("SH-001")).due) == "2026-12-11"
